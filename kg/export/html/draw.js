// Drawing: vis-network pans, zooms, drags and draws lines; shapes, labels and the choice of what is
// on screen are made here. Sizes are screen pixels: beforeDrawing turns them into world units.

import { place, regionOf, settle, windowBox } from "./camera.js";
import {
  COMMUNITIES,
  EDGES,
  FACTS,
  NODES,
  RANKED,
  STATUSES,
  STATUS_WORDS,
  TYPES,
  factText,
  other,
  read,
} from "./data.js";
import { Taken, captionAt, paintLabels } from "./labels.js";
import { LOOKS, SHAPES, STROKES } from "./looks.js";
import { el, plural, short } from "./text.js";
import { MOST_NODES, communityColor, litEdge, onScreen, radius, readColors, view } from "./view.js";

/** Pixels of the window for each node of a large graph, so that names have room too. */
const ROOM = 1400;
/** At most this many lines at once. */
const MOST_EDGES = 2400;

export const PATHS = SHAPES.map((shape) => new Path2D(shape));

function colorOf(node) {
  const { palette } = view.colors;
  return view.colorBy === "community" ? communityColor(node.community) : palette[LOOKS[node.group].color];
}

function paintNode({ ctx, id, x, y }) {
  const node = NODES[id];
  return { drawNode: () => paintShape(ctx, node, x, y, radius(node) / view.scale) };
}

function paintShape(ctx, node, x, y, size) {
  const path = PATHS[LOOKS[node.group].shape];
  const color = colorOf(node);
  const hollow = node.concept;
  ctx.globalAlpha = !view.lit || view.lit.has(node.id) ? 1 : 0.16;
  ctx.translate(x, y);
  ctx.scale(size, size);
  const pixel = 1 / (size * view.scale);
  if (view.chosen && view.chosen.has(node.id)) {
    ctx.beginPath();
    ctx.arc(0, 0, 1.25 + 5 * pixel, 0, 2 * Math.PI);
    ctx.lineWidth = 2.5 * pixel;
    ctx.strokeStyle = view.colors.accent;
    ctx.stroke();
  }
  ctx.lineJoin = "round";
  ctx.lineWidth = 3 * pixel;
  ctx.strokeStyle = view.colors.ground;
  ctx.stroke(path);
  ctx.fillStyle = hollow ? view.colors.ground : color;
  ctx.fill(path);
  if (hollow) {
    ctx.lineWidth = 2 * pixel;
    ctx.strokeStyle = color;
    ctx.stroke(path);
  }
}

/**
 * What stands on screen: all filtered nodes of a small graph; of a large one the lit ones and then
 * the most important within the window that do not cover each other.
 */
function chooseNodes() {
  const { passed } = view;
  const all = RANKED.filter((node) => passed.nodes[node.id]);
  if (all.length <= MOST_NODES) return { chosen: all, of: all.length };
  const box = windowBox(0.15);
  const inside = all.filter(
    (node) => node.x >= box.left && node.x <= box.right && node.y >= box.top && node.y <= box.bottom,
  );
  const { clientWidth: width, clientHeight: height } = document.getElementById("canvas");
  const most = Math.min(MOST_NODES, Math.max(150, Math.round((width * height) / ROOM)));
  const forced = view.lit
    ? RANKED.filter((node) => view.lit.has(node.id) && passed.nodes[node.id]).slice(0, most / 2)
    : [];
  return { chosen: withRoom(forced, inside, most), of: inside.length };
}

/** So many of the most important keep room for their names below them where a large graph is thinned out. */
const MOST_HUBS = 30;

