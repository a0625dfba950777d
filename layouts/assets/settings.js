// Runs before the first paint, so that a chosen size or contrast never flashes. See site.js.
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  try {
    for (const setting of ["size", "contrast", "numbers"]) {
      const value = localStorage.getItem(`jianbao.${setting}`);
      if (value) root.setAttribute(`data-${setting}`, value);
    }
  } catch {
    // The browser refuses storage: the page stays as it is.
  }
})();
