import assert from "node:assert/strict";
import { test } from "node:test";
import { draw, open, script, textOf } from "./page.mjs";

open();
const { state } = await script("address");
const { change } = await script("change");
const { afterPrint, beforePrint } = await script("print");
const { setTheme } = await script("theme");
await draw();
const sheet = document.getElementById("sheet");
const facts = () => [...sheet.querySelectorAll("[data-printed]")].map(({ dataset }) => dataset.printed);

test("paper has the drawing and every fact with the sentences that state it", () => {
  beforePrint();
  assert.equal(sheet.firstChild.tagName, "svg");
  assert.deepEqual(facts(), ["f0", "f2", "f3", "f1"]);
  assert.equal(textOf(sheet.querySelector("h2")), "4 facts");
  const [first] = sheet.querySelectorAll("li");
  assert.equal(
    textOf(first.querySelector("p")),
    "Zoë Ålund met Acme Stated as fact · confidence 90 % · 2019",
  );
  assert.equal(textOf(first.querySelector("blockquote")), "🎉 Zoë Ålund met Acme.One");
  assert.equal(textOf(sheet.querySelector('[data-printed="f2"] cite')), "Two, 2024-03-18");
  afterPrint();
  assert.equal(sheet.childNodes.length, 0);
});

test("of what is picked, paper has the facts of that, and says so", () => {
  change({ pick: { kind: "edge", a: 1, b: 2 } });
  beforePrint();
  assert.deepEqual(facts(), ["f1"]);
  assert.equal(textOf(sheet.querySelector("h2")), "1 fact: Acme – Oslo");
  change({ pick: { kind: "node", node: 2 } });
  beforePrint();
  assert.deepEqual(facts(), ["f2", "f1"]);
  change({ pick: null });
});

test("what the filters hide is not printed, nor is a drawing that a table stands before", () => {
  change({ least: 0.85, view: "facts" });
  beforePrint();
  assert.deepEqual(facts(), ["f0", "f3"]);
  assert.deepEqual(
    [sheet.querySelector("svg"), textOf(sheet.querySelector("h1"))],
    [null, "Who met <whom> & why"],
  );
  afterPrint();
  change({ least: 0, view: "graph" });
  assert.equal(state.view, "graph");
});

test("paper is light, and the screen is as before after it", () => {
  setTheme("dark");
  beforePrint();
  assert.equal(document.documentElement.dataset.theme, "light");
  afterPrint();
  assert.equal(document.documentElement.dataset.theme, "dark");
});
