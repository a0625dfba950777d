// Makes the book of a list of results: its chapters from the texts, and the pictures in them, which are
// read from the site.
(function (jianbao) {
  "use strict";

  const { references, epub, files } = jianbao;
  const AT_A_TIME = 8; // files that are read at the same time
  const MOST_BYTES = 200_000_000; // of pictures: a browser holds them all until the file is made
  const TYPES = /** @type {Record<string, string>} */ ({
    jpg: "image/jpeg",
    jpeg: "image/jpeg",
    png: "image/png",
    gif: "image/gif",
    webp: "image/webp",
  });

  /**
   * Do the same with each thing, some at a time, until `goesOn` says no. Results are in order.
   * @template T, R
   * @param {T[]} things
   * @param {(thing: T) => Promise<R>} act
   * @param {() => boolean} goesOn
   * @param {(done: number, all: number) => void} report
   * @returns {Promise<R[]>}
   */
  async function inTurn(things, act, goesOn, report) {
    /** @type {R[]} */
    const results = [];
    let next = 0;
    let done = 0;
    const work = async () => {
      while (next < things.length && goesOn()) {
        const number = next;
        next += 1;
        results[number] = await act(things[number]);
        done += 1;
        report(done, things.length);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
    return results;
  }

  /**
   * Return the pieces of the book's file, and how many pictures could not be read.
   * @param {ListedHit[]} listed
   * @param {ShownText[]} texts
   * @param {ExportTools} lent
   * @param {(done: number, all: number) => void} report
   */
  async function make(listed, texts, lent, report) {
    const pages = await pagesOf(listed, lent);
    const addresses = new Set(pages.flatMap((page) => (page ? imagesIn(page).map((image) => image.src) : [])));
    const pictures = await picturesAt([...addresses], lent.isShown, report);
    const articles = listed.map((one, i) => {
      const article = articleOf(one, texts[i], lent.strings);
      const page = pages[i];
      return page ? { ...article, xhtml: xhtmlOf(page, pictures, lent.strings) } : article;
    });
    const { title, strings } = lent;
    const language = document.documentElement.lang;
    const book = { title, language, contents: strings.contents, articles, made: new Date() };
    const parts = epub.parts({ ...book, pictures: [...pictures.values()] });
    return { pieces: await epub.zip(parts), missing: addresses.size - pictures.size };
  }

  /**
   * @param {ListedHit} listed
   * @param {ShownText} shown
   * @param {Record<string, string>} strings
   * @returns {EpubArticle}
   */
  function articleOf({ id, status, citation, table, row }, shown, strings) {
    const when = table.bulletin(row).date || strings.undated;
    return {
      ...{ id, when, title: shown.title, kicker: shown.kicker, subtitle: shown.subtitle },
      status: status && strings[status],
      by: [when, shown.bulletin, ...(shown.authors ?? [])].join("　"),
      text: shown.text ?? [],
      signed: shown.attribution,
      reference: references.gbt7714(citation),
    };
  }

  /**
   * Read the texts that are more than paragraphs, each as a page whose addresses are those of the
   * article's own page; null for the others.
   * @param {ListedHit[]} listed
   * @param {ExportTools} lent
   */
  function pagesOf(listed, lent) {
    /** @type {Map<string, Promise<Record<string, string>>>} */
    const known = new Map();
    const read = async (/** @type {ListedHit} */ one) => {
      if (!one.html) return null;
      const { address, rowsOfHtml } = one.index;
      const file = `${address}html/${Math.floor(one.row / rowsOfHtml)}`;
      const rows = known.get(file) ?? files.json(file);
      known.set(file, rows);
      // Nothing in it runs or is loaded: the page is shown nowhere.
      const page = new DOMParser().parseFromString((await rows)[one.row], "text/html");
      const base = page.createElement("base");
      base.href = new URL(one.url, document.baseURI).href;
      page.head.append(base);
      return page;
    };
    return inTurn(listed, read, lent.isShown, () => {});
  }

  /** @param {Document} page */
  function imagesIn(page) {
    return [...page.querySelectorAll("img")];
  }

  /**
   * Read pictures. Those that cannot be read are not in the result; a page from a disk reads none.
   * @param {string[]} addresses
   * @param {() => boolean} goesOn
   * @param {(done: number, all: number) => void} report
   * @returns {Promise<Map<string, EpubPicture>>}
   */
  async function picturesAt(addresses, goesOn, report) {
    /** @type {Map<string, EpubPicture>} */
    const pictures = new Map();
    if (files.offline) return pictures;
    let left = MOST_BYTES;
    /** @param {string} address */
    const read = async (address) => {
      const ending = new URL(address).pathname.split(".").pop()?.toLowerCase() ?? "";
      if (!(ending in TYPES) || left <= 0) return null;
      try {
        const bytes = await files.bytes(address);
        left -= bytes.length;
        return left < 0 ? null : { ending, bytes };
      } catch {
        return null;
      }
    };
    const found = await inTurn(addresses, read, goesOn, report);
    found.forEach((one, i) => {
      if (!one) return;
      const name = `pictures/${pictures.size + 1}.${one.ending}`;
      pictures.set(addresses[i], { name, type: TYPES[one.ending], bytes: one.bytes });
    });
    return pictures;
  }

  /**
   * Return the text of a page as XHTML, with the pictures of the book. In the place of one that is
   * missing stands what it shows.
   * @param {Document} page
   * @param {Map<string, EpubPicture>} pictures
   * @param {Record<string, string>} strings
   */
  function xhtmlOf(page, pictures, strings) {
    for (const image of imagesIn(page)) {
      const picture = pictures.get(image.src);
      const shown = page.createElement(picture ? "img" : "span");
      if (picture) {
        shown.setAttribute("src", picture.name);
        shown.setAttribute("alt", image.alt);
      } else {
        shown.className = "missing";
        shown.textContent = strings.pictureMissing.replace("{words}", image.alt);
      }
      (image.closest("a.picture") ?? image).replaceWith(shown);
    }
    for (const box of page.querySelectorAll("[tabindex]")) box.removeAttribute("tabindex");
    const writer = new XMLSerializer();
    return [...page.body.childNodes].map((node) => writer.serializeToString(node)).join("");
  }

  jianbao.book = { make, inTurn };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
