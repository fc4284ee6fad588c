// Timeline: a strip of bars under the drawing; drag over bars to keep what falls into that time.

import { state } from "./address.js";
import { change, passed } from "./change.js";
import { FACTS, computed } from "./data.js";
import { bars, dayText, heights, overlap } from "./dates.js";
import { byId, el, plural } from "./text.js";

export const timeline = { bars: [], dated: [], drag: null };

/** Make the strip's bars: from all dated facts, as many as fit. */
function makeBars() {
  timeline.dated = FACTS.filter((fact) => fact.days.length);
  timeline.bars = bars(
    timeline.dated.flatMap((fact) => fact.days),
    64,
  );
  byId("timeline").hidden = timeline.bars.length < 2;
  byId("stage").classList.toggle("with-timeline", timeline.bars.length >= 2);
}

export function startTimeline() {
  computed(makeBars);
  const plot = byId("bars");
  plot.addEventListener("pointerdown", (event) => {
    plot.setPointerCapture(event.pointerId);
    timeline.drag = [barAt(event), barAt(event)];
    showTimeline();
  });
  plot.addEventListener("pointermove", (event) => {
    const at = barAt(event);
    if (timeline.drag) timeline.drag[1] = at;
    showTimeline(at);
  });
  plot.addEventListener("pointerleave", () => showTimeline());
  plot.addEventListener("pointercancel", () => ((timeline.drag = null), showTimeline()));
  plot.addEventListener("pointerup", () => {
    if (!timeline.drag) return;
    const [low, high] = timeline.drag.toSorted((a, b) => a - b);
    timeline.drag = null;
    pickPeriod([timeline.bars[low].from, timeline.bars[high].to]);
  });
}

/** Choose a period; the one that is chosen already is let go. */
function pickPeriod(period) {
  const same = period && state.period && period.every((day, i) => day === state.period[i]);
  change({ period: same ? null : period });
}

function barAt(event) {
  const { left, width } = byId("bars").getBoundingClientRect();
  const at = Math.floor(((event.clientX - left) / Math.max(1, width)) * timeline.bars.length);
  return Math.min(timeline.bars.length - 1, Math.max(0, at));
}

/** Draw the bars as the other filters leave them; `hovered` is the number of the bar pointed at. */
export function showTimeline(hovered = null) {
  const { bars: list, dated, drag } = timeline;
  if (list.length < 2) return;
  const open = dated.filter(
    (fact) =>
      (passed.stopped[fact.index] & ~32) === 0 && passed.inside(fact.subject) && passed.inside(fact.object),
  );
  const counts = heights(
    list,
    open.map((fact) => fact.days),
  );
  const most = Math.max(1, ...counts);
  const dragged = drag && [list[Math.min(...drag)].from, list[Math.max(...drag)].to];
  const chosen = dragged || state.period;
  byId("bars").replaceChildren(
    ...list.map((bar, index) => {
      const column = el(
        "i",
        {
          class: [chosen && !overlap([bar.from, bar.to], chosen) && "out", index === hovered && "hovered"]
            .filter(Boolean)
            .join(" "),
        },
        el("b", {}),
      );
      column.firstChild.style.height = counts[index] ? `${8 + (92 * counts[index]) / most}%` : "0";
      return column;
    }),
  );
  const facts = (count) => plural(count, "dated fact");
  byId("period").textContent =
    hovered !== null && !drag
      ? `${list[hovered].name}: ${facts(counts[hovered])}`
      : chosen
        ? periodText(chosen)
        : open.length
          ? `${facts(open.length)}; drag to choose a time`
          : "No dated facts under these filters";
  byId("first").textContent = list[0].name;
  byId("last").textContent = list.at(-1).name;
  byId("all-times").hidden = !state.period;
}

/** A chosen period in words: the bars it covers, else its days. */
export function periodText([from, to]) {
  const low = timeline.bars.find((bar) => bar.from === from);
  const high = timeline.bars.find((bar) => bar.to === to);
  if (low && high) return low === high ? low.name : `${low.name} to ${high.name}`;
  if (from === null) return `until ${dayText(to)}`;
  return to === null ? `from ${dayText(from)}` : `${dayText(from)} to ${dayText(to)}`;
}
