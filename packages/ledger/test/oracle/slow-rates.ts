/**
 * The slow, obvious twin of the rate store: every row is looked at for every leg, and every way
 * through the currencies is tried.
 */
import { day, multiplyRatios, type Ratio, ratio } from '@kontor/kernel';
import type { ExchangeRateInput } from '../../src/rate-row.ts';

/** A question, all of it given. */
export interface SlowQuery {
  readonly from: string;
  readonly to: string;
  readonly date: string;
  readonly kind: string;
  readonly maxAgeDays: number;
  readonly knownAt: string | undefined;
}

/** A code, or the rate with its day and the currencies on the way. */
export type SlowAnswer =
  | { readonly code: string }
  | { readonly rate: Ratio; readonly rateDate: string; readonly way: string };

interface Step {
  readonly rate: Ratio;
  readonly date: string;
}

/** Answers a question by the rule, word for word. */
export function slowRate(
  rows: readonly ExchangeRateInput[],
  base: string,
  query: SlowQuery,
): SlowAnswer {
  const { from, to, date, maxAgeDays } = query;
  if (from === to) return { rate: ratio(1), rateDate: date, way: from };
  const step = (one: string, other: string): Step | undefined => stepOf(rows, one, other, query);
  const names = [...new Set(rows.flatMap((row) => [row.from, row.to]))];
  const ways = [[from, to], [from, base, to], ...simpleWays(from, to, names)];
  for (const way of ways) {
    const steps = way.slice(1).map((name, index) => step(way[index]!, name));
    if (!steps.every((one) => one !== undefined)) continue;
    const rateDate = steps.map((one) => one.date).sort()[0]!;
    if (day(date) - day(rateDate) > maxAgeDays) return { code: 'LEDGER_RATE_STALE' };
    const rate = steps.map((one) => one.rate).reduce(multiplyRatios);
    return { rate, rateDate, way: way.join(' ') };
  }
  return { code: 'LEDGER_RATE_NOT_FOUND' };
}

/** The last row as quoted, else the last one turned round. */
function stepOf(
  rows: readonly ExchangeRateInput[],
  from: string,
  to: string,
  query: SlowQuery,
): Step | undefined {
  const quoted = lastRow(rows, from, to, query);
  if (quoted !== undefined) return { rate: ratio(quoted.rate), date: quoted.date };
  const turned = lastRow(rows, to, from, query);
  return turned && { rate: ratio(`1/${String(turned.rate)}`), date: turned.date };
}

function lastRow(
  rows: readonly ExchangeRateInput[],
  from: string,
  to: string,
  { date, kind, knownAt }: SlowQuery,
): ExchangeRateInput | undefined {
  let last: ExchangeRateInput | undefined;
  for (const row of rows) {
    if (row.from !== from || row.to !== to || (row.kind ?? 'spot') !== kind) continue;
    if (row.date > date) continue;
    if (knownAt !== undefined && (row.recordedAt ?? '') > knownAt) continue;
    const isLater =
      last === undefined ||
      row.date > last.date ||
      (row.date === last.date && (row.recordedAt ?? '') >= (last.recordedAt ?? ''));
    if (isLater) last = row;
  }
  return last;
}

/** Every way that passes no currency twice: shorter ones first, then by names. */
function simpleWays(from: string, to: string, names: readonly string[]): string[][] {
  const ways: string[][] = [];
  const walk = (way: readonly string[]): void => {
    if (way.at(-1) === to) ways.push([...way]);
    else for (const name of names) if (!way.includes(name)) walk([...way, name]);
  };
  walk([from]);
  const text = (way: readonly string[]): string => way.join(' ');
  return ways.sort((a, b) => a.length - b.length || (text(a) < text(b) ? -1 : 1));
}
