/**
 * The limits the house holds itself to, and every exception, each with its reason.
 *
 * A limit that gets in the way of a clearer file may be raised by the one who meets it: here, in
 * the open, with the reason beside it. Nothing else in `tools/tidy` knows a number or a file by
 * name.
 */

/** An exception: the file and why it may. */
export interface Exception {
  readonly path: string;
  readonly reason: string;
}

/** Sizes, counted in lines or columns or names. */
export const limits = {
  functionLines: 70,
  functionLinesUsual: 25,
  /** The share of named functions of a package that keep to `functionLinesUsual`. */
  functionShareUsual: 0.9,
  columns: 100,
  fileLines: 400,
  fileLinesMedian: 150,
  /**
   * Of an engine. Raised from 60: `bookStatement` lays books out in the entity's language, and the
   * pieces that it is made of stay, for columns of a budget or a cash flow. `numberReports` is what
   * the shell's `series` is for books in memory.
   */
  runtimeNamesPerIndex: 62,
  /**
   * Lines of code (no comments, no blank lines) of the kernel outside adapters and testing. Raised
   * from 2,500: `transact` with its overlay, fences and queues, the shift calendar that is true to
   * summer time, three kinds of fiscal year and the ISO 4217 list are each used by three engines,
   * and shorter versions of them were wrong ones. From 4,300: the tax of a document came down from
   * the ledger, because a quote and its posting must agree to the cent. From 5,100: the contract of
   * facts, and spans, which every shell opens in one way.
   */
  kernelCodeLines: 5250,
  filesPerFolder: 3,
} as const;

/** Files that may be longer, and how long. */
export const longerFiles: readonly (Exception & { readonly lines: number })[] = [
  {
    path: 'packages/bpm/src/define/path.ts',
    lines: 570,
    reason: 'the words of one path, each of which gives that path again: parts would be a cycle',
  },
];

/** Functions that may be longer than `functionLines`. */
export const longerFunctions: readonly (Exception & {
  readonly under: RegExp;
  readonly name: RegExp;
})[] = [
  {
    path: 'packages/kernel/src/testing/conformance/*, functions named …Rules',
    under: /^packages\/kernel\/src\/testing\/conformance\//,
    name: /Rules$/,
    reason: 'each is a list of test cases, as a test file is; every case is a short function',
  },
];

/** Where `any` stands in type plumbing. */
export const anyAllowed: readonly Exception[] = [];

/** Where a clock, an id source or chance enters. Everything else is handed them as arguments. */
export const impureAllowed: readonly Exception[] = [
  { path: 'packages/kernel/src/clock.ts', reason: 'it is the system clock' },
  { path: 'packages/kernel/src/ids.ts', reason: 'it makes ids from the clock and from chance' },
  {
    path: 'packages/kernel/src/store/batch-id.ts',
    reason: 'it names commits and draws jitter, so that two processes never draw the same',
  },
];

/** Where Node itself may be used: these parts never run in a browser. */
export const nodeAllowed: readonly (Exception & { readonly under: RegExp })[] = [
  {
    path: 'packages/kernel/src/store/{sqlite,postgres}*',
    under: /^packages\/kernel\/src\/store\/(?:sqlite|postgres)/,
    reason: 'adapters of database drivers that run in Node',
  },
  {
    path: 'packages/kernel/src/testing/*',
    under: /^packages\/kernel\/src\/testing\//,
    reason: 'the conformance suite starts processes and kills them',
  },
  {
    path: 'packages/*/src/files/*',
    under: /^packages\/[^/]+\/src\/files\//,
    reason: 'reads and writes files',
  },
  {
    path: 'packages/*/src/cli*',
    under: /^packages\/[^/]+\/src\/cli(?:\.ts$|\/)/,
    reason: 'the command line',
  },
];

/** Folders with fewer files than `filesPerFolder`. */
export const smallFolders: readonly Exception[] = [
  { path: 'packages/kernel/src/testing', reason: 'it is the subpath @kontor/kernel/testing' },
  { path: 'packages/mrp/src/files', reason: 'it is the subpath @kontor/mrp/files' },
  { path: 'packages/mrp/src/report', reason: 'it is the subpath @kontor/mrp/report' },
];

/** What each package may depend on at run time, and what for. */
export const dependenciesAllowed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kernel: {
    '@date-fns/tz': 'offsets of time zones',
    '@date-fns/utc': 'dates at the border, in UTC',
    'date-fns': 'parsing and month arithmetic at the border',
    'decimal.js': 'decimals at the border',
    'sorted-btree': 'ordered indexes of the memory store',
    ulid: 'ids that sort by time',
    zod: 'outside data',
  },
  ledger: {
    '@kontor/kernel': 'the foundation',
    '@noble/hashes': 'SHA-256 on every platform',
    canonicalize: 'canonical JSON (RFC 8785)',
    zod: 'outside data',
  },
  mrp: {
    '@dagrejs/graphlib': 'naming the cycle in a bill of material',
    '@kontor/kernel': 'the foundation',
    '@observablehq/plot': 'charts of the report subpath',
    cac: 'arguments of the command line',
    'csv-parse': 'CSV in',
    'csv-stringify': 'CSV out',
    linkedom: 'the document that charts are drawn in, without a browser',
    zod: 'outside data',
  },
  'crm-core': {
    '@kontor/kernel': 'the foundation',
    '@noble/hashes': 'HMAC of webhooks on every platform',
    zod: 'outside data',
  },
  bpm: {
    '@kontor/kernel': 'the foundation',
    '@noble/hashes': 'SHA-256 of definitions on every platform',
    'bpmn-moddle': 'BPMN 2.0 XML, of the bpmn-xml subpath',
    canonicalize: 'canonical JSON (RFC 8785), of which a definition’s hash is made',
    'csv-stringify': 'event logs as CSV, of the insight subpath',
    'decimal.js': 'numbers of FEEL: 34 digits, half-even',
    'lezer-feel': 'the grammar of FEEL',
    saxen: 'XML, of the scxml and dmn-xml subpaths',
    zod: 'outside data',
  },
  olap: {
    '@kontor/kernel': 'the foundation',
    '@uwdata/flechette': 'Arrow, of the files subpath',
    'csv-parse': 'CSV, of the files subpath',
    hyparquet: 'Parquet, of the files subpath',
    zod: 'outside data',
  },
};
