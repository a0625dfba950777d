// Starts the search of search-engine.js in a worker, or in the page itself if no worker can start, as
// on a page that is opened from a disk. Either runs search-worker.js.
(function (jianbao) {
  "use strict";

  const { files } = jianbao;
  const { once } = jianbao.archive;

  /**
   * Return a function that runs a method of the engine.
   * @param {string} script address of search-worker.js
   * @param {string} root address of search/
   * @param {string} engine folder of Pagefind's files, from `root`
   * @param {string} version of Pagefind
   * @returns {Find}
   */
  function start(script, root, engine, version) {
    /** @type {Map<number, Waiting>} */
    const waiting = new Map();
    let count = 0;
    /** @type {Worker | null} */
    let worker = null;

    const here = once(async () => {
      await files.run(script);
      return new jianbao.Engine(root, engine, version);
    });

    /** @param {Task} task */
    async function findHere({ method, info, words }) {
      return (await here())[method](info, words);
    }

    function giveUp() {
      worker = null;
      for (const { task, resolve, reject } of waiting.values()) findHere(task).then(resolve, reject);
      waiting.clear();
    }

    /** @param {MessageEvent} event */
    function answer({ data }) {
      const asked = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.failure) asked?.reject(new Error(data.failure));
      else asked?.resolve(data);
    }

    // Firefox also starts a worker from a disk, but the worker could not read any file there.
    if (!files.offline) {
      worker = new Worker(script);
      worker.addEventListener("error", giveUp);
      worker.addEventListener("message", answer);
      worker.postMessage({ root, engine, version });
    }
    return (method, info, words) => {
      const task = { method, info: info && { path: info.path, meta: info.meta }, words };
      if (!worker) return findHere(task);
      const chosen = worker;
      return new Promise((resolve, reject) => {
        count += 1;
        waiting.set(count, { task, resolve, reject });
        chosen.postMessage({ id: count, ...task });
      });
    };
  }

  jianbao.client = { start };
})((globalThis.jianbao ??= /** @type {any} */ ({})));
