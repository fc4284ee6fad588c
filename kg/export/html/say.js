// Saying: what the page tells its reader in the status line and in the hint, and text for the clipboard.

import { byId } from "./text.js";

/** What the hint says while nothing is picked. */
const HINT = byId("hint").textContent;

/** Tell what has happened: to a screen reader, and where `seen` in the hint of the drawing too. */
export function say(text, seen = false) {
  byId("status").textContent = text;
  if (!seen) return;
  byId("hint").textContent = text;
  byId("hint").classList.add("strong");
}

/** What was told is read: the hint may say its own again. */
export function unsay() {
  byId("hint").classList.remove("strong");
}

/** Show the hint, or nothing in its place; what was told stays there. */
export function showHint(on) {
  if (!byId("hint").classList.contains("strong")) byId("hint").textContent = on ? HINT : "";
}

/** Put text on the clipboard; where a page from a file may not, show it to be copied by hand. */
export function copy(text, what) {
  const done = () => say(`${what} copied.`, true);
  const byHand = () => {
    byId("copy-title").textContent = `Copy the ${what} from here`;
    byId("copy-text").value = text;
    byId("copy").showModal();
    byId("copy-text").select();
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, byHand);
  else byHand();
}
