// Desk: on a page that `kg serve --edit` serves, corrections are sent, and the new graph is drawn in place.

import { address, byId, state, takeAddress } from "./address.js";
import { map, place } from "./camera.js";
import { BY_KEY, DOCUMENTS, NODES, REST, iri, take } from "./data.js";
import {
  openConfirm, openDecisions, openDrop, openMerge, openMessage, openNote, openQueue, openReject,
  openRename, openRetype, openSplit, refill,
} from "./dialogs.js";
import { view } from "./draw.js";
import { say, show } from "./page.js";
import { added, docName } from "./panel.js";
import { reading } from "./reader.js";
import { runSearch } from "./search.js";
import { trail } from "./start.js";
import { el, name, plural, short } from "./text.js";

const TOKEN = new URLSearchParams(location.search).get("token") || "";
/** Milliseconds between two looks at whether somebody else has decided something. */
const LOOK = 2000;
export const desk = { busy: false, gone: false, writing: false, failed: "", opener: null };

/** Ask the service; what it refuses is an Error with its `status`. */
export async function ask(what, body = null) {
  const headers = { "X-KG-Token": TOKEN };
  if (body) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch("/desk/" + what, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) });
  } catch {
    throw Object.assign(new Error("kg serve does not answer; nothing is changed. Start it again with kg serve --edit."), { status: 0 });
  }
  if (answer.ok) return answer.json();
  const text = await answer.text();
  let reason = text;
  try {
    reason = JSON.parse(text).error;
  } catch {
    // the text itself says why
  }
  throw Object.assign(new Error(reason), { status: answer.status });
}

/** Who works here, as far as the browser remembers. */
export function worker(name) {
  try {
    if (name !== undefined) localStorage.setItem("kg-by", name);
    return localStorage.getItem("kg-by") || "";
  } catch {
    return "";
  }
}

/**
 * Carry out an order, or undo the last step (null), and draw what it gives. `version` is that of the page when
 * it was asked for: what somebody else has done since is shown before anything is saved. Throws what `ask` throws.
 */
export async function order(what, version = REST.desk.version) {
  desk.busy = true;
  showDesk();
  const start = performance.now();
  try {
    const data = await ask("decide", { version, by: worker(), order: what });
    const received = performance.now();
    redraw(data);
    desk.took = { answer: received - start, redraw: performance.now() - received };
    requestAnimationFrame(() => Object.assign(desk.took, { all: performance.now() - start }));
    Object.assign(desk, { writing: true, failed: "" });
    say(REST.desk.last, true);
  } catch (error) {
    if (error.status === 409) {
      await reload();
      error.message = `Not saved, somebody was first. ${error.message} The page shows it now; look, and do it again if you still want to.`;
    }
    throw error;
  } finally {
    desk.busy = false;
    showDesk();
  }
}

/** Get the graph as it is now. */
async function reload() {
  redraw(await ask("data"));
}

/** Draw new data where the old was: same window, same filters, same card. */
function redraw({ nodes, edges, rest, heirs }) {
  const texts = new Map(DOCUMENTS.map((doc) => [doc.id, doc.text]));
  for (const doc of rest.documents) doc.text ??= texts.get(doc.id) ?? "";
  const hash = inherited(address(), heirs);
  const before = new Map(NODES.map((node) => [node.key, { x: node.x, y: node.y }]));
  const visited = trail.map((id) => NODES[id].key);
  const top = byId("panel").scrollTop;
  const read = byId("reader-text")?.scrollTop;
  const spot = focusSpot();
  const said = byId("hint").textContent;
  view.network.unselectAll();
  view.edges.clear(); // before their numbers mean others
  view.nodes.clear();
  take({ nodes, edges, rest });
  place(before);
  Object.assign(map, { dots: null, of: null, box: null });
  Object.assign(view, { hovered: null, lit: null, litEdges: null, chosen: null });
  trail.splice(0, trail.length, ...visited.map((key) => BY_KEY.get(key)?.id).filter((id) => id !== undefined));
  byId("hint").textContent = said;
  state.pathFrom = null;
  takeAddress(hash);
  reading.still = true;
  history.replaceState(history.state, "", location.pathname + location.search + (hash ? "#" + hash : ""));
  show();
  byId("panel").scrollTop = top;
  if (read !== undefined && byId("reader-text")) byId("reader-text").scrollTop = read;
  refocus(spot);
  if (byId("search").value) runSearch(); // its hits were entities of before
  showDesk();
}

