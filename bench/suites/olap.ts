/**
 * Cubes, measured against DuckDB on one thread, Arquero and crossfilter2 on the same rows: groups
 * by two and by four dimensions, the full CUBE, a slice, distinct customers, and facts that come
 * and go.
 *
 * Rows are drawn by the generator of the dossier of this comparison (mulberry32, seed 42); the sums
 * of all sides are compared before anything is timed. `KONTOR_BENCH_ROWS` sets how many rows.
 */
import { createRequire } from 'node:module';
import { Cube, type CubeRequest } from '@kontor/olap';
import { compare, type Row, type Suite, type SuiteOptions } from '../suite.ts';

/** The rows of `@kontor/olap`. */
export const suite: Suite = {
  engine: 'olap',
  async run(options) {
    const rows = Number(process.env['KONTOR_BENCH_ROWS'] ?? (options.quick ? 20_000 : 1_000_000));
    const facts = drawFacts(rows);
    const cube = cubeOfFacts(facts);
    return [
      ...(await besideDuckDb(cube, facts, options)),
      ...(await besideArquero(cube, facts, options)),
    ];
  },
};

/** The columns of the generator. */
interface FactColumns {
  readonly rows: number;
  readonly month: Int32Array;
  readonly product: Int32Array;
  readonly store: Int32Array;
  readonly segment: Int32Array;
  readonly customer: Int32Array;
  readonly qty: Int32Array;
  readonly cents: Int32Array;
  readonly cost: Float64Array;
}

/** mulberry32: a generator of 32 bits by Tommy Ettinger (public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function drawFacts(rows: number): FactColumns {
  const draw = mulberry32(42);
  const ints = (): Int32Array => new Int32Array(rows);
  const facts: FactColumns = {
    rows,
    month: ints(),
    product: ints(),
    store: ints(),
    segment: ints(),
    customer: ints(),
    qty: ints(),
    cents: ints(),
    cost: new Float64Array(rows),
  };
  for (let row = 0; row < rows; row++) {
    facts.month[row] = Math.floor(12 * draw());
    facts.product[row] = Math.floor(1000 * draw() ** 2);
    facts.store[row] = Math.floor(100 * draw());
    facts.segment[row] = Math.floor(50 * draw() ** 2);
    facts.customer[row] = Math.floor(200_000 * draw());
    facts.qty[row] = 1 + Math.floor(10 * draw());
    facts.cents[row] = 1 + Math.floor(999_999 * draw() ** 3);
    facts.cost[row] = (facts.cents[row]! / 100) * (0.5 + 0.3 * draw());
  }
  return facts;
}

const DIMENSIONS = ['month', 'product', 'store', 'segment'] as const;

/** A cube that keeps no aggregate: every question reads the facts. */
function cubeOfFacts(facts: FactColumns): Cube {
  const cube = new Cube(
    {
      dimensions: Object.fromEntries(
        DIMENSIONS.map((name) => [
          name,
          { kind: 'levels', hierarchies: { [name]: [{ name: 'key', column: name }] } },
        ]),
      ),
      measures: {
        qty: { kind: 'sum', column: 'qty' },
        cents: { kind: 'money', column: 'cents', isScaled: true, currency: { code: 'EUR' } },
        cost: { kind: 'floatSum', column: 'cost' },
        rows: { kind: 'rows' },
        customers: { kind: 'distinct', column: 'customer' },
      },
    },
    {},
    { cachedCells: 0 },
  );
  const batch = 100_000;
  for (let start = 0; start < facts.rows; start += batch) {
    const size = Math.min(batch, facts.rows - start);
    cube.add(Array.from({ length: size }, (_, at) => rowOf(facts, start + at)));
  }
  return cube;
}

function rowOf(facts: FactColumns, row: number): Record<string, number> {
  return {
    month: facts.month[row]!,
    product: facts.product[row]!,
    store: facts.store[row]!,
    segment: facts.segment[row]!,
    customer: facts.customer[row]!,
    qty: facts.qty[row]!,
    cents: facts.cents[row]!,
    cost: facts.cost[row]!,
  };
}

/** What both sides tell of an answer: its groups and a sum over one of them. */
type Told = readonly [groups: number, sum: number];

interface Question {
  readonly name: string;
  readonly request: CubeRequest;
  /** SQL that gives one row: the number of groups and a sum. */
  readonly sql: string;
  readonly sumOf: string;
}

const SUMS = 'sum(qty) AS qty, sum(cents) AS cents, sum(cost) AS cost, count(*) AS n';
/** Reads every column of the groups, so that none of them is left out of the work. */
const TOLD = 'SELECT count(*), sum(cents), sum(qty), sum(cost), sum(n)';
const by = (names: readonly string[]): string[] => names.map((name) => `${name}.key`);
const MEASURES = ['qty', 'cents', 'cost', 'rows'];

function grouped(name: string, levels: readonly string[]): Question {
  const list = levels.join(', ');
  return {
    name,
    request: { by: by(levels), measures: MEASURES },
    sql: `${TOLD} FROM (SELECT ${list}, ${SUMS} FROM facts GROUP BY ${list})`,
    sumOf: 'cents',
  };
}

