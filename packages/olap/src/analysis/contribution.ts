/**
 * What grew and what weakened: a change of a total as the sum of the changes of its members.
 *
 * Each member's change over the old total is its contribution, in points of growth, and the
 * contributions add up to the growth of the whole. A member without a figure in one of the periods
 * counts as 0 there and is told to be new or gone.
 */
import { type Decimal, type DecimalInput, decimal } from '@kontor/kernel';

/** A member's figures in two periods; null where it has none. */
export interface MemberChange<Key> {
  readonly key: Key;
  readonly from: DecimalInput | null;
  readonly to: DecimalInput | null;
}

/** What a member did to the total. */
export interface Contribution<Key> {
  readonly key: Key;
  /** To − from. */
  readonly change: Decimal;
  /** Change / |old total|: 0.02 is two points of growth; empty where the old total is 0. */
  readonly points: Decimal | null;
  /**
   * Change / total change: above 1 where others went the other way; empty where nothing changed.
   */
  readonly share: Decimal | null;
  readonly status: 'kept' | 'new' | 'gone';
}

/** The change of a total, and who made it. */
export interface ChangeExplained<Key> {
  /** Totals of both periods. */
  readonly from: Decimal;
  readonly to: Decimal;
  readonly change: Decimal;
  /** Members whose change is above 0, the largest first; ties as given. */
  readonly grew: readonly Contribution<Key>[];
  /** Members whose change is below 0, the largest fall first; ties as given. */
  readonly weakened: readonly Contribution<Key>[];
}

/**
 * Explains the change of an additive total by its members. Members without a change are in neither
 * list.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL — a figure that is no finite decimal
 * @example
 * explainChange([{ key: 'A', from: 10, to: 16 }, { key: 'B', from: 10, to: 8 }])
 *   .grew.map(({ key, points }) => `${key} ${points}`) // => ['A 0.3']
 */
export function explainChange<Key>(members: readonly MemberChange<Key>[]): ChangeExplained<Key> {
  const figures = members.map((member, index) => ({
    member,
    from: decimal(member.from ?? 0, `members.${index}.from`),
    to: decimal(member.to ?? 0, `members.${index}.to`),
  }));
  const sum = (total: Decimal, value: Decimal): Decimal => total.plus(value);
  const from = figures.map((figure) => figure.from).reduce(sum, decimal(0));
  const to = figures.map((figure) => figure.to).reduce(sum, decimal(0));
  const change = to.minus(from);
  const all = figures.map((figure): Contribution<Key> => {
    const own = figure.to.minus(figure.from);
    return {
      key: figure.member.key,
      change: own,
      points: over(own, from.abs()),
      share: over(own, change),
      status: statusOf(figure.member),
    };
  });
  const grew = all.filter((item) => item.change.gt(0));
  const weakened = all.filter((item) => item.change.lt(0));
  grew.sort((a, b) => b.change.comparedTo(a.change));
  weakened.sort((a, b) => a.change.comparedTo(b.change));
  return { from, to, change, grew, weakened };
}

const over = (value: Decimal, base: Decimal): Decimal | null =>
  base.isZero() ? null : value.dividedBy(base);

function statusOf({ from, to }: MemberChange<unknown>): 'kept' | 'new' | 'gone' {
  if (from === null && to !== null) return 'new';
  return from !== null && to === null ? 'gone' : 'kept';
}
