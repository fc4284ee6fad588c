// Data: the graph as the page holds it, what the filters let through, neighbourhoods and paths.

import { overlap } from "./dates.js";
import { Ruler, fold, match } from "./text.js";

/** The data of a script block: JSON, or base64 of gzip where it would be large. Frees the block. */
export async function read(id) {
  const block = document.getElementById(id);
  const text = block.textContent;
  block.textContent = "";
  if (/^[[{]/.test(text)) return JSON.parse(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

/** A table of columns as a list of rows that know their own number. */
function rows(table) {
  const columns = Object.keys(table);
  return table[columns[0]].map((_, index) => {
    const row = { index };
    for (const column of columns) row[column] = table[column][index];
    return row;
  });
}

export let REST;
export let NODES;
export let EDGES;
export let FACTS;
export let CLAIMS;
export let DOCUMENTS;
export let RELATIONS;
export let TYPES;
export let STATUSES;
export let COMMUNITIES;
let MERGES;
let TYPED;
export let CONFLICTS;
export let CONFLICTING;
export let RANKED;
export let BY_KEY;
let RULERS;
export let FACETS;
export let CONCEPT;
export let FIRST_HIDDEN;

/** What else is computed from the data, by each part of the page: called when there is new data. */
const onData = [];

/** Compute something from the data, now and whenever there is new data. */
export function computed(compute) {
  onData.push(compute);
  compute();
}

/** Take in the data of the page, at first or anew; all else that is computed from it follows. */
export function take({ nodes, edges, rest }) {
  [REST, NODES, EDGES] = [rest, nodes, edges];
  [FACTS, CLAIMS, COMMUNITIES, MERGES, TYPED, CONFLICTS] = [
    "facts",
    "claims",
    "communities",
    "merges",
    "typed",
    "conflicts",
  ].map((name) => rows(rest[name]));
  ({ documents: DOCUMENTS, relations: RELATIONS, types: TYPES, statuses: STATUSES } = rest);
  RULERS = [];
  relate();
  CONFLICTING = FACTS.some(isConflicting);
  RANKED = [...NODES].sort(
    (a, b) =>
      b.importance - a.importance || b.facts.length - a.facts.length || shuffled(a.id) - shuffled(b.id),
  );
  RANKED.forEach((node, place) => (node.rank = place));
  BY_KEY = new Map(NODES.map((node) => [node.key, node]));
  for (const fact of FACTS) fact.kind = fact.typed.length ? 0 : fact.confidence < WEAK ? 2 : 1;
  FACETS = {
    kind: KINDS,
    type: TYPES,
    status: STATUSES,
    relation: RELATIONS.map((relation) => relation.label),
    document: DOCUMENTS.map((doc) => doc.id),
  };
  CONCEPT = TYPES.indexOf("Concept");
  FIRST_HIDDEN = { type: new Set(typesHiddenFirst()), kind: new Set(kindsHiddenFirst()) };
  for (const compute of onData) compute();
}

/** Statuses in words: for the legend, and for one fact. */
export const STATUS_WORDS = {
  asserted: "Stated as fact",
  reported: "Said by a source",
  planned: "Planned or promised",
  required: "Required or demanded",
  possible: "Possible",
  desired: "Wished for",
  conditional: "On a condition",
  question: "Asked",
  negative: "Negated",
};
export const LEGEND_WORDS = {
  asserted: "Stated as fact",
  reported: "Said by a source",
  planned: "Planned",
  required: "Required",
  possible: "Possible",
  desired: "Wished for",
  conditional: "Conditional",
  question: "Asked",
  negative: "Negated",
};
export const MODALITY_WORDS = {
  possible: "as possible",
  planned: "as a plan or promise",
  desired: "as a wish",
  required: "as a demand or duty",
  conditional: "on a condition",
  question: "as a question",
};
/** Why two facts do not go together. */
export const CONFLICT_WORDS = {
  "two values": "two values where one can be",
  denied: "stated and denied",
  times: "over before it began",
};
const STROKE = { asserted: 0, reported: 1, negative: 3 };

export function strokeOf(status) {
  return STROKE[STATUSES[status]] ?? 2;
}

/** Each node's facts, as subject or object, and merges; each fact's documents. */
function relate() {
  for (const node of NODES)
    Object.assign(node, { facts: [], merges: [], typed: [], conflicts: [], names: null });
  for (const fact of FACTS) Object.assign(fact, { typed: [], conflicts: [] });
  for (const fact of FACTS) {
    NODES[fact.subject].facts.push(fact);
    if (fact.object !== null && fact.object !== fact.subject) NODES[fact.object].facts.push(fact);
    fact.documents = [...new Set(fact.claims.map((claim) => CLAIMS[claim].document))].sort((a, b) => a - b);
    fact.times = fact.claims.map((claim) => CLAIMS[claim].time).filter((time) => time?.days);
    fact.days = fact.times.map((time) => time.days);
    for (const claim of fact.claims) CLAIMS[claim].fact = fact;
  }
  for (const edge of EDGES) for (const fact of edge.facts) FACTS[fact].edge = edge;
  for (const merge of MERGES) NODES[merge.entity].merges.push(merge);
  for (const one of TYPED) {
    NODES[one.subject].typed.push(one);
    if (one.object !== null && one.object !== one.subject) NODES[one.object].typed.push(one);
    for (const fact of new Set(one.claims.map((claim) => CLAIMS[claim].fact))) fact.typed.push(one);
  }
  for (const conflict of CONFLICTS) relateConflict(conflict);
}

/** A conflict stands with its subject, with an object that both sides have, and with the facts of either side. */
function relateConflict(conflict) {
  const [one, other] = conflict.sides;
  NODES[conflict.subject].conflicts.push(conflict);
  if (one.object !== null && one.object === other.object && one.object !== conflict.subject)
    NODES[one.object].conflicts.push(conflict);
  for (const fact of new Set([...one.claims, ...other.claims].map((claim) => CLAIMS[claim].fact)))
    fact.conflicts.push(conflict);
}

/**
 * Kinds of facts: those that a relation of an ontology names, those in the words of the text, and of these
 * the less sure.
 */
export const KINDS = ["typed", "open", "weak"];
export const KIND_WORDS = { typed: "Typed facts", open: "Open claims", weak: "Weak lines" };
/** Open claims below this confidence are weak. */
const WEAK = 0.9;

/** Nodes from the most to the least important; `rank` is the place in it. Equals are shuffled, always alike. */
const shuffled = (id) => (id * 7919 + 13) % 104729;

/** A node's full address; a key with a colon was not shortened. */
export function iri(node) {
  return node.key.includes(":") ? node.key : REST.prefix + node.key;
}

export function ruler(index) {
  return (RULERS[index] ||= new Ruler(DOCUMENTS[index].text));
}

function nothingHidden() {
  return { kind: new Set(), type: new Set(), status: new Set(), relation: new Set(), document: new Set() };
}

/** The filters with nothing filtered; `period` is [first day, last day], either of them null if open. */
export function noFilters() {
  return {
    hidden: nothingHidden(),
    least: 0,
    degree: 0,
    period: null,
    undated: false,
    focus: null,
    conflicting: false,
  };
}

/** So many entities with names and lines between them make a drawing of their own. */
const ENOUGH = 12;

/** The types hidden at first: concepts, where they are many and the named are enough without them. */
function typesHiddenFirst() {
  const isConcept = (id) => NODES[id].group === CONCEPT;
  const joined = FACTS.filter(
    (fact) =>
      fact.object !== null &&
      fact.object !== fact.subject &&
      !isConcept(fact.subject) &&
      !isConcept(fact.object),
  );
  const named = new Set(joined.flatMap((fact) => [fact.subject, fact.object]));
  const concepts = NODES.filter((node) => node.group === CONCEPT).length;
  return named.size >= ENOUGH && concepts * 4 >= NODES.length ? [CONCEPT] : [];
}

/** The kinds hidden at first: all but typed facts, where those alone make a drawing. */
function kindsHiddenFirst() {
  const joined = FACTS.filter(
    (fact) => fact.kind === 0 && fact.object !== null && fact.object !== fact.subject,
  );
  const named = new Set(
    joined.flatMap((fact) => [fact.subject, fact.object]).filter((id) => NODES[id].group !== CONCEPT),
  );
  return named.size >= ENOUGH ? [1, 2].filter((kind) => FACTS.some((fact) => fact.kind === kind)) : [];
}

/** The facets of which the page hides something at first. */
export const FIRSTS = ["type", "kind"];

/** The filters that the page opens with. */
export function firstFilters() {
  const { type, kind } = FIRST_HIDDEN;
  return { ...noFilters(), hidden: { ...nothingHidden(), type: new Set(type), kind: new Set(kind) } };
}

export function sameValues(a, b) {
  return a.size === b.size && [...a].every((value) => b.has(value));
}

/** True when filters are those that the page opens with. */
export function isFirst({ hidden, least, degree, period, focus, conflicting }) {
  return (
    !least &&
    !degree &&
    !period &&
    !focus &&
    !conflicting &&
    FIRSTS.every((facet) => sameValues(hidden[facet], FIRST_HIDDEN[facet])) &&
    !hidden.status.size &&
    !hidden.relation.size &&
    !hidden.document.size
  );
}

/** True when the documents or a source state a fact as so; paths lead over such facts alone. */
export function isStated(fact) {
  return strokeOf(fact.status) < 2;
}

/** True when something speaks against a fact; `CONFLICTING` says whether the page has such a fact. */
export function isConflicting(fact) {
  return fact.conflicts.length > 0;
}

/**
 * The days of a time for the filter, where "since 2016" has no last one and "until 2016" no first: `days` has
 * the end that is named.
 */
export function reach({ value, days: [first, last] }) {
  return [/^(\.\.)?\//.test(value) ? -Infinity : first, /\/(\.\.)?$/.test(value) ? Infinity : last];
}

/** True when a fact may be shown for `period`: one of its claims falls into it, or it has no date and those count. */
export function timely(fact, period, undated) {
  if (!period) return true;
  return fact.times.length ? fact.times.some((time) => overlap(reach(time), period)) : undated;
}

/**
 * Which filters stop a fact, as a sum: 1 type, 2 status, 4 relation, 8 document, 16 confidence, 32 period,
 * 64 degree, 128 kind, 256 no conflict.
 */
function stops(fact, { hidden, least, degree, period, undated, conflicting }) {
  const { kind, type, status, relation, document: docs } = hidden;
  const ends = fact.object === null ? [NODES[fact.subject]] : [NODES[fact.subject], NODES[fact.object]];
  return (
    (ends.some((node) => type.has(node.group)) ? 1 : 0) +
    (status.has(fact.status) ? 2 : 0) +
    (relation.has(fact.relation) ? 4 : 0) +
    (docs.size && fact.documents.every((doc) => docs.has(doc)) ? 8 : 0) +
    (fact.confidence < least ? 16 : 0) +
    (timely(fact, period, undated) ? 0 : 32) +
    (degree && ends.some((node) => node.facts.length < degree) ? 64 : 0) +
    (kind.has(fact.kind) ? 128 : 0) +
    (conflicting && !isConflicting(fact) ? 256 : 0)
  );
}

/** The nodes of a focus: those within its steps, and the neighbours of those that were expanded. */
function focused({ node, steps, more }, passes) {
  const found = around(node, steps, passes);
  for (const id of more) for (const near of around(id, 1, passes)) found.add(near);
  return found;
}

/**
 * What the filters let through: flags for nodes and facts, and for every facet the count of each
 * value as it would be if only the other facets filtered (facts; entities for types). `stopped`
 * holds the sums of `stops` for all facts, `inside` says which nodes the focus holds.
 */
export function sift(state) {
  const { hidden, focus } = state;
  const stopped = Uint16Array.from(FACTS, (fact) => stops(fact, state));
  const within = focus ? focused(focus, (fact) => stopped[fact.index] === 0) : null;
  const inside = (id) => !within || id === null || within.has(id);
  const facts = FACTS.map((fact) => stopped[fact.index] === 0 && inside(fact.subject) && inside(fact.object));
  const narrowed =
    hidden.status.size + hidden.relation.size + hidden.document.size > 0 ||
    state.least > 0 ||
    state.period ||
    state.conflicting;
  const open = (node) =>
    inside(node.id) &&
    node.facts.length >= state.degree &&
    !(
      hidden.document.size &&
      node.documents.length &&
      node.documents.every((doc) => hidden.document.has(doc))
    ) &&
    !(narrowed && node.facts.length && !node.facts.some((fact) => (stopped[fact.index] & ~1) === 0)) &&
    !(state.period && !state.undated && !node.facts.length) &&
    !(state.conflicting && !node.facts.length);
  const counts = Object.fromEntries(
    Object.keys(FACETS).map((facet) => [facet, new Array(FACETS[facet].length).fill(0)]),
  );
  let conflicts = 0;
  const nodes = NODES.map((node) => {
    const passes = open(node);
    if (passes) counts.type[node.group]++;
    return passes && !hidden.type.has(node.group);
  });
  for (const fact of FACTS) {
    if (!inside(fact.subject) || !inside(fact.object)) continue;
    const stop = stopped[fact.index];
    if ((stop & ~2) === 0) counts.status[fact.status]++;
    if ((stop & ~4) === 0) counts.relation[fact.relation]++;
    if ((stop & ~128) === 0) counts.kind[fact.kind]++;
    if ((stop & ~256) === 0 && isConflicting(fact)) conflicts++;
    if ((stop & ~8) === 0) for (const doc of fact.documents) counts.document[doc]++;
  }
  return {
    nodes,
    facts,
    counts,
    conflicts,
    stopped,
    inside,
    nodeCount: nodes.filter(Boolean).length,
    factCount: facts.filter(Boolean).length,
  };
}

export function other(fact, id) {
  return fact.subject === id ? fact.object : fact.subject;
}

/** Ids of the nodes within `steps` facts of node `start`. */
export function around(start, steps, passes) {
  const found = new Set([start]);
  let border = [start];
  for (let step = 0; step < steps; step++) {
    const next = [];
    for (const id of border) {
      for (const fact of NODES[id].facts) {
        const there = other(fact, id);
        if (there !== null && !found.has(there) && passes(fact)) {
          found.add(there);
          next.push(there);
        }
      }
    }
    border = next;
  }
  return found;
}

/** Node ids of a shortest path from `a` to `b` over facts that pass, or null. */
export function shortest(a, b, passes) {
  const before = new Map([[a, null]]);
  let border = [a];
  while (border.length && !before.has(b)) {
    const next = [];
    for (const id of border) {
      for (const fact of NODES[id].facts) {
        const there = other(fact, id);
        if (there === null || before.has(there) || !passes(fact)) continue;
        before.set(there, id);
        next.push(there);
      }
    }
    border = next;
  }
  if (!before.has(b)) return null;
  const path = [];
  for (let id = b; id !== null; id = before.get(id)) path.unshift(id);
  return path;
}

/** All facts between nodes `a` and `b`, either way, best stated first. */
export function between(a, b) {
  const found = NODES[a].facts.filter((fact) =>
    a === b ? fact.subject === a && fact.object === a : other(fact, a) === b,
  );
  return found.sort(
    (x, y) =>
      x.status - y.status || y.support - x.support || y.confidence - x.confidence || x.index - y.index,
  );
}

/** True when two words differ by one typo: a letter more, less or other, or two that changed places. */
export function oneTypo(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  const rest = (text, skip) => text.slice(from + skip);
  if (a.length !== b.length)
    return a.length > b.length ? rest(a, 1) === rest(b, 0) : rest(a, 0) === rest(b, 1);
  return (
    rest(a, 1) === rest(b, 1) ||
    (a[from] === b[from + 1] && a[from + 1] === b[from] && rest(a, 2) === rest(b, 2))
  );
}

/** Shorter words have too many others one typo away. */
const TYPO_LENGTH = 4;
const wordsOf = (folded) => folded.match(/[\p{L}\p{N}]+/gu) || [];

/** True when a name has each word of the query, at most one of them with a typo. */
function nearlyNamed(folded, wanted) {
  const words = wordsOf(folded);
  const missed = wanted.filter((one) => !words.some((word) => word.startsWith(one)));
  return (
    missed.length === 1 && missed[0].length >= TYPO_LENGTH && words.some((word) => oneTypo(word, missed[0]))
  );
}

/** Nodes whose name answers the query but for one typo, the most important first. */
function findNearly(query, limit) {
  const wanted = wordsOf(fold(query));
  return RANKED.filter((node) => node.names.some((folded) => nearlyNamed(folded, wanted)))
    .slice(0, limit)
    .map((node) => ({
      node,
      alias: nearlyNamed(node.names[0], wanted)
        ? null
        : node.aliases[node.names.findIndex((folded) => nearlyNamed(folded, wanted)) - 1],
    }));
}

/** Nodes whose name or other name answers the query, best first; of equals what has a name of its own. */
export function findNodes(query, limit) {
  const wanted = fold(query.trim());
  if (!wanted) return [];
  const found = [];
  for (const node of RANKED) {
    node.names ||= [node.label, ...node.aliases].map(fold);
    let best = 9;
    let which = 0;
    node.names.forEach((folded, index) => {
      const score = match(folded, wanted);
      if (score >= 0 && score * 2 + (index > 0) < best) {
        best = score * 2 + (index > 0);
        which = index;
      }
    });
    if (best < 9) found.push({ node, best, alias: which > 0 ? node.aliases[which - 1] : null });
  }
  if (!found.length) return findNearly(query, limit);
  return found
    .sort((a, b) => a.best - b.best || a.node.concept - b.node.concept || a.node.rank - b.node.rank)
    .slice(0, limit);
}

/** Facts with a claim whose sentence holds the query. */
export function findSentences(query, limit) {
  const wanted = fold(query.trim());
  const found = [];
  const seen = new Set();
  if (wanted.length < 3) return found;
  for (const fact of FACTS) {
    if (found.length >= limit) break;
    for (const number of fact.claims) {
      const claim = CLAIMS[number];
      const place = claim.document + ":" + claim.sentence[0];
      if (seen.has(place)) continue;
      claim.folded ||= fold(ruler(claim.document).slice(...claim.sentence));
      if (claim.folded.includes(wanted)) {
        seen.add(place);
        found.push({ fact, claim });
        break;
      }
    }
  }
  return found;
}

function foldedText(doc) {
  return (DOCUMENTS[doc].folded ??= fold(DOCUMENTS[doc].text));
}

/** Where a document has folded words, as offsets [start, end) in UTF-16 units, at most `limit` of them. */
export function placesOf(doc, wanted, limit) {
  const { text } = DOCUMENTS[doc];
  const folded = foldedText(doc);
  const found = [];
  if (!wanted) return found;
  for (
    let at = folded.indexOf(wanted);
    at >= 0 && found.length < limit;
    at = folded.indexOf(wanted, at + wanted.length)
  )
    found.push([at, at + wanted.length]);
  if (folded.length === text.length || !found.length) return found;
  const units = []; // of each unit of the folded text, where the letter that it comes from starts
  let unit = 0;
  for (const letter of text) {
    for (let i = fold(letter).length; i > 0; i--) units.push(unit);
    unit += letter.length;
  }
  units.push(text.length);
  return found.map(([start, end]) => [units[start], units[end]]);
}

/** Documents whose title or text holds the query, by title first; with the words around the first place. */
export function findDocuments(query, limit) {
  const wanted = fold(query.trim());
  if (wanted.length < 3) return [];
  const titled = [...DOCUMENTS.keys()].filter((doc) => fold(DOCUMENTS[doc].title).includes(wanted));
  const others = [...DOCUMENTS.keys()].filter(
    (doc) => !titled.includes(doc) && foldedText(doc).includes(wanted),
  );
  return [...titled, ...others].slice(0, limit).map((doc) => {
    const [place] = placesOf(doc, wanted, 1);
    const around = place && DOCUMENTS[doc].text.slice(Math.max(0, place[0] - 50), place[1] + 80);
    return {
      document: doc,
      words: place ? wanted : null,
      around: around ? around.replace(/^\S*\s|\s\S*$/g, "") : "",
    };
  });
}

let vocabulary = null;
onData.push(() => (vocabulary = null));

/** The query with a word that no document has replaced by one that differs by a typo; null if there is none. */
export function corrected(query) {
  if (!vocabulary) {
    vocabulary = new Map();
    for (const doc of DOCUMENTS.keys())
      for (const word of wordsOf(foldedText(doc))) vocabulary.set(word, (vocabulary.get(word) || 0) + 1);
  }
  const words = wordsOf(fold(query));
  const wrong = words.filter((word) => !vocabulary.has(word));
  if (wrong.length !== 1 || wrong[0].length < TYPO_LENGTH) return null;
  const near = [...vocabulary.keys()].filter((word) => oneTypo(word, wrong[0]));
  if (!near.length) return null;
  const best = near.reduce((a, b) =>
    vocabulary.get(b) > vocabulary.get(a) || (vocabulary.get(b) === vocabulary.get(a) && b < a) ? b : a,
  );
  return words.map((word) => (word === wrong[0] ? best : word)).join(" ");
}

/** The object of a fact in words. */
export function objectText(fact) {
  return fact.object !== null ? NODES[fact.object].label : fact.literal !== null ? fact.literal : "";
}

/** The relation of a fact in words, as its sentences state it: "met", "did not meet". */
export function relationText(fact) {
  return REST.words[fact.words];
}

export function factText(fact) {
  return [NODES[fact.subject].label, relationText(fact), objectText(fact)].filter(Boolean).join(" ");
}

take({ nodes: await read("nodes"), edges: await read("edges"), rest: await read("rest") });
