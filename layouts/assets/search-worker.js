// Runs search-engine.js in a worker: after {root, engine, version}, each message
// {id, method, info, words} is answered by {id, …} or {id, failure}. In a page that can have no worker
// it only brings the engine.
/// <reference path="search-files.js" />
/// <reference path="search-engine.js" />
(function () {
  "use strict";

  if (typeof document !== "undefined") return;

  /** @type {EngineLike | null} */
  let engine = null;
  // Pagefind looks every 50 ms whether it is ready; nothing else here uses a timer.
  const wait = globalThis.setTimeout.bind(globalThis);
  globalThis.setTimeout = /** @type {any} */ (
    (/** @type {TimerHandler} */ then, ms = 0) => wait(then, Math.min(ms, 2))
  );
  // What goes wrong inside Pagefind is reported by the answer to the search that needed it.
  globalThis.addEventListener("unhandledrejection", (event) => event.preventDefault());

  globalThis.addEventListener("message", async ({ data }) => {
    if (data.root) {
      engine = new globalThis.jianbao.Engine(data.root, data.engine, data.version);
      return;
    }
    /** @type {Task & {id: number}} */
    const { id, method, info, words } = data;
    try {
      if (!engine) throw new Error("the engine was not started");
      globalThis.postMessage({ id, ...(await engine[method](info, words)) });
    } catch (error) {
      globalThis.postMessage({ id, failure: String(error) });
    }
  });
})();
