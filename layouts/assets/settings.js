// Runs before the first paint, so that what a reader chose never flashes. See site.js.
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  if (matchMedia("(prefers-contrast: more)").matches) root.setAttribute("data-contrast", "high");
  try {
    for (const setting of ["size", "theme", "contrast", "face", "spacing", "numbers", "rate"]) {
      const value = localStorage.getItem(`jianbao.${setting}`);
      if (value) root.setAttribute(`data-${setting}`, value);
    }
  } catch {
    // The browser refuses storage: the page stays as it is.
  }
})();
