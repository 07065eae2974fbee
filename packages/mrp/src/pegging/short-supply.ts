/**
 * Who goes short where a planner plans by hand or a fence keeps orders out: the node's `fairShare`.
 *
 * Day by day, what is there is given to who waits for it: the needs of the day, and those of
 * earlier days that are still open. While it is enough, all are served; when it is short,
 * `proportional` gives everyone a part of what he waits for, `priority` serves in full by
 * (priority, day, id). Nothing is kept back for a need to come. `earliestFirst`, in full by (day,
 * priority, id), is the order in which needs are matched anyway.
 *
 * @source dossiers of distribution planning: "deployment", "fair shares"
 */
import { assert } from '@kontor/kernel';
import { fairShare } from '../fair-share.ts';
import type { Network } from '../network.ts';
import { bucketStart } from '../plan-terms.ts';
import { addRow, type DatedColumns, openDated } from './dated-columns.ts';
import type { ShareColumns } from './match.ts';
import { rankOf } from './needs.ts';
import type { PegScope } from './scope.ts';

/** Whether the node names a policy, and supply may come later than its need. */
export function sharesShortSupply({ policies, terms }: Network, node: number): boolean {
  const { fairShare: policy, planning, planningFence } = policies[node]!;
  if (policy === 'earliestFirst') return false;
  return planning === 'manual' || planningFence > terms.today;
}

/** Puts planned orders, behind what is on hand, on the day they are there. Writes `supplies`. */
export function sortByArrival(
  { network, draft }: PegScope,
  supplies: DatedColumns,
  onHand: number,
): void {
  const { count, number, day, quantity } = supplies;
  const rows = Array.from({ length: count - onHand }, (_, at) => {
    const supply = number[onHand + at]!;
    const isPlanned = supply < draft.count;
    const on = isPlanned ? bucketStart(network.terms, draft.due[supply]!) : day[onHand + at]!;
    return { supply, isPlanned, on, quantity: quantity[onHand + at]! };
  });
  rows.sort((a, b) => a.on - b.on || Number(a.isPlanned) - Number(b.isPlanned));
  supplies.count = onHand;
  for (const row of rows) addRow(supplies, row.supply, row.on, row.quantity);
}

/**
 * The turns in which needs are served, by day: their `number` is the row of the need.
 *
 * @param needs - in their order, less what is settled
 * @param supplies - by the day they are there, less what is settled
 * @param onHand - so many of them, in front, are there from the start
 */
export function turnsOf(
  scope: PegScope,
  node: number,
  needs: DatedColumns,
  supplies: DatedColumns,
  onHand: number,
): DatedColumns {
  const turns = openDated(needs.count + supplies.count);
  let waiting: Waiting[] = [];
  let there = 0;
  let [need, supply] = [0, 0];
  while (supply < onHand) there += supplies.quantity[supply++]!;
  while (need < needs.count || supply < supplies.count) {
    const day = Math.min(dayAt(needs, need), dayAt(supplies, supply));
    for (; dayAt(supplies, supply) <= day; supply++) there += supplies.quantity[supply]!;
    for (; dayAt(needs, need) <= day; need++) waiting.push(waitingFor(scope, needs, need));
    for (const [at, quantity] of sharesOf(scope.network, node, there, waiting).entries()) {
      if (quantity === 0) continue;
      addRow(turns, waiting[at]!.row, day, quantity);
      waiting[at]!.quantity -= quantity;
      there -= quantity;
    }
    waiting = waiting.filter(({ quantity }) => quantity > 0);
  }
  return turns;
}

/** A need that is not served in full. */
interface Waiting {
  readonly row: number;
  readonly day: number;
  readonly priority: number;
  /** Stock below nothing is gone already. */
  readonly isDebt: boolean;
  quantity: number;
}

const dayAt = ({ count, day }: DatedColumns, row: number): number =>
  row < count ? day[row]! : Number.POSITIVE_INFINITY;

function waitingFor(
  { network, needs: numbers }: PegScope,
  { number, day, quantity }: DatedColumns,
  row: number,
): Waiting {
  const kind = numbers.kindOf(number[row]!);
  const { priority } = rankOf(network, kind, numbers.rowOf(number[row]!));
  return { row, day: day[row]!, priority, isDebt: kind === 'debt', quantity: quantity[row]! };
}

/** What each of the waiting gets of what is there. */
function sharesOf(
  { policies }: Network,
  node: number,
  there: number,
  waiting: readonly Waiting[],
): number[] {
  let supply = there;
  const debts = waiting.map(({ isDebt, quantity }) => {
    const taken = isDebt ? Math.min(supply, quantity) : 0;
    supply -= taken;
    return taken;
  });
  const needs = waiting.map((one) => ({ ...one, quantity: one.isDebt ? 0 : one.quantity }));
  const shares = fairShare({ supply, needs, policy: policies[node]!.fairShare });
  return debts.map((taken, at) => taken + shares[at]!);
}

/**
 * Names the rows of needs in the place of those of turns, and puts the shares by need, then supply,
 * each pair of them once. Writes the shares from `first` on.
 */
export function nameTurns(turns: DatedColumns, shares: ShareColumns, first: number): void {
  const byPair = new Map<string, { need: number; supply: number; quantity: number }>();
  for (let at = first; at < shares.count; at++) {
    const [need, supply] = [turns.number[shares.need[at]!]!, shares.supply[at]!];
    const key = `${need} ${supply}`;
    const pair = byPair.get(key) ?? { need, supply, quantity: 0 };
    pair.quantity += shares.quantity[at]!;
    byPair.set(key, pair);
  }
  const pairs = [...byPair.values()].sort((a, b) => a.need - b.need || a.supply - b.supply);
  assert(first + pairs.length <= shares.need.length, 'pairs are no more than shares');
  pairs.forEach(({ need, supply, quantity }, at) => {
    shares.need[first + at] = need;
    shares.supply[first + at] = supply;
    shares.quantity[first + at] = quantity;
  });
  shares.count = first + pairs.length;
}
