/**
 * Cells as a table of text that a practitioner can read: `-` is empty, `All` is a total.
 */
import type { CellSet, Value } from '@kontor/olap';
import { expect } from 'vitest';

/** Expects the rows of an answer to be those of a table; blanks only part columns. */
export function expectGrid(cells: CellSet<never> | CellSet<object>, table: string): void {
  expect(linesOf(grid(cells))).toEqual(linesOf(table));
}

const linesOf = (table: string): string[] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.trim().replaceAll(/\s+/g, ' '));

/** The rows of an answer, numbers to the right. */
function grid(cells: CellSet<never> | CellSet<object>): string {
  const of = cells as CellSet<object>;
  const table = [[...of.levels, ...of.measures]];
  for (const [index, row] of (of.rows as Record<string, unknown>[]).entries()) {
    const rolledUp = row['rolledUp'] as readonly string[];
    const members = of.levels.map((ref) => {
      if (rolledUp.includes(ref)) return 'All';
      if (row['isOthers'] === true && ref === of.levels.at(-1)) return 'others';
      return row[ref] === null ? '(none)' : String(row[ref]);
    });
    table.push([...members, ...of.measures.map((name) => shown(of.value(index, name)))]);
  }
  const widths = table[0]!.map((_, column) =>
    Math.max(...table.map((line) => line[column]!.length)),
  );
  return table
    .map((line) =>
      line
        .map((cell, column) =>
          column < of.levels.length ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function shown(value: Value): string {
  if (value === null) return '-';
  return typeof value === 'object' ? value.toFixed() : String(value);
}
