// The modules of layouts/assets as TypeScript sees them: classic scripts that share the global
// `jianbao`, since a page that is opened from a disk may not load ES modules.

type Authority = "county" | "township" | "department" | "topic";
type Facet = Authority | "year" | "series" | "kind";
type Chosen = Record<Facet, Set<string>>;
type Span = [start: number, end: number];

interface Filters {
  chosen: Chosen;
  /** Months as YYYY-MM, "" for open. */
  from: string;
  to: string;
}

/** The filter that makes the page of a county, an office, a series or a year. */
interface Fixed {
  facet: Facet;
  slug: string;
}

type Order = "newest" | "oldest" | "relevance";

interface SearchState extends Filters {
  q: string;
  order: Order;
  exact: boolean;
  /** From 1. */
  page: number;
}

interface Piece {
  text: string;
  hit: boolean;
}

/** A term of a query, normalised; `printed` is the text as it was typed. */
interface Term {
  text: string;
  printed: string;
  excluded: boolean;
  literal: boolean;
}

/** A term with all texts that stand for it. */
interface UnderstoodTerm extends Term {
  texts: string[];
}

interface Note {
  from: string;
  to: string[];
}

/** A term of an authority file or a series, as search/…/terms.js has it. */
interface KnownTerm {
  slug: string;
  name: string;
  url: string;
  kind: string;
  articles: number;
  aliases?: string[];
  misprints?: string[];
  /** Syllables of each name, with spaces. */
  readings: string[];
  /** Normalised; the first is the full name. */
  names: string[];
}

/** What a search box offers: a term, or in the boxes outside the search page an issue or a title. */
interface Suggestion {
  facet: Authority | "issue" | "title";
  name: string;
  url: string;
  slug?: string;
  articles?: number;
}

type Suggested = KnownTerm & { facet: Authority; place: number };

interface KnownTerms {
  county: KnownTerm[];
  township: KnownTerm[];
  department: KnownTerm[];
  topic: KnownTerm[];
  series: KnownTerm[];
  /** Pairs of a short and a full form. */
  shortenings: [string, string][];
}

interface Simplified {
  traditional: string;
  either: string;
  phrases: Record<string, string>;
  pairs?: { traditional: Map<string, string>; either: Map<string, string> };
}

type Status = "corrected" | "replaced" | "withdrawn";
type NumberedIssues = Record<string, { title: string; url: string; status?: Status }[]>;

interface IndexInfo {
  path: string;
  meta: string;
  /** Newest first; alone "undated" for bulletins without a date. */
  years: string[];
  first: string;
  last: string;
  articles: number;
}

interface Manifest {
  indexes: IndexInfo[];
  engine: string;
  pagefind: string;
  terms: string;
  simplified: string;
  issues: string;
  /** How many texts of articles share a file, of bulletins, and of articles as HTML. */
  rows: number;
  bulletin_rows: number;
  html_rows: number;
  guide?: { path: string; size: number } | null;
}

/** What one row shows; a bulletin's row has no `attribution`. */
interface ShownText {
  url: string;
  title: string;
  bulletin: string;
  /** Offices and places by their names of that time, if those are not the present ones. */
  names?: string[];
  kicker?: string;
  subtitle?: string;
  text?: string[];
  attribution?: string;
  authors?: string[];
  /** What became of the text after it was published. */
  status?: Status;
  /** Address of what replaces it. */
  successor?: string;
}

/** The content of a reference, as jianbao/archive/citations.py has it. */
interface Citation {
  form: "article" | "issue" | "page";
  key: string;
  creators: string[];
  title: string;
  subtitle?: string;
  series: string;
  publisher?: string;
  issue?: string;
  date?: string;
  address?: string;
  sha256?: string;
  status?: string;
}

interface ListedText {
  id: string;
  title: string;
  url: string;
  /** Length of its text in UTF-8. */
  bytes: number;
  /** Length of its HTML, if it is more than paragraphs. */
  html?: number;
  /** Length of the pictures that it shows. */
  pictures?: number;
  citation: Citation;
  /** What became of the text after it was published. */
  status?: Status;
}

interface FacetTable {
  articles: number;
  length: number;
  titleLength(row: number): number;
  isReplaced(row: number): boolean;
  bulletin(row: number): { series: string; issue: number | null; date: string };
  values(facet: Facet, row: number): string[];
}

