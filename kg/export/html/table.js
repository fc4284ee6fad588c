// Tables: the same entities and facts as the drawing, sorted, paged and saved as CSV.

import {
  CLAIMS,
  DOCUMENTS,
  FACTS,
  LEGEND_WORDS,
  NODES,
  RANKED,
  RELATIONS,
  STATUSES,
  TYPES,
  computed,
  iri,
  objectText,
  relationText,
  ruler,
  strokeOf,
} from "./data.js";
import { nodeLink, objectPart, percent, statusChip, whenText } from "./parts.js";
import { copy } from "./say.js";
import { csv, el, fold, plural, save, short } from "./text.js";

const ROWS = 100;

/** Where the table is narrower than `until` pixels, a column is hidden: those that say least first. */
let TABLES;
computed(
  () => (TABLES = tables({ dated: FACTS.some((fact) => fact.days.length), several: DOCUMENTS.length > 1 })),
);

/** The tables; columns that would say nothing are never shown. */
function tables({ dated, several }) {
  return {
    entities: {
      what: "entity",
      many: "entities",
      columns: [
        { head: "Entity", of: (node) => node.label, show: (node, go) => nodeLink(node.id, go), wide: "main" },
        { head: "Type", of: (node) => TYPES[node.group], wide: "kind" },
        { head: "Also called", of: (node) => node.aliases.join("; "), until: 760 },
        { head: "Facts", of: (node) => node.facts.length, number: true },
        { head: "Mentions", of: (node) => node.count, number: true, until: 520 },
        {
          head: "Documents",
          of: (node) => node.documents.length,
          number: true,
          until: several ? 900 : Infinity,
        },
        {
          head: "Importance",
          of: (node) => node.importance,
          show: (node) => bar(node.importance),
          number: true,
          until: 900,
        },
      ],
      first: { column: 6, down: true },
      rows: (passed) => RANKED.filter((node) => passed.nodes[node.id]),
      save: [
        ["iri", iri],
        ["links", (node) => node.links.join(" ")],
      ],
    },
    facts: {
      what: "fact",
      many: "facts",
      columns: [
        {
          head: "Subject",
          of: (fact) => NODES[fact.subject].label,
          show: (fact, go) => nodeLink(fact.subject, go),
          wide: "name",
        },
        { head: "Relation", of: relationText, show: relationCell, wide: "name" },
        { head: "Object", of: objectText, show: (fact, go) => objectPart(fact, go), wide: "name" },
        {
          head: "How stated",
          of: (fact) => LEGEND_WORDS[STATUSES[fact.status]],
          show: (fact) => statusChip(fact, LEGEND_WORDS),
          wide: "status",
          until: 620,
        },
        { head: "Documents", of: (fact) => fact.support, number: true, until: several ? 1480 : Infinity },
        { head: "When", of: whenText, wide: "when", until: dated ? 1080 : Infinity },
        {
          head: "Confidence",
          of: (fact) => fact.confidence,
          show: (fact) => percent(fact.confidence),
          number: true,
          until: 1280,
        },
        { head: "First sentence", of: firstSentence, show: sentenceLink, until: 760 },
      ],
      first: null,
      rows: (passed) =>
        FACTS.filter((fact) => passed.facts[fact.index]).sort(
          (a, b) => weight(a) - weight(b) || a.index - b.index,
        ),
      save: [
        ["subject_iri", (fact) => iri(NODES[fact.subject])],
        ["relation_iri", (fact) => RELATIONS[fact.relation].iri],
        ["object_iri", (fact) => (fact.object === null ? "" : iri(NODES[fact.object]))],
        ["fact", (fact) => fact.id],
      ],
    },
  };
}

/** Facts between important entities come first. */
export function weight(fact) {
  return NODES[fact.subject].rank + (fact.object === null ? NODES.length / 2 : NODES[fact.object].rank);
}

const sorting = { entities: { column: 6, down: true }, facts: null };
const paging = { entities: 0, facts: 0 };

export function firstSentence(fact) {
  const claim = CLAIMS[fact.claims[0]];
  return claim ? ruler(claim.document).slice(...claim.sentence) : "";
}

/** A relation, and how it is stated where there is no room for a column that says so. */
function relationCell(fact) {
  const stroke = strokeOf(fact.status);
  const words = LEGEND_WORDS[STATUSES[fact.status]].toLowerCase();
  return [
    short(relationText(fact), 160),
    stroke > 0 &&
      el("span", { class: "note instead s-" + ["", "reported", "open", "negative"][stroke] }, words),
  ];
}

function sentenceLink(fact, go) {
  return el(
    "button",
    { type: "button", class: "link sentence", click: () => go.fact(fact) },
    el("bdi", {}, short(firstSentence(fact).replace(/\s+/g, " "), 200)),
  );
}