const QUESTIONS: readonly Question[] = [
  grouped('two dimensions, 1,200 groups', ['month', 'store']),
  grouped('two dimensions, 100,000 groups', ['product', 'store']),
  grouped('four dimensions', DIMENSIONS),
  {
    name: 'the full CUBE of four dimensions',
    request: { by: by(DIMENSIONS), measures: MEASURES, totals: 'cube' },
    sql: `${TOLD} FROM (SELECT ${DIMENSIONS.join(', ')}, ${SUMS} FROM facts
      GROUP BY CUBE (${DIMENSIONS.join(', ')}))`,
    sumOf: 'cents',
  },
  {
    name: 'a slice of three stores and months by product',
    request: {
      by: ['product.key'],
      measures: MEASURES,
      where: { 'store.key': [7, 42, 93], 'month.key': [3, 4, 5] },
    },
    sql: `${TOLD} FROM (SELECT product, ${SUMS} FROM facts
      WHERE store IN (7, 42, 93) AND month BETWEEN 3 AND 5 GROUP BY product)`,
    sumOf: 'cents',
  },
  {
    name: 'distinct customers by month',
    request: { by: ['month.key'], measures: ['customers'] },
    sql: `SELECT count(*), sum(c) FROM (SELECT month, count(DISTINCT customer) AS c
      FROM facts GROUP BY month)`,
    sumOf: 'customers',
  },
];

/** The answer's groups, and for few of them the sum of a column. */
function ours(cube: Cube, { request, sumOf }: Question, isSummed: boolean): Told {
  const cells = cube.query(request);
  if (!isSummed) return [cells.length, cells.length];
  const sum = cells.column(sumOf).reduce<number>((total, value) => total + Number(value), 0);
  return [cells.length, sumOf === 'cents' ? Math.round(sum * 100) : sum];
}

async function besideDuckDb(cube: Cube, facts: FactColumns, options: SuiteOptions): Promise<Row[]> {
  const connection = await openDuckDb(facts);
  const ask = async (sql: string): Promise<Told> => {
    const [row] = (await connection.runAndReadAll(sql)).getRows();
    return [Number(row![0]), Number(row![1])];
  };
  const rows: Row[] = [];
  for (const question of QUESTIONS) {
    const [groups, sum] = await ask(question.sql);
    const [found, total] = ours(cube, question, true);
    const isSame = groups === found && Math.abs(sum - total) <= Math.abs(sum) * 1e-12;
    rows.push(
      await compare<Told>(
        {
          name: question.name,
          size: `${facts.rows.toLocaleString('en')} rows`,
          peerName: 'DuckDB, 1 thread',
          ours: () => ours(cube, question, false),
          peer: () => ask(question.sql),
          equal: (a, b) => isSame && a[0] === b[0],
        },
        options,
      ),
    );
  }
  connection.closeSync();
  return rows;
}

interface DuckDbConnection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }>;
  createAppender(table: string): Promise<DuckDbAppender>;
  closeSync(): void;
}

interface DuckDbAppender {
  appendInteger(value: number): void;
  appendDouble(value: number): void;
  endRow(): void;
  closeSync(): void;
}

/** A peer of `bench/`, which has an install of its own. */
async function peer(name: string): Promise<unknown> {
  const require = createRequire(new URL('../package.json', import.meta.url));
  return import(require.resolve(name));
}

async function openDuckDb(facts: FactColumns): Promise<DuckDbConnection> {
  const { DuckDBInstance } = (await peer('@duckdb/node-api')) as {
    DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<DuckDbConnection> }> };
  };
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run('SET threads = 1');
  const ints = [...DIMENSIONS, 'customer', 'qty', 'cents'] as const;
  await connection.run(
    `CREATE TABLE facts (${ints.map((name) => `${name} INTEGER`).join(', ')}, cost DOUBLE)`,
  );
  const appender = await connection.createAppender('facts');
  for (let row = 0; row < facts.rows; row++) {
    for (const name of ints) appender.appendInteger(facts[name][row]!);
    appender.appendDouble(facts.cost[row]!);
    appender.endRow();
  }
  appender.closeSync();
  return connection;
}

interface ArqueroTable {
  groupby(...names: string[]): ArqueroTable;
  rollup(values: Record<string, unknown>): ArqueroTable;
  numRows(): number;
}

async function besideArquero(
  cube: Cube,
  facts: FactColumns,
  options: SuiteOptions,
): Promise<Row[]> {
  const { table, op } = (await peer('arquero')) as {
    table(columns: Record<string, unknown>): ArqueroTable;
    op: { sum(name: string): unknown; count(): unknown };
  };
  const { month, store, qty, cents, cost } = facts;
  const rows = table({ month, store, qty, cents, cost });
  const [question] = QUESTIONS;
  const theirs = (): Told => {
    const grouped = rows.groupby('month', 'store').rollup({
      qty: op.sum('qty'),
      cents: op.sum('cents'),
      cost: op.sum('cost'),
      n: op.count(),
    });
    return [grouped.numRows(), 0];
  };
  return [
    await compare<Told>(
      {
        name: question!.name,
        size: `${facts.rows.toLocaleString('en')} rows`,
        peerName: 'Arquero',
        ours: () => ours(cube, question!, false),
        peer: theirs,
        equal: (a, b) => a[0] === b[0],
      },
      options,
    ),
  ];
}
