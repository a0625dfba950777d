import assert from "node:assert/strict";
import { test } from "node:test";

import { load, plain } from "./scripts.mjs";

const { text } = load(["search-text"]);

/** @param {{text: string, hit: boolean}[]} pieces */
const shown = (pieces) => pieces.map((piece) => (piece.hit ? `[${piece.text}]` : piece.text)).join("");

test("text is compared without case, width, kind of bracket and repeated space", () => {
  assert.equal(text.normalise("ＤＩＰ　付费〔2024〕7号"), "dip 付费(2024)7号");
  assert.equal(text.normalise("  a \u3000 b  "), "a b");
  assert.equal(text.normalise("医\u200b共\u00ad体"), "医共体");
});

test("a place is known for each compared code unit, and one for the end", () => {
  const { folded, places } = text.foldWithPlaces("a\u200bＢ\u{20000}");
  assert.equal(folded, "ab\u{20000}");
  assert.deepEqual(plain(places), [0, 2, 3, 3, 5]);
});

test("each character is one word, and what Pagefind would drop is escaped", () => {
  assert.deepEqual(plain(text.tokens("县a1.")), ["县", "a", "1", "\ua0002e"]);
});

test("spaces separate terms, quotes keep them together, a minus excludes", () => {
  const terms = text.parseQuery('医共体 "青禾县 建设" -DIP');
  assert.deepEqual(plain(terms), [
    { text: "医共体", excluded: false, literal: false, printed: "医共体" },
    { text: "青禾县 建设", excluded: false, literal: true, printed: "青禾县 建设" },
    { text: "dip", excluded: true, literal: false, printed: "DIP" },
  ]);
});

test("a minus alone excludes nothing: it is sought as typed", () => {
  assert.deepEqual(
    plain(text.parseQuery("-DIP")).map((term) => [term.text, term.excluded]),
    [["-dip", false]],
  );
});

test("quotes inside pasted text belong to it", () => {
  assert.deepEqual(
    plain(text.parseQuery('"他说"好"了"')).map((term) => term.text),
    ['他说"好"了'],
  );
});

test("hits that touch or overlap are one", () => {
  assert.deepEqual(plain(text.findAll("青禾青禾县", ["青禾", "禾青"])), [[0, 4]]);
  assert.deepEqual(plain(text.findAll("县Ａ县", ["a"])), [[1, 2]]);
  assert.deepEqual(plain(text.findAll("县", [])), []);
});

test("an excerpt shows the first hit of each text, with what was left out marked", () => {
  const filler = "春季义诊活动服务群众".repeat(12);
  const printed = text.excerpt([`${filler}医共体${filler}`, `${filler}家庭医生`], ["医共体", "家庭"]);
  assert.match(shown(printed), /^….*\[医共体\].*….*\[家庭\]医生$/);
});

test("an excerpt shows up to three hits of one text that are apart", () => {
  const filler = "讲".repeat(80);
  const printed = text.excerpt([`医共体医共体${filler}医共体${filler}医共体${filler}医共体`], ["医共体"]);
  const shown = plain(printed);
  assert.equal(shown.filter((piece) => piece.hit).map((piece) => piece.text).join(), "医共体医共体,医共体,医共体");
  assert.ok(shown.map((piece) => piece.text).join("").length < 200);
});

test("an excerpt without a hit is the beginning, and cuts no character in two", () => {
  const printed = text.excerpt(["\u{20000}".repeat(200)], ["没有"]);
  assert.match(shown(printed), /^\u{20000}+…$/u);
});

test("an excerpt cuts no Latin word and no number", () => {
  const filler = "一".repeat(60);
  const block = `${filler}Pagefind2024${"二".repeat(18)}医共体${"三".repeat(76)}COVID19${filler}`;
  const shown = plain(text.excerpt([block], ["医共体"])).map((piece) => piece.text).join("");
  assert.match(shown, /^…Pagefind2024二/);
  assert.doesNotMatch(shown, /(COVID1?|COVI|COV|CO|C)…$/);
});
