// Settings of the reader, and copying of references. Every page also works without this script.
(function () {
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

  // Copying needs a secure page; on another one, the text can still be selected.
  if (navigator.clipboard) all("[data-copy]").forEach(offerCopy);

  const settings = Array.from(all("[data-setting]"), (button) => button.dataset.setting ?? "");
  for (const setting of new Set(settings)) {
    const value = root.getAttribute(`data-${setting}`);
    if (value) show(setting, value);
  }
})();