/** `forced`, then those of `inside` in their order that stand clear of all before, up to the most. */
function withRoom(forced, inside, most) {
  const scale = view.network.getScale();
  const hubs = new Taken();
  /** The room of a hub's name, in pixels about the origin. */
  const nameBox = (node) => {
    const [x, y, half] = [
      node.x * scale,
      node.y * scale + radius(node, scale),
      Math.min(28, node.label.length) * 4.2 + 2,
    ];
    return [x - half, y + 3, x + half, y + 19];
  };
  const underName = (node) => {
    const [x, y, r] = [node.x * scale, node.y * scale, radius(node, scale)];
    return hubs.hits([x - r, y - r, x + r, y + r]);
  };
  const chosen = new Set(forced);
  const cells = new Map();
  const cell = 24 / scale;
  const key = (x, y) => Math.floor(x / cell) * 1e6 + Math.floor(y / cell);
  const size = (node) => radius(node, scale) / scale;
  const put = (node) => {
    const at = key(node.x, node.y);
    if (!cells.has(at)) cells.set(at, []);
    cells.get(at).push(node);
  };
  const free = (node) => {
    for (let i = -1; i <= 1; i++) {
      for (let j = -1; j <= 1; j++) {
        for (const near of cells.get(key(node.x + i * cell, node.y + j * cell)) || []) {
          if (Math.hypot(near.x - node.x, near.y - node.y) < size(near) + size(node) + 1.5 / scale)
            return false;
        }
      }
    }
    return true;
  };
  forced.forEach(put);
  for (const node of inside) {
    if (chosen.size >= most) break;
    if (chosen.has(node) || !free(node) || underName(node)) continue;
    chosen.add(node);
    put(node);
    if (chosen.size - forced.length <= MOST_HUBS) hubs.add(nameBox(node));
    const partner = alone(node, chosen);
    if (partner && free(partner) && !underName(partner)) {
      chosen.add(partner);
      put(partner);
    }
  }
  return [...chosen];
}

/** The most important neighbour of a node that has none among `chosen`: a shape without a line says little. */
function alone(node, chosen) {
  let best = null;
  for (const fact of node.facts) {
    const end = other(fact, node.id);
    if (end === null || end === node.id || !view.passed.facts[fact.index]) continue;
    if (chosen.has(NODES[end])) return null;
    if (!best || NODES[end].rank < best.rank) best = NODES[end];
  }
  return best;
}

/** Put the chosen nodes and the lines between them into the data sets; only what changed. */
export function refresh() {
  const { chosen, of } = chooseNodes();
  const ids = new Set(chosen.map((node) => node.id));
  const lines = EDGES.filter(
    (edge) => ids.has(edge.from) && ids.has(edge.to) && edge.facts.some((fact) => view.passed.facts[fact]),
  );
  if (lines.length > MOST_EDGES) {
    const weight = (edge) => (litEdge(edge) ? 1e6 : 0) - NODES[edge.from].rank - NODES[edge.to].rank;
    lines.sort((a, b) => weight(b) - weight(a));
  }
  const kept = lines.slice(0, MOST_EDGES);
  exchange(view.edges, new Set(kept.map((edge) => edge.id)), []);
  exchange(
    view.nodes,
    ids,
    chosen.map((node) => ({ id: node.id, x: node.x, y: node.y, size: node.size })),
  );
  const there = new Set(view.edges.getIds());
  view.edges.add(kept.filter((edge) => !there.has(edge.id)).map(lineOf));
  view.open = new Set(NODES.filter((node) => view.passed.nodes[node.id]).map((node) => node.community));
  view.shown = { nodes: chosen.length, of, edges: kept.length, ofEdges: lines.length };
  view.dirty = true;
  view.network.redraw();
  view.changed();
}

function exchange(set, ids, items) {
  const there = new Set(set.getIds());
  set.remove([...there].filter((id) => !ids.has(id)));
  set.add(items.filter((item) => !there.has(item.id)));
}

function lineOf(edge) {
  const line = { id: edge.id, from: edge.from, to: edge.to };
  if (edge.smooth) line.smooth = edge.smooth;
  return line;
}

