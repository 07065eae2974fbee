/**
 * Credits: whose deal it was, and how much of it counts for whom.
 *
 * Revenue splits share the amount out to the last cent; overlay splits come on top.
 */
import { allocate, divideRounded, scaledDecimal } from '@kontor/kernel';
import { CrmError } from '../errors.ts';

/** A share of a deal. */
export interface CreditSplit {
  readonly person: string;
  readonly kind: 'revenue' | 'overlay';
  /** Revenue splits of a deal sum to 100. */
  readonly percent: string | number;
}

/** What counts for a person. */
export interface Credit {
  readonly person: string;
  readonly kind: 'revenue' | 'overlay';
  /** Whole minor units. */
  readonly minor: bigint;
}

/**
 * Shares a deal out.
 *
 * @param splits none = all of it is the owner's
 * @throws CrmError CRM_INVALID_INPUT — a percentage below 0, revenue splits that are not 100 % in
 * all
 * @example
 * creditsOf(4_000_000n, 'anna', [
 *   { person: 'anna', kind: 'revenue', percent: 60 },
 *   { person: 'ben', kind: 'revenue', percent: 40 },
 *   { person: 'cid', kind: 'overlay', percent: 10 },
 * ]).map(({ person, minor }) => `${person} ${minor}`)
 * // => ['anna 2400000', 'ben 1600000', 'cid 400000']
 */
export function creditsOf(
  amountMinor: bigint,
  owner: string,
  splits: readonly CreditSplit[] = [],
): Credit[] {
  const revenue = splits.filter(({ kind }) => kind === 'revenue');
  checkSplits(splits, revenue);
  const shares =
    revenue.length === 0
      ? [{ person: owner, minor: amountMinor }]
      : allocate(
          amountMinor,
          revenue.map(({ percent }) => percent),
        ).map((minor, at) => ({ person: revenue[at]!.person, minor }));
  const overlays = splits.filter(({ kind }) => kind === 'overlay');
  return [
    ...shares.map((share): Credit => ({ ...share, kind: 'revenue' })),
    ...overlays.map(({ person, percent }): Credit => {
      const { coefficient, decimals } = scaledDecimal(percent);
      const share = amountMinor * coefficient;
      const minor = divideRounded(share, 100n * 10n ** BigInt(decimals), 'halfUp');
      return { person, kind: 'overlay', minor };
    }),
  ];
}

function checkSplits(splits: readonly CreditSplit[], revenue: readonly CreditSplit[]): void {
  const issues = splits.flatMap(({ percent }, at) =>
    scaledDecimal(percent, `splits.${at}.percent`).coefficient < 0n
      ? [{ path: `splits.${at}.percent`, message: 'is below 0' }]
      : [],
  );
  // In trillionths of a percent, so that thirds written out are still seen not to be a whole.
  const sum = revenue.reduce((total, { percent }) => {
    const { coefficient, decimals } = scaledDecimal(percent);
    return total + divideRounded(coefficient * 10n ** 12n, 10n ** BigInt(decimals), 'halfEven');
  }, 0n);
  if (revenue.length > 0 && sum !== 100n * 10n ** 12n) {
    issues.push({ path: 'splits', message: 'the revenue splits must sum to 100 %' });
  }
  if (issues.length > 0) throw new CrmError('CRM_INVALID_INPUT', { what: 'The splits', issues });
}
