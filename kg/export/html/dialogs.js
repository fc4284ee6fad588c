// Dialogs of the desk: each makes one order; what the service refuses is said in it, and nothing typed is lost.

import { BY_KEY, CLAIMS, DOCUMENTS, REST, TYPES, findNodes, iri, ruler } from "./data.js";
import { ask, desk, focusSpot, notesAbout, order, refocus, worker } from "./orders.js";
import { docName, icon, marked, marksOf, mentionMarks } from "./parts.js";
import { el, name, plural, short } from "./text.js";

/**
 * Open a dialog with `fields`; `make` gives the order, or null while something is missing. What is asked for is about
 * the graph that was shown when the dialog opened, or when somebody was told that it is another one.
 */
function openDialog({ title, lead = null, fields, button, make }) {
  let { version } = REST.desk;
  const problem = el("p", { class: "problem", role: "alert" });
  const submit = el("button", { type: "submit", class: "main" }, button);
  const box = el("dialog", { class: "correcting", "aria-labelledby": "correcting-title" });
  const send = async (event) => {
    event.preventDefault();
    const what = make();
    if (!what || desk.busy) return;
    problem.textContent = "";
    submit.disabled = true;
    try {
      await order(what, version);
      box.close();
    } catch (error) {
      if (error.status === 409) ({ version } = REST.desk);
      problem.textContent = error.message;
      submit.disabled = false;
      submit.focus();
    }
  };
  box.append(
    el("h2", { id: "correcting-title" }, title),
    el(
      "form",
      { submit: send },
      lead && el("div", { class: "lead" }, lead),
      fields,
      problem,
      el(
        "p",
        { class: "buttons" },
        el("button", { type: "button", click: () => box.close() }, "Cancel"),
        submit,
      ),
    ),
  );
  showDialog(box);
  box.querySelector("input, select, textarea, button")?.focus();
  return box;
}

/** Show a dialog; closed, it goes, and the keyboard is where it was opened. */
function showDialog(box) {
  const spot = focusSpot();
  box.addEventListener("close", () => {
    box.remove();
    refocus(spot);
  });
  document.body.append(box);
  box.showModal();
}

export function openMessage(text) {
  const box = el("dialog", { class: "correcting", "aria-labelledby": "message-title" });
  box.append(
    el("h2", { id: "message-title" }, "Not saved"),
    el("p", { class: "problem" }, text),
    el("form", { method: "dialog" }, el("button", { type: "submit", class: "main" }, "Close")),
  );
  showDialog(box);
}

/** Put new content into an element; what is missing is left out. */
export function refill(element, ...children) {
  element.replaceChildren(...el("div", {}, children).childNodes);
}

let fieldNumber = 0;
/** A field with its label above it. */
function field(words, input) {
  input.id ||= `field-${++fieldNumber}`;
  return el("p", { class: "field" }, el("label", { for: input.id }, words), input);
}

function noteField() {
  const input = el("input", { type: "text", maxlength: 1000, name: "note", autocomplete: "off" });
  return [field("Why (kept beside the decision; may be empty)", input), () => input.value.trim()];
}

function selection(options, chosen = null) {
  return el(
    "select",
    {},
    options.map(([value, words]) => el("option", { value, selected: value === chosen }, short(words, 90))),
  );
}

/** A sentence in which an entity is mentioned, with the words marked. */
function firstMention(node) {
  const fact = node.facts.find((one) => one.claims.length);
  if (!fact) return null;
  const claim = CLAIMS[fact.claims[0]];
  return el(
    "blockquote",
    { dir: "auto" },
    marked(claim.document, claim.sentence[0], claim.sentence[1], mentionMarks(node, claim.document)),
    el("span", { class: "quiet" }, " – ", docName(claim.document)),
  );
}

