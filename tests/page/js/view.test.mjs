import assert from "node:assert/strict";
import { test } from "node:test";
import { draw, open, script } from "./page.mjs";

open();
const { EDGES, NODES } = await script("data");
const { PALETTE } = await script("looks");
const { communityColor, css, light, litEdge, onScreen, radius, readColors, view } = await script("view");
await draw();

test("colours are those of the style, in the palette of the theme", () => {
  document.documentElement.dataset.theme = "dark";
  readColors();
  assert.equal(view.colors.palette, PALETTE.dark);
  document.documentElement.dataset.theme = "light";
  readColors();
  assert.equal(view.colors.palette, PALETTE.light);
  assert.deepEqual([css("--ground"), view.colors.accent], ["#ffffff", "#2563d9"]);
  assert.equal(view.colors.strokes.length, 4);
});

test("the first communities differ in colour, all small ones behind them share one", () => {
  assert.equal(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(communityColor)).size, 10);
  assert.equal(communityColor(21), communityColor(400));
});

test("a node grows with importance and gently with the zoom, and never vanishes", () => {
  assert.ok(radius(NODES[0], 1) > radius(NODES[1], 1));
  assert.ok(radius(NODES[0], 2) > radius(NODES[0], 1) && radius(NODES[0], 2) < 2 * radius(NODES[0], 1));
  assert.equal(radius({ size: 0.1 }, 0.001), 3.2);
});

test("a node stands on screen where the window has it", () => {
  view.network.moveTo({ position: { x: NODES[1].x, y: NODES[1].y }, scale: 1 });
  view.network.redraw();
  const { x, y, r } = onScreen(NODES[1]);
  assert.deepEqual([x, y, r], [500, 350, radius(NODES[1], 1)]);
});

test("what is lit is lit with the lines between, unless lines are named", () => {
  light(null, null, null);
  assert.ok(EDGES.every(litEdge));
  light(new Set([0, 1]), null, new Set([0]));
  assert.deepEqual(
    EDGES.filter(litEdge).map(({ id }) => id),
    [0],
  );
  light(new Set([0, 1, 2]), new Set([2]), null);
  assert.deepEqual(
    EDGES.filter(litEdge).map(({ id }) => id),
    [2],
  );
  assert.ok(view.dirty);
});
