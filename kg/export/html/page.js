// Page: all its parts shown after a change, its keys and buttons, and its start.

import { address, state, takeAddress } from "./address.js";
import { adapt, fit, keepCentre, map, startMap, zoomBy } from "./camera.js";
import { change, passed, pathNow, pickedClaims, screen, show, whenChanged } from "./change.js";
import {
  BY_KEY,
  CLAIMS,
  CONCEPT,
  DOCUMENTS,
  EDGES,
  FACTS,
  FIRST_HIDDEN,
  KINDS,
  KIND_WORDS,
  NODES,
  REST,
  around,
  between,
  isStated,
  sameValues,
} from "./data.js";
import { edgeAt, nodeAt, refresh, startDrawing } from "./draw.js";
import { reset, showFilters } from "./filters.js";
import { frame, go } from "./go.js";
import { edgeCard, nodeCard, pathCard, reader } from "./panel.js";
import { startPictures } from "./picture.js";
import { afterPrint, beforePrint } from "./print.js";
import { showReader } from "./reader.js";
import { say, showHint } from "./say.js";
import { runSearch, searchKey, showHits } from "./search.js";
import { sparqlOf } from "./sparql.js";
import { startCard, trailBar, visit } from "./start.js";
import { showTable } from "./table.js";
import { byId, el, name, plural, short } from "./text.js";
import { startTheme } from "./theme.js";
import { showTimeline, startTimeline } from "./timeline.js";
import { light, onScreen, view } from "./view.js";

/** Show all parts of the page as the state has them; where it opens, in a window that holds what is lit. */
function showPage(opening) {
  view.passed = passed;
  view.colorBy = state.color;
  if (state.pick && state.pick.kind === "node") visit(state.pick.node);
  showHint(!state.pick && NODES.length > 0);
  showBar();
  showFilters();
  showPanel();
  showReader();
  showTimeline();
  showLight();
  const graph = state.view === "graph";
  byId("stage").hidden = !graph;
  byId("tables").hidden = graph;
  if (graph) refresh();
  else showTable(state.view, passed, byId("search").value, go);
  showNotes();
  if (!opening || !graph) return;
  if (view.lit)
    fit(
      [...view.lit].map((id) => NODES[id]),
      0.9,
    );
  else frame();
}

function showBar() {
  const { nodeCount, factCount } = passed;
  const all = nodeCount === NODES.length && factCount === FACTS.length;
  const [entities, facts] = [plural(NODES.length, "entity", "entities"), plural(FACTS.length, "fact")];
  byId("counts").textContent = all
    ? `${entities} · ${facts} · ${plural(DOCUMENTS.length, "document")}`
    : `${nodeCount.toLocaleString("en")} of ${entities} · ${factCount.toLocaleString("en")} of ${facts}`;
  for (const button of document.querySelectorAll("[data-view]"))
    button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
}

let panelKey = "";
/** Show what is picked, else where to start; scroll to the top, or in a document to the sentence. */
function showPanel() {
  const panel = byId("panel");
  const { pick } = state;
  const before = panelShape();
  const key = JSON.stringify(pick);
  const top = key === panelKey ? panel.scrollTop : 0;
  const start = screen.start && state.view === "graph";
  const card = pick ? cardOf(pick) : start ? startCard(passed, go) : [];
  panel.hidden = !card.length;
  byId("body").classList.toggle("with-panel", card.length > 0);
  byId("overview").setAttribute("aria-pressed", String(start && !pick));
  panel.classList.toggle("reading", Boolean(pick && pick.kind === "document"));
  panel.classList.toggle("start", !pick);
  const held = panel.contains(document.activeElement)
    ? [...panel.querySelectorAll("button")].indexOf(document.activeElement)
    : null;
  panel.replaceChildren(...el("div", {}, pick && trailBar(go), card).childNodes);
  if (held !== null && card.length) keepFocus(panel, key === panelKey ? held : -1);
  panel.scrollTop = top;
  if (pick && pick.kind === "document" && key !== panelKey) {
    const here = byId("here") || panel.querySelector("mark");
    if (here) here.scrollIntoView({ block: "center" });
  }
  if (pick && key !== panelKey)
    say(panel.querySelector("h2").textContent + ": " + panel.querySelector(".kind").textContent);
  panelKey = key;
  if (before !== panelShape() && view.network) keepCentre();
}

