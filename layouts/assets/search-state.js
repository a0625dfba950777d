// The state of a list of results, which is its address: pure functions of the query string. On the
// page of a county or the like, one filter is fixed: it is in the state, but not in the address.
(function (jianbao) {
  "use strict";

  const { FACETS, monthOf } = jianbao.archive;
  /** @type {readonly Order[]} the first is the order of the bare page */
  const ORDERS = ["newest", "oldest", "relevance"];

  /**
   * Return `{chosen, from, to}` with no filter in it but the fixed one.
   * @param {Fixed | null} fixed
   * @returns {Filters}
   */
  function nothingChosen(fixed = null) {
    const made = FACETS.map((facet) => [facet, new Set(fixed?.facet === facet ? [fixed.slug] : [])]);
    return { chosen: /** @type {Chosen} */ (Object.fromEntries(made)), from: "", to: "" };
  }

  /**
   * Read the state from a query string. What it cannot mean is left out.
   * @param {string} search as `location.search`
   * @param {Fixed | null} fixed
   * @returns {SearchState}
   */
  function read(search, fixed = null) {
    const asked = new URLSearchParams(search);
    const { chosen } = nothingChosen(fixed);
    for (const facet of FACETS) {
      if (facet === fixed?.facet) continue;
      for (const value of asked.getAll(facet)) chosen[facet].add(value);
    }
    return {
      q: (asked.get("q") ?? "").replace(/[\r\n]+/g, " "), // as the box would have it
      chosen,
      from: monthOf(asked.get("from") ?? ""),
      to: monthOf(asked.get("to") ?? ""),
      order: ORDERS.find((order) => order === asked.get("sort")) ?? ORDERS[0],
      exact: asked.has("exact"),
      page: Math.max(1, Number.parseInt(asked.get("page") ?? "1", 10) || 1),
    };
  }

  /**
   * Write a state as a query string with its `?`, or "" for the state of the bare page. Equal states
   * give equal strings.
   * @param {SearchState} state
   * @param {Fixed | null} fixed
   */
  function write(state, fixed = null) {
    const asked = new URLSearchParams();
    /** @param {string} name @param {string} value */
    const add = (name, value) => value && asked.append(name, value);
    add("q", state.q);
    for (const facet of FACETS) {
      if (facet === fixed?.facet) continue;
      for (const value of [...state.chosen[facet]].sort()) asked.append(facet, value);
    }
    add("from", state.from);
    add("to", state.to);
    add("sort", state.order === ORDERS[0] ? "" : state.order);
    add("exact", state.exact ? "1" : "");
    add("page", state.page > 1 ? String(state.page) : "");
    const search = asked.toString();
    return search ? `?${search}` : "";
  }

  /**
   * Return whether any filter is set but the fixed one.
   * @param {Filters} state
   * @param {Fixed | null} fixed
   */
  function narrowed({ chosen, from, to }, fixed = null) {
    const isSet = FACETS.some((facet) => facet !== fixed?.facet && chosen[facet].size > 0);
    return isSet || from !== "" || to !== "";
  }

  jianbao.state = { nothingChosen, read, write, narrowed };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
