import assert from "node:assert/strict";
import { test } from "node:test";
import { going, open, script, shown, textOf } from "./page.mjs";

open();
const { CLAIMS, FACTS, NODES, LEGEND_WORDS } = await script("data");
const { SHAPES } = await script("looks");
const parts = await script("parts");
const { byDate, docName, icon, lineIcon, marked, marksOf, mentionMarks, nodeLink, objectPart, percent } =
  parts;
const { statusChip, whenText } = parts;

test("a sentence has its subject, relation and object marked, and loses no letter", () => {
  const { document: doc, sentence } = CLAIMS[0];
  const box = shown(marked(doc, ...sentence, marksOf(CLAIMS[0])));
  assert.equal(box.textContent, "🎉 Zoë Ålund met Acme.");
  const marks = [...box.querySelectorAll("mark")].map((mark) => [mark.className, mark.textContent]);
  assert.deepEqual(marks, [
    ["m-subject", "Zoë Ålund"],
    ["m-relation", "met"],
    ["m-object", "Acme"],
  ]);
});

test("mentions of an entity are marked in the document where they are", () => {
  const box = shown(marked(1, 0, 32, mentionMarks(NODES[0], 1)));
  assert.deepEqual([...box.querySelectorAll("mark.m-mention")].map(textOf), ["Zoë", "Zoë"]);
  assert.equal(box.querySelector("mark").title, "mention");
  assert.deepEqual(mentionMarks(NODES[3], 0), []);
});

test("an entity is a button with its name that leads to it", () => {
  const { go, asked } = going();
  const link = nodeLink(1, go);
  assert.deepEqual([link.dataset.node, textOf(link)], ["Acme", "Acme"]);
  link.click();
  assert.deepEqual(asked, [["node", 1]]);
});

test("an object is an entity, a literal, or none, and a literal is never markup", () => {
  const { go } = going();
  assert.equal(objectPart(FACTS[1], go).dataset.node, "Oslo");
  assert.equal(textOf(objectPart(FACTS[3], go)), "(no object)");
  const literal = objectPart({ object: null, literal: "<b>5 %</b>", datatype: "xsd:string" }, go);
  assert.deepEqual(
    [literal.textContent, literal.querySelector("b"), literal.title],
    ["<b>5 %</b>", null, "xsd:string"],
  );
});

test("a chip and a line say how a fact is stated", () => {
  const chip = statusChip(FACTS[2]);
  assert.deepEqual(
    [textOf(chip), chip.dataset.status, chip.className],
    ["Planned or promised", "planned", "chip status s-open"],
  );
  assert.equal(textOf(statusChip(FACTS[2], LEGEND_WORDS)), "Planned");
  const dashes = [0, 1, 2, 3].map((stroke) =>
    lineIcon(stroke).querySelector("path").getAttribute("stroke-dasharray"),
  );
  assert.deepEqual(dashes, ["none", "9 5", "2 5", "7 3 2 3"]);
});

test("a shape is filled for what has a name and hollow for a concept", () => {
  const path = icon(1).querySelector("path");
  assert.deepEqual(
    [path.getAttribute("d"), path.style.fill, path.style.stroke],
    [SHAPES[1], "var(--c1)", "none"],
  );
  assert.equal(icon(2, true).querySelector("path").style.stroke, "var(--c10)");
});

test("when a fact holds: resolved times in their order, two at most", () => {
  assert.deepEqual(FACTS.map(whenText), ["2019", "2019-10", "P5D", ""]);
  const times = [CLAIMS[1], CLAIMS[0]].map(({ index }) => index);
  assert.equal(whenText({ claims: times }), "2019, 2019-10");
  assert.equal(whenText({ claims: [2, 1, 0] }), "2019, 2019-10 …");
});

test("dated facts come in the order of time, those without a date behind them", () => {
  assert.deepEqual(
    [FACTS[3], FACTS[1], FACTS[0]].sort(byDate).map(({ id }) => id),
    ["f0", "f1", "f3"],
  );
  assert.equal(byDate(FACTS[2], FACTS[3]), 0);
});

test("shares are percentages, and a document has its title", () => {
  assert.deepEqual([percent(0.876), percent(1)], ["88 %", "100 %"]);
  assert.equal(docName(1), "Two");
});
