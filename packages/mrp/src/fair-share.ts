/**
 * Fair share: who gets how much when the supply is less than all needs together.
 *
 * Three policies by name, each a pure function over plain rows, and a researcher may bring his own.
 * While the supply is enough everybody gets his need under each of them. Shares are whole steps and
 * add up to the supply to the last step.
 *
 * @source largest remainder: Balinski and Young, "Fair Representation", on the method of Hamilton
 */
import { allocate, type Day } from '@kontor/kernel';
import { checkSigned, checkWhole, refuseFigure, totalSteps } from './given-figures.ts';

/** One claim on a short supply. */
export interface ShareNeed {
  /** In whole steps. */
  readonly quantity: number;
  /** A whole number; lower comes first; else 1. */
  readonly priority?: number | undefined;
  /** When it is needed; a need without a day comes after all that have one. */
  readonly day?: Day | undefined;
}

/**
 * A way of sharing: a share for each need, in whole steps. It is asked only when the supply is
 * short (0 ≤ supply < the sum of the needs); no share may pass its need, nor all together the
 * supply.
 */
export type SharePolicy = (supply: number, needs: readonly ShareNeed[]) => readonly number[];

/**
 * The policies. `proportional`: by need, what does not divide by largest remainder, ties to the
 * earlier row. `priority`: in full by (priority, day, row). `earliestFirst`: in full by (day,
 * priority, row).
 */
export const fairSharePolicies = {
  proportional: (supply, needs) =>
    allocate(
      BigInt(supply),
      needs.map(({ quantity }) => quantity),
    ).map(Number),
  priority: (supply, needs) =>
    inTurn(supply, needs, (one, other) => byPriority(one, other) || byDay(one, other)),
  earliestFirst: (supply, needs) =>
    inTurn(supply, needs, (one, other) => byDay(one, other) || byPriority(one, other)),
} as const satisfies Readonly<Record<string, SharePolicy>>;

/** The name of a policy. */
export type FairSharePolicy = keyof typeof fairSharePolicies;

/** A supply, the needs it is for, and how it is shared. */
export interface FairShareInput {
  /** In whole steps. */
  readonly supply: number;
  readonly needs: readonly ShareNeed[];
  readonly policy: FairSharePolicy | SharePolicy;
}

/**
 * Shares out a supply among needs.
 *
 * @returns one share per need, in whole steps; never more than the need
 * @throws MrpError MRP_BAD_FIGURE — quantities that are not whole steps or pass 2^53, a
 * priority or day that is not whole, no such policy, or one of your own that gives out more than it
 * may
 * @example
 * const needs = [{ quantity: 50, priority: 1 }, { quantity: 40, priority: 2 }];
 * fairShare({ supply: 60, needs, policy: 'proportional' }) // => [33, 27]
 * fairShare({ supply: 60, needs, policy: 'priority' }) // => [50, 10]
 */
export function fairShare({ supply, needs, policy }: FairShareInput): number[] {
  checkWhole(supply, 'supply');
  const quantities = needs.map(({ quantity }) => quantity);
  const needed = totalSteps(quantities, (index) => `needs.${index}.quantity`);
  needs.forEach(({ priority = 1, day = 0 }, index) => {
    checkSigned(priority, `needs.${index}.priority`);
    checkSigned(day, `needs.${index}.day`);
  });
  const share = policyOf(policy);
  if (supply >= needed) return quantities;
  return checkShares([...share(supply, needs)], supply, quantities);
}

/** Serves one need after the other, in full, while supply lasts. */
function inTurn(
  supply: number,
  needs: readonly ShareNeed[],
  order: (one: ShareNeed, other: ShareNeed) => number,
): number[] {
  const rows = needs.map((_, index) => index);
  rows.sort((one, other) => order(needs[one]!, needs[other]!));
  const shares = needs.map(() => 0);
  let left = supply;
  for (const row of rows) {
    shares[row] = Math.min(left, needs[row]!.quantity);
    left -= shares[row];
  }
  return shares;
}

const byPriority = (one: ShareNeed, other: ShareNeed): number =>
  (one.priority ?? 1) - (other.priority ?? 1);

function byDay({ day: one }: ShareNeed, { day: other }: ShareNeed): number {
  if (one === undefined || other === undefined)
    return Number(one === undefined) - Number(other === undefined);
  return one - other;
}

function policyOf(policy: FairSharePolicy | SharePolicy): SharePolicy {
  if (typeof policy === 'function') return policy;
  if (Object.hasOwn(fairSharePolicies, policy)) return fairSharePolicies[policy];
  const names = Object.keys(fairSharePolicies).join(', ');
  return refuseFigure('policy', `'${String(policy)}'`, `one of ${names}, or a function`);
}

/** Holds a policy, the caller's own too, to what it promises. */
function checkShares(shares: number[], supply: number, quantities: readonly number[]): number[] {
  if (shares.length !== quantities.length) {
    refuseFigure('shares.length', shares.length, `a share for each need, ${quantities.length}`);
  }
  const given = totalSteps(shares, (index) => `shares.${index}`);
  if (given > supply) refuseFigure('the sum of the shares', given, `at most the supply, ${supply}`);
  shares.forEach((share, index) => {
    const need = quantities[index]!;
    if (share > need) refuseFigure(`shares.${index}`, share, `at most the need, ${need}`);
  });
  return shares;
}
