/**
 * The dated currency table: which code is a currency on which day, and with how many decimals.
 *
 * ISO 4217 as the kernel keeps it, with what came and went (currency-history.ts), and over both the
 * book's own commodities: points, hours, pieces, ether, or a currency with other decimals than the
 * standard gives it. Minor units are never asked of `Intl`, which knows digits for display: forint
 * 0 instead of 2, Iraqi dinar 0 instead of 3.
 */
import { type Currency, type Day, formatDay, isoCurrencies } from '@kontor/kernel';
import { currencyChanges } from './currency-history.ts';
import { dayOfText } from './dates.ts';
import { LedgerError, type SetupIssue } from './errors.ts';
import { checkGiven, objectShape } from './given-shape.ts';
import { shownValue } from './shown-value.ts';

/** A row of the table. */
export interface DatedCurrency {
  readonly code: string;
  /** Decimals of the minor unit; null where ISO 4217 gives none (gold, SDR, test codes). */
  readonly exponent: number | null;
  /** The first day, `YYYY-MM-DD`; since ever when left out. */
  readonly from?: string | undefined;
  /** The first day on which it is none any more; for ever when left out. */
  readonly until?: string | undefined;
}

/** What a book counts in by its own definition; 0 to 18 decimals. */
export interface OwnCurrency extends DatedCurrency {
  readonly exponent: number;
}

/** Why a code is no currency on a day; `reason` is a sentence, with the remedy. */
export interface CurrencyRefusal {
  readonly ok: false;
  readonly code: 'LEDGER_CURRENCY_NOT_FOUND';
  readonly details: { readonly currency: string; readonly reason: string };
}

/** A currency, or why there is none. */
export type CurrencyAnswer = { readonly ok: true; readonly currency: Currency } | CurrencyRefusal;

/** Which code is a currency on which day. */
export interface CurrencyTable {
  /** The currency of the code on that day. */
  at(code: string, on: Day): CurrencyAnswer;
  /** All stretches of the code that have a minor unit, the book's own first. */
  stretchesOf(code: string): readonly OwnCurrency[];
  /** Every code that is a currency with a minor unit on that day, in order. */
  codesOn(day: Day): string[];
}

/** A row as day numbers, its answer made once. */
interface Stretch {
  readonly from: Day;
  readonly until: Day;
  readonly row: DatedCurrency;
  readonly answer: CurrencyAnswer;
}

/**
 * The table of a book.
 *
 * On its days an own row goes before ISO 4217; on all others the standard stands.
 *
 * @throws LedgerError LEDGER_INVALID_SETUP — own rows with faults; each is listed
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no options
 * @example
 * const table = currencyTable({ own: [{ code: 'POINT', exponent: 0 }] });
 * table.at('HRK', day('2022-12-31')) // => { ok: true, currency: { code: 'HRK', exponent: 2 } }
 * table.at('HRK', day('2023-01-01')).ok // => false
 */
export function currencyTable(
  options: { readonly own?: readonly OwnCurrency[] | undefined } = {},
): CurrencyTable {
  checkGiven(options, objectShape({}), 'options');
  const { own = [] } = options;
  const issues = commodityIssues(own);
  if (issues.length > 0) throw new LedgerError('LEDGER_INVALID_SETUP', { issues });
  const iso = isoStretches();
  const ownByCode = byCode(own);
  const stretchesOf = (code: string): readonly Stretch[] => [
    ...(ownByCode.get(code) ?? []),
    ...(iso.get(code) ?? []),
  ];
  const at = (code: string, on: Day): CurrencyAnswer => {
    const found = inForce(ownByCode.get(code), on) ?? inForce(iso.get(code), on);
    return found?.answer ?? refusal(code, absence(code, on, stretchesOf(code)));
  };
  return {
    at,
    stretchesOf: (code) =>
      stretchesOf(code)
        .map(({ row }) => row)
        .filter(hasMinorUnit),
    codesOn: (on) =>
      [...new Set([...iso.keys(), ...ownByCode.keys()])].filter((code) => at(code, on).ok).sort(),
  };
}

/** ISO 4217 is compiled at the first question, so that importing costs nothing. */
let isoByCode: ReadonlyMap<string, readonly Stretch[]> | undefined;

function isoStretches(): ReadonlyMap<string, readonly Stretch[]> {
  if (isoByCode !== undefined) return isoByCode;
  const changes: readonly DatedCurrency[] = currencyChanges();
  const changed = new Set(changes.map(({ code }) => code));
  const undated = isoCurrencies().filter(({ code }) => !changed.has(code));
  return (isoByCode = byCode([...undated, ...changes]));
}

