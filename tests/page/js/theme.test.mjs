import assert from "node:assert/strict";
import { test } from "node:test";
import { draw, open, script } from "./page.mjs";

open();
const system = { matches: true, addEventListener: (_, act) => (system.changed = act) };
globalThis.matchMedia = () => system;
const { PALETTE } = await script("looks");
const { map } = await script("camera");
const { setTheme, startTheme } = await script("theme");
const { dataset } = document.documentElement;

test("a page opens as the system has it, and follows the system", () => {
  startTheme();
  assert.equal(dataset.theme, "dark");
  system.matches = false;
  system.changed();
  assert.equal(dataset.theme, "light");
});

test("who chooses keeps the choice, whatever the system does then", () => {
  document.getElementById("theme").click();
  assert.deepEqual([dataset.theme, localStorage.getItem("kg-theme")], ["dark", "dark"]);
  system.changed();
  assert.equal(dataset.theme, "dark");
});

test("the drawing takes the colours of the theme, and the small map is drawn anew", async () => {
  globalThis.matchMedia = () => ({ matches: false });
  const view = await draw();
  map.dots = {};
  setTheme("light");
  assert.deepEqual([view.colors.palette, map.dots], [PALETTE.light, null]);
});

test("a browser without a memory has themes, too", () => {
  globalThis.localStorage = { getItem: () => assert.fail(), setItem: () => assert.fail() };
  document.getElementById("theme").click();
  assert.equal(dataset.theme, "dark");
});
