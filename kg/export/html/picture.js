// Picture: the drawing with its title and legend as PNG and SVG.
//
// Whatever draws on the canvas also draws on an `Ink`, which has the part of a canvas context that is used here and
// keeps each stroke as SVG. So both pictures show what the window shows, and nothing is drawn twice in two ways.

import { state } from "./address.js";
import { change } from "./change.js";
import { EDGES, NODES, REST, TYPES } from "./data.js";
import { PATHS } from "./draw.js";
import { widthOf } from "./labels.js";
import { HEADS, LOOKS, SHAPES, STROKES } from "./looks.js";
import { byId, el, save, short, svg } from "./text.js";
import { periodText } from "./timeline.js";
import { css, view } from "./view.js";

const PICTURE = { margin: 16, top: 62, line: 22, font: 12 };
/** SVG has a path where the canvas has an object made of it. */
const DRAWN_PATHS = new Map(PATHS.map((path, place) => [path, SHAPES[place]]));
const HEAD_PATHS = Object.fromEntries(Object.entries(HEADS).map(([head, path]) => [head, new Path2D(path)]));
for (const [head, path] of Object.entries(HEAD_PATHS)) DRAWN_PATHS.set(path, HEADS[head]);
const STROKE_WORDS = ["Stated as fact", "Said by a source", "Planned, possible, asked …", "Negated"];

const rounded = (number) => String(Math.round(number * 1000) / 1000);

/** A colour and how much of it is there; canvases write both as rgba(). */
function paintOf(style) {
  const parts = /^rgba\(([^,]+),([^,]+),([^,]+),([^,)]+)\)$/.exec(style);
  return parts
    ? [
        `rgb(${parts
          .slice(1, 4)
          .map((part) => part.trim())
          .join(", ")})`,
        Number(parts[4]),
      ]
    : [style, 1];
}

/** A canvas context that draws SVG elements; `root` is the group that they come into, `real` measures text. */
class Ink {
  constructor(root, real, [x, y] = [0, 0]) {
    Object.assign(this, {
      root,
      real,
      origin: new DOMMatrix([1, 0, 0, 1, x, y]),
      stack: [],
      path: [],
      at: null,
      outlined: "",
    });
    this.now = {
      matrix: this.origin,
      fillStyle: "#000",
      strokeStyle: "#000",
      lineWidth: 1,
      globalAlpha: 1,
      lineJoin: "miter",
      lineCap: "butt",
      font: "10px sans-serif",
      textAlign: "start",
      textBaseline: "alphabetic",
      dashes: [],
    };
    for (const name of Object.keys(this.now)) {
      if (name === "matrix" || name === "dashes") continue;
      const set = (value) => {
        this.now[name] = value;
      };
      Object.defineProperty(this, name, { get: () => this.now[name], set });
    }
  }

  save() {
    this.stack.push({ ...this.now });
  }

  restore() {
    this.now = this.stack.pop() || this.now;
  }

  setTransform(...parts) {
    this.now.matrix = this.origin.multiply(new DOMMatrix(parts));
  }

  translate(x, y) {
    this.now.matrix = this.now.matrix.translate(x, y);
  }

  scale(x, y) {
    this.now.matrix = this.now.matrix.scale(x, y);
  }

  rotate(angle) {
    this.now.matrix = this.now.matrix.rotate((angle * 180) / Math.PI);
  }

  setLineDash(dashes) {
    this.now.dashes = [...dashes];
  }

  clearRect() {} // nothing lies below

  measureText(text) {
    this.real.font = this.now.font;
    return this.real.measureText(text);
  }

  beginPath() {
    [this.path, this.at] = [[], null];
  }

  moveTo(x, y) {
    this.step("M", x, y);
  }

  lineTo(x, y) {
    this.step(this.at ? "L" : "M", x, y);
  }

  quadraticCurveTo(...points) {
    this.step("Q", ...points);
  }

