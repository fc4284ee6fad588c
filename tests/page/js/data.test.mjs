import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { sift, noFilters, around, shortest, between, findNodes, findSentences, NODES, FACTS } = await load(
  ["sift", "noFilters", "around", "shortest", "between", "findNodes", "findSentences", "NODES", "FACTS"],
);

const kept = (part) => FACTS.filter((fact) => sift({ ...noFilters(), ...part }).facts[fact.index]).map((fact) => fact.id);
const hidden = (facet, ...values) => ({ hidden: { ...noFilters().hidden, [facet]: new Set(values) } });

test("no filter lets everything through", () => {
  const all = sift(noFilters());
  assert.equal(all.nodeCount, 4);
  assert.equal(all.factCount, 4);
  assert.deepEqual(all.counts, { type: [1, 1, 2], status: [2, 0, 1, 0, 0, 0, 0, 0, 1], relation: [3, 1], document: [2, 2] });
});

test("each filter lets through what it says", () => {
  assert.deepEqual(kept(hidden("type", 1)), ["f2", "f3"]);
  assert.deepEqual(kept(hidden("status", 0)), ["f2", "f3"]);
  assert.deepEqual(kept(hidden("relation", 1)), ["f0", "f2", "f3"]);
  assert.deepEqual(kept(hidden("document", 0)), ["f2", "f3"]);
  assert.deepEqual(kept({ least: 0.8 }), ["f0", "f1", "f3"]);
  assert.deepEqual(kept({ degree: 3 }), ["f3"]);
  assert.deepEqual(kept({ period: [18170, 18170] }), ["f0", "f1"]);
  assert.deepEqual(kept({ period: [18250, null] }), ["f0"]);
  assert.deepEqual(kept({ period: [null, 0], undated: true }), ["f2", "f3"]);
  assert.deepEqual(kept({ focus: { node: 1, steps: 1, more: [] } }), ["f0", "f1", "f2", "f3"]);
});

test("a facet's counts are what its values would bring under the other filters", () => {
  const { counts } = sift({ ...noFilters(), ...hidden("status", 0), least: 0.7 });
  assert.deepEqual(counts.status, [2, 0, 0, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual(counts.relation, [1, 0]);
});

test("entities without a passing fact go when a filter speaks of facts", () => {
  const passed = sift({ ...noFilters(), period: [18170, 18170] });
  assert.deepEqual(NODES.filter((node) => passed.nodes[node.id]).map((node) => node.key), ["Zoe", "Acme", "Oslo"]);
});

test("focus, expanding and paths follow the facts that pass", () => {
  const actual = (fact) => fact.status === 0;
  assert.deepEqual([...around(0, 1, actual)], [0, 1]);
  assert.deepEqual([...around(0, 2, actual)], [0, 1, 2]);
  assert.deepEqual(shortest(0, 2, actual), [0, 1, 2]);
  assert.deepEqual(shortest(0, 2, () => true), [0, 2]);
  assert.equal(shortest(0, 3, () => true), null);
  assert.deepEqual(shortest(1, 1, () => true), [1]);
  const narrow = sift({ ...noFilters(), ...hidden("status", 2), focus: { node: 0, steps: 1, more: [1] } });
  assert.equal(narrow.nodeCount, 3);
  assert.deepEqual(between(0, 2).map((fact) => fact.id), ["f2"]);
});

test("search finds names without accents, other names and sentences", () => {
  assert.equal(findNodes("zoe al", 5)[0].node.key, "Zoe");
  assert.equal(findNodes("christiania", 5)[0].alias, "Christiania");
  assert.equal(findNodes("", 5).length, 0);
  assert.deepEqual(findSentences("owns", 5).map(({ fact }) => fact.id), ["f1"]);
});

test("compressed data is the same data", async () => {
  const packed = await load(["NODES", "FACTS", "REST"], "rest");
  assert.equal(packed.REST.documents[0].text, "🎉 Zoë Ålund met Acme. Acme owns Oslo.");
  assert.deepEqual(packed.FACTS.map((fact) => fact.id), FACTS.map((fact) => fact.id));
});