/** An address in which entities that are there no more are those that they became. */
function inherited(hash, heirs) {
  const query = new URLSearchParams(hash);
  const prefix = REST.prefix;
  const became = new Map(Object.entries(heirs || {}).map((pair) => pair.map((one) => (one.startsWith(prefix) ? one.slice(prefix.length) : one))));
  const named = new Set(["node", "between", "path", "of", "expand", "mentions"]);
  return new URLSearchParams([...query].map(([key, value]) => [key, named.has(key) ? became.get(value) ?? value : value])).toString();
}

/** Where the keyboard is, in a way that lasts when everything is drawn anew. */
export function focusSpot() {
  const here = document.activeElement;
  return here && here.closest("#panel, #desk") ? here.dataset.act || "panel" : null;
}

export function refocus(spot) {
  if (spot === null || document.querySelector("dialog[open]")) return;
  const target = document.querySelector(`[data-act="${CSS.escape(spot)}"]`) || byId("panel").querySelector("h2") || byId("canvas");
  target.focus({ preventScroll: true });
}

/** The bar of the desk: undo, the queue, what is decided, whether the files are written. */
function showDesk() {
  const bar = byId("desk");
  if (!bar) return;
  const spot = bar.contains(document.activeElement) ? document.activeElement.dataset.act : null;
  const { undo } = REST.desk;
  const button = (act, words, what, more = {}) => el("button", { type: "button", "data-act": act, disabled: desk.busy || desk.gone, click: what, ...more }, words);
  const files = desk.gone ? "kg serve has ended: nothing can be saved" : desk.failed ? `The files are not written: ${desk.failed}` : desk.writing ? "Files are being written …" : "Files are up to date";
  refill(
    bar,
    button("undo", undo ? ["Undo: ", name(undo, 60)] : "Undo", () => act(() => order(null)), { disabled: desk.busy || desk.gone || !undo, title: "Undo the last step (Ctrl Z)" }),
    button("queue", "Review queue", openQueue),
    button("decisions", "Decisions", openDecisions),
    el("span", { class: desk.failed || desk.gone ? "files bad" : "files quiet", role: "status" }, desk.busy ? "Saving …" : short(files, 160)),
    REST.desk.unmatched.length > 0 && el("span", { class: "files bad" }, `${plural(REST.desk.unmatched.length, "decision")} without effect`),
  );
  if (spot) bar.querySelector(`[data-act="${CSS.escape(spot)}"]`)?.focus();
}

/** Do something that may be refused, with the reason where it is read. */
async function act(what) {
  if (desk.busy) return;
  try {
    await what();
  } catch (error) {
    say(error.message, true);
    openMessage(error.message);
  }
}

/** Look whether somebody else has decided something, or the folder was built again. */
async function look() {
  try {
    if (!desk.busy && document.visibilityState === "visible") {
      const now = await ask("state");
      const changed = !desk.busy && now.version !== REST.desk.version;
      Object.assign(desk, { gone: false, writing: now.writing, failed: now.failed });
      if (changed) {
        await reload();
        say(`Somebody else was here: ${now.last}`, true);
      }
      showFiles(now);
    }
  } catch (error) {
    desk.gone = error.status === 0 || error.status === 403;
    if (!desk.gone) desk.failed = error.message;
    showFiles(null);
  }
  setTimeout(look, LOOK);
}

let filesKey = "";
/** Show the bar again only where it says something new: whoever stands on it is not disturbed. */
function showFiles(now) {
  const key = JSON.stringify([now && now.writing, desk.failed, desk.gone]);
  if (key !== filesKey) showDesk();
  filesKey = key;
}

