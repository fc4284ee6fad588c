// A document for the page's scripts without a browser: the page's own template in jsdom, and stand-ins
// for what jsdom lacks. Call `open` before the first import of a script; each file of tests has one page.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { JSDOM } from "jsdom";
import { GRAPH } from "./graph.mjs";

const folder = join(import.meta.dirname, "../../../kg/export/html");
const SIZE = { width: 1000, height: 700 };

/** One of the page's scripts. */
export const script = (name) => import(join(folder, `${name}.js`));

/** Open a page over `graph`, at what its address has behind the host. */
export function open(graph = GRAPH, { at = "", wide = true } = {}) {
  const blocks = {
    nodes: graph.nodes,
    edges: graph.edges,
    rest: graph.rest,
    options: { nodes: {}, edges: {} },
  };
  const dom = new JSDOM(template(), { url: `http://127.0.0.1/${at}`, pretendToBeVisual: true });
  const { window } = dom;
  for (const [id, value] of Object.entries(blocks)) {
    window.document.getElementById(id).textContent = JSON.stringify(value);
  }
  const { style } = window.document.documentElement;
  for (const [name, value] of Object.entries({ ...COLORS, ...LINES, ...OTHERS }))
    style.setProperty(name, value);
  standIns(window, wide);
  take(window);
  return window;
}

/** The page's template without its Jinja: an empty page. */
function template() {
  const text = readFileSync(join(folder, "page.html.j2"), "utf-8");
  return text.replace("{{ size }}", "000000709124").replace(/<script>.*?<\/script>|\{\{.*?\}\}/g, "");
}

/** What scripts find in the global scope. */
function take(window) {
  const names = ["document", "location", "history", "navigator", "localStorage", "Event", "HTMLElement"];
  names.push("getComputedStyle", "requestAnimationFrame", "matchMedia", "innerWidth", "XMLSerializer");
  names.push("Path2D", "DOMMatrix", "IntersectionObserver", "CSS", "Blob", "vis", "addEventListener");
  for (const name of names) {
    const value = name === "Blob" ? globalThis.Blob : window[name];
    const free = ["getComputedStyle", "requestAnimationFrame", "addEventListener"].includes(name);
    Object.defineProperty(globalThis, name, {
      value: free ? value.bind(window) : value,
      configurable: true,
      writable: true,
    });
  }
  globalThis.window = window;
  // A page looks again and again whether others have decided something: no test waits for that.
  const later = globalThis.setTimeout;
  globalThis.setTimeout = (...given) => {
    const timer = later(...given);
    timer.unref();
    return timer;
  };
}

/** Colours and a font as the style has them. */
const COLORS = { "--ground": "#ffffff", "--ink": "#111111", "--soft": "#666666", "--accent": "#2563d9" };
const LINES = { "--line": "#333333", "--line-reported": "#445566", "--line-open": "#777777" };
const OTHERS = { "--line-negative": "#bb2222", "--region": "#eeeeee", "--font": "sans-serif" };

/** Draw the graph on the page that is open, as `startPage` does. */
export async function draw(on = {}) {
  const [{ passed }, { startDrawing, refresh }, { view }] = await Promise.all(
    ["change", "draw", "view"].map(script),
  );
  view.passed = passed;
  await startDrawing(on);
  refresh();
  return view;
}

function standIns(window, wide) {
  const { HTMLElement, HTMLDialogElement, HTMLCanvasElement } = window;
  window.innerWidth = wide ? 1280 : 600;
  window.matchMedia = () => ({ matches: false, addEventListener: () => {} });
  window.Path2D = class {
    constructor(text) {
      this.text = text;
    }
  };
  window.DOMMatrix = Matrix;
  window.IntersectionObserver = Watch;
  window.CSS = { escape: (text) => text.replace(/[^\w-]/g, "\\$&") };
  window.vis = { DataSet: Rows, Network };
  window.document.fonts = { ready: Promise.resolve() };
  HTMLElement.prototype.scrollIntoView = function () {
    window.scrolledTo = this;
  };
  HTMLDialogElement.prototype.showModal = function () {
    this.setAttribute("open", "");
  };
  HTMLDialogElement.prototype.close = function () {
    this.removeAttribute("open");
    this.dispatchEvent(new window.Event("close"));
  };
  HTMLCanvasElement.prototype.getContext = function () {
    return (this.ink ||= context());
  };
  for (const [name, value] of Object.entries({ clientWidth: SIZE.width, clientHeight: SIZE.height })) {
    Object.defineProperty(HTMLElement.prototype, name, { get: () => value, configurable: true });
  }
}

/** A canvas context that remembers what it was asked for; a letter is 6 pixels wide. */
export function context() {
  const calls = [];
  const known = { calls, measureText: (text) => ({ width: 6 * text.length }) };
  return new Proxy(known, {
    get: (target, name) => (name in target ? target[name] : (...given) => void calls.push([name, ...given])),
    set: (target, name, value) => ((target[name] = value), true),
  });
}

