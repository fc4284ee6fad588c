// Parts: what cards, tables, lists and paper are put together from.

import { CLAIMS, DOCUMENTS, NODES, STATUSES, STATUS_WORDS, ruler, strokeOf } from "./data.js";
import { HEADS, LOOKS, SHAPES, STROKES } from "./looks.js";
import { el, name, pieces, short, svg } from "./text.js";

/** A type's shape in its colour, as in the drawing. */
export function icon(type, hollow = false, color = null) {
  const look = LOOKS[type];
  const path = svg("path", { d: SHAPES[look.shape] });
  const paint = color || `var(--c${look.color})`;
  path.style.fill = hollow ? "var(--ground)" : paint;
  path.style.stroke = hollow ? paint : "none";
  path.style.strokeWidth = ".35";
  return svg("svg", { viewBox: "-1.5 -1.5 3 3", class: "shape", "aria-hidden": "true" }, path);
}

/** A line as the drawing draws it. */
export function lineIcon(stroke) {
  const { dashes, head } = STROKES[stroke];
  const color = `var(--line${["", "-reported", "-open", "-negative"][stroke]})`;
  const line = svg("path", { d: "M1 6H29", "stroke-dasharray": dashes ? dashes.join(" ") : "none" });
  const tip = svg("path", { d: HEADS[head] });
  [line.style.stroke, tip.style.fill, tip.style.stroke] = [color, color, "none"];
  return svg("svg", { viewBox: "0 0 36 12", class: "stroke", "aria-hidden": "true" }, line, tip);
}

export function nodeLink(id, go, length = 90) {
  const node = NODES[id];
  return el(
    "button",
    { type: "button", class: "node-link", "data-node": node.key, click: () => go.node(id) },
    icon(node.group, node.concept),
    name(node.label, length),
  );
}

export function objectPart(fact, go) {
  if (fact.object !== null) return nodeLink(fact.object, go);
  if (fact.literal === null) return el("span", { class: "quiet" }, "(no object)");
  return el("span", { class: "literal", title: fact.datatype }, el("bdi", {}, short(fact.literal, 200)));
}

export function statusChip(fact, words = STATUS_WORDS) {
  const status = STATUSES[fact.status];
  return el(
    "span",
    {
      class: "chip status s-" + ["asserted", "reported", "open", "negative"][strokeOf(fact.status)],
      "data-status": status,
    },
    lineIcon(strokeOf(fact.status)),
    words[status],
  );
}

export function marksOf(claim) {
  const mark =
    (role) =>
    ([start, end]) => ({ start, end, role });
  const marks = [mark("subject")(claim.subject), ...claim.predicate.map(mark("relation"))];
  if (claim.object) marks.push(mark("object")(claim.object));
  marks.push(...claim.cues.map(mark("cue")));
  if (claim.source) marks.push(mark("source")(claim.source.span));
  if (claim.time) marks.push(mark("time")(claim.time.span));
  return marks;
}

export function mentionMarks(node, doc) {
  return node.mentions
    .filter((mention) => mention[0] === doc)
    .map(([, start, end]) => ({ start, end, role: "mention" }));
}

/** Text of a document between two offsets, with marks; `<mark>` elements with role classes. */
export function marked(doc, start, end, marks) {
  const text = ruler(doc);
  return pieces(start, end, marks).map((piece) => {
    const words = text.slice(piece.start, piece.end);
    if (!piece.roles.length) return words;
    const roles = piece.roles.map((role) => ROLE_WORDS[role] || role).join(", ");
    return el("mark", { class: piece.roles.map((role) => "m-" + role).join(" "), title: roles }, words);
  });
}

const ROLE_WORDS = {
  subject: "subject",
  relation: "relation",
  object: "object",
  cue: "decides how it is stated",
  source: "who says so",
  time: "when",
  mention: "mention",
};

export function percent(share) {
  return Math.round(share * 100) + " %";
}

export function docName(index) {
  const doc = DOCUMENTS[index];
  return short(doc.title || doc.id, 90);
}

/** When a fact's claims say that it holds, the earliest first: at most two values. */
export function whenText(fact) {
  const times = fact.claims.map((claim) => CLAIMS[claim].time).filter((time) => time?.value);
  times.sort((a, b) => (a.days?.[0] ?? Infinity) - (b.days?.[0] ?? Infinity));
  const values = [...new Set(times.map((time) => time.value))];
  return values.slice(0, 2).join(", ") + (values.length > 2 ? " …" : "");
}

function firstOf(fact) {
  return fact.days.reduce((first, days) => Math.min(first, days[0]), Infinity);
}

/** Dated facts in the order of time, those without a date behind them. */
export function byDate(a, b) {
  const [x, y] = [firstOf(a), firstOf(b)];
  return x === y ? 0 : x - y;
}