/** The keyboard stays in the panel: on the same button of the same card, else on the new card's heading. */
function keepFocus(panel, place) {
  const target = panel.querySelectorAll("button")[place] || panel.querySelector("h2");
  target.focus({ preventScroll: true });
}

function panelShape() {
  return byId("panel").hidden ? "" : byId("panel").className;
}

function cardOf(pick) {
  if (pick.kind === "node") return nodeCard(pick.node, passed, state, go);
  if (pick.kind === "edge") return edgeCard(pick.a, pick.b, passed, go);
  if (pick.kind === "document") return reader(pick.document, pick.at || {}, go);
  return pathCard(pick.a, pick.b, pathNow(pick), passed, go);
}

/** Light what is picked: an entity with its neighbours, a line with its ends, a path. */
function showLight() {
  const { pick } = state;
  if (!pick) return light(null, null, null);
  if (pick.kind === "document") return lightDocument(pick.at || {});
  if (pick.kind === "edge") {
    const ends = new Set([pick.a, pick.b]);
    const lines = EDGES.filter(
      (edge) => ends.has(edge.from) && ends.has(edge.to) && (edge.from !== edge.to || pick.a === pick.b),
    );
    return light(ends, new Set(lines.map((edge) => edge.id)), ends);
  }
  const passes = (fact) => passed.facts[fact.index];
  if (pick.kind === "node") {
    const lines = new Set(
      NODES[pick.node].facts.filter((fact) => fact.edge && passes(fact)).map((fact) => fact.edge.id),
    );
    return light(around(pick.node, 1, passes), lines, new Set([pick.node]));
  }
  const path = pathNow(pick) || [pick.a, pick.b];
  const lines = path.slice(1).flatMap((id, i) =>
    between(path[i], id)
      .filter((fact) => passes(fact) && isStated(fact))
      .map((fact) => fact.edge.id),
  );
  return light(new Set(path), new Set(lines), new Set([pick.a, pick.b]));
}

/** While a document is read: light the fact whose sentence it shows, or the entity mentioned. */
function lightDocument({ claim, node }) {
  if (node !== undefined) return light(new Set([node]), new Set(), new Set([node]));
  const number = CLAIMS.findIndex((one) => one.id === claim);
  const fact = FACTS.find((one) => one.claims.includes(number));
  if (!fact) return light(null, null, null);
  const ends = new Set([fact.subject, fact.object ?? fact.subject]);
  return light(ends, new Set(fact.edge ? [fact.edge.id] : []), ends);
}

/** What the page hides at first, each one click away. */
function hiddenNotes() {
  const line = (text, words, act) =>
    el("p", { class: "note-line" }, text, el("button", { type: "button", class: "link", click: act }, words));
  const concepts = FIRST_HIDDEN.type.size && sameValues(state.hidden.type, FIRST_HIDDEN.type);
  const kinds = [...FIRST_HIDDEN.kind].filter((kind) => state.hidden.kind.has(kind));
  const count = (kind) => FACTS.filter((fact) => fact.kind === kind).length;
  return [
    concepts &&
      line(
        `Named entities; ${plural(NODES.filter((node) => node.group === CONCEPT).length, "concept")} not drawn`,
        "show concepts",
        go.concepts,
      ),
    ...kinds.map((kind) =>
      line(
        `${count(kind).toLocaleString("en")} ${KIND_WORDS[KINDS[kind]].toLowerCase()} not drawn`,
        `show ${KIND_WORDS[KINDS[kind]].toLowerCase()}`,
        () => go.kind(kind),
      ),
    ),
  ].filter(Boolean);
}