/** The facets of an index as its file has them: numbers of names. */
interface FacetFile {
  bulletins: [series: number, issue: number | null, date: string, articles: number][];
  series: string[];
  counties: string[];
  departments: string[];
  townships: string[];
  topics: string[];
  kinds: string[];
  county: number[][];
  department: number[][];
  township: number[][];
  topic: number[][];
  kind: number[];
  title: number[];
  /** Rows of what was replaced. */
  replaced?: number[];
}

interface Found {
  rows: number[];
  /** How many terms the title of each row holds. */
  titled: Map<number, number>;
}

interface SearchIndex {
  /** Of its folder. */
  address: string;
  /** How many texts as HTML share a file. */
  rowsOfHtml: number;
  info: IndexInfo;
  table(): Promise<FacetTable>;
  list(): Promise<ListedText[]>;
  text(row: number): Promise<ShownText>;
  rows(terms: UnderstoodTerm[]): Promise<Found>;
  scores(texts: string[]): Promise<Map<number, number>>;
}

interface Archive {
  manifest: Manifest;
  indexes: SearchIndex[];
  terms: KnownTerms;
  simplified: Simplified;
  issues(): Promise<Record<string, NumberedIssues>>;
}

interface EngineAnswer {
  rows: number[];
  places: number[];
  scores: number[];
}

type Method = "find" | "score" | "warm";
type IndexFiles = Pick<IndexInfo, "path" | "meta">;

interface Task {
  method: Method;
  info?: IndexFiles;
  words?: string[];
}

interface Waiting {
  task: Task;
  resolve(answer: EngineAnswer): void;
  reject(error: Error): void;
}

type Find = (method: Method, info?: IndexFiles, words?: string[]) => Promise<EngineAnswer>;
type StartEngine = (root: string, engine: string, version: string) => Find;

interface Row {
  index: SearchIndex;
  table: FacetTable;
  row: number;
}

interface Hit extends Row {
  titled: number;
  score: number;
  replaced: boolean;
}

/** Numbers of articles by facet and value, and by month as YYYY-MM. */
type Counts = Record<Facet | "month", Map<string, number>>;
type NameOf = (facet: Facet, slug: string) => string;

/** One search, from the query to the last item of its list. */
interface Run {
  number: number;
  state: SearchState;
  place: number;
  /** Whether the reader is still typing. */
  live: boolean;
  parsed: Term[];
  terms: UnderstoodTerm[];
  /** What is marked in the results. */
  sought: string[];
  hits: Hit[];
  bulletins: Row[];
  counts: Counts;
  failed: IndexInfo[];
  /** How many of the results of its page are shown, as far as there are so many. */
  wanted: number;
  items: Promise<HTMLElement | null>[];
  reported: number;
}

interface Help {
  /** Terms that are nowhere, as typed. */
  absent: string[];
  /** Only the filters leave nothing. */
  unfiltered: boolean;
  /** Each term is somewhere, but not all in one article. */
  apart: boolean;
  /** Queries that find something. */
  offers: string[];
}

type Values = Record<string, string | number>;
type Child = Node | string;

interface Elements {
  strings: Record<string, string>;
  numbers: Intl.NumberFormat;
  say(key: string, values?: Values): string;
  brief(typed: string): string;
  element<K extends keyof HTMLElementTagNameMap>(
    name: K,
    properties?: Partial<HTMLElementTagNameMap[K]>,
    ...children: Child[]
  ): HTMLElementTagNameMap[K];
  button(
    words: string,
    act: () => void,
    properties?: Partial<HTMLButtonElement>,
  ): HTMLButtonElement;
  markedPieces(pieces: Piece[]): Child[];
  marked(printed: string, texts: string[]): Child[];
  when(date: string): HTMLElement;
  /** Return a drawing `height` pixels high that holds one rectangle. */
  bar(height: number, sizes: Record<"x" | "y" | "width" | "height", string | number>): Element;
  statusMark(shown: { status?: Status }): Child[];
  yearName(year: string): string;
}

interface Pager {
  state: SearchState;
  pages: number;
  addressOf(state: SearchState): string;
  go(page: number): void;
}

interface ResultList {
  item(row: Row, sought: string[]): Promise<HTMLElement>;
  bulletins(
    section: HTMLElement,
    run: Pick<Run, "bulletins" | "sought">,
    isStale: () => boolean,
  ): Promise<void>;
  pager(nav: HTMLElement, pager: Pager): void;
}

