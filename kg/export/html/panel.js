// Panel: the card of an entity, the evidence of a line, a path, and the reader of a document.

import { stepsBack } from "./change.js";
import {
  CLAIMS,
  CONFLICT_WORDS,
  DOCUMENTS,
  FACTS,
  LEGEND_WORDS,
  MODALITY_WORDS,
  NODES,
  RELATIONS,
  STATUSES,
  TYPES,
  between,
  isConflicting,
  isStated,
  objectText,
  other,
  placesOf,
  relationText,
  ruler,
  shortest,
  strokeOf,
} from "./data.js";
import {
  byDate,
  docName,
  icon,
  marked,
  marksOf,
  mentionMarks,
  nodeLink,
  objectPart,
  percent,
  statusChip,
  whenText,
} from "./parts.js";
import { away, el, name, plural, short, svg } from "./text.js";

const PAGE = 25;

/** What a page that corrects adds to cards of entities, claims and documents: elements, or nothing. */
export const added = { node: () => null, claim: () => null, document: () => null };

/** How a claim is stated, who says so, when and where: words beneath its sentence. */
function circumstances(claim, go) {
  const stated = [];
  if (claim.polarity === "negative") stated.push("negated");
  if (claim.modality !== "actual") stated.push(MODALITY_WORDS[claim.modality] || claim.modality);
  const who =
    claim.source &&
    (claim.source.entity !== null ? nodeLink(claim.source.entity, go) : name(claim.source.label, 80));
  const row = (term, ...value) => [el("dt", {}, term), el("dd", {}, ...value)];
  const when =
    claim.time &&
    (claim.time.value
      ? `${claim.time.value} (“${claim.time.text}”)`
      : `“${claim.time.text}”, not resolved to a date`);
  const rules = claim.id && claim.rules.length > 1 ? "rules" : "rule";
  const place =
    claim.place &&
    (claim.place.entity !== null ? nodeLink(claim.place.entity, go) : name(claim.place.label, 80));
  return el(
    "dl",
    { class: "around" },
    who && row("Said by", who, el("span", { class: "quiet" }, ` (“${claim.source.cue}”)`)),
    stated.length > 0 &&
      row("Stated", el("strong", {}, stated.join(", ")), !who && ", by the document itself"),
    !who && !stated.length && row("Stated", "as fact, by the document itself"),
    when && row("When", when),
    place && row("Where", place),
    claim.qualifiers.map((q) => row(q.role, q.entity !== null ? nodeLink(q.entity, go) : name(q.label, 80))),
    row(
      "Confidence",
      percent(claim.confidence),
      el(
        "span",
        { class: "quiet" },
        claim.id
          ? ` · worth ${percent(claim.worth)} · ${rules} ${claim.rules.join(", ")}`
          : " · seen by the relation model",
      ),
    ),
  );
}

/**
 * One claim, or what the relation model sees in a sentence: that one has no id. Its sentence with subject,
 * relation and object marked, and what surrounds it.
 */
function claimCard(number, go) {
  const claim = CLAIMS[number];
  const open = el(
    "button",
    {
      type: "button",
      class: "link show",
      click: () => go.document(claim.document, claim.id ? { claim: claim.id } : { span: claim.sentence }),
    },
    "Show in document",
  );
  return el(
    "article",
    { class: "claim", "data-claim": claim.id },
    el(
      "blockquote",
      { dir: "auto" },
      marked(claim.document, claim.sentence[0], claim.sentence[1], marksOf(claim)),
    ),
    el(
      "p",
      { class: "origin" },
      el("span", { class: "quiet" }, el("bdi", {}, docName(claim.document))),
      open,
    ),
    circumstances(claim, go),
    claim.id && added.claim(claim),
  );
}

/** One side of a conflict: what it says, and the sentences that say it. */
function conflictSide(side, go) {
  const quote = ([doc, start, end, ...ends]) => {
    const marks = [
      { start: ends[0], end: ends[1], role: "subject" },
      { start: ends[2], end: ends[3], role: "object" },
    ];
    return [
      el("blockquote", { dir: "auto" }, marked(doc, start, end, marks)),
      el(
        "p",
        { class: "origin" },
        el("span", { class: "quiet" }, el("bdi", {}, docName(doc))),
        el(
          "button",
          { type: "button", class: "link show", click: () => go.document(doc, { span: [start, end] }) },
          "Show in document",
        ),
      ),
    ];
  };
  const status =
    strokeOf(side.status) > 0 &&
    el("span", { class: "note" }, ` ${LEGEND_WORDS[STATUSES[side.status]].toLowerCase()}`);
  const end =
    side.object !== null
      ? nodeLink(side.object, go, 60)
      : el("span", { class: "literal" }, name(side.value, 80));
  return el(
    "div",
    { class: "side" },
    el("p", { class: "says" }, `${side.words} `, end, status),
    side.quotes.map(quote),
  );
}

