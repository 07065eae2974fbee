/**
 * Tables of text: figures to the right, names to the left; what is empty stays empty.
 */
import type { Value } from '@kontor/olap';
import { decimal, roundDecimal } from '@kontor/kernel';

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

/** A figure with so many decimals; nothing for an empty cell. */
export function figure(value: Value, decimals = 0): string {
  if (value === null) return '';
  return roundDecimal(decimal(String(value)), decimals, 'halfEven').toFixed(decimals);
}
