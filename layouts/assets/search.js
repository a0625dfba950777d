// A list of results with its filters: the search page, or the page of a county, an office, a series or
// a year, whose articles are filtered in place. Its state is its address; what it shows is made of text
// nodes only. It runs after search-core.js.
/// <reference path="search-ranking.js" />
/// <reference path="search-state.js" />
/// <reference path="search-client.js" />
/// <reference path="search-list.js" />
/// <reference path="search-help.js" />
/// <reference path="search-facets.js" />
/// <reference path="search-time.js" />
/// <reference path="search-frequency.js" />
(function (jianbao) {
  "use strict";

  const { text, query, archive: store, ranking, state: addresses, find } = jianbao;
  const { settle } = store;
  const { PAGE_LENGTH } = jianbao.list;
  const STEP = 10; // results that are read at a time, as many steps as the reader sees
  const AHEAD = 4; // indexes searched at the same time, once there is something to see
  const PAUSE = 200; // milliseconds between two reports of how far a search is
  const TYPING = 350; // milliseconds without a key after which what is typed is searched for
  const IDLE = 1000; // milliseconds more before help is offered where nothing is found

  const page = find(document, "#search");
  const form = /** @type {HTMLFormElement} */ (find(document, "#search-form"));
  const input = /** @type {HTMLInputElement} */ (find(form, "[name=q]"));
  const status = find(document, "#search-status");
  const progress = find(document, "#search-progress");
  const failure = find(document, "#search-failure");
  const notes = find(document, "#search-notes");
  const issues = find(document, "#search-issues");
  const help = find(document, "#search-help");
  const results = find(document, "#results");
  const pager = find(document, "#search-pager");
  const chips = find(document, "#search-chips");
  const tools = find(document, "#search-tools");
  const bulletinSection = find(document, "#search-bulletins");

  const elements = jianbao.elements.create(
    JSON.parse(page.dataset.strings ?? "{}"),
    document.documentElement.lang,
  );
  const { strings, say, brief, element, button, statusMark, yearName } = elements;
  const { facet, slug } = page.dataset;
  const fixed = facet && slug ? { facet: /** @type {Facet} */ (facet), slug } : null;

  // --- the state, which is the address -----------------------------------------------------------

  function readAddress() {
    return addresses.read(location.search, fixed);
  }

  /** @param {SearchState} state */
  function addressOf(state) {
    return location.pathname + addresses.write(state, fixed);
  }

  /** @param {Filters} state */
  function isNarrowed(state) {
    return addresses.narrowed(state, fixed);
  }

  /** @param {Partial<SearchState>} changes */
  function change(changes) {
    const before = readAddress();
    // Words that were typed but not submitted are submitted now, so that they are not lost.
    const state = { ...before, q: input.value.trim(), page: 1, ...changes };
    clearTimeout(typing);
    isTyped = false;
    keepPlace();
    // The same search again adds no step to the history.
    if (addressOf(state) !== addressOf(before)) history.pushState(null, "", addressOf(state));
    return show(state);
  }

  let typing = 0;
  let isTyped = false; // whether the newest step of the history is of what is being typed

  // Search for what is typed. All of it together is one step of the history.
  function searchTyped() {
    const before = readAddress();
    const state = { ...before, q: input.value.trim(), page: 1 };
    if (addressOf(state) === addressOf(before)) return;
    keepPlace();
    if (isTyped) history.replaceState(null, "", addressOf(state));
    else history.pushState(null, "", addressOf(state));
    isTyped = true;
    show(state, 0, true);
  }

  // The list is made again when a reader comes back, so the browser cannot restore the place.
  function keepPlace() {
    history.replaceState({ place: scrollY }, "");
  }

  async function showAgain() {
    const place = history.state?.place ?? 0;
    const run = await show(readAddress(), place);
    if (!isStale(run)) goToPlace(run, 0);
  }

  /**
   * Go to the place where the reader was, once the page is `height` high; from then on it is the
   * reader who scrolls.
   * @param {Run} run
   */
  function goToPlace(run, height = run.place + innerHeight) {
    if (!run.place || document.documentElement.scrollHeight < height) return;
    scrollTo({ top: run.place });
    run.place = 0;
  }

  // --- the archive -------------------------------------------------------------------------------

  /** @type {Promise<Archive> | null} */
  let opened = null;

  /** @param {string} name */
  const addressIn = (name) => new URL(page.dataset[name] ?? "", document.baseURI).href;
  const manifest = addressIn("manifest");
  const home = (page.dataset.home ?? "").replace(/[^/]*$/, ""); // the site's own folder
  const worker = addressIn("worker");

  function archive() {
    /** @type {StartEngine} */
    const start = (root, engine, version) => jianbao.client.start(worker, root, engine, version);
    opened ??= store.openArchive(manifest, home, start, readAddress().q !== "").catch((error) => {
      opened = null;
      throw error;
    });
    return opened;
  }

  // Whether the site was published again since this page was opened: then the files that it knows
  // are gone.
  async function isOutdated() {
    const known = opened && (await settle(opened));
    const now = known && (await settle(jianbao.files.manifest(manifest)));
    return Boolean(now) && JSON.stringify(now) !== JSON.stringify(known?.manifest);
  }

  // --- one search --------------------------------------------------------------------------------

  let current = 0;
  let sought = ""; // the address of the latest run
  /** @type {Promise<Run> | null} */
  let shown = null;

  /**
   * @param {SearchState} state
   * @param {number} place to scroll to
   * @param {boolean} live whether the reader is still typing
   */
  function show(state, place = 0, live = false) {
    const run = newRun(state, place, live);
    shown = searchFor(run);
    return shown;
  }

  /**
   * @param {SearchState} state
   * @param {number} place
   * @param {boolean} live
   * @returns {Run}
   */
  function newRun(state, place, live) {
    current += 1;
    sought = addressOf(state);
    return {
      number: current,
      state,
      place,
      live,
      parsed: text.parseQuery(state.q),
      terms: [],
      sought: [],
      hits: [],
      bulletins: [],
      counts: store.emptyCounts(),
      failed: [],
      wanted: place ? PAGE_LENGTH : STEP,
      items: [],
      reported: performance.now(),
    };
  }

  /** @param {Run} run */
  function isStale(run) {
    return run.number !== current;
  }

  /** @param {Run} run */
  async function searchFor(run) {
    announce(run);
    let known;
    try {
      known = await archive();
    } catch {
      if (!isStale(run)) fail(strings.failed);
      return run;
    }
    if (isStale(run) || (await goToIssue(known, run)) || isStale(run)) return run;
    const asked = run.state.exact
      ? { terms: run.parsed.map((term) => ({ ...term, texts: [term.text] })), notes: [] }
      : query.understand(run.parsed, known.terms, known.simplified);
    run.terms = asked.terms;
    run.sought = run.terms.filter((term) => !term.excluded).flatMap((term) => term.texts);
    showNotes(asked.notes, known, run);
    facets.show(known, run.state);
    time.prepare(known, run.state);
    await searchAll(known, run);
    return run;
  }

  /**
   * Say that a search has begun. What was there stays until there is something else, so that nothing
   * on the page jumps.
   * @param {Run} run
   */
  function announce({ state, live }) {
    if (!live && input.value !== state.q) input.value = state.q;
    document.title = [brief(state.q), page.dataset.title].filter(Boolean).join(" – ");
    results.setAttribute("aria-busy", "true");
    results.removeAttribute("data-total");
    results.classList.add("stale");
    for (const part of [failure, notes, issues, help, pager, bulletinSection]) part.hidden = true;
    frequency.clear();
    if (isNarrowed(state)) chips.hidden = false;
    closeExport();
    if (tools.hidden) tools.classList.add("unready");
    tools.hidden = false;
    status.textContent = strings.searching;
  }

  /**
   * Open the one bulletin whose issue number the query is, or list them if there are several.
   * @param {Archive} known
   * @param {Run} run
   * @returns {Promise<boolean>} whether the page is left
   */
  async function goToIssue(known, run) {
    const { exact, q } = run.state;
    const asked = exact || fixed || isNarrowed(run.state) ? null : query.issueOf(text.normalise(q));
    if (!asked) return false;
    const years = await settle(known.issues());
    if (!years) return false; // Search for the words instead.
    const found = Object.entries(years)
      .filter(([year]) => !asked.year || year === asked.year)
      .flatMap(([, numbered]) => numbered[asked.issue] ?? []);
    if (isStale(run)) return true;
    if (found.length === 1 && !run.live) {
      location.replace(found[0].url);
      return true;
    }
    const links = found.map(({ title, url, status }) =>
      element("li", {}, element("a", { href: url, textContent: title }), ...statusMark({ status })),
    );
    find(issues, "ul").replaceChildren(...links.reverse());
    issues.hidden = !found.length;
    return false;
  }

  /**
   * @param {Archive} known
   * @param {Run} run
   */
  async function searchAll(known, run) {
    const byRelevance = run.state.order === "relevance";
    const queue = store.inOrder(known.indexes, run.state);
    /** @type {Promise<Found | null>[]} */
    const started = [];
    /** @param {number} end */
    const startUntil = (end) => {
      while (started.length < Math.min(queue.length, end)) {
        started.push(settle(queue[started.length].rows(run.terms)));
      }
    };
    for (let i = 0; i < queue.length; i += 1) {
      // One index alone until there is something to see, so that nothing delays it.
      startUntil(i + (i === 0 && !byRelevance ? 1 : AHEAD));
      const found = await started[i];
      if (isStale(run)) return;
      if (found?.rows.length) await addFound(queue[i], found, run);
      if (isStale(run)) return;
      if (!found) run.failed.push(queue[i].info);
      if (!byRelevance) fillPage(run);
      report(run, i + 1, queue.length);
    }
    // An address may name a page of the list that does not exist.
    run.state.page = Math.min(run.state.page, pagesOf(run));
    if (byRelevance) {
      await rank(run);
      if (isStale(run)) return;
    }
    fillPage(run);
    await finish(known, run);
  }

  /**
   * @param {Run} run
   * @param {number} done
   * @param {number} all
   */
  function report(run, done, all) {
    if (performance.now() <= run.reported + PAUSE) return;
    run.reported = performance.now();
    progress.textContent = say("progress", { done, all });
    progress.hidden = false;
  }

  /** @param {Pick<Run, "hits">} run */
  function pagesOf(run) {
    return Math.max(1, Math.ceil(run.hits.length / PAGE_LENGTH));
  }

  /**
   * @param {SearchIndex} index
   * @param {Found} found
   * @param {Run} run
   */
  async function addFound(index, { rows, titled }, run) {
    const table = await index.table();
    const chosen = store.choose(table, rows, run.state, run.counts);
    if (run.state.order === "oldest") chosen.articles.reverse();
    const hits = chosen.articles.map((row) => ({
      index,
      table,
      row,
      titled: titled.get(row) ?? 0,
      score: 0,
      replaced: table.isReplaced(row),
    }));
    run.hits.push(...ranking.currentFirst(hits));
    if (run.terms.length) {
      for (const row of chosen.bulletins) run.bulletins.push({ index, table, row });
    }
  }

  /**
   * Give the hits their scores, how much they are about the terms, and order them by relevance.
   * @param {Run} run
   */
  async function rank(run) {
    const indexes = [...new Set(run.hits.map((hit) => hit.index))];
    const texts = run.terms.filter((term) => !term.excluded).map((term) => term.text);
    const scores = new Map();
    for (const index of texts.length ? indexes : []) {
      scores.set(index, (await settle(index.scores(texts))) ?? new Map());
    }
    for (const hit of run.hits) hit.score = scores.get(hit.index)?.get(hit.row) ?? 0;
    run.hits = ranking.byRelevance(run.hits);
  }

  /**
   * Add to the list what has been found for this page of it, is wanted and is not there yet, each item
   * when it and all before it are whole.
   * @param {Run} run
   */
  function fillPage(run) {
    const start = (run.state.page - 1) * PAGE_LENGTH;
    for (const hit of run.hits.slice(start + run.items.length, start + run.wanted)) {
      const before = run.items.at(-1);
      const made = settle(list.item(hit, run.sought));
      const add = async () => {
        await before;
        const item = await made;
        if (!isStale(run) && item) {
          dropStale();
          results.append(item);
          goToPlace(run);
        }
        return item;
      };
      run.items.push(add());
    }
  }

  /**
   * Read on until there is more than the reader sees. Return whether all that is in the list is whole.
   * @param {Run} run
   */
  async function fillWindow(run) {
    for (;;) {
      const isWhole = (await Promise.all(run.items)).every(Boolean);
      const isNear = results.getBoundingClientRect().bottom < innerHeight * 1.5;
      if (!isWhole || !isNear || !hasMore(run)) return isWhole;
      run.wanted += STEP;
      fillPage(run);
    }
  }

  /** @type {Run | null} */
  let readable = null; // the run whose list goes on when the reader comes near its end

  async function readOn() {
    const run = readable;
    if (!run || !hasMore(run)) return;
    readable = null;
    const isWhole = await fillWindow(run);
    if (isStale(run)) return;
    keepResults(run);
    if (isWhole) readable = run;
    else fail(strings.incomplete);
  }

  /** @param {Run} run */
  function hasMore(run) {
    const left = run.hits.length - (run.state.page - 1) * PAGE_LENGTH;
    return !isStale(run) && run.items.length < Math.min(left, PAGE_LENGTH);
  }

  function dropStale() {
    if (results.classList.contains("stale")) results.replaceChildren();
    results.classList.remove("stale");
  }

  /**
   * @param {Archive} known
   * @param {Run} run
   */
  async function finish(known, run) {
    facets.count(run.counts, run.hits.length);
    time.show(known, run.counts, run.state);
    const isWhole = await fillWindow(run);
    if (isStale(run)) return;
    frequency.show(known, run); // below the list, which would push it down
    await list.bulletins(bulletinSection, run, () => isStale(run));
    if (isStale(run)) return;
    dropStale();
    progress.hidden = true;
    // If nothing was found, what was not read may hold it.
    const unsure = !run.hits.length && run.failed.length > 0;
    status.textContent = unsure ? "" : summary(run);
    if (!run.hits.length && !run.bulletins.length && !unsure) await showHelp(known, run);
    if (isStale(run)) return;
    results.dataset.total = String(run.hits.length);
    results.setAttribute("aria-busy", "false");
    if (run.failed.length) {
      const years = [...new Set(run.failed.flatMap((info) => info.years.map(yearName)))];
      fail(say("partial", { years: years.join(strings.separator) }));
    } else if (!isWhole) {
      fail(strings.incomplete);
    }
    const go = async (/** @type {number} */ number) => {
      const moved = change({ q: run.state.q, page: number });
      toResults();
      await moved;
    };
    keepResults(run);
    readable = isWhole ? run : null;
    list.pager(pager, { state: run.state, pages: pagesOf(run), addressOf, go });
    showTools(run);
    unfoldExport();
  }

  // An address may ask for the data of the list.
  function unfoldExport() {
    if (location.hash === `#${exportBox.id}` && !tools.hidden) exportBox.open = true;
  }

  /**
   * Keep the list for the articles that are opened from it in this tab.
   * @param {Run} run
   */
  function keepResults(run) {
    const { state, hits } = run;
    const links = Array.from(results.querySelectorAll("h3 a"), (a) => /** @type {HTMLAnchorElement} */ (a).href);
    /** @param {number} number */
    const pageAt = (number) => new URL(addressOf({ ...state, page: number }), location.href).href;
    const { page: number } = state;
    /** @type {KeptResults} */
    const kept = {
      links,
      first: (number - 1) * PAGE_LENGTH + 1,
      total: hits.length,
      list: pageAt(number),
      before: number > 1 ? pageAt(number - 1) : "",
      after: hasMore(run) ? pageAt(number) : number < pagesOf(run) ? pageAt(number + 1) : "",
    };
    try {
      sessionStorage.setItem("jianbao.results", JSON.stringify(kept));
    } catch {
      // Articles then do not say which result they are.
    }
  }

  /** @param {Run} run */
  function summary({ terms, hits, bulletins, state }) {
    const q = brief(state.q);
    if (!terms.length) return say("all", { n: hits.length });
    if (hits.length) return say("found", { n: hits.length });
    return bulletins.length ? say("onlyBulletins", { n: bulletins.length, q }) : say("nothing", { q });
  }

  /** @param {string} message */
  function fail(message) {
    const again = async () => {
      input.focus();
      show(readAddress());
      if (await isOutdated()) location.reload();
    };
    failure.replaceChildren(element("p", { textContent: message }), button(strings.retry, again));
    failure.hidden = false;
    if (results.getAttribute("aria-busy") === "true") {
      status.textContent = "";
      dropStale();
      tools.hidden = true;
      results.dataset.total = "0";
      results.setAttribute("aria-busy", "false");
    }
  }

  /**
   * Show which other words are searched for, with a button that switches that off or on, and the
   * pages of what the query names.
   * @param {Note[]} made
   * @param {Archive} known
   * @param {Run} run
   */
  function showNotes(made, known, run) {
    /** @type {HTMLElement[]} */
    const lines = made.map(({ from, to }) => {
      const others = to.map(brief).join(strings.separator);
      return element("p", { textContent: say("also", { from: brief(from), to: others }) });
    });
    /** @param {boolean} exact */
    const turn = (exact) => () => {
      input.focus();
      change({ exact });
    };
    if (made.length) lines.push(button(strings.exactly, turn(true)));
    if (run.state.exact && run.terms.length) {
      lines.push(element("p", { textContent: strings.exact }), button(strings.widely, turn(false)));
    }
    const open = run.terms.filter((term) => !term.excluded && !term.literal);
    const pages = new Set(open.flatMap((term) => query.named(term.text, known.terms)));
    if (pages.size) {
      const links = Array.from(pages, ({ url, name }) =>
        element("a", { href: url, textContent: name }),
      );
      lines.push(element("p", { className: "more" }, strings.pages, ...links));
    }
    notes.replaceChildren(...lines);
    notes.hidden = !lines.length;
  }

  /**
   * Say which term is nowhere, or that only the filters leave nothing, and offer what is near.
   * @param {Archive} known
   * @param {Run} run
   */
  async function showHelp(known, run) {
    const { state } = run;
    if (run.live) await new Promise((resolve) => setTimeout(resolve, IDLE));
    if (isStale(run)) return;
    const narrowed = isNarrowed(state);
    const found = await jianbao.help.explain(known, run.parsed, run.terms, state.q, narrowed);
    if (isStale(run)) return;
    const lines = found.absent.map((term) => say("absent", { term: brief(term) }));
    if (found.unfiltered) lines.push(strings.filtered);
    else if (found.apart) lines.push(strings.apart);
    /** @type {HTMLElement[]} */
    const parts = lines.map((line) => element("p", { textContent: line }));
    if (found.unfiltered) parts.push(button(strings.clear, () => change(addresses.nothingChosen(fixed))));
    if (found.offers.length) {
      const links = found.offers.map((q) => {
        const href = addressOf({ ...state, q, page: 1 });
        return element("li", {}, element("a", { href, textContent: brief(q) }));
      });
      parts.push(element("p", { textContent: strings.near }), element("ul", {}, ...links));
    }
    parts.push(element("p", { textContent: strings.nothingHint }));
    help.replaceChildren(...parts);
    help.hidden = false;
  }

  function toResults() {
    const heading = find(document, "#search-results-title");
    heading.focus();
    heading.scrollIntoView();
  }

  // --- order and export ---------------------------------------------------------------------------

  /** @param {Run} run */
  function showTools(run) {
    for (const order of tools.querySelectorAll("[data-sort]")) {
      const { sort } = /** @type {HTMLElement} */ (order).dataset;
      order.setAttribute("aria-pressed", String(sort === run.state.order));
    }
    tools.hidden = !run.hits.length;
    tools.classList.remove("unready");
  }

  tools.addEventListener("click", async (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.dataset?.sort) {
      target.focus(); // Safari does not do this by itself.
      await change({ order: /** @type {Order} */ (target.dataset.sort) });
    }
  });

  const exportBox = /** @type {HTMLDetailsElement} */ (find(tools, "details"));
  const exporter = store.once(() => jianbao.files.run(addressIn("exporter")));

  function closeExport() {
    exportBox.open = false;
    find(exportBox, "[role=status]").textContent = "";
    find(exportBox, ".limits").textContent = "";
    find(exportBox, "ul").replaceChildren();
    find(exportBox, "textarea").hidden = true;
  }

  exportBox.addEventListener("toggle", async () => {
    if (!exportBox.open || !shown) return;
    const asked = shown;
    const isShown = () => shown === asked; // and not another list by now
    const { hits } = await asked;
    const title = document.title.replace(/\s+/g, " ");
    const name = fixed ? `${fixed.facet}-${fixed.slug}` : "results";
    const lent = { say, strings, element, button, nameOf: facets.nameOf, isShown, title, name };
    const message = find(exportBox, "[role=status]");
    message.textContent = strings.gathering;
    try {
      await exporter();
    } catch {
      message.textContent = strings.notGathered;
      return;
    }
    if (isShown()) await jianbao.exportList.open(hits, lent, exportBox);
  });

  // --- the page ----------------------------------------------------------------------------------

  const facets = jianbao.facets.create(find(document, "#search-facets"), {
    elements,
    fixed,
    change,
    readAddress,
    toResults,
    focus: () => input.focus(),
  });
  const list = jianbao.list.create(elements, facets.nameOf);
  const time = jianbao.time.create(find(document, "#search-time"), { elements, change, readAddress });
  const frequency = jianbao.frequency.create(find(document, "#search-frequency"), elements, facets.nameOf);

  jianbao.suggest.attach(form, find(document, "#search-suggestions"), {
    elements,
    async suggest(typed) {
      const known = await settle(archive());
      const found = known ? query.suggest(known.terms, text.normalise(typed), 8) : [];
      return found.filter((term) => term.facet !== fixed?.facet);
    },
    choose({ facet, slug }, rest) {
      const { chosen } = readAddress();
      if (facet === "issue" || facet === "title" || !slug) return;
      chosen[facet].add(slug);
      change({ q: rest, chosen });
    },
  });

  /** @param {Event} event */
  function soon(event) {
    clearTimeout(typing);
    const isComposing = event instanceof InputEvent && event.isComposing;
    if (!isComposing) typing = setTimeout(searchTyped, TYPING);
  }
  input.addEventListener("input", soon);
  input.addEventListener("compositionend", soon);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change({});
  });

  history.scrollRestoration = "manual";
  window.addEventListener("pagehide", keepPlace);
  window.addEventListener("scrollend", keepPlace);
  for (const event of ["scroll", "resize"]) window.addEventListener(event, readOn, { passive: true });
  window.addEventListener("popstate", () => {
    if (addressOf(readAddress()) === sought) return; // Only what is after # has changed.
    clearTimeout(typing);
    isTyped = false;
    if (!history.state?.place) scrollTo({ top: 0 });
    showAgain();
  });

  showAgain();
})(globalThis.jianbao);
