import assert from "node:assert/strict";
import { test } from "node:test";
import { open, script } from "./page.mjs";

open();
const { state } = await script("address");
const { NODES, noFilters, FACTS } = await script("data");
const changing = await script("change");
const { change, pathNow, pickedClaims, screen, show, stepsBack, toggle, uncovered, unhidden, whenChanged } =
  changing;

test("a change is in the state, in the address, and shown after the filters were applied", () => {
  const seen = [];
  whenChanged((opening) => seen.push([opening, changing.passed.factCount]));
  change({ least: 0.8 });
  show(true);
  assert.equal(location.hash, "#confidence=80");
  assert.deepEqual(seen, [
    [false, 3],
    [true, 3],
  ]);
  change({ least: 0 });
  assert.deepEqual([location.hash, changing.passed.factCount], ["", 4]);
});

test("a step makes an entry for Back, a filter replaces the current one", () => {
  const entries = history.length;
  change({ degree: 1 });
  assert.equal(history.length, entries);
  assert.equal(stepsBack(), 0);
  change({ pick: { kind: "node", node: 1 } }, true);
  assert.equal(history.length, entries + 1);
  assert.equal(stepsBack(), 1);
  change({ ...noFilters(), pick: null });
  assert.equal(stepsBack(), 1);
});

test("a value of a facet is hidden and shown again; other facets stay", () => {
  toggle("status", 8, false);
  toggle("type", 2, false);
  assert.deepEqual([[...state.hidden.status], [...state.hidden.type]], [[8], [2]]);
  assert.equal(changing.passed.nodes[2], false);
  toggle("status", 8, true);
  assert.deepEqual([[...state.hidden.status], [...state.hidden.type]], [[], [2]]);
});

test("who picks a concept that is hidden, or a fact of a kind that is, gets to see it", () => {
  toggle("type", 2, false);
  toggle("kind", 2, false);
  assert.equal(NODES[2].group, 2);
  assert.deepEqual(uncovered(0, 1), {});
  assert.deepEqual([...uncovered(2).hidden.type], []);
  const { hidden } = unhidden(FACTS[2]);
  assert.deepEqual([[...hidden.type], [...hidden.kind]], [[], []]);
  change(noFilters());
});

test("claims behind what is picked: of a line, of a path, of a document at one", () => {
  const claims = (pick) => (change({ pick }), [...pickedClaims()]);
  assert.deepEqual(claims({ kind: "edge", a: 0, b: 2 }), [2]);
  assert.deepEqual(claims({ kind: "path", a: 0, b: 2 }), [0, 1]);
  assert.deepEqual(pathNow({ a: 0, b: 2 }), [0, 1, 2]);
  assert.deepEqual(claims({ kind: "document", document: 0, at: { claim: "c1" } }), [1]);
  assert.deepEqual(claims({ kind: "node", node: 0 }), []);
  assert.equal(pathNow({ a: 0, b: 3 }), null);
  change({ pick: null });
});

test("a wide window opens with the overview", () => {
  assert.equal(screen.start, true);
});
