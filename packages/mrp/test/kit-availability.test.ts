/**
 * Kits that stock can make: a table of bills and stocks, and the slow twin that makes kit by kit.
 */
import { unitTable } from '@kontor/kernel';
import { kitAvailability, MrpError } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slowKits } from './oracle/slow-promise.ts';

type Amounts = Readonly<Record<string, string>>;

const linesOf = (bill: Amounts): { component: string; quantityPer: string }[] =>
  Object.entries(bill).map(([component, quantityPer]) => ({ component, quantityPer }));

const stockOf = (stock: Amounts): { item: string; quantity: string }[] =>
  Object.entries(stock).map(([item, quantity]) => ({ item, quantity }));

describe('kitAvailability', () => {
  test.each<[string, Amounts, Amounts, string, string, string]>([
    // a batch yields · takes · stock → batches, units, limited by
    ['4', { A: '2', B: '2' }, { A: '4', B: '8' }, '2', '8', 'A'],
    ['1', { A: '2', B: '2' }, { A: '5', B: '4' }, '2', '2', 'A B'],
    ['1', { A: '1' }, { B: '9' }, '0', '0', 'A'],
    ['1', { A: '1' }, { A: '-3' }, '0', '0', 'A'],
    ['1', { A: '0.1' }, { A: '0.3' }, '3', '3', 'A'],
    ['0.5', { A: '1/3' }, { A: '1' }, '3', '1.5', 'A'],
    ['2.50', { A: '1' }, { A: '4' }, '4', '10', 'A'],
    ['1', { A: '1' }, { A: '1e30' }, `1${'0'.repeat(30)}`, `1${'0'.repeat(30)}`, 'A'],
  ])('%s a batch of %o out of %o', (outputQuantity, bill, stock, batches, units, limits) => {
    const lines = linesOf(bill);
    expect(kitAvailability({ outputQuantity, lines, stock: stockOf(stock) })).toEqual({
      batches,
      units,
      limitedBy: limits.split(' '),
    });
  });

  test('a component on two lines is needed twice; stock in two rows is one stock', () => {
    const lines = [...linesOf({ A: '2' }), ...linesOf({ A: '1', B: '1' })];
    const stock = [...stockOf({ A: '4', B: '9' }), ...stockOf({ A: '5' })];
    expect(kitAvailability({ lines, stock })).toEqual({
      batches: '3',
      units: '3',
      limitedBy: ['A'],
    });
  });

  test('a piece of what is stocked by the dozen is a twelfth of a dozen', () => {
    const { factor } = unitTable([{ unit: 'dozen', of: 'each', factor: 12 }]);
    const lines = [{ component: 'C', quantityPer: factor('each', 'dozen') }];
    expect(kitAvailability({ lines, stock: stockOf({ C: '1' }) }).units).toBe('12');
  });

  test('property: kits can be made one by one until something is missing', () => {
    const component = fc.constantFrom('A', 'B', 'C');
    const line = fc.record({ component, quantityPer: fc.integer({ min: 1, max: 5 }) });
    const row = fc.record({ item: component, quantity: fc.nat(20) });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 4 }),
        fc.array(row, { maxLength: 6 }),
        (lines, stock) => {
          const { batches, limitedBy } = kitAvailability({ lines, stock });
          expect(batches).toBe(String(slowKits(lines, stock)));
          expect(limitedBy.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  test.each([
    ['lines', { lines: [] }],
    ['lines.0.quantityPer', { lines: linesOf({ A: '0' }) }],
    ['lines.1.quantityPer', { lines: linesOf({ A: '1', B: '-1/3' }) }],
    ['outputQuantity', { outputQuantity: '0' }],
  ])('%s at fault is refused by its place', (path, fault) => {
    try {
      kitAvailability({ lines: linesOf({ A: '1' }), stock: [], ...fault });
      expect.unreachable('the fault was taken');
    } catch (error) {
      expect(MrpError.is(error, 'MRP_BAD_FIGURE') && error.details.path).toBe(path);
    }
  });

  test('a quantity that cannot be read is refused by its place', () => {
    const stock = stockOf({ A: 'many' });
    expect(() => kitAvailability({ lines: linesOf({ A: '1' }), stock })).toThrow(
      'stock.0.quantity',
    );
  });
});
