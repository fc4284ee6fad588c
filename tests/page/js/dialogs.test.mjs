import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, graphWith } from "./graph.mjs";
import { draw, open, script, textOf } from "./page.mjs";

const window = open(graphWith({ desk: DESK }));
const { CLAIMS, NODES } = await script("data");
const { desk } = await script("orders");
const dialogs = await script("dialogs");
await draw();

const sent = [];
let answer = () => ({ ok: false, status: 422, text: async () => JSON.stringify({ error: "refused" }) });
globalThis.fetch = async (path, { body }) => {
  sent.push([path, body && JSON.parse(body).order]);
  return answer(path);
};
const settled = async () => (await import("node:timers/promises")).setTimeout(10);
const box = () => document.querySelector("dialog[open]");
const all = (selector) => [...box().querySelectorAll(selector)].map(textOf);
const labels = () => all("label");
const field = (selector) => box().querySelector(selector);

/** Send what the open dialog asks for; the order that went out, while the dialog stays and says why not. */
async function refused() {
  sent.length = 0;
  box()
    .querySelector("form")
    .dispatchEvent(new window.Event("submit", { cancelable: true }));
  await settled();
  assert.equal(textOf(field(".problem")), "refused");
  const [[, order]] = sent;
  box().close();
  return order;
}

const ZOE = "https://kg.example/entity/Zoe";
const ACME = "https://kg.example/entity/Acme";

test("renaming begins with the name, and asks for the new one", async () => {
  dialogs.openRename(NODES[1]);
  assert.deepEqual(all("h2"), ["Rename Acme"]);
  assert.equal(field("input[name=label]").value, "Acme");
  field("input[name=label]").value = "Acme Ltd";
  field("input[name=note]").value = " its full name ";
  assert.deepEqual(await refused(), { do: "rename", entity: ACME, to: "Acme Ltd", note: "its full name" });
});

test("a type is chosen from those of the graph, the present one first chosen", async () => {
  dialogs.openRetype(NODES[1]);
  assert.deepEqual([all("option"), field("select").value], [DESK.types, "Organization"]);
  field("select").value = "Person";
  assert.deepEqual(await refused(), { do: "retype", entity: ACME, to: "Person", note: "" });
});

test("merging looks for the other one, and never offers the entity itself", async () => {
  dialogs.openMerge(NODES[0]);
  assert.equal(field("input[name=other]").value, "");
  field("input[name=other]").value = "a";
  field("input[name=other]").dispatchEvent(new window.Event("input"));
  const keys = [...box().querySelectorAll("input[name=hit]")].map(({ value }) => value);
  assert.ok(keys.includes("Acme") && !keys.includes("Zoe"));
  [...box().querySelectorAll("input[name=hit]")].find(({ value }) => value === "Acme").checked = true;
  assert.deepEqual(await refused(), { do: "merge", entities: [ZOE, ACME], note: "" });
});

test("splitting goes by document or by name, as the documents have them", async () => {
  dialogs.openSplit(NODES[0]);
  assert.deepEqual(all("legend"), ["By document", "By name"]);
  const [a, b, c, d, where] = box().querySelectorAll("select");
  assert.deepEqual([a.value, b.value, c.value, d.value, where.value], ["one", "two", "Zoë", "Zoë Ålund", ""]);
  assert.deepEqual(await refused(), { do: "split", entity: ZOE, documents: ["one", "two"], note: "" });
  dialogs.openSplit(NODES[0]);
  field("#split-documents").checked = false;
  field("#split-names").checked = true;
  assert.deepEqual(await refused(), {
    do: "split",
    entity: ZOE,
    names: ["Zoë", "Zoë Ålund"],
    document: "",
    note: "",
  });
  dialogs.openSplit(NODES[1]);
  assert.match(textOf(field(".problem")), /^One name in one document cannot be split/);
  box().close();
});

test("a claim is shown with its words marked before it is rejected or confirmed", async () => {
  dialogs.openReject(CLAIMS[0]);
  assert.deepEqual(all("mark"), ["Zoë Ålund", "met", "Acme"]);
  assert.deepEqual(await refused(), { do: "reject", claim: "c0", note: "" });
  dialogs.openConfirm(CLAIMS[0]);
  field("input[name=by]").value = "Ada";
  assert.deepEqual(await refused(), { do: "confirm", claim: "c0", by: "Ada", note: "" });
  dialogs.openConfirm(CLAIMS[1]);
  assert.equal(field("input[name=by]").value, "Ada");
  box().close();
});

