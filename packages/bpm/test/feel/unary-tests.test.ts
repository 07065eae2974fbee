/**
 * Unary tests: the cells of decision tables.
 */
import { describe, expect, test } from 'vitest';
import { evaluate } from './table.ts';

const CELLS: readonly [cell: string, input: unknown, holds: boolean | null][] = [
  ['', 1, true],
  ['-', null, true],
  ['5', 5, true],
  ['5', 6, false],
  ['< 5', 3, true],
  ['< 5', 5, false],
  ['>= 5', 5, true],
  ['= 5', 5, true],
  ['!= 5', 5, false],
  ['[1..5)', 5, false],
  [']1..5]', 1, false],
  ['1, 3, > 10', 11, true],
  ['not(1, 3)', 2, true],
  ['not(1, 3)', 3, false],
  ['"a", "b"', 'b', true],
  ['[1, 2]', 2, true],
  ['? > 2 and ? < 4', 3, true],
  ['even(?)', 3, false],
  ['contains(?, "x")', 'axe', true],
  ['limit', 10, true],
  ['> limit', 11, true],
  ['null', null, true],
  ['> 5', null, null],
  ['date("2026-01-01")', '2026-01-01', null],
  ['true', true, true],
  ['[1..3], [5..7]', 6, true],
];

describe('unary tests', () => {
  test.each(CELLS)('cell %j for %j is %j', (cell, input, holds) => {
    const { value } = evaluate(cell, { '?': input, limit: 10 }, 'unaryTests');
    expect(value).toBe(holds);
  });

  test('a test that cannot be answered says why', () => {
    const { diagnostics } = evaluate('> 5', { '?': 'text' }, 'unaryTests');
    expect(diagnostics.map(({ code }) => code)).toEqual(['wrong-type']);
  });
});
