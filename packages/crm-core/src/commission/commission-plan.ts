/**
 * Commission plans: what is paid, to whom, for what, by which scheme.
 *
 * A scheme pays by brackets of the base, or by how much of a quota was attained. Marginal brackets
 * pay each slice at its rate; retroactive ones pay the whole base at the rate of the bracket that
 * was reached, so there is a cliff at each border: `planCliffs` shows them to the plan's author.
 */
import { compareRatios, ratio } from '@kontor/kernel';
import * as z from 'zod';
import { checkGiven } from '../check-given.ts';
import type { CrmIssue } from '../errors.ts';

const decimalNumber = z.string().regex(/^-?\d{1,24}(\.\d{1,18})?$/, 'must be a decimal as text');
const positive = z
  .string()
  .regex(/^\d{1,24}(\.\d{1,18})?$/, 'must be a decimal as text, not below 0');

const bracket = z.strictObject({
  /** The upper end, included; the last bracket has none. */
  upTo: positive.optional(),
  /** In percent. */
  rate: positive,
});

const scheme = z.discriminatedUnion('kind', [
  /** Brackets of the base, one on the other from 0. */
  z.strictObject({
    kind: z.literal('brackets'),
    method: z.enum(['marginal', 'retroactive']),
    brackets: z.array(bracket).min(1).max(100).readonly(),
  }),
  /** Brackets of attainment: credited ÷ quota, 1 = the quota. */
  z.strictObject({
    kind: z.literal('quota'),
    brackets: z.array(bracket).min(1).max(100).readonly(),
    /** What the part above the quota is paid times; 1 = as the rest. */
    accelerator: positive.default('1'),
  }),
  /**
   * Sections as they stand, each with both ends: the first one that holds the whole base pays it at
   * its rate, and a base between two of them is paid nothing. The way of OCA's commission modules.
   */
  z.strictObject({
    kind: z.literal('sections'),
    sections: z
      .array(z.strictObject({ from: positive, to: positive, rate: positive }))
      .min(1)
      .max(100)
      .readonly(),
  }),
]);

/** A plan. */
export const commissionPlan = z.strictObject({
  id: z.string().min(1).max(64),
  /** What deals are worth to it. */
  base: z.enum(['amount', 'margin', 'received']),
  /** Which credits count. */
  credit: z.enum(['revenue', 'overlay', 'both']).default('revenue'),
  period: z.enum(['period', 'quarter', 'year']).default('period'),
  scheme,
  /** The least and the most for a person and a period. */
  floor: decimalNumber.optional(),
  cap: positive.optional(),
  /** Once for each line of a statement. */
  rounding: z.enum(['halfUp', 'halfEven', 'down']).default('halfUp'),
});

/** A plan in force. */
export type CommissionPlan = z.output<typeof commissionPlan>;
/** A plan as it is written. */
export type CommissionPlanInput = z.input<typeof commissionPlan>;

/**
 * Checks a plan.
 *
 * @throws CrmError CRM_INVALID_DEFINITION — every fault with its path: brackets that do not rise,
 * that leave a gap at the end, or that cannot be reached
 * @example
 * const brackets = [{ upTo: '100000', rate: '5' }, { rate: '7' }];
 * const scheme = { kind: 'brackets', method: 'marginal', brackets } as const;
 * defineCommissionPlan({ id: 'reps', base: 'amount', scheme }).credit // => 'revenue'
 */
export function defineCommissionPlan(input: CommissionPlanInput): CommissionPlan {
  const { id } = (input ?? {}) as Partial<CommissionPlanInput>;
  const what = typeof id === 'string' ? `The commission plan '${id}'` : 'The commission plan';
  return checkGiven(commissionPlan, input, { code: 'CRM_INVALID_DEFINITION', what }, (plan) => [
    ...bracketIssues(plan),
    ...limitIssues(plan),
  ]);
}

function bracketIssues({ scheme }: CommissionPlan): CrmIssue[] {
  if (scheme.kind === 'sections') return sectionIssues(scheme.sections);
  const { brackets } = scheme;
  const issues: CrmIssue[] = [];
  brackets.forEach(({ upTo }, at) => {
    const path = `scheme.brackets.${at}.upTo`;
    const isLast = at === brackets.length - 1;
    if (isLast && upTo !== undefined) {
      issues.push({
        path,
        message: `nothing is said of more than ${upTo}: leave the last one open`,
      });
    } else if (!isLast && upTo === undefined) {
      issues.push({ path, message: 'is open, so those after it are never reached: give its end' });
    }
    const before = at === 0 ? '0' : brackets[at - 1]!.upTo;
    if (upTo === undefined || before === undefined) return;
    if (compareRatios(ratio(upTo), ratio(before)) > 0) return;
    issues.push({ path, message: `must be more than ${before}, where it begins` });
  });
  return issues;
}

type Sections = Extract<CommissionPlan['scheme'], { kind: 'sections' }>['sections'];

/** Gaps are what the scheme is chosen for; a base in two sections would be paid by chance. */
function sectionIssues(sections: Sections): CrmIssue[] {
  return sections.flatMap(({ from, to }, at): CrmIssue[] => {
    const path = `scheme.sections.${at}`;
    if (compareRatios(ratio(from), ratio(to)) > 0) {
      return [{ path: `${path}.to`, message: `is less than ${from}, where it begins` }];
    }
    const other = sections.findIndex(
      (one, before) =>
        before < at &&
        compareRatios(ratio(one.from), ratio(to)) <= 0 &&
        compareRatios(ratio(from), ratio(one.to)) <= 0,
    );
    return other < 0 ? [] : [{ path, message: `overlaps with section ${other}` }];
  });
}

function limitIssues({ floor, cap }: CommissionPlan): CrmIssue[] {
  if (floor === undefined || cap === undefined) return [];
  if (compareRatios(ratio(floor), ratio(cap)) <= 0) return [];
  return [{ path: 'floor', message: `is more than the cap of ${cap}` }];
}
