// Suggestions in the search box of every page but the search page: counties, offices, places, topics,
// issues and titles; each leads to its page. site.js loads this after search-core.js when a reader
// goes to the box.
(function (jianbao) {
  "use strict";

  const { query, text } = jianbao;
  const { openArchive, once, settle } = jianbao.archive;
  const TERMS = 6;
  const ISSUES = 2;
  const TITLES = 3;
  const MOST_TITLES = 1_500; // of the newest indexes, or of the newest index alone

  /** @param {HTMLFormElement} form */
  function attach(form) {
    const input = /** @type {HTMLInputElement} */ (jianbao.find(form, "[name=q]"));
    const { manifest = "", home = "", strings = "{}", label = "" } = form.dataset;
    const elements = jianbao.elements.create(JSON.parse(strings), document.documentElement.lang);
    const list = elements.element("ul", { id: `${input.id}-suggestions`, className: "suggestions" });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label);
    form.append(list);
    const start = () => {
      throw new Error("this page does not search");
    };
    const open = once(() => {
      const address = new URL(manifest, document.baseURI).href;
      return openArchive(address, home.replace(/[^/]*$/, ""), start, false);
    });
    jianbao.suggest.attach(form, list, {
      elements,
      async suggest(typed) {
        const known = await settle(open());
        return known ? suggestions(known, typed) : [];
      },
      // A page of a name is filtered by the words that were typed before it.
      choose({ facet, url }, rest) {
        const isName = facet !== "issue" && facet !== "title";
        location.assign(rest && isName ? `${url}?q=${encodeURIComponent(rest)}` : url);
      },
    });
    // What was typed while this script was loaded.
    if (document.activeElement === input && input.value) input.dispatchEvent(new Event("input"));
  }

  /**
   * Return what `typed` may mean: names first, then issues of that number, then titles that hold it.
   * @param {Archive} known
   * @param {string} typed
   * @returns {Promise<Suggestion[]>}
   */
  async function suggestions(known, typed) {
    const normalised = text.normalise(typed);
    if (!normalised) return [];
    const [issues, titles] = await Promise.all([
      settle(issuesOf(known, normalised)),
      settle(titlesWith(known, normalised)),
    ]);
    return [...query.suggest(known.terms, normalised, TERMS), ...(issues ?? []), ...(titles ?? [])];
  }

  /**
   * Return the newest issues of the number that is typed (第77期, 2024年第77期).
   * @param {Archive} known
   * @param {string} typed
   * @returns {Promise<Suggestion[]>}
   */
  async function issuesOf(known, typed) {
    const asked = query.issueOf(typed);
    if (!asked) return [];
    return Object.entries(await known.issues())
      .filter(([year]) => !asked.year || year === asked.year)
      .sort(([one], [other]) => (one < other ? 1 : -1))
      .flatMap(([, numbered]) => numbered[asked.issue] ?? [])
      .slice(0, ISSUES)
      .map(({ title, url }) => ({ facet: "issue", name: title, url }));
  }

  /**
   * @param {Archive} known
   * @param {string} typed
   * @returns {Promise<Suggestion[]>}
   */
  async function titlesWith(known, typed) {
    /** @type {Suggestion[]} */
    const found = [];
    if ([...typed].length < 2) return found;
    let read = 0;
    for (const index of known.indexes) {
      read += index.info.articles;
      if (read > MOST_TITLES && index !== known.indexes[0]) break;
      for (const { title, url } of await index.list()) {
        if (found.length === TITLES) return found;
        if (text.normalise(title).includes(typed)) found.push({ facet: "title", name: title, url });
      }
    }
    return found;
  }

  for (const form of document.querySelectorAll("form[data-manifest]")) {
    attach(/** @type {HTMLFormElement} */ (form));
  }
})(globalThis.jianbao);
