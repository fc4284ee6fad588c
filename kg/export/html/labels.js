// Labels: drawn after each frame in screen pixels, the most important first, none over another.

import { regionOf, showMap } from "./camera.js";
import { COMMUNITIES, EDGES, FACTS, NODES, relationText } from "./data.js";
import { byId, short } from "./text.js";
import { MOST_LABELS, communityColor, css, litEdge, onScreen, view } from "./view.js";

/** Boxes on screen that are taken, found fast by cells of 48 pixels. */
export class Taken {
  constructor() {
    this.cells = new Map();
  }

  *keys(box) {
    for (let i = Math.floor(box[0] / 48); i <= Math.floor(box[2] / 48); i++) {
      for (let j = Math.floor(box[1] / 48); j <= Math.floor(box[3] / 48); j++) yield i * 65536 + j;
    }
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  hits(box) {
    for (const key of this.keys(box)) {
      for (const taken of this.cells.get(key) || []) if (meet(taken, box)) return true;
    }
    return false;
  }

  /** How many of the boxes that are taken this one meets. */
  count(box) {
    return new Set(
      [...this.keys(box)].flatMap((key) => (this.cells.get(key) || []).filter((taken) => meet(taken, box))),
    ).size;
  }
}

/** True when two boxes [left, top, right, bottom] share room. */
function meet(a, b) {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}

function fontOf(node) {
  const big = node.rank < 12 && node.size > 11;
  const size = node.size > 16 ? 14 : node.size > 9 ? 13 : 12;
  return `${big || (view.chosen && view.chosen.has(node.id)) ? 600 : 400} ${size}px ${css("--font")}`;
}

export function widthOf(ctx, text, font) {
  const key = font + text;
  if (!view.widths.has(key)) {
    ctx.font = font;
    view.widths.set(key, ctx.measureText(text).width);
  }
  return view.widths.get(key);
}

/** After each frame: labels in screen pixels, the most important first, none over another. */
export function paintLabels(ctx) {
  const canvas = view.network.canvas;
  const ratio = canvas.pixelRatio;
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  const size = { width: canvas.frame.clientWidth, height: canvas.frame.clientHeight };
  const drawn = Object.keys(view.network.body.nodes)
    .map((id) => NODES[id])
    .filter(Boolean)
    .sort((a, b) => a.rank - b.rank);
  const [names, shapes] = [new Taken(), new Taken()];
  const spots = new Map(drawn.map((node) => [node, onScreen(node)]));
  for (const { x, y, r } of spots.values()) shapes.add([x - r, y - r, x + r, y + r]);
  for (const box of buttonsOver()) names.add(box);
  view.labelled = [];
  view.captions = [];
  ctx.textBaseline = "middle";
  ctx.textAlign = "center";
  ctx.lineJoin = "round";
  if (view.colorBy === "community") paintCaptions(ctx, names, new Taken(), size);
  paintNames(ctx, drawn.filter(visibleIn(spots, size)), { spots, names, shapes, size });
  if (view.colorBy !== "community") paintCaptions(ctx, names, shapes, size);
  paintRelations(ctx, names, shapes, size);
  ctx.restore();
  showMap();
}

/** The boxes of what lies over the drawing: notes and zoom buttons. */
function buttonsOver() {
  const box = (part, x = 0, y = 0) => [
    part.offsetLeft + x - 4,
    part.offsetTop + y - 2,
    part.offsetLeft + part.offsetWidth + x + 4,
    part.offsetTop + part.offsetHeight + y + 2,
  ];
  const notes = byId("notes");
  return [
    box(document.querySelector(".zoom")),
    ...[...notes.children].map((line) => box(line, notes.offsetLeft, notes.offsetTop)),
  ];
}

/**
 * The names of communities at the upper or lower edges of their regions, the largest first: where
 * colours stand for communities before the names of entities, else in the room that those leave.
 */
function paintCaptions(ctx, names, shapes, size) {
  if (view.lit) return;
  const { x: dx, y: dy } = view.network.body.view.translation;
  const font = `600 11px ${css("--font")}`;
  for (const community of COMMUNITIES) {
    const region = regionOf(community);
    if (!region || region.rx * view.scale < 44 || region.ry * view.scale < 30) continue;
    const text = short(community.name, 34).toLocaleUpperCase("en");
    const half = widthOf(ctx, text, font) / 2 + 4;
    const x = region.x * view.scale + dx;
    const spots = [-1, 1].map((side) => (region.y + side * region.ry) * view.scale + dy - side * 4);
    const boxes = spots.map((y) => [x - half, y - 9, x + half, y + 9]);
    const box = boxes.find(
      (one) =>
        one[0] > 0 &&
        one[1] > 0 &&
        one[2] < size.width &&
        one[3] < size.height &&
        !names.hits(one) &&
        !shapes.hits(one),
    );
    if (!box) continue;
    names.add(box);
    view.captions.push({ community: community.index, box });
    write(
      ctx,
      text,
      x,
      box[1] + 9,
      font,
      view.colorBy === "community" ? communityColor(community.index) : view.colors.soft,
    );
  }
}

function visibleIn(spots, size) {
  return (node) => {
    const { x, y } = spots.get(node);
    return x > -20 && y > -20 && x < size.width + 20 && y < size.height + 20;
  };
}

function paintNames(ctx, nodes, { spots, names, shapes, size }) {
  const first = (node) =>
    node.id === view.hovered
      ? 0
      : view.chosen && view.chosen.has(node.id)
        ? 1
        : view.lit && view.lit.has(node.id)
          ? 2
          : 3;
  const order =
    view.lit || view.hovered !== null
      ? [...nodes].sort((a, b) => first(a) - first(b) || a.rank - b.rank)
      : nodes;
  const most = size.width < 600 ? 6 : 12; // so many may stand over shapes
  order.forEach((node) => {
    if (view.labelled.length >= MOST_LABELS) return;
    if (view.lit && !view.lit.has(node.id) && node.id !== view.hovered) return;
    const font = fontOf(node);
    const text = short(node.label.replace(/\s+/g, " "), 28);
    const width = widthOf(ctx, text, font);
    const { x, y, r } = spots.get(node);
    const ring = view.chosen && view.chosen.has(node.id) ? 7 + r * 0.25 : 0;
    const spot = placeName(
      { x, y, r: r + ring },
      width,
      { names, shapes, size },
      (node.rank < most && node.facts.length > 2) || node.id === view.hovered,
    );
    if (!spot) return;
    names.add(spot.box);
    view.labelled.push({ id: node.id, box: spot.box });
    write(ctx, text, spot.x, spot.y, font, node.concept ? view.colors.soft : view.colors.ink);
  });
}

/**
 * A free place for a label: below, above, beside its node or at a corner. Important ones may cover
 * shapes, as few as can be.
 */
function placeName({ x, y, r }, width, { names, shapes, size }, important) {
  const half = width / 2;
  const [side, corner] = [r + 5 + half, r * 0.7 + 3 + half];
  const spots = [
    [x, y + r + 11],
    [x, y - r - 10],
    [x + side, y],
    [x - side, y],
    [x + corner, y + r * 0.7 + 9],
    [x - corner, y + r * 0.7 + 9],
    [x + corner, y - r * 0.7 - 8],
    [x - corner, y - r * 0.7 - 8],
  ].map(([cx, cy]) => ({ x: cx, y: cy, box: [cx - half - 3, cy - 8, cx + half + 3, cy + 8] }));
  const inside = ({ box }) => box[0] >= 0 && box[1] >= 0 && box[2] <= size.width && box[3] <= size.height;
  // Names keep a gap between them that shapes need not keep.
  const free = spots.filter(
    ({ box: [left, top, right, bottom] }) => !names.hits([left - 4, top - 1, right + 4, bottom + 1]),
  );
  const clear = free.filter(({ box }) => !shapes.hits(box));
  if (clear.find(inside) || !important) return clear.find(inside) || null;
  const open = free.filter(inside);
  const covers = new Map(open.map((spot) => [spot, shapes.count(spot.box)]));
  return open.toSorted((a, b) => covers.get(a) - covers.get(b))[0] || free[0] || null;
}

function write(ctx, text, x, y, font, color) {
  ctx.font = font;
  ctx.lineWidth = 3.5;
  ctx.strokeStyle = view.colors.ground;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = color;
  ctx.fillText(text, x, y);
}

export function captionAt({ x, y }) {
  return view.captions.find(({ box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
}

/** What stands along a line: the relation as it is stated, the number of others. */
function edgeWords(edge) {
  const visible = edge.facts.filter((fact) => view.passed.facts[fact]).map((fact) => FACTS[fact]);
  if (!visible.length) return "";
  const best = visible.reduce((a, b) =>
    b.support > a.support || (b.support === a.support && b.confidence > a.confidence) ? b : a,
  );
  const others = new Set(visible.map((fact) => fact.relation)).size - 1;
  return short(relationText(best), 28) + (others > 0 ? ` +${others}` : "");
}

/** Relation names along the lines that are long enough, where nothing else stands. */
function paintRelations(ctx, names, shapes, size) {
  const lines = Object.values(view.network.body.edges).filter((line) => EDGES[line.id] && line.connected);
  if (lines.length > 500 && !view.lit && !view.litEdges) return;
  const font = `400 11px ${css("--font")}`;
  for (const line of lines) {
    const edge = EDGES[line.id];
    if (!litEdge(edge)) continue;
    const middle = edge.from === edge.to ? loopTop(line) : line.edgeType.getPoint(0.5);
    const { x: dx, y: dy } = view.network.body.view.translation;
    const [x, y] = [middle.x * view.scale + dx, middle.y * view.scale + dy];
    if (x < 0 || y < 0 || x > size.width || y > size.height) continue;
    const text = edgeWords(edge);
    const width = widthOf(ctx, text, font);
    const [a, b] = [onScreen(NODES[edge.from]), onScreen(NODES[edge.to])];
    if (edge.from !== edge.to && Math.hypot(a.x - b.x, a.y - b.y) - a.r - b.r < width + 22) continue;
    let angle = edge.from === edge.to ? 0 : Math.atan2(b.y - a.y, b.x - a.x);
    if (angle > Math.PI / 2 || angle <= -Math.PI / 2) angle += Math.PI;
    const boxes = along(x, y, angle, width);
    if (boxes.some((box) => names.hits(box) || shapes.hits(box))) continue;
    boxes.forEach((box) => names.add(box));
    ctx.save();
    ctx.translate(x, y);
    ctx.rotate(angle);
    write(ctx, text, 0, 0, font, edge.stroke === 3 ? view.colors.strokes[3] : view.colors.soft);
    ctx.restore();
  }
}

function loopTop(line) {
  const [x, y, reach] = line.edgeType._getCircleData();
  return { x: x + reach * 0.7, y: y - reach - 8 / view.scale };
}

/** Small boxes along a turned line of text. */
function along(x, y, angle, width) {
  const count = Math.max(2, Math.ceil(width / 9));
  return Array.from({ length: count }, (_, i) => {
    const shift = ((i + 0.5) / count - 0.5) * width;
    const [cx, cy] = [x + shift * Math.cos(angle), y + shift * Math.sin(angle)];
    return [cx - 6, cy - 6, cx + 6, cy + 6];
  });
}
