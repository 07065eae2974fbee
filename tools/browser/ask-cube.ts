/** The job of the cube: sales of a collection of the store, by family and by month. */
import { memoryStore } from '@kontor/kernel/memory';
import { collection, transact } from '@kontor/kernel/store';
import { calendar, cubeOf, distinct, levels, money, ratio, subtract } from '@kontor/olap';
import { loadCollection } from '@kontor/olap/store';

interface Sale {
  readonly id: string;
  readonly day: string;
  readonly family: string;
  readonly product: string;
  readonly customer: string;
  readonly price: string;
  readonly cost: string;
}

const sales = collection<Sale>('sale', { id: ({ id }) => id });

const rows = `
  2026-01-10  Food   Bread   Ada  5.80  2.90
  2026-01-12  Drink  Juice   Ada  2.20  1.10
  2026-02-03  Food   Cheese  Bo   9.00  6.30
  2026-02-05  Drink  Tea     Ada  0.10  0.07
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/) as [string, string, string, string, string, string])
  .map(([day, family, product, customer, price, cost], index): Sale => {
    return { id: `s-${index}`, day, family, product, customer, price, cost };
  });

/** The cells by family with their totals, and by month. */
export async function askCube(): Promise<string[]> {
  const store = memoryStore();
  await store.prepare([sales]);
  await transact(store, async (tx) => rows.forEach((row) => tx.put(sales, row)));
  const cube = cubeOf<Sale>()({
    dimensions: {
      time: calendar((row) => row.day, ['year', 'quarter', 'month']),
      product: levels({ family: (row) => row.family, name: (row) => row.product }),
    },
    measures: {
      revenue: money((row) => row.price, { currency: 'EUR' }),
      cost: money((row) => row.cost, { currency: 'EUR' }),
      buyers: distinct((row) => row.customer),
    },
    calculated: { margin: ratio(subtract('revenue', 'cost'), 'revenue') },
  });
  await loadCollection(cube, store, sales, { rows: (row) => [row] });
  const measures = ['revenue', 'margin', 'buyers'] as const;
  const byFamily = cube.query({ by: ['product.family'], measures, totals: 'rollup' });
  const byMonth = cube.query({ by: ['time.month', 'product.family'], measures });
  return [...byFamily.rows, ...byMonth.rows].map((row) => JSON.stringify(row));
}
