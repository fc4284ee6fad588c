import assert from "node:assert/strict";
import { test } from "node:test";
import { CONFLICTING_GRAPH, GRAPH, graphWith } from "./graph.mjs";
import { going, open, script, shown, textOf } from "./page.mjs";

open();
const { noFilters, sift, take } = await script("data");
const { startCard, trail, trailBar, visit } = await script("start");
const { go, asked } = going();

const card = (part = {}) => shown(startCard(sift({ ...noFilters(), ...part }), go));
const all = (box, selector) => [...box.querySelectorAll(selector)].map(textOf);

test("the overview names the most important entities that have facts", () => {
  const box = card();
  assert.deepEqual(all(box, "ol.firsts .node-link"), ["Zoë Ålund", "Acme", "Oslo"]);
  assert.match(textOf(box.querySelector(".lead")), /^4 entities and 4 facts, read from 2 documents\./);
  const { hidden } = noFilters();
  assert.deepEqual(all(card({ hidden: { ...hidden, type: new Set([0]) } }), "ol.firsts .node-link"), [
    "Acme",
    "Oslo",
  ]);
});

test("the first facts are of different relations before any relation comes again, and a pair comes once", () => {
  const { facts } = GRAPH.rest;
  // Zoë met Acme (twice, the second less sure) and Oslo; Acme owns Oslo, least sure of all.
  const more = {
    id: ["m1", "m2", "m3", "own"],
    subject: [0, 0, 0, 1],
    object: [1, 1, 2, 2],
    relation: [0, 0, 0, 1],
    words: [1, 1, 1, 2],
    literal: [null, null, null, null],
    datatype: [null, null, null, null],
    status: [0, 0, 0, 0],
    support: [3, 3, 2, 1],
    confidence: [0.9, 0.8, 0.9, 0.5],
    claims: facts.claims,
  };
  const edges = [
    { id: 0, from: 0, to: 1, stroke: 0, facts: [0, 1] },
    { id: 1, from: 0, to: 2, stroke: 0, facts: [2] },
    { id: 2, from: 1, to: 2, stroke: 0, facts: [3] },
  ];
  take(structuredClone({ ...graphWith({ facts: more }), edges }));
  const links = [...card().querySelectorAll("[data-start]")].map(({ dataset }) => dataset.start);
  assert.deepEqual(links, ["m1", "own", "m3"]);
  take(structuredClone(GRAPH));
});

test("conflicts are offered where there are some, and lead to them", () => {
  assert.equal(card().querySelector("#show-conflicts"), null);
  take(structuredClone(CONFLICTING_GRAPH));
  const button = card().querySelector("#show-conflicts");
  assert.equal(textOf(button), "1 conflict: what does not go together");
  button.click();
  assert.equal(asked.at(-1)[0], "conflicts");
  take(structuredClone(GRAPH));
});

test("the page says of itself what it holds and what made it", () => {
  const about = textOf(card().querySelector(".about"));
  assert.match(about, /Size709 kB in one file/);
  assert.match(about, /Read2 documents, 70 characters/);
  assert.match(about, /4 claims; 2 kept back, with the reasons in claims\.jsonl/);
  assert.match(about, /Made bykg 1\.0Pipelinekg_en/);
  assert.doesNotMatch(about, /Datenull/);
});

test("a part of a graph says that it is one", () => {
  const part = { entities: 90, facts: 1200, leftOut: ["the 4 most important"], unknown: "" };
  take(structuredClone(graphWith({ part })));
  assert.equal(
    textOf(card().querySelector(".part")),
    "This page shows 4 entities and 4 facts of them: the 4 most important. The other files hold everything.",
  );
  assert.match(textOf(card().querySelector(".lead")), /^90 entities and 1,200 facts/);
  take(structuredClone(GRAPH));
});

test("the trail keeps the last eight, each once, the newest last", () => {
  assert.equal(trailBar(go), null);
  for (const id of [0, 1, 2, 0]) visit(id);
  assert.deepEqual(trail, [1, 2, 0]);
  const bar = trailBar(go);
  assert.equal(textOf(bar), "Acme › Oslo › Zoë Ålund");
  bar.querySelector('[data-visited="Oslo"]').click();
  assert.deepEqual(asked.at(-1), ["node", 2]);
  for (const id of [10, 11, 12, 13, 14, 15]) visit(id);
  assert.deepEqual(trail, [2, 0, 10, 11, 12, 13, 14, 15]);
});
