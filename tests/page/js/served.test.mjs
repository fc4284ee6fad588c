import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, graphWith } from "./graph.mjs";
import { open, script, textOf } from "./page.mjs";

const window = open(graphWith({ desk: DESK }), { at: "?token=secret#node=Acme" });
await script("served");

test("a page that corrects starts with its bar, and its first card has the desk's part", () => {
  assert.equal(document.documentElement.dataset.ready, "true");
  const bar = document.getElementById("desk");
  assert.equal(bar.previousElementSibling.className, "bar");
  assert.deepEqual([...bar.querySelectorAll("button")].map(textOf), [
    "Undo: Rename Acme",
    "Review queue",
    "Decisions",
  ]);
  const panel = document.getElementById("panel");
  assert.equal(textOf(panel.querySelector(".remark")), "Note: look <again>");
  assert.deepEqual([...panel.querySelectorAll(".actions.correct button")].map(textOf), [
    "Merge …",
    "Split …",
    "Rename …",
    "Retype …",
    "Leave out …",
    "Note …",
  ]);
});

test("the link that others get opens no desk", async () => {
  const { links } = await script("address");
  assert.equal(links.here(), "http://127.0.0.1/graph.html#node=Acme");
  assert.deepEqual(window.kgDesk.took(), {});
});
