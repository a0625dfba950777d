// Links to paragraphs, and reading aloud with the voices of the reader's own device.
(function () {
  "use strict";

  // A number beside each paragraph, which is the link to it. The style sheet shows it.
  const paper = /** @type {HTMLElement | null} */ (document.querySelector("[data-paragraph]"));
  for (const text of document.querySelectorAll(".text")) {
    text.querySelectorAll("p[id]").forEach(pin);
  }

  /**
   * @param {Element} paragraph
   * @param {number} index from 0
   */
  function pin(paragraph, index) {
    const number = String(index + 1);
    const link = document.createElement("a");
    link.className = "pin";
    link.href = `#${paragraph.id}`;
    link.textContent = number;
    link.setAttribute("aria-label", (paper?.dataset.paragraph ?? "{n}").replace("{n}", number));
    paragraph.prepend(link);
  }

  const speech = window.speechSynthesis;
  const panel = /** @type {HTMLElement | null} */ (document.querySelector("[data-aloud]"));
  if (speech && panel) readAloud(panel);

  /**
   * Offer to read the page aloud, paragraph by paragraph.
   * @param {HTMLElement} panel
   */
  function readAloud(panel) {
    const start = /** @type {HTMLButtonElement} */ (panel.querySelector("[data-start]"));
    const stop = /** @type {HTMLButtonElement} */ (panel.querySelector("[data-stop]"));
    const { pause = "", resume = "" } = panel.dataset;
    const label = start.textContent;
    /** @type {Element[]} */
    let parts = [];
    /** @type {Element | null} */
    let current = null;
    let running = 0; // counts the starts, so that an utterance that was cut off starts nothing

    // Only voices that need no network, so that nobody else learns what is read.
    function voice() {
      const local = speech
        .getVoices()
        .filter((one) => one.localService && /^(zh|cmn)\b/i.test(one.lang.replace("_", "-")));
      return local.find((one) => /CN|Hans/i.test(one.lang)) ?? local[0];
    }

    function offer() {
      if (panel) panel.hidden = !voice();
    }

    /** @param {Element | null} part */
    function mark(part) {
      current?.classList.remove("speaking");
      current = part;
      part?.classList.add("speaking");
      part?.scrollIntoView({ block: "nearest" });
    }

    /** @param {Element} part */
    function words(part) {
      const copy = /** @type {Element} */ (part.cloneNode(true));
      for (const pin of copy.querySelectorAll(".pin")) pin.remove();
      return (copy.textContent ?? "").trim();
    }

    function end() {
      running += 1;
      parts = [];
      speech.cancel();
      mark(null);
      start.textContent = label;
      stop.hidden = true;
    }

    /** @param {number} run */
    function next(run) {
      const part = parts.shift();
      if (!part) {
        end();
        return;
      }
      mark(part);
      const utterance = new SpeechSynthesisUtterance(words(part));
      const chosen = voice();
      utterance.voice = chosen;
      utterance.lang = chosen.lang;
      utterance.onend = utterance.onerror = () => {
        if (run === running) next(run);
      };
      speech.speak(utterance);
    }

    start.addEventListener("click", () => {
      if (!current) {
        parts = readable();
        running += 1;
        start.textContent = pause;
        stop.hidden = false;
        next(running);
      } else if (start.textContent === pause) {
        speech.pause();
        start.textContent = resume;
      } else {
        speech.resume();
        start.textContent = pause;
      }
    });
    stop.addEventListener("click", () => {
      end();
      start.focus();
    });
    window.addEventListener("pagehide", end);
    speech.addEventListener("voiceschanged", offer);
    offer();
  }

  // What is read, in order: the parts that the layout names, texts by their innermost blocks.
  function readable() {
    return Array.from(document.querySelectorAll("[data-read]")).flatMap((one) => {
      const blocks = one.matches(".text")
        ? Array.from(one.querySelectorAll("p, h2, h3, h4, h5, h6, li, figcaption"))
        : [];
      const inner = blocks.filter((block) => !block.querySelector("p, li"));
      return inner.length ? inner : [one];
    });
  }
})();