  bezierCurveTo(...points) {
    this.step("C", ...points);
  }

  closePath() {
    if (this.path.length) this.path.push("Z");
  }

  rect(x, y, width, height) {
    this.path.push(
      `M${[x, y].map(rounded).join(" ")}h${rounded(width)}v${rounded(height)}h${rounded(-width)}Z`,
    );
  }

  arc(x, y, radius, from, to) {
    this.ellipse(x, y, radius, radius, 0, from, to);
  }

  /** In two halves, so that a whole turn is one too. */
  ellipse(x, y, rx, ry, turn, from, to) {
    const end = to - from >= 2 * Math.PI ? from + 2 * Math.PI : to;
    const spot = (angle) => [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
    this.lineTo(...spot(from));
    for (const angle of [(from + end) / 2, end])
      this.path.push(`A${[rx, ry, 0, 0, 1, ...spot(angle)].map(rounded).join(" ")}`);
  }

  step(letter, ...points) {
    this.at = points.slice(-2);
    this.path.push(letter + points.map(rounded).join(" "));
  }

  stroke(path = null) {
    const [stroke, share] = paintOf(this.now.strokeStyle);
    const { lineWidth, dashes, lineJoin, lineCap } = this.now;
    const dashed = dashes.length > 0 && dashes.map(rounded).join(" ");
    this.put(
      {
        fill: "none",
        stroke,
        "stroke-width": rounded(lineWidth),
        "stroke-linejoin": lineJoin,
        "stroke-linecap": lineCap,
        "stroke-dasharray": dashed,
      },
      share,
      path,
    );
  }

  fill(path = null) {
    const [fill, share] = paintOf(this.now.fillStyle);
    this.put({ fill }, share, path);
  }

  fillRect(x, y, width, height) {
    this.beginPath();
    this.rect(x, y, width, height);
    this.fill();
  }

  put(about, share, path) {
    const d = path ? DRAWN_PATHS.get(path) : this.path.join("");
    if (d) this.add("path", { d, ...about }, share);
  }

  strokeText(text) {
    this.outlined = text;
  }

  /** Text that was outlined just before has its outline behind it. */
  fillText(text, x, y) {
    const [, weight, size, family] = /^(?:(\d+) )?([\d.]+)px (.*)$/.exec(this.now.font);
    const [fill, share] = paintOf(this.now.fillStyle);
    const outline = this.outlined === text && {
      stroke: this.now.strokeStyle,
      "stroke-width": this.now.lineWidth,
      "stroke-linejoin": "round",
      "paint-order": "stroke",
    };
    const down = this.now.textBaseline === "middle" ? size * 0.35 : 0;
    this.outlined = "";
    const about = {
      x: rounded(x),
      y: rounded(y + down),
      "font-size": size,
      "font-weight": weight || "400",
      "font-family": family,
      fill,
      ...outline,
    };
    const anchor = this.now.textAlign === "center" && { "text-anchor": "middle" };
    this.add(
      "text",
      { ...about, ...anchor },
      share,
      text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd"),
    );
  }

  add(tag, about, share, ...children) {
    const { a, b, c, d, e, f } = this.now.matrix;
    const plain = a === 1 && b === 0 && c === 0 && d === 1 && e === 0 && f === 0;
    const opacity = this.now.globalAlpha * share;
    const given = {
      ...about,
      opacity: opacity < 1 && rounded(opacity),
      transform: !plain && `matrix(${[a, b, c, d, e, f].map(rounded).join(" ")})`,
    };
    this.root.append(
      svg(tag, Object.fromEntries(Object.entries(given).filter(([, value]) => value !== false)), ...children),
    );
  }
}

/** What the drawing has a shape or a line for: the types and strokes on screen, each with its words. */
function legendItems() {
  const types = new Set(view.nodes.getIds().map((id) => NODES[id].group));
  const strokes = new Set(view.edges.getIds().map((id) => EDGES[id].stroke));
  return [
    ...[...types].sort((a, b) => a - b).map((type) => ({ type, words: TYPES[type] })),
    ...[...strokes].sort((a, b) => a - b).map((stroke) => ({ stroke, words: STROKE_WORDS[stroke] })),
  ];
}

/** Where the items of the legend stand, in rows of `width` pixels; and how high all rows are. */
function legendRows(ctx, width) {
  const { margin, line, font } = PICTURE;
  let [x, row] = [margin, 0];
  const items = legendItems().map((item) => {
    const icon = item.type === undefined ? 40 : 20;
    const wide = icon + widthOf(ctx, item.words, `400 ${font}px ${css("--font")}`) + 18;
    if (x > margin && x + wide > width - margin) [x, row] = [margin, row + 1];
    x += wide;
    return { ...item, x: x - wide, y: row * line, icon };
  });
  return { items, height: items.length ? (row + 1) * line + 12 : 0 };
}

function paintLegend(ctx, items, top) {
  const font = `400 ${PICTURE.font}px ${css("--font")}`;
  for (const { type, stroke, words, x, y, icon } of items) {
    ctx.save();
    ctx.translate(x, top + y + PICTURE.line / 2);
    if (type === undefined) paintSample(ctx, stroke);
    else paintType(ctx, type);
    ctx.restore();
    paintWords(ctx, words, { x: x + icon, y: top + y + PICTURE.line / 2, font, color: view.colors.ink });
  }
}

function paintType(ctx, type) {
  const hollow = TYPES[type] === "Concept";
  const color = view.colorBy === "community" ? view.colors.soft : view.colors.palette[LOOKS[type].color];
  const path = PATHS[LOOKS[type].shape];
  ctx.translate(7, 0);
  ctx.scale(5.5, 5.5);
  ctx.lineWidth = 0.35;
  [ctx.fillStyle, ctx.strokeStyle] = [hollow ? view.colors.ground : color, color];
  ctx.fill(path);
  if (hollow) ctx.stroke(path);
}

function paintSample(ctx, stroke) {
  const { dashes, head } = STROKES[stroke];
  [ctx.strokeStyle, ctx.fillStyle] = [view.colors.strokes[stroke], view.colors.strokes[stroke]];
  ctx.lineWidth = 1.9;
  ctx.setLineDash(dashes || []);
  ctx.translate(0, -6);
  ctx.beginPath();
  ctx.moveTo(1, 6);
  ctx.lineTo(29, 6);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.fill(HEAD_PATHS[head]);
}

function paintWords(ctx, words, { x, y, font, color }) {
  [ctx.font, ctx.fillStyle, ctx.textAlign, ctx.textBaseline] = [font, color, "start", "middle"];
  ctx.fillText(words, x, y);
}

/** Words cut to a number of pixels. */
function fitted(ctx, words, font, width) {
  let length = Array.from(words).length;
  let text = words;
  while (length > 1 && widthOf(ctx, text, font) > width) {
    length = Math.max(1, Math.floor(length * 0.92));
    text = short(words, length);
  }
  return text;
}

/** How large a picture is, and what stands in its legend. */
function pictureSize() {
  const { clientWidth: width, clientHeight: height } = view.network.canvas.frame.canvas;
  const legend = legendRows(view.network.canvas.getContext(), width);
  return { width, height, legend, whole: PICTURE.top + height + legend.height };
}

/** What the picture shows of the graph, in words. */
function pictureWords() {
  const { nodes, of } = view.shown;
  const drawn = nodes < of ? `the ${nodes.toLocaleString("en")} most important drawn` : "";
  return [byId("counts").textContent, drawn, state.period ? periodText(state.period) : ""]
    .filter(Boolean)
    .join(" · ");
}

/** Title and legend around the drawing, which stands below `PICTURE.top`. */
function paintAround(ctx, { width, height, legend }) {
  const { margin } = PICTURE;
  const real = view.network.canvas.getContext();
  const lines = [
    [REST.title, 24, `650 18px ${css("--font")}`, view.colors.ink],
    [pictureWords(), 45, `400 12px ${css("--font")}`, view.colors.soft],
  ];
  for (const [words, y, font, color] of lines)
    paintWords(ctx, fitted(real, words, font, width - 2 * margin), { x: margin, y, font, color });
  paintLegend(ctx, legend.items, PICTURE.top + height + 4);
}

/** The drawing with title and legend as an SVG element. */
export function drawnAsSvg() {
  const { canvas, renderer } = view.network;
  const size = pictureSize();
  const { width, height, whole } = size;
  const real = canvas.getContext();
  const [root, inside] = [svg("g", {}), svg("g", { "clip-path": "url(#picture-window)" })];
  const around = new Ink(root, real);
  around.fillStyle = view.colors.ground;
  around.fillRect(0, 0, width, whole);
  root.append(inside);
  const ratio = canvas.pixelRatio;
  const ink = new Ink(inside, real, [0, PICTURE.top]);
  try {
    canvas.getContext = () => ink;
    canvas.pixelRatio = 1;
    renderer._redraw(); // redraw() would first wait for a frame
  } finally {
    delete canvas.getContext; // that of the prototype again
    canvas.pixelRatio = ratio;
  }
  paintAround(around, size);
  view.network.redraw();
  const clip = svg("clipPath", { id: "picture-window" }, svg("rect", { y: PICTURE.top, width, height }));
  return svg(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height: whole,
      viewBox: `0 0 ${width} ${whole}`,
      role: "img",
    },
    svg("title", {}, REST.title),
    clip,
    root,
  );
}

