/**
 * Figures as a rule is given them: whole steps, whole days, and sums that a double holds exactly.
 *
 * The rules take plain rows, so each looks once, at its door, at what it was given. Behind the door
 * everything is whole and below 2^53, so sums and differences are exact and need no further care.
 */
import { MrpError } from './errors.ts';

/** Where a figure stands, for the message: 'orders.3.quantity'. Asked only when it is at fault. */
export type FigurePath = (index: number) => string;

/**
 * Refuses a figure.
 *
 * @throws MrpError MRP_BAD_FIGURE — always
 */
export function refuseFigure(path: string, value: unknown, expected: string): never {
  throw new MrpError('MRP_BAD_FIGURE', { path, value: String(value), expected });
}

/**
 * A whole number of at least `least`: steps, days, a count.
 *
 * @throws MrpError MRP_BAD_FIGURE — a fraction, too small, or beyond 2^53
 */
export function checkWhole(value: number, path: string, least = 0): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  return refuseFigure(path, value, `a whole number from ${least}, below 2^53`);
}

/**
 * A whole number of either sign: a day number, a stock that may be short.
 *
 * @throws MrpError MRP_BAD_FIGURE — a fraction, or beyond 2^53
 */
export function checkSigned(value: number, path: string): number {
  if (Number.isSafeInteger(value)) return value;
  return refuseFigure(path, value, 'a whole number within 2^53');
}

/**
 * The sum of quantities in whole steps, none below 0.
 *
 * @throws MrpError MRP_BAD_FIGURE — a quantity is no whole number from 0, or they pass 2^53 steps
 */
export function totalSteps(quantities: readonly number[], path: FigurePath): number {
  let total = 0;
  for (let index = 0; index < quantities.length; index++) {
    const quantity = quantities[index]!;
    if (!Number.isSafeInteger(quantity) || quantity < 0) checkWhole(quantity, path(index));
    total += quantity;
    if (total > Number.MAX_SAFE_INTEGER) {
      refuseFigure(path(index), quantity, 'quantities that add up to less than 2^53 steps');
    }
  }
  return total;
}
