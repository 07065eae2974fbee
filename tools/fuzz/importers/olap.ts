/** Readers of the cube: rows, files, definitions, queries, MDX, snapshots, events. */
import { memoryStore } from '@kontor/kernel/memory';
import { collection } from '@kontor/kernel/store';
import {
  average,
  calendar,
  Cube,
  cubeDefinition,
  cubeOf,
  distinct,
  levels,
  max,
  percentile,
  rows,
  sum,
  tree,
} from '@kontor/olap';
import { columnRows, csvRows } from '@kontor/olap/files';
import { mdx } from '@kontor/olap/mdx';
import {
  cubeSnapshot,
  followEvents,
  loadCollection,
  loadSnapshot,
  saveSnapshot,
} from '@kontor/olap/store';
import { importer } from '../importer.ts';
import { keepsNothing } from '../keeps-nothing.ts';

interface Sale {
  readonly id: string;
  readonly day: string;
  readonly family: string;
  readonly product: string;
  readonly path: readonly string[];
  readonly units: number | string;
}

const SALES: readonly Sale[] = [
  { id: 's1', day: '2025-12-30', family: 'Food', product: 'Bread', path: ['a', 'b'], units: 4 },
  { id: 's2', day: '2026-01-05', family: 'Food', product: 'Eggs', path: ['a', 'c'], units: '10' },
  { id: 's3', day: '2026-01-20', family: 'Drink', product: 'Juice', path: ['d'], units: 3 },
];

const openCube = () =>
  cubeOf<Sale>()({
    key: (row: Sale) => row.id,
    dimensions: {
      time: calendar((row: Sale) => row.day, ['year', 'quarter', 'month']),
      product: levels({
        family: (row: unknown) => (row as Sale).family,
        name: (row: unknown) => (row as Sale).product,
      }),
    },
    measures: {
      units: sum((row: Sale) => row.units),
      facts: rows(),
      products: distinct((row: Sale) => row.product),
      mean: average((row: Sale) => row.units),
      largest: max((row: Sale) => row.units),
      median: percentile((row: Sale) => row.units, { at: '0.5' }),
    },
  }) as unknown as Cube<Sale>;

function filled(): Cube<Sale> {
  const cube = openCube();
  cube.add(SALES);
  return cube;
}

const table = filled();
const request = {
  by: ['time.month', 'product.family'],
  measures: ['units', 'products'],
  where: { 'time.year': 2026, 'product.family': ['Food', 'Drink'] },
  order: [{ by: 'units', descending: true }],
  totals: 'rollup',
  limit: 10,
};

const sales = collection<Sale>('sale', { id: ({ id }) => id });

/** What a cube answers, as text: the state that a refusal must leave. */
const answerOf = (cube: Cube<Sale>) => () =>
  JSON.stringify([
    cube.size,
    cube.query({ by: ['product.name'], measures: ['units', 'facts'] }).rows,
  ]);

