// Pagefind, as a phrase search over one of the archive's indexes at a time. Runs as a worker of
// the search page, or in the page itself if there can be no worker.
//
// Pagefind fetches what it needs by itself and only logs what it does not get: a search would then
// answer with too few results. So its requests go through `fetchForPagefind`, which notes what
// failed; the files that all indexes share it fetches once.
(function (jianbao) {
  "use strict";

  const { files } = jianbao;
  const SIGNATURE = "pagefind_dcd";
  const LANGUAGE = "a";

  /**
   * @typedef {object} OpenIndex
   * @property {string} folder
   * @property {string} name
   * @property {Error | null} failure of a file that Pagefind asked for
   * @property {Promise<void>} ready
   * @property {Uint8Array<ArrayBuffer>} [meta]
   * @property {Map<string, number>} rows by the names of Pagefind's pages
   * @property {PagefindInstance} [pagefind]
   */

  class Engine {
    /**
     * @param {string} root address of search/
     * @param {string} engine folder of Pagefind's files, from `root`
     * @param {string} version of Pagefind
     */
    constructor(root, engine, version) {
      this.root = root;
      this.engine = root + engine;
      this.version = version;
      /** @type {Map<string, OpenIndex>} by address of their folder */
      this.indexes = new Map();
      /** @type {Promise<Uint8Array<ArrayBuffer>> | null} */
      this.wasm = null;
      /** @type {Promise<HTMLScriptElement> | null} */
      this.reader = null;
      /** @type {Promise<void> | null} */
      this.first = null;
      const fetchAny = globalThis.fetch.bind(globalThis);
      globalThis.fetch = (input, options) => {
        const address = new URL(input instanceof Request ? input.url : String(input), location.href);
        const folder = address.href.slice(0, address.href.lastIndexOf("/pagefind/") + 10);
        const index = this.indexes.get(folder);
        return index ? this.fetchForPagefind(index, address) : fetchAny(input, options);
      };
    }

    /**
     * Return the rows of an index in which `words` follow one another, and the place of the first such
     * words in each.
     * @param {IndexFiles} info
     * @param {string[]} words
     */
    async find(info, words) {
      const results = await this.search(info, `"${words.join(" ")}"`);
      return {
        rows: results.map(({ row }) => row),
        places: results.map(({ result }) => result.words[0]),
        scores: [],
      };
    }

    /**
     * Return the rows that have all of `words` anywhere, and how much they are about them.
     * @param {IndexFiles} info
     * @param {string[]} words
     */
    async score(info, words) {
      const results = await this.search(info, words.join(" "));
      return {
        rows: results.map(({ row }) => row),
        places: [],
        scores: results.map(({ result }) => result.score),
      };
    }

    /**
     * @param {IndexFiles} info
     * @param {string} query in Pagefind's language
     */
    async search({ path, meta }, query) {
      const index = await this.open(path, meta);
      if (!index.pagefind) throw new Error(`not open: ${index.folder}`);
      const { results } = await index.pagefind.search(query);
      if (index.failure) {
        this.indexes.delete(index.folder);
        throw index.failure;
      }
      return results.flatMap((result) => {
        const row = index.rows.get(result.id);
        return row === undefined ? [] : [{ row, result }];
      });
    }

    /**
     * @param {string} path
     * @param {string} meta
     */
    async open(path, meta) {
      const folder = `${this.root}${path}pagefind/`;
      let index = this.indexes.get(folder);
      if (!index) {
        /** @type {OpenIndex} */
        const opened = { folder, name: meta, failure: null, rows: new Map(), ready: Promise.resolve() };
        opened.ready = this.start(opened);
        index = opened;
        this.indexes.set(folder, opened);
        opened.ready.catch(() => this.indexes.delete(folder));
      }
      await index.ready;
      return index;
    }

    /** @param {OpenIndex} index */
    async start(index) {
      const meta = this.load(`${index.folder}pagefind.${index.name}.pf_meta`);
      await Promise.all([this.shareWasm(), this.shareReader(), meta]);
      index.meta = await meta;
      index.rows = new Map(
        pagesOf(index.meta).map((page, row) => /** @type {const} */ ([page, row])),
      );
      // All instances share one WebAssembly memory, and two that start it at the same time would
      // each make their own and then read the other's: the first one starts alone.
      this.first ??= this.create(index);
      await this.first;
      if (!index.pagefind) await this.create(index);
    }

    /** Fetch what all indexes need. */
    async warm() {
      await Promise.all([this.shareWasm(), this.shareReader()]);
      return { rows: [], places: [], scores: [] };
    }

    // What all indexes need is loaded once, and again after it failed.

    shareWasm() {
      this.wasm ??= this.load(`${this.engine}wasm.unknown.pagefind`).catch((error) => {
        this.wasm = null;
        throw error;
      });
      return this.wasm;
    }

    shareReader() {
      this.reader ??= files.run(`${this.engine}pagefind.js`).catch((error) => {
        this.reader = null;
        throw error;
      });
      return this.reader;
    }

    /** @param {OpenIndex} index */
    async create(index) {
      index.pagefind = jianbao.pagefind.createInstance({ basePath: index.folder, noWorker: true });
      await index.pagefind.filters(); // there are none, but it is answered once all is ready
    }

    /**
     * Answer a request of Pagefind.
     * @param {OpenIndex} index
     * @param {URL} address
     */
    async fetchForPagefind(index, address) {
      const name = address.pathname.slice(address.pathname.lastIndexOf("/") + 1);
      if (name === "pagefind-entry.json") {
        const languages = {
          [LANGUAGE]: { hash: index.name, wasm: null, page_count: index.rows.size },
        };
        const entry = { version: this.version, languages, include_characters: [] };
        return new Response(JSON.stringify(entry));
      }
      if (name.endsWith(".pf_meta")) return new Response(index.meta);
      if (name.startsWith("wasm.")) return new Response(await this.shareWasm());
      try {
        return new Response(await this.load(address.href));
      } catch (error) {
        index.failure = /** @type {Error} */ (error);
        throw error;
      }
    }

    /**
     * Load one of Pagefind's files, unpacked, with the signature that tells Pagefind so.
     * @param {string} address
     */
    async load(address) {
      const content = await files.bytes(address);
      if (signed(content)) return content;
      const stream = new Blob([content]).stream().pipeThrough(new DecompressionStream("gzip"));
      const unpacked = new Uint8Array(await new Response(stream).arrayBuffer());
      if (!signed(unpacked)) throw new Error(`not a Pagefind file: ${address}`);
      return unpacked;
    }
  }

  /** @param {Uint8Array} content */
  function signed(content) {
    return new TextDecoder().decode(content.subarray(0, SIGNATURE.length)) === SIGNATURE;
  }

  /**
   * Return the names of an index's pages, in the order of its rows: the second item of the CBOR list
   * that its .pf_meta holds, a list of pairs (name, length).
   * @param {Uint8Array} meta
   */
  function pagesOf(meta) {
    let at = SIGNATURE.length;
    const head = () => {
      const first = meta[at];
      const size = first & 31;
      const bytes = size < 24 ? 0 : 1 << (size - 24);
      let value = bytes ? 0 : size;
      for (let i = 1; i <= bytes; i += 1) value = value * 256 + meta[at + i];
      at += 1 + bytes;
      return value;
    };
    const string = () => {
      const length = head();
      at += length;
      return new TextDecoder().decode(meta.subarray(at - length, at));
    };
    head();
    string();
    return Array.from({ length: head() }, () => {
      head();
      const name = string();
      head();
      return name;
    });
  }

  jianbao.Engine = Engine;
})((globalThis.jianbao ??= /** @type {any} */ ({})));
