import assert from "node:assert/strict";
import { test } from "node:test";
import { ring } from "./graph.mjs";
import { draw, open, script } from "./page.mjs";

open(ring(160));
const { NODES } = await script("data");
const camera = await script("camera");
const { adapt, fit, keepCentre, map, moveTo, place, regionOf, settle, showMap, startMap, windowBox, zoomBy } =
  camera;
const view = await draw();

const inside = (node, box) =>
  node.x >= box.left && node.x <= box.right && node.y >= box.top && node.y <= box.bottom;

test("fitting keeps all nodes in the window, few and many", () => {
  for (const nodes of [NODES, NODES.slice(0, 3), [NODES[7]]]) {
    fit(nodes);
    const box = windowBox(0);
    assert.ok(nodes.every((node) => inside(node, box)));
  }
});

test("fitting uses the window: what is many fills it, and what is few leaves room for its names", () => {
  const size = (nodes, axis) =>
    Math.max(...nodes.map((node) => node[axis])) - Math.min(...nodes.map((node) => node[axis]));
  fit(NODES);
  const scale = view.network.getScale();
  assert.ok(Math.max((size(NODES, "x") * scale) / 1000, (size(NODES, "y") * scale) / 700) > 0.7);
  const few = [0, 1, 79, 80].map((id) => NODES[id]); // far apart, side by side
  fit(few);
  for (const { x, label } of few) {
    const aside = Math.abs(x - view.network.getViewPosition().x) * view.network.getScale();
    assert.ok(aside + label.length * 3 <= 500, label);
  }
});

test("fitting a part shows it larger than the whole, and no larger than asked for", () => {
  fit(NODES);
  const whole = view.network.getScale();
  fit(NODES.slice(0, 4));
  assert.ok(view.network.getScale() > whole);
  fit([NODES[0]], 0.9);
  assert.equal(view.network.getScale(), 0.9);
});

test("the window's box is what the window shows, and grows with its margin", () => {
  moveTo({ x: 10, y: 20 }, 2);
  assert.deepEqual(windowBox(0), { left: -240, right: 260, top: -155, bottom: 195 });
  assert.deepEqual(windowBox(0.5), { left: -490, right: 510, top: -330, bottom: 370 });
});

test("zooming keeps the middle, and so does a panel that takes room", () => {
  moveTo({ x: 10, y: 20 }, 2);
  zoomBy(1.5);
  assert.deepEqual([view.network.getScale(), view.network.getViewPosition()], [3, { x: 10, y: 20 }]);
  keepCentre();
  assert.deepEqual([view.network.getScale(), view.network.getViewPosition()], [3, { x: 10, y: 20 }]);
});

test("a layout is stretched to the window at most threefold, and stays where the window stays", () => {
  assert.equal(adapt(), false);
  const { x, y } = view.shape;
  assert.ok(x >= 1 && x <= 3.04 && y >= 1 && y <= 3.04 && Math.min(x, y) === 1);
});

test("a graph that changes keeps its nodes where they were", () => {
  const before = new Map(NODES.slice(1).map((node) => [node.key, { x: node.x + 5, y: node.y - 5 }]));
  const kept = [...before.values()];
  place(before);
  assert.deepEqual(
    NODES.slice(1).map(({ x, y }) => ({ x, y })),
    kept,
  );
  assert.ok(Number.isFinite(NODES[0].x) && Number.isFinite(NODES[0].y));
});

test("a community's region is drawn while some of it is shown", () => {
  const community = { index: 0, circle: [0, 0, 100] };
  view.open = new Set([0]);
  const { rx, ry } = regionOf(community);
  assert.deepEqual([rx, ry], [100 * view.shape.x, 100 * view.shape.y]);
  assert.equal(regionOf({ index: 4, circle: [0, 0, 100] }), null);
  assert.equal(regionOf({ index: 0, circle: [0, 0, 0] }), null);
});

test("the small map shows while the window holds a part, and a press on it goes there", () => {
  const sheet = document.getElementById("map");
  fit(NODES);
  showMap();
  assert.equal(sheet.hidden, true);
  moveTo({ x: 0, y: 0 }, 3);
  showMap();
  assert.equal(sheet.hidden, false);
  const [x, y] = map.at(NODES[5].x, NODES[5].y);
  startMap();
  sheet.setPointerCapture = () => {};
  const press = Object.assign(new Event("pointerdown"), { clientX: x, clientY: y, pointerId: 1 });
  sheet.dispatchEvent(press);
  const { x: middle, y: height } = view.network.getViewPosition();
  assert.ok(Math.hypot(middle - NODES[5].x, height - NODES[5].y) < 1e-6);
});

test("the drawing is told once when panning has come to rest", async () => {
  let told = 0;
  view.rested = () => told++;
  settle();
  settle();
  await (await import("node:timers/promises")).setTimeout(150);
  assert.equal(told, 1);
});
