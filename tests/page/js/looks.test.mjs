import assert from "node:assert/strict";
import { test } from "node:test";
import { GRAPH, graphWith } from "./graph.mjs";
import { open, script } from "./page.mjs";

open();
const looks = await script("looks");
const { take } = await script("data");
const { HEADS, PALETTE, SHAPES, STROKES } = looks;

test("types of the model have looks of their own, and concepts that of concepts", () => {
  assert.deepEqual(looks.LOOKS, [
    { color: 0, shape: 0 },
    { color: 1, shape: 1 },
    { color: 10, shape: 10 },
  ]);
});

test("types beyond the model have a look, too, and new data brings new looks", () => {
  const types = ["Person", "Spaceship", "Robot"];
  take(structuredClone(graphWith({ types, classes: types })));
  const [person, spaceship, robot] = looks.LOOKS;
  assert.deepEqual(person, { color: 0, shape: 0 });
  assert.notDeepEqual(spaceship, robot);
  for (const { color, shape } of looks.LOOKS) assert.ok(PALETTE.light[color] && SHAPES[shape]);
  take(structuredClone(GRAPH));
});

test("shapes are closed paths about the origin, each another one but for the concept's circle", () => {
  for (const shape of SHAPES) {
    assert.match(shape, /^M[-\d.\sAHLVhv]+Z$/i);
    assert.ok(!shape.includes("NaN"));
  }
  assert.equal(new Set(SHAPES).size, SHAPES.length - 1);
});

test("every kind of line has a head, and light and dark have as many colours", () => {
  for (const { head } of STROKES) assert.match(HEADS[head], /^M.*Z$/);
  assert.equal(new Set(STROKES.map(({ dashes, head }) => `${dashes} ${head}`)).size, 4);
  assert.equal(PALETTE.light.length, PALETTE.dark.length);
  assert.equal(new Set([...PALETTE.light, ...PALETTE.dark]).size, 22);
});
