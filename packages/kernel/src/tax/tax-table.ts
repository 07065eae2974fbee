/**
 * The table of tax codes: which rate a code has on which day, and how it builds on others.
 *
 * The order of the table is the order in which the taxes of one line are taken: a compound tax is
 * computed on the net and on the taxes of the codes that stand before its own. So a line may list
 * its codes in any order, and two documents never disagree.
 */
import type { Day } from '../day.ts';
import * as z from 'zod';
import { KernelError, type TaxIssue } from '../errors.ts';
import { addFault, dayCell, parseInto, type Path, percentCell } from './cells.ts';
import { leavesNothing, type Percent } from './percent.ts';

/** A row of the table: the rate of a code, for good or for a stretch of days. */
export const taxCode = z
  .strictObject({
    code: z.string().min(1).max(200),
    name: z.string().optional(),
    /** In percent: '19'. Below zero for what is withheld, but more than −100. */
    rate: percentCell,
    /** In force on and after this day … */
    from: dayCell.optional(),
    /** … and before this one. */
    until: dayCell.optional(),
    /** Computed on the net and the taxes before it, not on the net alone. */
    compound: z.boolean().default(false),
    /** The account that the tax is posted to; handed on, not looked up. */
    account: z.string().min(1).optional(),
  })
  .superRefine(({ rate, from, until }, context) => {
    if (leavesNothing(rate)) addFault(context, 'BAD_AMOUNT', 'give a rate above -100');
    if (from !== undefined && until !== undefined && until <= from) {
      addFault(context, 'BAD_PERIOD', 'until is the first day after: give one later than from');
    }
  });

/** A row of the table as it is written. */
export type TaxCodeInput = z.input<typeof taxCode>;

/** A row as it is computed with. */
export interface TaxRow {
  readonly code: string;
  readonly name?: string | undefined;
  readonly rate: Percent;
  readonly from?: Day | undefined;
  readonly until?: Day | undefined;
  readonly compound: boolean;
  readonly account?: string | undefined;
  /** Its place in the order of taxes, from 0; all rows of a code stand together. */
  readonly rank: number;
}

/** A table that was checked; made by `taxTable`. */
export interface TaxTable {
  /** In order of rank. */
  readonly rowsByCode: ReadonlyMap<string, readonly TaxRow[]>;
}

/**
 * Checks a table of tax codes, once for many documents.
 *
 * @throws KernelError KERNEL_INVALID_TAX — every fault with its path `['taxCodes', 3, 'rate']`:
 *   a value of the wrong shape, two rows of a code for one day
 * @example
 * taxTable([{ code: 'VAT19', rate: '19' }]).rowsByCode.size // => 1
 */
export function taxTable(rows: readonly TaxCodeInput[]): TaxTable {
  const issues: TaxIssue[] = [];
  const table = readTaxTable(rows, issues, ['taxCodes']);
  if (issues.length > 0) throw new KernelError('KERNEL_INVALID_TAX', { issues });
  return table;
}

/** The table of the rows that are sound; what is wrong with the others goes to `issues`. */
export function readTaxTable(rows: unknown, issues: TaxIssue[], at: Path): TaxTable {
  const given = parseInto(issues, z.array(z.unknown()), rows, at) ?? [];
  const parsed = given.map((row, place) => parseInto(issues, taxCode, row, [...at, place]));
  const rowsByCode = new Map<string, TaxRow[]>();
  parsed.forEach((row, place) => {
    if (row === undefined) return;
    const twin = parsed.findIndex((other) => other?.code === row.code && overlaps(other, row));
    if (twin < place) issues.push(overlapIssue(row, [...at, place], twin));
    rowsByCode.set(row.code, [...(rowsByCode.get(row.code) ?? []), { ...row, rank: 0 }]);
  });
  let rank = 0;
  for (const [code, rows] of rowsByCode) {
    rowsByCode.set(
      code,
      rows.map((row) => ({ ...row, rank: rank++ })),
    );
  }
  return { rowsByCode };
}

/** The row of a code on a day; without a day only rows that are always in force are found. */
export function rowInForce(rows: readonly TaxRow[], on: Day | undefined): TaxRow | undefined {
  return rows.find(({ from, until }) => {
    if (on === undefined) return from === undefined && until === undefined;
    return (from ?? -Infinity) <= on && on < (until ?? Infinity);
  });
}

/**
 * What is reported and rounded as one tax: the code at a rate, and on an account where rows of one
 * rate name different ones.
 */
export function groupKey(row: TaxRow): string {
  const known = groupKeys.get(row);
  if (known !== undefined) return known;
  const { code, rate, account = '' } = row;
  const key = JSON.stringify([code, rate.text, account]);
  groupKeys.set(row, key);
  return key;
}

/** Rows never change, and a document asks for the key of one at each of its lines. */
const groupKeys = new WeakMap<TaxRow, string>();

type Validity = Pick<TaxRow, 'from' | 'until'>;

function overlaps(a: Validity, b: Validity): boolean {
  return (
    (a.from ?? -Infinity) < (b.until ?? Infinity) && (b.from ?? -Infinity) < (a.until ?? Infinity)
  );
}

function overlapIssue({ code }: { code: string }, path: Path, place: number): TaxIssue {
  const message = `'${code}' has a rate for the same days in row ${place}: let one end before`;
  return { code: 'BAD_PERIOD', path, message };
}
