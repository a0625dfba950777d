// Reading settings. Nothing else on the site needs a script, and without this one nothing is lost.
(function () {
  "use strict";
  var root = document.documentElement;

  function remember(setting, value) {
    try {
      localStorage.setItem("jianbao." + setting, value);
    } catch (error) {
      // The choice then holds for this page only.
    }
  }

  function show(setting, value) {
    document.querySelectorAll('[data-setting="' + setting + '"]').forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.value === value));
    });
  }

  document.querySelectorAll("[data-setting]").forEach(function (button) {
    button.addEventListener("click", function () {
      var setting = button.dataset.setting;
      root.setAttribute("data-" + setting, button.dataset.value);
      remember(setting, button.dataset.value);
      show(setting, button.dataset.value);
    });
  });

  ["size", "contrast"].forEach(function (setting) {
    show(setting, root.getAttribute("data-" + setting) || "normal");
  });
})();
