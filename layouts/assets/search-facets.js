// The facets beside the results: check boxes with counts, the months, and the chips of what is
// chosen. `tools` is what search.js lends.
(function (jianbao) {
  "use strict";

  const FIND_FROM = 12; // values from which on a box to find one in is shown

  function create(panel, tools) {
    const { FACETS, STRINGS, button, change, element, numbers, readAddress } = tools;
    const chips = document.getElementById("search-chips");
    const toggle = document.getElementById("search-facets-toggle");
    const months = ["from", "to"].map((name) => panel.querySelector(`input[name=${name}]`));
    const names = new Map(); // of terms by facet and slug
    const boxes = []; // { facet, term, box, count, item }

    // On a phone, where the facets are behind a button.
    function open(opened) {
      toggle.setAttribute("aria-expanded", String(opened));
      panel.classList.toggle("open", opened);
      if (opened) panel.focus();
    }

    toggle.addEventListener("click", () => open(toggle.getAttribute("aria-expanded") !== "true"));
    document.getElementById("search-facets-done").addEventListener("click", () => {
      open(false);
      tools.toResults();
    });

    for (const month of months) {
      month.addEventListener("change", () => {
        // A year comes from the keyboard digit by digit: 0002, 0020, 0202.
        if (!month.value.startsWith("0")) change({ [month.name]: tools.monthOf(month.value) });
      });
    }

    function nameOf(facet, slug) {
      return names.get(`${facet}/${slug}`) ?? slug;
    }

    // Makes the check boxes, once, in the order of the authority files.
    function make({ terms, indexes }) {
      for (const facet of ["county", "department", "series"]) {
        for (const term of terms[facet]) names.set(`${facet}/${term.slug}`, term.name);
      }
      const slugs = [...new Set(indexes.map((index) => index.info.year))];
      const years = slugs.map((slug) => ({ slug, name: tools.yearName(slug) }));
      const kinds = ["feature", "brief", "news"].map((slug) => ({ slug, name: STRINGS[slug] }));
      const values = { ...terms, year: years, kind: kinds };
      for (const facet of FACETS) {
        const used = values[facet].filter((term) => term.articles !== 0);
        const fieldset = panel.querySelector(`[data-facet="${facet}"]`);
        fill(facet, used, fieldset.querySelector("ul"));
        if (facet !== "year" && used.length >= FIND_FROM) addFinder(facet, fieldset);
      }
      const dates = indexes
        .flatMap(({ info }) => [info.first, info.last])
        .filter(Boolean)
        .sort();
      for (const month of months) {
        month.min = `${dates.at(0)?.slice(0, 4)}-01`;
        month.max = `${dates.at(-1)?.slice(0, 4)}-12`;
      }
    }

    function fill(facet, terms, list) {
      const groups = new Map([[null, list]]);
      for (const term of terms) {
        const kind = facet === "department" ? term.kind : null;
        if (!groups.has(kind)) {
          const inner = element("ul");
          groups.set(kind, inner);
          const heading = element("p", { textContent: kind });
          list.append(element("li", { className: "kind" }, heading, inner));
        }
        const box = element("input", { type: "checkbox", name: facet, value: term.slug });
        const count = element("span", { className: "count" });
        const label = element("label", {}, box, element("span", { textContent: term.name }), count);
        const item = element("li", { hidden: true }, label);
        box.addEventListener("change", () => {
          const { chosen } = readAddress();
          if (box.checked) chosen[facet].add(term.slug);
          else chosen[facet].delete(term.slug);
          change({ chosen });
        });
        groups.get(kind).append(item);
        boxes.push({ facet, term, box, count, item, number: 0 });
      }
    }

    // A box that leaves the values whose name or reading holds what is typed.
    function addFinder(facet, fieldset) {
      const legend = fieldset.querySelector("legend");
      const label = STRINGS.findIn.replace("{facet}", legend.textContent);
      const finder = element("input", {
        type: "search",
        className: "facet-find",
        autocomplete: "off",
      });
      finder.setAttribute("aria-label", label);
      finder.placeholder = label;
      finder.addEventListener("input", () => {
        for (const one of boxes) {
          if (one.facet === facet) one.typed = tools.normalise(finder.value);
        }
        reveal();
      });
      legend.after(finder);
    }

    function show(known, state) {
      if (!boxes.length) make(known);
      for (const { facet, term, box } of boxes) box.checked = state.chosen[facet].has(term.slug);
      for (const month of months) month.value = state[month.name];
      showChips(state);
    }

    // Shows how many articles each value has; in the end only, so that none moves from below a
    // pointer.
    function count(counts) {
      for (const one of boxes) {
        one.number = counts[one.facet].get(one.term.slug) ?? 0;
        one.count.textContent = numbers.format(one.number);
      }
      reveal();
    }

    // Shows the values that a click would change something with, and the groups that have any.
    function reveal() {
      for (const { term, box, item, number, typed } of boxes) {
        const kept = number || box.checked || document.activeElement === box;
        item.hidden = !kept || Boolean(typed && tools.placeIn(term, typed) < 0);
      }
      for (const kind of panel.querySelectorAll(".kind")) {
        kind.hidden = !kind.querySelector("li:not([hidden])");
      }
      panel.querySelector(".months").hidden = false;
      for (const fieldset of panel.querySelectorAll("[data-facet]")) {
        const { facet } = fieldset.dataset;
        fieldset.hidden = !boxes.some(
          (one) => one.facet === facet && (one.number || one.box.checked),
        );
      }
    }

    function showChips({ chosen, from, to }) {
      const made = [];
      const add = (name, left) => {
        const off = button("", () => {
          tools.focus();
          change(left());
        });
        off.append(
          element("span", { className: "unseen", textContent: STRINGS.remove }),
          name,
          element("span", { ariaHidden: "true", textContent: " ×" }),
        );
        made.push(element("li", {}, off));
      };
      for (const facet of FACETS) {
        for (const slug of [...chosen[facet]].sort()) {
          const box = boxes.find((one) => one.facet === facet && one.term.slug === slug);
          add(box?.term.name ?? slug, () => {
            const rest = readAddress().chosen;
            rest[facet].delete(slug);
            return { chosen: rest };
          });
        }
      }
      if (from) add(STRINGS.fromMonth.replace("{month}", from), () => ({ from: "" }));
      if (to) add(STRINGS.toMonth.replace("{month}", to), () => ({ to: "" }));
      if (made.length > 1) {
        const clear = button(STRINGS.clear, () => {
          tools.focus();
          change(tools.nothingChosen());
        });
        made.push(element("li", {}, clear));
      }
      chips.replaceChildren(...made);
      chips.hidden = !made.length;
    }

    return { show, count, nameOf };
  }

  jianbao.facets = { create };
})((globalThis.jianbao ??= {}));
