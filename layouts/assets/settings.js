// Runs before the first paint, so that a chosen size or contrast never flashes. See site.js.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  try {
    ["size", "contrast", "numbers"].forEach(function (setting) {
      var value = localStorage.getItem("jianbao." + setting);
      if (value) root.setAttribute("data-" + setting, value);
    });
  } catch (error) {
    // Storage is refused: the page stands as it is.
  }
})();