export function openMerge(node) {
  const [note, noteText] = noteField();
  const hits = el("fieldset", { class: "hits" }, el("legend", {}, "Which one"));
  const input = el("input", {
    type: "text",
    autocomplete: "off",
    name: "other",
    input: () => list(input.value),
  });
  const key = node.key;
  const list = (query) => {
    const found = findNodes(query, 9)
      .map(({ node: hit }) => hit)
      .filter((hit) => hit.key !== key)
      .slice(0, 8);
    const row = (hit, place) => {
      const radio = el("input", { type: "radio", name: "hit", value: hit.key, id: `hit-of-merge-${place}` });
      radio.checked = place === 0;
      return el(
        "div",
        { class: "hit" },
        radio,
        el(
          "label",
          { for: radio.id },
          icon(hit.group, hit.concept),
          name(hit.label, 80),
          el("span", { class: "quiet" }, ` ${TYPES[hit.group]}, ${plural(hit.facts.length, "fact")}`),
          firstMention(hit),
        ),
      );
    };
    hits.replaceChildren(
      el("legend", {}, "Which one"),
      ...(found.length
        ? found.map(row)
        : [el("p", { class: "quiet" }, query.trim() ? "Nothing is called so." : "Type a name above.")]),
    );
  };
  list(alike(node));
  input.value = alike(node);
  openDialog({
    title: ["Merge ", name(node.label, 60), " with …"],
    lead: [el("p", {}, "They become one entity; it keeps the fuller name."), firstMention(node)],
    fields: [field("The other one", input), hits, note],
    button: "Merge",
    make: () => {
      const other = box().querySelector("input[name=hit]:checked");
      const found = other && BY_KEY.get(other.value);
      return found && BY_KEY.get(key)
        ? { do: "merge", entities: [iri(BY_KEY.get(key)), iri(found)], note: noteText() }
        : null;
    },
  });
}

function box() {
  return document.querySelector("dialog.correcting[open]");
}

/** What another entity of the same name would be found by: the last word of a name. */
function alike(node) {
  const last = node.label.split(/\s+/).at(-1);
  return findNodes(last, 2).some(({ node: hit }) => hit.id !== node.id) ? last : "";
}

