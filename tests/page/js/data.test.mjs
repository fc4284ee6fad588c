import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { GRAPH } from "./graph.mjs";
import { open, script } from "./page.mjs";

open();
const {
  DOCUMENTS,
  FACTS,
  NODES,
  around,
  between,
  corrected,
  findDocuments,
  findNodes,
  findSentences,
  firstFilters,
  isFirst,
  isStated,
  noFilters,
  oneTypo,
  placesOf,
  read,
  relationText,
  shortest,
  sift,
  timely,
} = await script("data");

const kept = (part) =>
  FACTS.filter((fact) => sift({ ...noFilters(), ...part }).facts[fact.index]).map((fact) => fact.id);
const hidden = (facet, ...values) => ({ hidden: { ...noFilters().hidden, [facet]: new Set(values) } });

test("no filter lets everything through", () => {
  const all = sift(noFilters());
  assert.equal(all.nodeCount, 4);
  assert.equal(all.factCount, 4);
  assert.deepEqual(all.counts, {
    kind: [0, 2, 2],
    type: [1, 1, 2],
    status: [2, 0, 1, 0, 0, 0, 0, 0, 1],
    relation: [3, 1],
    document: [2, 2],
  });
});

test("each filter lets through what it says", () => {
  assert.deepEqual(kept(hidden("type", 1)), ["f2", "f3"]);
  assert.deepEqual(kept(hidden("status", 0)), ["f2", "f3"]);
  assert.deepEqual(kept(hidden("kind", 1)), ["f1", "f2"]);
  assert.deepEqual(kept(hidden("relation", 1)), ["f0", "f2", "f3"]);
  assert.deepEqual(kept(hidden("document", 0)), ["f2", "f3"]);
  assert.deepEqual(kept({ least: 0.8 }), ["f0", "f1", "f3"]);
  assert.deepEqual(kept({ degree: 3 }), ["f3"]);
  assert.deepEqual(kept({ period: [18170, 18170] }), ["f0", "f1"]);
  assert.deepEqual(kept({ period: [18250, null] }), ["f0"]);
  assert.deepEqual(kept({ period: [null, 0], undated: true }), ["f2", "f3"]);
  assert.deepEqual(kept({ focus: { node: 1, steps: 1, more: [] } }), ["f0", "f1", "f2", "f3"]);
});

test("what has begun and has no end stays in the filter for later times, and the other way round", () => {
  const within = (value, from, to) => timely({ times: [{ value, days: [16801, 17166] }] }, [from, to], false);
  const year2018 = [17532, 17896];
  const year2012 = [15340, 15705];
  assert.deepEqual([within("2016/..", ...year2018), within("2016/..", ...year2012)], [true, false]);
  assert.deepEqual([within("../2016", ...year2018), within("../2016", ...year2012)], [false, true]);
  assert.deepEqual([within("2016", ...year2018), within("2016", ...year2012)], [false, false]);
});

test("a facet's counts are what its values would bring under the other filters", () => {
  const { counts } = sift({ ...noFilters(), ...hidden("status", 0), least: 0.7 });
  assert.deepEqual(counts.status, [2, 0, 0, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual(counts.relation, [1, 0]);
});

test("entities without a passing fact go when a filter speaks of facts", () => {
  const passed = sift({ ...noFilters(), period: [18170, 18170] });
  assert.deepEqual(
    NODES.filter((node) => passed.nodes[node.id]).map((node) => node.key),
    ["Zoe", "Acme", "Oslo"],
  );
});

test("focus, expanding and paths follow the facts that pass", () => {
  const actual = (fact) => fact.status === 0;
  assert.deepEqual([...around(0, 1, actual)], [0, 1]);
  assert.deepEqual([...around(0, 2, actual)], [0, 1, 2]);
  assert.deepEqual(shortest(0, 2, actual), [0, 1, 2]);
  assert.deepEqual(
    shortest(0, 2, () => true),
    [0, 2],
  );
  assert.equal(
    shortest(0, 3, () => true),
    null,
  );
  assert.deepEqual(
    shortest(1, 1, () => true),
    [1],
  );
  const narrow = sift({ ...noFilters(), ...hidden("status", 2), focus: { node: 0, steps: 1, more: [1] } });
  assert.equal(narrow.nodeCount, 3);
  assert.deepEqual(
    between(0, 2).map((fact) => fact.id),
    ["f2"],
  );
});

test("search finds names without accents, other names and sentences", () => {
  assert.equal(findNodes("zoe al", 5)[0].node.key, "Zoe");
  assert.equal(findNodes("christiania", 5)[0].alias, "Christiania");
  assert.equal(findNodes("", 5).length, 0);
  assert.deepEqual(
    findSentences("owns", 5).map(({ fact }) => fact.id),
    ["f1"],
  );
});

test("a name with one typo is found, with two it is not", () => {
  assert.deepEqual(
    findNodes("osol", 5).map(({ node }) => node.key),
    ["Oslo"],
  );
  assert.deepEqual(
    findNodes("alunt", 5).map(({ node }) => node.key),
    ["Zoe"],
  );
  assert.equal(findNodes("kristianja", 5).length, 0);
  assert.equal(findNodes("christainia", 5)[0].alias, "Christiania");
  assert.equal(findNodes("osl", 5)[0].node.key, "Oslo");
  assert.equal(findNodes("usl", 5).length, 0);
});

test("one typo is a letter more, less or other, or two that changed places", () => {
  for (const other of ["harbour", "harbou", "harboour", "harbbur", "ahrbour", "harbuor"])
    assert.ok(oneTypo("harbour", other), other);
  for (const other of ["harb", "harboooour", "hxrbxur", "rahbour", ""])
    assert.ok(!oneTypo("harbour", other), other);
});

test("titles and words of a document are found, and a word with a typo", () => {
  assert.deepEqual(
    findDocuments("two", 5).map(({ document, words }) => [document, words]),
    [[1, null]],
  );
  assert.deepEqual(findDocuments("plans", 5), [
    { document: 1, words: "plans", around: "plans to meet Oslo. Zoë" },
  ]);
  assert.deepEqual(findDocuments("pl", 5), []);
  assert.equal(corrected("plams to meet"), "plans to meet");
  assert.equal(corrected("plans"), null);
  assert.equal(corrected("qqqqqq"), null);
});

test("places in a text are where its letters are, whatever folding does to them", () => {
  const [[start, end]] = placesOf(0, "alund", 5);
  assert.equal(DOCUMENTS[0].text.slice(start, end), "Ålund");
  assert.equal(placesOf(0, "acme", 1).length, 1);
  assert.equal(placesOf(0, "acme", 9).length, 2);
});

test("a small graph opens with everything, and paths lead over what is stated", () => {
  assert.ok(isFirst(noFilters()) && isFirst(firstFilters()));
  assert.ok(!isFirst({ ...noFilters(), degree: 1 }) && !isFirst({ ...noFilters(), ...hidden("status", 1) }));
  assert.deepEqual(
    FACTS.filter(isStated).map((fact) => fact.id),
    ["f0", "f1"],
  );
  assert.deepEqual(shortest(0, 2, isStated), [0, 1, 2]);
  assert.deepEqual(FACTS.map(relationText), ["met", "owns", "plans to meet", "did not meet"]);
});

test("compressed data is the same data, and its block is freed", async () => {
  const block = document.createElement("script");
  block.id = "packed";
  block.textContent = gzipSync(JSON.stringify(GRAPH.rest)).toString("base64");
  document.body.append(block);
  assert.deepEqual(await read("packed"), GRAPH.rest);
  assert.equal(block.textContent, "");
});
