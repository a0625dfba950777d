// The order of results, as pure functions of hits.
(function (jianbao) {
  "use strict";

  /**
   * Return `hits` in the order of time that they have; those of one date with the replaced ones last.
   * @param {Hit[]} hits
   */
  function currentFirst(hits) {
    let order = 0;
    /** @type {string | null} */
    let last = null;
    const ordered = hits.map((hit) => {
      const { date } = hit.table.bulletin(hit.row);
      if (date !== last) order += 1;
      last = date;
      return { hit, order };
    });
    ordered.sort((a, b) => a.order - b.order || Number(a.hit.replaced) - Number(b.hit.replaced));
    return ordered.map(({ hit }) => hit);
  }

  /**
   * Return `hits` by relevance: most terms in the title first, then what is current before what was
   * replaced, then by their score, then newest first, as they are.
   * @param {Hit[]} hits
   */
  function byRelevance(hits) {
    return [...hits].sort(
      (a, b) =>
        b.titled - a.titled || Number(a.replaced) - Number(b.replaced) || b.score - a.score,
    );
  }

  jianbao.ranking = { currentFirst, byRelevance };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
