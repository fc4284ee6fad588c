// A small graph as Python hands it to the page: what the tests of the scripts look at.

/** Where words stand in a text, in code points; `from` is where to look. */
function at(text, words, from = 0) {
  const points = [...text];
  const wanted = [...words];
  const start = points.findIndex((_, i) => i >= from && wanted.every((point, k) => points[i + k] === point));
  return [start, start + wanted.length];
}

const ONE = "🎉 Zoë Ålund met Acme. Acme owns Oslo.";
const TWO = "Zoë plans to meet Oslo. Zoë met.";

/** What every claim has, unless it says otherwise. */
const claim = {
  object: null,
  cues: [],
  source: null,
  time: null,
  place: null,
  qualifiers: [],
  polarity: "positive",
  modality: "actual",
  confidence: 0.9,
  worth: 0.5,
  rules: ["verb"],
};

const CLAIMS = [
  {
    ...claim,
    id: "c0",
    document: 0,
    sentence: [0, 21],
    subject: at(ONE, "Zoë Ålund"),
    predicate: [at(ONE, "met")],
    object: at(ONE, "Acme"),
    time: { value: "2019", days: [17897, 18261], text: "that year", span: [0, 0] },
    place: { entity: 2, label: "Oslo" },
  },
  {
    ...claim,
    id: "c1",
    document: 0,
    sentence: [22, 37],
    subject: at(ONE, "Acme", 21),
    predicate: [at(ONE, "owns")],
    object: at(ONE, "Oslo"),
    time: { value: "2019-10", days: [18170, 18200], text: "in October", span: [0, 0] },
    rules: ["verb", "apposition"],
    qualifiers: [{ role: "With", entity: null, label: "a loan" }],
  },
  {
    ...claim,
    id: "c2",
    document: 1,
    sentence: [0, 23],
    subject: at(TWO, "Zoë"),
    predicate: [at(TWO, "plans to meet")],
    object: at(TWO, "Oslo"),
    source: { entity: 1, label: "Acme", span: [0, 0], cue: "said" },
    time: { value: "P5D", days: null, text: "for five days", span: [0, 0] },
    modality: "planned",
    confidence: 0.6,
  },
  {
    ...claim,
    id: "c3",
    document: 1,
    sentence: [24, 32],
    subject: at(TWO, "Zoë", 24),
    predicate: [at(TWO, "met", 24)],
    source: { entity: null, label: "the mayor", span: [0, 0], cue: "denied" },
    polarity: "negative",
  },
];

const node = { community: 0, concept: 0, links: [], count: 1, merges: [], y: 0, size: 10, leads: false };

/** Rows as a table of columns. */
export function table(rows) {
  return Object.fromEntries(Object.keys(rows[0]).map((key) => [key, rows.map((row) => row[key])]));
}

