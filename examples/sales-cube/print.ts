/**
 * Tables of text: figures to the right, names to the left; what is empty stays empty.
 */
import { type Decimal, roundDecimal } from '@kontor/kernel';

/** Prints a table with its headings. */
export function printTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const widths = headings.map((heading, at) =>
    Math.max(heading.length, ...rows.map((row) => row[at]!.length)),
  );
  const isFigure = headings.map((_, at) =>
    rows.every((row) => /^(?:[-+]?[\d.]+%?)?$/.test(row[at]!)),
  );
  for (const cells of [headings, ...rows]) {
    const padded = cells.map((cell, at) =>
      isFigure[at] ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!),
    );
    console.log(`  ${padded.join('  ').trimEnd()}`);
  }
  console.log('');
}

/** An amount in whole euro. */
export function euro(value: Decimal | null): string {
  return value === null ? '' : roundDecimal(value, 0, 'halfEven').toFixed(0);
}

/** A share in percent with one decimal. */
export function percent(value: Decimal | null): string {
  return value === null ? '' : `${roundDecimal(value.times(100), 1, 'halfEven').toFixed(1)}%`;
}
