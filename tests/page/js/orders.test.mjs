import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, GRAPH, graphWith } from "./graph.mjs";
import { draw, open, script } from "./page.mjs";

open(graphWith({ desk: DESK }), { at: "?token=secret" });
const { state } = await script("address");
const data = await script("data");
const { change } = await script("change");
const { trail, visit } = await script("start");
const { ask, desk, focusSpot, notesAbout, order, refocus, reload, worker } = await script("orders");
const view = await draw();

const asked = [];
let answers = [];
const reply = (body, status = 200) => ({
  ok: status === 200,
  status,
  json: async () => structuredClone(body),
  text: async () => (typeof body === "string" ? body : JSON.stringify(body)),
});
globalThis.fetch = async (path, given) => {
  asked.push([path, given]);
  const answer = answers.shift();
  if (answer instanceof Error) throw answer;
  return answer;
};

/** The graph after "alone" is left out and Acme has become Acme_Ltd. */
function after() {
  const graph = structuredClone(graphWith({ desk: { ...DESK, version: "v2", last: "Renamed." } }));
  graph.nodes.pop();
  Object.assign(graph.nodes[1], { key: "Acme_Ltd", label: "Acme Ltd" });
  for (const doc of graph.rest.documents) doc.text = null;
  return { ...graph, heirs: { "https://kg.example/entity/Acme": "https://kg.example/entity/Acme_Ltd" } };
}

test("the service is asked with the token of the address, and answers with data", async () => {
  answers = [reply({ version: "v1" })];
  assert.deepEqual(await ask("state"), { version: "v1" });
  const [path, { method, headers }] = asked.at(-1);
  assert.deepEqual([path, method, headers["X-KG-Token"]], ["/desk/state", "GET", "secret"]);
});

test("what the service refuses is an error with its reason and its number", async () => {
  answers = [reply({ error: "no such claim" }, 422), reply("broken", 500), new TypeError("network")];
  await assert.rejects(ask("decide", {}), { message: "no such claim", status: 422 });
  await assert.rejects(ask("decide", {}), { message: "broken", status: 500 });
  await assert.rejects(ask("state"), { status: 0, message: /^kg serve does not answer; nothing is changed/ });
});

test("an order is sent with the version that was seen, and its graph is drawn in place", async () => {
  visit(3);
  visit(1);
  worker("Ada");
  change({ pick: { kind: "node", node: 1 }, least: 0.55 });
  const { x, y } = data.NODES[0];
  const busy = [];
  desk.changed = () => busy.push(desk.busy);
  answers = [reply(after())];
  await order({ do: "rename" });
  const [path, { method, body }] = asked.at(-1);
  assert.deepEqual([path, method], ["/desk/decide", "POST"]);
  assert.deepEqual(JSON.parse(body), { version: "v1", by: "Ada", order: { do: "rename" } });
  assert.deepEqual(
    data.NODES.map(({ label }) => label),
    ["Zoë Ålund", "Acme Ltd", "Oslo"],
  );
  assert.equal(data.DOCUMENTS[0].text, GRAPH.rest.documents[0].text);
  assert.deepEqual([data.NODES[0].x, data.NODES[0].y], [x, y]);
  assert.deepEqual([state.pick, state.least], [{ kind: "node", node: 1 }, 0.55]);
  assert.match(location.hash, /node=Acme_Ltd/);
  assert.deepEqual(trail, []);
  assert.deepEqual([busy[0], busy.at(-1), desk.writing], [true, false, true]);
  assert.equal(document.getElementById("status").textContent, "Renamed.");
  assert.deepEqual(view.nodes.getIds(), []);
});

test("who comes second sees what the first has done, and nothing is saved", async () => {
  answers = [reply({ error: "Bob was here." }, 409), reply(after())];
  await assert.rejects(order(null), {
    status: 409,
    message: /^Not saved, somebody was first\. Bob was here\. The page/,
  });
  assert.equal(asked.at(-1)[0], "/desk/data");
  assert.equal(desk.busy, false);
});

test("the graph of now replaces the one of before", async () => {
  answers = [reply({ ...structuredClone(graphWith({ desk: DESK })), heirs: {} })];
  await reload();
  assert.equal(data.NODES.length, 4);
});

test("notes are found by what they are about, a claim by its first characters", () => {
  data.REST.desk.notes.push({ id: "n2", claim: "c0", text: "why" });
  assert.deepEqual(
    notesAbout({ entity: "https://kg.example/entity/Acme" }).map(({ id }) => id),
    ["n1"],
  );
  assert.deepEqual(
    notesAbout({ claim: "c0ffee" }).map(({ id }) => id),
    ["n2"],
  );
  assert.deepEqual(notesAbout({ document: "one" }), []);
});

test("the keyboard comes back to where it was, though all was drawn anew", () => {
  const panel = document.getElementById("panel");
  const fill = () => panel.replaceChildren(Object.assign(document.createElement("button"), { id: "b" }));
  fill();
  panel.firstChild.dataset.act = "rename";
  panel.firstChild.focus();
  const spot = focusSpot();
  assert.equal(spot, "rename");
  fill();
  panel.firstChild.dataset.act = "rename";
  refocus(spot);
  assert.equal(document.activeElement, panel.firstChild);
  document.activeElement.blur();
  assert.equal(focusSpot(), null);
});
