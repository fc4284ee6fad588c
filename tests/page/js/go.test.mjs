import assert from "node:assert/strict";
import { test } from "node:test";
import { CONFLICTING_GRAPH } from "./graph.mjs";
import { draw, open, script } from "./page.mjs";

open(CONFLICTING_GRAPH);
const { state } = await script("address");
const { windowBox } = await script("camera");
const { screen, toggle } = await script("change");
const { FACTS, NODES } = await script("data");
const { frame, go } = await script("go");
const view = await draw();
const status = () => document.getElementById("status").textContent;
const inWindow = (id) => {
  const { left, right, top, bottom } = windowBox(0);
  const { x, y } = NODES[id];
  return x >= left && x <= right && y >= top && y <= bottom;
};

test("an entity that is gone to is picked and in the window", () => {
  view.network.moveTo({ position: { x: 9000, y: 9000 }, scale: 1 });
  go.node(1);
  assert.deepEqual(state.pick, { kind: "node", node: 1 });
  assert.ok(inWindow(1));
});

test("what is in the window already does not move it", () => {
  frame();
  view.network.moveTo({ scale: 0.9 });
  const before = view.network.getViewPosition();
  go.node(2);
  assert.deepEqual([view.network.getViewPosition(), view.network.getScale()], [before, 0.9]);
});

test("a path takes two ends, and the second may come from anywhere", () => {
  go.pathFrom(0);
  assert.match(status(), /^Path from Zoë Ålund: now pick the other end/);
  go.node(2);
  assert.deepEqual([state.pick, state.pathFrom], [{ kind: "path", a: 0, b: 2 }, null]);
  go.pathFrom(1);
  go.ground();
  assert.equal(state.pathFrom, null);
  go.ground();
  assert.equal(state.pick, null);
});

test("a fact leads to its line, or to its subject where it has no object, though its kind is hidden", () => {
  toggle("kind", 2, false);
  go.fact(FACTS[2]);
  assert.deepEqual([state.pick, state.hidden.kind.size], [{ kind: "edge", a: 0, b: 2 }, 0]);
  go.fact(FACTS[3]);
  assert.deepEqual(state.pick, { kind: "node", node: 0 });
});

test("a focus keeps what is near, expanding adds neighbours once, and zero ends it", () => {
  go.focus(1, 1);
  go.expand(0);
  go.expand(0);
  assert.deepEqual(state.focus, { node: 1, steps: 1, more: [0] });
  assert.equal(location.hash.includes("focus=1&of=Acme&expand=Zoe"), true);
  go.focus(0, 0);
  assert.equal(state.focus, null);
});

test("conflicts, concepts and kinds are shown at a click, and all without filters", () => {
  go.conflicts();
  assert.equal(state.conflicting, true);
  go.all();
  assert.equal(state.conflicting, false);
  toggle("type", 2, false);
  go.concepts();
  assert.equal(state.hidden.type.size, 0);
  toggle("kind", 1, false);
  go.kind(1);
  assert.equal(state.hidden.kind.size, 0);
});

test("a document is opened at a place; the reader turns to it where it is open", () => {
  go.document(1, { claim: "c2" });
  assert.deepEqual(
    [state.pick, state.reading],
    [{ kind: "document", document: 1, at: { claim: "c2" } }, null],
  );
  state.reading = 0;
  go.document(1, {});
  assert.equal(state.reading, 1);
  state.reading = null;
});

test("the overview opens over the drawing, and closes", () => {
  state.view = "facts";
  go.start(true);
  assert.deepEqual([screen.start, state.view, state.pick], [true, "graph", null]);
  go.start(false);
  assert.equal(screen.start, false);
});

test("closing leaves nothing picked, and the keyboard in the drawing", () => {
  go.node(0);
  go.close();
  assert.deepEqual([state.pick, document.activeElement.id], [null, "canvas"]);
});

test("a link and a query are put where they can be copied", () => {
  go.copySparql();
  assert.match(document.getElementById("copy-text").value, /^PREFIX rdf: .*SELECT \?subject/s);
  go.node(1);
  go.copyLink();
  assert.equal(document.getElementById("copy-text").value, "http://127.0.0.1/#node=Acme");
});

test("a community is shown whole", () => {
  view.network.moveTo({ position: { x: 9000, y: 9000 }, scale: 3 });
  go.community(0);
  assert.ok([0, 1, 2, 3].every(inWindow));
});
