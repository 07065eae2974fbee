/**
 * Money in another currency, by named rates.
 *
 * Flows are converted at the rate of their own period, cell by cell, and then added; balances at
 * the rate of the period shown. A rate that is missing leaves the row empty and says so: it is
 * never taken to be 1. What differs between both ways is the translation difference of the books.
 *
 * @source IAS 21, paragraphs 39–41
 */
import { type Decimal, decimal } from '@kontor/kernel';
import type { RatePeriod } from './compile-cube.ts';
import type { Cells } from './cells.ts';
import { isTime, type TimeDimension } from './dimension/time-dimension.ts';
import { invalidQuery } from './errors.ts';
import type { Evaluation } from './evaluation.ts';
import type { Formula } from './formula.ts';
import { coarsen, type Frame, narrowFilter } from './frame.ts';
import type { Level } from './hierarchy.ts';
import { leafSpan, periodsOf, spanOf, spanOfAll } from './span.ts';
import { type Flag, numberOf, type Value } from './value.ts';

type Convert = Extract<Formula, { op: 'convert' }>;

/** The values of a measure of money in another currency. */
export function convertCells(on: Evaluation, formula: Convert, frame: Frame): Cells {
  const measure = typeof formula.of === 'string' ? on.naming.measure(formula.of) : undefined;
  const currency = measure?.currency;
  if (currency === undefined) {
    const reason = 'only a measure of money can be converted';
    throw invalidQuery(['convert', 'of'], reason);
  }
  const time = on.facts.dimensions.find(isTime);
  if (time === undefined) {
    const reason = 'rates need a time dimension';
    throw invalidQuery(['convert', 'rates'], reason);
  }
  const parts =
    'code' in currency ? [{ code: currency.code, frame }] : currencyFrames(frame, currency.level);
  const converted = parts.map((part) =>
    formula.at === 'own'
      ? atOwnPeriods(on, formula, part, time)
      : atShownPeriod(on, formula, part, time),
  );
  return added(converted);
}

interface CurrencyPart {
  readonly code: string;
  readonly frame: Frame;
}

/** The frame for each currency by itself. */
function currencyFrames(frame: Frame, level: Level): CurrencyPart[] {
  return level.keys.map((key, code) => {
    const allowed = new Uint8Array(level.keys.length);
    allowed[code] = 1;
    const only = [{ members: [{ level, allowed }], ranges: [] }];
    // A row of another currency keeps its member and so finds nothing here.
    return { code: String(key), frame: { ...frame, filter: narrowFilter(frame.filter, only) } };
  });
}

/** Each period's amount at its own rate. */
function atOwnPeriods(
  on: Evaluation,
  formula: Convert,
  { code, frame }: CurrencyPart,
  time: TimeDimension,
): Cells {
  const shown = spanOf(frame, time);
  const lowest = shown === undefined ? time.hierarchies[0]!.levels.at(-1)! : leafSpan(shown).level;
  const span = shown === undefined ? spanOfAll(frame, lowest).span : leafSpan(shown);
  const rest = coarsen(frame, (level) => (level.dimension === time ? undefined : level));
  const first = span.from.reduce((least, from) => Math.min(least, from), Number.MAX_SAFE_INTEGER);
  const last = span.to.reduce((most, to) => Math.max(most, to), -1);
  const periods = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const position = first + index;
    const isIn = (row: number): boolean => position >= span.from[row]! && position <= span.to[row]!;
    const from = span.from.map((_, row) => (isIn(row) ? position : 0));
    const to = span.to.map((_, row) => (isIn(row) ? position : -1));
    const spans = new Map([...frame.spans, [time, { level: lowest, from, to }]]);
    const amounts = on.values(on, formula.of, { ...rest, spans });
    return exchanged(on, formula, code, amounts, () => periodAt(lowest, position));
  });
  return added(periods);
}

/** The whole amount at the rate of the last period shown. */
function atShownPeriod(
  on: Evaluation,
  formula: Convert,
  { code, frame }: CurrencyPart,
  time: TimeDimension,
): Cells {
  const amounts = on.values(on, formula.of, frame);
  const shown = spanOf(frame, time);
  const span =
    shown === undefined
      ? spanOfAll(frame, time.hierarchies[0]!.levels.at(-1)!).span
      : leafSpan(shown);
  return exchanged(on, formula, code, amounts, (row) => periodAt(span.level, span.to[row]!));
}

function exchanged(
  on: Evaluation,
  formula: Convert,
  code: string,
  amounts: Cells,
  periodOf: (row: number) => RatePeriod,
): Cells {
  const rates = on.rates[formula.rates];
  if (rates === undefined) {
    const reason = `no rates '${formula.rates}' were handed to the cube`;
    throw invalidQuery(['convert', 'rates'], reason);
  }
  const rateOf = (row: number): Decimal | undefined =>
    code === formula.to ? decimal(1) : rates(code, formula.to, periodOf(row));
  const amountOf = (row: number): Decimal | undefined => numberOf(amounts.at(row));
  return {
    at(row): Value {
      const amount = amountOf(row);
      const rate = amount === undefined ? undefined : rateOf(row);
      return amount === undefined || rate === undefined ? null : amount.times(rate);
    },
    flag(row): Flag | undefined {
      return amountOf(row) !== undefined && rateOf(row) === undefined ? 'missingRate' : undefined;
    },
  };
}

function periodAt(level: Level, position: number): RatePeriod {
  const { levels, depth } = periodsOf(level);
  const { firstDay, keys } = levels[depth]!;
  const periods = level.dimension as TimeDimension;
  const { to } = [...periods.periods.values()].find((known) => known.levels === levels)!;
  return {
    key: keys[position]!,
    firstDay: firstDay[position]!,
    lastDay: (firstDay[position + 1] ?? to + 1) - 1,
  };
}

/** Parts added up; one that lacks its rate leaves the whole empty. */
function added(parts: readonly Cells[]): Cells {
  const flag = (row: number): Flag | undefined => {
    for (const part of parts) {
      const found = part.flag(row);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    at(row) {
      if (flag(row) === 'missingRate') return null;
      const amounts = parts.flatMap((part) => numberOf(part.at(row)) ?? []);
      return amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum.plus(amount));
    },
    flag,
  };
}
