// Filters: the legend, which is the filter.

import { state } from "./address.js";
import { change, passed, toggle } from "./change.js";
import {
  COMMUNITIES,
  CONFLICTING,
  FACETS,
  FACTS,
  KINDS,
  KIND_WORDS,
  LEGEND_WORDS,
  NODES,
  RELATIONS,
  REST,
  STATUSES,
  TYPES,
  computed,
  firstFilters,
  isFirst,
  noFilters,
  sift,
  strokeOf,
} from "./data.js";
import { dayText, firstDay, lastDay } from "./dates.js";
import { go } from "./go.js";
import { docName, icon, lineIcon } from "./parts.js";
import { say } from "./say.js";
import { byId, el, fold, name, plural, short } from "./text.js";
import { timeline } from "./timeline.js";
import { communityColor } from "./view.js";

const sought = { kind: "", type: "", status: "", relation: "", document: "" };
const TITLES = {
  kind: "Facts",
  type: "Entities",
  status: "Lines: how it is stated",
  relation: "Relations",
  document: "Documents",
};
const SHORT_LIST = 9;
const opened = new Set();

export function reset() {
  change({ ...firstFilters(), pathFrom: null });
}

function only(facet, index) {
  const rest = new Set(
    [...FACETS[facet].keys()].filter((one) => one !== index && (TOTALS[facet][one] || facet === "document")),
  );
  change({ hidden: { ...state.hidden, [facet]: rest } });
}

/** Counts without any filter: the order of long lists, after what the other filters leave; 0 is not listed. */
let TOTALS;
computed(() => (TOTALS = sift(noFilters()).counts));

function facetOrder(facet) {
  const listed = [...FACETS[facet].keys()].filter(
    (index) => TOTALS[facet][index] > 0 || facet === "document",
  );
  if (facet === "status" || facet === "kind") return listed;
  const now = passed.counts[facet];
  return listed.sort((a, b) => (now[b] > 0) - (now[a] > 0) || TOTALS[facet][b] - TOTALS[facet][a] || a - b);
}

function facetIcon(facet, index) {
  if (facet === "type")
    return icon(index, TYPES[index] === "Concept", state.color === "community" ? "var(--soft)" : null);
  return facet === "status" ? lineIcon(strokeOf(index)) : null;
}

function facetWords(facet, index) {
  if (facet === "kind") return KIND_WORDS[KINDS[index]];
  if (facet === "status") return LEGEND_WORDS[STATUSES[index]];
  if (facet === "relation") return RELATIONS[index].words;
  return facet === "document" ? docName(index) : FACETS[facet][index];
}

/** What a value is found by: its words, and the name that addresses and files have for it. */
function facetNames(facet, index) {
  return fold(facetWords(facet, index) + "\n" + FACETS[facet][index]);
}

function facetRow(facet, index) {
  const on = !state.hidden[facet].has(index);
  const words = facetWords(facet, index);
  const box = el("input", {
    type: "checkbox",
    change: (event) => toggle(facet, index, event.currentTarget.checked),
  });
  box.checked = on;
  return el(
    "li",
    {
      "data-facet": facet,
      "data-value": FACETS[facet][index],
      class: [!on && "off", !passed.counts[facet][index] && "none"].filter(Boolean).join(" "),
    },
    el("label", {}, box, facetIcon(facet, index), el("span", { class: "words" }, name(words, 60))),
    el(
      "button",
      {
        type: "button",
        class: "link only",
        "aria-label": "Only " + short(words, 60),
        click: () => only(facet, index),
      },
      "only",
    ),
    el("span", { class: "count" }, passed.counts[facet][index].toLocaleString("en")),
  );
}

