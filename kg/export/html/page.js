// Page: the one state, its address, the filters, the search box and the keys.

const state = {
  view: "graph",
  pick: null,
  hidden: nothingHidden(),
  least: 0,
  focus: null,
  color: "type",
  pathFrom: null,
};
let passed = sift(state);
const byId = (id) => document.getElementById(id);

// ---- The address -------------------------------------------------------------------------------

/** The state as the part of the address behind '#'. */
function address() {
  const query = new URLSearchParams();
  if (state.view !== "graph") query.set("view", state.view);
  const { pick } = state;
  if (pick) {
    const key = (id) => NODES[id].key;
    if (pick.kind === "node") query.set("node", key(pick.node));
    if (pick.kind === "edge") query.set("between", key(pick.a)), query.append("between", key(pick.b));
    if (pick.kind === "path") query.set("path", key(pick.a)), query.append("path", key(pick.b));
    if (pick.kind === "document") query.set("document", DOCUMENTS[pick.document].id);
    if (pick.at && pick.at.claim) query.set("claim", pick.at.claim);
    if (pick.at && pick.at.node !== undefined) query.set("mentions", key(pick.at.node));
  }
  if (state.focus) query.set("focus", state.focus.steps), query.set("of", NODES[state.focus.node].key);
  for (const [facet, values] of Object.entries(FACETS)) {
    const hidden = state.hidden[facet];
    const only = hidden.size * 2 > values.length;
    const listed = [...values.keys()].filter((index) => hidden.has(index) !== only);
    for (const index of listed) query.append((only ? "only-" : "hide-") + facet, values[index]);
    if (only && !listed.length) query.append("only-" + facet, "");
  }
  if (state.least) query.set("confidence", Math.round(state.least * 100));
  if (state.color !== "type") query.set("color", state.color);
  return query.toString();
}

/** Take the state from the address; what it names and the graph lacks is reported, not an error. */
function takeAddress() {
  const query = new URLSearchParams(location.hash.slice(1));
  const missing = [];
  const node = (key) => BY_KEY.get(key) || (missing.push(key), null);
  const doc = DOCUMENTS.findIndex((one) => one.id === query.get("document"));
  const pair = (key) => {
    const found = query.getAll(key).map(node);
    return found.length === 2 && found.every(Boolean) ? { a: found[0].id, b: found[1].id } : null;
  };
  state.view = ["entities", "facts"].includes(query.get("view")) ? query.get("view") : "graph";
  state.pick = null;
  if (query.has("node")) state.pick = ((found) => found && { kind: "node", node: found.id })(node(query.get("node")));
  for (const [kind, key] of [["edge", "between"], ["path", "path"]]) {
    const ends = query.has(key) && pair(key);
    if (ends) state.pick = { kind, ...ends };
  }
  if (doc >= 0) {
    const about = query.has("mentions") ? node(query.get("mentions")) : null;
    state.pick = { kind: "document", document: doc, at: query.has("claim") ? { claim: query.get("claim") } : about ? { node: about.id } : {} };
  }
  const steps = Number(query.get("focus"));
  const centre = [1, 2, 3].includes(steps) ? node(query.get("of")) : null;
  state.focus = centre ? { node: centre.id, steps } : null;
  state.hidden = Object.fromEntries(Object.keys(FACETS).map((facet) => [facet, hiddenFrom(query, facet)]));
  state.least = Math.min(1, Math.max(0, Number(query.get("confidence")) / 100 || 0));
  state.color = query.get("color") === "community" ? "community" : "type";
  if (missing.length) say(`Not in this graph: ${short(missing.join(", "), 80)}`, true);
}

function hiddenFrom(query, facet) {
  const values = FACETS[facet];
  const listed = (word) => new Set(query.getAll(word + facet));
  const [hide, only] = [listed("hide-"), listed("only-")];
  return new Set([...values.keys()].filter((index) => hide.has(values[index]) || (only.size && !only.has(values[index]))));
}

// ---- Changing and showing ----------------------------------------------------------------------

