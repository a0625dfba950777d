// The files below search/. They are read over the network; or, where the site is opened from a
// disk, as scripts, since a browser lets a page from there read nothing else. So a JSON file is
// named .js and calls `jianbao.got` with its value, and a binary file has a twin that does so with
// its content in base64.
(function (jianbao) {
  "use strict";

  const offline = location.protocol === "file:";
  const fetchFile = globalThis.fetch.bind(globalThis); // search-engine.js puts another in its place

  jianbao.got = (value) => {
    const script = /** @type {HTMLScriptElement} */ (document.currentScript);
    script.got = { value };
  };

  /**
   * Run a script, which is a file of this site, and return its element.
   * @param {string} address
   */
  async function run(address) {
    if (typeof document === "undefined") return importScripts(address);
    const script = Object.assign(document.createElement("script"), { src: address });
    try {
      await new Promise((resolve, reject) => {
        script.addEventListener("load", resolve);
        script.addEventListener("error", () => reject(new Error(`cannot load ${address}`)));
        document.head.append(script);
      });
    } finally {
      script.remove();
    }
    return script;
  }

  /** @param {string} address */
  async function valueOf(address) {
    const { got } = await run(address);
    if (!got) throw new Error(`damaged: ${address}`);
    return got.value;
  }

  /**
   * @param {string} address
   * @param {RequestInit} [options]
   */
  async function fetched(address, options) {
    const response = await fetchFile(address, options);
    if (!response.ok) throw new Error(`${response.status} ${address}`);
    return response;
  }

  /**
   * Read the JSON file `address`, which is named without its .js.
   * @param {string} address
   */
  async function json(address) {
    if (offline) return valueOf(`${address}.js`);
    const script = await (await fetched(`${address}.js`)).text();
    return JSON.parse(script.slice(script.indexOf("(") + 1, script.lastIndexOf(")")));
  }

  /** @param {string} address */
  async function bytes(address) {
    if (!offline) return new Uint8Array(await (await fetched(address)).arrayBuffer());
    return Uint8Array.from(atob(await valueOf(`${address}.js`)), (byte) => byte.charCodeAt(0));
  }

  /**
   * Read the one file whose name does not change with its content.
   * @param {string} address
   */
  async function manifest(address) {
    if (offline) return valueOf(address.replace(/json$/, "js"));
    return (await fetched(address, { cache: "no-cache" })).json();
  }

  jianbao.files = { offline, run, json, bytes, manifest };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
