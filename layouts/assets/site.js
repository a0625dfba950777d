// Settings of the reader, copying of references, and the way to the search box. Every page also works without this script.
(function (jianbao) {
  "use strict";

  const root = document.documentElement;
  const DONE = 3000; // milliseconds for which a button says that it has copied

  /**
   * @param {string} setting
   * @param {string} value
   */
  function remember(setting, value) {
    try {
      localStorage.setItem(`jianbao.${setting}`, value);
    } catch {
      // The choice then holds for this page only.
    }
  }

  /**
   * Return the elements that a selector names.
   * @param {string} selector
   * @returns {NodeListOf<HTMLElement>}
   */
  function all(selector) {
    return document.querySelectorAll(selector);
  }

  /**
   * @param {string} setting
   * @param {string} value
   */
  function show(setting, value) {
    for (const button of all(`[data-setting="${setting}"]`)) {
      button.setAttribute("aria-pressed", String(button.dataset.value === value));
    }
  }

  for (const button of all("[data-setting]")) {
    const { setting = "", value = "" } = button.dataset;
    button.addEventListener("click", () => {
      root.setAttribute(`data-${setting}`, value);
      remember(setting, value);
      show(setting, value);
    });
  }

  /** @param {HTMLElement} button */
  function offerCopy(button) {
    const label = button.textContent;
    const { copy = "", done = "" } = button.dataset;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(document.getElementById(copy)?.textContent ?? "");
      } catch {
        button.hidden = true;
        return;
      }
      button.textContent = done;
      setTimeout(() => (button.textContent = label), DONE);
    });
  }

  // On a phone the menu is one line that scrolls: its entry of this page is in sight.
  const menu = document.querySelector(".menu");
  const here = menu?.querySelector("[aria-current]");
  if (menu && here && menu.scrollWidth > menu.clientWidth) {
    menu.scrollLeft += here.getBoundingClientRect().right - menu.getBoundingClientRect().right;
  }

  // Copying needs a secure page; on another one, the text can still be selected.
  if (navigator.clipboard) all("[data-copy]").forEach(offerCopy);

  // Scripts run in the order in which they stand in `addresses`, each once, as if they were part of the page.
  jianbao.load = (addresses) => {
    const loaded = Array.from(document.scripts, (script) => script.getAttribute("src"));
    for (const src of addresses.split(" ").filter((one) => !loaded.includes(one))) {
      document.head.append(Object.assign(document.createElement("script"), { src, async: false }));
    }
  };

  // Suggestions are loaded when a reader goes to a search box.
  for (const form of all("form[data-scripts]")) {
    form.addEventListener("focusin", () => jianbao.load(form.dataset.scripts ?? ""), { once: true });
  }

  /** @param {KeyboardEvent} event */
  function asksForSearch({ key, ctrlKey, metaKey, altKey, shiftKey }) {
    if (altKey) return false;
    if (ctrlKey || metaKey) return !shiftKey && key?.toLowerCase() === "k";
    return key === "/";
  }

  // "/" and Ctrl-K lead to the search box.
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    const isTyping = target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
    if (isTyping || !asksForSearch(event)) return;
    const boxes = Array.from(all("[role=search] [name=q]"));
    const box = /** @type {HTMLInputElement | undefined} */ (boxes.find((one) => one.getClientRects().length));
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  const settings = Array.from(all("[data-setting]"), (button) => button.dataset.setting ?? "");
  for (const setting of new Set(settings)) {
    const value = root.getAttribute(`data-${setting}`);
    if (value) show(setting, value);
  }
})((globalThis.jianbao ??= /** @type {any} */ ({})));
