import assert from "node:assert/strict";
import { test } from "node:test";

import { load, plain } from "./scripts.mjs";

const SCRIPTS = ["text", "query", "files", "archive", "help", "references", "epub", "export"];
const { help, exportList } = load(
  SCRIPTS.map((name) => `search-${name}`),
  { location: { protocol: "https:" }, fetch: () => assert.fail("nothing is fetched"), TextEncoder },
);

test("pieces of a term that is nowhere are its beginnings and ends, longest first", () => {
  assert.deepEqual(plain(help.piecesOf("青禾县医院")).slice(0, 4), ["青禾县医", "禾县医院", "青禾县", "县医院"]);
});

test("no number and no Latin word is cut", () => {
  assert.deepEqual(plain(help.piecesOf("DIP付费")), ["DIP付", "DIP", "付费"]);
});

/** An archive whose articles are these texts. */
const archive = (...articles) => ({
  terms: { county: [], township: [], department: [], topic: [], series: [], shortenings: [] },
  indexes: [
    {
      rows: async (terms) => ({
        rows: articles.flatMap((article, row) =>
          terms.every(
            (term) => term.excluded !== term.texts.some((one) => article.includes(one)),
          )
            ? [row]
            : [],
        ),
      }),
    },
  ],
});

const term = (text) => ({ text, printed: text, excluded: false, literal: false, texts: [text] });

test("a term that is nowhere is named, and a query that finds something is offered", async () => {
  const terms = [term("青禾县"), term("医共体建设")];
  const found = await help.explain(archive("青禾县推进医共体"), terms, terms, "", false);
  assert.deepEqual(plain(found.absent), ["医共体建设"]);
  assert.ok(found.offers.includes("青禾县 医共体"), found.offers.join());
});

test("terms that are never in one article are told apart from filters that leave nothing", async () => {
  const apart = [term("青禾"), term("澜川")];
  const known = archive("青禾县", "澜川市");
  assert.equal((await help.explain(known, apart, apart, "", false)).apart, true);
  const one = [term("青禾")];
  assert.equal((await help.explain(known, one, one, "", true)).unfiltered, true);
});

test("a cell of the exported table is never a formula, and quotes are doubled", () => {
  const table = {
    bulletin: () => ({ series: "s", issue: null, date: "2024" }),
    values: () => ["a", "b"],
  };
  const hit = { table, row: 0, title: '=1+"1"', url: "b/1.html", citation: "", status: "replaced" };
  const strings = new Proxy({}, { get: (_, name) => String(name) });
  const made = exportList.csv([hit], strings, (_, slug) => slug, "https://example.org/x/search.html");
  const [, line] = made.split("\r\n");
  assert.ok(made.startsWith("\ufeff"));
  assert.equal(line, `"'=1+""1""","2024","s","","a、b","a、b","replaced","https://example.org/x/b/1.html"`);
});
