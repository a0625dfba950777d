// The result list to take away: references to copy, or a table as CSV.
(function (jianbao) {
  "use strict";

  const MOST = 2_000;

  // `form` is citations or csv; `tools` the element that has the message and the text box.
  async function take(form, hits, { say, STRINGS, nameOf, isShown }, tools) {
    const message = tools.querySelector("[role=status]");
    const box = tools.querySelector("textarea");
    const taken = hits.slice(0, MOST);
    message.textContent = STRINGS.gathering;
    let lists;
    try {
      lists = new Map(
        await Promise.all(
          Array.from(new Set(taken.map((hit) => hit.index)), async (index) => [
            index,
            await index.list(),
          ]),
        ),
      );
    } catch {
      message.textContent = STRINGS.notGathered;
      return;
    }
    if (!isShown()) return;
    const listed = taken.map((hit) => ({ ...hit, ...lists.get(hit.index)[hit.row] }));
    const count = { n: taken.length, all: hits.length };
    if (form === "csv") {
      download(csv(listed, STRINGS, nameOf));
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
      message.textContent = STRINGS.copyByHand;
    }
  }

  function csv(listed, STRINGS, nameOf) {
    const columns = ["Title", "Date", "Series", "Issue", "Department", "County", "Address"];
    const rows = listed.map(({ title, url, table, row }) => {
      const { series, issue, date } = table.bulletin(row);
      const names = (facet) =>
        table
          .values(facet, row)
          .map((slug) => nameOf(facet, slug))
          .join("、");
      const address = new URL(url, document.baseURI).href;
      const printed = [title, date, nameOf("series", series), issue ?? ""];
      return [...printed, names("department"), names("county"), address];
    });
    const lines = [columns.map((name) => STRINGS[`column${name}`]), ...rows].map((row) =>
      row.map(cell).join(","),
    );
    return `\ufeff${lines.join("\r\n")}\r\n`;
  }

  // A cell that no spreadsheet takes for a formula.
  function cell(value) {
    const text = String(value);
    const guarded = /^['=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
    return `"${guarded.replaceAll('"', '""')}"`;
  }

  function download(content) {
    const address = URL.createObjectURL(new Blob([content], { type: "text/csv" }));
    const link = Object.assign(document.createElement("a"), { href: address });
    link.download = "results.csv";
    link.click();
    URL.revokeObjectURL(address);
  }

  // Takes away what was said of another list.
  function clear(tools) {
    tools.querySelector("[role=status]").textContent = "";
    tools.querySelector("textarea").hidden = true;
  }

  jianbao.take = { take, clear };
})((globalThis.jianbao ??= {}));
