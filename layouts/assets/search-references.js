// Writes references in the formats of jianbao/archive/citations.py, which has their rules: a test
// compares the two, text by text.
(function (jianbao) {
  "use strict";

  const AUTHORS_NAMED = 3;
  const LANGUAGE = "zh-CN";
  const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
  /** @type {Record<string, string>} */
  const LATEX = {
    "\\": String.raw`{\textbackslash}`,
    "{": String.raw`{\textbraceleft}`,
    "}": String.raw`{\textbraceright}`,
    "~": String.raw`{\textasciitilde}`,
    "^": String.raw`{\textasciicircum}`,
  };

  /** @param {Citation} citation */
  function titleOf({ title, subtitle }) {
    return subtitle ? `${title}：${subtitle}` : title;
  }

  /** @param {Citation} citation the facts that no other field of a reference holds */
  function noteOf({ status, sha256 }) {
    return [status, sha256 && `SHA-256: ${sha256}`].filter(Boolean).join("; ");
  }

  /**
   * Return the reference by GB/T 7714—2025.
   * @param {Citation} citation
   */
  function gbt7714(citation) {
    const { form, creators, series, publisher, issue, date = "", address = "", status } = citation;
    const names = creators.slice(0, AUTHORS_NAMED);
    if (creators.length > AUTHORS_NAMED) names.push("等");
    const mark = form === "page" ? "EB" : "J";
    const parts = [names.join("，"), `${titleOf(citation)}[${mark}${address ? "/OL" : ""}]`];
    if (form === "page") {
      parts.push((date ? `（${date}）` : "") + (address ? "[引用日期]" : ""));
    } else if (form === "article") {
      parts.push(`${series}，${numberOf(citation)}`);
    } else {
      if (issue) parts.push(numberOf(citation));
      parts.push([publisher, date].filter(Boolean).join("，"));
    }
    parts.push(address);
    const closed = parts.filter(Boolean).map((part) => part + (part.endsWith(".") ? " " : ". "));
    const reference = closed.join("").replace(/ $/, "");
    return status ? `${reference}（${status}）` : reference;
  }

  /**
   * Return 2024（77）, or the date if the issue has no number.
   * @param {Citation} citation
   */
  function numberOf({ issue, date }) {
    if (!issue) return date || "[日期不详]";
    return `${date ? date.slice(0, 4) : "[年份不详]"}（${issue}）`;
  }

  /** @param {string} text */
  function latex(text) {
    return text.replace(/[\\{}~^]/g, (one) => LATEX[one]).replace(/[$&#%_]/g, String.raw`\$&`);
  }

  /** @param {string | undefined} text with a second pair of braces, which keep the case of Latin words */
  function braced(text) {
    return text ? `{${latex(text)}}` : "";
  }

  /** @param {string} address */
  function verbatim(address) {
    return address.replace(/[^A-Za-z0-9/:?#[\]@!$&'()*+,;=%\-._~]/gu, encodeURIComponent);
  }

  /** @param {Citation} citation */
  function bibtex(citation) {
    const { form, key, creators, title, subtitle, series, publisher, issue, date, address } = citation;
    const type = { article: "article", issue: "periodical", page: "online" }[form];
    const fields = {
      author: creators.map(braced).join(" and "),
      title: braced(title),
      subtitle: braced(subtitle),
      journal: form === "article" ? braced(series) : "",
      number: latex(issue ?? ""),
      publisher: braced(publisher),
      year: date?.slice(0, 4),
      date,
      url: verbatim(address ?? ""),
      language: "chinese",
      note: noteOf(citation),
    };
    const lines = Object.entries(fields).map(([name, value]) => (value ? `  ${name} = {${value}},\n` : ""));
    const month = date?.split("-")[1];
    if (month) lines.push(`  month = ${MONTHS[Number(month) - 1]},\n`);
    return `@${type}{${key},\n${lines.join("")}}\n`;
  }

  /** @param {Citation} citation */
  function ris(citation) {
    const { form, key, creators, series, publisher, issue, date, address } = citation;
    const type = { article: "JOUR", issue: "JFULL", page: "ELEC" }[form];
    /** @type {[string, string | undefined][]} */
    const tags = [
      ["TY", type],
      ["ID", key],
      ...creators.map((name) => /** @type {[string, string]} */ (["AU", name])),
      ["TI", titleOf(citation)],
      ["T2", form === "article" ? series : ""],
      ["PB", publisher],
      ["PY", date?.slice(0, 4)],
      ["DA", date && `${[...date.split("-"), "", ""].slice(0, 3).join("/")}/`],
      ["IS", issue],
      ["UR", address],
      ["LA", LANGUAGE],
      ["N1", noteOf(citation)],
    ];
    const lines = tags.map(([tag, value]) => (value ? `${tag}  - ${value}\r\n` : ""));
    return `${lines.join("")}ER  - \r\n`;
  }

  /** @param {Citation} citation */
  function csl(citation) {
    const { form, key, creators, series, publisher, issue, date, address } = citation;
    return {
      id: key,
      type: { article: "article-journal", issue: "periodical", page: "webpage" }[form],
      author: creators.length ? creators.map((literal) => ({ literal })) : undefined,
      title: titleOf(citation),
      "container-title": form === "issue" ? undefined : series,
      publisher,
      issue,
      issued: date ? { "date-parts": [date.split("-").map(Number)] } : undefined,
      URL: address,
      language: LANGUAGE,
      note: noteOf(citation) || undefined,
    };
  }

  /** @type {Jianbao["references"]["files"]} */
  const files = {
    "gbt.txt": (cited) => cited.map((one, i) => `[${i + 1}] ${gbt7714(one)}\n`).join(""),
    bib: (cited) => cited.map(bibtex).join("\n"),
    ris: (cited) => cited.map(ris).join(""),
    "csl.json": (cited) => `${JSON.stringify(cited.map(csl), null, 1)}\n`,
  };

  jianbao.references = { gbt7714, files };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