/** What does not go together with something: each conflict with the sentences of both sides. */
function conflictsBlock(conflicts, title, go) {
  if (!conflicts.length) return null;
  const item = (one) =>
    el(
      "li",
      { "data-conflict": one.index },
      el(
        "p",
        { class: "reasons" },
        el("strong", {}, name(NODES[one.subject].label, 80)),
        `: ${CONFLICT_WORDS[one.kind]}`,
      ),
      el(
        "div",
        { class: "sides" },
        one.sides.map((side) => conflictSide(side, go)),
      ),
    );
  return [
    el("h3", { class: "small against" }, title, el("span", { class: "count" }, String(conflicts.length))),
    el("ul", { class: "why conflicts" }, conflicts.slice(0, PAGE).map(item)),
    conflicts.length > PAGE && lazily(conflicts.slice(PAGE), "conflict", item),
  ];
}

/** What a fact does not go together with: the other sides in a line, and both quoted when it is unfolded. */
function conflictNote(fact, go) {
  if (!isConflicting(fact)) return null;
  const others = fact.conflicts.flatMap(({ sides }) =>
    sides.filter((side) => !side.claims.some((claim) => fact.claims.includes(claim))),
  );
  const says = ({ words, object, value, status }) =>
    [
      words,
      object !== null ? NODES[object].label : value,
      strokeOf(status) ? `(${LEGEND_WORDS[STATUSES[status]].toLowerCase()})` : "",
    ]
      .filter(Boolean)
      .join(" ");
  const lead = others.length
    ? ["Does not go together with ", name(others.slice(0, 3).map(says).join("; "), 160)]
    : `Its own sentences do not go together: ${CONFLICT_WORDS[fact.conflicts[0].kind]}`;
  return el(
    "details",
    { class: "against" },
    el("summary", {}, lead),
    conflictsBlock(fact.conflicts, "Both sides", go),
  );
}

/** A fact as a heading line and its claims. */
function factBlock(fact, go) {
  const more = fact.claims.slice(PAGE);
  const claims = el(
    "div",
    {},
    fact.claims.slice(0, PAGE).map((claim) => claimCard(claim, go)),
  );
  const rest =
    more.length > 0 &&
    moreButton(more.length, "sentence", () => claims.append(...more.map((claim) => claimCard(claim, go))));
  return el(
    "section",
    { class: "fact", "data-fact": fact.id },
    el(
      "h3",
      {},
      nodeLink(fact.subject, go),
      el("span", { class: "relation" }, relationText(fact)),
      objectPart(fact, go),
    ),
    el(
      "p",
      { class: "chips" },
      statusChip(fact),
      el("span", { class: "chip" }, plural(fact.support, "document")),
      el("span", { class: "chip" }, "confidence " + percent(fact.confidence)),
    ),
    conflictNote(fact, go),
    claims,
    rest,
  );
}

function moreButton(count, what, act) {
  return el(
    "button",
    { type: "button", class: "link more", click: (event) => (act(), event.currentTarget.remove()) },
    `Show ${plural(count, "more " + what)}`,
  );
}

const KEY = () =>
  el(
    "p",
    { class: "key" },
    ["subject", "relation", "object", "cue", "source"].map((role) => [
      el("mark", { class: "m-" + role }, { cue: "not, may …", source: "source" }[role] || role),
      " ",
    ]),
  );

function arrowIcon() {
  return svg(
    "svg",
    { viewBox: "0 0 20 20", "aria-hidden": "true" },
    svg("path", { d: "M16 10H4m0 0 5-5m-5 5 5 5" }),
  );
}

