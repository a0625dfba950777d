// Marks texts in an article, and scrolls to the first mark.
/// <reference path="search-text.js" />
(function (jianbao) {
  "use strict";

  const { findAll, normalise } = jianbao.text;

  /** @param {string[]} texts */
  function mark(texts) {
    const sought = texts.map(normalise).filter(Boolean);
    for (const paper of document.querySelectorAll("main .paper")) {
      markIn(paper, (printed) => findAll(printed, sought));
    }
    document.querySelector("mark")?.scrollIntoView({ block: "center" });
  }

  /**
   * Return the text of `paper` as it was indexed, piece by piece, and all of it.
   * @param {Element} paper
   */
  function read(paper) {
    const walker = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT);
    /** @type {{node: Text, start: number}[]} */
    const parts = [];
    let printed = "";
    let last = null;
    while (walker.nextNode()) {
      const node = /** @type {Text} */ (walker.currentNode);
      const block = node.parentElement?.closest("h1,h2,h3,h4,h5,h6,p,li,td,th,pre");
      if (!block || node.parentElement?.closest(".meta, .notice, .pin, nav, button")) continue;
      if (block !== last) printed += "\n";
      last = block;
      parts.push({ node, start: printed.length });
      printed += node.data;
    }
    return { parts, printed };
  }

  /**
   * Mark what `find` finds in `paper`. A hit may run over several nodes, for example if part of it is
   * bold.
   * @param {Element} paper
   * @param {(printed: string) => Span[]} find
   */
  function markIn(paper, find) {
    const { parts, printed } = read(paper);
    const hits = find(printed);
    for (const { node, start } of parts) {
      const end = start + node.data.length;
      const here = hits
        .filter((hit) => hit[0] < end && hit[1] > start)
        .map((hit) => [Math.max(hit[0], start) - start, Math.min(hit[1], end) - start, hit[0]]);
      for (const [from, to, place] of here.reverse()) {
        const mark = document.createElement("mark");
        mark.dataset.hit = String(place); // A hit may have several marks.
        const hit = node.splitText(from);
        hit.splitText(to - from);
        hit.replaceWith(mark);
        mark.append(hit);
      }
    }
  }

  jianbao.marks = { mark };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
