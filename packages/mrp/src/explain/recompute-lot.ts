/**
 * The quantity of a lot, done again: the rule's steps, then the modifiers.
 */
import { assert, day } from '@kontor/kernel';
import type { OrderExplanation } from './explanation.ts';
import type { LotFigures, RuleStep, WindowDay } from './lot-step.ts';
import { dividedUp, least, most, stepsOf } from './steps-of.ts';

/** The lot in steps, for a net requirement in steps. */
export function recomputeLot(explained: OrderExplanation, net: bigint): bigint {
  const { lot, decimals } = explained;
  assert(lot !== undefined, 'an order that is no move is a lot');
  let wanted = net;
  for (const rule of lot.rules) wanted = applyRule(explained, rule, net, wanted);
  return applyModifiers(lot, decimals, wanted - stepsOf(lot.covered, decimals));
}

/** What a rule makes of the net requirement and of what the rules before it want. */
function applyRule(
  explained: OrderExplanation,
  step: RuleStep,
  net: bigint,
  wanted: bigint,
): bigint {
  const steps = (text: string): bigint => stepsOf(text, explained.decimals);
  switch (step.rule) {
    case 'lotForLot':
    case 'fixedQuantity':
      return net;
    case 'periodOfSupply':
      return windowNeed(explained, net, step);
    case 'maxCoverDays':
      return least(wanted, windowNeed(explained, net, step));
    case 'orderUpTo':
      return most(wanted, net + steps(step.level) - steps(step.required));
    case 'planned': {
      const until = step.periods.reduce((sum, { lot }) => sum + steps(lot), 0n);
      return most(net, until - steps(step.received));
    }
  }
}

/** The largest shortfall at the end of any day of a window. */
function windowNeed(
  explained: OrderExplanation,
  net: bigint,
  { days, events }: { readonly days: number; readonly events: readonly WindowDay[] },
): bigint {
  const { balance, decimals } = explained;
  const steps = (text: string): bigint => stepsOf(text, decimals);
  const end = day(explained.day) + days;
  let projected = steps(balance.rebuild === undefined ? balance.balance : balance.before);
  let largest = net;
  for (const event of events) {
    if (day(event.day) >= end) continue;
    projected += steps(event.receipts) - steps(event.gross);
    largest = most(largest, steps(event.required) - projected);
  }
  return largest;
}

/** At least the minimum, whole multiples, at most the largest of them. */
function applyModifiers(lot: LotFigures, decimals: number, open: bigint): bigint {
  const steps = (text = '0'): bigint => stepsOf(text, decimals);
  const [min, multiple, max] = [steps(lot.min), steps(lot.multiple), steps(lot.max)];
  let quantity = most(open, min);
  if (multiple > 0n) quantity = dividedUp(quantity, multiple) * multiple;
  if (max === 0n || quantity <= max) return quantity;
  return multiple === 0n ? max : max - (max % multiple);
}
