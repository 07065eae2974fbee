/**
 * The commission of a base, exactly, with its workings.
 */
import {
  addRatios,
  compareRatios,
  divideRatios,
  fixedText,
  formatRatio,
  multiplyRatios,
  type Ratio,
  ratio,
  roundRatio,
} from '@kontor/kernel';
import type { CommissionPlan } from './commission-plan.ts';

/** A part of a commission. */
export interface CommissionSlice {
  /** The part of the base that is paid by it, in units of the currency. */
  readonly base: string;
  /** In percent. */
  readonly rate: string;
  /** What the rate is taken times: more than 1 above a quota. */
  readonly times: string;
  /** Exact, before rounding. */
  readonly amount: string;
}

/** A commission with its workings. */
export interface CommissionAmount {
  /** Whole minor units. */
  readonly minor: bigint;
  readonly slices: readonly CommissionSlice[];
  /** Credited ÷ quota, where the scheme is of a quota. */
  readonly attainment?: string | undefined;
  /** Which limit was in force. */
  readonly limit?: 'floor' | 'cap' | undefined;
}

/** What is paid for. */
export interface CommissionBase {
  /** Whole minor units. */
  readonly baseMinor: bigint;
  /** Decimals of the currency. */
  readonly exponent: number;
  /** In units of the currency; of schemes of a quota. */
  readonly quota?: string | undefined;
}

interface Slice {
  readonly base: Ratio;
  readonly rate: Ratio;
  readonly times: Ratio;
}

const ZERO = ratio(0);
const ONE = ratio(1);
const HUNDRED = ratio(100);

/**
 * The commission of a base. A negative base (more was returned than sold) pays nothing by itself;
 * what was paid before is taken back by the difference (statement.ts).
 *
 * @example
 * const brackets = [{ upTo: '100000', rate: '5' }, { upTo: '125000', rate: '6' }, { rate: '7' }];
 * const scheme = { kind: 'brackets', method: 'marginal', brackets } as const;
 * const plan = defineCommissionPlan({ id: 'reps', base: 'amount', scheme });
 * commissionOf(plan, { baseMinor: 15_000_000n, exponent: 2 }).minor // => 825000n
 */
export function commissionOf(
  plan: CommissionPlan,
  { baseMinor, exponent, quota }: CommissionBase,
): CommissionAmount {
  const unit = ratio(10n ** BigInt(exponent));
  const base = divideRatios(ratio(baseMinor < 0n ? 0n : baseMinor), unit);
  const { slices, attainment } = slicesOf(plan, base, quota);
  const amounts = slices.map(amountOf);
  const exact = multiplyRatios(amounts.reduce(addRatios, ZERO), unit);
  const rounded = roundRatio(exact, plan.rounding);
  const { minor, limit } = limited(plan, rounded, unit);
  return {
    minor,
    slices: slices.map((slice, at) => ({
      base: formatRatio(slice.base),
      rate: formatRatio(slice.rate),
      times: formatRatio(slice.times),
      amount: formatRatio(amounts[at]!),
    })),
    ...(attainment !== undefined && { attainment: formatRatio(attainment) }),
    ...(limit !== undefined && { limit }),
  };
}

const amountOf = ({ base, rate, times }: Slice): Ratio =>
  divideRatios(multiplyRatios(multiplyRatios(base, rate), times), HUNDRED);

