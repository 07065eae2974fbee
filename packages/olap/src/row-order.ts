/**
 * Rows compared with each other: ranks, running totals, classes of Pareto.
 */
import { type Decimal, decimal } from '@kontor/kernel';
import { compareValues, numberOf, type Value } from './value.ts';

/**
 * Ranks within groups: 1 + how many are strictly better; rows without a value have none.
 *
 * @source standard competition ranking (1, 1, 3); `dense` ranks 1, 1, 2
 */
export function rankRows(
  values: readonly Value[],
  groups: Int32Array,
  {
    order = 'descending',
    dense = false,
  }: {
    readonly order?: 'descending' | 'ascending' | undefined;
    readonly dense?: boolean | undefined;
  },
): (number | null)[] {
  const ranks: (number | null)[] = values.map(() => null);
  const sign = order === 'descending' ? -1 : 1;
  for (const rows of rowsByGroup(groups)) {
    const sorted = rows
      .filter((row) => values[row] !== null)
      .sort((a, b) => sign * compareValues(values[a]!, values[b]!) || a - b);
    let rank = 0;
    for (const [index, row] of sorted.entries()) {
      const isTie = index > 0 && compareValues(values[sorted[index - 1]!]!, values[row]!) === 0;
      if (!isTie) rank = dense ? rank + 1 : index + 1;
      ranks[row] = rank;
    }
  }
  return ranks;
}

/** Totals of the rows so far in their group, in the order shown; empty until the first value. */
export function runRows(values: readonly Value[], groups: Int32Array): Value[] {
  const sums = new Map<number, Decimal>();
  return values.map((value, row) => {
    const number = numberOf(value);
    const before = sums.get(groups[row]!);
    if (number === undefined) return before ?? null;
    const sum = before === undefined ? number : before.plus(number);
    sums.set(groups[row]!, sum);
    return sum;
  });
}

/**
 * Classes by the share that is accumulated before a row, the largest first: the row that crosses a
 * cut stays in the better class.
 *
 * @source H. F. Dickie, "ABC Inventory Analysis Shoots for Dollars, not Pennies", 1951
 */
export function classRows(
  values: readonly Value[],
  groups: Int32Array,
  cuts: readonly { readonly name: string; readonly upTo: string }[],
): Value[] {
  const classes: Value[] = values.map(() => null);
  const limits = cuts.map(({ name, upTo }) => ({ name, upTo: decimal(upTo) }));
  for (const rows of rowsByGroup(groups)) {
    const sorted = rows
      .filter((row) => numberOf(values[row]!) !== undefined)
      .sort((a, b) => compareValues(values[b]!, values[a]!) || a - b);
    const total = sorted.reduce((sum, row) => sum.plus(numberOf(values[row]!)!), decimal(0));
    let before = decimal(0);
    for (const row of sorted) {
      const share = total.isZero() ? decimal(0) : before.div(total);
      classes[row] = (limits.find(({ upTo }) => share.lt(upTo)) ?? limits.at(-1)!).name;
      before = before.plus(numberOf(values[row]!)!);
    }
  }
  return classes;
}

/** Rows by the group that each is in, in their order. */
export function rowsByGroup(groups: ArrayLike<number | string>): number[][] {
  const found = new Map<number | string, number[]>();
  for (let row = 0; row < groups.length; row++) {
    const rows = found.get(groups[row]!);
    if (rows === undefined) found.set(groups[row]!, [row]);
    else rows.push(row);
  }
  return [...found.values()];
}
