// SPARQL: the current filters as a query over graph.ttl that finds the same facts.

import {
  CLAIMS,
  DOCUMENTS,
  FACETS,
  FACTS,
  NODES,
  RELATIONS,
  REST,
  TYPES,
  iri,
  isConflicting,
  reach,
} from "./data.js";
import { overlap } from "./dates.js";

const RANK = `IF(?polarity = "negative", 8,
    IF(?modality = "actual", IF(BOUND(?who), 1, 0),
    IF(?modality = "planned", 2, IF(?modality = "required", 3, IF(?modality = "possible", 4,
    IF(?modality = "desired", 5, IF(?modality = "conditional", 6, 7)))))))`;

/** More entities or claims than this are not listed in a query. */
const LISTED = 2000;

export function quotedText(text) {
  return (
    '"' +
    text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t") +
    '"'
  );
}

/** An IRI in angle brackets; characters that SPARQL forbids in one are percent-encoded. */
export function angled(address) {
  return "<" + address.replace(/[\x00-\x20<>"{}|\\^`]/g, (char) => encodeURIComponent(char)) + ">";
}

/** Keeps ends of hidden types out: of `who`, "subject" or "object". */
function typeLines(who, hidden) {
  return [...hidden]
    .sort((a, b) => a - b)
    .map((type) => {
      const kind = REST.classes[type];
      if (!kind) return `  # the type ${TYPES[type]} has no class in RDF`;
      const named = `?${who} a ?${who}Class FILTER(?${who}Class != skos:Concept)`;
      const pattern =
        kind === "skos:Concept"
          ? `?${who} a skos:Concept FILTER NOT EXISTS { ${named} }`
          : `?${who} a ${kind}`;
      return `  FILTER(!BOUND(?${who}) || NOT EXISTS { ${pattern} })`;
    });
}

/** The shorter of "one of these" and "none of those". */
function among(variable, chosen, others, write) {
  const [list, not] = others.length < chosen.length ? [others, " NOT"] : [chosen, ""];
  return `${variable}${not} IN (${list.map(write).join(", ")})`;
}

function split(facet, hidden) {
  const all = [...FACETS[facet].keys()];
  return [all.filter((index) => !hidden.has(index)), all.filter((index) => hidden.has(index))];
}

/** Entities that the focus or the number of facts chooses, as a list; nothing when neither does. */
function entityLines(state, passed) {
  if (!state.focus && !state.degree && !REST.part.leftOut.length) return [];
  const kept = NODES.filter((node) => passed.inside(node.id) && node.facts.length >= state.degree);
  if (kept.length > LISTED) return [`  # left out: ${kept.length} entities are too many to list here`];
  const list = kept.map((node) => angled(iri(node))).join(" ");
  return [
    `  VALUES ?subject { ${list} }`,
    "  FILTER(!BOUND(?object) || isLiteral(?object) || EXISTS {",
    `    VALUES ?near { ${list} } FILTER(?near = ?object) })`,
  ];
}

/** Claims of facts of the kinds that are not hidden, and of conflicts alone, as a list; nothing when that is all. */
function kindLines({ hidden: { kind }, conflicting }) {
  if (!kind.size && !conflicting) return [];
  const kept = FACTS.filter((fact) => !kind.has(fact.kind) && (!conflicting || isConflicting(fact)))
    .flatMap((fact) => fact.claims)
    .filter((claim) => CLAIMS[claim].id);
  if (kept.length > LISTED)
    return [`  # the kinds of facts are left out: ${kept.length} claims are too many to list here`];
  const base = REST.prefix.replace(/entity\/$/, "claim/");
  return [`  VALUES ?claim { ${kept.map((claim) => angled(base + CLAIMS[claim].id)).join(" ")} }`];
}

/** A condition on the number of times of a fact, as graph.ttl writes them, that share a day with `period`. */
function timesWithin(period, comparison) {
  const found = new Set(
    CLAIMS.filter((claim) => claim.time?.days && overlap(reach(claim.time), period)).map(
      (claim) => claim.time.value,
    ),
  );
  const list = [...found].sort().map(quotedText).join(", ") || '"-"';
  return `SUM(IF(COALESCE(STR(?time), "") IN (${list}), 1, 0)) ${comparison}`;
}

/** A query for the facts that the filters let through, one row a fact. */
export function sparqlOf(state, passed) {
  const { hidden } = state;
  const where = [
    ...typeLines("subject", hidden.type),
    ...typeLines("object", hidden.type),
    ...entityLines(state, passed),
    ...kindLines(state),
  ];
  const having = [];
  if (hidden.relation.size) {
    const [open, closed] = split("relation", hidden.relation);
    where.push(`  FILTER(${among("?relation", open, closed, (index) => angled(RELATIONS[index].iri))})`);
  }
  if (hidden.status.size) {
    const [open, closed] = split("status", hidden.status);
    where.push(`  FILTER(${among("?rank", open, closed, String)})`);
  }
  if (hidden.document.size) {
    const [open, closed] = split("document", hidden.document);
    having.push(
      `SUM(IF(${among("STR(?identifier)", open, closed, (index) => quotedText(DOCUMENTS[index].id))}, 1, 0)) > 0`,
    );
  }
  if (state.least) having.push(`MAX(?sure) >= ${state.least - 0.0005}`); // the page rounds to three digits
  if (state.period) {
    const within = timesWithin(state.period, "> 0");
    having.push(state.undated ? `(${within} || ${timesWithin([null, null], "= 0")})` : within);
  }
  const prefixes = Object.entries(REST.prefixes).map(([name, address]) => `PREFIX ${name}: <${address}>`);
  return [
    ...prefixes,
    "SELECT ?subject ?relation ?object (MAX(?sure) AS ?confidence) (SAMPLE(?words) AS ?sentence)",
    "WHERE {",
    "  ?claim rdf:subject ?subject ; rdf:predicate ?relation ; kg:shown true ; " +
      "kg:polarity ?polarity ; kg:modality ?modality ;",
    "    kg:confidence ?sure ; kg:sentence/oa:exact ?words ; prov:wasDerivedFrom/dcterms:identifier ?identifier .",
    "  OPTIONAL { ?claim rdf:object ?object }",
    "  OPTIONAL { ?claim kg:sourceLabel ?who }",
    "  OPTIONAL { ?claim kg:time ?time }",
    `  BIND(${RANK} AS ?rank)`,
    ...where,
    "}",
    "GROUP BY ?subject ?relation ?object ?rank",
    ...(having.length ? [`HAVING (${having.join(" && ")})`] : []),
    "ORDER BY ?subject ?relation ?object ?rank",
    "",
  ].join("\n");
}
