/**
 * Matching two open items: what a payment pays of an invoice, from a day on.
 *
 * A match takes an amount off a debit and a credit alike. A discount and a written-off rest close
 * more of one side than was paid, and are postings of their own. Both items stay values: a match
 * gives new ones, and what was open on a past day can be read off either.
 *
 * No match takes more than either side has open, on its day or on any later one: a match entered
 * late must not overdraw what has been matched since.
 */
import { type Day, fixedText } from '@kontor/kernel';
import * as z from 'zod';
import type { RefusalDetails } from './errors.ts';
import { dayShape, objectShape, textShape, valueAt } from './given-shape.ts';
import { shownValue } from './shown-value.ts';

/** A side of a control account. */
export type ItemSide = 'debit' | 'credit';

/** A side, as it is given. */
export const sideShape = z.enum(['debit', 'credit'], "'debit' or 'credit'");

/** An item as it is opened; amounts are in minor units. */
export interface OpenItemInput {
  readonly id: string;
  readonly date: Day;
  /** When it is to be paid. */
  readonly due?: Day | undefined;
  /** Debit positive, credit negative. */
  readonly amount: bigint;
}

/**
 * What was taken off an item, with the item's sign, from a day on. Moves are a list from the last
 * to the first: a payment of ten thousand invoices grows by one move a match, and copies nothing.
 */
export interface ItemMove {
  readonly date: Day;
  readonly amount: bigint;
  /** Of the same day or an earlier one. */
  readonly before: ItemMove | undefined;
}

/** An item, and what was taken off it. */
export interface OpenItem extends OpenItemInput {
  /** After all moves. */
  readonly open: bigint;
  readonly lastMove: ItemMove | undefined;
}

/** What is taken off an item beside what was paid. */
export interface MatchRest {
  /** In minor units, above zero. */
  readonly amount: bigint;
  /** Whose rest it is; when left out, that of the side on which the invoices are. */
  readonly on?: ItemSide | undefined;
}

/** A match, made or to be made. */
export interface ItemMatch {
  readonly id: string;
  readonly date: Day;
  /** The ids of the two items. */
  readonly debit: string;
  readonly credit: string;
  /** Taken off both, in minor units, above zero. */
  readonly amount: bigint;
  readonly discount?: MatchRest | undefined;
  readonly writeOff?: MatchRest | undefined;
  /** The day from which it no longer holds. */
  readonly reversedOn?: Day | undefined;
}

/** What a match is made under. */
export interface MatchTerms {
  /** Where invoices stand: debits of customers, credits of suppliers. */
  readonly invoiceSide: ItemSide;
  /** Decimals of the currency, for amounts in refusals. */
  readonly exponent: number;
}

/** What is posted to the control account because of a match, or of its end. */
export interface MatchAdjustment {
  readonly match: string;
  readonly date: Day;
  readonly item: string;
  readonly kind: 'discount' | 'writeOff';
  /** Debit positive, credit negative. */
  readonly amount: bigint;
}

/** Two items. */
export interface ItemPair {
  readonly debit: OpenItem;
  readonly credit: OpenItem;
}

/** Two items after a match, or after its end, and what is to be posted for it. */
export interface MatchedPair extends ItemPair {
  readonly adjustments: readonly MatchAdjustment[];
}

type MatchRefusalCode =
  | 'LEDGER_BAD_COMMAND'
  | 'LEDGER_ID_REUSED'
  | 'LEDGER_ITEM_NOT_FOUND'
  | 'LEDGER_EXCEEDS_OPEN_AMOUNT';

/** Why a match was not made, or not taken back; nothing of it happened. */
export type MatchRefusal = {
  readonly [Code in MatchRefusalCode]: {
    readonly ok: false;
    readonly code: Code;
    readonly details: RefusalDetails[Code];
  };
}[MatchRefusalCode];

/**
 * Matches two items.
 *
 * @param match - one without a `matchFault`
 * @returns LEDGER_BAD_COMMAND (an item on the wrong side) or LEDGER_EXCEEDS_OPEN_AMOUNT as a value;
 * before its own day an item has nothing open
 */
export function matchPair(
  pair: ItemPair,
  match: ItemMatch,
  terms: MatchTerms,
): MatchedPair | MatchRefusal {
  return (
    sideFault(pair, 'debit') ??
    sideFault(pair, 'credit') ??
    excess(pair, match, 'debit', terms) ??
    excess(pair, match, 'credit', terms) ??
    moved(pair, match, match.date, 1n, terms)
  );
}

/**
 * Ends a match: from the day on it no longer holds, before it it still does. What was to be posted
 * for it is to be posted with the other sign.
 *
 * @returns LEDGER_BAD_COMMAND (taken back before, a day before the match) as a value
 */
export function unmatchPair(
  pair: ItemPair,
  match: ItemMatch,
  date: Day,
  terms: MatchTerms,
): MatchedPair | MatchRefusal {
  if (match.reversedOn !== undefined) {
    return badCommand('match', match.id, 'a match that still holds');
  }
  if (!(Number.isSafeInteger(date) && date >= match.date)) {
    return badCommand('date', date, 'a day not before that of the match');
  }
  return moved(pair, match, date, -1n, terms);
}

