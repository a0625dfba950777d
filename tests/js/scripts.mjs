// Loads scripts of layouts/assets as a browser does: one after the other, with a shared global.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const ASSETS = new URL("../../layouts/assets/", import.meta.url);

/**
 * Run scripts and return the `jianbao` that they fill. `globals` stands for what a browser has.
 * @param {string[]} names without .js
 * @param {Record<string, unknown>} globals
 */
export function load(names, globals = {}) {
  const context = vm.createContext({ URLSearchParams, URL, Intl, console, ...globals });
  for (const name of names) {
    const file = new URL(`${name}.js`, ASSETS);
    vm.runInContext(readFileSync(file, "utf8"), context, { filename: file.pathname });
  }
  return context.jianbao;
}

/**
 * A value of another realm as one of this, so that it can be compared.
 * @template T
 * @param {T} value
 * @returns {T}
 */
export function plain(value) {
  return structuredClone(value);
}
