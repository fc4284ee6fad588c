import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, graphWith } from "./graph.mjs";
import { draw, open, script, shown, textOf } from "./page.mjs";

const window = open(graphWith({ desk: DESK }));
const { CLAIMS, NODES, REST } = await script("data");
const { added } = await script("panel");
const { desk } = await script("orders");
const { startDesk } = await script("desk");
await draw();
startDesk();
const bar = () => document.getElementById("desk");
const buttons = (box) =>
  [...box.querySelectorAll("button")].map((button) => [textOf(button), button.dataset.act]);

test("the bar says what can be undone and whether the files are written", () => {
  assert.equal(textOf(bar().querySelector('[data-act="undo"]')), "Undo: Rename Acme");
  const files = (part) => {
    Object.assign(desk, { busy: false, gone: false, writing: false, failed: "" }, part);
    desk.changed();
    return textOf(bar().querySelector(".files"));
  };
  assert.equal(files({ writing: true }), "Files are being written …");
  assert.equal(files({ failed: "disk full" }), "The files are not written: disk full");
  assert.equal(files({ gone: true }), "kg serve has ended: nothing can be saved");
  assert.equal(bar().querySelector('[data-act="queue"]').disabled, true);
  assert.equal(files({ busy: true }), "Saving …");
  assert.equal(files({}), "Files are up to date");
});

test("decisions without effect are counted", () => {
  REST.desk.unmatched = ["one", "two"];
  desk.changed();
  assert.equal(textOf(bar().querySelector(".files.bad")), "2 decisions without effect");
  REST.desk.unmatched = [];
});

test("an entity's card has what corrects it, its notes and its rejected claims", () => {
  const box = shown(added.node(NODES[1]));
  assert.deepEqual(
    buttons(box).map(([, act]) => act),
    ["merge", "split", "rename", "retype", "drop", "note"],
  );
  assert.equal(textOf(box.querySelector(".remark")), "Note: look <again>");
  assert.equal(textOf(box.querySelector(".rejected summary")), "Rejected (1)");
  assert.equal(textOf(box.querySelector(".rejected li")), "Acme met noAcme met.");
  assert.equal(shown(added.node(NODES[2])).querySelector(".rejected"), null);
});

test("a claim says who confirmed it", () => {
  const box = shown(added.claim(CLAIMS[0]));
  assert.equal(textOf(box.querySelector(".chip")), "Confirmed by Ada");
  assert.deepEqual(buttons(box).at(1), ["Confirm again …", "confirm-c0"]);
  assert.deepEqual(buttons(shown(added.claim(CLAIMS[1]))), [
    ["Wrong …", "reject-c1"],
    ["Confirm …", "confirm-c1"],
    ["Note …", "note-c1"],
  ]);
});

test("Ctrl Z asks the service to undo, and what it refuses is shown", async () => {
  const asked = [];
  globalThis.fetch = async (path, { body }) => {
    asked.push([path, JSON.parse(body)]);
    return { ok: false, status: 422, text: async () => JSON.stringify({ error: "nothing to undo" }) };
  };
  const key = { key: "z", ctrlKey: true, metaKey: false, shiftKey: false };
  document.body.dispatchEvent(Object.assign(new window.Event("keydown", { bubbles: true }), key));
  await (await import("node:timers/promises")).setTimeout(20);
  assert.deepEqual(asked, [["/desk/decide", { version: "v1", by: "", order: null }]]);
  const dialog = document.querySelector("dialog.correcting[open]");
  assert.equal(textOf(dialog.querySelector(".problem")), "nothing to undo");
  dialog.close();
});

test("the link to the corrections leads to the bar, or to the card where that has some", () => {
  const skip = document.getElementById("skip-correct");
  skip.click();
  assert.equal(document.activeElement.dataset.act, "queue");
  document.getElementById("panel").replaceChildren(shown(added.node(NODES[1])));
  skip.click();
  assert.equal(document.activeElement.dataset.act, "merge");
});
