// Print: the drawing with its legend, and the facts that the filters let through, each with what states it.

import { state } from "./address.js";
import { passed, pickedClaims } from "./change.js";
import {
  CLAIMS,
  DOCUMENTS,
  FACTS,
  NODES,
  REST,
  STATUSES,
  STATUS_WORDS,
  objectText,
  relationText,
} from "./data.js";
import { byDate, docName, marked, marksOf, percent, whenText } from "./parts.js";
import { drawnAsSvg } from "./picture.js";
import { byId, el, name, plural } from "./text.js";
import { setTheme } from "./theme.js";

/** So many facts are printed, and sentences of each. */
const PRINTED = { facts: 500, claims: 3 };
const printing = { theme: "" };

/** A fact with its sentences, as it stands on paper. */
function printedFact(fact) {
  const more = fact.claims.length - PRINTED.claims;
  const about = [
    STATUS_WORDS[STATUSES[fact.status]],
    `confidence ${percent(fact.confidence)}`,
    whenText(fact),
  ];
  const quote = (claim) =>
    el(
      "blockquote",
      { dir: "auto" },
      marked(claim.document, claim.sentence[0], claim.sentence[1], marksOf(claim)),
      el(
        "cite",
        {},
        el("bdi", {}, docName(claim.document)),
        DOCUMENTS[claim.document].date && `, ${DOCUMENTS[claim.document].date}`,
      ),
    );
  return el(
    "li",
    { "data-printed": fact.id },
    el(
      "p",
      {},
      el(
        "strong",
        {},
        name(NODES[fact.subject].label, 200),
        " ",
        el("em", {}, relationText(fact)),
        " ",
        name(objectText(fact), 300),
      ),
      el("span", { class: "quiet" }, ` ${about.filter(Boolean).join(" · ")}`),
    ),
    fact.claims.slice(0, PRINTED.claims).map((claim) => quote(CLAIMS[claim])),
    more > 0 && el("p", { class: "quiet" }, `and ${plural(more, "more sentence")}`),
  );
}

/** The facts to print: those of the entity, line or path that is chosen, else all; about the most important first. */
function factsToPrint() {
  const { pick } = state;
  const chosen =
    pick?.kind === "node"
      ? NODES[pick.node].facts
      : pick && pick.kind !== "document"
        ? [...new Set([...pickedClaims()].map((claim) => CLAIMS[claim].fact))]
        : FACTS;
  const rank = (fact) => NODES[fact.subject].rank;
  return chosen
    .filter((fact) => passed.facts[fact.index])
    .sort((a, b) => rank(a) - rank(b) || byDate(a, b) || a.index - b.index);
}

/** What of the graph they are facts about. */
function printedAbout() {
  const { pick } = state;
  if (!pick || pick.kind === "document") return null;
  const ends = pick.kind === "node" ? [pick.node] : [pick.a, pick.b];
  return [": ", ...ends.map((id, place) => [place ? " – " : "", name(NODES[id].label, 120)])];
}

/** Fill the sheet that only paper shows, in light colours. */
export function beforePrint() {
  printing.theme = document.documentElement.dataset.theme;
  setTheme("light");
  const facts = factsToPrint();
  const { facts: most } = PRINTED;
  byId("sheet").replaceChildren(
    ...el(
      "div",
      {},
      state.view === "graph" ? drawnAsSvg() : el("h1", {}, name(REST.title, 300)),
      el("h2", {}, plural(facts.length, "fact"), printedAbout()),
      facts.length > most &&
        el("p", { class: "quiet" }, `The first ${most} of them; filter the page to print others.`),
      el("ol", {}, facts.slice(0, most).map(printedFact)),
    ).childNodes,
  );
}

export function afterPrint() {
  byId("sheet").replaceChildren();
  if (printing.theme) setTheme(printing.theme);
  printing.theme = "";
}