function slicesOf(
  { scheme }: CommissionPlan,
  base: Ratio,
  quota: string | undefined,
): { readonly slices: readonly Slice[]; readonly attainment?: Ratio } {
  if (scheme.kind === 'quota') {
    const whole = ratio(quota ?? 0);
    // Without a quota there is nothing to attain, and nothing is paid.
    if (compareRatios(whole, ZERO) <= 0) return { slices: [] };
    const attainment = divideRatios(base, whole);
    const rate = ratio(bracketAt(scheme.brackets, attainment).rate);
    const isAbove = compareRatios(base, whole) > 0;
    const upTo = { base: isAbove ? whole : base, rate, times: ONE };
    const above = { base: subtract(base, whole), rate, times: ratio(scheme.accelerator) };
    return { slices: isAbove ? [upTo, above] : [upTo], attainment };
  }
  if (scheme.kind === 'sections') {
    const isIn = ({ from, to }: { readonly from: string; readonly to: string }): boolean =>
      compareRatios(base, ratio(from)) >= 0 && compareRatios(base, ratio(to)) <= 0;
    const section = scheme.sections.find(isIn);
    return { slices: section ? [{ base, rate: ratio(section.rate), times: ONE }] : [] };
  }
  if (scheme.method === 'retroactive') {
    return { slices: [{ base, rate: ratio(bracketAt(scheme.brackets, base).rate), times: ONE }] };
  }
  return { slices: marginalSlices(scheme.brackets, base) };
}

type Bracket = Extract<CommissionPlan['scheme'], { kind: 'brackets' }>['brackets'][number];

/** The first bracket whose upper end is not below the value. */
const bracketAt = (brackets: readonly Bracket[], value: Ratio): Bracket =>
  brackets.find(({ upTo }) => upTo === undefined || compareRatios(value, ratio(upTo)) <= 0)!;

function marginalSlices(brackets: readonly Bracket[], base: Ratio): Slice[] {
  const slices: Slice[] = [];
  let from = ZERO;
  for (const { upTo, rate } of brackets) {
    const isWhole = upTo === undefined || compareRatios(base, ratio(upTo)) <= 0;
    const to = isWhole ? base : ratio(upTo);
    slices.push({ base: subtract(to, from), rate: ratio(rate), times: ONE });
    if (isWhole) break;
    from = to;
  }
  return slices;
}

const subtract = (a: Ratio, b: Ratio): Ratio =>
  addRatios(a, { numerator: -b.numerator, denominator: b.denominator });

function limited(
  { floor, cap }: CommissionPlan,
  minor: bigint,
  unit: Ratio,
): Pick<CommissionAmount, 'minor' | 'limit'> {
  const inMinor = (amount: string): bigint =>
    roundRatio(multiplyRatios(ratio(amount), unit), 'halfUp');
  if (cap !== undefined && minor > inMinor(cap)) return { minor: inMinor(cap), limit: 'cap' };
  if (floor !== undefined && minor < inMinor(floor))
    return { minor: inMinor(floor), limit: 'floor' };
  return { minor };
}

/** A border at which the commission jumps. */
export interface PlanCliff {
  /** The base (or the attainment) up to which the lower rate is paid. */
  readonly at: string;
  /** The commission there, and just above, in units of the currency; of a quota, per 100 of it. */
  readonly before: string;
  readonly after: string;
}

/**
 * The borders at which one more cent changes the whole commission: those of retroactive brackets
 * and of quotas. Marginal brackets have none.
 *
 * @example
 * const brackets = [{ upTo: '100000', rate: '5' }, { rate: '6' }];
 * const scheme = { kind: 'brackets', method: 'retroactive', brackets } as const;
 * planCliffs(defineCommissionPlan({ id: 'reps', base: 'amount', scheme }))
 * // => [{ at: '100000', before: '5000.00', after: '6000.00' }]
 */
export function planCliffs({ scheme }: CommissionPlan): PlanCliff[] {
  if (scheme.kind === 'sections') return [];
  if (scheme.kind === 'brackets' && scheme.method === 'marginal') return [];
  const share = (at: string, rate: string): string =>
    fixedText(roundRatio(multiplyRatios(ratio(at), ratio(rate)), 'halfUp'), 2);
  const per = scheme.kind === 'quota' ? ratio(100) : ONE;
  return scheme.brackets.slice(0, -1).map(({ upTo, rate }, at) => {
    const base = formatRatio(multiplyRatios(ratio(upTo!), per));
    const next = scheme.brackets[at + 1]!.rate;
    return { at: upTo!, before: share(base, rate), after: share(base, next) };
  });
}
