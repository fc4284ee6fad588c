// Reader: the documents beside the drawing. What is chosen there is in view here, and the other way round.

import { address, state } from "./address.js";
import { change, pickedClaims } from "./change.js";
import {
  CLAIMS,
  DOCUMENTS,
  NODES,
  TYPES,
  computed,
  objectText,
  relationText,
  ruler,
  strokeOf,
} from "./data.js";
import { go } from "./go.js";
import { LOOKS } from "./looks.js";
import { docName, lineIcon, marked, marksOf } from "./parts.js";
import { byId, el, name, plural, short } from "./text.js";

/** About so many characters make one block, which gets its marks when it comes into view. */
const BLOCK = 4000;
export const reading = {
  index: null,
  blocks: [],
  doc: null,
  key: "",
  watch: null,
  still: false,
  open: new Set(),
};
computed(() => Object.assign(reading, { index: null, doc: null, key: "" }));

/** Of each document its mentions that do not overlap, and its sentences with claims; made once. */
function readings() {
  if (reading.index) return reading.index;
  const index = DOCUMENTS.map(() => ({ mentions: [], sentences: [] }));
  for (const node of NODES)
    for (const [doc, start, end] of node.mentions) index[doc].mentions.push({ start, end, node: node.id });
  for (const claim of CLAIMS) if (claim.fact) index[claim.document].sentences.push(claim);
  for (const one of index) {
    one.mentions = apart(one.mentions);
    one.sentences = sentencesOf(one.sentences);
  }
  return (reading.index = index);
}

/** The longest of spans that overlap, in the order of the text. */
function apart(spans) {
  const sorted = spans.sort((a, b) => a.start - b.start || b.end - a.end || a.node - b.node);
  let last = 0;
  return sorted.filter((span) => span.start >= last && span.end > span.start && ((last = span.end), true));
}

function sentencesOf(claims) {
  const found = [];
  for (const claim of claims.sort((a, b) => a.sentence[0] - b.sentence[0] || a.index - b.index)) {
    const [start, end] = claim.sentence;
    const last = found.at(-1);
    if (last && start < last.end) {
      last.end = Math.max(last.end, end);
      last.claims.push(claim);
    } else found.push({ start, end, claims: [claim] });
  }
  return found;
}

/** A document cut into sentences with claims and what stands between them, grouped into blocks. */
function blocksOf(doc) {
  const { mentions, sentences } = readings()[doc];
  const last = ruler(doc).length;
  const parts = [];
  let at = 0;
  const gap = (end) => {
    while (at < end) {
      let cut = Math.min(end, at + BLOCK);
      const over = mentions.find((one) => one.start < cut && one.end > cut);
      if (over) cut = Math.min(end, over.end);
      parts.push({ start: at, end: cut, claims: [] });
      at = cut;
    }
  };
  for (const sentence of sentences) {
    gap(sentence.start);
    parts.push(sentence);
    at = Math.max(at, sentence.end);
  }
  gap(last);
  const blocks = [];
  for (const part of parts) {
    const block = blocks.at(-1);
    if (block && part.end - block.start <= BLOCK)
      Object.assign(block, { end: part.end, parts: [...block.parts, part] });
    else blocks.push({ start: part.start, end: part.end, parts: [part], element: null, filled: false });
  }
  return blocks;
}

/** Open the reader, or bring it up to date with what is picked. */
export function showReader() {
  const pane = byId("reader");
  const on = state.reading !== null && DOCUMENTS.length > 0;
  byId("read").setAttribute("aria-pressed", String(on));
  byId("body").classList.toggle("with-reader", on);
  const opened = pane.hidden && on;
  pane.hidden = !on;
  if (!on) {
    reading.doc = null;
    return;
  }
  const claims = pickedClaims();
  const key = JSON.stringify([state.pick, state.reading]);
  const moved = key !== reading.key && !reading.still;
  reading.key = key;
  reading.still = false;
  if (moved) follow(claims);
  if (reading.doc !== state.reading) openText(state.reading);
  paintBlocks(claims);
  if (moved || opened) toChosen(claims);
}