/** Set widths, dashes, arrows and colours of the lines on screen, in pixels at this zoom. */
function styleLines() {
  const scale = view.scale;
  const wide = Math.min(1.3, Math.max(0.6, Math.sqrt(scale)));
  const crowded = view.shown.edges > 150;
  for (const line of Object.values(view.network.body.edges)) {
    const edge = EDGES[line.id];
    if (!edge) continue;
    const visible = edge.facts.filter((fact) => view.passed.facts[fact]).map((fact) => FACTS[fact]);
    const lit = litEdge(edge);
    const strong = lit && (view.lit || view.litEdges);
    const stroke = STROKES[edge.stroke];
    const width = (Math.min(4, 1.1 + 0.45 * (visible.length - 1)) * wide + (strong ? 0.8 : 0)) / scale;
    const head = (on) => arrow(on, stroke.head, width, scale, strong);
    line.options.width = width;
    line.options.dashes = stroke.dashes
      ? stroke.dashes.map((part) => (part * Math.max(0.7, wide)) / scale)
      : false;
    line.options.color = {
      color: view.colors.strokes[edge.stroke],
      inherit: false,
      opacity: lit ? (crowded && !strong ? faintness(edge, scale) : 1) : 0.1,
    };
    line.options.arrows = {
      to: head(visible.some((fact) => fact.object === edge.to && fact.subject === edge.from)),
      from: head(edge.from !== edge.to && visible.some((fact) => fact.subject === edge.to)),
      middle: arrow(false, "arrow", width, scale, false),
    };
    if (edge.from === edge.to) {
      const size = (radius(NODES[edge.from]) + 8 + 5 * (edge.lane || 0)) / scale;
      line.options.selfReference = {
        size,
        angle: Math.PI / 4 + (edge.lane || 0) * 1.6,
        renderBehindTheNode: true,
      };
    }
  }
}

/** Long lines across a crowded drawing step back, so that what is near each other shows. */
function faintness(edge, scale) {
  const [a, b] = [NODES[edge.from], NODES[edge.to]];
  return Math.min(1, Math.max(0.3, 1.1 - (Math.hypot(a.x - b.x, a.y - b.y) * scale) / 400));
}

function arrow(enabled, type, width, scale, strong) {
  const length =
    (type === "bar" ? 9 : 9.5) * Math.min(1.2, Math.max(0.55, Math.sqrt(scale))) + (strong ? 2 : 0);
  return {
    enabled,
    type,
    scaleFactor: Math.max(0.01, (length / scale - 3 * width * 0.35) / 15),
    imageWidth: 0,
    imageHeight: 0,
    src: "",
  };
}

/** Before each frame: world sizes for this zoom, then the regions of communities. */
function prepare(ctx) {
  const scale = view.network.getScale();
  if (view.dirty || Math.abs(scale / view.scale - 1) > 1e-4) {
    view.scale = scale;
    view.dirty = false;
    for (const body of Object.values(view.network.body.nodes)) {
      const node = NODES[body.id];
      if (!node) continue;
      const size = radius(node) / scale;
      body.shape.width =
        body.shape.height =
        body.shape.customSizeWidth =
        body.shape.customSizeHeight =
          2 * size;
      body.shape.distanceToBorder = () => size * 1.08 + 2 / scale;
    }
    styleLines();
  }
  if (!view.lit) paintRegions(ctx);
}

