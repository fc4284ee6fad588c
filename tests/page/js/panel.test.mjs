import assert from "node:assert/strict";
import { test } from "node:test";
import { CONFLICTING_GRAPH } from "./graph.mjs";
import { going, open, script, shown, textOf } from "./page.mjs";

open(CONFLICTING_GRAPH);
const { noFilters, sift } = await script("data");
const { added, edgeCard, nodeCard, pathCard, reader } = await script("panel");
const passed = sift(noFilters());
const { go, asked } = going();

const all = (box, selector) => [...box.querySelectorAll(selector)].map(textOf);
const rows = (box) =>
  Object.fromEntries(
    [...box.querySelectorAll("dl.around dt")].map((term) => [textOf(term), textOf(term.nextSibling)]),
  );

test("the evidence of a line: the sentence, who said it, when and how it is stated", () => {
  const box = shown(edgeCard(0, 2, passed, go));
  assert.deepEqual(all(box, "h2"), ["Zoë Ålund – Oslo"]);
  assert.deepEqual(all(box, "blockquote"), ["Zoë plans to meet Oslo."]);
  const said = rows(box);
  assert.equal(said["Said by"], "Acme (“said”)");
  assert.equal(said.Stated, "as a plan or promise");
  assert.equal(said.When, "P5D (“for five days”)");
  assert.equal(said.Confidence, "60 % · worth 50 % · rule verb");
});

test("what the document itself says: when, where, with what, by which rules", () => {
  const [met, owns] = [edgeCard(0, 1, passed, go), edgeCard(1, 2, passed, go)].map((card) =>
    rows(shown(card)),
  );
  assert.deepEqual(
    [met.Stated, met.When, met.Where],
    ["as fact, by the document itself", "2019 (“that year”)", "Oslo"],
  );
  assert.deepEqual([owns.With, owns.Confidence], ["a loan", "90 % · worth 50 % · rules verb, apposition"]);
});

test("what the filters hide is not on a card, which says so", () => {
  const narrow = sift({ ...noFilters(), least: 0.7 });
  const box = shown(edgeCard(0, 2, narrow, go));
  assert.deepEqual(all(box, ".fact"), []);
  assert.match(box.textContent, /The filters hide every fact between these two/);
});

test("the card of an entity: names, links, facts by relation, neighbours, documents", () => {
  const box = shown(nodeCard(0, passed, { focus: null }, go));
  assert.deepEqual(all(box, "h2"), ["Zoë Ålund"]);
  assert.equal(all(box, ".aliases")[0], "Also called The Chief");
  assert.deepEqual(all(box, ".links a"), ["www.wikidata.org/wiki/Q1"]);
  assert.deepEqual(all(box, ".links .plain"), ["javascript:alert(1)"]);
  assert.deepEqual(all(box, ".group h3"), ["met →3"]);
  assert.deepEqual(all(box, ".near button"), ["Acme", "Oslo"]);
  assert.deepEqual(all(box, ".documents li"), ["One 1 mention", "Two 2 mentions · 2024-03-18"]);
});

test("a fact that is denied is marked, and its sentences come when they are unfolded", () => {
  const box = shown(nodeCard(0, passed, { focus: null }, go));
  const line = box.querySelector('[data-fact="f3"]');
  assert.equal(textOf(line.querySelector(".note.s-negative")), "negated");
  assert.equal(line.querySelector(".proof").hidden, true);
  assert.equal(line.querySelector(".proof").childNodes.length, 0);
  line.querySelector(".toggle").click();
  assert.equal(line.querySelector(".proof").hidden, false);
  const said = rows(line);
  assert.deepEqual([said.Stated, said["Said by"]], ["negated", "the mayor (“denied”)"]);
});

test("what does not go together stands on the card with the sentences of both sides", () => {
  const box = shown(nodeCard(0, passed, { focus: null }, go));
  const conflict = box.querySelector("[data-conflict]");
  assert.equal(textOf(conflict.querySelector(".reasons")), "Zoë Ålund: stated and denied");
  assert.deepEqual(all(conflict, ".says"), ["met Acme", "did not meet Acme negated"]);
  assert.deepEqual(all(conflict, "blockquote"), ["🎉 Zoë Ålund met Acme.", "Zoë met."]);
  const note = shown(edgeCard(0, 1, passed, go)).querySelector(".against summary");
  assert.equal(textOf(note), "Does not go together with did not meet Acme (negated)");
});

test("buttons of a card lead where they say", () => {
  const box = shown(nodeCard(0, passed, { focus: { node: 0, steps: 2, more: [] } }, go));
  asked.length = 0;
  box.querySelector(".close").click();
  for (const button of box.querySelectorAll(".actions .segments button")) button.click();
  box.querySelector(".proof .show").click();
  box.querySelector(".documents button").click();
  assert.deepEqual(asked, [
    ["close"],
    ["focus", 0, 1],
    ["focus", 0, 0],
    ["focus", 0, 3],
    ["document", 0, { claim: "c0" }],
    ["document", 0, { node: 0 }],
  ]);
});

test("a path has its steps and the sentences along it; without one the card says so", () => {
  const box = shown(pathCard(0, 2, [0, 1, 2], passed, go));
  assert.match(textOf(box.querySelector(".head")), /^Shortest path · 2 steps ?Zoë Ålund → Oslo/);
  assert.equal(textOf(box.querySelector(".trail")), "Zoë Ålund – Acme – Oslo");
  assert.deepEqual(all(box, ".claim blockquote"), ["🎉 Zoë Ålund met Acme.", "Acme owns Oslo."]);
  const none = shown(pathCard(0, 2, null, sift({ ...noFilters(), least: 0.85 }), go));
  assert.match(none.textContent, /With these filters no chain of stated facts leads from one to the other\./);
  assert.equal(textOf(none.querySelector("#all-facts")), "Without filters there is one of 2 steps: show it");
  assert.match(shown(pathCard(0, 3, null, passed, go)).textContent, /^.*No chain of stated facts/s);
});

test("a document is shown whole, with the sentence, the mentions or the words asked for marked", () => {
  const whole = "Zoë plans to meet Oslo. Zoë met.";
  const at = (about) => shown(reader(1, about, go));
  const claim = at({ claim: "c2" });
  assert.equal(textOf(claim.querySelector("#here")), "Zoë plans to meet Oslo.");
  assert.deepEqual(all(claim, ".m-subject"), ["Zoë"]);
  assert.deepEqual(all(at({ node: 2 }), "mark"), ["Oslo"]);
  assert.deepEqual(all(at({ words: "zoe" }), "mark"), ["Zoë", "Zoë"]);
  assert.deepEqual(all(at({ span: [4, 9] }), "mark"), ["plans"]);
  for (const about of [{}, { claim: "c2" }, { node: 0 }])
    assert.equal(at(about).querySelector(".text").textContent, whole);
});

test("a page that corrects adds its part to each card", () => {
  Object.assign(added, {
    node: (node) => `+${node.key}`,
    claim: ({ id }) => `+${id}`,
    document: (doc) => `+${doc}`,
  });
  assert.match(shown(nodeCard(1, passed, { focus: null }, go)).textContent, /\+Acme.*\+c/s);
  assert.match(shown(reader(1, {}, go)).textContent, /\+1/);
});
