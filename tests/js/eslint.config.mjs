// The rules for the scripts of layouts/assets: classic scripts, and what tests them.
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    files: ["**/*.js"],
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: "script",
      globals: { ...globals.browser, importScripts: "readonly", jianbao: "writable" },
    },
    rules: {
      complexity: ["error", 12],
      eqeqeq: "error",
      "max-lines-per-function": ["error", { max: 70, skipComments: true, IIFEs: false }],
      "no-eval": "error",
      "no-implicit-globals": "error",
      "no-var": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      strict: ["error", "function"],
    },
  },
  // A page's controller or a closure with state is long, its functions are not.
  {
    files: ["**/search-{facets,suggest,list,elements}.js", "**/reading.js"],
    rules: { "max-lines-per-function": "off" },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.node },
  },
];