function head(title, kind, go, ...more) {
  return el(
    "header",
    { class: "head" },
    el("div", {}, el("p", { class: "kind" }, kind), el("h2", { tabindex: "-1" }, title), ...more),
    stepsBack() > 0 &&
      el(
        "button",
        {
          type: "button",
          class: "icon back",
          "aria-label": "Back to what you looked at before",
          title: "Back (Alt ←)",
          click: () => go.back(),
        },
        arrowIcon(),
      ),
    el(
      "button",
      {
        type: "button",
        class: "icon close",
        "aria-label": "Close details",
        title: "Close (Esc)",
        click: () => go.close(),
      },
      "×",
    ),
  );
}

/** The evidence behind a line: every fact between its two ends. */
export function edgeCard(a, b, passed, go) {
  const facts = between(a, b);
  const open = facts.filter((fact) => passed.facts[fact.index]);
  const hidden = facts.length - open.length;
  return [
    head(
      [name(NODES[a].label, 80), " – ", name(NODES[b].label, 80)],
      plural(open.length, "fact") + " between",
      go,
    ),
    open.length ? KEY() : el("p", { class: "quiet" }, "The filters hide every fact between these two."),
    open.slice(0, PAGE).map((fact) => factBlock(fact, go)),
    open.length > PAGE && lazily(open.slice(PAGE), "fact", (fact) => factBlock(fact, go)),
    hidden > 0 &&
      open.length > 0 &&
      el("p", { class: "quiet" }, `The filters hide ${plural(hidden, "more fact")}.`),
  ];
}

/** A button that brings in the next rows, page by page. */
function lazily(list, what, make) {
  const box = el("div", {});
  const grow = (from) => {
    box.append(...list.slice(from, from + PAGE).map(make));
    if (from + PAGE < list.length) {
      box.append(moreButton(list.length - from - PAGE, what, () => grow(from + PAGE)));
    }
  };
  box.append(moreButton(list.length, what, () => grow(0)));
  return box;
}

/** One fact seen from an entity: folded to a line, its sentences within. */
function factLine(fact, id, go, open) {
  const away = fact.subject === id;
  const when = whenText(fact);
  const end = away ? objectPart(fact, go) : nodeLink(fact.subject, go);
  const proof = el("div", { class: "proof", hidden: !open });
  const fill = () =>
    proof.childNodes.length ||
    proof.append(
      el(
        "p",
        { class: "chips" },
        statusChip(fact),
        el("span", { class: "chip" }, "confidence " + percent(fact.confidence)),
      ),
      ...fact.claims.slice(0, PAGE).map((claim) => claimCard(claim, go)),
    );
  if (open) fill();
  const toggle = el(
    "button",
    {
      type: "button",
      class: "toggle",
      "aria-expanded": String(open),
      click: (event) => {
        fill();
        proof.hidden = !proof.hidden;
        event.currentTarget.setAttribute("aria-expanded", String(!proof.hidden));
      },
    },
    plural(fact.claims.length, "sentence"),
  );
  const note = strokeOf(fact.status)
    ? el(
        "span",
        { class: "note s-" + ["", "reported", "open", "negative"][strokeOf(fact.status)] },
        LEGEND_WORDS[STATUSES[fact.status]].toLowerCase(),
      )
    : null;
  return el(
    "li",
    { "data-fact": fact.id },
    el("div", { class: "line" }, end, when && el("span", { class: "when" }, when), note, toggle),
    proof,
  );
}

/** True when a fact joins an entity to another one that has a name of its own. */
function joinsNamed(fact, id) {
  const end = other(fact, id);
  return end !== null && !NODES[end].concept;
}

/** The entities that most facts join to this one, as buttons. */
function neighbours(node, facts, go) {
  const counts = new Map();
  for (const fact of facts) {
    const end = other(fact, node.id);
    if (end !== null && end !== node.id) counts.set(end, (counts.get(end) || 0) + 1);
  }
  if (counts.size < 2) return null;
  const list = [...counts].sort(
    (a, b) => NODES[a[0]].concept - NODES[b[0]].concept || b[1] - a[1] || NODES[a[0]].rank - NODES[b[0]].rank,
  );
  return [
    el("h3", { class: "small" }, `Neighbours (${counts.size})`),
    el(
      "p",
      { class: "near" },
      list.slice(0, 12).map(([id]) => nodeLink(id, go)),
      list.length > 12 && el("span", { class: "quiet" }, ` and ${list.length - 12} more`),
    ),
  ];
}