/** Change the state and show it. `step` makes a new entry for Back; filters replace the current one. */
function change(part, step = false) {
  Object.assign(state, part);
  const hash = "#" + address();
  if (hash !== (location.hash || "#")) {
    if (step) history.pushState(null, "", hash);
    else history.replaceState(null, "", hash);
  }
  show();
}

function show(opening = false) {
  passed = sift(state);
  view.passed = passed;
  view.colorBy = state.color;
  showBar();
  showFilters();
  showPanel();
  showLight();
  const graph = state.view === "graph";
  byId("stage").hidden = !graph;
  byId("tables").hidden = graph;
  if (graph) refresh();
  else showTable(state.view, passed, byId("search").value, go);
  showNotes();
  if (!opening || !graph) return;
  if (view.lit) fit([...view.lit].map((id) => NODES[id]), 1.2);
  else frame();
}

function showBar() {
  const { nodeCount, factCount } = passed;
  const all = nodeCount === NODES.length && factCount === FACTS.length;
  byId("counts").textContent = all
    ? `${plural(NODES.length, "entity", "entities")} · ${plural(FACTS.length, "fact")} · ${plural(DOCUMENTS.length, "document")}`
    : `${nodeCount.toLocaleString("en")} of ${plural(NODES.length, "entity", "entities")} · ${factCount.toLocaleString("en")} of ${plural(FACTS.length, "fact")}`;
  for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
}

const go = {
  node(id) {
    if (state.pathFrom !== null && state.pathFrom !== id) {
      const a = state.pathFrom;
      change({ pathFrom: null, view: "graph", pick: { kind: "path", a, b: id } }, true);
    } else change({ pick: { kind: "node", node: id }, pathFrom: null }, true);
    reveal();
  },
  edge: (edge) => change({ pick: { kind: "edge", a: edge.from, b: edge.to } }, true),
  fact(fact) {
    if (fact.object === null) return go.node(fact.subject);
    change({ pick: { kind: "edge", a: fact.subject, b: fact.object } }, true);
    reveal();
    const block = document.querySelector(`[data-fact="${CSS.escape(fact.id)}"]`);
    if (block) block.scrollIntoView({ block: "nearest" });
  },
  document: (doc, at) => change({ pick: { kind: "document", document: doc, at } }, true),
  focus(id, steps) {
    change({ focus: steps ? { node: id, steps } : null }, true);
    frame();
  },
  pathFrom(id) {
    change({ pathFrom: id, view: "graph" });
    say(`Path from ${NODES[id].label}: now pick the other end, in the drawing or by searching.`, true);
  },
  ground() {
    if (state.pathFrom !== null) change({ pathFrom: null });
    else if (state.pick) change({ pick: null }, true);
  },
  close() {
    change({ pick: null, pathFrom: null }, true);
    byId("canvas").focus({ preventScroll: true });
  },
  copyLink() {
    const done = () => say("Link copied.", true);
    const failed = () => say("Copy the link from the address line.", true);
    if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(done, failed);
    else failed();
  },
};

function say(text, seen = false) {
  byId("status").textContent = text;
  if (!seen) return;
  byId("hint").textContent = text;
  byId("hint").classList.add("strong");
}

let panelKey = "";
/** Show what is picked; scroll to the top, or in a document to the sentence. */
function showPanel() {
  const panel = byId("panel");
  const { pick } = state;
  const wasOpen = !panel.hidden;
  const key = JSON.stringify(pick);
  const top = key === panelKey ? panel.scrollTop : 0;
  panel.hidden = !pick;
  byId("body").classList.toggle("with-panel", Boolean(pick));
  panel.classList.toggle("reading", Boolean(pick && pick.kind === "document"));
  panel.replaceChildren(...(pick ? el("div", {}, cardOf(pick)).childNodes : []));
  panel.scrollTop = top;
  if (pick && pick.kind === "document" && key !== panelKey) {
    const here = byId("here") || panel.querySelector("mark");
    if (here) here.scrollIntoView({ block: "center" });
  }
  if (pick && key !== panelKey) say(panel.querySelector("h2").textContent + ": " + panel.querySelector(".kind").textContent);
  panelKey = key;
  if (wasOpen === panel.hidden && view.network) keepCentre();
}

