/**
 * Names are checked by the compiler, and rows of answers have types.
 */
import {
  calendar,
  type CellSet,
  cubeOf,
  levels,
  rank,
  ratio,
  rows,
  sum,
  type Value,
} from '@kontor/olap';
import { assertType, expectTypeOf, test } from 'vitest';

interface Sale {
  readonly day: string;
  readonly family: 'Food' | 'Drink';
  readonly product: string;
  readonly units: number;
}

/** Exported, so that its types can be written into declarations. */
export const sales = cubeOf<Sale>()({
  dimensions: {
    time: calendar((row) => row.day, ['year', 'month']),
    product: levels({ family: (row) => row.family, name: (row) => row.product }),
  },
  measures: { units: sum((row) => row.units), facts: rows() },
  calculated: { each: ratio('units', 'facts'), place: rank('units') },
});

test('rows have the keys of their levels and the values of their measures', () => {
  const cells = sales.query({
    by: ['product.family', 'time.year'],
    measures: ['units', 'facts', 'place'],
  });
  const row = cells.rows[0]!;
  expectTypeOf(row['product.family']).toEqualTypeOf<'Food' | 'Drink' | null>();
  expectTypeOf(row['time.year']).toEqualTypeOf<number | null>();
  expectTypeOf(row.facts).toEqualTypeOf<number>();
  expectTypeOf(row.place).toEqualTypeOf<number | null>();
  expectTypeOf(row.units!.toFixed).returns.toEqualTypeOf<string>();
  // @ts-expect-error a level that is not shown
  assertType(row['time.month']);
  // @ts-expect-error a measure that is not shown
  assertType(row.each);
  expectTypeOf(cells).toExtend<CellSet<object>>();
});

test('formulas of a query are measures of its answer', () => {
  const [row] = sales.query({
    by: ['product.family'],
    measures: ['units', 'before', 'best'],
    calculated: {
      before: { op: 'shift', of: 'units', along: 'time', by: -1 },
      best: rank('units'),
    },
    order: [{ by: 'before' }],
  }).rows;
  expectTypeOf(row!.before).toEqualTypeOf<Value>();
  expectTypeOf(row!.best).toEqualTypeOf<number | null>();
  // @ts-expect-error neither a measure nor a formula of the query
  assertType(sales.query({ measures: ['after'], calculated: { before: 'units' } }));
});

test('names that the cube lacks do not compile', () => {
  const asked = (): void => {
    // @ts-expect-error no such level
    sales.query({ by: ['product.familly'], measures: ['units'] });
    // @ts-expect-error no such measure
    sales.query({ by: ['product.family'], measures: ['unit'] });
    // @ts-expect-error no such member of a level with known keys
    sales.query({ measures: ['units'], where: { 'product.family': 'Fod' } });
    // @ts-expect-error ordered by something else
    sales.query({ measures: ['units'], order: [{ by: 'price' }] });
    sales.query({ measures: ['units'], where: { 'product.family': ['Food'], 'time.year': 1997 } });
  };
  expectTypeOf(asked).toBeFunction();
});
