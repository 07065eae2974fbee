/**
 * Statements: what a person is owed for a period, less what he was told before.
 *
 * A line that was issued is never edited. What changes afterwards (a return, a split that was
 * wrong, a deal that came late) makes another line, over the difference: so the lines of a person,
 * a plan and a period always sum to the commission of what is known today.
 */
import { currency, day, type FiscalCalendar, fixedText, scaledDecimal } from '@kontor/kernel';
import { CrmError } from '../errors.ts';
import { type CommissionAmount, commissionOf } from './commission-of.ts';
import type { CommissionPlan } from './commission-plan.ts';
import { type Credit, creditsOf, type CreditSplit } from './credits.ts';

/** What somebody is credited for: a deal that was won, an invoice that was paid, a return. */
export interface CommissionSource {
  /** Its own id: a source is counted once. */
  readonly id: string;
  /** The deal that it is of. */
  readonly deal: string;
  /** The day that it counts on, `YYYY-MM-DD`. */
  readonly date: string;
  readonly owner: string;
  readonly splits?: readonly CreditSplit[] | undefined;
  /** In units of the currency, by what plans may be based on; returns are negative. */
  readonly amount?: string | undefined;
  readonly margin?: string | undefined;
  readonly received?: string | undefined;
}

/** A line of a statement. */
export interface StatementLine {
  readonly plan: string;
  readonly person: string;
  /** The id of the fiscal period: `2026-P03`. */
  readonly period: string;
  /** In units of the currency; negative = taken back. */
  readonly amount: string;
}

/** A statement. */
export interface CommissionStatement {
  readonly plan: string;
  readonly person: string;
  readonly period: string;
  /** What was credited, in units of the currency. */
  readonly base: string;
  /** The commission of it. */
  readonly total: string;
  /** What was issued before. */
  readonly issued: string;
  /** The line to issue now; undefined where there is no difference. */
  readonly line?: StatementLine | undefined;
  /** How the total came about. */
  readonly workings: CommissionAmount;
  /** The sources that count, in order of their days. */
  readonly sources: readonly { readonly id: string; readonly credit: string }[];
}

/** What statements are made of. */
export interface StatementInput {
  readonly plan: CommissionPlan;
  readonly currency: string;
  readonly calendar: FiscalCalendar;
  readonly sources: readonly CommissionSource[];
  /** Lines that were issued before. */
  readonly issued?: readonly StatementLine[] | undefined;
  /** Of a person in a period, in units of the currency; of plans of a quota. */
  readonly quotaOf?: ((person: string, period: string) => string | undefined) | undefined;
}

interface Account {
  readonly person: string;
  readonly period: string;
  baseMinor: bigint;
  issuedMinor: bigint;
  readonly sources: { readonly id: string; readonly credit: string }[];
}

/**
 * The statements of a plan, one for each person and period that something was credited or issued
 * in; by period, then person.
 *
 * @throws CrmError CRM_INVALID_INPUT — a source twice, without the base of the plan, or with splits
 * that are no whole
 * @throws KernelError KERNEL_BAD_DECIMAL, KERNEL_BAD_DAY, KERNEL_UNKNOWN_CURRENCY
 */
export function commissionStatements(input: StatementInput): CommissionStatement[] {
  const { plan, quotaOf } = input;
  const { exponent } = currency(input.currency);
  const accounts = new Map<string, Account>();
  const accountOf = (person: string, period: string): Account => {
    const key = `${period}|${person}`;
    const known = accounts.get(key);
    if (known !== undefined) return known;
    const opened = { person, period, baseMinor: 0n, issuedMinor: 0n, sources: [] };
    accounts.set(key, opened);
    return opened;
  };
  checkSources(input);
  for (const source of input.sources.toSorted((a, b) => (a.date < b.date ? -1 : 1))) {
    const period = input.calendar.periodOf(day(source.date), plan.period).id;
    for (const credit of countedCredits(plan, source, exponent)) {
      const account = accountOf(credit.person, period);
      account.baseMinor += credit.minor;
      account.sources.push({ id: source.id, credit: fixedText(credit.minor, exponent) });
    }
  }
  for (const line of input.issued ?? []) {
    if (line.plan !== plan.id) continue;
    accountOf(line.person, line.period).issuedMinor += minorOf(line.amount, exponent);
  }
  return [...accounts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, account]) => {
      const quota = quotaOf?.(account.person, account.period);
      return statementOf(plan, account, exponent, quota);
    });
}

