// In an article that was opened from a search (…/3.html#q=医共体&q=县): marks what was searched for. Below
// the text are ways to the next hit, and, if it was opened from a list of results in this tab, which of
// them it is, with ways to the next one and back.
/// <reference path="search-marks.js" />
(function (jianbao) {
  "use strict";

  const AROUND = 20; // characters on both sides of a hit, for those who hear it
  const own = /** @type {HTMLScriptElement} */ (document.currentScript);
  /** @type {Record<string, string>} */
  const strings = JSON.parse(own.dataset.strings ?? "{}");
  const bar = document.createElement("nav");

  /**
   * @param {string} key
   * @param {Record<string, string | number>} values
   */
  function say(key, values = {}) {
    return strings[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  /**
   * @param {string} href
   * @param {string} words
   */
  function link(href, words) {
    return Object.assign(document.createElement("a"), { href, textContent: words });
  }

  // The list that search.js has kept, if this page is in it.
  function results() {
    try {
      /** @type {KeptResults} */
      const kept = JSON.parse(sessionStorage.getItem("jianbao.results") ?? "null");
      const at = kept ? kept.links.indexOf(location.href) : -1;
      return at < 0 ? null : { ...kept, at };
    } catch {
      return null; // The tab keeps nothing.
    }
  }

  function addResults() {
    const kept = results();
    if (!kept) return;
    const { at, links, first, total, before, after, list } = kept;
    const previous = at > 0 ? links[at - 1] : before;
    const next = at + 1 < links.length ? links[at + 1] : after;
    const place = document.createElement("span");
    place.textContent = say("result", { n: first + at, all: total });
    const parts = document.createElement("p");
    if (previous) parts.append(link(previous, strings.previousResult));
    parts.append(place);
    if (next) parts.append(link(next, strings.nextResult));
    parts.append(link(list, strings.back));
    bar.append(parts);
  }

  function addHits() {
    /** @type {Map<string, HTMLElement[]>} */
    const hits = new Map();
    for (const mark of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("mark"))) {
      const hit = mark.dataset.hit ?? "";
      hits.set(hit, [...(hits.get(hit) ?? []), mark]);
    }
    const all = [...hits.values()];
    if (!all.length) return;
    let at = 0;
    const place = document.createElement("span");
    const heard = document.createElement("span");
    heard.className = "unseen";
    heard.setAttribute("role", "status");

    /** @param {number} step */
    const go = (step) => {
      for (const mark of all[at]) mark.removeAttribute("aria-current");
      at = (at + step + all.length) % all.length;
      for (const mark of all[at]) mark.setAttribute("aria-current", "true");
      place.textContent = say("hit", { n: at + 1, all: all.length });
      if (!step) return;
      all[at][0].scrollIntoView({ block: "center" });
      heard.textContent = `${place.textContent} ${context(all[at])}`;
    };
    /**
     * @param {number} step
     * @param {string} words
     */
    const button = (step, words) => {
      const made = Object.assign(document.createElement("button"), { type: "button", textContent: words });
      made.addEventListener("click", () => go(step));
      return made;
    };
    const parts = document.createElement("p");
    const [back, on] = [button(-1, strings.previousHit), button(1, strings.nextHit)];
    parts.append(...(all.length > 1 ? [back, place, on, heard] : [place]));
    bar.append(parts);
    go(0);
  }

  /**
   * Return the text around a hit.
   * @param {HTMLElement[]} marks
   */
  function context(marks) {
    const block = marks[0].closest("h1,h2,h3,h4,h5,h6,p,li,td,th,pre");
    const before = document.createRange();
    before.setStart(block ?? marks[0], 0);
    before.setEndBefore(marks[0]);
    const start = before.toString().length;
    const length = marks.map((mark) => mark.textContent).join("").length;
    const text = block?.textContent ?? "";
    return text.slice(Math.max(0, start - AROUND), start + length + AROUND);
  }

  jianbao.marks.mark(new URLSearchParams(location.hash.slice(1)).getAll("q"));
  addResults();
  addHits();
  if (bar.childElementCount) {
    bar.className = "hit-bar";
    bar.setAttribute("aria-label", strings.label);
    document.querySelector("main")?.append(bar);
  }
})(globalThis.jianbao);
