/**
 * Facts of commission: one row a statement.
 */
import type { CommissionStatement } from '../commission/statement.ts';
import { type ColumnsOf, columnsOf } from './columns-of.ts';

/** Columns by statement; see `FactColumns`. */
export type CommissionFacts = ColumnsOf<CommissionRow>;

type CommissionRow = {
  /** Unique: plan, period and person, `standard/2026-P03/anna`. */
  readonly statement: string;
  readonly plan: string;
  readonly period: string;
  readonly owner: string;
  readonly currency: string;
  /** Decimal text: what was credited, the commission of it, what was issued before. */
  readonly base: string;
  readonly total: string;
  readonly issued: string;
  /** What is to be issued now; negative = taken back. */
  readonly due: string;
};

const COLUMNS = [
  'statement',
  'plan',
  'period',
  'owner',
  'currency',
  'base',
  'total',
  'issued',
  'due',
] as const satisfies readonly (keyof CommissionRow)[];

/**
 * The facts of statements, all of one currency.
 *
 * @example
 * cube.add(commissionFacts(commissionStatements(input), input.currency))
 */
export const commissionFacts = (
  statements: readonly CommissionStatement[],
  currency: string,
): CommissionFacts =>
  columnsOf(
    COLUMNS,
    statements.map(({ plan, period, person: owner, base, total, issued, line }) => ({
      statement: `${plan}/${period}/${owner}`,
      plan,
      period,
      owner,
      currency,
      base,
      total,
      issued,
      due: line?.amount ?? '0',
    })),
  );
