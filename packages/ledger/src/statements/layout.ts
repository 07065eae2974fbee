/**
 * The layout of a statement, as data: rows that say which accounts they add up, and subtotals of
 * rows above. The schema is the type, so a layout may come from a file of the user's.
 *
 * An account is counted once, in the first row that takes it. So narrow rows go before wide ones,
 * and a last row "all other expenses" needs no list of exceptions. What no row takes is listed by
 * the statement, loudly.
 */
import * as z from 'zod';
import { accountTypes } from '../account.ts';
import { LedgerError, type SetupIssue } from '../errors.ts';

const id = z.string().min(1).max(200);
const side = z.enum(['debit', 'credit']);
const labels = z.record(z.string().min(2), z.string().min(1)).optional();

/** Which accounts: those for which everything that is said here holds. */
export const accountPick = z.strictObject({
  id: id.optional(),
  /** This account and all under it. */
  under: id.optional(),
  /** Codes from here … */
  from: z.string().min(1).optional(),
  /** … to here, both included, as text; codes that begin with it, too: to 19 takes 1999. */
  to: z.string().min(1).optional(),
  type: z.enum(accountTypes).optional(),
  /** The kind of figure, where a statement has several of an account (cash-flow.ts). */
  kind: z.string().min(1).optional(),
});

/** A row: of accounts, of rows above, or a heading if neither. */
export const layoutRow = z.strictObject({
  id,
  label: z.string(),
  /** In other languages, by BCP 47 tag. */
  labels,
  /** Accounts that any of these picks. */
  accounts: z.array(accountPick).optional(),
  /** Ids of rows above, whose figures are added up. */
  sum: z.array(id).optional(),
  /** The side whose balance reads as a positive figure; that of the layout when left out. */
  positive: side.optional(),
  /** Puts a row for each of its accounts before it. */
  detail: z.boolean().default(false),
});

/** A whole layout. */
export const layout = z.strictObject({
  id,
  label: z.string(),
  labels,
  /** The types that it is about; others are left out in silence. All five when left out. */
  types: z.array(z.enum(accountTypes)).default([...accountTypes]),
  /** The side whose balance reads as a positive figure. */
  positive: side.default('debit'),
  rows: z.array(layoutRow),
});

/** Which accounts, as a user writes it. */
export type AccountPick = z.output<typeof accountPick>;
/** A row, checked. */
export type LayoutRow = z.output<typeof layoutRow>;
/** A layout as a user writes it. */
export type LayoutInput = z.input<typeof layout>;
/** The same, checked. */
export type Layout = z.output<typeof layout>;

/**
 * Checks a layout: shapes, ids that stand twice, subtotals of rows that are not above them.
 *
 * @throws LedgerError LEDGER_INVALID_SETUP — every fault with its path, which begins with `layout`
 */
export function checkLayout(input: LayoutInput): Layout {
  const parsed = layout.safeParse(input);
  const issues = parsed.success ? rowIssues(parsed.data) : parsed.error.issues.map(shapeIssue);
  if (issues.length > 0 || !parsed.success)
    throw new LedgerError('LEDGER_INVALID_SETUP', { issues });
  return parsed.data;
}

const shapeIssue = (issue: z.core.$ZodIssue): SetupIssue => ({
  code: 'INVALID_VALUE',
  path: ['layout', ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))],
  message: issue.message,
});

function rowIssues({ rows }: Layout): SetupIssue[] {
  const above = new Set<string>();
  return rows.flatMap((row, at): SetupIssue[] => {
    const path = ['layout', 'rows', at];
    const issues: SetupIssue[] = [];
    if (above.has(row.id)) {
      const message = `row '${row.id}' stands there twice: give each its own id`;
      issues.push({ code: 'DUPLICATE_KEY', path: [...path, 'id'], message });
    }
    if (row.accounts !== undefined && row.sum !== undefined) {
      const message = `row '${row.id}' has accounts and a sum: make two rows of it`;
      issues.push({ code: 'INVALID_VALUE', path: [...path, 'sum'], message });
    }
    row.sum?.forEach((name, index) => {
      if (above.has(name)) return;
      const message = `no row '${name}' stands above '${row.id}': a sum is of rows before it`;
      issues.push({ code: 'INVALID_VALUE', path: [...path, 'sum', index], message });
    });
    above.add(row.id);
    return issues;
  });
}
