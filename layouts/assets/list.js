// On the page of a county, an office, a series or a year: opens the list of results with its filters in
// place of the page's own list, when a reader asks for it or the address holds filters. Only then are
// the scripts of search loaded.
(function () {
  "use strict";

  const finder = document.getElementById("search");
  const whole = document.getElementById("whole");
  const opener = document.querySelector("a[data-finder]");
  if (!finder || !whole || !opener) return;
  let isLoaded = false;

  /** @param {boolean} isOpen */
  function show(isOpen) {
    if (finder) finder.hidden = !isOpen;
    if (whole) whole.hidden = isOpen;
    opener?.parentElement?.toggleAttribute("hidden", isOpen);
  }

  function open() {
    show(true);
    if (isLoaded) return;
    isLoaded = true;
    const { style = "", scripts = "" } = finder?.dataset ?? {};
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
    for (const src of scripts.trim().split(/\s+/)) {
      // In the order in which they stand here, as if they were part of the page.
      document.head.append(Object.assign(document.createElement("script"), { src, async: false }));
    }
  }

  function isAsked() {
    return location.search.length > 1;
  }

  opener.addEventListener("click", (event) => {
    const { ctrlKey, metaKey, shiftKey } = /** @type {MouseEvent} */ (event);
    if (ctrlKey || metaKey || shiftKey) return;
    event.preventDefault();
    open();
    finder.querySelector("input")?.focus();
  });
  window.addEventListener("popstate", () => (isAsked() ? open() : show(false)));
  if (isAsked()) open();
})();
