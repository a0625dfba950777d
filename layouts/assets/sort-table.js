// Sorts tables by a column: the head of each column with data-sort becomes a button. "up" and "down" are
// numbers or dates, and which of them come first; "text" is in the order of the page's language. A cell
// without a value stays last. Without this script a table keeps the order in which it was made.
(function () {
  "use strict";

  /** @typedef {"up" | "down" | "text"} Kind */

  const compareText = new Intl.Collator(document.documentElement.lang).compare;

  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = /** @type {HTMLTableCellElement[]} */ ([...table.querySelectorAll("thead th")]);
    const body = /** @type {HTMLTableSectionElement} */ (table.querySelector("tbody"));
    for (const head of heads) {
      const kind = /** @type {Kind | undefined} */ (head.dataset.sort);
      if (!kind) continue;
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.append(...head.childNodes);
      button.addEventListener("click", () => {
        const ascending = ascends(head, kind);
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
        const rows = [...body.rows];
        body.replaceChildren(...sorted(rows, heads.indexOf(head), kind, ascending ? 1 : -1));
      });
      head.append(button);
    }
  }

  /**
   * Return whether a click sorts upwards: the other way round if the column is sorted already.
   * @param {HTMLElement} head
   * @param {Kind} kind
   */
  function ascends(head, kind) {
    const now = head.getAttribute("aria-sort");
    return now ? now === "descending" : kind !== "down";
  }

  /**
   * @param {HTMLTableRowElement[]} rows
   * @param {number} column
   * @param {Kind} kind
   * @param {1 | -1} direction
   */
  function sorted(rows, column, kind, direction) {
    const compare = kind === "text" ? compareText : compareValues;
    const valued = rows.map((row) => ({ row, value: valueOf(row.cells[column]) }));
    valued.sort((a, b) => {
      const missing = Number(!a.value) - Number(!b.value);
      return missing || direction * compare(a.value, b.value);
    });
    return valued.map(({ row }) => row);
  }

  /** @param {HTMLElement} cell */
  function valueOf(cell) {
    return cell.dataset.value ?? cell.textContent?.trim() ?? "";
  }

  /**
   * Compare numbers, or dates by their text: 2024-03-05.
   * @param {string} a
   * @param {string} b
   */
  function compareValues(a, b) {
    const numbers = Number(a) - Number(b);
    return Number.isNaN(numbers) ? Number(a > b) - Number(a < b) : numbers;
  }
})();
