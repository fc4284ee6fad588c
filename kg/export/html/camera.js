// Camera: what part of the drawing the window shows, its proportions, and the small map.

import { NODES } from "./data.js";
import { el } from "./text.js";
import { MOST_LABELS, view } from "./view.js";

export function windowBox(margin) {
  const canvas = document.getElementById("canvas");
  const { clientWidth: width, clientHeight: height } = canvas;
  const { x, y } = view.network.getViewPosition();
  const scale = view.network.getScale();
  const [w, h] = [(width / scale) * (0.5 + margin), (height / scale) * (0.5 + margin)];
  return { left: x - w, right: x + w, top: y - h, bottom: y + h };
}

/** Show all of `nodes` in the window, with room for their names where they are few. */
export function fit(nodes, most = 1.6) {
  const canvas = document.getElementById("canvas");
  if (!nodes.length || !canvas.clientWidth) return;
  const { left, right, top, bottom } = boundsOf(nodes);
  const narrow = canvas.clientWidth <= 600;
  const high = Math.max(80, canvas.clientHeight - (narrow ? 96 : 84)) / Math.max(1, bottom - top);
  let scale = Math.min(
    most,
    Math.max(80, canvas.clientWidth - (narrow ? 44 : 150)) / Math.max(1, right - left),
    high,
  );
  let x = (left + right) / 2;
  if (nodes.length <= MOST_LABELS)
    [x, scale] = roomForNames(nodes, Math.min(most, high), canvas.clientWidth - (narrow ? 24 : 110));
  moveTo({ x, y: (top + bottom) / 2 }, scale);
}

function boundsOf(nodes) {
  const bounds = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { x, y } of nodes) {
    bounds.left = Math.min(bounds.left, x);
    bounds.right = Math.max(bounds.right, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.bottom = Math.max(bounds.bottom, y);
  }
  return bounds;
}

/** The largest scale up to `most`, and the middle, at which every label fits into `width` pixels. */
function roomForNames(nodes, most, width) {
  const half = (node) => Math.max(24, Math.min(node.label.length, 28) * 3.9);
  let [low, high] = [0.004, most];
  let middle = 0;
  for (let turn = 0; turn < 24; turn++) {
    const scale = turn === 0 ? high : (low + high) / 2;
    const left = Math.min(...nodes.map((node) => node.x * scale - half(node)));
    const right = Math.max(...nodes.map((node) => node.x * scale + half(node)));
    const fits = right - left <= width;
    if (fits) [low, middle] = [scale, (left + right) / 2 / scale];
    else high = scale;
    if (fits && turn === 0) break;
  }
  return [middle, low];
}

export function moveTo(position, scale) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches || !view.network.moved;
  view.network.moved = true;
  const animation = still ? false : { duration: 280, easingFunction: "easeInOutCubic" };
  view.network.moveTo({ position, scale: Math.max(0.004, scale), animation });
  if (still) settle();
}

let settling = 0;
/** Tell the drawing once panning or zooming has come to rest. */
export function settle() {
  clearTimeout(settling);
  settling = setTimeout(() => view.rested(), 90);
}

/**
 * Fit the layout's proportions to the window's: laid on its side where that fits better, then stretched
 * along one axis to at most three times its length. Says whether anything moved.
 */
export function adapt() {
  const canvas = document.getElementById("canvas");
  const [width, height] = [canvas.clientWidth || 1, canvas.clientHeight || 1];
  const before = view.shape;
  const [w, h] = [extent("x0"), extent("y0")];
  const tall = height > width;
  const flipped = tall ? w > h * 1.1 : h > w * 1.1;
  const now = width / height / (flipped ? h / w : w / h);
  const bend = NODES.length < 2 ? 1 : Math.min(3, Math.max(0.33, now));
  view.shape = { flipped, x: Math.max(1, bend), y: Math.max(1, 1 / bend) };
  if (
    before &&
    before.flipped === flipped &&
    Math.abs(before.x / view.shape.x - 1) < 0.25 &&
    Math.abs(before.y / view.shape.y - 1) < 0.25
  ) {
    view.shape = before;
    return false;
  }
  for (const node of NODES) [node.x, node.y] = bent(node.x0, node.y0);
  view.raised = 1;
  if (NODES.length > 1 && NODES.length <= MOST_LABELS) raise(width, height);
  return true;
}

/** Where labels need the whole width, use the height that is left over. */
function raise(width, height) {
  const [, scale] = roomForNames(NODES, 1.6, width - (width <= 600 ? 24 : 110));
  view.raised = Math.min(2, Math.max(1, (height - 110) / (extent("y") * scale)));
  for (const node of NODES) node.y *= view.raised;
}