interface FacetTools {
  elements: Elements;
  fixed: Fixed | null;
  change(changes: Partial<SearchState>): void;
  readAddress(): SearchState;
  toResults(): void;
  focus(): void;
}

interface FacetPanel {
  show(known: Pick<Archive, "terms" | "indexes">, state: SearchState): void;
  count(counts: Counts, found: number): void;
  nameOf: NameOf;
}

interface TimeBar {
  /** The year, or the month as YYYY-MM. */
  value: string;
  /** Number of the month, 0 if the bar is a year. */
  month: number;
  year: string;
  count: number;
}

interface TimeChart {
  prepare(known: Pick<Archive, "indexes">, state: SearchState): void;
  show(known: Pick<Archive, "indexes">, counts: Counts, state: SearchState): void;
}

/** Of `base` articles, `found` have the terms. */
interface FrequencyRow {
  name: string;
  found: number;
  base: number;
  share: number;
}

interface Frequency {
  clear(): void;
  show(known: Archive, run: Run): void;
}

interface ExportTools extends Pick<Elements, "say" | "strings" | "element" | "button"> {
  nameOf: NameOf;
  isShown(): boolean;
  /** Of the list, as a book has it. */
  title: string;
  /** Of the file, without its ending. */
  name: string;
}

type ListedHit = Hit & ListedText;

interface ExportForm {
  /** The ending of the file, or what the button does. */
  name: string;
  /** Key of its words, if they are not the same in every language. */
  label: string;
  words?: string;
  type?: string;
  hasText?: boolean;
}

interface EpubArticle {
  id: string;
  when: string;
  title: string;
  kicker?: string;
  subtitle?: string;
  status?: string;
  by: string;
  text: string[];
  /** The text with its headings, tables, pictures and notes; without it, `text` is all. */
  xhtml?: string;
  signed?: string;
  reference: string;
}

interface EpubBook {
  title: string;
  /** Of the interface. */
  language: string;
  contents: string;
  articles: EpubArticle[];
  pictures: EpubPicture[];
  made: Date;
}

