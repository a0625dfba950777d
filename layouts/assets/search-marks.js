// Marks in an article the texts that the reader searched for (…/3.html#q=医共体&q=县), and scrolls to
// the first mark.
(function (jianbao) {
  "use strict";
  const texts = new URLSearchParams(location.hash.slice(1)).getAll("q");
  const own = /** @type {HTMLScriptElement} */ (document.currentScript);
  if (texts.length) {
    const compare = new URL(own.dataset.text ?? "", document.baseURI).href;
    const script = Object.assign(document.createElement("script"), { src: compare });
    script.addEventListener("load", markAll);
    document.head.append(script);
  }

  function markAll() {
    const { findAll, normalise } = jianbao.text;
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
        .map((hit) => [Math.max(hit[0], start) - start, Math.min(hit[1], end) - start]);
      for (const [from, to] of here.reverse()) {
        const mark = document.createElement("mark");
        const hit = node.splitText(from);
        hit.splitText(to - from);
        hit.replaceWith(mark);
        mark.append(hit);
      }
    }
  }

  jianbao.marks = { read, markIn };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
