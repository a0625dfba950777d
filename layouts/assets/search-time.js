// The results over time: a bar for each year, or for each month of the one year that is chosen. A bar is
// a button that chooses its year or month, or gives the choice up. The bars are a toolbar: one stop of
// the Tab key, in which the arrow keys move.
(function (jianbao) {
  "use strict";

  const { archive } = jianbao;
  const HEIGHT = 56; // pixels of the highest bar

  /**
   * Return the chart in `figure`, with what search.js lends.
   * @param {HTMLElement} figure
   * @param {Pick<FacetTools, "elements" | "change" | "readAddress">} tools
   * @returns {TimeChart}
   */
  function create(figure, { elements, change, readAddress }) {
    const { strings, element, button, say } = elements;
    const caption = jianbao.find(figure, "figcaption");
    const list = jianbao.find(figure, "[role=toolbar]");
    const buttons = () => /** @type {HTMLButtonElement[]} */ ([...list.children]);

    // The room of the chart is there before its bars are, so that nothing below it jumps.
    /** @type {TimeChart["prepare"]} */
    function prepare({ indexes }, state) {
      figure.hidden = barsOf(indexes, archive.emptyCounts(), state).length < 2;
    }

    /** @type {TimeChart["show"]} */
    function show({ indexes }, counts, state) {
      const bars = barsOf(indexes, counts, state);
      const [{ month, year } = { month: 0, year: "" }] = bars;
      const focused = list.querySelector(":focus")?.getAttribute("data-value");
      const most = Math.max(1, ...bars.map((one) => one.count));
      list.replaceChildren(...bars.map((one) => item(one, state, most)).reverse());
      caption.textContent = month ? say("timeMonths", { year }) : strings.timeYears;
      figure.hidden = bars.length < 2 || !bars.some((one) => one.count);
      const again = buttons().find((one) => one.dataset.value === focused);
      (again ?? buttons().find((one) => !one.disabled) ?? list).tabIndex = 0;
      again?.focus({ preventScroll: true });
    }

    /** @type {Record<string, (enabled: HTMLButtonElement[], at: number) => HTMLButtonElement>} */
    const moves = {
      // The newest comes first and stands at the right.
      ArrowRight: (enabled, at) => enabled[Math.max(at - 1, 0)],
      ArrowLeft: (enabled, at) => enabled[Math.min(at + 1, enabled.length - 1)],
      Home: (enabled) => enabled[enabled.length - 1],
      End: (enabled) => enabled[0],
    };

    list.addEventListener("keydown", (event) => {
      const enabled = buttons().filter((one) => !one.disabled);
      const at = enabled.findIndex((one) => one === document.activeElement);
      const next = moves[event.key]?.(enabled, at);
      if (!next) return;
      event.preventDefault();
      for (const one of enabled) one.tabIndex = one === next ? 0 : -1;
      next.focus();
    });

    /**
     * @param {TimeBar} one
     * @param {SearchState} state
     * @param {number} most
     */
    function item(one, state, most) {
      const { value, month, year, count } = one;
      const isChosen = month
        ? state.from === value && state.to === value
        : state.chosen.year.has(value);
      const height = count && Math.max(1, Math.round((HEIGHT * count) / most));
      const made = button("", () => change(choice(one, !isChosen)), { tabIndex: -1 });
      made.disabled = !count && !isChosen;
      made.dataset.value = value;
      made.setAttribute("aria-pressed", String(isChosen));
      made.append(
        element("span", { className: "year", textContent: month ? strings[`month${month}`] : year }),
        elements.bar(HEIGHT, { x: "20%", width: "60%", y: HEIGHT - height, height }),
        element("span", { className: "count", textContent: say("articles", { n: count }) }),
      );
      return made;
    }

    /**
     * @param {TimeBar} bar
     * @param {boolean} isChosen
     * @returns {Partial<SearchState>}
     */
    function choice({ value, month }, isChosen) {
      const months = month && isChosen ? { from: value, to: value } : { from: "", to: "" };
      if (month) return months;
      const { chosen } = readAddress();
      chosen.year = new Set(isChosen ? [value] : []);
      return { chosen, ...months };
    }

    return { prepare, show };
  }

  /**
   * Return the bars in the order of time: the archive's years, or the months of the one chosen year.
   * @param {Pick<SearchIndex, "info">[]} indexes
   * @param {Counts} counts
   * @param {Filters} filters
   * @returns {TimeBar[]}
   */
  function barsOf(indexes, counts, { chosen }) {
    const [only] = chosen.year;
    if (chosen.year.size === 1 && only !== "undated") {
      return Array.from({ length: 12 }, (_, i) => {
        const value = `${only}-${String(i + 1).padStart(2, "0")}`;
        return { value, month: i + 1, year: only, count: counts.month.get(value) ?? 0 };
      });
    }
    const years = indexes.flatMap(({ info }) => info.years.map(Number)).filter(Boolean);
    if (!years.length) return [];
    const first = Math.min(...years);
    return Array.from({ length: Math.max(...years) - first + 1 }, (_, i) => {
      const year = String(first + i);
      return { value: year, month: 0, year, count: counts.year.get(year) ?? 0 };
    });
  }

  jianbao.time = { create, barsOf };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
