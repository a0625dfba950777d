// The search page. Its state is its address; what it shows is made of text nodes only.

const page = document.getElementById("search");
const load = (name) => import(new URL(page.dataset[name], document.baseURI).href);

const [text, store] = await Promise.all([load("text"), load("archive")]);
const { FACETS } = store;
const STRINGS = JSON.parse(page.dataset.strings);
const PAGE_LENGTH = 30;
const AHEAD = 4; // indexes searched at the same time

const form = document.getElementById("search-form");
const input = form.elements.q;
const status = document.getElementById("search-status");
const progress = document.getElementById("search-progress");
const failure = document.getElementById("search-failure");
const hint = document.getElementById("search-hint");
const chips = document.getElementById("search-chips");
const results = document.getElementById("results");
const pager = document.getElementById("search-pager");
const bulletinSection = document.getElementById("search-bulletins");
const facetPanel = document.getElementById("search-facets");
const facetToggle = document.getElementById("search-facets-toggle");

const numbers = new Intl.NumberFormat(document.documentElement.lang);

function say(key, values = {}) {
  return STRINGS[key].replace(/\{(\w+)\}/g, (_, name) =>
    typeof values[name] === "number" ? numbers.format(values[name]) : values[name],
  );
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function marked(pieces) {
  return pieces.map(({ text: piece, hit }) =>
    hit ? element("mark", { textContent: piece }) : piece,
  );
}

// --- the state, which is the address -------------------------------------------------------------

function readAddress() {
  const query = new URLSearchParams(location.search);
  return {
    q: query.get("q") ?? "",
    chosen: Object.fromEntries(FACETS.map((facet) => [facet, new Set(query.getAll(facet))])),
    page: Math.max(1, Number.parseInt(query.get("page") ?? "1", 10) || 1),
  };
}

function addressOf(state) {
  const query = new URLSearchParams();
  if (state.q) query.append("q", state.q);
  for (const facet of FACETS) {
    for (const value of [...state.chosen[facet]].sort()) query.append(facet, value);
  }
  if (state.page > 1) query.append("page", String(state.page));
  const search = query.toString();
  return location.pathname + (search ? `?${search}` : "");
}

function change(changes) {
  const state = { ...readAddress(), page: 1, ...changes };
  history.pushState(null, "", addressOf(state));
  return show(state);
}

// --- the engine ----------------------------------------------------------------------------------

// The phrase search of search-engine.js in a worker, or in this page where none can start.
function startEngine(root, engine, version) {
  const address = new URL(page.dataset.engine, document.baseURI).href;
  const waiting = new Map();
  let count = 0;
  let here = null;
  let worker = null;
  const findHere = async ({ path, meta }, words) => {
    here ??= import(address).then(({ Engine }) => new Engine(root, engine, version));
    return (await here).find(path, meta, words);
  };
  const giveUp = () => {
    worker = null;
    for (const { index, words, resolve, reject } of waiting.values()) {
      findHere(index, words).then(resolve, reject);
    }
    waiting.clear();
  };
  try {
    worker = new Worker(address, { type: "module" });
    worker.addEventListener("error", giveUp);
    worker.addEventListener("message", ({ data }) => {
      const { resolve, reject } = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.failure) reject(new Error(data.failure));
      else resolve(data);
    });
    worker.postMessage({ root, engine, version });
  } catch {
    worker = null;
  }
  return (index, words) => {
    if (!worker) return findHere(index, words);
    return new Promise((resolve, reject) => {
      count += 1;
      waiting.set(count, { index, words, resolve, reject });
      worker.postMessage({ id: count, path: index.path, meta: index.meta, words });
    });
  };
}

let opened = null;

function archive() {
  const manifest = new URL(page.dataset.manifest, document.baseURI).href;
  opened ??= store.openArchive(manifest, startEngine, text.tokens).catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
}

// --- one search ----------------------------------------------------------------------------------

let current = 0;

async function show(state) {
  current += 1;
  const run = { number: current, state, hits: [], bulletins: [], counts: store.emptyCounts() };
  run.terms = text.parseQuery(state.q);
  run.sought = run.terms.filter((term) => !term.excluded).map((term) => term.text);
  run.failed = [];
  run.items = [];
  if (input.value !== state.q) input.value = state.q;
  document.title = [state.q, page.dataset.title].filter(Boolean).join(" – ");
  results.setAttribute("aria-busy", "true");
  results.removeAttribute("data-total");
  results.replaceChildren();
  failure.hidden = true;
  hint.hidden = true;
  pager.hidden = true;
  bulletinSection.hidden = true;
  status.textContent = say("searching");
  let known;
  try {
    known = await archive();
  } catch {
    if (run.number === current) fail(say("failed"), run);
    return;
  }
  if (run.number !== current) return;
  showFacets(known, run);
  showChips(known, run);
  await searchAll(known, run);
}