/** a -met-> b -owns-> c, a -met-> c (planned), d alone; "a says nothing" has no object. */
export const GRAPH = {
  nodes: [
    {
      label: "Zoë Ålund",
      group: 0,
      key: "Zoe",
      importance: 1,
      aliases: ["The Chief"],
      links: ["https://www.wikidata.org/wiki/Q1", "javascript:alert(1)"],
      documents: [0, 1],
      mentions: [
        [0, ...at(ONE, "Zoë Ålund")],
        [1, 0, 3],
        [1, 24, 27],
      ],
      count: 3,
      x: 0,
      size: 18,
    },
    {
      label: "Acme",
      group: 1,
      key: "Acme",
      importance: 0.5,
      aliases: [],
      documents: [0],
      mentions: [
        [0, ...at(ONE, "Acme")],
        [0, ...at(ONE, "Acme", 21)],
      ],
      count: 2,
      x: 100,
    },
    {
      label: "Oslo",
      group: 2,
      key: "Oslo",
      importance: 0.2,
      aliases: ["Christiania"],
      documents: [1],
      mentions: [
        [0, ...at(ONE, "Oslo")],
        [1, ...at(TWO, "Oslo")],
      ],
      count: 2,
      x: 200,
    },
    {
      label: "alone",
      group: 2,
      key: "alone",
      importance: 0.1,
      aliases: [],
      documents: [0],
      mentions: [],
      x: 300,
    },
  ].map((one, id) => ({ ...node, id, ...one })),
  edges: [
    { id: 0, from: 0, to: 1, stroke: 0, facts: [0] },
    { id: 1, from: 1, to: 2, stroke: 0, facts: [1] },
    { id: 2, from: 0, to: 2, stroke: 2, facts: [2] },
  ],
  rest: {
    title: "Who met <whom> & why",
    prefix: "https://kg.example/entity/",
    part: { entities: 4, facts: 4, leftOut: [], unknown: "" },
    types: ["Person", "Organization", "Concept"],
    classes: ["schema:Person", "schema:Organization", "skos:Concept"],
    prefixes: { rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#" },
    statuses: [
      "asserted",
      "reported",
      "planned",
      "required",
      "possible",
      "desired",
      "conditional",
      "question",
      "negative",
    ],
    relations: [
      { iri: "https://kg.example/relation/meet", label: "meet", words: "met" },
      { iri: "https://kg.example/relation/own", label: "own", words: "owns" },
    ],
    words: ["did not meet", "met", "owns", "plans to meet"],
    about: {
      least: 0.5,
      claims: 4,
      keptBack: 2,
      characters: 70,
      software: { kg: "1.0" },
      settings: { Pipeline: "kg_en", Date: null },
    },
    documents: [
      { id: "one", title: "One", source: "one.txt", date: null, text: ONE },
      { id: "two", title: "Two", source: "two.txt", date: "2024-03-18", text: TWO },
    ],
    facts: {
      id: ["f0", "f1", "f2", "f3"],
      subject: [0, 1, 0, 0],
      relation: [0, 1, 0, 0],
      words: [1, 2, 3, 0],
      object: [1, 2, 2, null],
      literal: [null, null, null, null],
      datatype: [null, null, null, null],
      status: [0, 0, 2, 8],
      support: [1, 1, 1, 1],
      confidence: [0.9, 0.8, 0.6, 0.9],
      claims: [[0], [1], [2], [3]],
    },
    claims: table(CLAIMS),
    merges: { entity: [] },
    typed: { id: [] },
    conflicts: { kind: [] },
    desk: null,
    communities: { name: ["Zoë Ålund"], size: [4], circle: [[0, 0, 0]] },
  },
};

/** The same graph with other parts of its `rest`. */
export function graphWith(rest) {
  return { ...GRAPH, rest: { ...GRAPH.rest, ...rest } };
}

const side = {
  object: 1,
  value: null,
  status: 0,
  words: "met",
  claims: [0],
  quotes: [[0, 0, 21, 2, 11, 16, 20]],
};

/** The graph where it is stated and denied that Zoë met Acme. */
export const CONFLICTING_GRAPH = graphWith({
  conflicts: table([
    {
      kind: "denied",
      subject: 0,
      sides: [
        side,
        { ...side, status: 8, words: "did not meet", claims: [3], quotes: [[1, 24, 32, 24, 27, 28, 31]] },
      ],
    },
  ]),
});

/** What a page that corrects is told besides. */
export const DESK = {
  version: "v1",
  undo: "Rename Acme",
  last: "Done.",
  types: ["Person", "Organization", "Concept"],
  notes: [{ id: "n1", entity: "https://kg.example/entity/Acme", text: "look <again>" }],
  confirmed: { c0: "Ada" },
  rejected: [
    { entities: ["https://kg.example/entity/Acme"], words: "Acme met", why: "no", sentence: "Acme met." },
  ],
  unmatched: [],
};

/** A ring of `count` entities, each joined to the next, far enough apart that none covers another. */
export function ring(count) {
  const angle = (i) => (2 * Math.PI * i) / count;
  const nodes = Array.from({ length: count }, (_, i) => ({
    ...node,
    id: i,
    label: `Entity number ${i}`,
    key: `e${i}`,
    group: i % 2,
    importance: 1 - i / count,
    aliases: [],
    documents: [0],
    mentions: [],
    x: Math.round(40 * count * Math.cos(angle(i))),
    y: Math.round(20 * count * Math.sin(angle(i))),
  }));
  const numbers = [...nodes.keys()];
  const column = (value) => numbers.map(() => value);
  return {
    nodes,
    edges: numbers.map((i) => ({
      id: i,
      from: Math.min(i, (i + 1) % count),
      to: Math.max(i, (i + 1) % count),
      stroke: 0,
      facts: [i],
    })),
    rest: {
      ...GRAPH.rest,
      part: { entities: count, facts: count, leftOut: [], unknown: "" },
      facts: {
        id: numbers.map((i) => `f${i}`),
        subject: numbers,
        relation: column(0),
        words: column(1),
        object: numbers.map((i) => (i + 1) % count),
        literal: column(null),
        datatype: column(null),
        status: column(0),
        support: column(1),
        confidence: column(0.9),
        claims: numbers.map(() => [0]),
      },
      communities: { name: ["Entity number 0"], size: [count], circle: [[0, 0, 50 * count]] },
    },
  };
}