/** What is open of an item on a day, in minor units with its sign; nothing before its own day. */
export function openAmountOn({ date, open, lastMove }: OpenItem, asOf: Day): bigint {
  if (date > asOf) return 0n;
  let amount = open;
  // Most moves are in the past: what came later is taken back off the end.
  for (let move = lastMove; move !== undefined && move.date > asOf; move = move.before) {
    amount += move.amount;
  }
  return amount;
}

/** Makes a refusal of a match. */
export function refuseMatch<Code extends MatchRefusalCode>(
  code: Code,
  details: RefusalDetails[Code],
): MatchRefusal {
  return { ok: false, code, details } as MatchRefusal;
}

/** Makes a refusal of a field that makes no sense. */
export const badCommand = (path: string, value: unknown, expected: string): MatchRefusal =>
  refuseMatch('LEDGER_BAD_COMMAND', { path, value: shownValue(value), expected });

const aboveZero = z.bigint('an amount above zero, as a bigint').positive('an amount above zero');
const restShape = objectShape({ amount: aboveZero, on: sideShape.optional() }).optional();

const matchShape = objectShape({
  id: textShape,
  date: dayShape,
  debit: textShape,
  credit: textShape,
  amount: aboveZero,
  discount: restShape,
  writeOff: restShape,
});

/** The first field of a match that makes no sense. */
export function matchFault(match: ItemMatch): MatchRefusal | undefined {
  const [issue] = matchShape.safeParse(match).error?.issues ?? [];
  if (issue === undefined) return undefined;
  return badCommand(issue.path.join('.'), valueAt(match, issue.path), issue.message);
}

function sideFault(pair: ItemPair, side: ItemSide): MatchRefusal | undefined {
  const { id, amount } = pair[side];
  if (amount > 0n === (side === 'debit')) return undefined;
  return badCommand(side, id, `an item that is a ${side}`);
}

function excess(
  pair: ItemPair,
  match: ItemMatch,
  side: ItemSide,
  { invoiceSide, exponent }: MatchTerms,
): MatchRefusal | undefined {
  const item = pair[side];
  const open = magnitude(leastOpenFrom(item, match.date));
  if (takenFrom(match, side, invoiceSide) <= open) return undefined;
  const details = { item: item.id, open: fixedText(open, exponent) };
  return refuseMatch('LEDGER_EXCEEDS_OPEN_AMOUNT', details);
}

/** The smallest amount that is open of an item on a day or any later one. */
function leastOpenFrom({ date, open, lastMove }: OpenItem, from: Day): bigint {
  if (date > from) return 0n;
  let least = open;
  let amount = open;
  for (let move = lastMove; move !== undefined && move.date > from; move = move.before) {
    amount += move.amount;
    // Within a day, moves hold together or not at all.
    if (move.before?.date === move.date) continue;
    if (magnitude(amount) < magnitude(least)) least = amount;
  }
  return least;
}

/** What a match takes off one of its items. */
function takenFrom(
  { amount, discount, writeOff }: ItemMatch,
  side: ItemSide,
  invoiceSide: ItemSide,
): bigint {
  let taken = amount;
  if (discount !== undefined && (discount.on ?? invoiceSide) === side) taken += discount.amount;
  if (writeOff !== undefined && (writeOff.on ?? invoiceSide) === side) taken += writeOff.amount;
  return taken;
}

/** The items after a match (1) or after its end (−1). */
function moved(
  { debit, credit }: ItemPair,
  match: ItemMatch,
  date: Day,
  sign: bigint,
  { invoiceSide }: MatchTerms,
): MatchedPair {
  return {
    debit: movedItem(debit, date, sign * takenFrom(match, 'debit', invoiceSide)),
    credit: movedItem(credit, date, -sign * takenFrom(match, 'credit', invoiceSide)),
    adjustments: adjustmentsOf(match, date, sign, invoiceSide),
  };
}

function movedItem(item: OpenItem, on: Day, taken: bigint): OpenItem {
  const { id, date, due, amount, open, lastMove } = item;
  return { id, date, due, amount, open: open - taken, lastMove: withMove(lastMove, on, taken) };
}

/** The list with a further move in its place; moves of later days are made anew. */
function withMove(last: ItemMove | undefined, date: Day, amount: bigint): ItemMove {
  const later: ItemMove[] = [];
  let before = last;
  for (; before !== undefined && before.date > date; before = before.before) later.push(before);
  let move: ItemMove = { date, amount, before };
  for (const one of later.reverse()) move = { date: one.date, amount: one.amount, before: move };
  return move;
}

function adjustmentsOf(
  match: ItemMatch,
  date: Day,
  sign: bigint,
  invoiceSide: ItemSide,
): readonly MatchAdjustment[] {
  if (match.discount === undefined && match.writeOff === undefined) return NONE;
  const adjustments: MatchAdjustment[] = [];
  for (const kind of ['discount', 'writeOff'] as const) {
    const rest = match[kind];
    if (rest === undefined) continue;
    const side = rest.on ?? invoiceSide;
    // A debit is closed by a credit, and the other way round.
    const amount = side === 'debit' ? -sign * rest.amount : sign * rest.amount;
    adjustments.push({ match: match.id, date, item: match[side], kind, amount });
  }
  return adjustments;
}

const NONE: readonly MatchAdjustment[] = [];

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
