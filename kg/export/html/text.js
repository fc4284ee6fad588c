// Text: offsets, highlighting, searching, CSV and making elements. Nothing here knows the graph.

/** Code-point offsets into a string, as JavaScript's UTF-16 offsets. Counts once, on first need. */
export class Ruler {
  constructor(text) {
    this.text = text;
    this.units = null;
    this.plain = !/[\ud800-\udbff][\udc00-\udfff]/.test(text);
  }

  /** How many code points the text has. */
  get length() {
    if (this.plain) return this.text.length;
    this.at(0);
    return this.units.length - 1;
  }

  /** The UTF-16 offset of code point number `point`. */
  at(point) {
    if (this.plain) return Math.min(point, this.text.length);
    if (!this.units) {
      const units = [];
      for (let i = 0; i < this.text.length; i += this.text.codePointAt(i) > 0xffff ? 2 : 1) units.push(i);
      units.push(this.text.length);
      this.units = Uint32Array.from(units);
    }
    return this.units[Math.min(point, this.units.length - 1)];
  }

  slice(start, end) {
    return this.text.slice(this.at(start), this.at(end));
  }
}

/**
 * Cut [start, end) at the borders of `marks` (each {start, end, role}): a list of
 * {start, end, roles}, roles in the order of `marks`, without empty pieces.
 */
export function pieces(start, end, marks) {
  const inside = marks.filter((m) => m.start >= start && m.end <= end && m.start < m.end);
  const cuts = new Set([start, end]);
  for (const mark of inside) cuts.add(mark.start).add(mark.end);
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, i) => ({
    start: from,
    end: sorted[i + 1],
    roles: [...new Set(inside.filter((m) => m.start <= from && m.end >= sorted[i + 1]).map((m) => m.role))],
  }));
}

/** Lower case without accents, so that "Zoe" finds "Zoë". */
export function fold(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
}

/** How well folded `name` answers folded `query`: 0 exact, 1 start, 2 start of a word, 3 inside, -1 no. */
export function match(name, query) {
  const at = name.indexOf(query);
  if (at < 0) return -1;
  if (at === 0) return name.length === query.length ? 0 : 1;
  return /[\s\-('"]/.test(name[at - 1]) ? 2 : 3;
}

/** One CSV cell, quoted where needed; a cell that a spreadsheet would run as a formula gets a quote. */
export function cell(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (typeof value !== "number" && /^[=+\-@\t\r]/.test(text)) text = "'" + text;
  return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}

export function csv(rows) {
  return rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** Cut long text to `length` characters, never inside a surrogate pair. */
export function short(text, length) {
  const points = Array.from(text.slice(0, length * 2 + 2));
  return points.length > length
    ? points
        .slice(0, length - 1)
        .join("")
        .trimEnd() + "…"
    : text;
}

/** Bytes in words: 640 kB, 8.3 MB. */
export function bytesText(bytes) {
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

export function plural(count, one, many) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many || one + "s"}`;
}

/**
 * Make an element. `about` holds fixed attribute names; functions become listeners. Children are
 * elements or text; text is always text, never markup.
 */
export function el(tag, about, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(about || {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(
    ...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** An element of the page by its id. */
export const byId = (id) => document.getElementById(id);

/** A name from a document: kept from turning the text around it, cut when endless. */
export function name(text, length = 120) {
  return el(
    "bdi",
    { class: "label", title: text.length > length ? short(text, 1000) : null },
    short(text, length),
  );
}

export function svg(tag, about, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(about)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A link to elsewhere, only for web addresses; anything else stays text. */
export function away(address) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    url = null;
  }
  if (!url || !/^https?:$/.test(url.protocol)) return el("span", { class: "plain" }, short(address, 200));
  return el(
    "a",
    { href: url.href, target: "_blank", rel: "noopener noreferrer" },
    short(address.replace(/^https?:\/\//, ""), 80),
  );
}

/** Offer `blob` as a download named `file`. */
export function save(blob, file) {
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: file });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
