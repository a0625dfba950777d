// The search page. Its state is its address; what it shows is made of text nodes only.
(function (jianbao) {
  "use strict";

  const page = document.getElementById("search");
  const STRINGS = JSON.parse(page.dataset.strings);
  const { text, query, archive: store } = jianbao;
  const { FACETS } = store;
  const PAGE_LENGTH = 30;
  const AHEAD = 4; // indexes searched at the same time, once there is something to see
  const PAUSE = 200; // milliseconds between two reports of how far a search is
  const PIECES_TRIED = 16; // of a term that is nowhere
  const TERMS_HELPED = 8; // of those that are nowhere
  const REPEATED = 60; // characters of what was typed, in a message

  const form = document.getElementById("search-form");
  const input = form.elements.q;
  const status = document.getElementById("search-status");
  const progress = document.getElementById("search-progress");
  const failure = document.getElementById("search-failure");
  const notes = document.getElementById("search-notes");
  const issues = document.getElementById("search-issues");
  const help = document.getElementById("search-help");
  const results = document.getElementById("results");
  const pager = document.getElementById("search-pager");
  const chips = document.getElementById("search-chips");
  const tools = document.getElementById("search-tools");
  const bulletinSection = document.getElementById("search-bulletins");

  const numbers = new Intl.NumberFormat(document.documentElement.lang);

  function say(key, values = {}) {
    return STRINGS[key].replace(/\{(\w+)\}/g, (_, name) =>
      typeof values[name] === "number" ? numbers.format(values[name]) : values[name],
    );
  }

  // What was typed, as a message repeats it: whole pages can be pasted.
  function brief(typed) {
    const characters = [...typed];
    return characters.length > REPEATED ? `${characters.slice(0, REPEATED).join("")}…` : typed;
  }

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function button(words, act, properties = {}) {
    const made = element("button", { type: "button", textContent: words, ...properties });
    made.addEventListener("click", act);
    return made;
  }

  function marked(printed, texts) {
    return markedPieces(text.pieces(printed, text.findAll(printed, texts)));
  }

  function markedPieces(pieces) {
    return pieces.map((piece) =>
      piece.hit ? element("mark", { textContent: piece.text }) : piece.text,
    );
  }

  function yearName(year) {
    return year === "undated" ? STRINGS.undated : say("year", { year });
  }

  // --- the state, which is the address -----------------------------------------------------------

  function readAddress() {
    const asked = new URLSearchParams(location.search);
    return {
      q: (asked.get("q") ?? "").replace(/[\r\n]+/g, " "), // as the box would have it
      chosen: Object.fromEntries(FACETS.map((facet) => [facet, new Set(asked.getAll(facet))])),
      from: store.monthOf(asked.get("from") ?? ""),
      to: store.monthOf(asked.get("to") ?? ""),
      relevance: asked.get("sort") === "relevance",
      exact: asked.has("exact"),
      page: Math.max(1, Number.parseInt(asked.get("page") ?? "1", 10) || 1),
    };
  }

  function addressOf(state) {
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
    return location.pathname + (search ? `?${search}` : "");
  }

  function change(changes) {
    const before = readAddress();
    // Words that were typed and not asked for yet are asked for now, rather than lost.
    const state = { ...before, q: input.value.trim(), page: 1, ...changes };
    keepPlace();
    // The same question again is no step to go back from.
    if (addressOf(state) !== addressOf(before)) history.pushState(null, "", addressOf(state));
    return show(state);
  }

  // The list is made anew when a reader comes back to it, so the browser cannot know the place.
  function keepPlace() {
    history.replaceState({ place: scrollY }, "");
  }

  async function showAgain() {
    const place = history.state?.place ?? 0;
    const run = await show(readAddress(), place);
    if (run.number === current) goToPlace(run, 0);
  }

  // Goes to the place where the reader was, once the page is `height` high; from then on it is the
  // reader who scrolls.
  function goToPlace(run, height = run.place + innerHeight) {
    if (!run.place || document.documentElement.scrollHeight < height) return;
    scrollTo({ top: run.place });
    run.place = 0;
  }

  function narrowed({ chosen, from, to }) {
    return FACETS.some((facet) => chosen[facet].size) || from !== "" || to !== "";
  }

  function nothingChosen() {
    return {
      chosen: Object.fromEntries(FACETS.map((facet) => [facet, new Set()])),
      from: "",
      to: "",
    };
  }

  // --- the engine --------------------------------------------------------------------------------

  // The search of search-engine.js in a worker, or in this page where none can start, as from a
  // disk.
  function startEngine(root, engine, version) {
    const addresses = ["worker", "files", "engine"].map(
      (name) => new URL(page.dataset[name], document.baseURI).href,
    );
    const [workerAddress, ...scripts] = addresses;
    const waiting = new Map();
    let count = 0;
    let worker = null;
    const here = store.once(async () => {
      await jianbao.files.run(scripts[1]);
      return new jianbao.Engine(root, engine, version);
    });
    const findHere = async ({ method, info, words }) => (await here())[method](info, words);
    const giveUp = () => {
      worker = null;
      for (const { task, resolve, reject } of waiting.values()) {
        findHere(task).then(resolve, reject);
      }
      waiting.clear();
    };
    // Firefox starts one from a disk too, but it could read nothing.
    if (!jianbao.files.offline) {
      worker = new Worker(workerAddress);
      worker.addEventListener("error", giveUp);
      worker.addEventListener("message", ({ data }) => {
        const { resolve, reject } = waiting.get(data.id);
        waiting.delete(data.id);
        if (data.failure) reject(new Error(data.failure));
        else resolve(data);
      });
      worker.postMessage({ scripts, root, engine, version });
    }
    return (method, info, words) => {
      const task = { method, info: info && { path: info.path, meta: info.meta }, words };
      if (!worker) return findHere(task);
      return new Promise((resolve, reject) => {
        count += 1;
        waiting.set(count, { task, resolve, reject });
        worker.postMessage({ id: count, ...task });
      });
    };
  }

  let opened = null;

  const manifest = new URL(page.dataset.manifest, document.baseURI).href;

  function archive() {
    opened ??= store.openArchive(manifest, startEngine, readAddress().q !== "").catch((error) => {
      opened = null;
      throw error;
    });
    return opened;
  }

  // Whether the site was published anew since this page was opened: then the files that it knows
  // are gone.
  async function isOutdated() {
    const known = opened && (await settle(opened));
    const now = known && (await settle(jianbao.files.manifest(manifest)));
    return Boolean(now) && JSON.stringify(now) !== JSON.stringify(known.manifest);
  }

  // --- one search --------------------------------------------------------------------------------

  let current = 0;
  let sought = ""; // the address of the latest run
  let shown = null; // a promise of it

  function show(state, place = 0) {
    shown = searchFor(state, place);
    return shown;
  }

  async function searchFor(state, place) {
    current += 1;
    sought = addressOf(state);
    const run = {
      number: current,
      state,
      place,
      parsed: text.parseQuery(state.q),
      hits: [],
      bulletins: [],
      counts: store.emptyCounts(),
      failed: [],
      items: [],
      reported: performance.now(),
    };
    const stale = () => run.number !== current;
    if (input.value !== state.q) input.value = state.q;
    document.title = [brief(state.q), page.dataset.title].filter(Boolean).join(" – ");
    results.setAttribute("aria-busy", "true");
    results.removeAttribute("data-total");
    // What was there stays until there is something else, so that nothing on the page jumps.
    results.classList.add("stale");
    for (const part of [failure, notes, issues, help, pager, bulletinSection]) part.hidden = true;
    if (narrowed(state)) chips.hidden = false;
    jianbao.take.clear(tools);
    if (tools.hidden) tools.classList.add("unready");
    tools.hidden = false;
    status.textContent = STRINGS.searching;
    let known;
    try {
      known = await archive();
    } catch {
      if (!stale()) fail(STRINGS.failed, run);
      return run;
    }
    if (stale() || (await goToIssue(known, run)) || stale()) return run;
    const asked = state.exact
      ? { terms: run.parsed.map((term) => ({ ...term, texts: [term.text] })), notes: [] }
      : query.understand(run.parsed, known.terms, known.simplified);
    run.terms = asked.terms;
    run.sought = run.terms.filter((term) => !term.excluded).flatMap((term) => term.texts);
    showNotes(asked.notes, known, run);
    facets.show(known, state);
    await searchAll(known, run);
    return run;
  }

  // Opens the one bulletin whose issue number the query is, and lists them where there are several.
  async function goToIssue(known, run) {
    const { exact, q } = run.state;
    const sought = exact || narrowed(run.state) ? null : query.issueOf(text.normalise(q));
    if (!sought) return false;
    let years;
    try {
      years = await known.issues();
    } catch {
      return false; // A search for the words is left.
    }
    const found = Object.entries(years)
      .filter(([year]) => !sought.year || year === sought.year)
      .flatMap(([, numbered]) => numbered[sought.issue] ?? []);
    if (run.number !== current) return true;
    if (found.length === 1) {
      location.replace(found[0].url);
      return true;
    }
    const links = found.map(({ title, url, status }) =>
      element("li", {}, element("a", { href: url, textContent: title }), ...mark({ status })),
    );
    issues.querySelector("ul").replaceChildren(...links.reverse());
    issues.hidden = !found.length;
    return false;
  }

  async function searchAll(known, run) {
    // Where years or months are chosen, those first: the others add to the counts of years at most.
    const { chosen, from, to } = run.state;
    const outside = ({ info }) => chosen.year.size > 0 && !chosen.year.has(info.year);
    const near = ({ info }) =>
      (!from && !to) ||
      ((!to || info.first.slice(0, 7) <= to) && (!from || lastMonth(info.last) >= from));
    const queue = known.indexes.filter(near).sort((a, b) => outside(a) - outside(b));
    const started = [];
    const full = () => run.state.relevance || run.hits.length >= run.state.page * PAGE_LENGTH;
    for (let i = 0; i < queue.length; i += 1) {
      // One index alone until there is something to see, so that nothing delays it.
      while (started.length < Math.min(queue.length, i + (i === 0 && !full() ? 1 : AHEAD))) {
        started.push(settle(queue[started.length].rows(run.terms)));
      }
      const found = await started[i];
      if (run.number !== current) return;
      if (found?.rows.length) await take(queue[i], found, run);
      if (run.number !== current) return;
      if (!found) run.failed.push(queue[i].info);
      if (!run.state.relevance) fillPage(run);
      if (performance.now() > run.reported + PAUSE) {
        run.reported = performance.now();
        progress.textContent = say("progress", { done: i + 1, all: queue.length });
        progress.hidden = false;
      }
    }
    // An address may name a page that is no more, or never was.
    run.state.page = Math.min(run.state.page, pagesOf(run));
    if (run.state.relevance) {
      await rank(run);
      if (run.number !== current) return;
    }
    fillPage(run);
    await finish(known, run);
  }

  function pagesOf(run) {
    return Math.max(1, Math.ceil(run.hits.length / PAGE_LENGTH));
  }

  function lastMonth(date) {
    return date.length === 4 ? `${date}-12` : date.slice(0, 7);
  }

  async function take(index, { rows, titled }, run) {
    const table = await index.table();
    const found = store.choose(table, rows, run.state, run.counts);
    const hits = found.articles.map((row) => ({
      index,
      table,
      row,
      titled: titled.get(row) ?? 0,
      score: 0,
      replaced: Number(table.isReplaced(row)),
    }));
    run.hits.push(...currentFirst(hits));
    if (run.terms.length) {
      for (const row of found.bulletins) run.bulletins.push({ index, table, row });
    }
  }

  // `hits`, newest first as they are; those of one date with the replaced ones last.
  function currentFirst(hits) {
    let order = 0;
    let last = null;
    const ordered = hits.map((hit) => {
      const { date } = hit.table.bulletin(hit.row);
      if (date !== last) order += 1;
      last = date;
      return { hit, order };
    });
    ordered.sort((a, b) => a.order - b.order || a.hit.replaced - b.hit.replaced);
    return ordered.map(({ hit }) => hit);
  }

  // Orders the hits: most terms in the title first, then what is current before what was replaced,
  // then by how much they are about the terms, then newest first, as they are.
  async function rank(run) {
    const indexes = [...new Set(run.hits.map((hit) => hit.index))];
    const texts = run.terms.filter((term) => !term.excluded).map((term) => term.text);
    const scores = new Map();
    for (const index of texts.length ? indexes : []) {
      scores.set(index, (await settle(index.scores(texts))) ?? new Map());
    }
    for (const hit of run.hits) hit.score = scores.get(hit.index)?.get(hit.row) ?? 0;
    run.hits.sort(
      (a, b) => b.titled - a.titled || a.replaced - b.replaced || b.score - a.score,
    );
  }

  // The value of a promise, or null where it fails.
  function settle(promise) {
    return promise.catch(() => null);
  }

  // Adds to the list what has been found for this page of it and is not there yet, each item when it
  // and all before it are whole.
  function fillPage(run) {
    const start = (run.state.page - 1) * PAGE_LENGTH;
    for (const hit of run.hits.slice(start + run.items.length, start + PAGE_LENGTH)) {
      const before = run.items.at(-1);
      const made = settle(makeItem(hit, run));
      const add = async () => {
        await before;
        const item = await made;
        if (run.number === current && item) {
          dropStale();
          results.append(item);
          goToPlace(run);
        }
        return item;
      };
      run.items.push(add());
    }
  }

  function dropStale() {
    if (results.classList.contains("stale")) results.replaceChildren();
    results.classList.remove("stale");
  }

  async function makeItem({ index, table, row }, run) {
    const shown = await index.text(row);
    const { date } = table.bulletin(row);
    const blocks = [shown.kicker, shown.subtitle, ...(shown.text ?? []), shown.attribution];
    const printed = [...blocks, ...(shown.authors ?? [])].filter(Boolean);
    const title = element("a", { href: withMarks(shown.url, run.sought) });
    title.append(...marked(shown.title, run.sought));
    const places = ["department", "county"].flatMap((facet) =>
      table.values(facet, row).map((slug) => facets.nameOf(facet, slug)),
    );
    return element(
      "li",
      { className: "hit" },
      element("h3", {}, title, ...mark(shown)),
      element("p", { className: "excerpt" }, ...markedPieces(text.excerpt(printed, run.sought))),
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

  // What became of a text after it was published.
  function mark({ status: became }) {
    const words = STRINGS.statuses[became];
    return words ? [" ", element("span", { className: "mark", textContent: words })] : [];
  }

  // The link to what replaces a text.
  function successor({ successor: href }) {
    return href ? [element("a", { href, textContent: STRINGS.replacement })] : [];
  }

  // The link to an article in which search-marks.js is to mark `texts`.
  function withMarks(url, texts) {
    if (!texts.length) return url;
    return `${url}#${new URLSearchParams(texts.map((one) => ["q", one]))}`;
  }

  function when(date) {
    return date
      ? element("time", { dateTime: date, textContent: date })
      : element("span", { textContent: STRINGS.undated });
  }

  async function finish(known, run) {
    facets.count(run.counts);
    const complete = (await Promise.all(run.items)).every(Boolean);
    await showBulletins(run);
    if (run.number !== current) return;
    dropStale();
    progress.hidden = true;
    // Where nothing was found, what was not read may hold it.
    const unsure = !run.hits.length && run.failed.length > 0;
    status.textContent = unsure ? "" : summary(run);
    if (!run.hits.length && !run.bulletins.length && !unsure) await showHelp(known, run);
    if (run.number !== current) return;
    results.dataset.total = String(run.hits.length);
    results.setAttribute("aria-busy", "false");
    if (run.failed.length) {
      const years = [...new Set(run.failed.map((info) => yearName(info.year)))];
      fail(say("partial", { years: years.join(STRINGS.separator) }), run);
    } else if (!complete) {
      fail(STRINGS.incomplete, run);
    }
    showPager(run);
    showTools(run);
  }

  function summary({ terms, hits, bulletins, state }) {
    const q = brief(state.q);
    if (!terms.length) return say("all", { n: hits.length });
    if (hits.length) return say("found", { n: hits.length });
    return bulletins.length ? say("onlyBulletins", { n: bulletins.length, q }) : say("nothing", { q });
  }

  function fail(message, run) {
    const again = async () => {
      input.focus();
      show(readAddress());
      if (await isOutdated()) location.reload();
    };
    failure.replaceChildren(element("p", { textContent: message }), button(STRINGS.retry, again));
    failure.hidden = false;
    if (results.getAttribute("aria-busy") === "true") {
      status.textContent = "";
      dropStale();
      tools.hidden = true;
      results.dataset.total = "0";
      results.setAttribute("aria-busy", "false");
    }
  }

  // What else is sought, and the way to switch that off or on; the pages of what the query names.
  function showNotes(made, known, run) {
    const lines = made.map(({ from, to }) => {
      const others = to.map(brief).join(STRINGS.separator);
      return element("p", { textContent: say("also", { from: brief(from), to: others }) });
    });
    const turn = (exact) => () => {
      input.focus();
      change({ exact });
    };
    if (made.length) lines.push(button(STRINGS.exactly, turn(true)));
    if (run.state.exact && run.terms.length) {
      lines.push(element("p", { textContent: STRINGS.exact }), button(STRINGS.widely, turn(false)));
    }
    const open = run.terms.filter((term) => !term.excluded && !term.literal);
    const pages = new Set(open.flatMap((term) => query.named(term.text, known.terms)));
    if (pages.size) {
      const links = Array.from(pages, ({ url, name }) =>
        element("a", { href: url, textContent: name }),
      );
      lines.push(element("p", { className: "more" }, STRINGS.pages, ...links));
    }
    notes.replaceChildren(...lines);
    notes.hidden = !lines.length;
  }

  async function showBulletins(run) {
    const list = bulletinSection.querySelector("ul");
    const shown = run.bulletins.slice(0, PAGE_LENGTH);
    const texts = await Promise.all(shown.map(({ index, row }) => settle(index.text(row))));
    if (run.number !== current) return;
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
            element("p", {}, link, ...mark(bulletin)),
            element("p", { className: "excerpt" }, ...excerpt),
            element("p", { className: "by" }, when(date), ...successor(bulletin)),
          ),
        ];
      }),
    );
    bulletinSection.querySelector(".count").textContent = numbers.format(run.bulletins.length);
    bulletinSection.hidden = !run.bulletins.length;
  }

  // --- nothing found -----------------------------------------------------------------------------

  // Says which term is nowhere, or that only the filters leave nothing, and offers what is near.
  async function showHelp(known, run) {
    const { state } = run;
    const terms = run.terms.filter((term) => !term.excluded);
    const absent = [];
    for (const term of terms) {
      if (absent.length < TERMS_HELPED && !(await anywhere(known, [term]))) absent.push(term);
    }
    const unfiltered = narrowed(state) && !absent.length && (await anywhere(known, run.terms));
    const offers = await rewritten(known, state.q);
    const isAbsent = ({ text }) => absent.some((term) => term.text === text);
    for (const term of absent) {
      const left = run.parsed.filter((one) => one.text === term.text || !isAbsent(one));
      offers.push(...(await near(known, term, left)));
    }
    const rest = run.terms.filter((term) => !isAbsent(term));
    if (absent.length && rest.some((term) => !term.excluded) && (await anywhere(known, rest))) {
      offers.push(rest.map(written));
    }
    if (run.number !== current) return;

    const lines = absent.map((term) => say("absent", { term: brief(term.printed) }));
    if (unfiltered) lines.push(STRINGS.filtered);
    else if (!absent.length && terms.length > 1) lines.push(STRINGS.apart);
    const parts = lines.map((line) => element("p", { textContent: line }));
    if (unfiltered) parts.push(button(STRINGS.clear, () => change(nothingChosen())));
    if (offers.length) {
      const links = offers.map((terms) => {
        const q = terms.join(" ");
        const href = addressOf({ ...state, q, page: 1 });
        return element("li", {}, element("a", { href, textContent: brief(q) }));
      });
      parts.push(element("p", { textContent: STRINGS.near }), element("ul", {}, ...links));
    }
    parts.push(element("p", { textContent: STRINGS.nothingHint }));
    help.replaceChildren(...parts);
    help.hidden = false;
  }

  function written(term) {
    const quoted = term.literal || term.text.includes(" ") ? `"${term.printed}"` : term.printed;
    return term.excluded ? `-${quoted}` : quoted;
  }

  // Whether any article has all of `terms`.
  async function anywhere(known, terms) {
    for (const index of known.indexes) {
      if ((await settle(index.rows(terms)))?.rows.length) return true;
    }
    return false;
  }

  // The query with "…" for other quotes, or with spaces for what stands between words, which are
  // sought as they are printed, where it then finds something.
  async function rewritten(known, q) {
    const straight = q.replace(/[“”‘’「」『』'＇]/g, '"');
    const apart = q.replace(/[，、；,;+|＋｜]+/g, " ");
    for (const other of [straight, apart]) {
      const terms = text.parseQuery(other).map((term) => ({ ...term, texts: [term.text] }));
      if (other !== q && terms.length && (await anywhere(known, terms))) return [[other.trim()]];
    }
    return [];
  }

  // Queries that find something, made of `parsed`, in which a name or a piece stands for the term
  // that is nowhere.
  async function near(known, term, parsed) {
    const found = [];
    const tryOne = async (printed) => {
      const other = { printed, text: text.normalise(printed) };
      if (!other.text) return;
      const changed = parsed.map((one) => (one.text === term.text ? { ...one, ...other } : one));
      const terms = changed.map((one) => ({ ...one, texts: [one.text] }));
      if (await anywhere(known, terms)) found.push(changed.map(written));
    };
    for (const name of query.nearNames(term.text, known.terms)) await tryOne(name);
    for (const piece of piecesOf(term.printed)) if (!found.length) await tryOne(piece);
    return found;
  }

  // Some beginnings and ends of `whole`, longest first; no number and no Latin word is cut.
  function piecesOf(whole) {
    const characters = [...whole];
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
    return pieces;
  }

  function toResults() {
    const heading = document.getElementById("search-results-title");
    heading.focus();
    heading.scrollIntoView();
  }

  // --- pages, order, lists to take away -----------------------------------------------------------

  function showPager(run) {
    const pages = pagesOf(run);
    const { state } = run;
    const link = (number, words, rel) => {
      if (number < 1 || number > pages) return "";
      const target = element("a", { href: addressOf({ ...state, page: number }), rel });
      target.textContent = words;
      target.addEventListener("click", async (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        const moved = change({ q: state.q, page: number });
        toResults();
        await moved;
      });
      return target;
    };
    pager.replaceChildren(
      link(state.page - 1, STRINGS.previous, "prev"),
      element("span", { textContent: say("page", { page: state.page, pages }) }),
      link(state.page + 1, STRINGS.next, "next"),
    );
    pager.hidden = pages === 1;
  }

  function showTools(run) {
    for (const order of tools.querySelectorAll("[data-sort]")) {
      const pressed = (order.dataset.sort === "relevance") === run.state.relevance;
      order.setAttribute("aria-pressed", String(pressed));
    }
    tools.hidden = !run.hits.length;
    tools.classList.remove("unready");
  }

  tools.addEventListener("click", async ({ target }) => {
    if (target.dataset?.sort) {
      const relevance = target.dataset.sort === "relevance";
      target.focus(); // Safari does not by itself.
      await change({ relevance });
    } else if (target.dataset?.take) {
      const asked = shown;
      const isShown = () => shown === asked; // and not another list by now
      const { hits } = await asked;
      const lent = { say, STRINGS, nameOf: facets.nameOf, isShown };
      if (isShown()) await jianbao.take.take(target.dataset.take, hits, lent, tools);
    }
  });

  // --- the page ----------------------------------------------------------------------------------

  const facets = jianbao.facets.create(document.getElementById("search-facets"), {
    FACETS,
    STRINGS,
    button,
    change,
    element,
    focus: () => input.focus(),
    monthOf: store.monthOf,
    normalise: text.normalise,
    nothingChosen,
    numbers,
    placeIn: query.placeIn,
    readAddress,
    toResults,
    yearName,
  });

  jianbao.suggest.attach(form, document.getElementById("search-suggestions"), {
    STRINGS,
    element,
    numbers,
    async suggest(typed) {
      const known = await settle(archive());
      return known ? query.suggest(known.terms, text.normalise(typed), 8) : [];
    },
    choose({ facet, slug }, rest) {
      const { chosen } = readAddress();
      chosen[facet].add(slug);
      change({ q: rest, chosen });
    },
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change({});
  });

  history.scrollRestoration = "manual";
  window.addEventListener("pagehide", keepPlace);
  window.addEventListener("scrollend", keepPlace);
  window.addEventListener("popstate", () => {
    if (addressOf(readAddress()) === sought) return; // Only what stands after # is another.
    if (!history.state?.place) scrollTo({ top: 0 });
    showAgain();
  });

  showAgain();
})(globalThis.jianbao);
