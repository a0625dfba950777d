// Exports the list of results in the reader's browser: references, tables, texts and a book, made of the
// files below search/. It is loaded when a reader opens the formats.
/// <reference path="search-references.js" />
/// <reference path="search-epub.js" />
/// <reference path="search-book.js" />
(function (jianbao) {
  "use strict";

  const { references, book } = jianbao;
  const MOST = 2_000;
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
    let content;
    try {
      const texts = form.hasText ? await textsOf(listed, lent, message) : [];
      if (!isShown()) return;
      content = await contentOf(form, listed, texts, lent, message);
    } catch {
      if (isShown()) message.textContent = strings.notGathered;
      return;
    }
    if (!isShown()) return;
    const file = new Blob(content.pieces, { type: form.type });
    download(file, `${lent.name}.${form.name}`);
    const size = sizeIn(file.size);
    const made = say(isPart ? "downloadedSome" : "downloaded", { ...count, size });
    const missing = content.missing ? say("picturesMissing", { n: content.missing }) : "";
    message.textContent = [made, missing].filter(Boolean).join(" ");
  }

  /**
   * Return what a file holds, and how many pictures it lacks. `texts` are those of the articles, if
   * the format has them.
   * @param {ExportForm} form
   * @param {ListedHit[]} listed
   * @param {ShownText[]} texts
   * @param {ExportTools} lent
   * @param {HTMLElement} message
   * @returns {Promise<{pieces: BlobPart[], missing?: number}>}
   */
  async function contentOf(form, listed, texts, lent, message) {
    if (form.name === "csv") return { pieces: [csv(listed, lent.strings, lent.nameOf, document.baseURI)] };
    if (form.name === "jsonl") {
      return { pieces: listed.map((one, i) => `${JSON.stringify(line(one, texts[i], lent.nameOf))}\n`) };
    }
    if (form.name === "epub") return book.make(listed, texts, lent, reporter("gatheringPictures", lent, message));
    return { pieces: [references.files[form.name](cited(listed))] };
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
    /** @param {(one: ListedHit) => number} bytes */
    const sum = (bytes) => listed.reduce((all, one) => all + bytes(one), 0);
    const text = sum((one) => one.bytes);
    if (form.name === "epub") {
      // As measured: what a chapter needs besides its text, and how far Chinese text is compressed.
      const chapters = sum((one) => 640 + (one.html ? 0.36 * one.html : 0.52 * one.bytes));
      return 1_900 + chapters + (jianbao.files.offline ? 0 : sum((one) => one.pictures ?? 0));
    }
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
  function textsOf(listed, lent, message) {
    const report = reporter("gatheringTexts", lent, message);
    return book.inTurn(listed, ({ index, row }) => index.text(row), lent.isShown, report);
  }

  /**
   * Return a function that says how far something is, a few times a second.
   * @param {string} words key of the sentence
   * @param {ExportTools} lent
   * @param {HTMLElement} message
   */
  function reporter(words, { say, isShown }, message) {
    let reported = 0;
    return (/** @type {number} */ done, /** @type {number} */ all) => {
      if (performance.now() <= reported + PAUSE || !isShown()) return;
      reported = performance.now();
      message.textContent = say(words, { done, all });
    };
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

  jianbao.exportList = { open, csv, line };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
