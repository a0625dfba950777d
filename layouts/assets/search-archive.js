// The archive as the search page knows it: the manifest, the terms, and for each index its table of
// facets, its matches and its texts. Nothing here knows the page.
(function (jianbao) {
  "use strict";

  const { files, text: compare } = jianbao;

  const FACETS = /** @type {const} */ ([
    "county",
    "township",
    "department",
    "topic",
    "year",
    "series",
    "kind",
  ]);

  /**
   * Make a promise once, and again after it failed.
   * @template T
   * @param {() => Promise<T>} make
   */
  function once(make) {
    /** @type {Promise<T> | null} */
    let made = null;
    return () => {
      made ??= make().catch((error) => {
        made = null;
        throw error;
      });
      return made;
    };
  }

  /**
   * The value of a promise, or null if it fails.
   * @template T
   * @param {Promise<T>} promise
   * @returns {Promise<T | null>}
   */
  function settle(promise) {
    return promise.catch(() => null);
  }

  /**
   * Open the archive's index files. The links in them start from the site's own folder, which is `home`
   * from this page. `startEngine` gives the search of search-engine.js; it is started at once if
   * `soon`. Throws if the manifest or the terms cannot be read.
   * @param {string} manifestAddress
   * @param {string} home
   * @param {StartEngine} startEngine
   * @param {boolean} soon
   * @returns {Promise<Archive>}
   */
  async function openArchive(manifestAddress, home, startEngine, soon) {
    const root = manifestAddress.slice(0, manifestAddress.lastIndexOf("/") + 1);
    const manifest = await files.manifest(manifestAddress);
    /** @type {Find | null} */
    let engine = null;
    /** @type {Find} */
    const find = (method, info, words) => {
      engine ??= startEngine(root, manifest.engine, manifest.pagefind);
      return engine(method, info, words);
    };
    if (soon && manifest.indexes.length) find("warm").catch(() => {});
    const guide = new Guide(root, manifest);
    const resolve = (/** @type {string} */ url) => home + url;
    const indexes = manifest.indexes.map((_, i) => new Index(root, manifest, i, guide, find, resolve));
    /** @type {[KnownTerms, Simplified]} */
    const [terms, simplified] = await Promise.all([
      files.json(`${root}${manifest.terms}terms`),
      files.json(`${root}${manifest.simplified}simplified`),
    ]);
    for (const facet of jianbao.query.AUTHORITIES) {
      for (const term of terms[facet]) {
        term.names = [term.name, ...(term.aliases ?? [])].map(compare.normalise);
        term.url = resolve(term.url);
      }
    }
    const issues = once(async () => {
      /** @type {Record<string, NumberedIssues>} */
      const years = await files.json(`${root}${manifest.issues}issues`);
      for (const numbered of Object.values(years)) {
        for (const issue of Object.values(numbered).flat()) issue.url = resolve(issue.url);
      }
      return years;
    });
    return { manifest, indexes, terms, simplified, issues };
  }

  const AT_A_TIME = 6;
  const MOST_BYTES = 140_000;

  /**
   * Knows which indexes may hold a text, by bits that jianbao/outputs/search/normalise.py sets. It
   * asks for a few at a time, until they leave one index or none.
   */
  class Guide {
    /**
     * @param {string} root
     * @param {Manifest} manifest
     */
    constructor(root, manifest) {
      this.guide = manifest.guide ?? { path: "", size: 0 }; // without a guide every index is asked
      this.all = manifest.indexes.map((_, index) => index);
      this.root = root;
      /** @type {Map<number, () => Promise<Uint8Array>>} */
      this.files = new Map();
      /** @type {Map<string, () => Promise<Set<number>>>} */
      this.asked = new Map();
    }

    /**
     * Return whether index number `index` may hold the normalised `text`.
     * @param {number} index
     * @param {string} text
     */
    async mayHold(index, text) {
      if (!this.guide.size) return true;
      const ask = remembered(this.asked, text, () => once(() => this.holding(text)));
      try {
        return (await ask()).has(index);
      } catch {
        return true;
      }
    }

    /** @param {string} text */
    async holding(text) {
      const most = Math.floor(MOST_BYTES / (this.guide.size * this.all.length));
      let left = this.all;
      for (const places of roundsOf(text, Math.max(AT_A_TIME, most))) {
        const bits = await Promise.all(places.map((place) => this.bit(place)));
        left = left.filter((index) => bits.every((isSet) => isSet(index)));
        // What may be in all of them after some bits is common, and more bits would not change that.
        if (left.length < 2 || left.length === this.all.length) break;
      }
      return new Set(left);
    }

    /**
     * Read a file of the guide. A truncated file would report every text as missing everywhere.
     * @param {string} address
     */
    async read(address) {
      const file = await files.bytes(address);
      if (file.length !== this.guide.size * this.all.length) throw new Error(`damaged: ${address}`);
      return file;
    }

    /**
     * Return the bit at `place` as a function of the number of an index.
     * @param {number} place
     */
    async bit(place) {
      const { path, size } = this.guide;
      const number = Math.floor(place / (size * 8));
      const address = `${this.root}${path}${number}.bin`;
      const file = await remembered(this.files, number, () => once(() => this.read(address)))();
      return (/** @type {number} */ index) => (file[index * size + ((place >> 3) % size)] >> (place & 7)) & 1;
    }
  }

  /**
   * Return what `map` holds for `key`, made first if it is not there.
   * @template K, V
   * @param {Map<K, V>} map
   * @param {K} key
   * @param {() => V} make
   * @returns {V}
   */
  function remembered(map, key, make) {
    let value = map.get(key);
    if (value === undefined) {
      value = make();
      map.set(key, value);
    }
    return value;
  }

  // If there are few threes, they exclude little: pairs are asked for too.
  const SHORT = 8;

  /**
   * Return the bits to ask for, some at a time: those of the threes of neighbours of `text`, evenly over
   * it, at most `most`; of its pairs too if it is short; or of its one character.
   * @param {string} text
   * @param {number} most
   */
  function roundsOf(text, most) {
    const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
    /** @param {number} length */
    const pieces = (length) =>
      codes.slice(length - 1).map((_, i) => bucket(codes.slice(i, i + length)));
    if (codes.length === 1) return [pieces(1)];
    const threes = pieces(3);
    if (codes.length <= SHORT) return threes.length ? [threes, pieces(2)] : [pieces(2)];
    const length = Math.min(threes.length, most);
    const rounds = Math.ceil(length / AT_A_TIME);
    const places = Array.from({ length }, (_, i) => threes[Math.floor((i * threes.length) / length)]);
    return Array.from({ length: rounds }, (_, round) => places.filter((_, i) => i % rounds === round));
  }

  const BITS = 1 << 20;

  /** @param {number[]} codes of one to three characters */
  function bucket([first, second = 0, third = 0]) {
    const code =
      Math.imul(first, 0x9e3779b1) + Math.imul(second, 0x85ebca77) + Math.imul(third, 0xc2b2ae35);
    return ((code >>> 0) >>> 12) + (third ? BITS : 0);
  }

  // Each character of a long text would need one more file. So only a piece of it is searched for, and
  // the few articles that hold the piece are read.
  const LONG = 9;
  const PIECE = 6;
  const LOOKED_THROUGH = 12;

  class Index {
    /**
     * @param {string} root
     * @param {Manifest} manifest
     * @param {number} number
     * @param {Guide} guide
     * @param {Find} find
     * @param {(url: string) => string} resolve
     */
    constructor(root, manifest, number, guide, find, resolve) {
      const info = manifest.indexes[number];
      this.info = info;
      this.number = number;
      this.rowsInFile = manifest.rows;
      this.bulletinsInFile = manifest.bulletin_rows;
      this.rowsOfHtml = manifest.html_rows;
      this.address = root + info.path;
      this.guide = guide;
      this.find = find;
      this.resolve = resolve;
      /** @type {Map<string, () => Promise<Map<number, number>>>} */
      this.found = new Map();
      /** @type {Map<string, () => Promise<Map<number, number>>>} */
      this.scored = new Map();
      /** @type {Map<number, () => Promise<ShownText[]>>} */
      this.texts = new Map();
      this.table = once(async () => readTable(await files.json(`${this.address}facets`)));
      this.list = once(async () => {
        /** @type {ListedText[]} */
        const listed = await files.json(`${this.address}list`);
        return listed.map((text) => ({ ...text, url: resolve(text.url) }));
      });
      this.common = once(() => files.json(`${this.address}common`));
    }

    /**
     * Return what one row shows.
     * @param {number} row
     */
    async text(row) {
      const { articles } = this.info;
      const isArticle = row < articles;
      const [first, rows] = isArticle ? [row, this.rowsInFile] : [row - articles, this.bulletinsInFile];
      const number = Math.floor(first / rows) + (isArticle ? 0 : Math.ceil(articles / this.rowsInFile));
      const texts = await remembered(this.texts, number, () => once(() => this.readTexts(number)))();
      return texts[first % rows];
    }

    /**
     * Read the texts of neighbouring rows, which share a file.
     * @param {number} number of the file
     * @returns {Promise<ShownText[]>}
     */
    async readTexts(number) {
      /** @type {ShownText[]} */
      const texts = await files.json(`${this.address}text/${number}`);
      for (const shown of texts) {
        shown.url = this.resolve(shown.url);
        if (shown.successor) shown.successor = this.resolve(shown.successor);
      }
      return texts;
    }

    /**
     * Find the normalised `text`: the place of the first (in characters) in each row that holds it.
     * @param {string} text
     */
    matches(text) {
      return remembered(this.found, text, () => once(() => this.search(text)))();
    }

    /** @param {string} text */
    async search(text) {
      if (!(await this.guide.mayHold(this.number, text))) return new Map();
      if ([...text].length >= LONG) {
        const some = await this.phrase(piece([...text], await this.common()));
        if (some.size <= LOOKED_THROUGH) return this.lookThrough([...some.keys()], text);
      }
      return this.phrase(text);
    }

    /** @param {string} text */
    async phrase(text) {
      const { rows, places } = await this.find("find", this.info, compare.tokens(text));
      return new Map(rows.map((row, i) => /** @type {const} */ ([row, places[i]])));
    }

    /**
     * @param {number[]} rows
     * @param {string} text
     */
    async lookThrough(rows, text) {
      const shown = await Promise.all(rows.map((row) => this.text(row)));
      const found = new Map();
      shown.forEach((article, i) => {
        const compared = compare.normalise(blocksOf(article).join("\n"));
        const at = compared.indexOf(text);
        if (at >= 0) found.set(rows[i], [...compared.slice(0, at)].length);
      });
      return found;
    }

    /**
     * Return the rows that hold one of the `texts` of each term, in order, and of how many terms the
     * title holds one. All articles if there is no term.
     * @param {UnderstoodTerm[]} terms
     * @returns {Promise<Found>}
     */
    async rows(terms) {
      const wanted = terms.filter((term) => !term.excluded);
      const possible = await Promise.all(wanted.map((term) => this.mayHold(term)));
      if (possible.includes(false)) return { rows: [], titled: new Map() };
      this.table().catch(() => {}); // Needed soon, and asked for below.
      const found = await Promise.all(wanted.map((term) => this.holding(term)));
      if (found.some((places) => !places.size)) return { rows: [], titled: new Map() };
      const unwanted = await Promise.all(
        terms.filter((term) => term.excluded).map((term) => this.holding(term)),
      );
      const table = await this.table();
      const titled = new Map();
      const rows = [];
      for (let row = 0; row < (wanted.length ? table.length : table.articles); row += 1) {
        const left = unwanted.some((places) => places.has(row));
        if (left || !found.every((places) => places.has(row))) continue;
        rows.push(row);
        const length = table.titleLength(row);
        titled.set(row, found.filter((places) => (places.get(row) ?? length) < length).length);
      }
      return { rows, titled };
    }

    /** @param {UnderstoodTerm} term */
    async mayHold(term) {
      const each = term.texts.map((text) => this.guide.mayHold(this.number, text));
      return (await Promise.all(each)).includes(true);
    }

    /**
     * Return the first places of any of the texts of `term`, by row.
     * @param {UnderstoodTerm} term
     */
    async holding(term) {
      const each = await Promise.all(term.texts.map((text) => this.matches(text)));
      const places = new Map(each[0]);
      for (const more of each.slice(1)) {
        for (const [row, place] of more) places.set(row, Math.min(place, places.get(row) ?? place));
      }
      return places;
    }

    /**
     * Return how much each row is about `texts`: Pagefind's BM25 of their characters, summed.
     * @param {string[]} texts
     */
    async scores(texts) {
      const key = texts.join("\n");
      const score = async () => {
        /** @type {Map<number, number>} */
        const total = new Map();
        for (const text of texts) {
          const words = [...new Set(compare.tokens(text))].slice(0, PIECE);
          const { rows, scores } = await this.find("score", this.info, words);
          rows.forEach((row, i) => total.set(row, (total.get(row) ?? 0) + scores[i]));
        }
        return total;
      };
      return remembered(this.scored, key, () => once(score))();
    }
  }

  /**
   * Return the printed blocks of what a text file holds, in the order in which they were indexed.
   * @param {ShownText} article
   */
  function blocksOf({ title, kicker, subtitle, text, attribution, authors }) {
    const blocks = [title, kicker, subtitle, ...(text ?? []), attribution, ...(authors ?? [])];
    return blocks.filter((block) => Boolean(block));
  }

  /**
   * Return `PIECE` characters of `characters` in a row, with the fewest of those that are everywhere.
   * @param {string[]} characters
   * @param {string[]} common words, the most frequent first
   */
  function piece(characters, common) {
    const cost = new Map(
      common.map((word, rank) => /** @type {const} */ ([word, 1 + (common.length - rank) / 10])),
    );
    const costs = characters.map((character) => cost.get(compare.tokens(character)[0]) ?? 1);
    let best = 0;
    let least = Infinity;
    for (let start = 0; start + PIECE <= characters.length; start += 1) {
      const sum = costs.slice(start, start + PIECE).reduce((total, one) => total + one);
      if (sum < least) [best, least] = [start, sum];
    }
    return characters
      .slice(best, best + PIECE)
      .join("")
      .trim();
  }

  /**
   * Read the facets of an index by row. Rows from `articles` on are bulletins.
   * @param {FacetFile} facets
   * @returns {FacetTable}
   */
  function readTable(facets) {
    /** @type {{series: string, issue: number | null, date: string}[]} */
    const bulletins = [];
    /** @type {number[]} */
    const bulletinOf = [];
    for (const [series, issue, date, articles] of facets.bulletins) {
      bulletins.push({ series: facets.series[series], issue, date });
      for (let i = 0; i < articles; i += 1) bulletinOf.push(bulletins.length - 1);
    }
    const articles = bulletinOf.length;
    bulletins.forEach((_, number) => bulletinOf.push(number));
    /**
     * @param {number[][]} rows
     * @param {string[]} names
     */
    const named = (rows, names) => rows.map((row) => row.map((number) => names[number]));
    const county = named(facets.county, facets.counties);
    const department = named(facets.department, facets.departments);
    const township = named(facets.township, facets.townships);
    const topic = named(facets.topic, facets.topics);
    const kind = facets.kinds.map((name) => [name]);
    const year = bulletins.map(({ date }) => [date.slice(0, 4) || "undated"]);
    const series = bulletins.map((bulletin) => [bulletin.series]);
    const replaced = new Set(facets.replaced);
    /** @type {Record<Facet, (row: number) => string[]>} */
    const values = {
      county: (row) => county[row] ?? [],
      department: (row) => department[row] ?? [],
      township: (row) => township[row] ?? [],
      topic: (row) => topic[row] ?? [],
      year: (row) => year[bulletinOf[row]],
      series: (row) => series[bulletinOf[row]],
      kind: (row) => kind[facets.kind[row]] ?? [],
    };
    return {
      articles,
      length: bulletinOf.length,
      titleLength: (row) => facets.title[row] ?? 0,
      isReplaced: (row) => replaced.has(row),
      bulletin: (row) => bulletins[bulletinOf[row]],
      values: (facet, row) => values[facet](row),
    };
  }

  /** @returns {Counts} */
  function emptyCounts() {
    const counts = Object.fromEntries([...FACETS, "month"].map((name) => [name, new Map()]));
    return /** @type {Counts} */ (counts);
  }

  /**
   * Return the indexes that a search looks through, in order: those of the chosen years first, since
   * the others only add to the counts of years; the undated last in either direction of time.
   * @param {SearchIndex[]} indexes newest first
   * @param {Filters & Partial<SearchState>} state
   */
  function inOrder(indexes, { chosen, from, to, order }) {
    /** @param {SearchIndex} index */
    const hasChosen = ({ info }) => info.years.some((year) => chosen.year.has(year));
    /** @param {SearchIndex} index */
    const near = (index) =>
      (!from && !to) ||
      hasChosen(index) ||
      ((!to || index.info.first.slice(0, 7) <= to) && (!from || lastMonth(index.info.last) >= from));
    /** @param {SearchIndex} index */
    const rank = (index) =>
      2 * Number(chosen.year.size > 0 && !hasChosen(index)) + Number(index.info.years[0] === "undated");
    const inTime = order === "oldest" ? [...indexes].reverse() : indexes;
    return inTime.filter(near).sort((a, b) => rank(a) - rank(b));
  }

  /** @param {string} date */
  function lastMonth(date) {
    return date.length === 4 ? `${date}-12` : date.slice(0, 7);
  }

  /**
   * Return the month, as YYYY-MM, that is written as 2024-3, 2024.03 or 2024年3月; "" if it is none.
   * @param {string} written
   */
  function monthOf(written) {
    const compared = compare.normalise(written).replaceAll(" ", "");
    const match = /^([1-9]\d{3})\D?(0?[1-9]|1[0-2])月?$/.exec(compared);
    return match ? `${match[1]}-${match[2].padStart(2, "0")}` : "";
  }

  /**
   * Return whether all days that `date` may mean are in the months `from` to `to` (YYYY-MM, "" for
   * open).
   * @param {string} date
   * @param {Pick<Filters, "from" | "to">} months
   */
  function inMonths(date, { from, to }) {
    if (!from && !to) return true;
    if (!date) return false;
    const [year, month] = date.split("-");
    return (
      (!from || `${year}-${month ?? "01"}` >= from) && (!to || `${year}-${month ?? "12"}` <= to)
    );
  }

  /**
   * Return which of `rows` are in the months and have a chosen value of each facet that has any
   * chosen. Adds to `counts` how many articles each value has among those that all *other* facets let
   * through, which is what choosing it would show or add; a month like a value of a facet.
   * @param {FacetTable} table
   * @param {number[]} rows
   * @param {Filters} filters
   * @param {Counts} counts
   */
  function choose(table, rows, { chosen, from, to }, counts) {
    const active = FACETS.filter((facet) => chosen[facet].size);
    /** @type {number[]} */
    const articles = [];
    /** @type {number[]} */
    const bulletins = [];
    for (const row of rows) {
      const isArticle = row < table.articles;
      const { date } = table.bulletin(row);
      const missed = active.filter(
        (facet) => !table.values(facet, row).some((value) => chosen[facet].has(value)),
      );
      if (isArticle && !missed.length) addTo(counts.month, monthIn(date));
      if (!inMonths(date, { from, to })) continue;
      if (!missed.length) (isArticle ? articles : bulletins).push(row);
      if (isArticle && missed.length < 2) {
        const counted = missed.length ? missed : FACETS;
        for (const facet of counted) addTo(counts[facet], ...table.values(facet, row));
      }
    }
    return { articles, bulletins };
  }

  /**
   * Return the month of a date, "" if only the year is known.
   * @param {string} date
   */
  function monthIn(date) {
    return date.length > 4 ? date.slice(0, 7) : "";
  }

  /**
   * @param {Map<string, number>} counts
   * @param {string[]} values
   */
  function addTo(counts, ...values) {
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  }

  jianbao.archive = {
    FACETS,
    once,
    settle,
    openArchive,
    inOrder,
    emptyCounts,
    monthOf,
    choose,
  };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