async function searchAll(known, run) {
  // The chosen years first: the others only add to the counts of years.
  const { year } = run.state.chosen;
  const outside = (index) => year.size > 0 && !year.has(index.info.year);
  const queue = [...known.indexes].sort((a, b) => outside(a) - outside(b));
  const started = [];
  for (let i = 0; i < queue.length; i += 1) {
    while (started.length < Math.min(queue.length, i + AHEAD)) {
      started.push(settle(queue[started.length].rows(run.terms)));
    }
    const rows = await started[i];
    if (run.number !== current) return;
    if (rows) {
      const table = await queue[i].table();
      const found = store.choose(table, rows, run.state.chosen, run.counts);
      for (const row of found.articles) run.hits.push({ index: queue[i], table, row });
      if (run.terms.length) {
        for (const row of found.bulletins) run.bulletins.push({ index: queue[i], table, row });
      }
    } else {
      run.failed.push(queue[i].info);
    }
    progress.textContent = say("progress", { done: i + 1, all: queue.length });
    progress.hidden = queue.length < AHEAD;
    fillPage(run);
    countFacets(run);
  }
  await finish(known, run);
}

// The value of a promise, or null where it fails.
function settle(promise) {
  return promise.catch(() => null);
}

// Adds to the list what has been found for this page of it and is not there yet.
function fillPage(run) {
  const start = (run.state.page - 1) * PAGE_LENGTH;
  for (const hit of run.hits.slice(start + run.items.length, start + PAGE_LENGTH)) {
    const item = element("li", { className: "hit" });
    results.append(item);
    run.items.push(settle(fillItem(item, hit, run)));
  }
}

async function fillItem(item, { index, table, row }, run) {
  const shown = await index.text(row);
  const { date, issue } = table.bulletin(row);
  const blocks = [shown.kicker, shown.subtitle, ...(shown.text ?? []), shown.attribution];
  const title = element("a", { href: shown.url });
  title.append(...marked(text.pieces(shown.title, text.findAll(shown.title, run.sought))));
  const places = [...table.values("department", row), ...table.values("county", row)];
  item.append(
    element("h3", {}, title),
    element(
      "p",
      { className: "excerpt" },
      ...marked(
        text.excerpt([...blocks, ...(shown.authors ?? [])].filter(Boolean), run.sought),
      ),
    ),
    element(
      "p",
      { className: "by" },
      when(date),
      element("span", { textContent: issue ? say("issue", { n: String(issue) }) : shown.bulletin }),
      ...places.map((slug) => element("span", { textContent: names.get(slug) ?? slug })),
    ),
  );
  return true;
}

function when(date) {
  return date
    ? element("time", { dateTime: date, textContent: date })
    : element("span", { textContent: STRINGS.undated });
}

async function finish(known, run) {
  showFacets(known, run);
  countFacets(run);
  const complete = (await Promise.all(run.items)).every(Boolean);
  await showBulletins(run);
  if (run.number !== current) return;
  progress.hidden = true;
  const found = { n: run.hits.length, q: run.state.q };
  const browsing = !run.terms.length;
  status.textContent = say(browsing ? "all" : run.hits.length ? "found" : "nothing", found);
  results.dataset.total = String(run.hits.length);
  results.setAttribute("aria-busy", "false");
  if (!run.hits.length && !run.failed.length) {
    hint.hidden = false;
    hint.textContent = STRINGS.nothingHint;
  }
  if (run.failed.length) {
    const years = [...new Set(run.failed.map((info) => yearName(info.year)))];
    fail(say("partial", { years: years.join("、") }), run);
  } else if (!complete) {
    fail(STRINGS.incomplete, run);
  }
  showPager(run);
}

function fail(message, run) {
  const again = element("button", { type: "button", textContent: STRINGS.retry });
  again.addEventListener("click", () => {
    input.focus();
    show(run.state);
  });
  failure.replaceChildren(element("p", { textContent: message }), again);
  failure.hidden = false;
  if (results.getAttribute("aria-busy") === "true") {
    status.textContent = "";
    results.dataset.total = "0";
    results.setAttribute("aria-busy", "false");
  }
}

async function showBulletins(run) {
  const list = bulletinSection.querySelector("ul");
  const shown = run.bulletins.slice(0, PAGE_LENGTH);
  const texts = await Promise.all(shown.map(({ index, row }) => settle(index.text(row))));
  if (run.number !== current) return;
  list.replaceChildren(
    ...texts.flatMap((bulletin, i) => {
      if (!bulletin) return [];
      const link = element("a", { href: bulletin.url });
      link.append(...marked(text.pieces(bulletin.title, text.findAll(bulletin.title, run.sought))));
      const excerpt = marked(text.excerpt(bulletin.text ?? [], run.sought));
      const { date } = shown[i].table.bulletin(shown[i].row);
      return [
        element(
          "li",
          { className: "hit" },
          element("p", {}, link),
          element("p", { className: "excerpt" }, ...excerpt),
          element("p", { className: "by" }, when(date)),
        ),
      ];
    }),
  );
  bulletinSection.querySelector(".count").textContent = numbers.format(run.bulletins.length);
  bulletinSection.hidden = !run.bulletins.length;
}

