import assert from "node:assert/strict";
import { test } from "node:test";

import { load, plain } from "./scripts.mjs";

const { query, text } = load(["search-text", "search-query"]);

/** @param {Record<string, unknown>} changes */
const term = (changes) => ({ articles: 3, readings: [], kind: "", ...changes });

const known = {
  county: [term({ slug: "qinghe", name: "青禾县", names: ["青禾县"], readings: ["qing he xian"] })],
  department: [
    term({
      slug: "qinghe-wjw",
      name: "青禾县卫生健康委员会",
      names: ["青禾县卫生健康委员会", "青禾县卫健委"],
      misprints: ["青禾县卫生建康委员会"],
    }),
    term({ slug: "shi-yy", name: "澜川市第一人民医院", names: ["澜川市第一人民医院"] }),
  ],
  township: [],
  topic: [term({ slug: "yigongti", name: "医共体", names: ["医共体", "县域医共体"] })],
  series: [],
  shortenings: [["市一院", "市第一人民医院"]],
};
const simplified = () => ({ traditional: "縣县醫医", either: "", phrases: { 乾隆: "乾隆" } });

/** @param {string} typed */
const understood = (typed) => query.understand(text.parseQuery(typed), known, simplified());

test("an alias is sought as the full name too, and a note says so", () => {
  const { terms, notes } = plain(understood("青禾县卫健委"));
  assert.deepEqual(terms[0].texts, ["青禾县卫健委", "青禾县卫生健康委员会"]);
  assert.deepEqual(notes, [{ from: "青禾县卫健委", to: ["青禾县卫生健康委员会"] }]);
});

test("a shortened office is sought by the name that it shortens", () => {
  assert.deepEqual(plain(understood("澜川市一院")).terms[0].texts, ["澜川市一院", "澜川市第一人民医院"]);
});

test("a quoted term stands for itself", () => {
  const { terms, notes } = plain(understood('"青禾县卫健委"'));
  assert.deepEqual([terms[0].texts, notes], [["青禾县卫健委"], []]);
});

test("traditional characters are sought as simplified ones", () => {
  assert.equal(query.simplify("青禾縣醫院", simplified()), "青禾县医院");
  assert.equal(query.simplify("青禾县", simplified()), "青禾县");
});

for (const [numeral, value] of [
  ["77", 77],
  ["七十七", 77],
  ["十", 10],
  ["一百二十", 120],
  ["二〇二四", 2024],
  ["百", null],
  ["第", null],
]) {
  test(`${numeral} is ${value}`, () => assert.equal(query.numberOf(numeral), value));
}

for (const [typed, issue] of [
  ["第77期", { year: null, issue: 77 }],
  ["2024年第七十七期", { year: "2024", issue: 77 }],
  ["(2024)第3期", { year: "2024", issue: 3 }],
  ["第77期简报", null],
]) {
  test(`${typed} names ${JSON.stringify(issue)}`, () =>
    assert.deepEqual(plain(query.issueOf(typed)), issue));
}

for (const [typed, place] of [
  ["青禾", 0],
  ["县", 2],
  ["qinghe", 0],
  ["qhx", 0],
  ["hexian", 1],
  ["x", -1],
  ["ng", -1],
  ["", -1],
]) {
  test(`“${typed}” is at ${place} of 青禾县`, () =>
    assert.equal(query.placeIn(known.county[0], typed), place));
}

test("suggestions are counties and departments that have articles, best first", () => {
  const found = plain(query.suggest(known, "青禾县", 8));
  assert.deepEqual(
    found.map(({ facet, slug }) => [facet, slug]),
    [
      ["county", "qinghe"],
      ["department", "qinghe-wjw"],
    ],
  );
});

test("names near to a misprint, to one wrong character and to a reading are offered", () => {
  assert.deepEqual(plain(query.nearNames("青禾县卫生建康", known)), ["青禾县卫生健康委员会"]);
  assert.deepEqual(plain(query.nearNames("青和县", known)), ["青禾县"]);
  assert.deepEqual(plain(query.nearNames("qinghe", known)), ["青禾县"]);
  assert.deepEqual(plain(query.nearNames("无关", known)), []);
});
