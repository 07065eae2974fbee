/**
 * Netting, bucket by bucket: the rule of `netRequirements`, without days, dates or orders.
 *
 * Receipts of a bucket count before its requirements; where the balance would end below what is
 * required, lots come in. Safety stock is required from today's bucket on, in buckets with a
 * requirement or a receipt: what lacks before the first of them is no reason to order.
 *
 * @source APICS Dictionary, "net requirements", "projected available balance"
 */
import type { TargetRow } from './add-releases.ts';
import type { BucketRow } from './bucket-row.ts';
import type { NettingTerms } from './quantity-run.ts';
import { isWholeMultiple, totalOfLots } from './total-of-lots.ts';

/**
 * Nets a filled row. Writes the lots received to the cells of `target`, which are 0.
 *
 * @returns the balance after the last bucket; exact while stock, receipts and lots stay below 2^53
 */
export function netBuckets(row: BucketRow, terms: NettingTerms, target: TargetRow): number {
  const { onHand, safetyStock } = terms;
  const sweep = isWholeMultiple(terms.lots) ? sweepMultiples : sweepLots;
  const today = Math.max(row.first, terms.today);
  const opening = sweep(row, terms, target, row.first, Math.min(today - 1, row.last), onHand, 0);
  const from = opening < safetyStock ? firstEvent(row, today) : today;
  return sweep(row, terms, target, from, row.last, opening, safetyStock);
}

function firstEvent({ gross, receipts, last }: BucketRow, from: number): number {
  let bucket = from;
  while (bucket <= last && gross[bucket] === 0 && receipts[bucket] === 0) bucket++;
  return bucket;
}

/**
 * Lots of whole multiples: what was received up to a bucket is all that it was short of, rounded
 * up.
 *
 * Same as `sweepLots`, where each bucket waits for the division of the one before it; here only a
 * sum runs through, and there is no branch to guess.
 */
function sweepMultiples(
  { gross, receipts }: BucketRow,
  { lots }: NettingTerms,
  { cells, at, first: origin }: TargetRow,
  first: number,
  last: number,
  opening: number,
  required: number,
): number {
  const multiple = Math.max(lots.multiple, 1);
  const to = (at - origin) | 0;
  let short = required - opening;
  let received = 0;
  for (let bucket = first | 0; bucket <= last; bucket = (bucket + 1) | 0) {
    short += gross[bucket]! - receipts[bucket]!;
    const wanted = Math.max(Math.ceil(short / multiple) * multiple, received);
    cells[(to + bucket) | 0] = wanted - received;
    received = wanted;
  }
  return required + received - short;
}

function sweepLots(
  { gross, receipts }: BucketRow,
  { lots }: NettingTerms,
  { cells, at, first: origin }: TargetRow,
  first: number,
  last: number,
  opening: number,
  required: number,
): number {
  const to = at - origin;
  let balance = opening;
  for (let bucket = first; bucket <= last; bucket++) {
    balance += receipts[bucket]! - gross[bucket]!;
    if (balance >= required) continue;
    const quantity = totalOfLots(required - balance, lots);
    cells[to + bucket] = quantity;
    balance += quantity;
  }
  return balance;
}