function facetBlock(facet) {
  const order = facetOrder(facet);
  if (!order.length || (facet === "document" && order.length < 2)) return null;
  if (facet === "kind" && !TOTALS.kind[0]) return null;
  const long = order.length > SHORT_LIST + 2;
  const wanted = fold(sought[facet].trim());
  const found = wanted ? order.filter((index) => facetNames(facet, index).includes(wanted)) : order;
  const all = opened.has(facet) || !long || wanted;
  const most = all ? 400 : SHORT_LIST;
  const unhide = () => change({ hidden: { ...state.hidden, [facet]: new Set() } });
  const flip = () => (opened.has(facet) ? opened.delete(facet) : opened.add(facet), showFilters());
  return el(
    "section",
    {},
    el(
      "h2",
      {},
      TITLES[facet],
      state.hidden[facet].size > 0 && el("button", { type: "button", class: "link", click: unhide }, "all"),
    ),
    long && facetSearch(facet, order.length),
    el(
      "ul",
      {},
      found.slice(0, most).map((index) => facetRow(facet, index)),
    ),
    wanted && !found.length && el("p", { class: "quiet" }, "Nothing found."),
    long &&
      !wanted &&
      el(
        "button",
        { type: "button", class: "link more", click: flip },
        all ? "Show fewer" : `Show all ${order.length}`,
      ),
    found.length > most && all && el("p", { class: "quiet" }, `The first ${most} are listed.`),
  );
}

/** A box that looks for values of one facet, where there are many. */
function facetSearch(facet, count) {
  const what = { type: "types", status: "ways", relation: "relations", document: "documents" }[facet];
  const input = el("input", {
    type: "text",
    class: "find",
    placeholder: `Find among ${count} ${what}`,
    "aria-label": `Find ${what}`,
    "data-find": facet,
    input: (event) => ((sought[facet] = event.currentTarget.value), showFilters()),
  });
  input.value = sought[facet];
  return input;
}

/** Percentages that the slider offers: what the build keeps at least, which hides nothing, and more. */
let LEASTS;
computed(() => {
  const floor = Math.round(REST.about.least * 100);
  const step = floor >= 80 ? 1 : floor >= 50 ? 2 : 5;
  LEASTS = [...Array(101).keys()].filter(
    (least) => least === floor || (least > floor && (100 - least) % step === 0),
  );
});

function leastBlock() {
  if (LEASTS.length < 2) return null;
  const at = LEASTS.findLastIndex((least) => least <= Math.round(state.least * 100));
  return slider({
    id: "least",
    title: "Confidence at least",
    max: LEASTS.length - 1,
    value: Math.max(0, at),
    words: (value) => `${LEASTS[value]} %`,
    count: plural(passed.factCount, "fact"),
    act: (value) => change({ least: value ? LEASTS[value] / 100 : 0 }),
  });
}

/** Numbers of facts that the slider offers: 0 to 5, then in larger steps up to the largest hub. */
let DEGREES;
computed(() => {
  const most = NODES.reduce((highest, node) => Math.max(highest, node.facts.length), 0);
  DEGREES = [0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 1000, 2000, 5000].filter(
    (degree) => degree <= most,
  );
});

function degreeBlock() {
  if (DEGREES.length < 3) return null;
  const at = DEGREES.findLastIndex((degree) => degree <= state.degree);
  return slider({
    id: "degree",
    title: "Facts of an entity at least",
    max: DEGREES.length - 1,
    value: at,
    words: (value) => String(DEGREES[value]),
    count: plural(passed.nodeCount, "entity", "entities"),
    act: (value) => change({ degree: DEGREES[value] }),
  });
}

function slider({ id, title, max, value, words, count, act }) {
  const input = el("input", {
    type: "range",
    min: 0,
    max,
    step: 1,
    id,
    "aria-label": title,
    change: (event) => act(Number(event.currentTarget.value)),
  });
  input.value = value;
  const output = el("span", { class: "count" }, words(value));
  const tell = () => input.setAttribute("aria-valuetext", (output.textContent = words(Number(input.value))));
  input.addEventListener("input", tell);
  tell();
  return el(
    "section",
    {},
    el("h2", {}, title, output),
    input,
    value > 0 && el("p", { class: "quiet small-print" }, count),
  );
}

/** Only the facts that do not go together with another; not there where there is none. */
function conflictBlock() {
  if (!CONFLICTING) return null;
  const input = el("input", {
    type: "checkbox",
    id: "conflicting",
    change: (event) => change({ conflicting: event.currentTarget.checked }),
  });
  input.checked = state.conflicting;
  return el(
    "section",
    {},
    el("h2", {}, "Conflicts"),
    el(
      "ul",
      {},
      el(
        "li",
        {},
        el("label", {}, input, el("span", { class: "words" }, "Only what conflicts")),
        el("span", { class: "count" }, passed.conflicts.toLocaleString("en")),
      ),
    ),
  );
}

