// How often the terms of a query occur: of the articles of each year and of each county, how many have
// them, as a table with bars. It is counted when the reader opens it, since the base needs every index.
(function (jianbao) {
  "use strict";

  const { archive } = jianbao;
  const BAR = 12; // pixels, the height of a bar

  /**
   * Return the tables of frequencies in `details`.
   * @param {HTMLElement} details
   * @param {Elements} elements
   * @param {NameOf} nameOf
   * @returns {Frequency}
   */
  function create(details, elements, nameOf) {
    const { strings, element, yearName } = elements;
    const opened = /** @type {HTMLDetailsElement} */ (details);
    const body = jianbao.find(details, "div");
    /** @type {{known: Archive, run: Run} | null} */
    let asked = null;

    function clear() {
      asked = null;
      details.hidden = true;
      body.replaceChildren();
    }

    /** @type {Frequency["show"]} */
    function show(known, run) {
      if (!run.hits.length || !run.terms.length) return;
      asked = { known, run };
      details.hidden = false;
      if (opened.open) fill();
    }

    async function fill() {
      if (!asked) return;
      const { known, run } = asked;
      body.replaceChildren(element("p", { className: "quiet", textContent: strings.gathering }));
      const base = await archive.settle(countAll(known, run.state));
      if (asked?.run !== run) return;
      body.replaceChildren(...(base ? tables(known, run.counts, base) : [strings.notGathered]));
    }

    /**
     * @param {Archive} known
     * @param {Counts} found
     * @param {Counts} base
     */
    function tables(known, found, base) {
      const years = [...base.year.keys()].sort().reverse();
      const ofYears = years.map((year) => row(yearName(year), found.year.get(year), base.year.get(year)));
      const ofCounties = known.terms.county.map(({ slug }) =>
        row(nameOf("county", slug), found.county.get(slug), base.county.get(slug)),
      );
      return [
        table(elements, { caption: strings.byYear, of: strings.yearHead }, ofYears),
        table(elements, { caption: strings.byCounty, of: strings.county }, ofCounties),
      ];
    }

    opened.addEventListener("toggle", () => {
      if (opened.open && !body.firstChild) fill();
    });
    return { clear, show };
  }

  /**
   * @param {Elements} elements
   * @param {{caption: string, of: string}} words `of`: what a row is
   * @param {FrequencyRow[]} rows those without any articles are left out
   */
  function table({ strings, element, numbers, say, bar }, { caption, of }, rows) {
    const shown = rows.filter(({ base }) => base);
    const most = Math.max(...shown.map(({ share }) => share), Number.MIN_VALUE);
    const heads = [of, strings.frequencyFound, strings.frequencyBase, strings.frequencyShare];
    const lines = shown.map(({ name, found, base, share }) => {
      const width = `${((100 * share) / most).toFixed(1)}%`;
      return element(
        "tr",
        {},
        element("th", { scope: "row", textContent: name }),
        element("td", { className: "figure", textContent: numbers.format(found) }),
        element("td", { className: "figure", textContent: numbers.format(base) }),
        element(
          "td",
          { className: "share" },
          bar(BAR, { x: 0, y: 0, width, height: BAR }),
          say("percent", { n: (100 * share).toFixed(1) }),
        ),
      );
    });
    const head = heads.map((textContent) => element("th", { scope: "col", textContent }));
    const made = element(
      "table",
      {},
      element("caption", { textContent: caption }),
      element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...lines),
    );
    const region = { className: "table frequency", tabIndex: 0, role: "region", ariaLabel: caption };
    return element("div", region, made);
  }

  /**
   * @param {string} name
   * @param {number | undefined} found
   * @param {number | undefined} base
   * @returns {FrequencyRow}
   */
  function row(name, found = 0, base = 0) {
    return { name, found, base, share: base ? found / base : 0 };
  }

  /**
   * Count all articles that the filters of `state` let through, whatever its words are.
   * @param {Archive} known
   * @param {SearchState} state
   */
  async function countAll(known, state) {
    const counts = archive.emptyCounts();
    for (const index of archive.inOrder(known.indexes, state)) {
      const table = await index.table();
      const rows = Array.from({ length: table.articles }, (_, row) => row);
      archive.choose(table, rows, state, counts);
    }
    return counts;
  }

  jianbao.frequency = { create };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