// --- pages ---------------------------------------------------------------------------------------

function showPager(run) {
  const pages = Math.max(1, Math.ceil(run.hits.length / PAGE_LENGTH));
  const { state } = run;
  const link = (number, words, rel) => {
    if (number < 1 || number > pages) return "";
    const target = element("a", { href: addressOf({ ...state, page: number }), rel });
    target.textContent = words;
    target.addEventListener("click", async (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      const moved = change({ page: number });
      const heading = document.getElementById("search-results-title");
      heading.focus();
      heading.scrollIntoView();
      await moved;
    });
    return target;
  };
  pager.replaceChildren(
    link(state.page - 1, STRINGS.previous, "prev"),
    element("span", { textContent: say("page", { page: state.page, pages }) }),
    link(state.page + 1, STRINGS.next, "next"),
  );
  pager.hidden = pages === 1 && state.page === 1;
}

// --- facets --------------------------------------------------------------------------------------

const names = new Map(); // of terms by slug
const boxes = new Map(); // of check boxes by facet and slug

function yearName(year) {
  return year === "undated" ? STRINGS.undated : say("year", { year });
}

// Makes the check boxes, once, in the order of the authority files.
function showFacets(known, run) {
  if (!boxes.size) {
    for (const facet of ["county", "department", "series"]) {
      for (const term of known.terms[facet]) names.set(term.slug, term.name);
    }
    const years = [...new Set(known.indexes.map((index) => index.info.year))];
    const terms = { ...known.terms, year: years.map((slug) => ({ slug, name: yearName(slug) })) };
    for (const facet of FACETS) makeFacet(facet, terms[facet]);
  }
  for (const [key, { box }] of boxes) {
    const [facet, slug] = key.split("/");
    box.checked = run.state.chosen[facet].has(slug);
  }
}

function makeFacet(facet, terms) {
  const list = facetPanel.querySelector(`[data-facet="${facet}"] ul`);
  const groups = new Map([[null, list]]);
  for (const term of terms) {
    const kind = facet === "department" ? term.kind : null;
    if (!groups.has(kind)) {
      const inner = element("ul");
      groups.set(kind, inner);
      list.append(
        element("li", { className: "kind" }, element("p", { textContent: kind }), inner),
      );
    }
    const box = element("input", { type: "checkbox", name: facet, value: term.slug });
    const count = element("span", { className: "count" });
    const label = element("label", {}, box, element("span", { textContent: term.name }), count);
    const item = element("li", { hidden: true }, label);
    box.addEventListener("change", () => {
      const chosen = readAddress().chosen;
      if (box.checked) chosen[facet].add(term.slug);
      else chosen[facet].delete(term.slug);
      change({ chosen });
    });
    groups.get(kind).append(item);
    boxes.set(`${facet}/${term.slug}`, { box, count, item });
  }
}

function countFacets(run) {
  for (const [key, { box, count, item }] of boxes) {
    const [facet, slug] = key.split("/");
    const number = run.counts[facet].get(slug) ?? 0;
    count.textContent = numbers.format(number);
    item.hidden = !number && !box.checked && document.activeElement !== box;
  }
  const shown = [...boxes.values()].map(({ item }) => item).filter((item) => !item.hidden);
  for (const group of facetPanel.querySelectorAll(".kind, [data-facet]")) {
    group.hidden = !shown.some((item) => group.contains(item));
  }
}

function showChips(known, run) {
  const { chosen } = run.state;
  const made = FACETS.flatMap((facet) =>
    [...chosen[facet]].sort().map((slug) => {
      const name = facet === "year" ? yearName(slug) : (names.get(slug) ?? slug);
      const button = element(
        "button",
        { type: "button" },
        element("span", { className: "unseen", textContent: STRINGS.remove }),
        name,
        element("span", { ariaHidden: "true", textContent: " ×" }),
      );
      button.addEventListener("click", () => {
        const left = readAddress().chosen;
        left[facet].delete(slug);
        input.focus();
        change({ chosen: left });
      });
      return element("li", {}, button);
    }),
  );
  if (made.length > 1) {
    const clear = element("button", { type: "button", textContent: STRINGS.clear });
    clear.addEventListener("click", () => {
      input.focus();
      change({ chosen: Object.fromEntries(FACETS.map((facet) => [facet, new Set()])) });
    });
    made.push(element("li", {}, clear));
  }
  chips.replaceChildren(...made);
  chips.hidden = !made.length;
}

// --- the page ------------------------------------------------------------------------------------

facetToggle.addEventListener("click", () => {
  const open = facetToggle.getAttribute("aria-expanded") !== "true";
  facetToggle.setAttribute("aria-expanded", String(open));
  facetPanel.classList.toggle("open", open);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  change({ q: input.value.trim() });
});

window.addEventListener("popstate", () => show(readAddress()));

show(readAddress());
