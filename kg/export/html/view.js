// View: what the drawing holds at the moment, and its colours and sizes; camera, labels and drawing work on it.

import { PALETTE } from "./looks.js";

/** At most this many nodes at once: the most important ones within the window that have room. */
export const MOST_NODES = 800;
/** At most this many names at once. */
export const MOST_LABELS = 140;

export const view = {
  network: null,
  nodes: null,
  edges: null,
  colors: {},
  passed: null,
  lit: null,
  litEdges: null,
  hovered: null,
  colorBy: "type",
  scale: 0,
  dirty: true,
  shape: null,
  raised: 1,
  chosen: null,
  open: new Set(),
  widths: new Map(),
  labelled: [],
  captions: [],
  shown: { nodes: 0, of: 0, edges: 0, ofEdges: 0 },
  changed: () => {},
  rested: () => {},
};

export function css(property) {
  return getComputedStyle(document.documentElement).getPropertyValue(property).trim();
}

export function readColors() {
  const dark = document.documentElement.dataset.theme === "dark";
  view.colors = {
    palette: PALETTE[dark ? "dark" : "light"],
    ground: css("--ground"),
    ink: css("--ink"),
    soft: css("--soft"),
    accent: css("--accent"),
    region: css("--region"),
    strokes: [css("--line"), css("--line-reported"), css("--line-open"), css("--line-negative")],
  };
  view.dirty = true;
}

export function communityColor(community) {
  return community > 20 ? view.colors.palette[10] : view.colors.palette[(community * 3) % 10];
}

/** Screen radius of a node: grows with importance, and gently with the zoom. */
export function radius(node, scale = view.scale) {
  return Math.max(3.2, node.size * Math.min(1.5, Math.max(0.33, Math.sqrt(scale))));
}

/** Where a node stands on screen, and its radius there, in pixels. */
export function onScreen(node) {
  const { x, y } = view.network.body.view.translation;
  return { x: node.x * view.scale + x, y: node.y * view.scale + y, r: radius(node) };
}

/** Light up these nodes and lines, dim all others; null lights everything. */
export function light(lit, edges, chosen) {
  view.lit = lit;
  view.litEdges = edges;
  view.chosen = chosen;
  view.dirty = true;
}

/** True when a line is lit, or nothing is. */
export function litEdge(edge) {
  if (view.litEdges) return view.litEdges.has(edge.id);
  return !view.lit || (view.lit.has(edge.from) && view.lit.has(edge.to));
}
