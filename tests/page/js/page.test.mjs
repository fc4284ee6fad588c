import assert from "node:assert/strict";
import { test } from "node:test";
import { open, script, textOf } from "./page.mjs";

const window = open(undefined, { at: "#node=Acme" });
const { state } = await script("address");
const { NODES } = await script("data");
const { view } = await script("view");
const { startPage } = await script("page");
const byId = (id) => document.getElementById(id);
const started = document.documentElement.dataset.ready;
await startPage();

const press = (key, target = document.body) =>
  target.dispatchEvent(Object.assign(new window.Event("keydown", { bubbles: true }), { key }));

test("importing the page starts nothing; starting it says that it is ready", () => {
  assert.deepEqual([started, document.documentElement.dataset.ready], [undefined, "true"]);
});

test("it opens as its address says, with the card, the light and the counts", () => {
  assert.deepEqual(state.pick, { kind: "node", node: 1 });
  assert.equal(textOf(byId("panel").querySelector("h2")), "Acme");
  assert.deepEqual(
    [[...view.lit].sort(), [...view.litEdges].sort()],
    [
      [0, 1, 2],
      [0, 1],
    ],
  );
  assert.equal(byId("counts").textContent, "4 entities · 4 facts · 2 documents");
  assert.equal(byId("hint").textContent, "");
});

test("filters are counted in the bar", () => {
  byId("filters").querySelector('[data-facet="type"][data-value="Concept"] input').click();
  assert.equal(byId("counts").textContent, "2 of 4 entities · 2 of 4 facts");
  byId("reset").click();
});

test("the views change places, and a table takes the search", () => {
  document.querySelector('[data-view="facts"]').click();
  assert.deepEqual([byId("stage").hidden, byId("tables").hidden], [true, false]);
  assert.equal(byId("tables").querySelectorAll("tbody tr").length, 4);
  assert.equal(document.querySelector('[data-view="facts"]').getAttribute("aria-pressed"), "true");
  document.querySelector('[data-view="graph"]').click();
  assert.deepEqual([byId("stage").hidden, byId("tables").hidden], [false, true]);
});

test("Escape closes what is open: the card, then the overview", () => {
  press("Escape");
  assert.equal(state.pick, null);
  assert.equal(textOf(byId("panel").querySelector("h2")), "What is in this graph");
  assert.equal(byId("hint").textContent, "Click a name or a line to read the sentences behind it.");
  press("Escape");
  assert.equal(byId("panel").hidden, true);
  assert.equal(byId("overview").getAttribute("aria-pressed"), "false");
});

test("arrow keys walk to the nearest entity in their direction", () => {
  press("ArrowRight", byId("canvas"));
  assert.equal(state.pick.node, 0);
  const [from, to] = [NODES[0], NODES[1]];
  press(Math.abs(to.x - from.x) > Math.abs(to.y - from.y) ? "ArrowRight" : "ArrowDown", byId("canvas"));
  assert.equal(state.pick.node, 1);
});

test("keys zoom, show everything, search and help", () => {
  const scale = view.network.getScale();
  press("+", byId("canvas"));
  assert.ok(Math.abs(view.network.getScale() / scale - 1.3) < 1e-9);
  press("0", byId("canvas"));
  press("/");
  assert.equal(document.activeElement.id, "search");
  byId("search").blur();
  press("?");
  assert.ok(byId("keys").hasAttribute("open"));
  byId("keys").close();
});

test("a line, a path and a document light their ends", async () => {
  const { change } = await script("change");
  change({ pick: { kind: "edge", a: 0, b: 2 } });
  assert.deepEqual([[...view.lit], [...view.litEdges]], [[0, 2], [2]]);
  change({ pick: { kind: "path", a: 0, b: 2 } });
  assert.deepEqual(
    [[...view.lit], [...view.litEdges]],
    [
      [0, 1, 2],
      [0, 1],
    ],
  );
  change({ pick: { kind: "document", document: 0, at: { claim: "c1" } } });
  assert.deepEqual([[...view.lit], [...view.litEdges]], [[1, 2], [1]]);
  change({ pick: { kind: "document", document: 0, at: {} } });
  assert.equal(view.lit, null);
});

test("notes say what is not all of it, and undo it", async () => {
  const { go } = await script("go");
  const notes = () => [...byId("notes").children].map(textOf);
  go.focus(1, 1);
  assert.deepEqual(notes(), ["Within 1 step of Acmeshow all"]);
  byId("notes").querySelector("button").click();
  assert.equal(state.focus, null);
  go.pathFrom(0);
  assert.deepEqual(notes(), ["Path from Zoë Ålund: pick the other endcancel"]);
  press("Escape");
  assert.deepEqual([notes(), state.pathFrom], [[], null]);
});

test("an address that changes is taken", () => {
  location.hash = "#between=Acme&between=Oslo&color=community";
  window.dispatchEvent(new window.Event("hashchange"));
  assert.deepEqual([state.pick, state.color], [{ kind: "edge", a: 1, b: 2 }, "community"]);
  assert.deepEqual([...byId("panel").querySelectorAll("blockquote")].map(textOf), ["Acme owns Oslo."]);
});

test("the reader opens at the document of what is picked", () => {
  byId("read").click();
  assert.equal(byId("reader").hidden, false);
  assert.equal(byId("reader-document").value, "0");
  byId("read").click();
  assert.equal(byId("reader").hidden, true);
});

test("scripts from outside may look, and change nothing", () => {
  assert.deepEqual(window.kgPage.facts(), ["f0", "f1", "f2", "f3"]);
  assert.deepEqual(window.kgPage.shown().nodes, 4);
  assert.match(window.kgPage.sparql(), /GROUP BY/);
  assert.throws(() => {
    window.kgPage.facts = null;
  }, TypeError);
});
