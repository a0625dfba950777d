// On the page of a county, an office, a series or a year: opens the list of results with its filters in
// place of the page's own list, when a reader asks for it or the address holds filters. Only then are
// the scripts of search loaded, by site.js.
(function (jianbao) {
  "use strict";

  const finder = document.getElementById("search");
  const whole = document.getElementById("whole");
  const openers = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-finder]"));
  if (!finder || !whole || !openers.length) return;
  const EXPORT = "#search-take"; // the data of the list, which search.js unfolds
  let isLoaded = false;

  /** @param {boolean} isOpen */
  function show(isOpen) {
    if (finder) finder.hidden = !isOpen;
    if (whole) whole.hidden = isOpen;
    openers[0].parentElement?.toggleAttribute("hidden", isOpen);
  }

  function open() {
    show(true);
    if (isLoaded) return;
    isLoaded = true;
    const { style = "", scripts = "" } = finder?.dataset ?? {};
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
    jianbao.load(scripts);
  }

  function isAsked() {
    return location.search.length > 1 || location.hash === EXPORT;
  }

  for (const opener of openers) {
    opener.hidden = false;
    opener.addEventListener("click", (event) => {
      const { ctrlKey, metaKey, shiftKey } = event;
      if (ctrlKey || metaKey || shiftKey) return;
      event.preventDefault();
      if (opener.hash) history.replaceState(null, "", opener.hash);
      const wasLoaded = isLoaded;
      open();
      if (!opener.hash) finder.querySelector("input")?.focus();
      else if (wasLoaded) finder.querySelector(EXPORT)?.setAttribute("open", "");
    });
  }
  window.addEventListener("popstate", () => (isAsked() ? open() : show(false)));
  if (isAsked()) open();
})(globalThis.jianbao);