function paintRegions(ctx) {
  ctx.save();
  for (const community of COMMUNITIES) {
    const region = regionOf(community);
    if (!region || Math.min(region.rx, region.ry) * view.scale < 20) continue;
    ctx.globalAlpha = view.colorBy === "community" ? 0.12 : 1;
    ctx.fillStyle = view.colorBy === "community" ? communityColor(community.index) : view.colors.region;
    ctx.beginPath();
    ctx.ellipse(region.x, region.y, region.rx, region.ry, 0, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.restore();
}

/** The id of the node drawn at a place on the canvas, or null; a little slack for fingers. */
export function nodeAt({ x, y }, slack = 4) {
  let best = null;
  let least = Infinity;
  for (const id of Object.keys(view.network.body.nodes)) {
    const node = NODES[id];
    if (!node) continue;
    const spot = onScreen(node);
    const distance = Math.hypot(spot.x - x, spot.y - y) - spot.r;
    if (distance < slack && distance < least) [best, least] = [node.id, distance];
  }
  if (best !== null) return best;
  const label = view.labelled.find(({ box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
  return label ? label.id : null;
}

/** The line drawn at a place on the canvas, or null. */
export function edgeAt({ x, y }, slack = 7) {
  const { x: dx, y: dy } = view.network.body.view.translation;
  const [px, py] = [(x - dx) / view.scale, (y - dy) / view.scale];
  let best = null;
  let least = slack;
  for (const line of Object.values(view.network.body.edges)) {
    const edge = EDGES[line.id];
    if (!edge || !line.connected || !litEdge(edge)) continue;
    const { from, to } = line;
    const distance = line.edgeType.getDistanceToEdge(from.x, from.y, to.x, to.y, px, py) * view.scale;
    if (distance < least) [best, least] = [edge, distance];
  }
  return best;
}

/** Make the drawing; `on` holds what a click on a node, a line or the ground does. */
export async function startDrawing(on) {
  const canvas = document.getElementById("canvas");
  readColors();
  place();
  view.nodes = new vis.DataSet();
  view.edges = new vis.DataSet();
  const options = await read("options");
  options.nodes = { ...options.nodes, ctxRenderer: paintNode };
  view.network = new vis.Network(canvas, { nodes: view.nodes, edges: view.edges }, options);
  canvas.firstElementChild.tabIndex = -1; // the canvas itself takes the keys
  view.rested = () => NODES.length > MOST_NODES && refresh(); // elsewhere is other room
  view.network.on("beforeDrawing", prepare);
  view.network.on("afterDrawing", paintLabels);
  view.network.on("click", ({ pointer }) => {
    const node = nodeAt(pointer.DOM);
    const edge = node === null ? edgeAt(pointer.DOM) : null;
    if (node !== null) on.node(node);
    else if (edge) on.edge(edge);
    else if (captionAt(pointer.DOM)) on.community(captionAt(pointer.DOM).community);
    else on.ground();
  });
  view.network.on("doubleClick", ({ pointer }) => {
    const node = nodeAt(pointer.DOM);
    if (node !== null) on.focus(node);
  });
  view.network.on("dragEnd", ({ nodes }) => {
    for (const id of nodes) Object.assign(NODES[id], view.network.getPositions([id])[id]);
    settle();
  });
  for (const event of ["zoom", "animationFinished"]) view.network.on(event, settle);
  canvas.addEventListener("mousemove", hover);
  canvas.addEventListener("mouseleave", () => tip(null));
}

let hovering = 0;
function hover(event) {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  const at = { x: event.clientX - left, y: event.clientY - top };
  if (event.buttons || hovering) return;
  hovering = requestAnimationFrame(() => {
    hovering = 0;
    const node = nodeAt(at, 2);
    const edge = node === null ? edgeAt(at) : null;
    document.getElementById("canvas").style.cursor = node !== null || edge ? "pointer" : "";
    if (node !== view.hovered) {
      view.hovered = node;
      view.network.redraw();
    }
    tip(node !== null ? nodeTip(NODES[node]) : edge ? edgeTip(edge) : null, at);
  });
}

function nodeTip(node) {
  return [short(node.label, 80), `${TYPES[node.group]} · ${plural(node.facts.length, "fact")}`];
}

function edgeTip(edge) {
  const visible = edge.facts.filter((fact) => view.passed.facts[fact]).map((fact) => FACTS[fact]);
  const lines = visible.slice(0, 4).map((fact) => short(factText(fact), 90));
  const words = STATUS_WORDS[STATUSES[visible[0].status]];
  return [...lines, (visible.length > 4 ? `and ${visible.length - 4} more · ` : "") + words];
}

function tip(lines, at) {
  const box = document.getElementById("tip");
  box.hidden = !lines;
  if (!lines) return;
  box.replaceChildren(
    ...lines.map((line, i) => el("div", { class: i === lines.length - 1 ? "quiet" : "" }, line)),
  );
  const stage = document.getElementById("canvas");
  box.style.left = Math.max(4, Math.min(at.x + 14, stage.clientWidth - box.offsetWidth - 8)) + "px";
  box.style.top = Math.max(4, Math.min(at.y + 16, stage.clientHeight - box.offsetHeight - 8)) + "px";
}