/** What of a matrix the pictures use. */
class Matrix {
  constructor([a, b, c, d, e, f] = [1, 0, 0, 1, 0, 0]) {
    Object.assign(this, { a, b, c, d, e, f });
  }

  multiply({ a, b, c, d, e, f }) {
    const { a: A, b: B, c: C, d: D, e: E, f: F } = this;
    return new Matrix([
      A * a + C * b,
      B * a + D * b,
      A * c + C * d,
      B * c + D * d,
      A * e + C * f + E,
      B * e + D * f + F,
    ]);
  }

  translate(x, y) {
    return this.multiply(new Matrix([1, 0, 0, 1, x, y]));
  }

  scale(x, y) {
    return this.multiply(new Matrix([x, 0, 0, y, 0, 0]));
  }

  rotate(degrees) {
    const angle = (degrees * Math.PI) / 180;
    return this.multiply(
      new Matrix([Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0]),
    );
  }
}

/** Everything is in view at once. */
class Watch {
  constructor(act) {
    this.act = act;
  }

  observe(target) {
    queueMicrotask(() => this.act([{ isIntersecting: true, target }]));
  }

  disconnect() {}
}

/** What of a DataSet of vis the drawing uses. */
class Rows {
  rows = new Map();

  add(rows) {
    for (const row of rows) this.rows.set(row.id, row);
  }

  update(rows) {
    this.add(rows);
  }

  remove(ids) {
    for (const id of ids) this.rows.delete(id);
  }

  clear() {
    this.rows.clear();
  }

  getIds() {
    return [...this.rows.keys()];
  }
}

/** What of a Network of vis the drawing uses; lines are straight. */
class Network {
  handlers = {};
  lines = new Map();
  at = { x: 0, y: 0 };
  scale = 1;

  constructor(container, { nodes, edges }, options) {
    const sheet = document.createElement("canvas");
    const frame = document.createElement("div");
    frame.append(sheet);
    container.append(frame);
    Object.assign(this, { data: { nodes, edges }, options });
    this.canvas = new (class {
      pixelRatio = 1;
      frame = Object.assign(frame, { canvas: sheet });

      getContext() {
        return sheet.getContext("2d");
      }
    })();
    this.renderer = { _redraw: () => this.draw() };
  }

  get body() {
    const { x, y } = this.at;
    const translation = { x: SIZE.width / 2 - x * this.scale, y: SIZE.height / 2 - y * this.scale };
    const nodes = Object.fromEntries([...this.data.nodes.rows].map(([id]) => [id, { id, shape: {} }]));
    const edges = Object.fromEntries([...this.data.edges.rows].map(([id, row]) => [id, this.line(row)]));
    return { view: { translation }, nodes, edges };
  }

  line(row) {
    if (!this.lines.has(row.id)) {
      const [from, to] = [row.from, row.to].map((id) => this.data.nodes.rows.get(id));
      const between = (share) => ({
        x: from.x + (to.x - from.x) * share,
        y: from.y + (to.y - from.y) * share,
      });
      const edgeType = {
        getPoint: between,
        getDistanceToEdge: (...[, , , , x, y]) =>
          Math.min(
            ...[0.1, 0.3, 0.5, 0.7, 0.9].map((share) =>
              Math.hypot(between(share).x - x, between(share).y - y),
            ),
          ),
      };
      this.lines.set(row.id, { id: row.id, connected: true, from, to, edgeType, options: {} });
    }
    return this.lines.get(row.id);
  }

  on(event, act) {
    this.handlers[event] = act;
  }

  draw() {
    const ctx = this.canvas.getContext();
    const { x, y } = this.body.view.translation;
    ctx.save();
    ctx.translate(x, y);
    ctx.scale(this.scale, this.scale);
    this.handlers.beforeDrawing?.(ctx);
    for (const node of this.data.nodes.rows.values()) {
      ctx.save();
      this.options.nodes.ctxRenderer({ ctx, ...node }).drawNode();
      ctx.restore();
    }
    this.handlers.afterDrawing?.(ctx);
    ctx.restore();
  }

  redraw() {
    this.draw();
  }

  moveTo({ position = this.at, scale = this.scale }) {
    Object.assign(this, { at: position, scale });
  }

  getScale() {
    return this.scale;
  }

  getViewPosition() {
    return this.at;
  }

  setSize() {}

  unselectAll() {}
}

/** Text of an element without the white space between its parts. */
export const textOf = (element) => element.textContent.replace(/\s+/g, " ").trim();

/** The elements of a card, put into one, as the panel has them. */
export function shown(card) {
  const box = document.createElement("div");
  box.append(...[card].flat(5).filter((part) => part !== null && part !== undefined && part !== false));
  return box;
}

/** A stand-in for `go` that remembers what was asked for. */
export function going() {
  const asked = [];
  const go = new Proxy(
    {},
    {
      get:
        (_, what) =>
        (...given) =>
          void asked.push([what, ...given]),
    },
  );
  return { go, asked };
}