/** Turn to a document that has what is picked, unless the open one has it. */
function follow(claims) {
  const { pick } = state;
  const docs =
    pick?.kind === "node"
      ? NODES[pick.node].mentions.map(([doc]) => doc)
      : pick?.kind === "document"
        ? [pick.document]
        : [...claims].map((claim) => CLAIMS[claim].document);
  if (!docs.length || docs.includes(state.reading)) return;
  state.reading = Math.min(...docs);
  history.replaceState(history.state, "", "#" + address());
}

function openText(doc) {
  const pane = byId("reader");
  reading.doc = doc;
  reading.blocks = blocksOf(doc);
  reading.open.clear();
  reading.watch?.disconnect();
  const { mentions, sentences } = readings()[doc];
  const turn = (step) =>
    el(
      "button",
      {
        type: "button",
        class: "icon",
        disabled: !(doc + step in DOCUMENTS),
        "aria-label": step < 0 ? "Document before" : "Next document",
        click: () => turnTo(doc + step),
      },
      step < 0 ? "‹" : "›",
    );
  const list = el(
    "select",
    {
      id: "reader-document",
      "aria-label": "Document",
      change: (event) => turnTo(Number(event.currentTarget.value)),
    },
    DOCUMENTS.map((_, index) => el("option", { value: index, selected: index === doc }, docName(index))),
  );
  const about = [
    DOCUMENTS[doc].date,
    plural(new Set(mentions.map((one) => one.node)).size, "entity", "entities"),
    plural(
      sentences.reduce((sum, one) => sum + one.claims.length, 0),
      "claim",
    ),
  ].filter(Boolean);
  const held = pane.contains(document.activeElement);
  const text = el("div", {
    class: "text",
    id: "reader-text",
    dir: "auto",
    tabindex: "0",
    role: "region",
    "aria-label": "Text",
  });
  pane.replaceChildren(
    el(
      "header",
      {},
      el("p", { class: "kind" }, "Reader"),
      el(
        "div",
        { class: "turn" },
        turn(-1),
        list,
        turn(1),
        el(
          "button",
          {
            type: "button",
            class: "icon close",
            "aria-label": "Close the reader",
            click: () => go.read(null),
          },
          "×",
        ),
      ),
      el("p", { class: "quiet" }, about.join(" · ")),
    ),
    text,
  );
  reading.watch = new IntersectionObserver(
    (seen) =>
      seen.forEach(
        (one) => one.isIntersecting && fillBlock(reading.blocks[Number(one.target.dataset.block)]),
      ),
    { root: text, rootMargin: "600px" },
  );
  reading.blocks.forEach((block, number) => {
    block.element = el(
      "div",
      { class: "block", "data-block": number },
      ruler(doc).slice(block.start, block.end),
    );
    text.append(block.element);
    reading.watch.observe(block.element);
  });
  if (held) list.focus();
}

/** Leave what is picked and read another document. */
function turnTo(doc) {
  reading.still = true;
  change({ reading: doc });
  byId("reader-text").scrollTop = 0;
}

let chosenClaims = new Set();
function paintBlocks(claims) {
  chosenClaims = claims;
  for (const block of reading.blocks) if (block.filled) fillBlock(block, true);
}

function fillBlock(block, again = false) {
  if (!block || (block.filled && !again)) return;
  block.filled = true;
  block.element.replaceChildren(
    ...el(
      "div",
      {},
      block.parts.map((part) => (part.claims.length ? sentencePart(part) : inline(part.start, part.end, []))),
    ).childNodes,
  );
}

