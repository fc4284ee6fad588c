import assert from "node:assert/strict";
import { test } from "node:test";
import { ring } from "./graph.mjs";
import { draw, open, script } from "./page.mjs";

open(ring(60));
const { NODES } = await script("data");
const { fit } = await script("camera");
const { MOST_LABELS, light, onScreen } = await script("view");
const { Taken, captionAt, widthOf } = await script("labels");
const view = await draw();

const meet = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

test("what is taken is hit where boxes share room, and not where they touch or lie apart", () => {
  const taken = new Taken();
  taken.add([40, 40, 60, 60]);
  taken.add([50, 50, 200, 55]);
  assert.ok(taken.hits([59, 59, 70, 70]));
  assert.ok(!taken.hits([60, 60, 70, 70]));
  assert.ok(taken.hits([190, 0, 300, 300]));
  assert.ok(!taken.hits([-30, -30, -10, -10]));
  assert.equal(taken.count([0, 0, 300, 300]), 2);
  assert.equal(taken.count([45, 42, 48, 44]), 1);
});

test("labels never overlap, at no zoom, and stay in the window", () => {
  for (const scale of [0.05, 0.15, 0.4, 1]) {
    view.network.moveTo({ position: { x: NODES[0].x, y: NODES[0].y }, scale });
    view.network.redraw();
    const boxes = view.labelled.map(({ box }) => box);
    assert.ok(boxes.length > 0 && boxes.length <= MOST_LABELS);
    boxes.forEach((box, i) => {
      for (const other of boxes.slice(i + 1)) assert.ok(!meet(box, other), `${scale}: ${box} ${other}`);
    });
  }
});

test("where there is room every entity has its label, beside its shape", () => {
  fit(NODES);
  view.network.redraw();
  const labelled = new Set(view.labelled.map(({ id }) => id));
  assert.ok(labelled.size > 30, String(labelled.size));
  for (const { id, box } of view.labelled) {
    const { x, y } = onScreen(NODES[id]);
    assert.ok(Math.hypot((box[0] + box[2]) / 2 - x, (box[1] + box[3]) / 2 - y) < 120);
  }
});

test("what is lit has its label, and nothing else", () => {
  light(new Set([3, 4]), null, new Set([3]));
  view.network.redraw();
  assert.deepEqual(view.labelled.map(({ id }) => id).sort(), [3, 4]);
  light(null, null, null);
});

test("a community has its name at its region, and a place on that name is found", () => {
  view.colorBy = "community";
  view.network.moveTo({ position: { x: 0, y: 0 }, scale: 0.05 });
  view.network.redraw();
  assert.equal(view.captions.length, 1);
  const [left, top, right, bottom] = view.captions[0].box;
  assert.equal(captionAt({ x: (left + right) / 2, y: (top + bottom) / 2 }).community, 0);
  assert.equal(captionAt({ x: left - 5, y: top }), undefined);
  view.colorBy = "type";
});

test("a text is measured once for each font", () => {
  let measured = 0;
  const ctx = { measureText: (text) => (measured++, { width: text.length }) };
  assert.deepEqual([widthOf(ctx, "abc", "9px x"), widthOf(ctx, "abc", "9px x")], [3, 3]);
  assert.equal(widthOf(ctx, "abc", "10px x"), 3);
  assert.equal(measured, 2);
});
