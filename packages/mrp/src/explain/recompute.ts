/**
 * The arithmetic of an explanation, done again from its figures alone.
 *
 * Nothing of the plan is read: quantities are added up as whole steps, days are counted on the
 * calendar that the record shows. What comes out is the order, or the record is wrong.
 */
import { formatQuantity } from '@kontor/kernel';
import type { OrderExplanation } from './explanation.ts';
import { recomputeDates } from './recompute-dates.ts';
import { recomputeLot } from './recompute-lot.ts';
import { recomputeMove } from './recompute-move.ts';
import { recomputeSource } from './recompute-source.ts';
import { least, stepsOf } from './steps-of.ts';

/** What an order comes to. */
export interface Recomputed {
  readonly net: string;
  readonly quantity: string;
  readonly source: string;
  readonly due: string;
  readonly release: string;
}

/**
 * The order that the figures of an explanation lead to.
 *
 * @returns the net requirement and, exactly as planned, quantity, source, due day and release
 * @example
 * const explained = plan.explain('wheel@plant/2026-02-16/1');
 * recompute(explained).quantity === explained.quantity // => true
 */
export function recompute(explained: OrderExplanation): Recomputed {
  const { decimals, choice, move } = explained;
  const net = recomputeNet(explained);
  const quantity =
    move === undefined ? recomputeLot(explained, net) : recomputeMove(explained, net);
  const dates = recomputeDates(explained, quantity);
  return {
    net: formatQuantity(net, decimals),
    quantity: formatQuantity(quantity, decimals),
    source: choice === undefined ? explained.source : recomputeSource(choice),
    ...dates,
  };
}

/** The net requirement in steps: the balance and what is required, added up anew. */
function recomputeNet({ balance, decimals }: OrderExplanation): bigint {
  const steps = (text: string): bigint => stepsOf(text, decimals);
  const before =
    steps(balance.onHand) +
    steps(balance.receiptsBefore) +
    steps(balance.plannedBefore) -
    steps(balance.grossBefore);
  const after = before + steps(balance.receipts) + steps(balance.planned) - steps(balance.gross);
  const short = steps(balance.required) - after;
  if (balance.rebuild === undefined) return short;
  const missing = steps(balance.rebuild.required) - before;
  return least(missing, short);
}
