// Links to paragraphs, citing selected text, and reading aloud with the voices of the reader's own device.
(function () {
  "use strict";

  // What was searched for is marked by a script that is loaded only then (…/3.html#q=医共体).
  if (new URLSearchParams(location.hash.slice(1)).has("q")) {
    const own = /** @type {HTMLScriptElement} */ (document.currentScript);
    const script = Object.assign(document.createElement("script"), { src: own.dataset.hits });
    script.dataset.strings = own.dataset.strings;
    document.head.append(script);
  }

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

  /** @param {Element} part */
  function words(part) {
    const copy = /** @type {Element} */ (part.cloneNode(true));
    for (const pin of copy.querySelectorAll(".pin")) pin.remove();
    return (copy.textContent ?? "").trim();
  }

  // --- selected text -----------------------------------------------------------------------------

  const tools = /** @type {HTMLElement | null} */ (document.querySelector("[data-selection]"));
  if (tools) offerQuotation(tools);

  /** Return what is selected of the text, null if nothing is. */
  function selected() {
    const selection = getSelection();
    if (!selection?.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const { startContainer: start } = range;
    const element = start instanceof Element ? start : start.parentElement;
    const words = selection.toString().trim();
    return element?.closest(".text") && words ? { words, element } : null;
  }

  /**
   * Offer to copy the selected text with the reference to this page and the address of its paragraph.
   * @param {HTMLElement} tools
   */
  function offerQuotation(tools) {
    const button = /** @type {HTMLButtonElement} */ (tools.querySelector("[data-quote]"));
    const label = button.textContent;
    document.addEventListener("selectionchange", () => {
      const isSelected = Boolean(selected());
      if (isSelected) button.textContent = label;
      if (isSelected || !tools.contains(document.activeElement)) tools.hidden = !isSelected;
    });
    // Otherwise the click would take the selection away first.
    tools.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", async () => {
      const found = selected();
      if (!found) return;
      try {
        await navigator.clipboard.writeText(quotation(found.words, found.element));
        button.textContent = tools.dataset.done ?? "";
      } catch {
        tools.hidden = true;
      }
    });
    button.hidden = !navigator.clipboard;
  }

  /**
   * @param {string} words
   * @param {Element} element where they begin
   */
  function quotation(words, element) {
    const paragraph = element.closest("p[id]");
    const [open, close] = tools?.dataset.quotes ?? "";
    const quoted = `${open}${words}${close}${paragraph ? nth(paragraph) : ""}`;
    const reference = document.getElementById("cite-text")?.textContent ?? "";
    return [quoted, reference.trim(), addressOf(paragraph)].join("\n");
  }

  /** @param {Element} paragraph */
  function nth(paragraph) {
    const number = paragraph.querySelector(".pin")?.textContent;
    return number ? (tools?.dataset.nth ?? "").replace("{n}", number) : "";
  }

  /** @param {Element | null} paragraph */
  function addressOf(paragraph) {
    /** @type {HTMLLinkElement | null} */
    const canonical = document.querySelector("link[rel=canonical]");
    const address = new URL(canonical?.href ?? location.href);
    address.hash = paragraph?.id ?? "";
    return decodeURI(address.href);
  }

  // --- reading aloud -----------------------------------------------------------------------------

  const RATES = { slow: 0.75, normal: 1, fast: 1.35 };
  const PATIENCE = 2000; // milliseconds in which a browser finds its voices

  const speech = window.speechSynthesis;
  const panel = /** @type {HTMLElement | null} */ (document.querySelector("[data-aloud]"));
  if (speech && panel) readAloud(panel);
  else sayWhyNot(true);

  /** @param {boolean} isMute whether no voice was found */
  function sayWhyNot(isMute) {
    for (const reason of document.querySelectorAll("[data-no-voice]")) {
      reason.toggleAttribute("hidden", !isMute);
    }
  }

  /**
   * Offer to read the page aloud, paragraph by paragraph.
   * @param {HTMLElement} panel
   */
  function readAloud(panel) {
    const start = /** @type {HTMLButtonElement} */ (panel.querySelector("[data-start]"));
    const stop = /** @type {HTMLButtonElement} */ (panel.querySelector("[data-stop]"));
    const here = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-here]"));
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
      const isMute = !voice();
      panel.hidden = isMute;
      if (here) here.hidden = isMute;
      return isMute;
    }

    /** @param {Element | null} part */
    function mark(part) {
      current?.classList.remove("speaking");
      current = part;
      part?.classList.add("speaking");
      part?.scrollIntoView({ block: "nearest" });
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
      const rate = /** @type {keyof typeof RATES} */ (document.documentElement.dataset.rate ?? "normal");
      utterance.rate = RATES[rate] ?? 1;
      utterance.onend = utterance.onerror = () => {
        if (run === running) next(run);
      };
      speech.speak(utterance);
    }

    /** @param {Element[]} what */
    function begin(what) {
      parts = what;
      running += 1;
      start.textContent = pause;
      stop.hidden = false;
      next(running);
    }

    here?.addEventListener("click", () => {
      const element = selected()?.element;
      if (!element) return;
      speech.cancel();
      mark(null);
      const all = readable();
      begin(all.slice(Math.max(0, all.findIndex((part) => part.contains(element)))));
    });
    start.addEventListener("click", () => {
      if (!current) {
        begin(readable());
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
    speech.addEventListener("voiceschanged", () => sayWhyNot(offer()));
    offer();
    setTimeout(() => sayWhyNot(offer()), PATIENCE);
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