/** Their rows. */
export const olapImporters = [
  importer({
    name: 'olap: rows of facts',
    covers: [],
    samples: [SALES],
    read: async (given) => {
      const cube = filled();
      const again = given.map?.((row: Sale | null) =>
        row === null || typeof row !== 'object'
          ? row
          : { ...row, id: typeof row.id === 'string' ? `n${row.id}` : row.id },
      );
      await keepsNothing(answerOf(cube), () => cube.add((again ?? given) as never));
      await keepsNothing(answerOf(cube), () => cube.put(given));
    },
  }),
  importer({
    name: 'olap: definitions',
    covers: [],
    samples: [JSON.parse(JSON.stringify(table.definition))],
    read: (definition) => {
      cubeDefinition.safeParse(definition);
      return new Cube(definition as never).size;
    },
  }),
  importer({
    name: 'olap: queries',
    covers: [],
    samples: [request],
    read: (given) => table.query(given as never).rows.length,
  }),
  importer({
    name: 'olap: MDX',
    covers: [],
    samples: [
      'SELECT {[Measures].[units], [Measures].[facts]} ON COLUMNS, NON EMPTY ' +
        'CrossJoin([product].[family].Members, Descendants([time].[2026])) ON ROWS ' +
        'FROM sales WHERE [time].[2026].[2026-Q1]',
      'WITH MEMBER [Measures].[x] AS ' +
        "'IIF([Measures].[units] > 5, ([Measures].[units] + 1) * -2, 0)' " +
        'SELECT {[Measures].[x]} ON 0, Order(Filter([product].[name].Members, ' +
        '[Measures].[units] > 1), [Measures].[units], BDESC) ON 1 FROM sales',
    ],
    read: (text) => {
      const result = mdx(table, text);
      return (
        result.axes.length > 0 &&
        result.axes[0]!.length > 0 &&
        result.axes.length < 2 &&
        result.cell(0)
      );
    },
  }),
  importer({
    name: 'olap: CSV',
    covers: [],
    samples: ['shop,units,text\na,2,"b ""c"""\nb,,x\n\u00e4,1.5,"two\nlines"\n'],
    read: (text) => csvRows(text),
  }),
  importer({
    name: 'olap: columns',
    covers: [],
    samples: [{ shop: ['a', 'b'], units: [1, 2] }],
    read: (columns) => columnRows(columns as never),
  }),
  importer({
    name: 'olap: snapshots',
    covers: ['@kontor/olap Cube.restore'],
    samples: [filled().snapshot()],
    read: async (bytes) => {
      const cube = openCube();
      await keepsNothing(answerOf(cube), () => cube.restore(bytes));
      answerOf(cube)();
    },
  }),
  importer({
    name: 'olap: snapshots in a store',
    covers: ['@kontor/olap/store loadSnapshot'],
    samples: async () => {
      const store = memoryStore();
      await saveSnapshot(store, 'sales', filled());
      const [part] = await store.get(cubeSnapshot, ['sales/00000000']);
      return [part!.document];
    },
    read: async (part) => {
      const store = memoryStore();
      await store.prepare([cubeSnapshot]);
      const write = { kind: 'put', collection: cubeSnapshot, document: part } as const;
      await store.commit({ checks: [], writes: [write] });
      const cube = openCube();
      await keepsNothing(answerOf(cube), () => loadSnapshot(store, 'sales', cube));
    },
  }),
  importer({
    name: 'olap: documents of a collection',
    covers: ['@kontor/olap/store loadCollection'],
    samples: [SALES[0]!],
    read: async (document) => {
      const store = memoryStore();
      await store.prepare([sales]);
      await store.commit({
        checks: [],
        writes: [{ kind: 'put', collection: sales, document }],
      } as never);
      const cube = openCube();
      await keepsNothing(answerOf(cube), () =>
        loadCollection(cube, store, sales, { rows: (sale) => [sale] }),
      );
    },
  }),
  importer({
    name: 'olap: events',
    covers: [],
    samples: [
      {
        id: 'e1',
        type: 'sale',
        source: 's',
        time: '2026-03-02T08:00:00.000Z',
        version: 1,
        data: { sale: SALES[0]! },
      },
    ],
    read: async (event) => {
      const cube = filled();
      await keepsNothing(answerOf(cube), () =>
        followEvents(cube, [event as never], {
          sale: ({ data }) => ({ put: [(data as { sale?: Sale } | undefined)?.sale as Sale] }),
        }),
      );
    },
  }),
  importer({
    name: 'olap: members of a tree',
    covers: [],
    samples: [
      [
        { id: 'all', parent: null, name: 'All' },
        { id: 'a', parent: 'all', name: 'A' },
        { id: 'b', parent: 'a', name: 'B' },
      ],
    ],
    read: (given) => {
      const cube = cubeOf<{ unit: string }>()({
        dimensions: {
          unit: tree((row: { unit: string }) => row.unit, given, {
            level: 'unit',
            key: (one: (typeof given)[number]) => one.id,
            parent: (one: (typeof given)[number]) => one.parent,
          }),
        },
        measures: { facts: rows() },
      }) as unknown as Cube<{ unit: string }>;
      cube.add([{ unit: 'b' }]);
    },
  }),
];