function saveSvg() {
  const text = new XMLSerializer().serializeToString(drawnAsSvg());
  save(
    new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`], { type: "image/svg+xml" }),
    "graph.svg",
  );
}

/** The drawing with title and legend as a PNG at twice the screen's resolution. */
function savePicture() {
  const { canvas } = view.network;
  const [screen, ratio] = [canvas.frame.canvas, canvas.pixelRatio];
  const [width, height] = [screen.width, screen.height];
  const size = pictureSize();
  canvas.pixelRatio = ratio * 2;
  [screen.width, screen.height] = [width * 2, height * 2];
  view.network.renderer._redraw(); // redraw() would first measure the window and undo the size
  const scale = screen.width / size.width;
  const sheet = el("canvas", { width: screen.width, height: Math.round(size.whole * scale) });
  const ctx = sheet.getContext("2d");
  ctx.fillStyle = view.colors.ground;
  ctx.fillRect(0, 0, sheet.width, sheet.height);
  ctx.drawImage(screen, 0, Math.round(PICTURE.top * scale));
  ctx.scale(scale, scale);
  canvas.pixelRatio = ratio;
  [screen.width, screen.height] = [width, height];
  paintAround(ctx, size);
  view.network.redraw();
  sheet.toBlob((blob) => save(blob, "graph.png"), "image/png");
}

/** Save or print what the drawing shows; a table gives way to it. */
function fromDrawing(act) {
  byId("export").open = false;
  if (state.view !== "graph") change({ view: "graph" });
  act();
}

export function startPictures() {
  const menu = byId("export");
  const close = (focus) => {
    if (menu.open && focus) menu.querySelector("summary").focus();
    menu.open = false;
  };
  for (const [id, act] of [
    ["picture", savePicture],
    ["picture-svg", saveSvg],
    ["print", () => print()],
  ])
    byId(id).addEventListener("click", () => fromDrawing(act));
  menu.addEventListener(
    "focusout",
    (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && close(false),
  );
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    close(true);
  });
  document.addEventListener("pointerdown", (event) => !menu.contains(event.target) && close(false));
}
