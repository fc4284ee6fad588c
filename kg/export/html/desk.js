// Desk: on a page that `kg serve --edit` serves, corrections are sent, and the new graph is drawn in place.

import { links } from "./address.js";
import { DOCUMENTS, REST, iri } from "./data.js";
import {
  openConfirm,
  openDecisions,
  openDrop,
  openMerge,
  openMessage,
  openNote,
  openQueue,
  openReject,
  openRename,
  openRetype,
  openSplit,
  refill,
} from "./dialogs.js";
import { ask, desk, notesAbout, order, reload } from "./orders.js";
import { added } from "./panel.js";
import { docName } from "./parts.js";
import { say } from "./say.js";
import { byId, el, name, plural, short } from "./text.js";

/** Milliseconds between two looks at whether somebody else has decided something. */
const LOOK = 2000;

/** The bar of the desk: undo, the queue, what is decided, whether the files are written. */
function showDesk() {
  const bar = byId("desk");
  if (!bar) return;
  const spot = bar.contains(document.activeElement) ? document.activeElement.dataset.act : null;
  const { undo } = REST.desk;
  const button = (act, words, what, more = {}) =>
    el(
      "button",
      { type: "button", "data-act": act, disabled: desk.busy || desk.gone, click: what, ...more },
      words,
    );
  const files = desk.gone
    ? "kg serve has ended: nothing can be saved"
    : desk.failed
      ? `The files are not written: ${desk.failed}`
      : desk.writing
        ? "Files are being written …"
        : "Files are up to date";
  refill(
    bar,
    button("undo", undo ? ["Undo: ", name(undo, 60)] : "Undo", () => act(() => order(null)), {
      disabled: desk.busy || desk.gone || !undo,
      title: "Undo the last step (Ctrl Z)",
    }),
    button("queue", "Review queue", openQueue),
    button("decisions", "Decisions", openDecisions),
    el(
      "span",
      { class: desk.failed || desk.gone ? "files bad" : "files quiet", role: "status" },
      desk.busy ? "Saving …" : short(files, 160),
    ),
    REST.desk.unmatched.length > 0 &&
      el("span", { class: "files bad" }, `${plural(REST.desk.unmatched.length, "decision")} without effect`),
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

/** Those notes as they stand on a card; where there are several, each can be changed. */
function notesOn(about, what) {
  const notes = notesAbout(about);
  const change = (note) =>
    notes.length > 1 && actButton("note-" + note.id, "Change …", () => openNote(about, what, note));
  return notes.map((note) =>
    el(
      "p",
      { class: "remark" },
      el("span", { class: "quiet" }, "Note: "),
      el("bdi", {}, note.text),
      change(note),
    ),
  );
}

function actButton(act, words, open) {
  return el("button", { type: "button", "data-act": act, click: open }, words);
}

/** Where corrections begin: on the open card, else in the bar. */
function toCorrections() {
  return byId("panel").querySelector(".correct button") || byId("desk").querySelector('[data-act="queue"]');
}

function onEntity(node) {
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
    rejected.length > 0 &&
      el(
        "details",
        { class: "rejected" },
        el("summary", {}, `Rejected (${rejected.length})`),
        el(
          "ul",
          {},
          rejected.map((claim) =>
            el(
              "li",
              {},
              el(
                "p",
                {},
                el("strong", {}, name(claim.words, 120)),
                el("span", { class: "quiet" }, ` ${claim.why}`),
              ),
              el("blockquote", { dir: "auto" }, short(claim.sentence, 400)),
            ),
          ),
        ),
      ),
  ];
}

function onClaim(claim) {
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
}

function onDocument(doc) {
  return [
    notesOn({ document: DOCUMENTS[doc].id }, docName(doc)),
    el(
      "p",
      { class: "correct" },
      actButton("note-document", "Note …", () => openNote({ document: DOCUMENTS[doc].id }, docName(doc))),
    ),
  ];
}

function deskKey(event) {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (
    typing ||
    document.querySelector("dialog[open]") ||
    !(event.ctrlKey || event.metaKey) ||
    event.shiftKey ||
    event.key !== "z" ||
    !REST.desk.undo
  )
    return;
  event.preventDefault();
  act(() => order(null));
}

/** Make a page one that corrects; before it starts, so that its first card has the desk's part. */
export function startDesk() {
  desk.changed = showDesk;
  Object.assign(added, { node: onEntity, claim: onClaim, document: onDocument });
  // A link for others, to the page that corrects nothing: the address of this one opens the desk to whoever has it.
  links.here = () => new URL("graph.html" + location.hash, location.origin).href;
  // For scripts and tests: milliseconds of the last order, until its answer and for the drawing. Reads only.
  window.kgDesk = Object.freeze({ took: () => ({ ...desk.took }) });
  document
    .querySelector(".bar")
    .after(el("section", { class: "desk", id: "desk", "aria-label": "Corrections" }));
  byId("skip").after(
    el(
      "a",
      {
        class: "skip",
        id: "skip-correct",
        href: "#panel",
        click: (event) => (event.preventDefault(), toCorrections().focus()),
      },
      "Skip to the corrections",
    ),
  );
  showDesk();
  document.addEventListener("keydown", deskKey);
  setTimeout(look, LOOK);
}