/** An entity's facts grouped by relation and direction, those with most named others first. */
function factGroups(node, facts, go) {
  const groups = new Map();
  for (const fact of facts) {
    const key = `${fact.relation} ${fact.subject === node.id ? 1 : 0}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(fact);
  }
  const named = (list) => list.filter((fact) => joinsNamed(fact, node.id)).length;
  const sorted = [...groups.values()].sort(
    (a, b) => named(b) - named(a) || b.length - a.length || a[0].index - b[0].index,
  );
  const make = (list, place) => {
    const [first] = list;
    list.sort(
      (a, b) =>
        joinsNamed(b, node.id) - joinsNamed(a, node.id) ||
        byDate(a, b) ||
        a.status - b.status ||
        b.support - a.support ||
        b.confidence - a.confidence ||
        a.index - b.index,
    );
    const relation = RELATIONS[first.relation].words;
    const words = first.subject === node.id ? [relation, " →"] : ["← ", relation];
    const items = el(
      "ul",
      {},
      list.slice(0, PAGE).map((fact, i) => factLine(fact, node.id, go, place === 0 && i === 0)),
    );
    const rest =
      list.length > PAGE && lazily(list.slice(PAGE), "fact", (fact) => factLine(fact, node.id, go, false));
    return el(
      "section",
      { class: "group" },
      el("h3", {}, ...words, el("span", { class: "count" }, String(list.length))),
      items,
      rest,
    );
  };
  const box = el("div", {}, sorted.slice(0, PAGE).map(make));
  if (sorted.length > PAGE) box.append(lazily(sorted.slice(PAGE), "relation", (list) => make(list, 1)));
  return box;
}

/** The card of an entity. */
export function nodeCard(id, passed, state, go) {
  const node = NODES[id];
  const facts = node.facts.filter((fact) => passed.facts[fact.index]);
  const hidden = node.facts.length - facts.length;
  const type = el(
    "span",
    { class: "chip" },
    icon(node.group, node.concept),
    TYPES[node.group] + (node.concept ? " (concept)" : ""),
  );
  return [
    head(
      name(node.label, 300),
      "Entity",
      go,
      el(
        "p",
        { class: "chips" },
        type,
        el("span", { class: "chip" }, plural(node.facts.length, "fact")),
        el("span", { class: "chip" }, plural(node.count, "mention")),
      ),
    ),
    node.aliases.length > 0 &&
      el(
        "p",
        { class: "aliases" },
        el("span", { class: "quiet" }, "Also called "),
        node.aliases.slice(0, 30).map((alias, i) => [i ? ", " : "", name(alias, 80)]),
      ),
    node.links.length > 0 &&
      el(
        "p",
        { class: "links" },
        el("span", { class: "quiet" }, "Same as "),
        node.links.map((link, i) => [i ? ", " : "", away(link)]),
      ),
    nodeTools(node, state, passed, go),
    added.node(node),
    conflictsBlock(node.conflicts, "Does not go together", go),
    typedBlock(node, go),
    rolesBlock(node, passed, go),
    facts.length > 0 && KEY(),
    factGroups(node, facts, go),
    hidden > 0 && el("p", { class: "quiet" }, `The filters hide ${plural(hidden, "more fact")}.`),
    node.facts.length === 0 &&
      el("p", { class: "quiet" }, "No fact was found about this entity; it is only mentioned."),
    neighbours(node, facts, go),
    el("h3", { class: "small" }, "Documents"),
    el(
      "ul",
      { class: "documents" },
      node.documents.slice(0, 200).map((doc) => documentLine(doc, node, go)),
    ),
    node.documents.length > 200 &&
      el("p", { class: "quiet" }, `and ${node.documents.length - 200} more documents`),
    whyBlock(node, go),
  ];
}

/** The facts of an entity that a relation of an ontology names; each leads to its sentences. */
function typedBlock(node, go) {
  const { typed } = node;
  if (!typed.length) return null;
  const row = (one) => {
    const away = one.subject === node.id;
    const end = away ? one.object : one.subject;
    const mark = strokeOf(one.status)
      ? el(
          "span",
          { class: "note s-" + ["", "reported", "open", "negative"][strokeOf(one.status)] },
          LEGEND_WORDS[STATUSES[one.status]].toLowerCase(),
        )
      : null;
    return el(
      "li",
      { "data-typed": one.id },
      el(
        "button",
        { type: "button", class: "link", click: () => go.fact(CLAIMS[one.claims[0]].fact) },
        away ? one.words : `← ${one.words}`,
      ),
      end !== null && end !== undefined
        ? nodeLink(end, go, 60)
        : el("span", { class: "literal" }, name(one.value, 80)),
      one.times.length > 0 && el("span", { class: "when" }, one.times.slice(0, 2).join(", ")),
      mark,
    );
  };
  const sorted = [...typed].sort(
    (a, b) =>
      (b.subject === node.id) - (a.subject === node.id) ||
      (a.words < b.words ? -1 : a.words > b.words ? 1 : a.index - b.index),
  );
  return [
    el("h3", { class: "small" }, "Typed facts"),
    el("ul", { class: "typed" }, sorted.slice(0, PAGE).map(row)),
    sorted.length > PAGE && lazily(sorted.slice(PAGE), "fact", row),
  ];
}

/** What an entity is said to be, "prime minister of Japan", the earliest first; each leads to its sentences. */
function rolesOf(node, passed) {
  const roles = node.facts.filter(
    (fact) =>
      passed.facts[fact.index] &&
      fact.subject === node.id &&
      strokeOf(fact.status) < 2 &&
      /^be\b/.test(RELATIONS[fact.relation].label) &&
      objectText(fact),
  );
  return roles
    .map((fact) => ({
      fact,
      words: [RELATIONS[fact.relation].label.replace(/^be ?/, ""), objectText(fact)]
        .filter(Boolean)
        .join(" "),
    }))
    .sort((a, b) => byDate(a.fact, b.fact) || a.fact.index - b.fact.index);
}

function rolesBlock(node, passed, go) {
  const roles = rolesOf(node, passed);
  if (!roles.length) return null;
  const row = ({ fact, words }) =>
    el(
      "li",
      { "data-role": fact.id },
      el("button", { type: "button", class: "link", click: () => go.fact(fact) }, name(words, 90)),
      el("span", { class: "when" }, whenText(fact) || documentDate(fact)),
    );
  return [
    el("h3", { class: "small" }, "Roles"),
    el("ul", { class: "firsts roles" }, roles.slice(0, PAGE).map(row)),
    roles.length > PAGE && lazily(roles.slice(PAGE), "role", row),
  ];
}

/** When a fact was written down, for want of a time of its own. */
function documentDate(fact) {
  const dates = fact.documents
    .map((doc) => DOCUMENTS[doc].date)
    .filter(Boolean)
    .sort();
  return dates.length ? `as of ${dates[0]}` : "";
}

/** Why mentions are one entity: for each step what speaks for it, and both sentences. */
function whyBlock(node, go) {
  const { merges } = node;
  if (!merges.length) return null;
  const side = ([label, doc, start, end, from, to]) =>
    el(
      "div",
      { class: "side" },
      el("blockquote", { dir: "auto" }, marked(doc, from, to, [{ start, end, role: "mention" }])),
      el(
        "p",
        { class: "origin" },
        el("span", { class: "quiet" }, name(label, 60), " · ", el("bdi", {}, docName(doc))),
        el(
          "button",
          { type: "button", class: "link show", click: () => go.document(doc, { span: [start, end] }) },
          "Show in document",
        ),
      ),
    );
  const step = (merge) =>
    el(
      "li",
      {},
      el(
        "p",
        { class: "reasons" },
        el("strong", {}, short(merge.rule, 80)),
        merge.reasons.length ? ": " + short(merge.reasons.join("; "), 300) : "",
      ),
      el("div", { class: "sides" }, side(merge.first), side(merge.second)),
    );
  const list = el("ul", { class: "why" });
  return el(
    "details",
    {
      class: "why-one",
      toggle: () =>
        list.childNodes.length ||
        list.append(
          ...merges.slice(0, PAGE).map(step),
          ...(merges.length > PAGE ? [lazily(merges.slice(PAGE), "step", step)] : []),
        ),
    },
    el("summary", {}, "Why one?", el("span", { class: "count" }, plural(merges.length, "step"))),
    list,
  );
}

function documentLine(doc, node, go) {
  const count = node.mentions.filter((mention) => mention[0] === doc).length;
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", class: "link", click: () => go.document(doc, { node: node.id }) },
      el("bdi", {}, docName(doc)),
    ),
    el(
      "span",
      { class: "quiet" },
      ` ${plural(count, "mention")}${DOCUMENTS[doc].date ? " · " + DOCUMENTS[doc].date : ""}`,
    ),
  );
}

function nodeTools(node, state, passed, go) {
  const closed = node.facts.some((fact) => passed.stopped[fact.index] === 0 && !passed.facts[fact.index]);
  const steps = [1, 2, 3].map((step) => {
    const on = Boolean(state.focus && state.focus.node === node.id && state.focus.steps === step);
    return el(
      "button",
      {
        type: "button",
        "aria-pressed": String(on),
        title: `Show only what lies within ${plural(step, "step")}`,
        click: () => go.focus(node.id, on ? 0 : step),
      },
      String(step),
    );
  });
  return el(
    "div",
    { class: "actions" },
    el(
      "span",
      { class: "segments", role: "group", "aria-label": "Focus: show only the neighbourhood" },
      el("span", {}, "Focus"),
      ...steps,
    ),
    state.focus && closed && el("button", { type: "button", click: () => go.expand(node.id) }, "Expand"),
    el("button", { type: "button", click: () => go.pathFrom(node.id) }, "Path to …"),
    el("button", { type: "button", click: () => go.copyLink() }, "Copy link"),
  );
}

/** A shortest path and the sentences along it. */
export function pathCard(a, b, path, passed, go) {
  const title = [name(NODES[a].label, 80), " → ", name(NODES[b].label, 80)];
  if (!path) {
    const more = passed.factCount < FACTS.length;
    const none = more ? "With these filters no chain" : "No chain";
    const there = more && shortest(a, b, isStated);
    return [
      head(title, "Path", go),
      el(
        "p",
        { class: "quiet" },
        `${none} of stated facts leads from one to the other. Both are lit in the drawing.`,
      ),
      there &&
        el(
          "p",
          {},
          el(
            "button",
            { type: "button", id: "all-facts", class: "link", click: () => go.all() },
            `Without filters there is one of ${plural(there.length - 1, "step")}: show it`,
          ),
        ),
    ];
  }
  const legs = path
    .slice(1)
    .map((id, i) => between(path[i], id).filter((fact) => passed.facts[fact.index] && isStated(fact)));
  return [
    head(title, `Shortest path · ${plural(path.length - 1, "step")}`, go),
    el(
      "p",
      { class: "trail" },
      path.map((id, i) => [i ? el("span", { class: "quiet" }, " – ") : null, nodeLink(id, go)]),
    ),
    KEY(),
    legs.map((facts) => [
      factBlock(facts[0], go),
      facts.length > 1 && lazily(facts.slice(1), "fact", (fact) => factBlock(fact, go)),
    ]),
  ];
}

/** A document's text with a claim's sentence, or an entity's mentions, marked. */
export function reader(doc, at, go) {
  const about = DOCUMENTS[doc];
  const claim = at.claim ? CLAIMS.find((one) => one.id === at.claim && one.document === doc) : null;
  const marks = claim
    ? marksOf(claim)
    : at.span
      ? [{ start: at.span[0], end: at.span[1], role: "mention" }]
      : at.node !== undefined
        ? mentionMarks(NODES[at.node], doc)
        : at.words
          ? wordMarks(at.words, doc)
          : [];
  const last = [...about.text].length;
  const facts = [about.date, about.source !== docName(doc) ? about.source : null].filter(Boolean);
  return [
    head(
      name(docName(doc), 200),
      "Document",
      go,
      facts.length > 0 && el("p", { class: "quiet source" }, el("bdi", {}, short(facts.join(" · "), 200))),
    ),
    added.document(doc),
    el(
      "div",
      { class: "text", dir: "auto" },
      claim ? around3(doc, claim, marks, last) : marked(doc, 0, last, marks),
    ),
  ];
}

/** The document before, at and after a claim's sentence; the sentence is one element to scroll to. */
function around3(doc, claim, marks, last) {
  const [start, end] = claim.sentence;
  return [
    ruler(doc).slice(0, start),
    el("span", { class: "here", id: "here" }, marked(doc, start, end, marks)),
    ruler(doc).slice(end, last),
  ];
}

/** Words that were searched for, wherever the document has them. */
function wordMarks(words, doc) {
  const { text } = DOCUMENTS[doc];
  const point = (unit) => (ruler(doc).plain ? unit : Array.from(text.slice(0, unit)).length);
  return placesOf(doc, words, 200).map(([start, end]) => ({
    start: point(start),
    end: point(end),
    role: "mention",
  }));
}
