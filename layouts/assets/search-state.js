// The state of the search page, which is its address: pure functions of the query string.
(function (jianbao) {
  "use strict";

  const { FACETS, monthOf } = jianbao.archive;

  /** Return `{chosen, from, to}` with no filter in it. */
  function nothingChosen() {
    const chosen = Object.fromEntries(FACETS.map((facet) => [facet, new Set()]));
    return { chosen: /** @type {Chosen} */ (chosen), from: "", to: "" };
  }

  /**
   * Read the state from a query string. What it cannot mean is left out.
   * @param {string} search as `location.search`
   * @returns {SearchState}
   */
  function read(search) {
    const asked = new URLSearchParams(search);
    const { chosen } = nothingChosen();
    for (const facet of FACETS) for (const value of asked.getAll(facet)) chosen[facet].add(value);
    return {
      q: (asked.get("q") ?? "").replace(/[\r\n]+/g, " "), // as the box would have it
      chosen,
      from: monthOf(asked.get("from") ?? ""),
      to: monthOf(asked.get("to") ?? ""),
      relevance: asked.get("sort") === "relevance",
      exact: asked.has("exact"),
      page: Math.max(1, Number.parseInt(asked.get("page") ?? "1", 10) || 1),
    };
  }

  /**
   * Write a state as a query string with its `?`, or "" for the state of the bare page. Equal states
   * give equal strings.
   * @param {SearchState} state
   */
  function write(state) {
    const asked = new URLSearchParams();
    if (state.q) asked.append("q", state.q);
    for (const facet of FACETS) {
      for (const value of [...state.chosen[facet]].sort()) asked.append(facet, value);
    }
    if (state.from) asked.append("from", state.from);
    if (state.to) asked.append("to", state.to);
    if (state.relevance) asked.append("sort", "relevance");
    if (state.exact) asked.append("exact", "1");
    if (state.page > 1) asked.append("page", String(state.page));
    const search = asked.toString();
    return search ? `?${search}` : "";
  }

  /**
   * Return whether any filter is set.
   * @param {Filters} state
   */
  function narrowed({ chosen, from, to }) {
    return FACETS.some((facet) => chosen[facet].size > 0) || from !== "" || to !== "";
  }

  jianbao.state = { nothingChosen, read, write, narrowed };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