interface EpubPicture {
  name: string;
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A name, and a text or the bytes of a picture. */
type ZipEntry = [name: string, content: string | Uint8Array<ArrayBuffer>];

/** A page of a list of results, for the articles that are opened from it. Links are absolute. */
interface KeptResults {
  links: string[];
  /** Place of the first link among all results. */
  first: number;
  total: number;
  /** The list itself; its pages before and after it, "" if there is none. */
  list: string;
  before: string;
  after: string;
}

interface SuggestTools {
  elements: Elements;
  suggest(typed: string): Promise<Suggestion[]>;
  choose(term: Suggestion, rest: string): void;
}

interface Files {
  offline: boolean;
  run(address: string): Promise<HTMLScriptElement>;
  json(address: string): Promise<any>;
  bytes(address: string): Promise<Uint8Array<ArrayBuffer>>;
  manifest(address: string): Promise<Manifest>;
}

/** Pagefind's reader: only what is used of it. */
interface Pagefind {
  createInstance(options: { basePath: string; noWorker: boolean }): PagefindInstance;
}

interface PagefindInstance {
  filters(): Promise<unknown>;
  search(query: string): Promise<{ results: PagefindResult[] }>;
}

interface PagefindResult {
  id: string;
  words: number[];
  score: number;
}

interface EngineLike {
  find(info?: IndexFiles, words?: string[]): Promise<EngineAnswer>;
  score(info?: IndexFiles, words?: string[]): Promise<EngineAnswer>;
  warm(info?: IndexFiles, words?: string[]): Promise<EngineAnswer>;
}

interface Jianbao {
  text: {
    foldWithPlaces(printed: string): { folded: string; places: number[] };
    normalise(printed: string): string;
    tokens(normalised: string): string[];
    parseQuery(query: string): Term[];
    findAll(printed: string, texts: string[]): Span[];
    pieces(printed: string, ranges: Span[]): Piece[];
    excerpt(blocks: string[], texts: string[]): Piece[];
  };
  query: {
    AUTHORITIES: readonly Authority[];
    simplify(text: string, simplified: Simplified): string;
    understand(
      terms: Term[],
      known: KnownTerms,
      simplified: Simplified,
    ): { terms: UnderstoodTerm[]; notes: Note[] };
    numberOf(numeral: string): number | null;
    issueOf(query: string): { year: string | null; issue: number } | null;
    suggest(known: KnownTerms, typed: string, limit: number): Suggested[];
    placeIn(term: Pick<KnownTerm, "names" | "readings">, typed: string): number;
    named(text: string, known: KnownTerms): KnownTerm[];
    nearNames(text: string, known: KnownTerms): string[];
  };
  archive: {
    FACETS: readonly Facet[];
    once<T>(make: () => Promise<T>): () => Promise<T>;
    settle<T>(promise: Promise<T>): Promise<T | null>;
    openArchive(
      manifest: string,
      home: string,
      startEngine: StartEngine,
      soon: boolean,
    ): Promise<Archive>;
    inOrder(indexes: SearchIndex[], state: Filters & Partial<SearchState>): SearchIndex[];
    emptyCounts(): Counts;
    monthOf(written: string): string;
    choose(
      table: FacetTable,
      rows: number[],
      filters: Filters,
      counts: Counts,
    ): { articles: number[]; bulletins: number[] };
  };
  ranking: {
    currentFirst(hits: Hit[]): Hit[];
    byRelevance(hits: Hit[]): Hit[];
  };
  state: {
    nothingChosen(fixed?: Fixed | null): Filters;
    read(search: string, fixed?: Fixed | null): SearchState;
    write(state: SearchState, fixed?: Fixed | null): string;
    narrowed(filters: Filters, fixed?: Fixed | null): boolean;
  };
  files: Files;
  client: {
    start(script: string, root: string, engine: string, version: string): Find;
  };
  elements: { create(strings: Record<string, string>, language: string): Elements };
  list: { PAGE_LENGTH: number; create(elements: Elements, nameOf: NameOf): ResultList };
  help: {
    explain(
      known: Archive,
      parsed: Term[],
      terms: UnderstoodTerm[],
      q: string,
      isNarrowed: boolean,
    ): Promise<Help>;
    piecesOf(whole: string): string[];
  };
  facets: { create(panel: HTMLElement, tools: FacetTools): FacetPanel };
  time: {
    create(
      figure: HTMLElement,
      tools: Pick<FacetTools, "elements" | "change" | "readAddress">,
    ): TimeChart;
    barsOf(indexes: Pick<SearchIndex, "info">[], counts: Counts, filters: Filters): TimeBar[];
  };
  frequency: { create(details: HTMLElement, elements: Elements, nameOf: NameOf): Frequency };
  suggest: { attach(form: HTMLFormElement, list: HTMLElement, tools: SuggestTools): void };
  exportList: {
    open(hits: Hit[], lent: ExportTools, tools: HTMLElement): Promise<void>;
    csv(
      rows: ListedHit[],
      strings: Record<string, string>,
      nameOf: NameOf,
      base: string,
    ): string;
    line(listed: ListedHit, shown: ShownText | null, nameOf: NameOf): object;
  };
  book: {
    make(
      listed: ListedHit[],
      texts: ShownText[],
      lent: ExportTools,
      report: (done: number, all: number) => void,
    ): Promise<{ pieces: Uint8Array<ArrayBuffer>[]; missing: number }>;
    inTurn<T, R>(
      things: T[],
      act: (thing: T) => Promise<R>,
      goesOn: () => boolean,
      report: (done: number, all: number) => void,
    ): Promise<R[]>;
  };
  references: {
    gbt7714(citation: Citation): string;
    /** Writers of files of references, by their endings. */
    files: Record<string, (cited: Citation[]) => string>;
  };
  epub: {
    parts(book: EpubBook): ZipEntry[];
    zip(entries: ZipEntry[]): Promise<Uint8Array<ArrayBuffer>[]>;
  };
  marks: { mark(texts: string[]): void };
  Engine: new (root: string, engine: string, version: string) => EngineLike;
  pagefind: Pagefind;
  got(value: unknown): void;
  /** Load scripts, whose addresses are parted by spaces. */
  load(addresses: string): void;
  find(root: ParentNode, selector: string): HTMLElement;
}

declare var jianbao: Jianbao;

interface HTMLScriptElement {
  /** What a script of search/ handed over. */
  got?: { value: any };
}

declare function importScripts(...addresses: string[]): HTMLScriptElement;