function bar(share) {
  const meter = el("span", { class: "meter", title: percent(share) }, el("i", {}));
  meter.firstChild.style.width = Math.max(2, share * 100) + "%";
  return meter;
}

/** The rows of a table as filtered, searched and sorted. */
function tableRows(kind, passed, query) {
  const { columns, rows: all } = TABLES[kind];
  const wanted = fold(query.trim());
  let list = all(passed);
  if (wanted)
    list = list.filter((row) =>
      columns.some((column) => !column.number && fold(String(column.of(row))).includes(wanted)),
    );
  const by = sorting[kind];
  if (!by) return list;
  const { of, number } = columns[by.column];
  const order = number ? (a, b) => a - b : new Intl.Collator("en", { numeric: true }).compare;
  const keyed = list.map((row) => [of(row), row]);
  keyed.sort((a, b) => order(a[0], b[0]) * (by.down ? -1 : 1));
  return keyed.map(([, row]) => row);
}

function tableText(kind, list) {
  const { columns, save: extra } = TABLES[kind];
  const header = [...columns.map((column) => column.head), ...extra.map(([title]) => title)];
  const lines = list.map((row) => [
    ...columns.map((column) => column.of(row)),
    ...extra.map(([, of]) => of(row)),
  ]);
  return csv([header, ...lines]);
}

function saveTable(kind, list) {
  save(new Blob(["\ufeff", tableText(kind, list)], { type: "text/csv;charset=utf-8" }), kind + ".csv");
}

/** Classes that give a column its width and say below which width of the table it is hidden. */
function columnClass({ number, wide, until }) {
  return [number && "number", wide && "w-" + wide, until < Infinity && "until-" + until]
    .filter(Boolean)
    .join(" ");
}

function headCell(kind, column, place, again) {
  const by = sorting[kind];
  const on = by && by.column === place;
  const sort = () => {
    sorting[kind] = { column: place, down: on ? !by.down : Boolean(column.number) };
    again(place);
  };
  return el(
    "th",
    {
      scope: "col",
      class: columnClass(column),
      "aria-sort": on ? (by.down ? "descending" : "ascending") : "none",
    },
    el(
      "button",
      { type: "button", "data-column": place, click: sort },
      column.head,
      el("span", { class: "arrow", "aria-hidden": "true" }, on ? (by.down ? " ↓" : " ↑") : ""),
    ),
  );
}

/** Fill the table view with one table. */
export function showTable(kind, passed, query, go) {
  const { columns: all, what, many } = TABLES[kind];
  const columns = all.filter((column) => column.until !== Infinity);
  const list = tableRows(kind, passed, query);
  const pages = Math.max(1, Math.ceil(list.length / ROWS));
  paging[kind] = Math.min(paging[kind], pages - 1);
  const from = paging[kind] * ROWS;
  const again = (focus) => {
    showTable(kind, passed, query, go);
    if (focus !== undefined) document.querySelector(`#tables [data-column="${focus}"]`).focus();
  };
  const turn = (step) => ((paging[kind] += step), again());
  const body = list.slice(from, from + ROWS).map((row) =>
    el(
      "tr",
      {},
      columns.map((column) =>
        el(
          "td",
          { class: columnClass(column) },
          column.show ? column.show(row, go) : short(String(column.of(row)), 160),
        ),
      ),
    ),
  );
  const count = list.length
    ? `${plural(list.length, what, many)}, ${from + 1}–${Math.min(from + ROWS, list.length)} shown`
    : `No ${what} passes the filters.`;
  document.getElementById("tables").replaceChildren(
    el(
      "div",
      { class: "table-head" },
      el("p", { class: "quiet" }, count + (query.trim() ? ` · matching “${short(query.trim(), 40)}”` : "")),
      pages > 1 &&
        el("button", { type: "button", disabled: paging[kind] === 0, click: () => turn(-1) }, "Previous"),
      pages > 1 &&
        el("button", { type: "button", disabled: paging[kind] >= pages - 1, click: () => turn(1) }, "Next"),
      el("button", { type: "button", click: () => copy(tableText(kind, list), "table") }, "Copy"),
      el("button", { type: "button", click: () => saveTable(kind, list) }, "Save as CSV"),
    ),
    el(
      "div",
      {
        class: "scroll",
        tabindex: "0",
        role: "region",
        "aria-label": kind === "facts" ? "Facts" : "Entities",
      },
      el(
        "table",
        {},
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            columns.map((column) => headCell(kind, column, all.indexOf(column), again)),
          ),
        ),
        el("tbody", {}, body),
      ),
    ),
  );
}
