// Orders: what a page that corrects asks of the service, and the new graph drawn where the old one was.

import { address, state, takeAddress } from "./address.js";
import { map, place } from "./camera.js";
import { show } from "./change.js";
import { BY_KEY, DOCUMENTS, NODES, REST, take } from "./data.js";
import { reading } from "./reader.js";
import { say } from "./say.js";
import { runSearch } from "./search.js";
import { trail } from "./start.js";
import { byId } from "./text.js";
import { view } from "./view.js";

const TOKEN = new URLSearchParams(location.search).get("token") || "";

export const desk = { busy: false, gone: false, writing: false, failed: "", changed: () => {} };

/** Ask the service; what it refuses is an Error with its `status`. */
export async function ask(what, body = null) {
  const headers = { "X-KG-Token": TOKEN };
  if (body) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch("/desk/" + what, {
      method: body ? "POST" : "GET",
      headers,
      body: body && JSON.stringify(body),
    });
  } catch {
    throw Object.assign(
      new Error("kg serve does not answer; nothing is changed. Start it again with kg serve --edit."),
      { status: 0 },
    );
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
  desk.changed();
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
      const why = `Not saved, somebody was first. ${error.message}`;
      error.message = `${why} The page shows it now; look, and do it again if you still want to.`;
    }
    throw error;
  } finally {
    desk.busy = false;
    desk.changed();
  }
}

/** Get the graph as it is now. */
export async function reload() {
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
  trail.splice(
    0,
    trail.length,
    ...visited.map((key) => BY_KEY.get(key)?.id).filter((id) => id !== undefined),
  );
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
  desk.changed();
}

/** An address in which entities that are there no more are those that they became. */
function inherited(hash, heirs) {
  const query = new URLSearchParams(hash);
  const prefix = REST.prefix;
  const became = new Map(
    Object.entries(heirs || {}).map((pair) =>
      pair.map((one) => (one.startsWith(prefix) ? one.slice(prefix.length) : one)),
    ),
  );
  const named = new Set(["node", "between", "path", "of", "expand", "mentions"]);
  return new URLSearchParams(
    [...query].map(([key, value]) => [key, named.has(key) ? (became.get(value) ?? value) : value]),
  ).toString();
}

/** Where the keyboard is, in a way that lasts when everything is drawn anew. */
export function focusSpot() {
  const here = document.activeElement;
  return here && here.closest("#panel, #desk") ? here.dataset.act || "panel" : null;
}

export function refocus(spot) {
  if (spot === null || document.querySelector("dialog[open]")) return;
  const target =
    document.querySelector(`[data-act="${CSS.escape(spot)}"]`) ||
    byId("panel").querySelector("h2") ||
    byId("canvas");
  target.focus({ preventScroll: true });
}

/** The notes about an entity, a claim (which may be named by its first characters) or a document. */
export function notesAbout(about) {
  const [[key, value]] = Object.entries(about);
  return REST.desk.notes.filter((note) =>
    key === "claim" && note.claim ? value.startsWith(note.claim) : note[key] === value,
  );
}
