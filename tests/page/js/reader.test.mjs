import assert from "node:assert/strict";
import { test } from "node:test";
import { draw, open, script, textOf } from "./page.mjs";

const window = open();
const { state } = await script("address");
const { change, whenChanged } = await script("change");
const { reading, showReader } = await script("reader");
await draw();
whenChanged(showReader);
const pane = document.getElementById("reader");
const text = () => document.getElementById("reader-text");
const filled = () => new Promise((done) => void queueMicrotask(() => queueMicrotask(done)));
const bare = () => {
  const copy = text().cloneNode(true);
  for (const more of copy.querySelectorAll(".claims, .of-sentence")) more.remove();
  return copy.textContent;
};

test("a document is read whole, its entities as links, its claims counted", async () => {
  change({ reading: 0 });
  await filled();
  assert.equal(pane.hidden, false);
  assert.equal(bare(), "🎉 Zoë Ålund met Acme. Acme owns Oslo.");
  assert.deepEqual(
    [...text().querySelectorAll("a.of-node")].map((link) => [textOf(link), link.dataset.ofNode]),
    [
      ["Zoë Ålund", "Zoe"],
      ["Acme", "Acme"],
      ["Acme", "Acme"],
      ["Oslo", "Oslo"],
    ],
  );
  assert.deepEqual([...text().querySelectorAll(".claims")].map(textOf), ["1", "1"]);
  assert.equal(textOf(pane.querySelector("header .quiet")), "3 entities · 2 claims");
});

test("a claim unfolds behind its sentence and chooses its line", async () => {
  text().querySelector(".claims").click();
  const [claim] = text().querySelectorAll(".of-claim");
  assert.equal(textOf(claim), "Zoë Ålund met Acme");
  claim.click();
  assert.deepEqual(state.pick, { kind: "edge", a: 0, b: 1 });
  await filled();
  const here = text().querySelector(".sentence.here");
  assert.equal(textOf(here.querySelector(".m-subject")), "Zoë Ålund");
  assert.equal(text().querySelector(".of-claim").getAttribute("aria-pressed"), "true");
});

test("what is picked in the drawing is turned to, in its document, and scrolled to", async () => {
  change({ pick: { kind: "edge", a: 0, b: 2 } });
  await filled();
  assert.equal(state.reading, 1);
  assert.equal(window.scrolledTo.dataset.sentence, "0");
  assert.match(location.hash, /read=two/);
  change({ pick: { kind: "node", node: 2 } });
  await filled();
  assert.equal(state.reading, 1);
  assert.deepEqual([...text().querySelectorAll(".chosen")].map(textOf), ["Oslo"]);
});

test("turning to another document stays there, whatever is picked", async () => {
  change({ pick: { kind: "edge", a: 0, b: 2 } });
  await filled();
  const [before, next] = pane.querySelectorAll(".turn button");
  assert.deepEqual([before.disabled, next.disabled], [false, true]);
  before.click();
  await filled();
  assert.equal(state.reading, 0);
  assert.equal(pane.querySelector("select").value, "0");
  assert.equal(bare(), "🎉 Zoë Ålund met Acme. Acme owns Oslo.");
});

test("a mention leads to its entity", async () => {
  text().querySelector('[data-of-node="Acme"]').click();
  assert.deepEqual(state.pick, { kind: "node", node: 1 });
  await filled();
  assert.equal(text().querySelectorAll('[aria-current="true"]').length, 2);
});

test("closed, it is gone, and opened again it starts anew", () => {
  change({ reading: null });
  assert.deepEqual([pane.hidden, reading.doc], [true, null]);
  assert.equal(document.getElementById("read").getAttribute("aria-pressed"), "false");
});
