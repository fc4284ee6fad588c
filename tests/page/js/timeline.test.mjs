import assert from "node:assert/strict";
import { test } from "node:test";
import { GRAPH } from "./graph.mjs";
import { open, script, textOf } from "./page.mjs";

const graph = structuredClone(GRAPH);
graph.rest.claims.time[2] = graph.rest.claims.time[1];
open(graph);
const { state } = await script("address");
const { change, whenChanged } = await script("change");
const { periodText, showTimeline, startTimeline, timeline } = await script("timeline");
const byId = (id) => document.getElementById(id);
whenChanged(() => showTimeline());
startTimeline();
showTimeline();

const columns = () => [...byId("bars").children];
const pointer = (event, bar) => {
  const plot = byId("bars");
  plot.setPointerCapture = () => {};
  plot.getBoundingClientRect = () => ({ left: 0, width: timeline.bars.length * 10 });
  plot.dispatchEvent(Object.assign(new Event(event), { clientX: bar * 10 + 5, pointerId: 1 }));
};

test("the strip has bars over all dated facts, and its ends say when", () => {
  assert.equal(byId("timeline").hidden, false);
  assert.equal(timeline.dated.length, 3);
  assert.equal(columns().length, timeline.bars.length);
  assert.ok(timeline.bars[0].from <= 17897 && timeline.bars.at(-1).to >= 18261);
  assert.equal(byId("first").textContent, timeline.bars[0].name);
  assert.equal(byId("period").textContent, "3 dated facts; drag to choose a time");
});

test("a bar is as high as it has facts: October has all three", () => {
  const heights = columns().map((column) => column.firstChild.style.height);
  const october = timeline.bars.findIndex(({ name }) => name === "Oct 2019");
  assert.equal(heights[october], "100%");
  assert.ok(heights.every((height, i) => i === october || height !== "100%"));
});

test("pointing at a bar tells its time and how many facts fall into it", () => {
  const october = timeline.bars.findIndex(({ name }) => name === "Oct 2019");
  pointer("pointermove", october);
  assert.equal(byId("period").textContent, "Oct 2019: 3 dated facts");
  assert.equal(columns()[october].className, "hovered");
  pointer("pointerleave", 0);
  assert.equal(columns()[october].className, "");
});

test("dragging over bars chooses their time, in either direction; the same again lets it go", () => {
  const drag = () => (pointer("pointerdown", 3), pointer("pointermove", 1), pointer("pointerup", 1));
  drag();
  assert.deepEqual(state.period, [timeline.bars[1].from, timeline.bars[3].to]);
  assert.equal(byId("period").textContent, `${timeline.bars[1].name} to ${timeline.bars[3].name}`);
  assert.deepEqual(
    columns()
      .map(({ className }) => className === "out")
      .slice(0, 5),
    [true, false, false, false, true],
  );
  assert.equal(byId("all-times").hidden, false);
  drag();
  assert.equal(state.period, null);
});

test("a time in words: its bars, else its days, also with an open end", () => {
  assert.equal(periodText([timeline.bars[2].from, timeline.bars[2].to]), timeline.bars[2].name);
  assert.equal(periodText([17900, 17910]), "2019-01-04 to 2019-01-14");
  assert.equal(periodText([17900, null]), "from 2019-01-04");
  assert.equal(periodText([null, 17910]), "until 2019-01-14");
});

test("bars count what the other filters leave", () => {
  change({ least: 0.95 });
  assert.equal(textOf(byId("period")), "No dated facts under these filters");
  assert.ok(columns().every((column) => parseFloat(column.firstChild.style.height) === 0));
  change({ least: 0 });
});
