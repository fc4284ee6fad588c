import assert from "node:assert/strict";
import { test } from "node:test";
import { JSDOM } from "jsdom";
import { GRAPH } from "./graph.mjs";
import { draw, open, script, textOf } from "./page.mjs";

const graph = structuredClone(GRAPH);
graph.nodes[1].label = "Acme <&> \u0001 Sons";
graph.nodes[0].x = -150;
const window = open(graph);
const { NODES } = await script("data");
const { fit } = await script("camera");
const { drawnAsSvg, startPictures } = await script("picture");
const { onScreen } = await script("view");
const view = await draw();
fit(NODES);
view.network.redraw();
document.getElementById("counts").textContent = "4 entities · 4 facts";

/** The picture as it stands in a file, read again as XML. */
function read() {
  // jsdom writes a namespace twice that is an attribute, too; browsers write it once.
  const text = new XMLSerializer().serializeToString(drawnAsSvg()).replace(/( xmlns="[^"]*")\1/, "$1");
  const { window: other } = new JSDOM();
  const parsed = new other.DOMParser().parseFromString(text, "image/svg+xml");
  return { text, root: parsed.documentElement };
}

test("the picture is well-formed SVG, whatever stands in names and title", () => {
  const { text, root } = read();
  assert.equal(root.tagName, "svg");
  assert.equal(root.querySelector("parsererror"), null);
  assert.match(text, /Acme &lt;&amp;&gt; \ufffd Sons/);
  assert.match(text, /<title>Who met &lt;whom&gt; &amp; why<\/title>/);
  assert.ok(!text.includes("NaN") && !text.includes("undefined"));
});

test("it has the title, the names on screen and the words of the legend", () => {
  const texts = [...read().root.querySelectorAll("text")].map(textOf);
  for (const words of ["Who met <whom> & why", "4 entities · 4 facts", "Zoë Ålund", "Oslo"]) {
    assert.ok(texts.includes(words), words);
  }
  for (const words of ["Person", "Organization", "Concept", "Stated as fact"])
    assert.ok(texts.includes(words), words);
  assert.ok(texts.includes("Planned, possible, asked …") && !texts.includes("Negated"));
});

test("each entity is a path at its place, and the drawing is cut at its window", () => {
  const { root } = read();
  const inside = root.querySelector('g[clip-path="url(#picture-window)"]');
  assert.ok(root.querySelector("clipPath#picture-window rect[width='1000'][height='700']"));
  const filled = [...inside.querySelectorAll("path")].filter((path) => path.getAttribute("fill") !== "none");
  assert.ok(filled.length >= NODES.length);
  const places = filled.map((path) =>
    /([-\d.]+) ([-\d.]+)\)$/.exec(path.getAttribute("transform"))?.slice(1).map(Number),
  );
  for (const node of NODES) {
    const { x, y } = onScreen(node); // in the picture below its title
    assert.ok(
      places.some((at) => at && Math.abs(at[0] - x) < 0.01 && Math.abs(at[1] - y - 62) < 0.01),
      node.key,
    );
  }
  for (const path of inside.querySelectorAll("path[transform]")) {
    assert.match(path.getAttribute("transform"), /^matrix\((-?[\d.]+ ){5}-?[\d.]+\)$/);
  }
});

test("what steps back in the drawing is faint in the picture", () => {
  view.lit = new Set([0]);
  const faint = [...read().root.querySelectorAll("path[opacity]")].map((path) =>
    path.getAttribute("opacity"),
  );
  assert.ok(faint.includes("0.16"));
  view.lit = null;
});

test("the canvas is as before when the picture is made", () => {
  drawnAsSvg();
  assert.ok(!Object.hasOwn(view.network.canvas, "getContext"));
  assert.equal(view.network.canvas.pixelRatio, 1);
});

test("the menu saves what is drawn as a file", async () => {
  let blob = null;
  let file = "";
  URL.createObjectURL = (given) => ((blob = given), "blob:x");
  window.HTMLAnchorElement.prototype.click = function () {
    file = this.download;
  };
  startPictures();
  document.getElementById("export").open = true;
  document.getElementById("picture-svg").click();
  assert.deepEqual(
    [file, blob.type, document.getElementById("export").open],
    ["graph.svg", "image/svg+xml", false],
  );
  assert.match(await blob.text(), /^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg /);
});
