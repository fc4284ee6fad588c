// Start: what to look at first, and the trail of what was looked at.

import {
  COMMUNITIES,
  CONFLICTS,
  DOCUMENTS,
  FACTS,
  NODES,
  RANKED,
  REST,
  objectText,
  relationText,
  strokeOf,
} from "./data.js";
import { nodeLink } from "./parts.js";
import { firstSentence, weight } from "./table.js";
import { bytesText, el, name, plural, short } from "./text.js";

const FIRST_ENTITIES = 10;
const FIRST_FACTS = 6;
export const trail = [];

/** Put an entity at the end of the trail; the trail keeps the last eight. */
export function visit(id) {
  const at = trail.indexOf(id);
  if (at >= 0) trail.splice(at, 1);
  trail.push(id);
  if (trail.length > 8) trail.shift();
}

/** The trail as buttons, the entity shown now last; nothing before the second entity. */
export function trailBar(go) {
  if (trail.length < 2) return null;
  return el(
    "nav",
    { class: "visited", "aria-label": "Visited entities" },
    trail
      .slice(0, -1)
      .map((id) => [
        el(
          "button",
          { type: "button", class: "link", "data-visited": NODES[id].key, click: () => go.node(id) },
          name(NODES[id].label, 24),
        ),
        el("span", { class: "quiet", "aria-hidden": "true" }, " › "),
      ]),
    el("span", {}, name(NODES[trail.at(-1)].label, 24)),
  );
}

/** The entities to start from, by importance: those with names and the few concepts that the texts are about. */
function firstEntities(passed) {
  const open = RANKED.filter((node) => passed.nodes[node.id] && node.facts.length);
  const leading = open.filter((node) => node.leads);
  return [...leading, ...open.filter((node) => !node.leads)].slice(0, FIRST_ENTITIES);
}

/**
 * The facts to start from: between names, stated by most documents, sure, about what is important; a pair
 * once, and each relation once before any comes again.
 */
function firstFacts(passed) {
  const value = (fact) =>
    fact.support * 2 +
    fact.confidence +
    (strokeOf(fact.status) === 0 ? 1 : 0) -
    weight(fact) / (NODES.length + 1);
  const open = FACTS.filter(
    (fact) =>
      passed.facts[fact.index] &&
      fact.object !== null &&
      fact.object !== fact.subject &&
      !NODES[fact.subject].concept &&
      !NODES[fact.object].concept,
  );
  const [pairs, relations, others] = [new Set(), new Set(), []];
  const found = [];
  for (const fact of open.sort((a, b) => value(b) - value(a) || a.index - b.index)) {
    if (found.length === FIRST_FACTS) break;
    if (pairs.has(fact.edge)) continue;
    pairs.add(fact.edge);
    (relations.has(fact.relation) ? others : found).push(fact);
    relations.add(fact.relation);
  }
  return [...found, ...others].slice(0, FIRST_FACTS);
}

