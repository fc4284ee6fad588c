import assert from "node:assert/strict";
import { test } from "node:test";
import { CONFLICTING_GRAPH, GRAPH, graphWith } from "./graph.mjs";
import { open, script, textOf } from "./page.mjs";

open(CONFLICTING_GRAPH);
const { state } = await script("address");
const { whenChanged } = await script("change");
const changing = await script("change");
const { reset, showFilters } = await script("filters");
const { take } = await script("data");
const { readColors } = await script("view");
const { startTimeline } = await script("timeline");
readColors();
startTimeline();
whenChanged(showFilters);
showFilters();

const box = document.getElementById("filters");
const rowOf = (facet, value) => box.querySelector(`[data-facet="${facet}"][data-value="${value}"]`);
const countOf = (facet, value) => rowOf(facet, value).querySelector(".count").textContent;
const put = (input, value, event = "change") => {
  if (input.type === "checkbox") input.checked = value;
  else input.value = value;
  input.dispatchEvent(new Event(event));
};
const wait = async () => (await import("node:timers/promises")).setTimeout(5);

test("each value has its words and how many facts, or entities, it stands for", () => {
  const rows = [...box.querySelectorAll('[data-facet="type"]')].map((row) => [
    textOf(row.querySelector(".words")),
    row.querySelector(".count").textContent,
  ]);
  assert.deepEqual(rows, [
    ["Concept", "2"],
    ["Person", "1"],
    ["Organization", "1"],
  ]);
  assert.deepEqual([countOf("relation", "meet"), countOf("relation", "own")], ["3", "1"]);
  assert.equal(textOf(rowOf("status", "negative").querySelector(".words")), "Negated");
  assert.equal(rowOf("status", "desired"), null);
});

test("unticking a value filters, and the other counts follow", () => {
  put(rowOf("relation", "meet").querySelector("input"), false);
  assert.equal(changing.passed.factCount, 1);
  assert.ok(rowOf("relation", "meet").classList.contains("off"));
  assert.equal(countOf("relation", "meet"), "3");
  assert.equal(countOf("status", "asserted"), "1");
  assert.ok(rowOf("status", "negative").classList.contains("none"));
  reset();
  assert.equal(changing.passed.factCount, 4);
});

test("only one value is left, and all come back", () => {
  rowOf("document", "two").querySelector(".only").click();
  assert.deepEqual([...state.hidden.document], [0]);
  const [title] = [...box.querySelectorAll("h2")].filter((one) => textOf(one).startsWith("Documents"));
  title.querySelector("button").click();
  assert.deepEqual([...state.hidden.document], []);
});

test("the slider for confidence begins at what the build keeps", () => {
  const slider = box.querySelector("#least");
  assert.deepEqual([slider.min, slider.value, slider.getAttribute("aria-valuetext")], ["0", "0", "50 %"]);
  put(slider, slider.max);
  assert.equal(state.least, 1);
  assert.equal(box.querySelector("#least").getAttribute("aria-valuetext"), "100 %");
  reset();
});

test("only what conflicts", () => {
  put(box.querySelector("#conflicting"), true);
  assert.deepEqual([changing.passed.factCount, state.conflicting], [2, true]);
  reset();
  assert.equal(state.conflicting, false);
});

test("a time is typed as year, month or day, and what is no date is said to be none", async () => {
  put(box.querySelector("#period-from"), "2019-10");
  await wait();
  assert.deepEqual(state.period, [18170, null]);
  put(box.querySelector("#period-to"), "2020");
  await wait();
  assert.deepEqual(state.period, [18170, 18627]);
  put(box.querySelector("#period-to"), "soon");
  await wait();
  assert.match(document.getElementById("status").textContent, /^“soon” is no date/);
  assert.deepEqual(state.period, [18170, 18627]);
  reset();
});

test("the reset is there to press once something is filtered", () => {
  assert.equal(box.querySelector("#reset").disabled, true);
  put(rowOf("type", "Person").querySelector("input"), false);
  assert.equal(box.querySelector("#reset").disabled, false);
  box.querySelector("#reset").click();
  assert.equal(state.hidden.type.size, 0);
});

test("a long list is short at first, and can be searched", () => {
  const documents = Array.from({ length: 20 }, (_, i) => ({
    ...GRAPH.rest.documents[i % 2],
    id: `d${i}`,
    title: `Title ${i}`,
  }));
  take(structuredClone(graphWith({ documents })));
  reset();
  const titles = () => [...box.querySelectorAll('[data-facet="document"] .words')].map(textOf);
  const more = () => [...box.querySelectorAll(".more")].find((button) => textOf(button).startsWith("Show"));
  assert.deepEqual([titles().length, textOf(more())], [9, "Show all 20"]);
  more().click();
  assert.deepEqual([titles().length, textOf(more())], [20, "Show fewer"]);
  more().click();
  assert.equal(titles().length, 9);
  put(box.querySelector('[data-find="document"]'), "title 17", "input");
  assert.deepEqual(titles(), ["Title 17"]);
  put(box.querySelector('[data-find="document"]'), "nowhere", "input");
  assert.match(box.textContent, /Nothing found\./);
  take(structuredClone(CONFLICTING_GRAPH));
  reset();
});

test("colours by community list the communities", () => {
  const [, community] = box.querySelectorAll(".colors button");
  community.click();
  assert.equal(state.color, "community");
  assert.deepEqual([...box.querySelectorAll(".communities li")].map(textOf), ["Zoë Ålund4"]);
});
