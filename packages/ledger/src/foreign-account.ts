/**
 * Foreign bank accounts: what leaves one carries its cost, and the difference to the day's rate is
 * realised.
 *
 * The cost is that of a moving average, where every inflow mixes with what is there, or of the
 * oldest inflows first (FIFO). Both are lots of carrying amounts: one lot, or one an inflow. Cost
 * is rounded cumulatively within a lot, so an empty account has no cost left and one that is not
 * empty has some.
 *
 * An overdraft is the mirror image: what was drawn stands at the rate of its day, and the inflow
 * that repays it realises the difference. A movement across zero does both.
 */
import type { RoundingMode } from '@kontor/kernel';
import * as z from 'zod';
import { type CarriedItem, carriedItem, carryingOf, itemShape } from './carrying.ts';
import { badArgument } from './given-figures.ts';
import { checkGiven, checkMinor, minorShape, objectShape, roundingShape } from './given-shape.ts';

/** How the cost of an outflow is found. */
export const outflowMethods = ['movingAverage', 'fifo'] as const;

/** A method of finding the cost of an outflow. */
export type OutflowMethod = (typeof outflowMethods)[number];

/** An account as its lots, oldest first, all of one sign; a moving average has one at most. */
export interface ForeignAccount {
  readonly method: OutflowMethod;
  readonly lots: readonly CarriedItem[];
}

const methodShape = z.enum(outflowMethods, `one of ${outflowMethods.join(', ')}`);

const accountShape = objectShape({
  method: methodShape,
  lots: z.array(itemShape, 'a list of lots'),
});

/** What comes in (above zero) or goes out (below zero), in minor units. */
export interface ForeignMovement {
  readonly amount: bigint;
  /** The same at the rate of its day, in the functional currency, with the same sign or zero. */
  readonly base: bigint;
}

const movingShape = objectShape({
  movements: z.array(objectShape({ amount: minorShape, base: minorShape }), 'a list of movements'),
  mode: roundingShape,
});

/** What a movement does to the books. */
export interface PostedMovement {
  /** Of the bank's line: cost on the way out, the day's rate on the way in. */
  readonly base: bigint;
  /** The cost that left the account, with the sign that it had there. */
  readonly released: bigint;
  /** The exchange difference: a gain is above zero (and is posted as a credit). */
  readonly realised: bigint;
}

/**
 * An account with nothing in it.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no such method
 */
export function foreignAccount(method: OutflowMethod): ForeignAccount {
  checkGiven({ method }, objectShape({ method: methodShape }), 'method');
  return { method, lots: [] };
}

/**
 * Moves money in and out, in the order given.
 *
 * @returns the account afterwards, and one row a movement
 * @throws LedgerError LEDGER_BAD_ARGUMENT — an amount of zero, a base of the other sign, a part
 * of another type
 * @example
 * const { rows } = moveForeignAccount(
 *   foreignAccount('fifo'),
 *   [
 *     { amount: 400_00n, base: 460_00n },
 *     { amount: 100_00n, base: 120_00n },
 *     { amount: -150_00n, base: -177_00n },
 *   ],
 *   'halfEven',
 * );
 * rows[2] // => { base: -17250n, released: 17250n, realised: 450n }
 */
export function moveForeignAccount(
  account: ForeignAccount,
  movements: readonly ForeignMovement[],
  mode: RoundingMode,
): { readonly account: ForeignAccount; readonly rows: readonly PostedMovement[] } {
  checkGiven(account, accountShape, 'account');
  checkGiven({ movements, mode }, movingShape, 'movements');
  const { method, lots } = account;
  const draft: DraftLots = { method, lots: [...lots], first: 0, mode };
  const rows = movements.map((movement, index) => {
    checkMovement(movement, index);
    return moveDraft(draft, movement);
  });
  return { account: { method, lots: draft.lots.slice(draft.first) }, rows };
}

/**
 * What is on an account, and what it stands at.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no account
 * @example
 * foreignBalance(foreignAccount('fifo')) // => { amount: 0n, base: 0n }
 */
export function foreignBalance(account: ForeignAccount): ForeignMovement {
  checkGiven(account, accountShape, 'account');
  let [amount, base] = [0n, 0n];
  for (const lot of account.lots) {
    amount += lot.open;
    base += lot.carrying;
  }
  return { amount, base };
}

/**
 * The account measured anew, where a revaluation is kept. All that is on it has one cost then, so
 * its lots become one.
 *
 * @param closing the balance at the closing rate, in the functional currency
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no account, or no bigint
 */
export function remeasureForeignAccount(account: ForeignAccount, closing: bigint): ForeignAccount {
  checkMinor(closing, 'closing');
  const { amount } = foreignBalance(account);
  return { method: account.method, lots: amount === 0n ? [] : [carriedItem(amount, closing)] };
}

/** Lots on their way through a list of movements: those before `first` are used up. */
interface DraftLots {
  readonly method: OutflowMethod;
  readonly lots: CarriedItem[];
  first: number;
  readonly mode: RoundingMode;
}

function checkMovement({ amount, base }: ForeignMovement, index: number): void {
  const path = `movements.${index}`;
  if (amount === 0n) throw badArgument(`${path}.amount`, '0', 'an amount that is not zero');
  if (base !== 0n && base < 0n !== amount < 0n) {
    throw badArgument(`${path}.base`, String(base), 'a base with the sign of the amount');
  }
}

/** Takes from lots of the other sign while there are some; the rest comes in as a lot. */
function moveDraft(draft: DraftLots, movement: ForeignMovement): PostedMovement {
  let left = movement.amount;
  let released = 0n;
  for (; draft.first < draft.lots.length; draft.first++) {
    const lot = draft.lots[draft.first]!;
    if (left === 0n || lot.open > 0n === left > 0n) break;
    const open = isWithin(left, lot.open) ? lot.open + left : 0n;
    const carrying = carryingOf(lot, open, draft.mode);
    released += lot.carrying - carrying;
    left += lot.open - open;
    draft.lots[draft.first] = { ...lot, open, carrying };
    if (open !== 0n) break;
  }
  // Of a movement across zero, the part that comes in has its share of the day's value.
  const added = left === 0n ? 0n : carryingOf(movement, left, draft.mode);
  if (left !== 0n) addLot(draft, left, added);
  const base = added - released;
  return { base, released, realised: base - movement.base };
}

/** Whether an amount leaves something of a lot of the other sign. */
const isWithin = (amount: bigint, open: bigint): boolean =>
  open > 0n ? open + amount > 0n : open + amount < 0n;

function addLot({ method, lots, first }: DraftLots, amount: bigint, base: bigint): void {
  const last = method === 'movingAverage' ? lots[first] : undefined;
  if (last === undefined) lots.push(carriedItem(amount, base));
  else lots[first] = carriedItem(last.open + amount, last.carrying + base);
}