/** The card that is open while nothing is picked. */
export function startCard(passed, go) {
  const entities = firstEntities(passed);
  const facts = firstFacts(passed);
  const there = new Set(NODES.filter((node) => passed.nodes[node.id]).map((node) => node.community));
  const groups = COMMUNITIES.filter((one) => one.size > 3 && there.has(one.index)).slice(0, 6);
  return [
    el(
      "header",
      { class: "head" },
      el(
        "div",
        {},
        el("p", { class: "kind" }, "Start here"),
        el("h2", { tabindex: "-1" }, "What is in this graph"),
      ),
      el(
        "button",
        {
          type: "button",
          class: "icon close",
          "aria-label": "Close the overview",
          click: () => go.start(false),
        },
        "×",
      ),
    ),
    el(
      "p",
      { class: "lead" },
      `${wholeText(" and ")}, read from ${plural(DOCUMENTS.length, "document")}. ` +
        "Click anything: every line opens the sentences that state it.",
    ),
    REST.part.leftOut.length > 0 && el("p", { class: "lead part" }, partText()),
    entities.length > 0 && el("h3", { class: "small" }, "Most important entities"),
    el(
      "ol",
      { class: "firsts" },
      entities.map((node) =>
        el(
          "li",
          {},
          nodeLink(node.id, go, 48),
          el("span", { class: "count" }, plural(node.facts.length, "fact")),
        ),
      ),
    ),
    facts.length > 0 && el("h3", { class: "small" }, "Facts to begin with"),
    el(
      "ul",
      { class: "firsts facts" },
      facts.map((fact) => el("li", {}, factButton(fact, go))),
    ),
    CONFLICTS.length > 0 &&
      el(
        "p",
        { class: "lead" },
        el(
          "button",
          { type: "button", class: "link", id: "show-conflicts", click: go.conflicts },
          `${plural(CONFLICTS.length, "conflict")}: what does not go together`,
        ),
      ),
    groups.length > 1 && el("h3", { class: "small" }, "Communities"),
    groups.length > 1 &&
      el(
        "ul",
        { class: "firsts" },
        groups.map((one) =>
          el(
            "li",
            {},
            el(
              "button",
              {
                type: "button",
                class: "link",
                "data-community": one.index,
                click: () => go.community(one.index),
              },
              name(one.name, 44),
            ),
            el("span", { class: "count" }, plural(one.size, "entity", "entities")),
          ),
        ),
      ),
    aboutBlock(),
  ];
}

/** What this file is: how large, what it holds, what made it, and how. */
function aboutBlock() {
  const { software, settings, claims, keptBack, characters } = REST.about;
  const program = [...document.querySelectorAll("style, script:not([type='application/json'])")].reduce(
    (sum, part) => sum + part.textContent.length,
    0,
  );
  const size = Number(document.querySelector("meta[name='size']").content);
  const made =
    software &&
    Object.entries(software)
      .map(([what, version]) => `${what} ${version}`)
      .join(", ");
  const kept = keptBack
    ? `; ${keptBack.toLocaleString("en")} kept back, with the reasons in claims.jsonl`
    : "";
  const given = Object.entries(settings).filter(([, value]) => value !== null);
  const row = (term, value) => value && [el("dt", {}, term), el("dd", {}, el("bdi", {}, short(value, 300)))];
  return el(
    "section",
    { class: "about", "aria-labelledby": "about" },
    el("h3", { class: "small", id: "about" }, "About this page"),
    el(
      "dl",
      { class: "around" },
      row("Size", `${bytesText(size)} in one file, ${bytesText(program)} of it the program`),
      row("Read", `${plural(DOCUMENTS.length, "document")}, ${plural(characters, "character")}`),
      row("Found", `${wholeText(", ")}, ${plural(claims, "claim")}${kept}`),
      row("Made by", made),
      given.map(([term, value]) => row(term, value)),
    ),
    el("p", { class: "quiet small-print" }, "It needs no network and sends nothing."),
  );
}

/** How much was found, whether the page shows it or not. */
function wholeText(and) {
  return plural(REST.part.entities, "entity", "entities") + and + plural(REST.part.facts, "fact");
}

/** What the page shows of the whole, in a sentence. */
function partText() {
  const here = `${plural(NODES.length, "entity", "entities")} and ${plural(FACTS.length, "fact")}`;
  const { leftOut } = REST.part;
  return `This page shows ${here} of them: ${leftOut.join(", ")}. The other files hold everything.`;
}

function factButton(fact, go) {
  return el(
    "button",
    { type: "button", class: "fact-link", "data-start": fact.id, click: () => go.fact(fact) },
    el(
      "span",
      {},
      name(NODES[fact.subject].label, 50),
      el("em", {}, ` ${relationText(fact)} `),
      name(objectText(fact), 50),
    ),
    el("span", { class: "quiet" }, short(firstSentence(fact).replace(/\s+/g, " "), 110)),
  );
}
