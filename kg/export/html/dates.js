// Dates: days since 1970-01-01 as text, text as days, and the bars of a timeline. Knows no graph.

const DAY = 86400000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The day of a date; the year may be any, the month may be 12 or more (then it is of a later year). */
export function dayOf(year, month = 0, day = 1) {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return Math.round(date.getTime() / DAY);
}

function dateOf(day) {
  const date = new Date(day * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
}

/** A year as people write it: 2019, 44 BC. */
function yearName(year) {
  return year > 0 ? String(year) : `${1 - year} BC`;
}

function yearText(year) {
  return (year < 0 ? "-" : "") + String(Math.abs(year)).padStart(4, "0");
}

/** A day as ISO 8601, null as null. */
export function dayText(day) {
  if (day === null) return null;
  const at = dateOf(day);
  return `${yearText(at.year)}-${String(at.month + 1).padStart(2, "0")}-${String(at.day).padStart(2, "0")}`;
}

/** The first and the day after the last day of YYYY, YYYY-MM or YYYY-MM-DD; null for anything else. */
function daysOf(text) {
  const found = /^(-?\d{1,4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text.trim());
  if (!found) return null;
  const [year, month, day] = [Number(found[1]), found[2] && Number(found[2]), found[3] && Number(found[3])];
  if (month !== undefined && (month < 1 || month > 12)) return null;
  if (day !== undefined && (day < 1 || dateOf(dayOf(year, month - 1, day)).day !== day)) return null;
  if (day) return [dayOf(year, month - 1, day), dayOf(year, month - 1, day + 1)];
  if (month) return [dayOf(year, month - 1), dayOf(year, month)];
  return [dayOf(year), dayOf(year + 1)];
}

export function firstDay(text) {
  return daysOf(text)?.[0] ?? null;
}

export function lastDay(text) {
  const days = daysOf(text);
  return days ? days[1] - 1 : null;
}

/** Steps of a timeline from fine to coarse: how long in days, and the first day of the step that holds a day. */
const STEPS = [
  {
    days: 1,
    name: (day) => `${dateOf(day).day} ${MONTHS[dateOf(day).month]} ${dateOf(day).year}`,
    next: (day) => day + 1,
    start: (day) => day,
  },
  {
    days: 30,
    name: (day) => `${MONTHS[dateOf(day).month]} ${dateOf(day).year}`,
    next: (day) => dayOf(dateOf(day).year, dateOf(day).month + 1),
    start: (day) => dayOf(dateOf(day).year, dateOf(day).month),
  },
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((years) => ({
    days: years * 365,
    name: (day) =>
      years === 1
        ? yearName(dateOf(day).year)
        : `${yearName(dateOf(day).year)}–${yearName(dateOf(day).year + years - 1)}`,
    next: (day) => dayOf(dateOf(day).year + years),
    start: (day) => dayOf(Math.floor(dateOf(day).year / years) * years),
  })),
];

/**
 * Cut the time that `periods` cover into at most `most` bars of one length: a list of
 * {from, to, name}, days with both ends included, and not finer than the periods are. No dates, no bars.
 * Where a few of many dates lie far out, one bar in front and one behind hold what is there.
 */
export function bars(periods, most) {
  const ends = periods.flat();
  if (!ends.length) return [];
  const [earliest, latest] = [ends.reduce((a, b) => Math.min(a, b)), ends.reduce((a, b) => Math.max(a, b))];
  const [first, last] = middleOf(periods, earliest, latest);
  const lengths = periods.map(([from, to]) => to - from + 1).sort((a, b) => a - b);
  const usual = lengths[Math.floor(lengths.length / 2)];
  const step =
    STEPS.find(({ days }) => days * 1.1 >= usual && (last - first) / days + 1 < most) || STEPS.at(-1);
  const found = [];
  for (let from = step.start(first); from <= last; from = step.next(from)) {
    found.push({ from, to: step.next(from) - 1, name: step.name(from) });
  }
  const [front, behind] = [found[0].from, found.at(-1).to];
  if (earliest < front)
    found.unshift({ from: earliest, to: front - 1, name: `before ${found[0].name.split("–")[0]}` });
  if (latest > behind)
    found.push({ from: behind + 1, to: latest, name: `after ${found.at(-1).name.split("–").at(-1)}` });
  return found;
}

/** The time that all but one in fifty periods lie in, where that is less than a quarter of the whole. */
function middleOf(periods, earliest, latest) {
  const cut = Math.floor(periods.length / 50);
  const starts = periods.map(([from]) => from).sort((a, b) => a - b);
  const ends = periods.map(([, to]) => to).sort((a, b) => a - b);
  const [first, last] = [starts[cut], ends.at(-1 - cut)];
  return cut > 0 && last >= first && (last - first) * 4 < latest - earliest
    ? [first, last]
    : [earliest, latest];
}

/** How many of `facts` (each a list of periods) fall into each bar. */
export function heights(list, facts) {
  const counts = new Array(list.length).fill(0);
  for (const periods of facts) {
    list.forEach((bar, index) => {
      if (periods.some((days) => overlap(days, [bar.from, bar.to]))) counts[index]++;
    });
  }
  return counts;
}

/** True when the days [first, last] and a period, null for its open ends, share one. */
export function overlap([first, last], [from, to]) {
  return (from === null || last >= from) && (to === null || first <= to);
}
