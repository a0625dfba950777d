// The meaning of a query, as pure functions: other names of its terms, the issue that it names, the
// counties and departments that it may begin, the names near it. `known` is terms.json,
// `simplified` simplified.json.
(function (jianbao) {
  "use strict";

  /**
   * Return simplified characters for the traditional ones of `text`, or `text` itself if it has no
   * character that simplified text never has.
   * @param {string} text
   * @param {Simplified} simplified
   */
  function simplify(text, simplified) {
    simplified.pairs ??= {
      traditional: new Map(pairsOf(simplified.traditional)),
      either: new Map(pairsOf(simplified.either)),
    };
    const { traditional, either } = simplified.pairs;
    const characters = [...text];
    if (!characters.some((character) => traditional.has(character))) return text;
    let converted = "";
    for (let at = 0; at < characters.length;) {
      const longest = [6, 5, 4, 3, 2]
        .map((length) => characters.slice(at, at + length).join(""))
        .find((phrase) => Object.hasOwn(simplified.phrases, phrase));
      const one = characters[at];
      converted += longest
        ? simplified.phrases[longest]
        : (traditional.get(one) ?? either.get(one) ?? one);
      at += longest ? [...longest].length : 1;
    }
    return converted;
  }

  /**
   * @param {string} line
   * @returns {Generator<[string, string]>}
   */
  function* pairsOf(line) {
    const characters = [...line];
    for (let i = 0; i < characters.length; i += 2) yield [characters[i], characters[i + 1]];
  }

  /**
   * Add to each term of a query all the `texts` that stand for it; a literal one stands for itself.
   * `notes` say what was added.
   * @param {Term[]} terms
   * @param {KnownTerms} known
   * @param {Simplified} simplified
   */
  function understand(terms, known, simplified) {
    /** @type {Note[]} */
    const notes = [];
    const understood = terms.map((term) => {
      if (term.literal) return { ...term, texts: [term.text] };
      /** @type {string[]} */
      const added = [];
      /** @param {string} text */
      const add = (text) => {
        // A text that contains another one that is searched for adds nothing.
        if (![term.text, ...added].some((sought) => text.includes(sought))) added.push(text);
      };
      const plain = simplify(term.text, simplified);
      if (plain !== term.text) add(plain);
      for (const name of namesFor(plain, known)) add(name);
      if (added.length && !term.excluded) notes.push({ from: term.printed, to: added });
      return { ...term, texts: [term.text, ...added] };
    });
    return { terms: understood, notes };
  }

  /**
   * Return the full names of which `text` is an alias; if none, what it shortens, after a place or
   * alone.
   * @param {string} text
   * @param {KnownTerms} known
   */
  function namesFor(text, known) {
    const names = termsOf(known)
      .filter((term) => term.names.includes(text, 1))
      .map((term) => term.names[0]);
    for (const [short, full] of names.length ? [] : known.shortenings) {
      if (text.endsWith(short)) {
        const name = text.slice(0, -short.length) + full;
        if (known.department.some((term) => term.names[0].includes(name))) names.push(name);
      }
    }
    return names;
  }

  const DIGITS = new Map(
    [..."〇○零一二三四五六七八九"].map(
      (digit, i) => /** @type {const} */ ([digit, Math.max(0, i - 2)]),
    ),
  );

  const HUNDREDS = new RegExp(
    "^(?:(D)百)?零?(?:(D)?(十))?(D)?$".replaceAll("D", "[一二三四五六七八九]"),
  );

  /**
   * Read a number below 1,000 in Arabic or Chinese numerals (77, 七十七, 一百二十), a year digit by
   * digit.
   * @param {string} numeral
   */
  function numberOf(numeral) {
    if (/^\d+$/.test(numeral)) return Number(numeral);
    if (/^[〇○零一二三四五六七八九]+$/.test(numeral)) {
      return Number(Array.from(numeral, (digit) => DIGITS.get(digit)).join(""));
    }
    const match = HUNDREDS.exec(numeral);
    if (!match) return null;
    const [, hundreds, tens, ten, ones] = match;
    const tensValue = ten ? (DIGITS.get(tens) ?? 1) : 0;
    return (DIGITS.get(hundreds) ?? 0) * 100 + tensValue * 10 + (DIGITS.get(ones) ?? 0);
  }

  const NUMERAL = "[\\d〇○零一二三四五六七八九十百]";
  const ISSUE = new RegExp(`^(?:\\(?(${NUMERAL}{4})\\)?年?)?第(${NUMERAL}{1,5})期$`);

  /**
   * Return `{year, issue}` if the normalised query names an issue and nothing else (第77期,
   * 2024年第77期), with `year` null if it names none; otherwise null.
   * @param {string} query
   */
  function issueOf(query) {
    const match = ISSUE.exec(query.replaceAll(" ", ""));
    if (!match) return null;
    const issue = numberOf(match[2]);
    return issue === null ? null : { year: match[1] ? String(numberOf(match[1])) : null, issue };
  }

  // The authority files, in the order of the facets.
  const AUTHORITIES = /** @type {const} */ (["county", "township", "department", "topic"]);

  /** @param {KnownTerms} known */
  function termsOf(known) {
    return AUTHORITIES.flatMap((facet) => known[facet]);
  }

  // --- suggestions -------------------------------------------------------------------------------

  /**
   * Return terms that `placeIn` finds, best first.
   * @param {KnownTerms} known
   * @param {string} typed
   * @param {number} limit
   */
  function suggest(known, typed, limit) {
    /** @type {Suggested[]} */
    const found = [];
    for (const facet of AUTHORITIES) {
      for (const term of known[facet]) {
        const place = term.articles ? placeIn(term, typed) : -1;
        if (place >= 0) found.push({ facet, ...term, place });
      }
    }
    return found
      .sort((a, b) => a.place - b.place || b.articles - a.articles || a.name.length - b.name.length)
      .slice(0, limit);
  }

  /**
   * Return where the normalised `typed` is in a name or alias of `term`, in characters, or in its
   * reading, by whole syllables or their beginnings (qinghe, qh, qhe); -1 for nowhere.
   * @param {Pick<KnownTerm, "names" | "readings">} term
   * @param {string} typed
   */
  function placeIn(term, typed) {
    const sought = typed.replaceAll(" ", "");
    const places = term.names.map((name) => name.indexOf(sought));
    if (/^[a-z]{2,}$/.test(sought)) {
      places.push(...term.readings.map((reading) => readingPlace(reading.split(" "), sought)));
    }
    const found = places.filter((place) => place >= 0);
    return sought && found.length ? Math.min(...found) : -1;
  }

  /**
   * Return the number of the syllable from which on `sought` reads, or -1.
   * @param {string[]} syllables
   * @param {string} sought
   */
  function readingPlace(syllables, sought) {
    /**
     * @param {number} from
     * @param {string} rest
     * @returns {boolean}
     */
    const reads = (from, rest) => {
      if (!rest) return true;
      if (from === syllables.length) return false;
      const syllable = syllables[from];
      for (let length = 1; length <= Math.min(rest.length, syllable.length); length += 1) {
        if (rest[length - 1] !== syllable[length - 1]) return false;
        if (reads(from + 1, rest.slice(length))) return true;
      }
      return false;
    };
    return syllables.findIndex((_, from) => reads(from, sought));
  }

  const NEAR = 3;

  /**
   * Return the terms of which the normalised `text` is a name.
   * @param {string} text
   * @param {KnownTerms} known
   */
  function named(text, known) {
    return termsOf(known).filter((term) => term.names.includes(text));
  }

  /**
   * Return names that may be meant by `text`: the others of what it names, a known misprint's, one
   * that differs in one character, or one that reads so.
   * @param {string} text
   * @param {KnownTerms} known
   */
  function nearNames(text, known) {
    const near = named(text, known).flatMap((term) => term.names);
    for (const term of termsOf(known)) {
      if (term.misprints?.some((misprint) => misprint.startsWith(text))) near.push(term.names[0]);
      for (const name of term.names) if (differInOne([...name], [...text])) near.push(name);
    }
    if (/^[a-z]+$/.test(text)) near.push(...suggest(known, text, NEAR).map((term) => term.names[0]));
    return [...new Set(near)].filter((name) => name !== text).slice(0, NEAR);
  }

  /**
   * @param {string[]} one
   * @param {string[]} other
   */
  function differInOne(one, other) {
    if (one.length < 3 || one.length !== other.length) return false;
    return one.filter((character, i) => character !== other[i]).length === 1;
  }

  jianbao.query = {
    AUTHORITIES,
    simplify,
    understand,
    numberOf,
    issueOf,
    suggest,
    placeIn,
    named,
    nearNames,
  };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
