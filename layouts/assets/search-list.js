// The list of results: an item for each article, the bulletins below it, and the pager.
(function (jianbao) {
  "use strict";

  const { text } = jianbao;
  const { settle } = jianbao.archive;
  const PAGE_LENGTH = 30;

  /**
   * Return the makers of the list's parts.
   * @param {Elements} elements
   * @param {NameOf} nameOf
   * @returns {ResultList}
   */
  function create(elements, nameOf) {
    const { strings, numbers, say, element, markedPieces, marked, when, statusMark } = elements;

    /** @type {ResultList["item"]} */
    async function item({ index, table, row }, sought) {
      const shown = await index.text(row);
      const { date } = table.bulletin(row);
      const blocks = [shown.kicker, shown.subtitle, ...(shown.text ?? []), shown.attribution];
      const printed = [...blocks, ...(shown.authors ?? [])].filter((block) => block !== undefined);
      const title = element("a", { href: withMarks(shown.url, sought) });
      title.append(...marked(shown.title, sought));
      const named = /** @type {const} */ (["department", "county", "township"]).flatMap((facet) =>
        table.values(facet, row).map((slug) => nameOf(facet, slug)),
      );
      const places = shown.names ?? named;
      return element(
        "li",
        { className: "hit" },
        element("h3", {}, title, ...statusMark(shown)),
        element("p", { className: "excerpt" }, ...markedPieces(text.excerpt(printed, sought))),
        element(
          "p",
          { className: "by" },
          when(date),
          element("span", { textContent: shown.bulletin }),
          ...places.map((name) => element("span", { textContent: name })),
          ...successor(shown),
        ),
      );
    }

    /**
     * Return the link to what replaces a text.
     * @param {ShownText} shown
     */
    function successor({ successor: href }) {
      return href ? [element("a", { href, textContent: strings.replacement })] : [];
    }

    /** @type {ResultList["bulletins"]} */
    async function bulletins(section, run, isStale) {
      const list = jianbao.find(section, "ul");
      const shown = run.bulletins.slice(0, PAGE_LENGTH);
      const texts = await Promise.all(shown.map(({ index, row }) => settle(index.text(row))));
      if (isStale()) return;
      list.replaceChildren(
        ...texts.flatMap((bulletin, i) => {
          if (!bulletin) return [];
          const link = element("a", { href: withMarks(bulletin.url, run.sought) });
          link.append(...marked(bulletin.title, run.sought));
          const excerpt = markedPieces(text.excerpt(bulletin.text ?? [], run.sought));
          const { date } = shown[i].table.bulletin(shown[i].row);
          return [
            element(
              "li",
              { className: "hit" },
              element("p", {}, link, ...statusMark(bulletin)),
              element("p", { className: "excerpt" }, ...excerpt),
              element("p", { className: "by" }, when(date), ...successor(bulletin)),
            ),
          ];
        }),
      );
      jianbao.find(section, ".count").textContent = numbers.format(run.bulletins.length);
      section.hidden = !run.bulletins.length;
    }

    /** @type {ResultList["pager"]} */
    function pager(nav, { state, pages, addressOf, go }) {
      /**
       * @param {number} number
       * @param {string} words
       * @param {string} rel
       */
      const link = (number, words, rel) => {
        if (number < 1 || number > pages) return "";
        const target = element("a", { href: addressOf({ ...state, page: number }), rel });
        target.textContent = words;
        target.addEventListener("click", (event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          go(number);
        });
        return target;
      };
      nav.replaceChildren(
        link(state.page - 1, strings.previous, "prev"),
        element("span", { textContent: say("page", { page: state.page, pages }) }),
        link(state.page + 1, strings.next, "next"),
      );
      nav.hidden = pages === 1;
    }

    return { item, bulletins, pager };
  }

  /**
   * Return the link to an article in which search-marks.js marks `texts`.
   * @param {string} url
   * @param {string[]} texts
   */
  function withMarks(url, texts) {
    if (!texts.length) return url;
    return `${url}#${new URLSearchParams(texts.map((one) => ["q", one]))}`;
  }

  jianbao.list = { PAGE_LENGTH, create };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
