// Makes the elements of the search page, of text nodes only, in the words of its language.
(function (jianbao) {
  "use strict";

  const { text } = jianbao;
  const REPEATED = 60; // characters of what was typed, in a message

  /**
   * Return the makers of elements for a page with these strings.
   * @param {Record<string, string>} strings
   * @param {string} language of numbers
   * @returns {Elements}
   */
  function create(strings, language) {
    const numbers = new Intl.NumberFormat(language);

    /** @type {Elements["say"]} */
    function say(key, values = {}) {
      return strings[key].replace(/\{(\w+)\}/g, (_, name) => {
        const value = values[name];
        return typeof value === "number" ? numbers.format(value) : value;
      });
    }

    /** @type {Elements["element"]} */
    function element(name, properties = {}, ...children) {
      const made = Object.assign(document.createElement(name), properties);
      made.append(...children);
      return made;
    }

    /** @type {Elements["button"]} */
    function button(words, act, properties = {}) {
      const made = element("button", { type: "button", textContent: words, ...properties });
      made.addEventListener("click", act);
      return made;
    }

    /** @type {Elements["markedPieces"]} */
    function markedPieces(pieces) {
      return pieces.map((piece) =>
        piece.hit ? element("mark", { textContent: piece.text }) : piece.text,
      );
    }

    /** @type {Elements["marked"]} */
    function marked(printed, texts) {
      return markedPieces(text.pieces(printed, text.findAll(printed, texts)));
    }

    /** @type {Elements["when"]} */
    function when(date) {
      return date
        ? element("time", { dateTime: date, textContent: date })
        : element("span", { textContent: strings.undated });
    }

    /** @type {Elements["bar"]} */
    function bar(height, sizes) {
      const [svg, rect] = ["svg", "rect"].map((name) =>
        document.createElementNS("http://www.w3.org/2000/svg", name),
      );
      for (const [name, value] of Object.entries(sizes)) rect.setAttribute(name, String(value));
      svg.setAttribute("height", String(height));
      svg.setAttribute("aria-hidden", "true");
      svg.append(rect);
      return svg;
    }

    /** @type {Elements["statusMark"]} */
    function statusMark({ status }) {
      if (!status) return [];
      return [" ", element("span", { className: "mark", textContent: strings[status] })];
    }

    /** @type {Elements["yearName"]} */
    function yearName(year) {
      return year === "undated" ? strings.undated : say("year", { year });
    }

    const makers = { element, button, markedPieces, marked, when, bar, statusMark };
    return { strings, numbers, say, brief, yearName, ...makers };
  }

  /**
   * Return what was typed, short enough for a message: whole pages can be pasted.
   * @param {string} typed
   */
  function brief(typed) {
    const characters = [...typed];
    return characters.length > REPEATED ? `${characters.slice(0, REPEATED).join("")}…` : typed;
  }

  /**
   * Return the element of the page that a selector names. It is an error of the layout if it is missing.
   * @param {ParentNode} root
   * @param {string} selector
   * @returns {HTMLElement}
   */
  function find(root, selector) {
    const found = root.querySelector(selector);
    if (!(found instanceof HTMLElement)) throw new Error(`the page lacks ${selector}`);
    return found;
  }

  jianbao.find = find;
  jianbao.elements = { create };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
