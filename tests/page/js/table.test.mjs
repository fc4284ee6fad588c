import assert from "node:assert/strict";
import { test } from "node:test";
import { going, open, script, textOf } from "./page.mjs";

const window = open();
const { FACTS, NODES, noFilters, sift } = await script("data");
const { firstSentence, showTable, weight } = await script("table");
const { go, asked } = going();

const all = (selector) => [...document.querySelectorAll(`#tables ${selector}`)].map(textOf);
const column = (place) => all(`tbody td:nth-child(${place})`);
const show = (kind, query = "", part = {}) => showTable(kind, sift({ ...noFilters(), ...part }), query, go);

/** The text of the file that the table is saved as. */
async function saved() {
  let blob = null;
  window.URL.createObjectURL = URL.createObjectURL = (given) => ((blob = given), "blob:x");
  window.HTMLAnchorElement.prototype.click = () => {};
  [...document.querySelectorAll("#tables button")].find((button) => textOf(button) === "Save as CSV").click();
  return blob.text();
}

test("entities are listed by importance, with what they are also called", () => {
  show("entities");
  assert.deepEqual(column(1), ["Zoë Ålund", "Acme", "Oslo", "alone"]);
  assert.deepEqual(column(3), ["The Chief", "", "Christiania", ""]);
  assert.equal(all(".table-head p")[0], "4 entities, 1–4 shown");
});

test("a click on a head sorts, a second one the other way round", () => {
  show("entities");
  const head = () => document.querySelector('#tables [data-column="0"]');
  head().click();
  assert.deepEqual(column(1), ["Acme", "alone", "Oslo", "Zoë Ålund"]);
  head().click();
  assert.deepEqual(column(1), ["Zoë Ålund", "Oslo", "alone", "Acme"]);
  assert.equal(head().closest("th").getAttribute("aria-sort"), "descending");
});

test("facts come with how they are stated, when, and their first sentence", () => {
  show("facts");
  assert.deepEqual(
    column(2).map((text) => text.split(" ")[0]),
    ["met", "plans", "did", "owns"],
  );
  const [, planned] = document.querySelectorAll("#tables tbody tr");
  const cells = [...planned.children].map(textOf);
  assert.ok(cells.includes("Planned") && cells.includes("P5D") && cells.includes("Zoë plans to meet Oslo."));
  assert.equal(firstSentence(FACTS[1]), "Acme owns Oslo.");
});

test("filters and search leave rows out, and the line above says so", () => {
  show("facts", "", { least: 0.85 });
  assert.deepEqual(column(1), ["Zoë Ålund", "Zoë Ålund"]);
  show("facts", "OWNS");
  assert.deepEqual(column(1), ["Acme"]);
  assert.equal(all(".table-head p")[0], "1 fact, 1–1 shown · matching “OWNS”");
  show("entities", "nothing like it");
  assert.match(all(".table-head p")[0], /^No entity passes the filters\./);
});

test("a table is saved as CSV with what only files need, and formulas defused", async () => {
  NODES[1].label = "=Acme, Inc";
  show("facts");
  const lines = (await saved()).split("\r\n");
  assert.equal(
    lines[0].replace("\ufeff", ""),
    "Subject,Relation,Object,How stated,Documents,When,Confidence,First sentence," +
      "subject_iri,relation_iri,object_iri,fact",
  );
  assert.equal(
    lines[1],
    'Zoë Ålund,met,"\'=Acme, Inc",Stated as fact,1,2019,0.9,🎉 Zoë Ålund met Acme.,' +
      "https://kg.example/entity/Zoe,https://kg.example/relation/meet,https://kg.example/entity/Acme,f0",
  );
  assert.equal(lines.length, 6);
  NODES[1].label = "Acme";
});

test("names and sentences lead to what they name", () => {
  show("facts");
  asked.length = 0;
  document.querySelector('#tables [data-node="Acme"]').click();
  document.querySelector("#tables .sentence").click();
  assert.deepEqual(asked, [
    ["node", 1],
    ["fact", FACTS[0]],
  ]);
});

test("facts between important entities weigh least", () => {
  assert.ok(weight(FACTS[0]) < weight(FACTS[1]));
  assert.equal(weight(FACTS[3]), 2);
});
