/**
 * Changes of stock and open orders that may make an order unnecessary, each as small as can be.
 */
import { formatDay } from '@kontor/kernel';
import { openRow } from '../node-row.ts';
import { receiptName } from '../pegging/names.ts';
import { replayNode } from '../plan-node.ts';
import type { ModelChange, StockChange } from './model-change.ts';
import { isGone, smallest, type Target, type Trial, tryChange } from './search-change.ts';

/** An order that is to be without need. */
export interface Question {
  readonly trial: Trial;
  readonly target: Target;
  readonly node: number;
  /** Its id. */
  readonly order: string;
}

/** So many open orders, days, demands or parents are tried. */
export const TRIED = 20;

/** The least more on hand. */
export function stockChanges({ trial, target, node }: Question): ModelChange[] {
  const found = stockThatRemoves(trial, target, node);
  return found === undefined ? [] : [found];
}

/** The least more on hand of a node without which an order of the node is needed. */
export function stockThatRemoves(
  trial: Trial,
  target: Target,
  node: number,
): StockChange | undefined {
  const { item, location, segment } = target;
  const changeOf = (quantity: number): StockChange => ({
    kind: 'stock',
    item,
    location,
    ...(segment !== undefined && { segment }),
    quantity: trial.network.index.units.format(item, quantity),
  });
  const quantity = smallest(mostNeeded(trial, node), (stock) =>
    isGone(trial, target, node, { stock }, changeOf(stock)),
  );
  return quantity === undefined ? undefined : changeOf(quantity);
}

/** As much as a node needs of stock if nothing comes in. */
function mostNeeded({ network, draft }: Trial, node: number): number {
  const row = openRow();
  replayNode(network, draft, node, row, () => {});
  let [needed, required] = [0, 0];
  for (let cell = row.first; cell <= row.last; cell++) {
    needed += row.gross[cell]!;
    required = Math.max(required, row.required[cell]!);
  }
  return Math.min(needed + required, Number.MAX_SAFE_INTEGER);
}

/** Open orders that come later, moved in to the day of the need. */
export function receiptChanges(question: Question): ModelChange[] {
  const { trial, target } = question;
  const { network } = trial;
  if (target.need < network.terms.today) return [];
  const due = formatDay(target.need);
  return laterReceipts(question)
    .slice(0, TRIED)
    .map(({ row }) => ({ kind: 'receipt', id: receiptName(network, row), row, due }));
}

/** The shortest horizon of rescheduling that brings in enough. */
export function horizonChanges(question: Question): ModelChange[] {
  const { trial, target, node } = question;
  const { today } = trial.network.terms;
  const { rescheduleWithinDays } = trial.network.policies[node]!;
  const horizons = new Set(laterReceipts(question).map(({ day }) => day - today));
  const { item, location } = target;
  for (const days of [...horizons].slice(0, TRIED)) {
    if (days <= rescheduleWithinDays) continue;
    const change = { kind: 'rescheduleWithinDays', item, location, days } as const;
    if (tryChange(trial, change, target)?.removed === true) return [change];
  }
  return [];
}

/** Open orders of the node after the day of the need, by day; what expires is not moved. */
function laterReceipts({ trial, target, node }: Question): { row: number; day: number }[] {
  const { receipts, model } = trial.network;
  const found: { row: number; day: number }[] = [];
  for (let at = receipts.start[node]!; at < receipts.start[node + 1]!; at++) {
    const [row, day] = [receipts.row[at]!, receipts.day[at]!];
    if (day > target.need && model.receipts[row]!.expires === undefined) found.push({ row, day });
  }
  return found;
}
