import assert from "node:assert/strict";
import { test } from "node:test";
import { open, script } from "./page.mjs";

open();
const { copy, say, showHint, unsay } = await script("say");
const hint = () => document.getElementById("hint");

test("what is told stands in the status line, and in the hint only where it is to be seen", () => {
  const before = hint().textContent;
  say("Ready.");
  assert.equal(document.getElementById("status").textContent, "Ready.");
  assert.equal(hint().textContent, before);
  say("Copied.", true);
  assert.equal(hint().textContent, "Copied.");
  assert.ok(hint().classList.contains("strong"));
});

test("the hint says its own again when what was told is read, and not before", () => {
  say("Copied.", true);
  showHint(true);
  assert.equal(hint().textContent, "Copied.");
  unsay();
  showHint(true);
  assert.equal(hint().textContent, "Click a name or a line to read the sentences behind it.");
  showHint(false);
  assert.equal(hint().textContent, "");
});

test("without a clipboard the text is shown to be copied by hand", () => {
  copy("SELECT ?s", "SPARQL query");
  assert.equal(document.getElementById("copy-text").value, "SELECT ?s");
  assert.equal(document.getElementById("copy-title").textContent, "Copy the SPARQL query from here");
  assert.ok(document.getElementById("copy").hasAttribute("open"));
});

test("with a clipboard the text is put there, and that is told", async () => {
  const put = [];
  navigator.clipboard = { writeText: async (text) => void put.push(text) };
  copy("https://x", "Link");
  await Promise.resolve().then(() => {});
  assert.deepEqual(put, ["https://x"]);
  assert.equal(hint().textContent, "Link copied.");
});
