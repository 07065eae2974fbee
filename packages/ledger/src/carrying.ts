/**
 * Carrying amounts: what an amount in a foreign currency stands at in the books, and what of it a
 * part payment releases.
 *
 * The release is rounded cumulatively: what stays is computed from what is open, not by adding up
 * rounded parts. So it does not matter in how many parts an item is settled, the last part takes
 * the rest, and the open amount is zero exactly when the open base is.
 *
 * Signs are those of the books, debit positive: a receivable's amounts are above zero, a payable's
 * below, and one formula serves both. Every amount is in minor units of its currency.
 *
 * @source IAS 21.28 (exchange differences on settlement)
 */
import { divideRounded, type RoundingMode } from '@kontor/kernel';
import { badArgument } from './given-figures.ts';
import { checkGiven, checkMinor, minorShape, objectShape, roundingShape } from './given-shape.ts';

/** An amount in a foreign currency with its carrying amount in the functional one. */
export interface CarriedItem {
  /** When it was last measured: at first, or by a revaluation that was kept. */
  readonly amount: bigint;
  readonly base: bigint;
  /** What is left of `amount`, of its sign. */
  readonly open: bigint;
  /** What is left of `base`. */
  readonly carrying: bigint;
}

/** A carried item, as it is given. */
export const itemShape = objectShape({
  amount: minorShape,
  base: minorShape,
  open: minorShape,
  carrying: minorShape,
});

const settlementShape = objectShape({
  item: itemShape,
  part: minorShape,
  bankBase: minorShape,
  mode: roundingShape,
});

const writeOffShape = objectShape({
  item: itemShape,
  tolerance: objectShape({ amount: minorShape, base: minorShape }),
});

/** The item after a part was settled, and what that released and realised. */
export interface Settlement extends CarriedItem {
  /** The carrying amount of the part, of the item's sign. */
  readonly released: bigint;
  /** The exchange difference: a gain is above zero (and is posted as a credit). */
  readonly realised: bigint;
}

/**
 * An item none of which is settled.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no bigint
 * @example
 * carriedItem(1000_00n, 900_00n).carrying // => 90000n
 */
export function carriedItem(amount: bigint, base: bigint): CarriedItem {
  checkMinor(amount, 'amount');
  checkMinor(base, 'base');
  return { amount, base, open: amount, carrying: base };
}

/**
 * Settles a part of an item against the bank.
 *
 * @param part of the open amount, with its sign
 * @param bankBase what the bank's line is worth in the functional currency: received for a
 * receivable (above zero), paid for a payable (below zero)
 * @throws LedgerError LEDGER_BAD_ARGUMENT — the part is zero, of the other sign, or more than is
 * open; a figure is no bigint
 * @example
 * const invoice = carriedItem(1000_00n, 900_00n);
 * const { released, realised } = settle(invoice, 400_00n, 372_00n, 'halfEven');
 * [released, realised] // => [36000n, 1200n]
 */
export function settle(
  item: CarriedItem,
  part: bigint,
  bankBase: bigint,
  mode: RoundingMode,
): Settlement {
  checkGiven({ item, part, bankBase, mode }, settlementShape, 'item');
  const open = item.open - part;
  const isPart = item.open > 0n ? part > 0n && open >= 0n : part < 0n && open <= 0n;
  if (!isPart) {
    throw badArgument('part', String(part), `a part of the ${item.open} minor units left open`);
  }
  const carrying = carryingOf(item, open, mode);
  const released = item.carrying - carrying;
  return {
    amount: item.amount,
    base: item.base,
    open,
    carrying,
    released,
    realised: bankBase - released,
  };
}

/**
 * The carrying amount of what is left of an item: its base less the rounded share of what is
 * settled.
 *
 * While a rest is open it stands at one minor unit at least, of the base's sign, however small its
 * share; unless the whole item stands at zero.
 *
 * @param open from zero to the item's amount
 * @example
 * carryingOf({ amount: 1000_00n, base: 933_33n }, 333_34n, 'halfEven') // => 31112n
 */
export function carryingOf(
  { amount, base }: Pick<CarriedItem, 'amount' | 'base'>,
  open: bigint,
  mode: RoundingMode,
): bigint {
  if (open === amount) return base;
  if (open === 0n) return 0n;
  const rest = base - divideRounded(base * (amount - open), amount, mode);
  if (rest !== 0n) return rest;
  return base < 0n ? -1n : BigInt(base > 0n);
}

/**
 * The item measured anew, where a revaluation is kept: later parts release shares of this base.
 *
 * @param closing what is open, at the closing rate
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a figure is no bigint
 * @example
 * remeasured(carriedItem(1000_00n, 900_00n), 880_00n).carrying // => 88000n
 */
export function remeasured(item: CarriedItem, closing: bigint): CarriedItem {
  checkGiven({ item }, objectShape({ item: itemShape }), 'item');
  checkMinor(closing, 'closing');
  return carriedItem(item.open, closing);
}

/** How small a rest must be to be written off, in minor units of either column. */
export interface RestTolerance {
  readonly amount: bigint;
  readonly base: bigint;
}

/**
 * The line that clears a small rest of an item: its amount and base, either of which may be zero.
 *
 * A rest is small when neither column is above its tolerance.
 *
 * @returns undefined when nothing is left, or too much
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a figure is no bigint
 * @example
 * const rest = { amount: 50_00n, base: 45_00n, open: 2_00n, carrying: 0n };
 * restToWriteOff(rest, { amount: 5_00n, base: 1n }) // => { amount: -200n, base: 0n }
 */
export function restToWriteOff(
  item: CarriedItem,
  tolerance: RestTolerance,
): { readonly amount: bigint; readonly base: bigint } | undefined {
  checkGiven({ item, tolerance }, writeOffShape, 'item');
  const { open, carrying } = item;
  if (open === 0n && carrying === 0n) return undefined;
  if (magnitude(open) > tolerance.amount || magnitude(carrying) > tolerance.base) return undefined;
  return { amount: -open, base: -carrying };
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
