import assert from "node:assert/strict";
import { test } from "node:test";
import { CONFLICTING_GRAPH } from "./graph.mjs";
import { open, script } from "./page.mjs";

open(CONFLICTING_GRAPH);
const { address, links, state, takeAddress } = await script("address");
const { noFilters } = await script("data");

const FRESH = { view: "graph", pick: null, color: "type", pathFrom: null, reading: null };
/** Put the page into a state, and give what its address leads to. */
function there(part) {
  Object.assign(state, FRESH, noFilters(), part);
  const before = structuredClone(state);
  const hash = address();
  Object.assign(state, FRESH, noFilters());
  takeAddress("#" + hash);
  return { before, hash, after: structuredClone(state) };
}

const hide = (facet, ...values) => ({ hidden: { ...noFilters().hidden, [facet]: new Set(values) } });

test("a page as it opens has an empty address", () => {
  assert.equal(there({}).hash, "");
});

test("every state comes back from its address", () => {
  const states = [
    { view: "facts" },
    { pick: { kind: "node", node: 0 } },
    { pick: { kind: "edge", a: 0, b: 1 } },
    { pick: { kind: "path", a: 2, b: 0 } },
    { pick: { kind: "document", document: 1, at: { claim: "c2" } } },
    { pick: { kind: "document", document: 1, at: { node: 2 } } },
    { pick: { kind: "document", document: 0, at: { words: "acme" } } },
    { focus: { node: 1, steps: 2, more: [0, 2] } },
    { least: 0.65, degree: 2 },
    { period: [17897, null], undated: true },
    { period: [null, 18261] },
    { conflicting: true },
    { color: "community", reading: 1 },
    hide("type", 2),
    hide("type", 0, 1),
    hide("relation", 0),
    hide("status", 0, 1, 2, 3, 4, 5, 6),
    { ...hide("document", 0), view: "entities", pick: { kind: "node", node: 3 } },
  ];
  for (const part of states) {
    const { before, after, hash } = there(part);
    assert.deepEqual(after, before, hash);
  }
});

test("an address holds keys and dates that people can read", () => {
  const { hash } = there({ pick: { kind: "node", node: 0 }, period: [17897, 18261], ...hide("type", 1) });
  assert.equal(hash, "node=Zoe&hide-type=Organization&from=2019-01-01&to=2019-12-31");
});

test("the shorter of what is shown and what is hidden is listed", () => {
  assert.equal(there(hide("type", 0, 1)).hash, "only-type=Concept");
  assert.equal(there(hide("type", 0, 1, 2)).hash, "only-type=");
});

test("what the graph lacks is told, and what makes no sense is left out", () => {
  Object.assign(state, FRESH, noFilters());
  takeAddress("#node=Nobody&view=spreadsheet&confidence=900&degree=-3&focus=7&of=Zoe&from=soon");
  assert.equal(document.getElementById("status").textContent, "Not in this graph: Nobody");
  assert.deepEqual([state.pick, state.view, state.least, state.degree], [null, "graph", 1, 0]);
  assert.deepEqual([state.focus, state.period], [null, null]);
});

test("the link to here is the address of the window", () => {
  assert.equal(links.here(), "http://127.0.0.1/");
});
