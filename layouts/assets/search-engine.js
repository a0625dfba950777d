// Pagefind, as a phrase search over one of the archive's indexes at a time. Runs as a worker of
// the search page, or in the page itself where there can be no worker.
//
// Pagefind fetches what it needs by itself and only logs what it does not get: a search would then
// answer with too few results. So its requests go through `fetchForPagefind`, which notes what
// failed; the files that all indexes share it fetches once.
(function (jianbao) {
  "use strict";

  const { files } = jianbao;
  const SIGNATURE = "pagefind_dcd";
  const LANGUAGE = "a";

  class Engine {
    constructor(root, engine, version) {
      this.root = root; // address of search/
      this.engine = root + engine;
      this.version = version;
      this.indexes = new Map(); // by address of their folder
      this.reader = null;
      this.wasm = null;
      this.first = null;
      const fetchAny = globalThis.fetch.bind(globalThis);
      globalThis.fetch = (input, options) => {
        const address = new URL(String(input?.url ?? input), location.href);
        const folder = address.href.slice(0, address.href.lastIndexOf("/pagefind/") + 10);
        const index = this.indexes.get(folder);
        return index ? this.fetchForPagefind(index, address) : fetchAny(input, options);
      };
    }

    // The rows of an index in which `words` follow one another, and the place of the first such words
    // in each.
    async find(info, words) {
      const results = await this.search(info, `"${words.join(" ")}"`);
      return {
        rows: results.map(({ row }) => row),
        places: results.map(({ result }) => result.words[0]),
      };
    }

    // The rows that have all of `words` anywhere, and how much they are about them.
    async score(info, words) {
      const results = await this.search(info, words.join(" "));
      return {
        rows: results.map(({ row }) => row),
        scores: results.map(({ result }) => result.score),
      };
    }

    async search({ path, meta }, query) {
      const index = await this.open(path, meta);
      const { results } = await index.pagefind.search(query);
      if (index.failure) {
        this.indexes.delete(index.folder);
        throw index.failure;
      }
      return results.map((result) => ({ row: index.rows.get(result.id), result }));
    }

    async open(path, meta) {
      const folder = `${this.root}${path}pagefind/`;
      let index = this.indexes.get(folder);
      if (!index) {
        index = { folder, name: meta, failure: null };
        index.ready = this.start(index);
        this.indexes.set(folder, index);
        index.ready.catch(() => this.indexes.delete(folder));
      }
      await index.ready;
      return index;
    }

    async start(index) {
      const meta = this.load(`${index.folder}pagefind.${index.name}.pf_meta`);
      await Promise.all([this.share("wasm"), this.share("reader"), meta]);
      index.meta = await meta;
      index.rows = new Map(pagesOf(index.meta).map((page, row) => [page, row]));
      // All instances share one WebAssembly memory, and two that start it at the same time would
      // each make their own and then read the other's: the first one starts alone.
      this.first ??= this.create(index);
      await this.first;
      if (!index.pagefind) await this.create(index);
    }

    // Fetches what all indexes need.
    async warm() {
      await Promise.all([this.share("wasm"), this.share("reader")]);
    }

    // What all indexes need, once, and again after it failed.
    share(name) {
      const load = {
        wasm: () => this.load(`${this.engine}wasm.unknown.pagefind`),
        reader: () => files.run(`${this.engine}pagefind.js`),
      };
      this[name] ??= load[name]().catch((error) => {
        this[name] = null;
        throw error;
      });
      return this[name];
    }

    async create(index) {
      index.pagefind = jianbao.pagefind.createInstance({ basePath: index.folder, noWorker: true });
      await index.pagefind.filters(); // there are none, but it is answered once all is ready
    }

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
      if (name.startsWith("wasm.")) return new Response(await this.wasm);
      try {
        return new Response(await this.load(address.href));
      } catch (error) {
        index.failure = error;
        throw error;
      }
    }

    // The content of one of Pagefind's files, unpacked, with the signature that tells Pagefind so.
    async load(address) {
      const content = await files.bytes(address);
      if (signed(content)) return content;
      const stream = new Blob([content]).stream().pipeThrough(new DecompressionStream("gzip"));
      const unpacked = new Uint8Array(await new Response(stream).arrayBuffer());
      if (!signed(unpacked)) throw new Error(`not a Pagefind file: ${address}`);
      return unpacked;
    }
  }

  function signed(content) {
    return new TextDecoder().decode(content.subarray(0, SIGNATURE.length)) === SIGNATURE;
  }

  // The names of an index's pages, in the order of its rows: the second item of the CBOR list that
  // its .pf_meta holds, a list of pairs (name, length).
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
})((globalThis.jianbao ??= {}));
