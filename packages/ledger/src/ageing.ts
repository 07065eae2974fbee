/**
 * Ageing: how late open items are, as of a day, in buckets of days.
 *
 * Days overdue are the day asked for less the due day; an item without one, and one on the other
 * side than the invoices (a credit note or payment not yet matched), ages by its own date. A bucket
 * includes its bound: with 0, 30, 60, 90 they are current (not yet late), 1–30, 31–60, 61–90, >90.
 */
import type { Day } from '@kontor/kernel';
import * as z from 'zod';
import { badArgument, shownValue } from './given-figures.ts';
import { checkGiven, dayShape, objectShape } from './given-shape.ts';
import type { OpenItem } from './item-match.ts';
import { type OpenItems, openOn } from './open-items.ts';

/** How to age. */
export interface AgeingInput {
  readonly asOf: Day;
  /** The last day overdue of each bucket but the last, rising; 0, 30, 60, 90 when left out. */
  readonly upTo?: readonly number[] | undefined;
  /** `document`: all by their own dates. `due` when left out. */
  readonly by?: 'due' | 'document' | undefined;
}

const ageingShape = objectShape({
  asOf: dayShape,
  upTo: z.array(z.unknown(), 'a list of bounds').optional(),
  by: z.enum(['due', 'document'], "'due' or 'document'").optional(),
});

/** A bucket; amounts are in minor units, debit positive. */
export interface AgeingBucket {
  /** 'current', '1-30', '>90'; '<=7' where the first bound is not 0. */
  readonly label: string;
  readonly amount: bigint;
}

/** An item in its bucket. */
export interface AgedItem {
  readonly item: OpenItem;
  readonly open: bigint;
  /** Below zero while it is not yet due. */
  readonly daysOverdue: number;
  /** The row of `buckets`, from 0. */
  readonly bucket: number;
}

/** Ages of open items. */
export interface Ageing {
  readonly buckets: readonly AgeingBucket[];
  readonly rows: readonly AgedItem[];
  readonly total: bigint;
}

/**
 * Ages what is open on a day. Matches of later days are not seen, so a past report stays what it
 * was.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no day, bounds that do not rise, or are not whole
 * @example
 * const book = openItems({ currency: 'EUR' }, [{ id: 'a', date: 0, due: 30, amount: 80_00n }]);
 * ageing(book, { asOf: 31 }).buckets.map(({ amount }) => amount) // => [0n, 8000n, 0n, 0n, 0n]
 */
export function ageing(book: OpenItems, input: AgeingInput): Ageing {
  checkGiven(input, ageingShape, 'input');
  const { asOf, upTo = [0, 30, 60, 90], by = 'due' } = input;
  checkBounds(upTo);
  const amounts = [...upTo, Infinity].map(() => 0n);
  const rows = openOn(book, asOf).map(({ item, open }) => {
    const isInvoice = item.amount > 0n === (book.invoiceSide === 'debit');
    const from = by === 'due' && isInvoice ? (item.due ?? item.date) : item.date;
    const daysOverdue = asOf - from;
    const within = upTo.findIndex((bound) => daysOverdue <= bound);
    const bucket = within === -1 ? upTo.length : within;
    amounts[bucket]! += open;
    return { item, open, daysOverdue, bucket };
  });
  return {
    buckets: amounts.map((amount, bucket) => ({ label: labelOf(upTo, bucket), amount })),
    rows,
    total: amounts.reduce((sum, amount) => sum + amount, 0n),
  };
}

function checkBounds(upTo: readonly number[]): void {
  upTo.forEach((bound, index) => {
    if (Number.isSafeInteger(bound) && (index === 0 || bound > upTo[index - 1]!)) return;
    throw badArgument(
      `upTo.${index}`,
      shownValue(bound),
      'whole days that rise from bound to bound',
    );
  });
}

function labelOf(upTo: readonly number[], bucket: number): string {
  const [before, bound] = [upTo[bucket - 1], upTo[bucket]];
  if (bound === undefined) return before === undefined ? 'all' : `>${before}`;
  if (before === undefined) return bound === 0 ? 'current' : `<=${bound}`;
  return before + 1 === bound ? String(bound) : `${before + 1}-${bound}`;
}