/** From and to as dates; the strip under the drawing sets the same. */
function periodBlock() {
  if (!timeline.dated.length) return null;
  const [from, to] = state.period || [null, null];
  const field = (word, day, take) => {
    // Where Tab changes the box, the next one has the focus only after this event.
    const later = ({ currentTarget: { value } }) => setTimeout(() => take(value.trim()));
    const input = el("input", {
      type: "text",
      id: "period-" + word,
      inputmode: "numeric",
      placeholder: "YYYY-MM-DD",
      "aria-label": `Time ${word}, as year, year-month or year-month-day`,
      value: dayText(day),
      change: later,
    });
    return el("label", {}, el("span", { class: "quiet" }, word), input);
  };
  const take = (place, read) => (text) => {
    const day = read(text);
    if (text && day === null)
      return say(`“${short(text, 20)}” is no date; write 2019, 2019-10 or 2019-10-05.`, true);
    const period = [from, to];
    period[place] = day;
    return change({ period: period.some((one) => one !== null) ? period : null });
  };
  const undated = el("input", {
    type: "checkbox",
    id: "undated",
    change: (event) => change({ undated: event.currentTarget.checked }),
  });
  undated.checked = state.undated;
  return el(
    "section",
    { class: "period" },
    el(
      "h2",
      {},
      "Time",
      state.period &&
        el("button", { type: "button", class: "link", click: () => change({ period: null }) }, "all"),
    ),
    el("div", { class: "dates" }, field("from", from, take(0, firstDay)), field("to", to, take(1, lastDay))),
    el("label", {}, undated, el("span", { class: "words" }, "and facts without a date")),
  );
}

function colorBlock() {
  const button = (kind, words) =>
    el(
      "button",
      { type: "button", "aria-pressed": String(state.color === kind), click: () => change({ color: kind }) },
      words,
    );
  return el(
    "section",
    { class: "colors" },
    el(
      "span",
      { class: "segments", role: "group", "aria-label": "Colour by" },
      el("span", {}, "Colour"),
      button("type", "type"),
      button("community", "community"),
    ),
    state.color === "community" && communityList(),
  );
}

/** The largest communities, by their names. */
function communityList() {
  const large = COMMUNITIES.filter((one) => one.size > 2).slice(0, 12);
  return el(
    "ul",
    { class: "communities" },
    large.map((one) => {
      const dot = el("i", { class: "dot" });
      dot.style.background = communityColor(one.index);
      return el(
        "li",
        {},
        el(
          "button",
          { type: "button", class: "link", click: () => go.community(one.index) },
          dot,
          name(one.name, 40),
        ),
        el("span", { class: "count" }, String(one.size)),
      );
    }),
  );
}

export function showFilters() {
  const box = byId("filters");
  const focused = document.activeElement;
  const spot = box.contains(focused) ? [...box.querySelectorAll("button, input")].indexOf(focused) : -1;
  const top = box.scrollTop;
  box.replaceChildren(
    ...[
      ...["type", "kind", "status"].map(facetBlock),
      conflictBlock(),
      NODES.length ? colorBlock() : null,
      ...["relation", "document"].map(facetBlock),
      FACTS.length ? leastBlock() : null,
      degreeBlock(),
      periodBlock(),
      FACTS.length
        ? el(
            "p",
            {},
            el(
              "button",
              {
                type: "button",
                id: "copy-sparql",
                class: "link",
                title: "A query over graph.ttl that finds the facts shown now",
                click: go.copySparql,
              },
              "Copy these filters as SPARQL",
            ),
          )
        : null,
      el(
        "p",
        { class: "reset" },
        el(
          "button",
          { type: "button", id: "reset", disabled: isFirst(state), click: reset },
          "Reset filters",
        ),
      ),
    ].filter(Boolean),
  );
  box.scrollTop = top;
  if (spot < 0) return;
  const again = focused.id ? byId(focused.id) : box.querySelectorAll("button, input")[spot];
  again?.focus();
}