test("a note that is there is changed, another one is written", async () => {
  dialogs.openNote({ entity: ACME }, "Acme");
  assert.equal(field("textarea").value, "look <again>");
  field("textarea").value = "";
  assert.deepEqual(await refused(), { do: "note", text: "", entity: ACME, decision: "n1" });
  dialogs.openNote({ entity: ZOE }, "Zoë");
  field("textarea").value = "new";
  assert.deepEqual(await refused(), { do: "note", text: "new", entity: ZOE });
});

test("leaving an entity out says what goes with it", async () => {
  dialogs.openDrop(NODES[3]);
  assert.match(textOf(field(".lead")), /goes out of the graph with all claims about it/);
  assert.deepEqual(await refused(), { do: "drop", entity: "https://kg.example/entity/alone", note: "" });
});

test("while one order is under way no other is sent, and every field has its label", async () => {
  dialogs.openRename(NODES[1]);
  assert.deepEqual(labels(), ["What to call it", "Why (kept beside the decision; may be empty)"]);
  desk.busy = true;
  sent.length = 0;
  box()
    .querySelector("form")
    .dispatchEvent(new window.Event("submit", { cancelable: true }));
  await settled();
  assert.equal(sent.length, 0);
  desk.busy = false;
  box().close();
  assert.equal(box(), null);
});

const side = { label: "Acme", document: "one", sentence: "🎉 Acme met.", start: 2, end: 6 };
const CASES = [
  {
    id: "k1",
    kind: "duplicate",
    edges: 3,
    sides: [side, { ...side, document: "gone" }],
    reasons: ["same city"],
    against: [],
  },
  { id: "k2", kind: "accusing", edges: 1, sides: [side], reasons: ["struck"], against: [], claim: "c0" },
];

test("the queue shows each case with both sides, and sends the answer", async () => {
  answer = (path) =>
    path.endsWith("cases")
      ? { ok: true, json: async () => CASES }
      : { ok: false, status: 422, text: async () => JSON.stringify({ error: "refused" }) };
  dialogs.openQueue();
  await settled();
  assert.deepEqual(all("h2"), ["Case 1 of 2"]);
  assert.deepEqual(all("mark"), ["Acme", "Acme"]);
  assert.deepEqual(all(".sides p"), ["One", "gone"]);
  assert.deepEqual(all("[data-answer]"), ["One thing", "Two things"]);
  field("input[name=note]").value = "sure";
  sent.length = 0;
  field('[data-answer="same"]').click();
  await settled();
  assert.deepEqual(sent[0], ["/desk/decide", { do: "answer", case: "k1", answer: "same", note: "sure" }]);
  assert.equal(textOf(field(".problem")), "refused");
  [...box().querySelectorAll("button")].find((button) => textOf(button) === "Later").click();
  assert.deepEqual([all("h2"), all("[data-answer]")], [["Case 2 of 2"], ["Wrong"]]);
  [...box().querySelectorAll("button")].find((button) => textOf(button) === "Right …").click();
  assert.deepEqual(all("h2"), ["The text says this"]);
  box().close();
});

test("decisions are listed, and one can be taken back", async () => {
  const decisions = [{ id: "d1", words: "Acme renamed", note: "its full name" }];
  answer = () => ({ ok: true, json: async () => decisions });
  dialogs.openDecisions();
  await settled();
  assert.deepEqual(all(".decided li"), ["Acme renamed – its full nameTake back"]);
  answer = (path) =>
    path.endsWith("decisions")
      ? { ok: true, json: async () => [] }
      : { ok: false, status: 422, text: async () => JSON.stringify({ error: "refused" }) };
  sent.length = 0;
  field(".decided button").click();
  await settled();
  assert.deepEqual(sent[0], ["/desk/decide", { do: "take back", decision: "d1" }]);
  assert.deepEqual([all(".problem"), all(".decided li")], [["refused"], []]);
  assert.match(box().textContent, /Nothing is decided\./);
});
