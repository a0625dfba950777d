// Exports the list of results in the reader's browser: references, tables, texts and a book, made of the
// files below search/. It is loaded when a reader opens the formats.
(function (jianbao) {
  "use strict";

  const { references, epub } = jianbao;
  const MOST = 2_000;
  const AT_A_TIME = 8; // texts that are read at the same time
  const PAUSE = 200; // milliseconds between two reports

  /** @type {ExportForm[]} */
  const FORMS = [
    { name: "citations", label: "citations" },
    { name: "csv", label: "csv", type: "text/csv" },
    { name: "jsonl", label: "jsonLines", type: "application/jsonl", hasText: true },
    { name: "gbt.txt", label: "", words: "GB/T 7714", type: "text/plain" },
    { name: "bib", label: "", words: "BibTeX", type: "application/x-bibtex" },
    { name: "ris", label: "", words: "RIS", type: "application/x-research-info-systems" },
    { name: "csl.json", label: "", words: "CSL-JSON", type: "application/json" },
    { name: "epub", label: "epub", type: "application/epub+zip", hasText: true },
  ];

  /**
   * Show the formats with their sizes, for the first hits in their order.
   * @param {Hit[]} hits
   * @param {ExportTools} lent
   * @param {HTMLElement} tools the element with the message, the list of formats and the text box
   */
  async function open(hits, lent, tools) {
    const { say, strings, element, button, isShown } = lent;
    const message = jianbao.find(tools, "[role=status]");
    const taken = hits.slice(0, MOST);
    const count = { n: taken.length, all: hits.length };
    message.textContent = strings.gathering;
    let lists;
    try {
      lists = await listsOf(taken);
    } catch {
      if (isShown()) message.textContent = strings.notGathered;
      return;
    }
    if (!isShown()) return;
    const listed = taken.map((hit) => ({ ...hit, ...(lists.get(hit.index) ?? [])[hit.row] }));
    const items = FORMS.map((form) => {
      const size = form.type ? say("about", { size: sizeIn(estimate(form, listed, lent)) }) : "";
      const words = form.words ?? strings[form.label];
      const act = () => take(form, listed, count, lent, tools);
      const made = button(words, act);
      made.dataset.take = form.name;
      return element("li", {}, made, element("span", { className: "quiet", textContent: size }));
    });
    jianbao.find(tools, "ul").replaceChildren(...items);
    jianbao.find(tools, ".limits").textContent = say(
      count.n < count.all ? "exportSome" : "exportAll",
      count,
    );
    message.textContent = "";
  }

  /**
   * Make one file, or copy the references.
   * @param {ExportForm} form
   * @param {ListedHit[]} listed
   * @param {{n: number, all: number}} count
   * @param {ExportTools} lent
   * @param {HTMLElement} tools
   */
  async function take(form, listed, count, lent, tools) {
    const { say, strings, isShown } = lent;
    const message = jianbao.find(tools, "[role=status]");
    const isPart = count.n < count.all;
    if (form.name === "citations") {
      const box = /** @type {HTMLTextAreaElement} */ (jianbao.find(tools, "textarea"));
      const isCopied = await copy(references.files["gbt.txt"](cited(listed)).trimEnd(), box);
      const copied = say(isPart ? "copiedSome" : "copied", count);
      message.textContent = isCopied ? copied : strings.copyByHand;
      return;
    }
    let pieces;
    try {
      const texts = form.hasText ? await textsOf(listed, lent, message) : [];
      if (!isShown()) return;
      pieces = await contentOf(form, listed, texts, lent);
    } catch {
      if (isShown()) message.textContent = strings.notGathered;
      return;
    }
    if (!isShown()) return;
    const file = new Blob(pieces, { type: form.type });
    download(file, `${lent.name}.${form.name}`);
    const size = sizeIn(file.size);
    message.textContent = say(isPart ? "downloadedSome" : "downloaded", { ...count, size });
  }

  /**
   * Return what a file holds. `texts` are those of the articles, if the format has them.
   * @param {ExportForm} form
   * @param {ListedHit[]} listed
   * @param {ShownText[]} texts
   * @param {ExportTools} lent
   * @returns {Promise<BlobPart[]>}
   */
  async function contentOf(form, listed, texts, lent) {
    if (form.name === "csv") return [csv(listed, lent.strings, lent.nameOf, document.baseURI)];
    if (form.name === "jsonl") {
      return listed.map((one, i) => `${JSON.stringify(line(one, texts[i], lent.nameOf))}\n`);
    }
    if (form.name === "epub") return epub.zip(epub.parts(book(listed, texts, lent)));
    return [references.files[form.name](cited(listed))];
  }

  /** @param {ListedHit[]} listed */
  function cited(listed) {
    return listed.map((one) => one.citation);
  }

  /**
   * Return how many bytes a file will have: exactly if it holds no texts, else about.
   * @param {ExportForm} form
   * @param {ListedHit[]} listed
   * @param {ExportTools} lent
   */
  function estimate(form, listed, { strings, nameOf }) {
    const text = listed.reduce((sum, one) => sum + one.bytes, 0);
    // As measured: what a chapter needs besides its text, and how far Chinese text is compressed.
    if (form.name === "epub") return 1_500 + 640 * listed.length + 0.52 * text;
    if (form.name === "jsonl") {
      return text + sizeOf(listed.map((one) => JSON.stringify(line(one, null, nameOf))).join("\n"));
    }
    if (form.name === "csv") return sizeOf(csv(listed, strings, nameOf, document.baseURI));
    return sizeOf(references.files[form.name](cited(listed)));
  }

  /** @param {string} content */
  function sizeOf(content) {
    return new Blob([content]).size;
  }

  /** @param {number} bytes */
  function sizeIn(bytes) {
    if (bytes >= 999_500) return `${(bytes / 1e6).toFixed(1)} MB`;
    return `${Math.max(1, Math.round(bytes / 1e3))} KB`;
  }

  // --- what is read -------------------------------------------------------------------------------

  /**
   * Read what a list needs of the indexes that the hits are from.
   * @param {Hit[]} hits
   * @returns {Promise<Map<SearchIndex, ListedText[]>>}
   */
  async function listsOf(hits) {
    const indexes = Array.from(new Set(hits.map((hit) => hit.index)));
    const lists = await Promise.all(indexes.map((index) => index.list()));
    return new Map(indexes.map((index, i) => [index, lists[i]]));
  }

  /**
   * Read the texts of articles, some at a time, and say how far that is.
   * @param {ListedHit[]} listed
   * @param {ExportTools} lent
   * @param {HTMLElement} message
   */
  async function textsOf(listed, { say, isShown }, message) {
    /** @type {ShownText[]} */
    const texts = [];
    let next = 0;
    let done = 0;
    let reported = 0;
    const read = async () => {
      while (next < listed.length && isShown()) {
        const number = next;
        next += 1;
        texts[number] = await listed[number].index.text(listed[number].row);
        done += 1;
        if (performance.now() > reported + PAUSE && isShown()) {
          reported = performance.now();
          message.textContent = say("gatheringTexts", { done, all: listed.length });
        }
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, read));
    return texts;
  }

  // --- the formats --------------------------------------------------------------------------------

  /**
   * Return the list as CSV that spreadsheets open as UTF-8.
   * @param {ListedHit[]} listed
   * @param {Record<string, string>} strings
   * @param {NameOf} nameOf
   * @param {string} base address to which the articles' addresses are relative
   */
  function csv(listed, strings, nameOf, base) {
    const columns = ["Title", "Date", "Series", "Issue", "Department", "County", "Status", "Address"];
    const rows = listed.map(({ title, url, status, table, row }) => {
      const { series, issue, date } = table.bulletin(row);
      /** @param {Facet} facet */
      const names = (facet) => namesOf(facet, table, row, nameOf).join("、");
      const address = new URL(url, base).href;
      const printed = [title, date, nameOf("series", series), issue ?? ""];
      const mark = status ? strings[status] : "";
      return [...printed, names("department"), names("county"), mark, address];
    });
    const lines = [columns.map((name) => strings[`column${name}`]), ...rows].map((row) =>
      row.map(cell).join(","),
    );
    return `\ufeff${lines.join("\r\n")}\r\n`;
  }

  /**
   * Return a cell that no spreadsheet takes for a formula.
   * @param {string | number} value
   */
  function cell(value) {
    const text = String(value);
    const guarded = /^['=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
    return `"${guarded.replaceAll('"', '""')}"`;
  }

  /**
   * @param {Facet} facet
   * @param {FacetTable} table
   * @param {number} row
   * @param {NameOf} nameOf
   */
  function namesOf(facet, table, row, nameOf) {
    return table.values(facet, row).map((slug) => nameOf(facet, slug));
  }

  /**
   * Return a line of JSON Lines. Its fields have the names and values of data/articles/YEAR.jsonl;
   * `status` is also that of the whole issue.
   * @param {ListedHit} listed
   * @param {ShownText | null} shown
   * @param {NameOf} nameOf
   */
  function line({ id, title, status, citation, table, row }, shown, nameOf) {
    const { series, issue, date } = table.bulletin(row);
    const { kicker = null, subtitle = null, authors = [], attribution = null, text = [] } = shown ?? {};
    return {
      bulletin: id.replace(/\/[^/]*$/, ""),
      bulletin_series: series,
      bulletin_issue: issue,
      bulletin_date: date || null,
      id,
      page: `bulletins/${id}.html`,
      url: citation.address ?? null,
      ...{ title, kicker, subtitle },
      kind: table.values("kind", row)[0],
      ...{ authors, attribution },
      department: namesOf("department", table, row, nameOf),
      county: namesOf("county", table, row, nameOf),
      township: namesOf("township", table, row, nameOf),
      topics: namesOf("topic", table, row, nameOf),
      status: status ?? null,
      sha256: citation.sha256 ?? null,
      text: text.join("\n"),
    };
  }

  /**
   * @param {ListedHit[]} listed
   * @param {ShownText[]} texts
   * @param {ExportTools} lent
   * @returns {EpubBook}
   */
  function book(listed, texts, { strings, title }) {
    const articles = listed.map(({ id, status, citation, table, row }, i) => {
      const shown = texts[i];
      const when = table.bulletin(row).date || strings.undated;
      return {
        ...{ id, when, title: shown.title, kicker: shown.kicker, subtitle: shown.subtitle },
        status: status && strings[status],
        by: [when, shown.bulletin, ...(shown.authors ?? [])].join("　"),
        text: shown.text ?? [],
        signed: shown.attribution,
        reference: references.gbt7714(citation),
      };
    });
    const { lang: language } = document.documentElement;
    return { title, language, contents: strings.contents, articles, made: new Date() };
  }

  // --- handing it over ----------------------------------------------------------------------------

  /**
   * Copy a text. Without a clipboard, which only a secure page has, show it selected in `box` and
   * return false.
   * @param {string} text
   * @param {HTMLTextAreaElement} box
   */
  async function copy(text, box) {
    box.value = text;
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      box.hidden = false;
      box.focus();
      box.select();
      return false;
    }
  }

  /**
   * @param {Blob} file
   * @param {string} name
   */
  function download(file, name) {
    const address = URL.createObjectURL(file);
    const link = Object.assign(document.createElement("a"), { href: address, download: name });
    link.click();
    URL.revokeObjectURL(address);
  }

  jianbao.exportList = { open, csv, line, book };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
