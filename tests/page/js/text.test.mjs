import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Ruler,
  bytesText,
  cell,
  csv,
  fold,
  match,
  pieces,
  plural,
  short,
} from "../../../kg/export/html/text.js";

test("code point offsets become UTF-16 offsets through emoji, joiners and combining marks", () => {
  const text = "a👩‍🚀é e\u0301𝔸z";
  const points = Array.from(text);
  const ruler = new Ruler(text);
  for (let start = 0; start <= points.length; start++) {
    for (let end = start; end <= points.length; end++)
      assert.equal(ruler.slice(start, end), points.slice(start, end).join(""));
  }
});

test("offsets behind the end stop at the end", () => {
  assert.equal(new Ruler("ab").slice(1, 99), "b");
  assert.equal(new Ruler("a🎉").slice(1, 99), "🎉");
});

test("pieces cut a sentence at every border and lose nothing", () => {
  const marks = [
    { start: 2, end: 8, role: "subject" },
    { start: 5, end: 10, role: "cue" },
    { start: 40, end: 50, role: "time" },
  ];
  const cut = pieces(0, 12, marks);
  assert.deepEqual(
    cut.map(({ start, end }) => [start, end]),
    [
      [0, 2],
      [2, 5],
      [5, 8],
      [8, 10],
      [10, 12],
    ],
  );
  assert.deepEqual(
    cut.map(({ roles }) => roles),
    [[], ["subject"], ["subject", "cue"], ["cue"], []],
  );
});

test("search folds accents and case, and ranks beginnings before middles", () => {
  assert.equal(fold("Zoë ÅLUND"), "zoe alund");
  assert.deepEqual(
    ["oslo", "oslo fjord", "greater oslo", "closlo", "bergen"].map((name) => match(name, "oslo")),
    [0, 1, 2, 3, -1],
  );
});

test("CSV quotes what needs it and defuses formulas, but not numbers", () => {
  assert.equal(cell('a "b", c'), '"a ""b"", c"');
  assert.deepEqual(
    ["=1+1", "+1", "-1", "@x", "\tx"].map((text) => cell(text)[0]),
    ["'", "'", "'", "'", "'"],
  );
  assert.equal(cell(-1), "-1");
  assert.equal(cell(null), "");
  assert.equal(
    csv([
      ["a", 1],
      ["b\nc", 2],
    ]),
    'a,1\r\n"b\nc",2\r\n',
  );
});

test("cutting text never halves a character", () => {
  assert.equal(short("🎉🎉🎉🎉", 3), "🎉🎉…");
  assert.equal(short("abc", 3), "abc");
  assert.equal(plural(1, "entity", "entities"), "1 entity");
  assert.equal(plural(1234, "entity", "entities"), "1,234 entities");
});

test("bytes are told in kB and MB", () => {
  assert.deepEqual([712_400, 999_400, 8_349_999, 20_300_000].map(bytesText), [
    "712 kB",
    "999 kB",
    "8.3 MB",
    "20.3 MB",
  ]);
});