function statementOf(
  plan: CommissionPlan,
  { person, period, baseMinor, issuedMinor, sources }: Account,
  exponent: number,
  quota: string | undefined,
): CommissionStatement {
  const workings = commissionOf(plan, { baseMinor, exponent, quota });
  const difference = workings.minor - issuedMinor;
  const text = (minor: bigint): string => fixedText(minor, exponent);
  const about = { plan: plan.id, person, period };
  return {
    ...about,
    base: text(baseMinor),
    total: text(workings.minor),
    issued: text(issuedMinor),
    ...(difference !== 0n && { line: { ...about, amount: text(difference) } }),
    workings,
    sources,
  };
}

function countedCredits(
  plan: CommissionPlan,
  source: CommissionSource,
  exponent: number,
): readonly Credit[] {
  const minor = minorOf(source[plan.base]!, exponent);
  return creditsOf(minor, source.owner, source.splits).filter(
    ({ kind }) => plan.credit === 'both' || kind === plan.credit,
  );
}

function checkSources({ plan, sources }: StatementInput): void {
  const seen = new Set<string>();
  const issues = sources.flatMap((source, at) => {
    const path = `sources.${at}`;
    const isTwice = seen.has(source.id);
    seen.add(source.id);
    if (isTwice) return [{ path: `${path}.id`, message: `'${source.id}' is there twice` }];
    if (source[plan.base] !== undefined) return [];
    return [{ path: `${path}.${plan.base}`, message: 'is missing, and the plan is based on it' }];
  });
  if (issues.length > 0) throw new CrmError('CRM_INVALID_INPUT', { what: 'The sources', issues });
}

function minorOf(amount: string, exponent: number): bigint {
  const { coefficient, decimals } = scaledDecimal(amount);
  if (decimals <= exponent) return coefficient * 10n ** BigInt(exponent - decimals);
  throw new CrmError('CRM_INVALID_INPUT', {
    what: `The amount '${amount}'`,
    issues: [{ path: '', message: `has more than the ${exponent} decimals of its currency` }],
  });
}

/** What a line means for the books, as plain data: no account is named, only what it is. */
export interface CommissionFact {
  readonly kind: 'commission' | 'clawback';
  readonly plan: string;
  readonly person: string;
  readonly period: string;
  /** Never negative, in units of the currency. */
  readonly amount: string;
  readonly currency: string;
  /** `commissionExpense` or `commissionPayable`. */
  readonly debit: 'commissionExpense' | 'commissionPayable';
  readonly credit: 'commissionExpense' | 'commissionPayable';
}

/**
 * The journal-ready fact of a line: an expense that is owed, or one that is taken back.
 *
 * @example
 * commissionFact({ plan: 'p', person: 'anna', period: '2026-P03', amount: '-5.00' }, 'EUR').debit
 * // => 'commissionPayable'
 */
export function commissionFact(line: StatementLine, code: string): CommissionFact {
  const isBack = line.amount.startsWith('-');
  const [debit, credit] = isBack
    ? (['commissionPayable', 'commissionExpense'] as const)
    : (['commissionExpense', 'commissionPayable'] as const);
  const amount = isBack ? line.amount.slice(1) : line.amount;
  return {
    ...line,
    kind: isBack ? 'clawback' : 'commission',
    amount,
    currency: code,
    debit,
    credit,
  };
}