function byCode(rows: readonly DatedCurrency[]): Map<string, Stretch[]> {
  const map = new Map<string, Stretch[]>();
  for (const { code, exponent, from, until } of rows) {
    const stretch: Stretch = {
      from: (from === undefined ? undefined : dayOfText(from)) ?? Number.NEGATIVE_INFINITY,
      until: (until === undefined ? undefined : dayOfText(until)) ?? Number.POSITIVE_INFINITY,
      row: { code, exponent, ...(from && { from }), ...(until && { until }) },
      answer:
        exponent === null
          ? refusal(code, withoutMinorUnit(code))
          : { ok: true, currency: Object.freeze({ code, exponent }) },
    };
    map.set(code, [...(map.get(code) ?? []), stretch]);
  }
  return map;
}

const hasMinorUnit = (row: DatedCurrency): row is OwnCurrency => row.exponent !== null;

const inForce = (stretches: readonly Stretch[] | undefined, on: Day): Stretch | undefined =>
  stretches?.find(({ from, until }) => from <= on && on < until);

const refusal = (currency: string, reason: string): CurrencyRefusal => ({
  ok: false,
  code: 'LEDGER_CURRENCY_NOT_FOUND',
  details: { currency, reason },
});

const withoutMinorUnit = (code: string): string =>
  `ISO 4217 gives ${code} no minor unit (metals, funds, test codes): ` +
  `define it as a commodity of the book, with its decimals`;

/** Why no stretch of the code covers the day. */
function absence(code: string, on: Day, stretches: readonly Stretch[]): string {
  if (stretches.length === 0) {
    return `'${code}' is in neither ISO 4217 nor the book's commodities: define it there`;
  }
  const next = stretches.filter(({ from }) => from > on).map(({ from }) => from);
  const last = stretches.filter(({ until }) => until <= on).map(({ until }) => until);
  const when = [
    ...(last.length > 0 ? [`until ${formatDay(Math.max(...last) - 1)}`] : []),
    ...(next.length > 0 ? [`from ${formatDay(Math.min(...next))}`] : []),
  ].join(' and ');
  return (
    `${code} is a currency only ${when}, not on ${formatDay(on)}: take its successor, ` +
    `or define it as a commodity of the book for that time`
  );
}

/**
 * What is wrong with a book's own rows: codes, decimals, days, stretches of one code that overlap.
 * Paths begin with `commodities`, as in a set-up.
 */
export function commodityIssues(own: readonly OwnCurrency[]): SetupIssue[] {
  const issues: SetupIssue[] = [];
  if (!Array.isArray(own)) {
    return [{ code: 'INVALID_VALUE', path: ['commodities'], message: 'must be a list of rows' }];
  }
  own.forEach((row: Partial<OwnCurrency> | null | undefined, at) => {
    const { code, exponent, from, until } = row ?? {};
    const report = (kind: SetupIssue['code'], field: string, message: string): void => {
      issues.push({ code: kind, path: ['commodities', at, field], message });
    };
    if (typeof code !== 'string' || !/^[\x21-\x7e]{1,24}$/.test(code)) {
      const message = `'${shownValue(code)}' must be 1 to 24 printable characters, no blanks`;
      report('INVALID_VALUE', 'code', message);
    }
    if (!Number.isInteger(exponent) || exponent! < 0 || exponent! > 18) {
      const message = `${shownValue(exponent)} must be a whole number from 0 to 18`;
      report('INVALID_VALUE', 'exponent', message);
    }
    for (const [field, text] of Object.entries({ from, until })) {
      if (text === undefined || dayOfText(text) !== undefined) continue;
      report('BAD_DAY', field, `'${shownValue(text)}' is no day: give YYYY-MM-DD`);
    }
  });
  return issues.length > 0 ? issues : stretchIssues(own);
}

function stretchIssues(own: readonly OwnCurrency[]): SetupIssue[] {
  const seen = byCode([]);
  return own.flatMap((row, at): SetupIssue[] => {
    const [stretch] = byCode([row]).get(row.code)!;
    const { from, until } = stretch!;
    if (from >= until) {
      const message = `${row.code} ends before it begins: 'until' is the first day without it`;
      return [{ code: 'BAD_PERIOD', path: ['commodities', at, 'until'], message }];
    }
    const before = seen.get(row.code) ?? [];
    seen.set(row.code, [...before, stretch!]);
    if (!before.some((other) => other.from < until && from < other.until)) return [];
    const message = `${row.code} stands there twice for the same days: end one before the other`;
    return [{ code: 'BAD_PERIOD', path: ['commodities', at], message }];
  });
}