function cardOf(pick) {
  if (pick.kind === "node") return nodeCard(pick.node, passed, state, go);
  if (pick.kind === "edge") return edgeCard(pick.a, pick.b, passed, go);
  if (pick.kind === "document") return reader(pick.document, pick.at || {}, go);
  return pathCard(pick.a, pick.b, pathNow(pick), passed, go);
}

function pathNow(pick) {
  return shortest(pick.a, pick.b, (fact) => passed.facts[fact.index]);
}

/** The panel takes room from the drawing: keep the drawing's middle in its middle. */
function keepCentre() {
  const position = view.network.getViewPosition();
  const scale = view.network.getScale();
  view.network.setSize("100%", "100%");
  view.network.moveTo({ position, scale });
}

/** Light what is picked: an entity with its neighbours, a line with its ends, a path. */
function showLight() {
  const { pick } = state;
  if (!pick) return light(null, null, null);
  if (pick.kind === "document") return lightDocument(pick.at || {});
  if (pick.kind === "edge") {
    const ends = new Set([pick.a, pick.b]);
    const lines = EDGES.filter((edge) => ends.has(edge.from) && ends.has(edge.to) && (edge.from !== edge.to || pick.a === pick.b));
    return light(ends, new Set(lines.map((edge) => edge.id)), ends);
  }
  const passes = (fact) => passed.facts[fact.index];
  if (pick.kind === "node") {
    const lines = new Set(NODES[pick.node].facts.filter((fact) => fact.edge && passes(fact)).map((fact) => fact.edge.id));
    return light(around(pick.node, 1, passes), lines, new Set([pick.node]));
  }
  const path = pathNow(pick) || [pick.a, pick.b];
  const lines = path.slice(1).flatMap((id, i) => between(path[i], id).map((fact) => fact.edge.id));
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

/** Bring what is picked into the window if it is not in it. */
function reveal() {
  if (state.view !== "graph" || !state.pick) return;
  const { node, a, b, kind } = state.pick;
  const ids = kind === "node" ? [node] : kind === "path" ? pathNow(state.pick) || [a, b] : kind === "edge" ? [a, b] : [];
  const box = windowBox(-0.06);
  const out = ids.some((id) => NODES[id].x < box.left || NODES[id].x > box.right || NODES[id].y < box.top || NODES[id].y > box.bottom);
  if (ids.length > 1 && out) fit(ids.map((id) => NODES[id]));
  else if (ids.length === 1 && (out || view.network.getScale() < 0.35)) moveTo({ x: NODES[node].x, y: NODES[node].y }, Math.max(0.7, view.network.getScale()));
}

/** Show everything that the filters let through. */
function frame() {
  fit(NODES.filter((node) => passed.nodes[node.id]));
}

/** Lines above the drawing: focus, the choice of a path, and what is not shown. */
function showNotes() {
  const notes = [];
  const note = (text, undo) => notes.push(el("p", { class: "note-line" }, ...text, undo && el("button", { type: "button", class: "link", click: undo[1] }, undo[0])));
  if (state.focus) {
    note([`Within ${plural(state.focus.steps, "step")} of `, name(NODES[state.focus.node].label, 50)], ["show all", () => go.focus(0, 0)]);
  }
  if (state.pathFrom !== null) note(["Path from ", name(NODES[state.pathFrom].label, 50), ": pick the other end"], ["cancel", () => change({ pathFrom: null })]);
  const { nodes, of, edges, ofEdges } = view.shown;
  if (nodes < of) note([`Showing the ${nodes} most important of ${plural(of, "entity", "entities")} here; zoom in or search for more`]);
  if (edges < ofEdges) note([`Showing ${edges.toLocaleString("en")} of ${plural(ofEdges, "line")}`]);
  if (!NODES.length) note(["No entities were found in the documents, so there is nothing to draw."]);
  else if (!passed.nodeCount) note(["The filters hide every entity."], ["reset", reset]);
  byId("notes").replaceChildren(...notes);
}

// ---- Filters, which are the legend -------------------------------------------------------------

const TITLES = { type: "Entities", status: "Lines: how it is stated", relation: "Relations", document: "Documents" };
const SHORT_LIST = 9;
const opened = new Set();

function reset() {
  change({ hidden: nothingHidden(), least: 0, focus: null, pathFrom: null });
}

function toggle(facet, index, on) {
  const hidden = new Set(state.hidden[facet]);
  if (on) hidden.delete(index);
  else hidden.add(index);
  change({ hidden: { ...state.hidden, [facet]: hidden } });
}

function only(facet, index) {
  const rest = new Set([...FACETS[facet].keys()].filter((one) => one !== index && (TOTALS[facet][one] || facet === "document")));
  change({ hidden: { ...state.hidden, [facet]: rest } });
}

/** Counts without any filter: their order is the order of long lists, and 0 is not listed. */
const TOTALS = sift({ hidden: nothingHidden(), least: 0, focus: null }).counts;

function facetOrder(facet) {
  const listed = [...FACETS[facet].keys()].filter((index) => TOTALS[facet][index] > 0 || facet === "document");
  if (facet === "status") return listed;
  return listed.sort((a, b) => TOTALS[facet][b] - TOTALS[facet][a] || a - b);
}

function facetIcon(facet, index) {
  if (facet === "type") return icon(index, TYPES[index] === "Concept", state.color === "community" ? "var(--soft)" : null);
  return facet === "status" ? lineIcon(strokeOf(index)) : null;
}

function facetWords(facet, index) {
  if (facet === "status") return LEGEND_WORDS[STATUSES[index]];
  return facet === "document" ? docName(index) : FACETS[facet][index];
}

function facetRow(facet, index) {
  const on = !state.hidden[facet].has(index);
  const words = facetWords(facet, index);
  const box = el("input", { type: "checkbox", change: (event) => toggle(facet, index, event.currentTarget.checked) });
  box.checked = on;
  return el(
    "li",
    { "data-facet": facet, "data-value": FACETS[facet][index], class: on ? "" : "off" },
    el("label", {}, box, facetIcon(facet, index), el("span", { class: "words" }, name(words, 60))),
    el("button", { type: "button", class: "link only", "aria-label": "Only " + short(words, 60), click: () => only(facet, index) }, "only"),
    el("span", { class: "count" }, passed.counts[facet][index].toLocaleString("en")),
  );
}

function facetBlock(facet) {
  const order = facetOrder(facet);
  if (!order.length || (facet === "document" && order.length < 2)) return null;
  const all = opened.has(facet) || order.length <= SHORT_LIST + 2;
  const unhide = () => change({ hidden: { ...state.hidden, [facet]: new Set() } });
  const flip = () => (opened.has(facet) ? opened.delete(facet) : opened.add(facet), showFilters());
  return el(
    "section",
    {},
    el("h2", {}, TITLES[facet], state.hidden[facet].size > 0 && el("button", { type: "button", class: "link", click: unhide }, "all")),
    el("ul", {}, (all ? order.slice(0, 400) : order.slice(0, SHORT_LIST)).map((index) => facetRow(facet, index))),
    order.length > SHORT_LIST + 2 && el("button", { type: "button", class: "link more", click: flip }, all ? "Show fewer" : `Show all ${order.length}`),
    order.length > 400 && all && el("p", { class: "quiet" }, `The first 400 are listed; search finds the other ${order.length - 400}.`),
  );
}

function leastBlock() {
  const input = el("input", { type: "range", min: 0, max: 100, step: 5, id: "least", "aria-label": "Confidence at least, in percent", change: (event) => change({ least: event.currentTarget.value / 100 }) });
  input.value = Math.round(state.least * 100);
  const output = el("span", { class: "count" }, input.value + " %");
  input.addEventListener("input", () => (output.textContent = input.value + " %"));
  return el("section", {}, el("h2", {}, "Confidence at least ", output), input);
}

function colorBlock() {
  const button = (kind, words) => el("button", { type: "button", "aria-pressed": String(state.color === kind), click: () => change({ color: kind }) }, words);
  return el("section", { class: "colors" }, el("span", { class: "segments", role: "group", "aria-label": "Colour by" }, el("span", {}, "Colour"), button("type", "type"), button("community", "community")), state.color === "community" && communityList());
}

/** The largest communities, named by their most important entity. */
function communityList() {
  const members = new Map();
  for (const node of RANKED) {
    if (!members.has(node.community)) members.set(node.community, []);
    members.get(node.community).push(node);
  }
  const large = [...members.entries()].filter(([, nodes]) => nodes.length > 2).sort((a, b) => b[1].length - a[1].length).slice(0, 12);
  return el("ul", { class: "communities" }, large.map(([community, nodes]) => {
    const dot = el("i", { class: "dot" });
    dot.style.background = communityColor(community);
    const show = () => (change({ view: "graph" }), fit(nodes));
    return el("li", {}, el("button", { type: "button", class: "link", click: show }, dot, name(nodes[0].label, 40)), el("span", { class: "count" }, String(nodes.length)));
  }));
}

function showFilters() {
  const box = byId("filters");
  const focused = document.activeElement;
  const spot = box.contains(focused) ? [...box.querySelectorAll("button, input")].indexOf(focused) : -1;
  const top = box.scrollTop;
  const filtered = passed.nodeCount < NODES.length || passed.factCount < FACTS.length || state.least > 0;
  box.replaceChildren(
    ...[
      ...["type", "status"].map(facetBlock),
      FACTS.length ? leastBlock() : null,
      ...["relation", "document"].map(facetBlock),
      NODES.length ? colorBlock() : null,
      el("p", { class: "reset" }, el("button", { type: "button", id: "reset", disabled: !filtered, click: reset }, "Reset filters")),
    ].filter(Boolean),
  );
  box.scrollTop = top;
  if (spot >= 0) box.querySelectorAll("button, input")[spot]?.focus();
}

// ---- Search ------------------------------------------------------------------------------------

const search = { hits: [], at: -1 };

function runSearch() {
  const query = byId("search").value;
  const nodes = findNodes(query, 8).map((hit) => ({ ...hit, kind: "node" }));
  const sentences = nodes.length < 8 ? findSentences(query, 5).map((hit) => ({ ...hit, kind: "sentence" })) : [];
  search.hits = [...nodes, ...sentences];
  search.at = search.hits.length ? 0 : -1;
  showHits(query);
  if (state.view !== "graph") showTable(state.view, passed, query, go);
}

function hitRow(hit, index) {
  const about = { role: "option", id: "hit-" + index, "aria-selected": String(index === search.at), mousedown: (event) => event.preventDefault(), click: () => choose(index) };
  if (hit.kind === "sentence") return el("li", { ...about, class: "sentence" }, el("span", { class: "words" }, el("bdi", {}, short(ruler(hit.claim.document).slice(...hit.claim.sentence), 150))), el("span", { class: "quiet" }, "sentence"));
  const { node, alias } = hit;
  return el("li", about, icon(node.group, node.concept), el("span", { class: "words" }, name(node.label, 70), alias && el("span", { class: "quiet" }, " also ", name(alias, 40))), el("span", { class: "quiet" }, passed.nodes[node.id] ? plural(node.facts.length, "fact") : "filtered out"));
}

function showHits(query) {
  const list = byId("hits");
  const open = query.trim() !== "" && document.activeElement === byId("search");
  list.hidden = !open;
  list.replaceChildren(...(search.hits.length ? search.hits.map(hitRow) : [el("li", { class: "none" }, "Nothing found.")]));
  byId("search").setAttribute("aria-expanded", String(open));
  if (search.at >= 0 && open) byId("search").setAttribute("aria-activedescendant", "hit-" + search.at);
  else byId("search").removeAttribute("aria-activedescendant");
  const row = list.children[search.at];
  if (row && open) row.scrollIntoView({ block: "nearest" });
}

function choose(index) {
  const hit = search.hits[index];
  if (!hit) return;
  byId("search").value = "";
  byId("search").blur();
  showHits("");
  if (hit.kind === "sentence") return go.fact(hit.fact);
  if (!passed.nodes[hit.node.id]) change({ hidden: nothingHidden(), least: 0, focus: null });
  go.node(hit.node.id);
}

function searchKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && search.hits.length) {
    event.preventDefault();
    search.at = (search.at + step + search.hits.length) % search.hits.length;
    showHits(byId("search").value);
  } else if (event.key === "Enter") choose(search.at);
  else if (event.key === "Escape") {
    byId("search").value = "";
    runSearch();
    byId("search").blur();
  }
}