// ---- What the desk adds to the cards -----------------------------------------------------------

/** The notes about an entity, a claim (which may be named by its first characters) or a document. */
export function notesAbout(about) {
  const [[key, value]] = Object.entries(about);
  return REST.desk.notes.filter((note) => (key === "claim" && note.claim ? value.startsWith(note.claim) : note[key] === value));
}

/** Those notes as they stand on a card; where there are several, each can be changed. */
function notesOn(about, what) {
  const notes = notesAbout(about);
  const change = (note) => notes.length > 1 && actButton("note-" + note.id, "Change …", () => openNote(about, what, note));
  return notes.map((note) => el("p", { class: "remark" }, el("span", { class: "quiet" }, "Note: "), el("bdi", {}, note.text), change(note)));
}

function actButton(act, words, open) {
  return el("button", { type: "button", "data-act": act, click: open }, words);
}

/** Where corrections begin: on the open card, else in the bar. */
function toCorrections() {
  return byId("panel").querySelector(".correct button") || byId("desk").querySelector('[data-act="queue"]');
}

added.node = (node) => {
  const whole = iri(node);
  const rejected = REST.desk.rejected.filter((claim) => claim.entities.includes(whole));
  return [
    notesOn({ entity: whole }, node.label),
    el(
      "div",
      { class: "actions correct", role: "group", "aria-label": "Correct this entity" },
      actButton("merge", "Merge …", () => openMerge(node)),
      actButton("split", "Split …", () => openSplit(node)),
      actButton("rename", "Rename …", () => openRename(node)),
      actButton("retype", "Retype …", () => openRetype(node)),
      actButton("drop", "Leave out …", () => openDrop(node)),
      actButton("note", "Note …", () => openNote({ entity: whole }, node.label)),
    ),
    rejected.length > 0 && el("details", { class: "rejected" }, el("summary", {}, `Rejected (${rejected.length})`), el("ul", {}, rejected.map((claim) => el("li", {}, el("p", {}, el("strong", {}, name(claim.words, 120)), el("span", { class: "quiet" }, ` ${claim.why}`)), el("blockquote", { dir: "auto" }, short(claim.sentence, 400)))))),
  ];
};

added.claim = (claim) => {
  const by = REST.desk.confirmed[claim.id];
  return [
    by && el("p", { class: "chips" }, el("span", { class: "chip" }, "Confirmed by ", name(by, 60))),
    notesOn({ claim: claim.id }, "this claim"),
    el(
      "p",
      { class: "correct", role: "group", "aria-label": "Correct this claim" },
      actButton("reject-" + claim.id, "Wrong …", () => openReject(claim)),
      actButton("confirm-" + claim.id, by ? "Confirm again …" : "Confirm …", () => openConfirm(claim)),
      actButton("note-" + claim.id, "Note …", () => openNote({ claim: claim.id }, "this claim")),
    ),
  ];
};

added.document = (doc) => [notesOn({ document: DOCUMENTS[doc].id }, docName(doc)), el("p", { class: "correct" }, actButton("note-document", "Note …", () => openNote({ document: DOCUMENTS[doc].id }, docName(doc))))];

/** A link for others, to the page that corrects nothing: the address of this one opens the desk to whoever has it. */
added.link = () => new URL("graph.html" + location.hash, location.origin).href;

/** For scripts and tests: milliseconds of the last order, until its answer and for the drawing. Reads only. */
window.kgDesk = Object.freeze({ took: () => ({ ...desk.took }) });

document.querySelector(".bar").after(el("section", { class: "desk", id: "desk", "aria-label": "Corrections" }));
byId("skip").after(
  el("a", { class: "skip", id: "skip-correct", href: "#panel", click: (event) => (event.preventDefault(), toCorrections().focus()) }, "Skip to the corrections"),
);
showDesk();
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (typing || document.querySelector("dialog[open]") || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.key !== "z" || !REST.desk.undo) return;
  event.preventDefault();
  act(() => order(null));
});
setTimeout(look, LOOK);
