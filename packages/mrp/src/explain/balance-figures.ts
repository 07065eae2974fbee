/**
 * The balance of a day as figures.
 */
import { formatDay } from '@kontor/kernel';
import type { BalanceFigures } from './explanation.ts';
import type { Place } from './place.ts';
import type { BalanceTrace } from './balance-trace.ts';

/** Writes out the sums of a day. */
export function balanceFigures(place: Place, trace: BalanceTrace): BalanceFigures {
  const { text } = place;
  const { before, receipts, planned, gross, required, net, pass, rebuild } = trace;
  const opening = before.onHand + before.receipts + before.planned - before.gross;
  return {
    day: formatDay(trace.on),
    onHand: text(before.onHand),
    receiptsBefore: text(before.receipts),
    plannedBefore: text(before.planned),
    grossBefore: text(before.gross),
    before: text(opening),
    receipts: text(receipts),
    planned: text(planned),
    gross: text(gross),
    balance: text(opening + receipts + planned - gross),
    required: text(required),
    requiredBy: requiredBy(place, required),
    policy: place.network.policies[place.node]!.safetyStockPolicy,
    ...(pass !== undefined && { pass }),
    ...(rebuild !== undefined && { rebuild: { required: text(rebuild) } }),
    net: text(net),
  };
}

/** Of a reorder level and a safety stock the larger one is required. */
function requiredBy({ network, at }: Place, required: bigint): BalanceFigures['requiredBy'] {
  if (required === 0n) return 'nothing';
  const { parameterOf, units } = network.index;
  const level = parameterOf(at.item, at.location)?.reorderMin;
  const isLevel = level !== undefined && BigInt(units.steps(at.item, level)) === required;
  return isLevel ? 'reorderLevel' : 'safetyStock';
}
