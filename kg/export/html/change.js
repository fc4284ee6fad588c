// Changing: what of the graph passes the filters, what is picked of it, and how both change.

import { address, state } from "./address.js";
import { CLAIMS, CONCEPT, NODES, between, isStated, shortest, sift } from "./data.js";
import { unsay } from "./say.js";

/** What the filters let through. */
export let passed = sift(state);

/** What is open on this screen but no part of the address. */
export const screen = { start: innerWidth >= 1180 && NODES.length > 1 };

let showAll = () => {};
/** Say what shows the page after each change. */
export function whenChanged(act) {
  showAll = act;
}

/** Show the state, whatever has changed; `opening` for the first time. */
export function show(opening = false) {
  passed = sift(state);
  showAll(opening);
}

/** How many steps of this page lie before the one shown now. */
export function stepsBack() {
  return history.state?.steps ?? 0;
}

/** Change the state and show it. `step` makes a new entry for Back; filters replace the current one. */
export function change(part, step = false) {
  Object.assign(state, part);
  unsay();
  const hash = "#" + address();
  if (hash !== (location.hash || "#")) {
    if (step) history.pushState({ steps: stepsBack() + 1 }, "", hash);
    else history.replaceState(history.state, "", hash);
  }
  show();
}

/** Show or hide a value of a facet. */
export function toggle(facet, index, on) {
  const hidden = new Set(state.hidden[facet]);
  if (on) hidden.delete(index);
  else hidden.add(index);
  change({ hidden: { ...state.hidden, [facet]: hidden } });
}

/** The filters without those that hide one of these entities as a concept: who picks it wants to see it. */
export function uncovered(...ids) {
  if (!state.hidden.type.has(CONCEPT) || !ids.some((id) => NODES[id].group === CONCEPT)) return {};
  return {
    hidden: { ...state.hidden, type: new Set([...state.hidden.type].filter((type) => type !== CONCEPT)) },
  };
}

/** Change to a fact, whatever kind it is of and whichever ends it has. */
export function unhidden(fact) {
  const { hidden } = { ...state, ...uncovered(fact.subject, fact.object ?? fact.subject) };
  return { hidden: { ...hidden, kind: new Set([...hidden.kind].filter((kind) => kind !== fact.kind)) } };
}

/** The ids along a shortest path of stated facts that the filters let through, or null. */
export function pathNow(pick) {
  return shortest(pick.a, pick.b, (fact) => passed.facts[fact.index] && isStated(fact));
}

/** The claims behind what is picked, as numbers; of a document, the one that it was opened at. */
export function pickedClaims() {
  const { pick } = state;
  if (!pick) return new Set();
  if (pick.kind === "edge")
    return new Set(
      between(pick.a, pick.b)
        .filter((fact) => passed.facts[fact.index])
        .flatMap((fact) => fact.claims),
    );
  if (pick.kind === "path") {
    const path = pathNow(pick) || [];
    return new Set(
      path
        .slice(1)
        .flatMap((id, i) => between(path[i], id))
        .filter((fact) => passed.facts[fact.index] && isStated(fact))
        .flatMap((fact) => fact.claims),
    );
  }
  const at = pick.kind === "document" && pick.at?.claim;
  return new Set(at ? CLAIMS.filter((claim) => claim.id === at).map((claim) => claim.index) : []);
}
