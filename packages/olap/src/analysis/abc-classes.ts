/**
 * ABC classes: the few members that make most of a total, by Pareto's rule.
 *
 * Members are taken from the largest on. A member is of class A while the share accumulated before
 * it has not reached the first limit, so the one that crosses the limit is still A; then B, then C.
 * Shares are of the sum of what is above 0: members of nothing, or of less, are of the last class.
 *
 * @source H. Ford Dickie, "ABC Inventory Analysis Shoots for Dollars not Pennies", 1951
 */
import { type Decimal, type DecimalInput, decimal } from '@kontor/kernel';
import { OlapError } from '../errors.ts';

/** A member with its class. */
export interface Classified<Key> {
  readonly key: Key;
  readonly value: Decimal | null;
  /** `A`, `B`, `C`, … one letter more than there are limits. */
  readonly class: string;
  /** Share of all, 0 … 1, of the members before it and of it; 1 from the last above 0 on. */
  readonly accumulated: Decimal;
}

/** Shares at which classes end: A to 80 %, B to 95 %. */
const LIMITS: readonly DecimalInput[] = ['0.8', '0.95'];

/**
 * Classes of members, the largest first; ties as given, and members without a figure last.
 *
 * @throws OlapError OLAP_INVALID_QUERY — limits that do not rise between 0 and 1
 * @throws KernelError KERNEL_BAD_DECIMAL — a figure that is no finite decimal
 * @example
 * abcClasses([{ key: 'x', value: 15 }, { key: 'y', value: 75 }, { key: 'z', value: 10 }])
 *   .map((member) => member.key + member.class) // => ['yA', 'xA', 'zB']
 */
export function abcClasses<Key>(
  members: readonly { readonly key: Key; readonly value: DecimalInput | null }[],
  limits: readonly DecimalInput[] = LIMITS,
): Classified<Key>[] {
  const ends = checkLimits(limits);
  const figures = members.map(({ key, value }, index) => ({
    key,
    value: value === null ? null : decimal(value, `members.${index}.value`),
  }));
  figures.sort((a, b) => descending(a.value, b.value));
  const total = figures.reduce((sum, { value }) => sum.plus(positive(value)), decimal(0));
  let before = decimal(0);
  return figures.map(({ key, value }) => {
    // Compared as amounts, not as shares, so that no division decides a class. What is not above 0
    // comes after all of the total, and so into the last class.
    const place = ends.filter((end) => before.gte(total.times(end))).length;
    before = before.plus(positive(value));
    const accumulated = total.isZero() ? decimal(0) : before.dividedBy(total);
    return { key, value, class: String.fromCharCode(FIRST_CLASS + place), accumulated };
  });
}

const FIRST_CLASS = 65;

const positive = (value: Decimal | null): Decimal => (value?.gt(0) === true ? value : decimal(0));

/** Larger first; no figure is below every number. */
function descending(a: Decimal | null, b: Decimal | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return b.comparedTo(a);
}

function checkLimits(limits: readonly DecimalInput[]): Decimal[] {
  const ends = limits.map((limit, index) => decimal(limit, `limits.${index}`));
  const bad = ends.findIndex((end, index) => end.lte(ends[index - 1] ?? 0) || end.gte(1));
  if (bad < 0 && ends.length < 26) return ends;
  const reason = 'limits of classes are shares that rise between 0 and 1, such as 0.8 and 0.95';
  throw new OlapError('OLAP_INVALID_QUERY', { path: ['limits', Math.max(0, bad)], reason });
}
