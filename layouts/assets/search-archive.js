// The archive as the search page knows it: the manifest, the terms, and for each index its table of
// facets, its matches and its texts. Nothing here knows the page.

export const FACETS = ["county", "department", "year", "series"];

async function loadJson(address, options) {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.json();
}

// Makes a promise once, and again after it failed.
function once(make) {
  let made = null;
  return () => {
    made ??= make().catch((error) => {
      made = null;
      throw error;
    });
    return made;
  };
}

// `find(index, words)` is the phrase search of search-engine.js; `tokens` is that of
// search-text.js. Throws when the manifest or the terms cannot be read.
export async function openArchive(manifestAddress, startEngine, tokens) {
  const root = manifestAddress.slice(0, manifestAddress.lastIndexOf("/") + 1);
  const manifest = await loadJson(manifestAddress, { cache: "no-cache" });
  const terms = loadJson(`${root}${manifest.terms}terms.json`);
  let engine = null;
  const find = (index, words) => {
    engine ??= startEngine(root, manifest.engine, manifest.pagefind);
    return engine(index, words);
  };
  const indexes = manifest.indexes.map((info) => new Index(root, info, find, tokens));
  return { manifest, indexes, terms: await terms };
}

class Index {
  constructor(root, info, find, tokens) {
    this.info = info;
    this.address = root + info.path;
    this.find = find;
    this.tokens = tokens;
    this.found = new Map();
    this.texts = new Map();
    this.table = once(async () => readTable(await loadJson(`${this.address}facets.json`), info));
  }

  // What one row shows: url, title, text …
  text(row) {
    if (!this.texts.has(row)) {
      this.texts.set(row, once(() => loadJson(`${this.address}text/${row}.json`)));
    }
    return this.texts.get(row)();
  }

  // Where the normalised `text` stands: { rows, places }.
  matches(text) {
    if (!this.found.has(text)) {
      this.found.set(text, once(() => this.find(this.info, this.tokens(text))));
    }
    return this.found.get(text)();
  }

  // The rows that hold all of `terms`, in order; all articles where there is no term.
  async rows(terms) {
    const table = await this.table();
    if (!terms.length) return Array.from({ length: table.articles }, (_, row) => row);
    const found = await Promise.all(terms.map((term) => this.matches(term.text)));
    const missing = new Int16Array(table.length).fill(terms.filter((t) => !t.excluded).length);
    terms.forEach((term, i) => {
      for (const row of found[i].rows) missing[row] -= term.excluded ? -terms.length - 1 : 1;
    });
    const rows = [];
    missing.forEach((count, row) => {
      if (count === 0) rows.push(row);
    });
    return rows;
  }
}

// The facets of an index by row. Rows from `articles` on are bulletins.
function readTable(facets, info) {
  const bulletins = [];
  const bulletinOf = [];
  for (const [series, issue, date, articles] of facets.bulletins) {
    bulletins.push({ series: facets.series[series], issue, date });
    for (let i = 0; i < articles; i += 1) bulletinOf.push(bulletins.length - 1);
  }
  const articles = bulletinOf.length;
  bulletins.forEach((_, number) => bulletinOf.push(number));
  const named = (rows, names) => rows.map((row) => row.map((number) => names[number]));
  const county = named(facets.county, facets.counties);
  const department = named(facets.department, facets.departments);
  const year = [info.year];
  const series = bulletins.map((bulletin) => [bulletin.series]);
  const values = {
    county: (row) => county[row] ?? [],
    department: (row) => department[row] ?? [],
    year: () => year,
    series: (row) => series[bulletinOf[row]],
  };
  return {
    articles,
    length: bulletinOf.length,
    bulletin: (row) => bulletins[bulletinOf[row]],
    values: (facet, row) => values[facet](row),
  };
}

export function emptyCounts() {
  return Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
}

// Which of `rows` have a chosen value of each facet that has any chosen: { articles, bulletins },
// lists of rows. Adds to `counts` how many articles each value has among those that all *other*
// facets let through, which is what choosing it would show or add.
export function choose(table, rows, chosen, counts) {
  const active = FACETS.filter((facet) => chosen[facet].size);
  const articles = [];
  const bulletins = [];
  for (const row of rows) {
    const missed = active.filter(
      (facet) => !table.values(facet, row).some((value) => chosen[facet].has(value)),
    );
    if (row >= table.articles) {
      if (!missed.length) bulletins.push(row);
      continue;
    }
    if (!missed.length) articles.push(row);
    if (missed.length > 1) continue;
    for (const facet of missed.length ? missed : FACETS) {
      for (const value of table.values(facet, row)) {
        counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
      }
    }
  }
  return { articles, bulletins };
}
