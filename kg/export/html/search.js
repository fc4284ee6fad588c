// Search: the box over names, other names, sentences, titles and whatever else the documents say.

import { state } from "./address.js";
import { change, passed, uncovered } from "./change.js";
import {
  computed,
  corrected,
  findDocuments,
  findNodes,
  findSentences,
  noFilters,
  ruler,
  sift,
} from "./data.js";
import { go } from "./go.js";
import { docName, icon } from "./parts.js";
import { showTable } from "./table.js";
import { byId, el, name, plural, short } from "./text.js";

const search = { hits: [], at: -1 };
computed(() => Object.assign(search, { hits: [], at: -1 }));

export function runSearch() {
  const query = byId("search").value;
  const nodes = findNodes(query, 8).map((hit) => ({ ...hit, kind: "node" }));
  search.hits = nodes.length < 8 ? [...nodes, ...textHits(query)] : nodes;
  const other = search.hits.length || !query.trim() ? null : corrected(query);
  if (other) search.hits = textHits(other);
  search.at = search.hits.length ? 0 : -1;
  showHits(query);
  if (state.view !== "graph") showTable(state.view, passed, query, go);
}

/** What the documents say: sentences of facts, then documents. */
function textHits(query) {
  const sentences = findSentences(query, 5).map((hit) => ({ ...hit, kind: "sentence" }));
  const documents = findDocuments(query, 5).map((hit) => ({ ...hit, kind: "document" }));
  return [...sentences, ...documents];
}

function hitRow(hit, index) {
  const about = {
    role: "option",
    id: "hit-" + index,
    "aria-selected": String(index === search.at),
    mousedown: (event) => event.preventDefault(),
    click: () => choose(index),
  };
  if (hit.kind === "sentence")
    return el(
      "li",
      { ...about, class: "sentence" },
      el(
        "span",
        { class: "words" },
        el("bdi", {}, short(ruler(hit.claim.document).slice(...hit.claim.sentence), 150)),
      ),
      el("span", { class: "quiet" }, "sentence"),
    );
  if (hit.kind === "document")
    return el(
      "li",
      { ...about, class: "sentence" },
      el(
        "span",
        { class: "words" },
        name(docName(hit.document), 60),
        hit.around &&
          el("span", { class: "quiet" }, " … ", el("bdi", {}, short(hit.around.replace(/\s+/g, " "), 110))),
      ),
      el("span", { class: "quiet" }, "document"),
    );
  const { node, alias } = hit;
  return el(
    "li",
    about,
    icon(node.group, node.concept),
    el(
      "span",
      { class: "words" },
      name(node.label, 70),
      alias && el("span", { class: "quiet" }, " also ", name(alias, 40)),
    ),
    el(
      "span",
      { class: "quiet" },
      passed.nodes[node.id] ? plural(node.facts.length, "fact") : "filtered out",
    ),
  );
}

export function showHits(query) {
  const list = byId("hits");
  const open = query.trim() !== "" && document.activeElement === byId("search");
  list.hidden = !open;
  list.replaceChildren(
    ...(search.hits.length ? search.hits.map(hitRow) : [el("li", { class: "none" }, "Nothing found.")]),
  );
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
  if (hit.kind === "document") return go.document(hit.document, hit.words ? { words: hit.words } : {});
  if (hit.kind === "sentence") return go.fact(hit.fact);
  if (!sift({ ...state, ...uncovered(hit.node.id) }).nodes[hit.node.id]) change(noFilters());
  go.node(hit.node.id);
}

export function searchKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && search.hits.length) {
    event.preventDefault();
    search.at = (search.at + step + search.hits.length) % search.hits.length;
    showHits(byId("search").value);
  } else if (event.key === "Enter") choose(search.at);
  else if (event.key === "Escape") {
    if (!byId("search").value && state.pathFrom !== null) change({ pathFrom: null });
    byId("search").value = "";
    runSearch();
    byId("search").blur();
  }
}
