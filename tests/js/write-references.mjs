// Writes references as the scripts of search do: reads a list of citations as JSON from its input and
// prints the files, by their endings, as JSON. tests/archive/test_citations.py compares them.
import { readFileSync } from "node:fs";

import { load } from "./scripts.mjs";

const { references } = load(["search-references"]);
const cited = JSON.parse(readFileSync(0, "utf8"));
const files = Object.entries(references.files).map(([ending, write]) => [ending, write(cited)]);
process.stdout.write(JSON.stringify(Object.fromEntries(files)));