/** Lines above the drawing: focus, the choice of a path, and what is not shown. */
function showNotes() {
  const notes = [];
  const note = (text, undo) =>
    notes.push(
      el(
        "p",
        { class: "note-line" },
        ...text,
        undo && el("button", { type: "button", class: "link", click: undo[1] }, undo[0]),
      ),
    );
  if (state.focus) {
    const { node, steps, more } = state.focus;
    note(
      [
        `Within ${plural(steps, "step")} of `,
        name(NODES[node].label, 50),
        more.length ? `, ${plural(more.length, "entity", "entities")} expanded` : null,
      ],
      ["show all", () => go.focus(0, 0)],
    );
  }
  if (state.pathFrom !== null)
    note(
      ["Path from ", name(NODES[state.pathFrom].label, 50), ": pick the other end"],
      ["cancel", () => change({ pathFrom: null })],
    );
  notes.push(...hiddenNotes());
  const { nodes, of, edges, ofEdges } = view.shown;
  if (nodes < of)
    note([
      `The ${nodes} most important of ${plural(of, "entity", "entities")} here; zoom in or search for more`,
    ]);
  const { entities, leftOut } = REST.part;
  const part = `${NODES.length.toLocaleString("en")} of ${plural(entities, "entity", "entities")}`;
  if (leftOut.length) note([`A part of the graph: ${part} (${leftOut.join(", ")})`]);
  if (edges < ofEdges) note([`Showing ${edges.toLocaleString("en")} of ${plural(ofEdges, "line")}`]);
  if (REST.part.unknown) note([short(REST.part.unknown, 200)]);
  if (!NODES.length) note(["No entities were found in the documents, so there is nothing to draw."]);
  else if (!passed.nodeCount) note(["The filters hide every entity."], ["reset", reset]);
  byId("notes").replaceChildren(...notes);
}

// ---- Keys and start ----------------------------------------------------------------------------

/** The nearest entity on screen in the direction of an arrow key. */
function walk(dx, dy) {
  const from = state.pick && state.pick.kind === "node" ? NODES[state.pick.node] : null;
  const nodes = view.nodes.getIds().map((id) => NODES[id]);
  if (!nodes.length) return;
  if (!from) return go.node(nodes.reduce((a, b) => (b.rank < a.rank ? b : a)).id);
  const cost = (node) => {
    const [x, y] = [node.x - from.x, node.y - from.y];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    return ahead > Math.max(1, aside * 0.6) ? ahead + aside * 2 : Infinity;
  };
  const best = nodes.reduce((a, b) => (cost(b) < cost(a) ? b : a));
  if (cost(best) < Infinity) go.node(best.id);
}

function graphKey(event) {
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const zoom = { "+": 1.3, "=": 1.3, "-": 1 / 1.3 }[event.key];
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (arrows[event.key]) walk(...arrows[event.key]);
  else if (zoom) zoomBy(zoom);
  else if (event.key === "0") frame();
  else return;
  event.preventDefault();
}

function pageKey(event) {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type === "text";
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "/" && !typing) {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "?" && !typing) byId("keys").showModal();
  else if (event.key === "Escape" && !typing && !byId("keys").open) {
    if (byId("body").classList.contains("with-filters")) openFilters(false);
    else if (state.pathFrom !== null) change({ pathFrom: null });
    else if (state.pick) go.close();
    else if (screen.start && state.view === "graph") go.start(false);
  }
}

/** The document to read first: that of what is picked, else the first. */
function firstText() {
  const { pick } = state;
  const docs =
    pick?.kind === "node"
      ? NODES[pick.node].documents
      : pick?.kind === "document"
        ? [pick.document]
        : [...pickedClaims()].map((claim) => CLAIMS[claim].document);
  return docs.length ? Math.min(...docs) : 0;
}

function openFilters(on) {
  byId("body").classList.toggle("with-filters", on);
  byId("open-filters").setAttribute("aria-expanded", String(on));
}

