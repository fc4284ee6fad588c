import assert from "node:assert/strict";
import { test } from "node:test";
import { draw, open, script, textOf } from "./page.mjs";

open();
const { state } = await script("address");
const { toggle } = await script("change");
const { runSearch, searchKey, showHits } = await script("search");
await draw();
const box = document.getElementById("search");
const list = document.getElementById("hits");

const hits = () => [...list.children].map(textOf);
const chosen = () => [...list.children].findIndex((row) => row.getAttribute("aria-selected") === "true");
const key = (name) => searchKey({ key: name, preventDefault: () => {} });
function type(words) {
  box.focus();
  box.value = words;
  runSearch();
}

test("names come first, then other names, sentences and documents", () => {
  type("zoe");
  assert.deepEqual(hits(), [
    "Zoë Ålund3 facts",
    "🎉 Zoë Ålund met Acme.sentence",
    "Zoë plans to meet Oslo.sentence",
    "Zoë met.sentence",
    "One … Zoë Ålund met Acme. Acme ownsdocument",
    "Two … plans to meet Oslo. Zoëdocument",
  ]);
  type("christiania");
  assert.equal(hits()[0], "Oslo also Christiania2 facts");
});

test("what nobody wrote is not found, and no word finds nothing without saying so", () => {
  type("quite elsewhere");
  assert.deepEqual(hits(), ["Nothing found."]);
  type("  ");
  assert.equal(list.hidden, true);
});

test("a typo in a sentence is forgiven", () => {
  type("plams");
  assert.deepEqual(hits(), ["Zoë plans to meet Oslo.sentence", "Two … plans to meet Oslo. Zoëdocument"]);
});

test("arrow keys walk through the hits and around their ends, and screen readers are told", () => {
  type("zoe");
  assert.equal(chosen(), 0);
  key("ArrowUp");
  assert.equal(chosen(), 5);
  key("ArrowDown");
  key("ArrowDown");
  assert.equal(chosen(), 1);
  assert.equal(box.getAttribute("aria-activedescendant"), "hit-1");
  assert.equal(box.getAttribute("aria-expanded"), "true");
});

test("Enter goes to the hit: an entity, the line of a sentence, a document at the words", () => {
  type("acme");
  key("Enter");
  assert.deepEqual(state.pick, { kind: "node", node: 1 });
  assert.deepEqual([box.value, list.hidden], ["", true]);
  type("acme owns");
  key("Enter");
  assert.deepEqual(state.pick, { kind: "edge", a: 1, b: 2 });
  type("two");
  key("Enter");
  assert.deepEqual(state.pick, { kind: "document", document: 1, at: {} });
});

test("who chooses what the filters hide gets it shown", () => {
  toggle("type", 1, false);
  type("acme");
  assert.equal(hits()[0], "Acmefiltered out");
  key("Enter");
  assert.deepEqual([state.pick.node, state.hidden.type.size], [1, 0]);
});

test("Escape empties the box, and gives up a path that waits for its other end", () => {
  state.pathFrom = 0;
  type("");
  key("Escape");
  assert.equal(state.pathFrom, null);
  type("acme");
  key("Escape");
  assert.deepEqual([box.value, list.hidden], ["", true]);
});

test("while a table is shown the search narrows it", () => {
  state.view = "entities";
  type("oslo");
  assert.deepEqual([...document.querySelectorAll("#tables tbody td:first-child")].map(textOf), ["Oslo"]);
  showHits("");
  state.view = "graph";
});
