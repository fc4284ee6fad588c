// Address: the one state of the page, and the part of the address that holds it.

import {
  BY_KEY,
  CONCEPT,
  CONFLICTING,
  DOCUMENTS,
  FACETS,
  FIRSTS,
  FIRST_HIDDEN,
  NODES,
  between,
  firstFilters,
  isFirst,
} from "./data.js";
import { dayText, firstDay, lastDay } from "./dates.js";
import { say } from "./say.js";
import { fold, short } from "./text.js";

export const state = {
  view: "graph",
  pick: null,
  ...firstFilters(),
  color: "type",
  pathFrom: null,
  reading: null,
};

/** The link that others get to what the page shows; a page that corrects gives them another one. */
export const links = { here: () => location.href };

/** The state as the part of the address behind '#'. */
export function address() {
  const query = new URLSearchParams();
  if (state.view !== "graph") query.set("view", state.view);
  const { pick } = state;
  if (pick) {
    const key = (id) => NODES[id].key;
    if (pick.kind === "node") query.set("node", key(pick.node));
    const ends = { edge: "between", path: "path" }[pick.kind];
    for (const id of ends ? [pick.a, pick.b] : []) query.append(ends, key(id));
    if (pick.kind === "document") query.set("document", DOCUMENTS[pick.document].id);
    if (pick.at && pick.at.claim) query.set("claim", pick.at.claim);
    if (pick.at && pick.at.words) query.set("words", pick.at.words);
    if (pick.at && pick.at.node !== undefined) query.set("mentions", key(pick.at.node));
  }
  if (state.focus) {
    query.set("focus", state.focus.steps);
    query.set("of", NODES[state.focus.node].key);
    for (const id of state.focus.more) query.append("expand", NODES[id].key);
  }
  for (const [facet, values] of Object.entries(FACETS)) {
    const hidden = state.hidden[facet];
    if (FIRSTS.includes(facet) && isFirst(state)) continue;
    const only = hidden.size * 2 > values.length;
    const listed = [...values.keys()].filter((index) => hidden.has(index) !== only);
    for (const index of listed) query.append((only ? "only-" : "hide-") + facet, values[index]);
    if (only && !listed.length) query.append("only-" + facet, "");
  }
  if (state.least) query.set("confidence", Math.round(state.least * 100));
  if (state.degree) query.set("degree", state.degree);
  if (state.period) {
    const [from, to] = state.period.map(dayText);
    if (from) query.set("from", from);
    if (to) query.set("to", to);
    if (state.undated) query.set("undated", "1");
  }
  if (state.conflicting) query.set("conflicting", "1");
  if (FIRSTS.some((facet) => FIRST_HIDDEN[facet].size) && !isFirst(state) && !filters(query))
    query.set("all-types", "1");
  if (state.color !== "type") query.set("color", state.color);
  if (state.reading !== null) query.set("read", DOCUMENTS[state.reading].id);
  return query.toString();
}

/** True when an address filters; one that does says it all, one that does not opens as the page does. */
function filters(query) {
  return [...query.keys()].some((key) =>
    /^(hide|only|all)-|^(confidence|degree|from|to|focus|conflicting)$/.test(key),
  );
}

/** Take the state from the address; what it names and the graph lacks is reported, not an error. */
export function takeAddress(hash = location.hash) {
  const query = new URLSearchParams(hash.replace(/^#/, ""));
  const missing = [];
  const node = (key) => BY_KEY.get(key) || (missing.push(key), null);
  const doc = DOCUMENTS.findIndex((one) => one.id === query.get("document"));
  const pair = (key) => {
    const found = query.getAll(key).map(node);
    return found.length === 2 && found.every(Boolean) ? { a: found[0].id, b: found[1].id } : null;
  };
  state.view = ["entities", "facts"].includes(query.get("view")) ? query.get("view") : "graph";
  state.pick = null;
  if (query.has("node"))
    state.pick = ((found) => found && { kind: "node", node: found.id })(node(query.get("node")));
  for (const [kind, key] of [
    ["edge", "between"],
    ["path", "path"],
  ]) {
    const ends = query.has(key) && pair(key);
    if (ends) state.pick = { kind, ...ends };
  }
  if (doc >= 0) {
    const about = query.has("mentions") ? node(query.get("mentions")) : null;
    const words = query.get("words");
    state.pick = {
      kind: "document",
      document: doc,
      at: query.has("claim")
        ? { claim: query.get("claim") }
        : about
          ? { node: about.id }
          : words
            ? { words: fold(words) }
            : {},
    };
  }
  const steps = Number(query.get("focus"));
  const centre = [1, 2, 3].includes(steps) ? node(query.get("of")) : null;
  const more = centre
    ? query
        .getAll("expand")
        .map(node)
        .filter(Boolean)
        .map(({ id }) => id)
    : [];
  state.focus = centre ? { node: centre.id, steps, more } : null;
  state.hidden = Object.fromEntries(Object.keys(FACETS).map((facet) => [facet, hiddenFrom(query, facet)]));
  if (!filters(query) && !asksForConcept()) state.hidden.type = new Set(FIRST_HIDDEN.type);
  if (!filters(query) && !asksForOpen()) state.hidden.kind = new Set(FIRST_HIDDEN.kind);
  state.least = Math.min(1, Math.max(0, Number(query.get("confidence")) / 100 || 0));
  state.degree = Math.max(0, Math.floor(Number(query.get("degree")) || 0));
  const period = [firstDay(query.get("from") || ""), lastDay(query.get("to") || "")];
  state.period = period.some((day) => day !== null) ? period : null;
  state.undated = query.get("undated") === "1";
  state.conflicting = query.get("conflicting") === "1" && CONFLICTING;
  const read = DOCUMENTS.findIndex((one) => one.id === query.get("read"));
  state.reading = read >= 0 ? read : null;
  state.color = query.get("color") === "community" ? "community" : "type";
  if (missing.length) say(`Not in this graph: ${short(missing.join(", "), 80)}`, true);
}

/** True when the address names a concept: what somebody links to must be there. */
function asksForConcept() {
  const { node, a, b } = state.pick || {};
  return [node, a, b].some((id) => id !== undefined && NODES[id].group === CONCEPT);
}

/** True when the address names a line or a path that has no typed fact. */
function asksForOpen() {
  const { kind, a, b } = state.pick || {};
  return kind === "path" || (kind === "edge" && !between(a, b).some((fact) => fact.kind === 0));
}

function hiddenFrom(query, facet) {
  const values = FACETS[facet];
  const listed = (word) => new Set(query.getAll(word + facet));
  const [hide, only] = [listed("hide-"), listed("only-")];
  return new Set(
    [...values.keys()].filter((index) => hide.has(values[index]) || (only.size && !only.has(values[index]))),
  );
}
