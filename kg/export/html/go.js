// Going: to an entity, a line, a document and all else that a click on the page can ask for.

import { links, state } from "./address.js";
import { fit, keepCentre, moveTo, windowBox } from "./camera.js";
import { change, passed, pathNow, screen, show, toggle, uncovered, unhidden } from "./change.js";
import { CONCEPT, CONFLICTING, CONFLICTS, NODES, noFilters } from "./data.js";
import { copy, say } from "./say.js";
import { sparqlOf } from "./sparql.js";
import { byId } from "./text.js";
import { view } from "./view.js";

export const go = {
  node(id) {
    if (state.pathFrom !== null && state.pathFrom !== id) {
      const a = state.pathFrom;
      change({ ...uncovered(a, id), pathFrom: null, view: "graph", pick: { kind: "path", a, b: id } }, true);
    } else change({ ...uncovered(id), pick: { kind: "node", node: id }, pathFrom: null }, true);
    reveal();
  },
  edge: (edge) => change({ pick: { kind: "edge", a: edge.from, b: edge.to } }, true),
  fact(fact) {
    if (fact.object === null) return go.node(fact.subject);
    change({ ...unhidden(fact), pick: { kind: "edge", a: fact.subject, b: fact.object } }, true);
    reveal();
    const block = document.querySelector(`[data-fact="${CSS.escape(fact.id)}"]`);
    if (block) block.scrollIntoView({ block: "nearest" });
  },
  document: (doc, at) =>
    change(
      { pick: { kind: "document", document: doc, at }, ...(state.reading !== null && { reading: doc }) },
      true,
    ),
  /** Open the reader at a document, or close it. */
  read(doc) {
    change({ reading: doc });
    keepCentre();
    if (doc === null) byId("read").focus();
    else byId("reader-document").focus();
  },
  focus(id, steps) {
    change({ focus: steps ? { node: id, steps, more: [] } : null }, true);
    frame();
  },
  expand(id) {
    change({ focus: { ...state.focus, more: [...new Set([...state.focus.more, id])] } }, true);
    frame();
  },
  community(index) {
    if (state.view !== "graph") change({ view: "graph" });
    fit(NODES.filter((node) => node.community === index && passed.nodes[node.id]));
  },
  start(on) {
    screen.start = on;
    if (on) change({ view: "graph", pick: null, pathFrom: null }, Boolean(state.pick));
    else show();
    if (!on) byId("canvas").focus({ preventScroll: true });
  },
  pathFrom(id) {
    change({ pathFrom: id, view: "graph" });
    say(`Path from ${NODES[id].label}: now pick the other end, in the drawing or by searching.`, true);
    byId("search").focus();
  },
  concepts: () => toggle("type", CONCEPT, true),
  /** Show the facts of a kind. */
  kind: (kind) => toggle("kind", kind, true),
  all: () => change({ ...noFilters() }),
  /** Show what does not go together: its facts, or the first card that tells of it where no fact is shown. */
  conflicts: () =>
    CONFLICTING ? change({ ...noFilters(), conflicting: true }) : go.node(CONFLICTS[0].subject),
  ground() {
    if (state.pathFrom !== null) change({ pathFrom: null });
    else if (state.pick) change({ pick: null }, true);
  },
  close() {
    change({ pick: null, pathFrom: null }, true);
    byId("canvas").focus({ preventScroll: true });
  },
  back: () => history.back(),
  copyLink: () => copy(links.here(), "Link"),
  copySparql: () => copy(sparqlOf(state, passed), "SPARQL query"),
};

/** Bring what is picked into the window if it is not in it. */
function reveal() {
  if (state.view !== "graph" || !state.pick) return;
  const { node, a, b, kind } = state.pick;
  const ids =
    kind === "node"
      ? [node]
      : kind === "path"
        ? pathNow(state.pick) || [a, b]
        : kind === "edge"
          ? [a, b]
          : [];
  const box = windowBox(-0.06);
  const out = ids.some(
    (id) =>
      NODES[id].x < box.left || NODES[id].x > box.right || NODES[id].y < box.top || NODES[id].y > box.bottom,
  );
  if (ids.length > 1 && out) fit(ids.map((id) => NODES[id]));
  else if (ids.length === 1 && (out || view.network.getScale() < 0.35))
    moveTo({ x: NODES[node].x, y: NODES[node].y }, Math.max(0.7, view.network.getScale()));
}

/** Show everything that the filters let through. */
export function frame() {
  fit(NODES.filter((node) => passed.nodes[node.id]));
}
