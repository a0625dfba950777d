import assert from "node:assert/strict";
import { test } from "node:test";

import { load, plain } from "./scripts.mjs";

const { ranking } = load(["search-ranking"]);

test("of one date, what was replaced comes last", () => {
  const hit = (name, date, replaced) => ({ name, row: 0, replaced, table: { bulletin: () => ({ date }) } });
  const hits = [hit("a", "2024-03", true), hit("b", "2024-03", false), hit("c", "2023", false)];
  assert.deepEqual(plain(ranking.currentFirst(hits).map(({ name }) => name)), ["b", "a", "c"]);
});

test("relevance is terms in the title, then what is current, then the score, then the date", () => {
  const hit = (name, titled, replaced, score) => ({ name, titled, replaced, score });
  const hits = [
    hit("older", 0, false, 1),
    hit("oldest", 0, false, 1),
    hit("score", 0, false, 9),
    hit("replaced", 0, true, 99),
    hit("title", 1, true, 0),
    hit("titles", 2, true, 0),
  ];
  const order = ["titles", "title", "score", "older", "oldest", "replaced"];
  assert.deepEqual(ranking.byRelevance(hits).map(({ name }) => name).join(), order.join());
  assert.equal(hits[0].name, "older");
});
