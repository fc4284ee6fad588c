// The page's scripts that compute, loaded without a browser over a small graph.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const folder = join(import.meta.dirname, "../../../kg/export/html");

/** a -met-> b -owns-> c, a -met-> c (planned), d alone; "a says nothing" has no object. */
export const GRAPH = {
  nodes: [
    { label: "Zoë Ålund", group: 0, key: "Zoe", importance: 1, aliases: ["The Chief"], documents: [0, 1], mentions: [], x: 0, y: 0 },
    { label: "Acme", group: 1, key: "Acme", importance: 0.5, aliases: [], documents: [0], mentions: [], x: 10, y: 0 },
    { label: "Oslo", group: 2, key: "Oslo", importance: 0.2, aliases: ["Christiania"], documents: [1], mentions: [], x: 20, y: 0 },
    { label: "alone", group: 2, key: "alone", importance: 0.1, aliases: [], documents: [0], mentions: [], x: 30, y: 0 },
  ].map((node, id) => ({ id, community: 0, concept: 0, links: [], count: 1, ...node })),
  edges: [
    { id: 0, from: 0, to: 1, stroke: 0, facts: [0] },
    { id: 1, from: 1, to: 2, stroke: 0, facts: [1] },
    { id: 2, from: 0, to: 2, stroke: 2, facts: [2] },
  ],
  rest: {
    title: "t",
    prefix: "https://kg.example/entity/",
    part: { entities: 4, facts: 4, leftOut: [], unknown: "" },
    types: ["Person", "Organization", "Concept"],
    classes: ["schema:Person", "schema:Organization", "skos:Concept"],
    prefixes: { rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#" },
    statuses: ["asserted", "reported", "planned", "required", "possible", "desired", "conditional", "question", "negative"],
    relations: [{ iri: "https://kg.example/relation/meet", label: "meet", words: "met" }, { iri: "https://kg.example/relation/own", label: "own", words: "owns" }],
    words: ["did not meet", "met", "owns", "plans to meet"],
    about: { least: 0.5 },
    documents: [
      { id: "one", title: "One", source: "one.txt", date: null, text: "🎉 Zoë Ålund met Acme. Acme owns Oslo." },
      { id: "two", title: "Two", source: "two.txt", date: null, text: "Zoë plans to meet Oslo. Zoë met." },
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
    claims: {
      id: ["c0", "c1", "c2", "c3"],
      document: [0, 0, 1, 1],
      sentence: [[0, 22], [23, 38], [0, 23], [24, 32]],
      time: [{ value: "2019", days: [17897, 18261] }, { value: "2019-10", days: [18170, 18200] }, { value: "P5D", days: null }, null],
    },
    merges: { entity: [] },
    typed: { id: [] },
    conflicts: { kind: [] },
    desk: null,
    communities: { name: ["Zoë Ålund"], size: [4], circle: [[0, 0, 0]] },
  },
};

/** Everything that text.js, dates.js, data.js, sparql.js and table.js declare; `packed` names a block to compress. */
export async function load(names, packed = null) {
  const blocks = Object.fromEntries(
    Object.entries(GRAPH).map(([id, value]) => {
      const text = JSON.stringify(value);
      return [id, { textContent: id === packed ? gzipSync(text).toString("base64") : text }];
    }),
  );
  globalThis.document = { getElementById: (id) => blocks[id] };
  const files = ["text", "dates", "data", "sparql"].map((file) => readFileSync(join(folder, `${file}.js`), "utf-8"));
  const source = [...files, `export { ${names.join(", ")} };`, `// ${packed}`].join("\n");
  return import("data:text/javascript;base64," + Buffer.from(source).toString("base64"));
}
