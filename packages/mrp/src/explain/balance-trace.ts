/**
 * The sums behind the balance of a day, taken from the row of a node while it is netted.
 */
import type { Network } from '../network.ts';
import { asksForStockLast, type NodePolicy } from '../node-policy.ts';
import type { NodeRow } from '../node-row.ts';

/** The sums behind a balance; steps of the item, exact however large. */
export interface BalanceTrace {
  /** The day whose receipts and needs are counted. */
  readonly on: number;
  readonly before: {
    readonly onHand: bigint;
    readonly receipts: bigint;
    readonly planned: bigint;
    readonly gross: bigint;
  };
  readonly receipts: bigint;
  readonly planned: bigint;
  readonly gross: bigint;
  readonly required: bigint;
  readonly net: number;
  readonly pass?: 'demand' | 'stock';
  /** What was required before the break that a rebuild for today answers. */
  readonly rebuild?: bigint;
}

/** A quantity that answers a need of a day. */
export interface Answer {
  readonly day: number;
  readonly quantity: number;
}

/** What the sums of a day are made of. */
export interface Sums {
  readonly network: Network;
  readonly node: number;
  readonly row: NodeRow;
  /** What was moved or ordered so far. */
  readonly answers: readonly Answer[];
  /** Those of them that stand among the receipts of the row. */
  readonly counted: readonly Answer[];
}

/** The sums at a net requirement. */
export function balanceAt(
  sums: Sums,
  cell: number,
  net: number,
  pass: 'demand' | 'stock' | undefined,
): BalanceTrace {
  const { network, node, row } = sums;
  const policy = network.policies[node]!;
  const isRebuilt = policy.safetyStockPolicy === 'rebuildNow' && cell === row.rebuild;
  const onDay = isRebuilt ? breakCell(sums, network.onHand[node]!) : cell;
  const found = { ...balanceOn(sums, row.origin + onDay), net };
  if (onDay === cell) return pass === undefined ? found : { ...found, pass };
  return { ...found, rebuild: BigInt(row.required[onDay - 1]!) };
}

/** The sums of a day. */
export function balanceOn(
  { network, node, row, answers, counted }: Sums,
  on: number,
): BalanceTrace {
  const cell = on - row.origin;
  const inRow = (cells: Float64Array, from: number, until: number): bigint => {
    let sum = 0n;
    const end = Math.min(until, row.last + 1);
    for (let at = Math.max(0, from); at < end; at++) sum += BigInt(cells[at]!);
    return sum;
  };
  const sumOf = (list: readonly Answer[], holds: (one: Answer) => boolean): bigint =>
    list.reduce((sum, one) => (holds(one) ? sum + BigInt(one.quantity) : sum), 0n);
  const isBefore = (one: Answer): boolean => one.day < on;
  const isOn = (one: Answer): boolean => one.day === on;
  const isInRow = cell >= 0 && cell <= row.last;
  return {
    on,
    before: {
      onHand: BigInt(network.onHand[node]!),
      receipts: inRow(row.receipts, 0, cell) - sumOf(counted, isBefore),
      planned: sumOf(answers, isBefore),
      gross: inRow(row.gross, 0, cell),
    },
    receipts: inRow(row.receipts, cell, cell + 1) - sumOf(counted, isOn),
    planned: sumOf(answers, isOn),
    gross: inRow(row.gross, cell, cell + 1),
    required: isInRow ? BigInt(row.required[cell]!) : 0n,
    net: 0,
  };
}

/** The balance that a net requirement was found at: of a rebuild, the one before the break. */
export function endOf({ before, receipts, planned, gross, rebuild }: BalanceTrace): bigint {
  const opening = before.onHand + before.receipts + before.planned - before.gross;
  return rebuild === undefined ? opening + receipts + planned - gross : opening;
}

/** The first day from today on that is short with what was ordered so far. */
function breakCell({ row, answers, counted }: Sums, onHand: number): number {
  const cells = new Map<number, bigint>();
  const add = (list: readonly Answer[], sign: bigint): void => {
    for (const { day, quantity } of list) {
      const cell = day - row.origin;
      cells.set(cell, (cells.get(cell) ?? 0n) + sign * BigInt(quantity));
    }
  };
  add(answers, 1n);
  add(counted, -1n);
  let balance = BigInt(onHand);
  for (let cell = row.first; cell <= row.last; cell++) {
    const [inflow, outflow] = [row.receipts[cell]!, row.gross[cell]!];
    balance += BigInt(inflow) - BigInt(outflow) + (cells.get(cell) ?? 0n);
    const hasEvent = inflow !== 0 || outflow !== 0 || row.marked[cell] !== 0;
    if (hasEvent && cell >= row.rebuild && balance < BigInt(row.required[cell]!)) return cell;
  }
  return row.rebuild;
}

/** The pass of a node that asks for its required stock when all demand is covered. */
export function passOf(
  policy: NodePolicy,
  row: NodeRow,
  cell: number,
): 'demand' | 'stock' | undefined {
  if (!asksForStockLast(policy)) return undefined;
  return row.required[cell]! > 0 ? 'stock' : 'demand';
}
