// Makes an EPUB of articles, and the ZIP file that an EPUB is.
(function (jianbao) {
  "use strict";

  const utf8 = new TextEncoder();
  const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
  const STYLE = `body { line-height: 1.8; }
h1 { font-size: 1.4em; }
h2, h3, h4, h5, h6 { font-size: 1em; }
p { margin: 0; text-indent: 2em; }
.footnotes p, .missing { text-indent: 0; }
.footnotes, .missing { font-size: 0.85em; }
.footnotes { margin-top: 1em; border-top: 1px solid; }
figure { margin: 1em 0; text-align: center; break-inside: avoid; }
figcaption, caption { font-size: 0.85em; }
img { max-width: 100%; height: auto; }
table { margin: 1em auto; border-collapse: collapse; }
th, td { border: 1px solid; padding: 0.2em 0.5em; text-align: left; }
.right { text-align: right; }
.center { text-align: center; }
.by, .kicker, .subtitle, .reference, .status { margin: 0.5em 0; text-indent: 0; }
.signed { text-align: right; }
.by, .reference { font-size: 0.85em; }
.reference { margin-top: 2em; border-top: 1px solid; overflow-wrap: anywhere; }
`;

  // --- XML ----------------------------------------------------------------------------------------

  // Characters that XML does not allow.
  const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

  /** @param {string} text */
  function xml(text) {
    return text
      .replace(FORBIDDEN, "")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;");
  }

  /**
   * @param {string} language
   * @param {string} title
   * @param {string} body
   */
  function page(language, title, body) {
    return `${HEAD}<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="${language}" xml:lang="${language}">
<head><title>${xml(title)}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body>
${body}
</body>
</html>
`;
  }

  /**
   * @param {string} kind class of the paragraph
   * @param {string | undefined} text
   */
  function paragraph(kind, text) {
    return text ? `<p class="${kind}">${xml(text)}</p>\n` : "";
  }

  /** @param {EpubArticle} article */
  function chapter({ title, kicker, subtitle, status, by, text, xhtml, signed, reference }) {
    const paragraphs = text.flatMap((block) => block.split("\n")).filter(Boolean);
    const body = [
      paragraph("kicker", kicker),
      `<h1>${xml(title)}</h1>\n`,
      paragraph("subtitle", subtitle),
      paragraph("by", by),
      paragraph("status", status),
      ...(xhtml === undefined ? paragraphs.map((one) => `<p>${xml(one)}</p>\n`) : [xhtml]),
      paragraph("signed", signed),
      paragraph("reference", reference),
    ];
    return page("zh-CN", title, body.join(""));
  }

  /**
   * Return the parts of a book, with their names. The first one must not be compressed.
   * @param {EpubBook} book
   * @returns {ZipEntry[]}
   */
  function parts({ title, language, contents, articles, pictures, made }) {
    const names = articles.map((_, i) => `${i + 1}.xhtml`);
    const links = articles.map(
      (one, i) => `<li><a href="${names[i]}">${xml(`${one.title} ${one.when}`)}</a></li>`,
    );
    const nav = `<h1>${xml(title)}</h1>\n<nav epub:type="toc"><h2>${xml(contents)}</h2><ol>\n${links.join("\n")}\n</ol></nav>`;
    const items = names.map((name, i) => `<item id="a${i + 1}" href="${name}" media-type="application/xhtml+xml"/>`);
    const shown = pictures.map(
      ({ name, type }, i) => `<item id="p${i + 1}" href="${name}" media-type="${type}"/>`,
    );
    const spine = names.map((_, i) => `<itemref idref="a${i + 1}"/>`);
    return [
      ["mimetype", "application/epub+zip"],
      [
        "META-INF/container.xml",
        `${HEAD}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n`,
      ],
      [
        "EPUB/package.opf",
        `${HEAD}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="${language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:${uuidOf(articles.map((one) => one.id).join("\n"))}</dc:identifier>
<dc:title>${xml(title)}</dc:title>
<dc:language>zh-CN</dc:language>
<meta property="dcterms:modified">${made.toISOString().slice(0, 19)}Z</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
${[...items, ...shown].join("\n")}
</manifest>
<spine><itemref idref="nav"/>
${spine.join("\n")}
</spine>
</package>
`,
      ],
      ["EPUB/nav.xhtml", page(language, title, nav)],
      ["EPUB/style.css", STYLE],
      ...articles.map((one, i) => /** @type {ZipEntry} */ ([`EPUB/${names[i]}`, chapter(one)])),
      ...pictures.map(({ name, bytes }) => /** @type {ZipEntry} */ ([`EPUB/${name}`, bytes])),
    ];
  }

  /**
   * Return a UUID that is the same for the same text.
   * @param {string} text
   */
  function uuidOf(text) {
    const words = [0, 1, 2, 3].map((seed) => crc32(utf8.encode(`${seed} ${text}`)));
    const hex = words.map((word) => word.toString(16).padStart(8, "0")).join("");
    // Version 8, variant 1: a UUID by a rule of our own.
    const [a, b, c, d, e] = [[0, 8], [8, 12], [13, 16], [17, 20], [20, 32]].map(([from, to]) => hex.slice(from, to));
    return `${a}-${b}-8${c}-8${d}-${e}`;
  }

  // --- ZIP ----------------------------------------------------------------------------------------

  const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    return c;
  });

  /** @param {Uint8Array} bytes */
  function crc32(bytes) {
    let crc = 0xffffffff;
    for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
    return (crc ^ 0xffffffff) >>> 0;
  }

  /**
   * Compress, or return null if the browser cannot.
   * @param {Uint8Array<ArrayBuffer>} bytes
   */
  async function deflate(bytes) {
    try {
      const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
      return new Uint8Array(await new Response(stream).arrayBuffer());
    } catch {
      return null;
    }
  }

  /**
   * Return a ZIP file of texts and pictures. The first is stored as it is, as an EPUB wants it; so
   * are pictures, which are compressed already.
   * @param {ZipEntry[]} entries
   * @returns {Promise<Uint8Array<ArrayBuffer>[]>} pieces of the file, in order
   */
  async function zip(entries) {
    const pieces = [];
    const directory = [];
    let offset = 0;
    let directorySize = 0;
    for (const [i, [name, content]] of entries.entries()) {
      const plain = typeof content === "string" ? utf8.encode(content) : content;
      const packed = i === 0 || plain === content ? null : await deflate(plain);
      const stored = packed ?? plain;
      const entry = { name: utf8.encode(name), crc: crc32(plain), isPacked: packed !== null };
      const facts = { ...entry, size: plain.length, packed: stored.length, offset };
      const local = header(0x04034b50, facts);
      pieces.push(local, stored);
      offset += local.length + stored.length;
      const central = header(0x02014b50, facts);
      directory.push(central);
      directorySize += central.length;
    }
    return [...pieces, ...directory, ending(entries.length, directorySize, offset)];
  }

  /**
   * Return the header of an entry: in front of it, or in the directory at the end.
   * @param {number} signature
   * @param {{name: Uint8Array, crc: number, isPacked: boolean, size: number, packed: number, offset: number}} facts
   */
  function header(signature, { name, crc, isPacked, size, packed, offset }) {
    const isCentral = signature === 0x02014b50;
    const length = isCentral ? 46 : 30;
    const bytes = new Uint8Array(length + name.length);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, signature, true);
    if (isCentral) view.setUint16(4, 20, true); // made by version 2.0
    const at = isCentral ? 6 : 4;
    view.setUint16(at, 20, true); // needs version 2.0
    view.setUint16(at + 2, 0x0800, true); // names are UTF-8
    view.setUint16(at + 4, isPacked ? 8 : 0, true);
    view.setUint16(at + 8, 0x0021, true); // 1980-01-01
    view.setUint32(at + 10, crc, true);
    view.setUint32(at + 14, packed, true);
    view.setUint32(at + 18, size, true);
    view.setUint16(at + 22, name.length, true);
    if (isCentral) view.setUint32(42, offset, true);
    bytes.set(name, length);
    return bytes;
  }

  /**
   * @param {number} count
   * @param {number} size of the directory
   * @param {number} offset
   */
  function ending(count, size, offset) {
    const bytes = new Uint8Array(22);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, 0x06054b50, true);
    view.setUint16(8, count, true);
    view.setUint16(10, count, true);
    view.setUint32(12, size, true);
    view.setUint32(16, offset, true);
    return bytes;
  }

  jianbao.epub = { parts, zip };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
