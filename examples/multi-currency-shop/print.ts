/**
 * Tables of text: numbers to the right, all else to the left.
 */
import type { Statement, TrialBalance } from '@kontor/ledger';

/** Prints a table with its headings. */
export function printTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const widths = headings.map((heading, at) =>
    Math.max(heading.length, ...rows.map((row) => row[at]!.length)),
  );
  const isFigure = headings.map((_, at) => rows.every((row) => /^(?:-?[\d.]+)?$/.test(row[at]!)));
  for (const cells of [headings, ...rows]) {
    const padded = cells.map((cell, at) =>
      isFigure[at] ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!),
    );
    console.log(`  ${padded.join('  ').trimEnd()}`);
  }
  console.log('');
}

/** Prints a trial balance: each account in each currency, and what it stands at. */
export function printTrialBalance({ rows, total, currency }: TrialBalance): void {
  printTable(
    ['account', '', 'amount', currency],
    [
      ...rows.map((row) => [row.account, row.currency, row.amount, row.base]),
      ['total', '', '', total],
    ],
  );
}

/** Prints a statement, a column for each of its columns; rows of nothing are left out. */
export function printStatement({ label, columns, rows, unassigned }: Statement): void {
  console.log(label);
  const shown = rows.filter(
    ({ kind, amounts }) => kind === 'sum' || amounts.some((amount) => amount !== '0.00'),
  );
  const cells = shown.map((row) => [
    row.kind === 'sum' ? row.label : `  ${row.label}`,
    ...columns.map((_, at) => row.amounts[at]!),
  ]);
  printTable(['', ...columns], cells);
  for (const { account } of unassigned) console.log(`  in no row: ${account}`);
}
