// The text that search compares, as pure functions. `normalise` and `tokens` are the same as those
// of jianbao/outputs/search/normalise.py, which made the index: change both or neither.
(function (jianbao) {
  "use strict";

  const SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
  const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/;
  const HALF = new Map(
    [..."｡｢｣､･￠￡￢￣￤￥￦"].map((wide, i) => [wide, [..."。「」、・¢£¬¯¦¥₩"][i]]),
  );
  const BRACKETS = new Map([..."[〔﹝]〕﹞"].map((bracket, i) => [bracket, "((()))"[i]]));
  const PLAIN = /[0-9a-z\u3400-\u4dbf\u4e00-\u9fff]/;
  const ESCAPE = "\ua000";

  /** @type {Map<string, string>} */
  const folded = new Map();

  /** @param {string} character */
  function fold(character) {
    let known = folded.get(character);
    if (known === undefined) {
      known = foldOne(character);
      folded.set(character, known);
    }
    return known;
  }

  /** @param {string} character */
  function foldOne(character) {
    if (INVISIBLE.test(character)) return "";
    if (SPACE.test(character)) return " ";
    const code = character.codePointAt(0) ?? 0;
    let half = HALF.get(character) ?? character;
    if (code >= 0xff01 && code <= 0xff5e) half = String.fromCodePoint(code - 0xfee0);
    half = BRACKETS.get(half) ?? half;
    return half < "\u0530" && half !== "\u0130" ? half.toLowerCase() : half;
  }

  /**
   * Return the text as search compares it, and for each of its code units the place in `printed` from
   * which it comes; one more place for the end.
   * @param {string} printed
   */
  function foldWithPlaces(printed) {
    let text = "";
    /** @type {number[]} */
    const places = [];
    let place = 0;
    for (const character of printed) {
      const half = fold(character);
      const again = half === " " && (text === "" || text.endsWith(" "));
      if (half && !again) {
        for (let i = 0; i < half.length; i += 1) places.push(place);
        text += half;
      }
      place += character.length;
    }
    places.push(place);
    return { folded: text, places };
  }

  /** @param {string} printed */
  function normalise(printed) {
    return foldWithPlaces(printed).folded.trimEnd();
  }

  /**
   * Return one word for Pagefind for each character.
   * @param {string} normalised
   */
  function tokens(normalised) {
    return Array.from(normalised, (character) =>
      PLAIN.test(character) ? character : ESCAPE + character.codePointAt(0)?.toString(16),
    );
  }

  // A quoted term ends at the first quotation mark that stands at the end of a word, unless the next
  // such mark would then close a quotation that nobody opened. So whatever is pasted between quotes,
  // even with quotes in it, is one term.
  const OPENS = ' -?"';
  const CLOSES = `"(?= |$)(?!(?:(?!${OPENS}).)*[^ ]"(?: |$))`;
  const TERM = new RegExp(`(-?)(?:"(\\s*[^ ].*?)${CLOSES}|(\\S+))`, "g");

  /**
   * Read a query as terms. All that are not `excluded` must be in a text. Spaces separate terms;
   * quotes keep a term together and make it `literal`; a minus before a term excludes it, if another
   * one is searched for.
   * @param {string} query
   * @returns {Term[]}
   */
  function parseQuery(query) {
    const { folded, places } = foldWithPlaces(query);
    const parts = Array.from(folded.trimEnd().matchAll(TERM), (match) => {
      const [typed, minus, quoted, bare] = match;
      const text = (quoted ?? bare).trim();
      return { typed, text, excluded: minus !== "", literal: quoted !== undefined, at: match.index };
    });
    const sought = parts.some((part) => !part.excluded);
    /** @type {Map<string, Term>} */
    const terms = new Map();
    for (const { typed, at, ...part } of parts) {
      const bare = sought ? part : { text: typed, excluded: false, literal: false };
      const start = folded.indexOf(bare.text, at);
      const printed = query.slice(places[start], places[start + bare.text.length]).trim();
      const term = { ...bare, printed };
      terms.set(`${term.excluded} ${term.literal} ${term.text}`, term);
    }
    return [...terms.values()];
  }

  /**
   * Find where any of `texts` (normalised) is in `printed`: ranges [start, end), in order, joined if
   * they touch.
   * @param {string} printed
   * @param {string[]} texts
   */
  function findAll(printed, texts) {
    const { folded, places } = foldWithPlaces(printed);
    /** @type {Span[]} */
    const ranges = [];
    for (const text of texts) {
      for (let at = folded.indexOf(text); at >= 0; at = folded.indexOf(text, at + 1)) {
        ranges.push([places[at], places[at + text.length]]);
      }
    }
    ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    /** @type {Span[]} */
    const joined = [];
    for (const [start, end] of ranges) {
      const last = joined.at(-1);
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else joined.push([start, end]);
    }
    return joined;
  }

  /**
   * Cut `printed` at `ranges` into pieces, in order.
   * @param {string} printed
   * @param {Span[]} ranges
   */
  function pieces(printed, ranges) {
    const cut = [];
    let place = 0;
    for (const [start, end] of ranges) {
      if (start > place) cut.push({ text: printed.slice(place, start), hit: false });
      cut.push({ text: printed.slice(start, end), hit: true });
      place = end;
    }
    if (place < printed.length) cut.push({ text: printed.slice(place), hit: false });
    return cut;
  }

  const CONTEXT = 24;
  const LENGTH = 105;
  const SPOTS = 3; // of all texts, if these are fewer
  const BETWEEN_BLOCKS = "\n";

  /**
   * Return about `LENGTH` characters of `blocks` that show the first hit of each of `texts`, and further
   * hits apart from those until there are `SPOTS` in all; or their beginning if there is no hit.
   * @param {string[]} blocks
   * @param {string[]} texts
   */
  function excerpt(blocks, texts) {
    const printed = blocks.join(BETWEEN_BLOCKS);
    const found = findAll(printed, texts);
    const spots = spotsOf(printed, texts, found);
    const share = Math.max(2 * CONTEXT, Math.floor(LENGTH / (spots.length || 1)));
    /** @type {Span[]} */
    const windows = [];
    for (const [start, end] of spots.length ? spots : [/** @type {Span} */ ([0, 0])]) {
      const begin = wordStart(printed, whole(printed, Math.max(0, start - CONTEXT)));
      const least = Math.max(Math.min(end, start + 2 * LENGTH), begin + share);
      const stop = wordEnd(printed, whole(printed, least));
      const last = windows.at(-1);
      if (last && begin <= last[1]) last[1] = Math.max(last[1], stop);
      else windows.push([begin, stop]);
    }
    /** @type {Piece[]} */
    const shown = [];
    for (const [begin, end] of windows) {
      // A hit at the end is shown whole, unless it is a long one.
      const cut = found.find(([from, to]) => from < end && to > end && to - from < LENGTH);
      const stop = cut ? cut[1] : end;
      const inside = found
        .filter(([from, to]) => from < stop && to > begin)
        .map(
          ([from, to]) =>
            /** @type {Span} */ ([Math.max(from, begin) - begin, Math.min(to, stop) - begin]),
        );
      if (begin > 0 && shown.at(-1)?.text !== "…") shown.push({ text: "…", hit: false });
      shown.push(...pieces(printed.slice(begin, stop), inside));
      if (stop < printed.length) shown.push({ text: "…", hit: false });
    }
    return shown.map(({ text, hit }) => ({ text: text.replace(/\s*\n\s*/g, "　"), hit }));
  }

  /**
   * Return the hits that an excerpt shows, in order.
   * @param {string} printed
   * @param {string[]} texts
   * @param {Span[]} found all hits
   */
  function spotsOf(printed, texts, found) {
    const spots = texts.map((text) => findAll(printed, [text])[0]).filter(Boolean);
    for (const hit of found) {
      const isApart = spots.every(([start]) => Math.abs(hit[0] - start) > 2 * CONTEXT);
      if (spots.length < SPOTS && isApart) spots.push(hit);
    }
    return spots.sort((a, b) => a[0] - b[0]);
  }

  /**
   * Return `at`, or the next place if that would cut a character in two.
   * @param {string} text
   * @param {number} at
   */
  function whole(text, at) {
    const code = text.charCodeAt(at);
    return code >= 0xdc00 && code <= 0xdfff ? at + 1 : Math.min(at, text.length);
  }

  const LONGEST_WORD = 24; // Latin letters or digits; what is longer is cut

  /**
   * Return the start of the Latin word or number that holds `at`.
   * @param {string} text
   * @param {number} at
   */
  function wordStart(text, at) {
    const before = /[0-9A-Za-z]*$/.exec(text.slice(Math.max(0, at - LONGEST_WORD), at))?.[0] ?? "";
    return isInWord(text[at]) && before.length < LONGEST_WORD ? at - before.length : at;
  }

  /**
   * Return the end of the Latin word or number that holds `at`.
   * @param {string} text
   * @param {number} at
   */
  function wordEnd(text, at) {
    const after = /^[0-9A-Za-z]*/.exec(text.slice(at, at + LONGEST_WORD))?.[0] ?? "";
    return isInWord(text[at - 1]) && after.length < LONGEST_WORD ? at + after.length : at;
  }

  /** @param {string | undefined} character */
  function isInWord(character) {
    return /^[0-9A-Za-z]$/.test(character ?? "");
  }

  jianbao.text = { foldWithPlaces, normalise, tokens, parseQuery, findAll, pieces, excerpt };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
