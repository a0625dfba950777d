// What a reader is offered when nothing is found: which term is nowhere, and queries near to it that
// find something.
(function (jianbao) {
  "use strict";

  const { query, text } = jianbao;
  const { settle } = jianbao.archive;
  const PIECES_TRIED = 16; // of a term that is nowhere
  const TERMS_HELPED = 8; // of those that are nowhere

  /**
   * Find out why a query found nothing.
   * @param {Archive} known
   * @param {Term[]} parsed the terms as typed
   * @param {UnderstoodTerm[]} terms the terms as they were searched for
   * @param {string} q
   * @param {boolean} isNarrowed whether filters are set
   * @returns {Promise<Help>}
   */
  async function explain(known, parsed, terms, q, isNarrowed) {
    const wanted = terms.filter((term) => !term.excluded);
    /** @type {UnderstoodTerm[]} */
    const absent = [];
    for (const term of wanted) {
      if (absent.length < TERMS_HELPED && !(await anywhere(known, [term]))) absent.push(term);
    }
    const unfiltered = isNarrowed && !absent.length && (await anywhere(known, terms));
    const offers = await rewritten(known, q);
    /** @param {{text: string}} term */
    const isAbsent = (term) => absent.some((one) => one.text === term.text);
    for (const term of absent) {
      const left = parsed.filter((one) => one.text === term.text || !isAbsent(one));
      offers.push(...(await near(known, term, left)));
    }
    const rest = terms.filter((term) => !isAbsent(term));
    if (absent.length && rest.some((term) => !term.excluded) && (await anywhere(known, rest))) {
      offers.push(rest.map(written).join(" "));
    }
    const apart = !unfiltered && !absent.length && wanted.length > 1;
    return { absent: absent.map((term) => term.printed), unfiltered, apart, offers };
  }

  /** @param {Term} term */
  function written(term) {
    const quoted = term.literal || term.text.includes(" ") ? `"${term.printed}"` : term.printed;
    return term.excluded ? `-${quoted}` : quoted;
  }

  /**
   * Return whether any article has all of `terms`.
   * @param {Archive} known
   * @param {UnderstoodTerm[]} terms
   */
  async function anywhere(known, terms) {
    for (const index of known.indexes) {
      if ((await settle(index.rows(terms)))?.rows.length) return true;
    }
    return false;
  }

  /**
   * Return the query with "…" for other quotes, or with spaces for other characters between words, if
   * it then finds something. Such characters are searched for as they are printed.
   * @param {Archive} known
   * @param {string} q
   * @returns {Promise<string[]>}
   */
  async function rewritten(known, q) {
    const straight = q.replace(/[“”‘’「」『』'＇]/g, '"');
    const apart = q.replace(/[，、；,;+|＋｜]+/g, " ");
    for (const other of [straight, apart]) {
      const terms = text.parseQuery(other).map((term) => ({ ...term, texts: [term.text] }));
      if (other !== q && terms.length && (await anywhere(known, terms))) return [other.trim()];
    }
    return [];
  }

  /**
   * Return queries that find something: `parsed` with a name or a piece instead of the term that is
   * nowhere.
   * @param {Archive} known
   * @param {Term} term
   * @param {Term[]} parsed
   */
  async function near(known, term, parsed) {
    /** @type {string[]} */
    const found = [];
    /** @param {string} printed */
    const tryOne = async (printed) => {
      const other = { printed, text: text.normalise(printed) };
      if (!other.text) return;
      const changed = parsed.map((one) => (one.text === term.text ? { ...one, ...other } : one));
      const terms = changed.map((one) => ({ ...one, texts: [one.text] }));
      if (await anywhere(known, terms)) found.push(changed.map(written).join(" "));
    };
    for (const name of query.nearNames(term.text, known.terms)) await tryOne(name);
    for (const piece of piecesOf(term.printed)) if (!found.length) await tryOne(piece);
    return found;
  }

  /**
   * Return some beginnings and ends of `whole`, longest first; no number and no Latin word is cut.
   * @param {string} whole
   */
  function piecesOf(whole) {
    const characters = [...whole];
    /** @type {Set<string>} */
    const pieces = new Set();
    for (let length = characters.length - 1; length > 1 && pieces.size < PIECES_TRIED; length -= 1) {
      for (const start of [0, characters.length - length]) {
        const cut = start || length;
        const beside = text.normalise(characters.slice(cut - 1, cut + 1).join(""));
        if (/^[0-9a-z]{2}$/.test(beside)) continue;
        const piece = characters.slice(start, start + length).join("");
        const bare = piece.replace(/^[\p{P}\s]+|[\p{P}\s]+$/gu, "");
        if ([...bare].length > 1) pieces.add(bare);
      }
    }
    return [...pieces];
  }

  jianbao.help = { explain, piecesOf };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