/** Put the nodes where the layout has them; with `before`, a map of nodes by key, each where it was. */
export function place(before = null) {
  for (const node of NODES) [node.x0, node.y0] = [node.x, node.y];
  if (!before || !view.shape) return adapt();
  for (const node of NODES) {
    const old = before.get(node.key);
    const [x, y] = bent(node.x0, node.y0);
    [node.x, node.y] = old ? [old.x, old.y] : [x, y * view.raised];
  }
  return true;
}

function bent(x, y) {
  const { flipped, x: wide, y: high } = view.shape;
  return flipped ? [y * wide, x * high] : [x * wide, y * high];
}

/** A community's ellipse on the drawing, or null where it has none or the filters hide all of it. */
export function regionOf({ index, circle: [x, y, reach] }) {
  const [cx, cy] = bent(x, y);
  return reach && view.open.has(index)
    ? { x: cx, y: cy, rx: reach * view.shape.x, ry: reach * view.shape.y }
    : null;
}

function extent(axis) {
  const [least, most] = NODES.reduce(
    ([low, high], node) => [Math.min(low, node[axis]), Math.max(high, node[axis])],
    [Infinity, -Infinity],
  );
  return Math.max(1, most - least);
}

/** The small map in the corner: shown while the window holds only a part of the drawing. */
export const map = { dots: null, of: null, box: null };

export function showMap() {
  const sheet = document.getElementById("map");
  const nodes = map.of === view.passed ? map.nodes : NODES.filter((node) => view.passed.nodes[node.id]);
  if (map.of !== view.passed) Object.assign(map, { of: view.passed, nodes, dots: null });
  map.box ||= boundsOf(NODES);
  const window = windowBox(0);
  const { left, right, top, bottom } = map.box;
  const part = Math.min(
    (window.right - window.left) / (right - left),
    (window.bottom - window.top) / (bottom - top),
  );
  sheet.hidden = !(NODES.length > 30 && part < 0.7);
  if (sheet.hidden) return;
  const scale = Math.min((sheet.width - 12) / (right - left), (sheet.height - 12) / (bottom - top));
  map.at = (x, y) => [
    sheet.width / 2 + (x - (left + right) / 2) * scale,
    sheet.height / 2 + (y - (top + bottom) / 2) * scale,
  ];
  map.back = (x, y) => ({
    x: (left + right) / 2 + (x - sheet.width / 2) / scale,
    y: (top + bottom) / 2 + (y - sheet.height / 2) / scale,
  });
  map.dots ||= dotsOn(sheet);
  const ctx = sheet.getContext("2d");
  ctx.clearRect(0, 0, sheet.width, sheet.height);
  ctx.drawImage(map.dots, 0, 0);
  const [x, y] = map.at(window.left, window.top);
  const [u, v] = map.at(window.right, window.bottom);
  ctx.lineWidth = 2;
  ctx.strokeStyle = view.colors.accent;
  ctx.strokeRect(x, y, u - x, v - y);
}

function dotsOn(sheet) {
  const dots = el("canvas", { width: sheet.width, height: sheet.height });
  const ctx = dots.getContext("2d");
  ctx.fillStyle = view.colors.soft;
  ctx.globalAlpha = map.nodes.length > 2000 ? 0.35 : 0.7;
  for (const node of map.nodes) {
    const [x, y] = map.at(node.x, node.y);
    ctx.fillRect(x - 0.7, y - 0.7, 1.4, 1.4);
  }
  return dots;
}

/** Pressing or dragging on the small map moves the window there. */
export function startMap() {
  const sheet = document.getElementById("map");
  const go = (event) => {
    const { left, top } = sheet.getBoundingClientRect();
    view.network.moveTo({ position: map.back(event.clientX - left, event.clientY - top) });
    settle();
  };
  sheet.addEventListener("pointerdown", (event) => (sheet.setPointerCapture(event.pointerId), go(event)));
  sheet.addEventListener("pointermove", (event) => event.buttons && go(event));
}

/** The panel takes room from the drawing: keep the drawing's middle in its middle. */
export function keepCentre() {
  const position = view.network.getViewPosition();
  const scale = view.network.getScale();
  view.network.setSize("100%", "100%");
  view.network.moveTo({ position, scale });
}

export function zoomBy(factor) {
  moveTo(view.network.getViewPosition(), view.network.getScale() * factor);
}
