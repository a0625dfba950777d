// The facets beside the results: check boxes with counts, the months, and the chips of what is
// chosen.
(function (jianbao) {
  "use strict";

  const { archive, find, query, state: addresses, text } = jianbao;
  const { FACETS } = archive;

  const FIND_FROM = 12; // values from which on a box to find one in is shown

  /**
   * @typedef {Pick<KnownTerm, "slug" | "name"> & Partial<KnownTerm>} Value of a facet
   *
   * @typedef {object} Box
   * @property {Facet} facet
   * @property {Value} term
   * @property {HTMLInputElement} box
   * @property {HTMLElement} count
   * @property {HTMLElement} item
   * @property {number} number of articles
   * @property {string} [typed] what a reader looks for among the values
   */

  /**
   * Return the facets in `panel`, with what search.js lends.
   * @param {HTMLElement} panel
   * @param {FacetTools} tools
   * @returns {FacetPanel}
   */
  function create(panel, { elements, fixed, change, readAddress, toResults, focus }) {
    const { strings, say, button, element, numbers } = elements;
    const shownFacets = FACETS.filter((facet) => facet !== fixed?.facet);
    const chips = find(document, "#search-chips");
    const toggle = find(document, "#search-facets-toggle");
    const months = /** @type {const} */ (["from", "to"]).map((name) => ({
      name,
      input: /** @type {HTMLInputElement} */ (find(panel, `input[name=${name}]`)),
    }));
    /** @type {Map<string, string>} */
    const names = new Map(); // of terms by facet and slug
    /** @type {Box[]} */
    const boxes = [];

    /**
     * Open or close the facets, which are behind a button on a phone.
     * @param {boolean} opened
     */
    function open(opened) {
      toggle.setAttribute("aria-expanded", String(opened));
      panel.classList.toggle("open", opened);
      if (opened) panel.focus();
    }

    toggle.addEventListener("click", () => open(toggle.getAttribute("aria-expanded") !== "true"));
    const done = find(document, "#search-facets-done");
    done.addEventListener("click", () => {
      open(false);
      toResults();
    });

    for (const { name, input } of months) {
      input.addEventListener("change", () => {
        // A year comes from the keyboard digit by digit: 0002, 0020, 0202.
        if (!input.value.startsWith("0")) change({ [name]: archive.monthOf(input.value) });
      });
    }

    /** @type {NameOf} */
    function nameOf(facet, slug) {
      return names.get(`${facet}/${slug}`) ?? slug;
    }

    /**
     * Make the check boxes, once, in the order of the authority files.
     * @param {Pick<Archive, "terms" | "indexes">} known
     */
    function make({ terms, indexes }) {
      for (const facet of /** @type {const} */ ([...query.AUTHORITIES, "series"])) {
        for (const term of terms[facet]) names.set(`${facet}/${term.slug}`, term.name);
      }
      const slugs = [...new Set(indexes.flatMap((index) => index.info.years))];
      const years = slugs.map((slug) => ({ slug, name: elements.yearName(slug) }));
      const kinds = ["feature", "brief", "news"].map((slug) => ({ slug, name: strings[slug] }));
      /** @type {Record<Facet, Value[]>} */
      const values = { ...terms, year: years, kind: kinds };
      for (const facet of shownFacets) {
        const used = values[facet].filter((term) => term.articles !== 0);
        const fieldset = find(panel, `[data-facet="${facet}"]`);
        fill(facet, used, find(fieldset, "ul"));
        if (facet !== "year" && used.length >= FIND_FROM) addFinder(facet, fieldset);
      }
      const dates = indexes
        .flatMap(({ info }) => [info.first, info.last])
        .filter(Boolean)
        .sort();
      for (const { input } of months) {
        input.min = `${dates.at(0)?.slice(0, 4)}-01`;
        input.max = `${dates.at(-1)?.slice(0, 4)}-12`;
      }
    }

    /**
     * Make the boxes of one facet; those of departments in groups by their kind.
     * @param {Facet} facet
     * @param {Value[]} terms
     * @param {HTMLElement} list
     */
    function fill(facet, terms, list) {
      const groups = new Map([["", list]]);
      for (const term of terms) {
        const kind = facet === "department" ? (term.kind ?? "") : "";
        let group = groups.get(kind);
        if (!group) {
          group = element("ul");
          groups.set(kind, group);
          const heading = element("p", { textContent: kind });
          list.append(element("li", { className: "kind" }, heading, group));
        }
        const box = element("input", { type: "checkbox", name: facet, value: term.slug });
        const count = element("span", { className: "count" });
        const label = element("label", {}, box, element("span", { textContent: term.name }), count);
        const item = element("li", { hidden: true }, label);
        box.addEventListener("change", async () => {
          await painted();
          const { chosen } = readAddress();
          if (box.checked) chosen[facet].add(term.slug);
          else chosen[facet].delete(term.slug);
          change({ chosen });
        });
        group.append(item);
        boxes.push({ facet, term, box, count, item, number: 0 });
      }
    }

    /**
     * Add a box that leaves the values whose name or reading holds what is typed.
     * @param {Facet} facet
     * @param {HTMLElement} fieldset
     */
    function addFinder(facet, fieldset) {
      const legend = find(fieldset, "legend");
      const label = strings.findIn.replace("{facet}", legend.textContent ?? "");
      const finder = element("input", {
        type: "search",
        className: "facet-find",
        autocomplete: "off",
      });
      finder.setAttribute("aria-label", label);
      finder.placeholder = label;
      finder.addEventListener("input", () => {
        for (const one of boxes) {
          if (one.facet === facet) one.typed = text.normalise(finder.value);
        }
        reveal();
      });
      legend.after(finder);
    }

    /** @type {FacetPanel["show"]} */
    function show(known, state) {
      if (!boxes.length) make(known);
      for (const { facet, term, box } of boxes) box.checked = state.chosen[facet].has(term.slug);
      for (const { name, input } of months) input.value = state[name];
      showChips(state);
    }

    // Shows how many articles each value has; in the end only, so that none moves from below a
    // pointer.
    /** @type {FacetPanel["count"]} */
    function count(counts, found) {
      done.textContent = say("showFound", { n: found });
      for (const one of boxes) {
        one.number = counts[one.facet].get(one.term.slug) ?? 0;
        one.count.textContent = numbers.format(one.number);
      }
      reveal();
    }

    // Shows the values that a click would change something with, and the groups that have any.
    function reveal() {
      for (const { term, box, item, number, typed } of boxes) {
        const kept = number || box.checked || document.activeElement === box;
        const sought = { names: term.names ?? [], readings: term.readings ?? [] };
        item.hidden = !kept || Boolean(typed && query.placeIn(sought, typed) < 0);
      }
      for (const kind of /** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll(".kind"))) {
        kind.hidden = !kind.querySelector("li:not([hidden])");
      }
      find(panel, ".months").hidden = false;
      for (const facet of shownFacets) {
        const isShown = boxes.some((one) => one.facet === facet && (one.number || one.box.checked));
        find(panel, `[data-facet="${facet}"]`).hidden = !isShown;
      }
    }

    /** @param {Filters} filters */
    function showChips({ chosen, from, to }) {
      /** @type {HTMLElement[]} */
      const made = [];
      /**
       * @param {string} name
       * @param {() => Partial<SearchState>} left
       */
      const add = (name, left) => {
        const off = button("", () => {
          focus();
          change(left());
        });
        off.append(
          element("span", { className: "unseen", textContent: strings.remove }),
          name,
          element("span", { ariaHidden: "true", textContent: " ×" }),
        );
        made.push(element("li", {}, off));
      };
      for (const facet of shownFacets) {
        for (const slug of [...chosen[facet]].sort()) {
          const box = boxes.find((one) => one.facet === facet && one.term.slug === slug);
          add(box?.term.name ?? slug, () => {
            const rest = readAddress().chosen;
            rest[facet].delete(slug);
            return { chosen: rest };
          });
        }
      }
      if (from && from === to) add(from, () => ({ from: "", to: "" }));
      else {
        if (from) add(strings.fromMonth.replace("{month}", from), () => ({ from: "" }));
        if (to) add(strings.toMonth.replace("{month}", to), () => ({ to: "" }));
      }
      if (made.length > 1) {
        const clear = button(strings.clear, () => {
          focus();
          change(addresses.nothingChosen(fixed));
        });
        made.push(element("li", {}, clear));
      }
      chips.replaceChildren(...made);
      chips.hidden = !made.length;
    }

    return { show, count, nameOf };
  }

  /** Wait until the browser has shown what was changed: a tick appears before the search begins. */
  function painted() {
    return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }

  jianbao.facets = { create };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
