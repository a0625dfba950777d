// Links to paragraphs, and reading aloud with the voices of the reader's own device.
(function () {
  "use strict";

  // A number beside each paragraph, which is the link to it. The style sheet shows it.
  var paper = document.querySelector("[data-paragraph]");
  document.querySelectorAll(".text").forEach(function (text) {
    text.querySelectorAll("p[id]").forEach(pin);
  });

  function pin(paragraph, index) {
    var number = String(index + 1);
    var link = document.createElement("a");
    link.className = "pin";
    link.href = "#" + paragraph.id;
    link.textContent = number;
    link.setAttribute("aria-label", paper.dataset.paragraph.replace("{n}", number));
    paragraph.prepend(link);
  }

  var speech = window.speechSynthesis;
  var panel = document.querySelector("[data-aloud]");
  if (!speech || !panel) return;

  var start = panel.querySelector("[data-start]");
  var stop = panel.querySelector("[data-stop]");
  var labels = { start: start.textContent, pause: panel.dataset.pause, resume: panel.dataset.resume };
  var parts = [];
  var current = null;
  var running = 0; // counts the starts, so that an utterance that was cut off starts nothing

  // Only voices that speak without a network: what is read is nobody else's business.
  function voice() {
    var local = speech.getVoices().filter(function (one) {
      return one.localService && /^(zh|cmn)\b/i.test(one.lang.replace("_", "-"));
    });
    return (
      local.find(function (one) {
        return /CN|Hans/i.test(one.lang);
      }) || local[0]
    );
  }

  function offer() {
    panel.hidden = !voice();
  }

  function mark(part) {
    if (current) current.classList.remove("speaking");
    current = part;
    if (part) {
      part.classList.add("speaking");
      part.scrollIntoView({ block: "nearest" });
    }
  }

  function words(part) {
    var copy = part.cloneNode(true);
    copy.querySelectorAll(".pin").forEach(function (pin) {
      pin.remove();
    });
    return copy.textContent.trim();
  }

  function end() {
    running += 1;
    parts = [];
    speech.cancel();
    mark(null);
    start.textContent = labels.start;
    stop.hidden = true;
  }

  function next(run) {
    var part = parts.shift();
    if (!part) return end();
    mark(part);
    var utterance = new SpeechSynthesisUtterance(words(part));
    utterance.voice = voice();
    utterance.lang = utterance.voice.lang;
    utterance.onend = utterance.onerror = function () {
      if (run === running) next(run);
    };
    speech.speak(utterance);
  }

  start.addEventListener("click", function () {
    if (!current) {
      parts = Array.from(document.querySelectorAll("[data-read]")).flatMap(function (one) {
        var inner = one.matches(".text")
          ? Array.from(one.querySelectorAll("p, h2, h3, h4, h5, h6, li")).filter(function (part) {
              return !part.querySelector("p, li");
            })
          : [];
        return inner.length ? inner : [one];
      });
      running += 1;
      start.textContent = labels.pause;
      stop.hidden = false;
      next(running);
    } else if (start.textContent === labels.pause) {
      speech.pause();
      start.textContent = labels.resume;
    } else {
      speech.resume();
      start.textContent = labels.pause;
    }
  });
  stop.addEventListener("click", function () {
    end();
    start.focus();
  });
  window.addEventListener("pagehide", end);
  speech.addEventListener("voiceschanged", offer);
  offer();
})();
