import assert from "node:assert/strict";
import { test } from "node:test";
import { open, script } from "./page.mjs";

open();
const { noFilters, sift } = await script("data");
const { angled, quotedText, sparqlOf } = await script("sparql");

function query(part) {
  const state = { ...noFilters(), ...part };
  return sparqlOf(state, sift(state));
}

test("text and addresses cannot end their quotes", () => {
  assert.equal(quotedText('a"b\\c\nd'), '"a\\"b\\\\c\\nd"');
  assert.equal(angled('https://x/> } DELETE {"'), "<https://x/%3E%20%7D%20DELETE%20%7B%22>");
});

test("without filters the query filters nothing", () => {
  assert.ok(!/FILTER|HAVING|VALUES/.test(query({})));
});

test("each filter has its condition", () => {
  const { hidden } = noFilters();
  assert.match(
    query({ hidden: { ...hidden, type: new Set([0]) } }),
    /NOT EXISTS \{ \?subject a schema:Person \}/,
  );
  assert.match(
    query({ hidden: { ...hidden, relation: new Set([1]) } }),
    /\?relation IN \(<https:\/\/kg.example\/relation\/meet>\)/,
  );
  assert.match(query({ hidden: { ...hidden, status: new Set([8]) } }), /FILTER\(\?rank NOT IN \(8\)\)/);
  assert.match(query({ hidden: { ...hidden, document: new Set([0]) } }), /STR\(\?identifier\) IN \("two"\)/);
  assert.match(query({ least: 0.8 }), /MAX\(\?sure\) >= 0.79/);
  assert.match(query({ period: [18250, null] }), /\("2019"\)/);
  assert.match(
    query({ focus: { node: 1, steps: 1, more: [] } }),
    /VALUES \?subject \{ <https:\/\/kg.example\/entity\/Zoe> /,
  );
});
