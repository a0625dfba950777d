// Reading settings and copying of references. Without this script nothing is lost.
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

  // Copying needs a secure page; where it is not one, the text can still be selected.
  if (navigator.clipboard) {
    document.querySelectorAll("[data-copy]").forEach(function (button) {
      var label = button.textContent;
      button.hidden = false;
      button.setAttribute("aria-live", "polite");
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent).then(
          function () {
            button.textContent = button.dataset.done;
            setTimeout(function () {
              button.textContent = label;
            }, 3000);
          },
          function () {
            button.hidden = true;
          }
        );
      });
    });
  }

  ["size", "contrast", "numbers"].forEach(function (setting) {
    var value = root.getAttribute("data-" + setting);
    if (value) show(setting, value);
  });
})();
