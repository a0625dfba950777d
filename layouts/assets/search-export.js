// Exports the list of results: references to copy, or a table as CSV.
(function (jianbao) {
  "use strict";

  const MOST = 2_000;

  /**
   * Export the first hits, in their order.
   * @param {string} form citations or csv
   * @param {Hit[]} hits
   * @param {ExportTools} lent
   * @param {HTMLElement} tools the element that has the message and the text box
   */
  async function take(form, hits, { say, strings, nameOf, isShown }, tools) {
    const message = jianbao.find(tools, "[role=status]");
    const box = /** @type {HTMLTextAreaElement} */ (jianbao.find(tools, "textarea"));
    const taken = hits.slice(0, MOST);
    message.textContent = strings.gathering;
    let lists;
    try {
      lists = await listsOf(taken);
    } catch {
      message.textContent = strings.notGathered;
      return;
    }
    if (!isShown()) return;
    const listed = taken.map((hit) => ({ ...hit, ...(lists.get(hit.index) ?? [])[hit.row] }));
    const count = { n: taken.length, all: hits.length };
    if (form === "csv") {
      download(csv(listed, strings, nameOf, document.baseURI));
      message.textContent = say(
        taken.length < hits.length ? "downloadedSome" : "downloaded",
        count,
      );
      return;
    }
    const references = listed.map(({ citation }, i) => `[${i + 1}] ${citation}`).join("\n");
    box.value = references;
    try {
      await navigator.clipboard.writeText(references);
      message.textContent = say(taken.length < hits.length ? "copiedSome" : "copied", count);
    } catch {
      // No clipboard without https: the reader copies by hand.
      box.hidden = false;
      box.focus();
      box.select();
      message.textContent = strings.copyByHand;
    }
  }

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
   * Return the list as CSV that spreadsheets open as UTF-8.
   * @param {(Hit & ListedText)[]} listed
   * @param {Record<string, string>} strings
   * @param {NameOf} nameOf
   * @param {string} base address to which the articles' addresses are relative
   */
  function csv(listed, strings, nameOf, base) {
    const columns = ["Title", "Date", "Series", "Issue", "Department", "County", "Status", "Address"];
    const rows = listed.map(({ title, url, status, table, row }) => {
      const { series, issue, date } = table.bulletin(row);
      /** @param {Facet} facet */
      const names = (facet) =>
        table
          .values(facet, row)
          .map((slug) => nameOf(facet, slug))
          .join("、");
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

  /** @param {string} content */
  function download(content) {
    const address = URL.createObjectURL(new Blob([content], { type: "text/csv" }));
    const link = Object.assign(document.createElement("a"), { href: address });
    link.download = "results.csv";
    link.click();
    URL.revokeObjectURL(address);
  }

  /**
   * Clear what was said of another list.
   * @param {HTMLElement} tools
   */
  function clear(tools) {
    jianbao.find(tools, "[role=status]").textContent = "";
    jianbao.find(tools, "textarea").hidden = true;
  }

  jianbao.exportList = { take, clear, csv };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
