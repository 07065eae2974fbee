/**
 * The slow, obvious twin of shortages: each order asks its own supplies how late they are, all the
 * way down, by recursion over the shares of all nodes.
 */
import type { Draft } from '../../src/draft.ts';
import type { Network } from '../../src/network.ts';
import { type Need, type NodePegging, pegNode, type Supply } from '../../src/pegging/peg-node.ts';
import { bucketStart } from '../../src/plan-terms.ts';

/** A late demand: its row, the steps that are late, by how many days; Infinity = never there. */
export interface SlowShortage {
  readonly row: number;
  readonly quantity: number;
  readonly days: number;
}

/** Every late demand, by row; undefined where an order waits for itself, over what it yields. */
export function slowShortages(network: Network, draft: Draft): SlowShortage[] | undefined {
  const { terms, index, model, sources } = network;
  const isKept = terms.pastDueRelease === 'keep';
  const pegged = Array.from(
    { length: network.nodes.count },
    (_, node): NodePegging => pegNode(network, draft, node),
  );
  const known = new Map<string, number>();
  const asked = new Set<string>();
  let isRound = false;

  /** How late the latest supply of needs is; of a need that goes short, for ever. */
  const waitOf = (isOne: (need: Need) => boolean, skipsStock: boolean): number => {
    let wait = 0;
    for (const { needs, supplies, shares } of pegged) {
      needs.forEach((need, at) => {
        if (!isOne(need)) return;
        const own = shares.filter((share) => share.need === at);
        const served = own.reduce((sum, { quantity }) => sum + quantity, 0);
        if (served < need.quantity) wait = Infinity;
        for (const { supply } of own) {
          if (skipsStock && supplies[supply]!.kind === 'stock') continue;
          wait = Math.max(wait, daysLate(supplies[supply]!, need.day));
        }
      });
    }
    return wait;
  };

  const orderDelay = (order: number): number => {
    const key = `order ${order}`;
    if (known.has(key)) return known.get(key)!;
    if (asked.has(key)) {
      isRound = true;
      return 0;
    }
    asked.add(key);
    const wait = waitOf(
      ({ kind, ref }) => (kind === 'order' || kind === 'move') && ref === order,
      false,
    );
    const source = sources[draft.source[order]!]!;
    const past = isKept && source.spare === undefined ? terms.today - draft.release[order]! : 0;
    const own = Math.max(0, draft.due[order]! - draft.need[order]!);
    const days = isKept ? Math.max(0, past, wait) : own + wait;
    known.set(key, source.missing === 'source' ? Infinity : days);
    return known.get(key)!;
  };

  const receiptDelay = (row: number): number => {
    const key = `receipt ${row}`;
    if (known.has(key)) return known.get(key)!;
    if (asked.has(key)) {
      isRound = true;
      return 0;
    }
    asked.add(key);
    known.set(
      key,
      waitOf(({ kind, ref }) => kind === 'firmIssue' && ref === row, true),
    );
    return known.get(key)!;
  };

  const daysLate = ({ kind, ref, day }: Supply, needDay: number): number => {
    if (kind === 'order' || kind === 'coProduct') {
      return (isKept ? draft.due : draft.need)[ref]! + orderDelay(ref) - needDay;
    }
    if (kind !== 'receipt' && kind !== 'firmCoProduct') return day - needDay;
    const { location, due } = model.receipts[ref]!;
    const there = Math.max(index.dayAt(location, due), terms.today);
    return bucketStart(terms, there) + receiptDelay(ref) - needDay;
  };

  const found = pegged
    .flatMap(({ needs, supplies, shares }) =>
      needs.flatMap((need, at) => {
        if (need.kind !== 'demand') return [];
        let [days, quantity, open] = [0, 0, need.quantity];
        for (const share of shares) {
          if (share.need !== at) continue;
          open -= share.quantity;
          const late = daysLate(supplies[share.supply]!, need.day);
          if (late > 0) quantity += share.quantity;
          days = Math.max(days, late);
        }
        if (open > 0) days = Infinity;
        return days > 0 ? [{ row: need.ref, quantity: quantity + open, days }] : [];
      }),
    )
    .sort((a, b) => a.row - b.row);
  return isRound ? undefined : found;
}
