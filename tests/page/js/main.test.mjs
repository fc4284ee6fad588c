import assert from "node:assert/strict";
import { test } from "node:test";
import { open, script, textOf } from "./page.mjs";

const window = open(undefined, { wide: false });
await script("main");

test("a page from a file starts by itself, without anything of the desk", () => {
  assert.equal(document.documentElement.dataset.ready, "true");
  assert.equal(textOf(document.getElementById("counts")), "4 entities · 4 facts · 2 documents");
  assert.deepEqual([document.getElementById("desk"), window.kgDesk], [null, undefined]);
});

test("in a narrow window the overview waits until it is asked for", () => {
  const panel = document.getElementById("panel");
  assert.equal(panel.hidden, true);
  document.getElementById("overview").click();
  assert.equal(panel.hidden, false);
  assert.deepEqual([...panel.querySelectorAll("ol.firsts li .node-link")].map(textOf), [
    "Zoë Ålund",
    "Acme",
    "Oslo",
  ]);
});