/** A sentence with claims: its words, how many claims it has, and those, unfolded. */
function sentencePart(part) {
  const chosen = part.claims.filter((claim) => chosenClaims.has(claim.index));
  const open = reading.open.has(part.start) || chosen.length > 0;
  const flip = () => {
    if (reading.open.has(part.start)) reading.open.delete(part.start);
    else reading.open.add(part.start);
    const block = reading.blocks.find((one) => one.parts.includes(part));
    fillBlock(block, true);
    block.element.querySelector(`[data-sentence="${part.start}"] .claims`).focus();
  };
  const count = el(
    "button",
    {
      type: "button",
      class: "claims",
      "aria-expanded": String(open),
      "aria-label": plural(part.claims.length, "claim") + " of this sentence",
      title: plural(part.claims.length, "claim"),
      click: flip,
    },
    String(part.claims.length),
  );
  return el(
    "span",
    { class: chosen.length ? "sentence here" : "sentence", "data-sentence": part.start },
    inline(part.start, part.end, chosen.length ? marksOf(chosen[0]) : []),
    count,
    open &&
      el(
        "span",
        { class: "of-sentence" },
        part.claims.map((claim) => claimLine(claim, chosenClaims.has(claim.index))),
      ),
  );
}

/** A claim of a sentence in a line, which chooses its line of the drawing. */
function claimLine(claim, on) {
  const { fact } = claim;
  const act = () => {
    reading.still = true;
    go.fact(fact);
  };
  return el(
    "button",
    { type: "button", class: "of-claim", "aria-pressed": String(on), "data-of": claim.id, click: act },
    lineIcon(strokeOf(fact.status)),
    el(
      "span",
      {},
      name(NODES[fact.subject].label, 60),
      " ",
      el("em", {}, relationText(fact)),
      " ",
      name(objectText(fact), 60),
    ),
  );
}

/** Text with its mentions as links and with marks; both are cut where the other begins. */
function inline(start, end, marks) {
  const found = [];
  const words = (from, to) => {
    const clipped = marks
      .filter((mark) => mark.start < to && mark.end > from)
      .map((mark) => ({ ...mark, start: Math.max(from, mark.start), end: Math.min(to, mark.end) }));
    return marked(reading.doc, from, to, clipped);
  };
  let at = start;
  for (const one of readings()[reading.doc].mentions) {
    if (one.end <= start) continue;
    if (one.start >= end) break;
    const [from, to] = [Math.max(start, one.start, at), Math.min(end, one.end)];
    if (from > at) found.push(words(at, from));
    if (to > from) found.push(mentionLink(one.node, words(from, to)));
    at = Math.max(at, to);
  }
  if (at < end) found.push(words(at, end));
  return found;
}

function mentionLink(id, words) {
  const node = NODES[id];
  const on = state.pick?.kind === "node" && state.pick.node === id;
  const act = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    reading.still = true;
    go.node(id);
  };
  const link = el(
    "a",
    {
      class: on ? "of-node chosen" : "of-node",
      href: "#" + new URLSearchParams({ node: node.key }),
      "data-of-node": node.key,
      title: `${short(node.label, 80)} · ${TYPES[node.group]}`,
      "aria-current": on ? "true" : null,
      click: act,
    },
    words,
  );
  link.style.textDecorationColor = `var(--c${LOOKS[node.group].color})`;
  return link;
}

/** Scroll to the sentence that is chosen, or to the first mention of the entity. */
function toChosen(claims) {
  const { pick } = state;
  const span =
    pick?.kind === "document" &&
    pick.document === state.reading &&
    (pick.at?.span ||
      (pick.at?.node !== undefined &&
        NODES[pick.at.node].mentions.find(([doc]) => doc === state.reading)?.slice(1)));
  const first =
    pick?.kind === "node"
      ? NODES[pick.node].mentions.find(([doc]) => doc === state.reading)?.[1]
      : span
        ? span[0]
        : [...claims]
            .map((claim) => CLAIMS[claim])
            .filter((claim) => claim.document === state.reading)
            .map((claim) => claim.sentence[0])
            .sort((a, b) => a - b)[0];
  if (first === undefined) return;
  const block = reading.blocks.find((one) => one.start <= first && first < one.end);
  if (!block) return;
  fillBlock(block);
  const part = block.parts.find((one) => one.start <= first && first < one.end);
  const target =
    pick?.kind === "node"
      ? block.element.querySelector(".of-node.chosen")
      : block.element.querySelector(`[data-sentence="${part.start}"]`);
  (target || block.element).scrollIntoView({ block: "center" });
}