/** The names that the documents have for an entity, the most frequent first. */
function namesOf(node) {
  const counts = new Map();
  for (const [doc, start, end] of node.mentions) {
    const words = ruler(doc).slice(start, end).replace(/\s+/g, " ");
    if (/\p{Lu}|\d/u.test(words)) counts.set(words, (counts.get(words) || 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([words]) => words);
}

export function openSplit(node) {
  const [note, noteText] = noteField();
  const whole = iri(node);
  const names = namesOf(node);
  const docs = node.documents.map((doc) => [DOCUMENTS[doc].id, docName(doc)]);
  const [byDoc, byName] = [docs.length > 1, names.length > 1];
  if (!byDoc && !byName)
    return openMessage(
      "One name in one document cannot be split. Reject the claims that are wrong, or rename the entity.",
    );
  const pair = (options) => [selection(options, options[0][0]), selection(options, options[1][0])];
  const [a, b] = byDoc ? pair(docs) : [];
  const [c, d] = byName ? pair(names.map((words) => [words, words])) : [];
  const inside = selection([["", "in all documents"], ...docs.map(([id, words]) => [id, "in " + words])]);
  const mode = (value, on, words) => {
    const radio = el("input", { type: "radio", name: "mode", value, id: "split-" + value });
    radio.checked = on;
    return el("p", {}, radio, " ", el("label", { for: radio.id }, words));
  };
  return openDialog({
    title: ["Split ", name(node.label, 60)],
    lead: el("p", {}, "What two documents, or two names, call one entity becomes two."),
    fields: [
      byDoc &&
        el(
          "fieldset",
          {},
          el("legend", {}, "By document"),
          byName && mode("documents", true, "These two documents mean different things"),
          field("This document means one", a),
          field("This document means another", b),
        ),
      byName &&
        el(
          "fieldset",
          {},
          el("legend", {}, "By name"),
          byDoc && mode("names", false, "These two names mean different things"),
          field("This name means one", c),
          field("This name means another", d),
          field("Where", inside),
        ),
      note,
    ],
    button: "Split",
    make: () => {
      const chosen =
        box().querySelector("input[name=mode]:checked")?.value || (byDoc ? "documents" : "names");
      return chosen === "documents"
        ? { do: "split", entity: whole, documents: [a.value, b.value], note: noteText() }
        : { do: "split", entity: whole, names: [c.value, d.value], document: inside.value, note: noteText() };
    },
  });
}

export function openRename(node) {
  const [note, noteText] = noteField();
  const input = el("input", {
    type: "text",
    maxlength: 300,
    required: true,
    name: "label",
    autocomplete: "off",
  });
  input.value = node.label;
  const whole = iri(node);
  openDialog({
    title: ["Rename ", name(node.label, 60)],
    fields: [field("What to call it", input), note],
    button: "Rename",
    make: () => ({ do: "rename", entity: whole, to: input.value, note: noteText() }),
  });
  input.select();
}

export function openRetype(node) {
  const [note, noteText] = noteField();
  const input = selection(
    REST.desk.types.map((type) => [type, type]),
    TYPES[node.group],
  );
  const whole = iri(node);
  openDialog({
    title: ["Type of ", name(node.label, 60)],
    fields: [field("It is of type", input), note],
    button: "Retype",
    make: () => ({ do: "retype", entity: whole, to: input.value, note: noteText() }),
  });
}

export function openDrop(node) {
  const [note, noteText] = noteField();
  const whole = iri(node);
  openDialog({
    title: ["Leave out ", name(node.label, 60)],
    lead: el(
      "p",
      {},
      "The entity goes out of the graph with all claims about it; the documents stay as they are.",
    ),
    fields: [note],
    button: "Leave out",
    make: () => ({ do: "drop", entity: whole, note: noteText() }),
  });
}

function claimLead(claim) {
  return el(
    "blockquote",
    { dir: "auto" },
    marked(claim.document, claim.sentence[0], claim.sentence[1], marksOf(claim)),
  );
}

export function openReject(claim) {
  const [note, noteText] = noteField();
  openDialog({
    title: "This claim is wrong",
    lead: [el("p", {}, "It makes no line any more; claims.jsonl keeps it as rejected."), claimLead(claim)],
    fields: [note],
    button: "Reject",
    make: () => ({ do: "reject", claim: claim.id, note: noteText() }),
  });
}

export function openConfirm(claim) {
  const [note, noteText] = noteField();
  const input = el("input", {
    type: "text",
    maxlength: 200,
    required: true,
    name: "by",
    autocomplete: "name",
  });
  input.value = worker();
  openDialog({
    title: "The text says this",
    lead: claimLead(claim),
    fields: [field("Your name", input), note],
    button: "Confirm",
    make: () => {
      worker(input.value.trim());
      return { do: "confirm", claim: claim.id, by: input.value, note: noteText() };
    },
  });
}

/** Change a note, the first about this if none is given, or write one. */
export function openNote(about, what, note = notesAbout(about)[0]) {
  const input = el("textarea", { rows: 4, maxlength: 1900, name: "text" });
  input.value = note?.text || "";
  openDialog({
    title: ["Note on ", name(what, 80)],
    lead: el("p", {}, "For whoever reads this; it changes nothing. Empty it to take it away."),
    fields: [field("Note", input)],
    button: "Save",
    make: () => ({ do: "note", text: input.value, ...about, ...(note && { decision: note.id }) }),
  });
}

// ---- The review queue, and what is decided -----------------------------------------------------

const ASKED = {
  name: "Two documents have this name. One thing, or two?",
  duplicate: "Two names are alike. One thing, or two?",
  merge: "One document takes both names for one thing. Is that right?",
  accusing: "The text is taken to say that somebody did harm. Is that right?",
};

function caseSide({ label, document: id, sentence, start, end }) {
  const inside = start >= 0 && end <= [...sentence].length;
  const points = [...sentence];
  const cut = (from, to) => points.slice(from, to).join("");
  const words = inside
    ? [cut(0, start), el("mark", { class: "m-mention" }, cut(start, end)), cut(end)]
    : sentence;
  const doc = DOCUMENTS.findIndex((one) => one.id === id);
  return el(
    "div",
    { class: "side" },
    el("h3", {}, name(label, 80)),
    el("blockquote", { dir: "auto" }, words),
    el("p", { class: "quiet" }, el("bdi", {}, doc >= 0 ? docName(doc) : id)),
  );
}

/**
 * Carry out an order from a panel that stays open and is filled again behind it: until then nothing in it can be
 * pressed. Gives what the service refuses it for, or "".
 */
async function orderFrom(dialog, what, version) {
  for (const button of dialog.querySelectorAll("button")) button.disabled = true;
  try {
    await order(what, version);
    return "";
  } catch (error) {
    return error.message;
  }
}

export function openQueue() {
  const dialog = el("dialog", { class: "correcting queue", "aria-labelledby": "queue-title" });
  let cases = [];
  let at = 0;
  let problem = "";
  let version = "";
  const answer = async (one, word) => {
    if (desk.busy) return;
    problem = await orderFrom(
      dialog,
      {
        do: "answer",
        case: one.id,
        answer: word,
        note: dialog.querySelector("input[name=note]").value.trim(),
      },
      version,
    );
    await fill();
  };
  const confirm = (one) => {
    const claim = CLAIMS.find((each) => each.id === one.claim);
    dialog.close();
    if (claim) openConfirm(claim);
  };
  const paint = () => {
    const one = cases[at];
    const head = el(
      "h2",
      { id: "queue-title", tabindex: "-1" },
      one ? `Case ${at + 1} of ${cases.length}` : "Review queue",
    );
    const step = (by) => ((at = Math.max(0, Math.min(cases.length - 1, at + by))), (problem = ""), paint());
    const close = el("button", { type: "button", click: () => dialog.close() }, "Close");
    if (!one)
      refill(
        dialog,
        head,
        el("p", { class: "problem", role: "alert" }, problem),
        el("p", {}, "No open cases."),
        el("p", { class: "buttons" }, close),
      );
    else {
      const answers =
        one.kind === "accusing"
          ? [["wrong", "Wrong"]]
          : [
              ["same", "One thing"],
              ["different", "Two things"],
            ];
      const [note] = noteField();
      refill(
        dialog,
        head,
        el(
          "p",
          { class: "asked" },
          ASKED[one.kind],
          el("span", { class: "quiet" }, ` ${plural(one.edges, "edge")} depend on it`),
        ),
        el("div", { class: "sides" }, one.sides.map(caseSide)),
        one.reasons.length > 0 &&
          el(
            "p",
            {},
            el("span", { class: "quiet" }, one.kind === "accusing" ? "It says: " : "For one: "),
            short(one.reasons.join("; "), 300),
          ),
        one.against.length > 0 &&
          el("p", {}, el("span", { class: "quiet" }, "For two: "), short(one.against.join("; "), 300)),
        note,
        el("p", { class: "problem", role: "alert" }, problem),
        el(
          "p",
          { class: "buttons" },
          el("button", { type: "button", disabled: at === 0, click: () => step(-1) }, "Back"),
          el("button", { type: "button", disabled: at >= cases.length - 1, click: () => step(1) }, "Later"),
          close,
          one.kind === "accusing" && el("button", { type: "button", click: () => confirm(one) }, "Right …"),
          answers.map(([word, words]) =>
            el(
              "button",
              { type: "button", class: "main", "data-answer": word, click: () => answer(one, word) },
              words,
            ),
          ),
        ),
      );
    }
    head.focus();
  };
  const fill = async () => {
    ({ version } = REST.desk);
    try {
      cases = await ask("cases");
    } catch (error) {
      problem = error.message;
    }
    at = Math.max(0, Math.min(at, cases.length - 1));
    paint();
  };
  showDialog(dialog);
  fill();
}

export function openDecisions() {
  const dialog = el("dialog", { class: "correcting", "aria-labelledby": "decisions-title" });
  let problem = "";
  let version = "";
  const back = async (one) => {
    if (desk.busy) return;
    problem = await orderFrom(dialog, { do: "take back", decision: one.id }, version);
    await fill();
  };
  const fill = async () => {
    let found = [];
    ({ version } = REST.desk);
    try {
      found = await ask("decisions");
    } catch (error) {
      problem = error.message;
    }
    const idle = REST.desk.unmatched;
    const row = (one) =>
      el(
        "li",
        {},
        el(
          "span",
          { class: "words" },
          name(one.words, 200),
          one.note && el("span", { class: "quiet" }, " – ", el("bdi", {}, one.note)),
        ),
        el(
          "button",
          { type: "button", "aria-label": "Take back: " + short(one.words, 80), click: () => back(one) },
          "Take back",
        ),
      );
    refill(
      dialog,
      el("h2", { id: "decisions-title", tabindex: "-1" }, "Decisions"),
      el(
        "p",
        { class: "quiet" },
        found.length
          ? "As decisions.yaml has them; the file may be edited by hand, too."
          : "Nothing is decided.",
      ),
      el("p", { class: "problem", role: "alert" }, problem),
      idle.length > 0 &&
        el(
          "div",
          { class: "idle" },
          el("h3", {}, "Without effect"),
          el(
            "ul",
            {},
            idle.slice(0, 50).map((line) => el("li", {}, short(line, 300))),
          ),
        ),
      el("ul", { class: "decided" }, found.map(row)),
      el(
        "p",
        { class: "buttons" },
        el("button", { type: "button", class: "main", click: () => dialog.close() }, "Close"),
      ),
    );
    dialog.querySelector("h2").focus();
  };
  showDialog(dialog);
  fill();
}
