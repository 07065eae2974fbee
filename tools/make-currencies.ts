/**
 * Writes packages/kernel/src/currency-table.ts from ISO 4217 list one, as the dev dependency
 * `currency-codes` keeps it: `npx tsx tools/make-currencies.ts`.
 *
 * Historical codes are not in list one and so not in the table. The package prints 0 where the
 * standard says "N.A."; the standard's own file beside it tells which, and they become null.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const TABLE = new URL('../packages/kernel/src/currency-table.ts', import.meta.url);

interface Row {
  readonly code: string;
  readonly number: string;
  readonly digits: number;
  readonly currency: string;
}

/** Published after the list in the package. */
const AMENDMENTS: readonly Row[] = [
  // Amendment 176: for Curaçao and Sint Maarten, from 2025-03-31; takes over the number of ANG.
  { code: 'XCG', number: '532', digits: 2, currency: 'Caribbean Guilder' },
];

/** Codes that list one gives no minor unit. */
function codesWithoutMinorUnit(xml: string): Set<string> {
  const entries = xml.matchAll(
    /<Ccy>(\w{3})<\/Ccy>\s*<CcyNbr>\d{3}<\/CcyNbr>\s*<CcyMnrUnts>N\.A\.</g,
  );
  return new Set(Array.from(entries, (entry) => entry[1]!));
}

function tableText(rows: readonly Row[], without: ReadonlySet<string>, published: string): string {
  const lines = rows.map(({ code, number, digits, currency }) => {
    const name = currency.trim().replaceAll('\\', '\\\\').replaceAll("'", "\\'");
    return `  ['${code}', '${number}', ${without.has(code) ? 'null' : digits}, '${name}'],`;
  });
  return `/**
 * The currencies of ISO 4217: code, numeric code, exponent of the minor unit (null: none), name.
 *
 * Made by tools/make-currencies.ts; change it there. Codes withdrawn before that day are not in it.
 *
 * @source ISO 4217 list one of ${published}, by currency-codes 2.2.0 (MIT); XCG: amendment 176
 */

/** Rows by code. */
export const isoCurrencyTable: readonly (readonly [
  code: string,
  numeric: string,
  exponent: number | null,
  name: string,
])[] = [
${lines.join('\n')}
];
`;
}

const listed = require('currency-codes/data.js') as readonly Row[];
const published = require('currency-codes/iso-4217-publish-date.js') as string;
const xml = readFileSync(require.resolve('currency-codes/iso-4217-list-one.xml'), 'utf8');
const known = new Set(listed.map(({ code }) => code));
const rows = [...listed, ...AMENDMENTS.filter(({ code }) => !known.has(code))];
rows.sort((a, b) => (a.code < b.code ? -1 : 1));
writeFileSync(TABLE, tableText(rows, codesWithoutMinorUnit(xml), published));
console.log(`${rows.length} currencies, list of ${published}`);