function listen() {
  const on = (id, event, act) => byId(id).addEventListener(event, act);
  on("search", "input", runSearch);
  on("search", "focus", runSearch);
  on("search", "blur", () => showHits(""));
  on("search", "keydown", searchKey);
  on("canvas", "keydown", graphKey);
  on("zoom-in", "click", () => zoomBy(1.35));
  on("zoom-out", "click", () => zoomBy(1 / 1.35));
  on("zoom-fit", "click", frame);
  on("read", "click", () => go.read(state.reading === null ? firstText() : null));
  startPictures();
  addEventListener("beforeprint", beforePrint);
  addEventListener("afterprint", afterPrint);
  on("help", "click", () => byId("keys").showModal());
  on("link", "click", go.copyLink);
  on("overview", "click", () => go.start(byId("overview").getAttribute("aria-pressed") === "false"));
  on("all-times", "click", () => change({ period: null }));
  on("open-filters", "click", () => openFilters(!byId("body").classList.contains("with-filters")));
  on("skip", "click", (event) => (event.preventDefault(), byId("canvas").focus()));
  for (const button of document.querySelectorAll("[data-view]"))
    button.addEventListener("click", () => change({ view: button.dataset.view }, true));
  document.addEventListener("keydown", pageKey);
  addEventListener("popstate", () => (takeAddress(), show()));
  addEventListener("hashchange", () => "#" + address() !== (location.hash || "#") && (takeAddress(), show()));
  let turning = 0;
  addEventListener("resize", () => {
    clearTimeout(turning);
    turning = setTimeout(() => {
      showTimeline();
      if (!adapt()) return;
      map.box = map.dots = null;
      view.nodes.update(view.nodes.getIds().map((id) => ({ id, x: NODES[id].x, y: NODES[id].y })));
      frame();
    }, 150);
  });
}

/** For scripts and tests: where things are on the canvas, and what is on it. Reads only. */
const seen = {
  node: (key) => onScreen(BY_KEY.get(key)),
  edge(a, b) {
    const [from, to] = [BY_KEY.get(a).id, BY_KEY.get(b).id].sort((x, y) => x - y);
    const edge = EDGES.find((one) => one.from === from && one.to === to);
    const { edgeType } = view.network.body.edges[edge.id];
    const [cx, cy, reach] = from === to ? edgeType._getCircleData() : [];
    const { x, y } = view.network.body.view.translation;
    const turn = (share) => ({ x: cx + reach * Math.cos(4 * share), y: cy - reach * Math.sin(4 * share) });
    const spots = [0.5, 0.4, 0.6, 0.3, 0.7].map((share) =>
      from === to ? turn(share) : edgeType.getPoint(share),
    );
    const onCanvas = spots.map((spot) => ({ x: spot.x * view.scale + x, y: spot.y * view.scale + y }));
    return onCanvas.find((spot) => nodeAt(spot) === null && edgeAt(spot) === edge) || onCanvas[0];
  },
  facts: () => FACTS.filter((fact) => passed.facts[fact.index]).map((fact) => fact.id),
  sparql: () => sparqlOf(state, passed),
  shown: () => ({
    ...view.shown,
    labels: view.labelled.map(({ id, box }) => ({ key: NODES[id].key, box })),
    captions: view.captions,
    scale: view.scale,
  }),
  spots: () => view.nodes.getIds().map((id) => ({ key: NODES[id].key, ...onScreen(NODES[id]) })),
};

/** Start the page: take the address, draw, listen. */
export async function startPage() {
  whenChanged(showPage);
  window.kgPage = Object.freeze(seen);
  startTheme();
  takeAddress();
  view.passed = passed;
  view.changed = showNotes;
  startTimeline();
  startMap();
  showPanel(); // before the drawing takes its proportions from the room that is left
  await startDrawing({
    node: (id) => go.node(id),
    edge: go.edge,
    community: go.community,
    ground: go.ground,
    focus: (id) => go.focus(id, 1),
  });
  listen();
  show(true);
  document.fonts.ready.then(() => view.network.redraw());
  document.documentElement.dataset.ready = "true";
}