// ---- Keys, theme, start ------------------------------------------------------------------------

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

function zoomBy(factor) {
  moveTo(view.network.getViewPosition(), view.network.getScale() * factor);
}

function pageKey(event) {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type === "text";
  if (event.key === "/" && !typing) {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "?" && !typing) byId("keys").showModal();
  else if (event.key === "Escape" && !typing && !byId("keys").open) {
    if (byId("body").classList.contains("with-filters")) openFilters(false);
    else if (state.pathFrom !== null) change({ pathFrom: null });
    else if (state.pick) go.close();
  }
}

function openFilters(on) {
  byId("body").classList.toggle("with-filters", on);
  byId("open-filters").setAttribute("aria-expanded", String(on));
}

/** Memory that may be missing: pages from a file sometimes have none. */
function remember(theme) {
  try {
    if (theme) localStorage.setItem("kg-theme", theme);
    return localStorage.getItem("kg-theme");
  } catch {
    return null;
  }
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  if (!view.network) return;
  readColors();
  view.network.redraw();
}

function startTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const wanted = () => remember() || (system.matches ? "dark" : "light");
  setTheme(wanted());
  system.addEventListener("change", () => setTheme(wanted()));
  byId("theme").addEventListener("click", () => {
    const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    remember(theme);
    setTheme(theme);
  });
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
  on("picture", "click", () => (state.view === "graph" ? savePicture() : (change({ view: "graph" }), savePicture())));
  on("help", "click", () => byId("keys").showModal());
  on("open-filters", "click", () => openFilters(!byId("body").classList.contains("with-filters")));
  on("skip", "click", (event) => (event.preventDefault(), byId("canvas").focus()));
  for (const button of document.querySelectorAll("[data-view]")) button.addEventListener("click", () => change({ view: button.dataset.view }, true));
  document.addEventListener("keydown", pageKey);
  addEventListener("popstate", () => (takeAddress(), show()));
  addEventListener("hashchange", () => "#" + address() !== (location.hash || "#") && (takeAddress(), show()));
  let turning = 0;
  addEventListener("resize", () => {
    clearTimeout(turning);
    turning = setTimeout(() => {
      if (!adapt()) return;
      view.nodes.update(view.nodes.getIds().map((id) => ({ id, x: NODES[id].x, y: NODES[id].y })));
      frame();
    }, 150);
  });
}

/** For scripts and tests: where things are on the canvas, and what is on it. Reads only. */
window.kgPage = Object.freeze({
  node: (key) => onScreen(BY_KEY.get(key)),
  edge(a, b) {
    const [from, to] = [BY_KEY.get(a).id, BY_KEY.get(b).id].sort((x, y) => x - y);
    const edge = EDGES.find((one) => one.from === from && one.to === to);
    const { edgeType } = view.network.body.edges[edge.id];
    const [cx, cy, reach] = from === to ? edgeType._getCircleData() : [];
    const middle = from === to ? { x: cx + reach, y: cy } : edgeType.getPoint(0.5);
    const { x, y } = view.network.body.view.translation;
    return { x: middle.x * view.scale + x, y: middle.y * view.scale + y };
  },
  shown: () => ({ ...view.shown, labels: view.labelled.map(({ id, box }) => ({ key: NODES[id].key, box })), scale: view.scale }),
});

startTheme();
takeAddress();
view.passed = passed;
view.changed = showNotes;
startDrawing({ node: (id) => go.node(id), edge: go.edge, ground: go.ground, focus: (id) => go.focus(id, 1) });
listen();
show(true);
document.fonts.ready.then(() => view.network.redraw());
document.documentElement.dataset.ready = "true";
