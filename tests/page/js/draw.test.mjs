import assert from "node:assert/strict";
import { test } from "node:test";
import { ring } from "./graph.mjs";
import { draw, open, script } from "./page.mjs";

open(ring(900));
const { EDGES, NODES } = await script("data");
const { change, whenChanged } = await script("change");
const changing = await script("change");
const { fit } = await script("camera");
const { light, onScreen } = await script("view");
const { PATHS, edgeAt, nodeAt, refresh } = await script("draw");
const clicked = [];
const note = (what) => (value) => clicked.push([what, value?.id ?? value]);
const view = await draw({
  node: note("node"),
  edge: note("edge"),
  community: note("community"),
  ground: note("ground"),
  focus: note("focus"),
});
whenChanged(() => (view.passed = changing.passed));

const click = (event, pointer) => view.network.handlers[event]({ pointer: { DOM: pointer } });

test("a large graph shows its most important entities that have room, and the lines between them", () => {
  fit(NODES);
  refresh();
  const ids = new Set(view.nodes.getIds());
  assert.ok(ids.size >= 100 && ids.size <= 800, String(ids.size));
  assert.ok(ids.has(view.passed.nodes.indexOf(true)));
  assert.deepEqual(view.shown, {
    nodes: ids.size,
    of: 900,
    edges: view.edges.getIds().length,
    ofEdges: view.shown.ofEdges,
  });
  for (const id of view.edges.getIds()) assert.ok(ids.has(EDGES[id].from) && ids.has(EDGES[id].to));
});

test("no shape that was chosen by its importance covers another", () => {
  const spots = view.nodes.getIds().map((id) => onScreen(NODES[id]));
  spots.forEach(({ x, y, r }, i) => {
    for (const two of spots.slice(i + 1)) assert.ok(Math.hypot(x - two.x, y - two.y) >= r + two.r);
  });
});

test("what is lit is drawn though others are more important", () => {
  const hidden = NODES.filter((node) => !view.nodes.getIds().includes(node.id))[0];
  light(new Set([hidden.id]), null, new Set([hidden.id]));
  refresh();
  assert.ok(view.nodes.getIds().includes(hidden.id));
  light(null, null, null);
  refresh();
});

test("what the filters hide goes out of the drawing", () => {
  change({ degree: 3 });
  refresh();
  assert.deepEqual([view.nodes.getIds(), view.edges.getIds()], [[], []]);
  change({ degree: 0 });
  refresh();
});

test("a place on the canvas is that of a node, of a line, or of nothing", () => {
  view.network.moveTo({ position: { x: NODES[0].x, y: NODES[0].y }, scale: 0.05 });
  refresh();
  view.network.moveTo({ position: { x: NODES[0].x, y: NODES[0].y }, scale: 1 });
  view.network.redraw();
  assert.equal(nodeAt({ x: 500, y: 350 }), 0);
  assert.equal(nodeAt({ x: 20, y: 20 }), null);
  const line = Object.values(view.network.body.edges).find(({ id }) => EDGES[id].from === 0);
  const middle = line.edgeType.getPoint(0.5);
  const spot = { x: middle.x - NODES[0].x + 500, y: middle.y - NODES[0].y + 350 };
  assert.equal(edgeAt(spot), EDGES[line.id]);
  assert.equal(edgeAt({ x: 20, y: 20 }), null);
  click("click", { x: 500, y: 350 });
  click("doubleClick", { x: 500, y: 350 });
  click("click", spot);
  click("click", { x: 20, y: 690 });
  assert.deepEqual(clicked, [
    ["node", 0],
    ["focus", 0],
    ["edge", line.id],
    ["ground", undefined],
  ]);
});

test("a line that is stated as fact is solid with an arrow at its object", () => {
  const [line] = Object.values(view.network.body.edges);
  const edge = EDGES[line.id];
  assert.equal(line.options.dashes, false);
  const forth = edge.from === edge.facts[0] % 900;
  assert.deepEqual([line.options.arrows.to.enabled, line.options.arrows.from.enabled], [forth, !forth]);
});

test("each entity is painted with the path of its type", () => {
  const { calls } = view.network.canvas.getContext();
  calls.length = 0;
  view.network.redraw();
  const filled = calls.filter(([what, path]) => what === "fill" && PATHS.includes(path));
  assert.equal(filled.length, view.nodes.getIds().length);
});
