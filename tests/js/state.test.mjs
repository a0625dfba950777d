import assert from "node:assert/strict";
import { test } from "node:test";

import { load, plain } from "./scripts.mjs";

const loaded = load(["search-text", "search-query", "search-files", "search-archive", "search-state", "search-time"], {
  location: { protocol: "https:" },
  fetch: () => assert.fail("nothing is fetched"),
});
const { state, archive, time } = loaded;

test("an address and its state are the same thing", () => {
  const address = "?q=%E5%8C%BB&county=a&county=b&year=2024&from=2024-03&sort=relevance&exact=1&page=2";
  assert.equal(state.write(state.read(address)), address);
});

test("the bare page has an empty address", () => {
  assert.equal(state.write(state.read("")), "");
  assert.equal(state.narrowed(state.read("")), false);
});

test("the fixed filter of a page is in the state and not in the address", () => {
  const fixed = { facet: "county", slug: "a" };
  const read = state.read("?county=b&department=c", fixed);
  assert.deepEqual(plain([...read.chosen.county]), ["a"]);
  assert.equal(state.write(read, fixed), "?department=c");
  assert.equal(state.narrowed(read, fixed), true);
  assert.equal(state.narrowed(state.read("", fixed), fixed), false);
  assert.deepEqual(plain([...state.nothingChosen(fixed).chosen.county]), ["a"]);
});

test("what cannot be is left out", () => {
  const read = state.read("?page=-3&from=2024-13&to=x&sort=up&q=a%0Ab&unknown=1");
  assert.equal(state.write(read), "?q=a+b");
});

for (const [written, month] of [
  ["2024-3", "2024-03"],
  ["2024年3月", "2024-03"],
  ["２０２４．０３", "2024-03"],
  ["0202-03", ""],
  ["2024-13", ""],
]) {
  test(`${written} is the month “${month}”`, () => assert.equal(archive.monthOf(written), month));
}

/** Three articles in two counties, then the one bulletin. */
const table = {
  articles: 3,
  length: 4,
  titleLength: () => 0,
  bulletin: () => ({ series: "s", issue: 1, date: "2024-03-05" }),
  values: (facet, row) => ({ county: [["a"], ["b"], ["a", "b"], []][row], year: ["2024"] })[facet] ?? [],
};

test("a facet counts what its choice would show, whatever is chosen of itself", () => {
  const filters = state.read("?county=a");
  const counts = archive.emptyCounts();
  const found = plain(archive.choose(table, [0, 1, 2, 3], filters, counts));
  assert.deepEqual(found, { articles: [0, 2], bulletins: [] });
  assert.deepEqual(plain([...counts.county]), [["a", 2], ["b", 2]]);
  assert.deepEqual(plain([...counts.year]), [["2024", 2]]);
});

test("a date outside the months is left out", () => {
  const found = archive.choose(table, [0], state.read("?from=2024-04"), archive.emptyCounts());
  assert.deepEqual(plain(found), { articles: [], bulletins: [] });
});

test("months are counted whatever months are chosen", () => {
  const counts = archive.emptyCounts();
  archive.choose(table, [0, 1, 2, 3], state.read("?county=a&from=2024-04"), counts);
  assert.deepEqual(plain([...counts.month]), [["2024-03", 2]]);
});

test("the undated come last in either direction of time", () => {
  const index = (year) => ({ info: { years: [year], first: "", last: "" } });
  for (const sort of ["newest", "oldest"]) {
    const ordered = archive.inOrder(["2025", "2024", "undated"].map(index), state.read(`?sort=${sort}`));
    assert.deepEqual(ordered.at(-1).info.years, ["undated"]);
  }
});

test("there is a bar for each of the archive's years, or for each month of the chosen one", () => {
  const indexes = [["2025"], ["2024", "2023"], ["undated"]].map((years) => ({ info: { years } }));
  const counts = archive.emptyCounts();
  counts.year.set("2023", 4);
  counts.month.set("2023-02", 1);
  const bars = (search) =>
    plain(time.barsOf(indexes, counts, state.read(search))).map(({ value, count }) => `${value} ${count}`);
  assert.deepEqual(bars(""), ["2023 4", "2024 0", "2025 0"]);
  assert.equal(bars("?year=2023").length, 12);
  assert.equal(bars("?year=2023")[1], "2023-02 1");
  assert.equal(bars("?year=2023&year=2025").length, 3);
});

test("the indexes of chosen years come first, those outside the months not at all", () => {
  const index = (...years) => ({ info: { years, first: `${years.at(-1)}-01-02`, last: `${years[0]}-12-30` } });
  const indexes = [index("2025"), index("2024"), index("2023", "2022")];
  const order = (search) => archive.inOrder(indexes, state.read(search)).map(({ info }) => info.years[0]);
  assert.deepEqual(plain(order("?year=2022")), ["2023", "2025", "2024"]);
  assert.deepEqual(plain(order("?from=2024-05&to=2024-06")), ["2024"]);
  assert.deepEqual(plain(order("?sort=oldest")), ["2023", "2024", "2025"]);
});

test("a promise is made once, and again after it failed", async () => {
  let made = 0;
  const value = archive.once(async () => {
    made += 1;
    if (made === 1) throw new Error("no");
    return made;
  });
  await assert.rejects(value());
  assert.deepEqual([await value(), await value()], [2, 2]);
  assert.equal(await archive.settle(Promise.reject(new Error("no"))), null);
});
