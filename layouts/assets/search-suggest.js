// Suggestions below the search box: a combobox after the ARIA pattern, whose list is `list`.
(function (jianbao) {
  "use strict";

  /**
   * Show suggestions below the search box of `form`.
   * @param {HTMLFormElement} form
   * @param {HTMLElement} list
   * @param {SuggestTools} tools
   */
  function attach(form, list, { elements, suggest, choose }) {
    const { strings, element, numbers } = elements;
    const input = /** @type {HTMLInputElement} */ (jianbao.find(form, "[name=q]"));
    /** @type {Suggestion[]} */
    let shown = [];
    let active = -1;
    let asked = 0;

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    close();

    function close() {
      asked += 1;
      shown = [];
      active = -1;
      list.hidden = true;
      list.replaceChildren();
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    // What is typed of the last term, and what stands before it.
    function typed() {
      const [, before, last] = /^(.*?)([^\s\u3000]*)$/su.exec(input.value) ?? ["", "", ""];
      return { before: before.trim(), last };
    }

    async function update() {
      const { last } = typed();
      if (!last) {
        close();
        return;
      }
      asked += 1;
      const number = asked;
      const found = await suggest(last);
      if (number !== asked || document.activeElement !== input) return;
      if (!found.length) {
        close();
        return;
      }
      shown = found;
      active = -1;
      list.replaceChildren(
        ...found.map((term, i) => {
          const option = element(
            "li",
            { id: `${list.id}-${i}`, role: "option" },
            element("span", { textContent: term.name }),
            element("span", { className: "quiet", textContent: strings[term.facet] }),
            ...count(term),
          );
          option.setAttribute("aria-selected", "false");
          // Otherwise the box would lose the focus, and the list would close before the click.
          option.addEventListener("mousedown", (event) => event.preventDefault());
          option.addEventListener("click", () => take(i));
          return option;
        }),
      );
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      input.removeAttribute("aria-activedescendant");
    }

    /** @param {Suggestion} term */
    function count({ articles }) {
      if (articles === undefined) return [];
      return [element("span", { className: "count", textContent: numbers.format(articles) })];
    }

    /** @param {number} step */
    function move(step) {
      active = ((active + 1 + step + shown.length + 1) % (shown.length + 1)) - 1;
      [...list.children].forEach((option, i) => {
        option.setAttribute("aria-selected", String(i === active));
      });
      if (active < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", list.children[active].id);
        list.children[active].scrollIntoView({ block: "nearest" });
      }
    }

    /** @param {number} i */
    function take(i) {
      const term = shown[i];
      const { before } = typed();
      close();
      input.value = before;
      choose(term, before);
    }

    input.addEventListener("input", (event) => {
      if (!(/** @type {InputEvent} */ (event).isComposing)) update();
    });
    input.addEventListener("compositionend", update);
    input.addEventListener("blur", close);
    form.addEventListener("submit", close);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) {
        // This Enter ends the input of a character; it does not submit the search.
        if (event.key === "Enter") event.preventDefault();
        return;
      }
      if (list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        take(active);
      }
    });
  }

  jianbao.suggest = { attach };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
