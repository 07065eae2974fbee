/**
 * Cubes, measured against DuckDB on one thread and Arquero on the same rows: groups by two and by
 * four dimensions, the full CUBE, a slice, distinct customers, a median.
 *
 * Both sides are timed until every value of every group has been read: ours as columns of doubles,
 * DuckDB's by an outer query. The sums must agree. `KONTOR_BENCH_ROWS` sets how many rows.
 */
import type { Cube, CubeRequest } from '@kontor/olap';
import {
  DIMENSIONS,
  drawFacts,
  type FactColumns,
  type FactRow,
  fill,
  openCube,
  rowCount,
  sizeOf,
  SUMS,
} from '../cube-facts.ts';
import { requiredPeer } from '../peer.ts';
import { compare, type Row, type Suite, type SuiteOptions } from '../suite.ts';

/** The rows of `@kontor/olap`. */
export const suite: Suite = {
  engine: 'olap',
  async run(options) {
    const facts = drawFacts(rowCount(options));
    const cube = cubeOfFacts(facts);
    return [
      ...(await besideDuckDb(cube, facts, options)),
      ...(await besideArquero(cube, facts, options)),
    ];
  },
};

/** A cube that keeps no aggregate: every question reads the facts. */
function cubeOfFacts(facts: FactColumns): Cube<FactRow> {
  const measures = {
    ...SUMS,
    customers: { kind: 'distinct', column: 'customer' },
    middle: { kind: 'percentile', column: 'cents', scale: 2, isScaled: true, at: '0.5' },
  } as const;
  return fill(openCube({ measures }, 0), facts);
}

/** What both sides tell of an answer: its groups, and of each measure the sum over them. */
type Told = readonly number[];

interface Question {
  readonly name: string;
  readonly request: CubeRequest;
  /** SQL that gives one row: the number of groups and the sums, in the order of the measures. */
  readonly sql: string;
}

const SQL_SUMS = 'sum(qty) AS qty, sum(cents) AS cents, sum(cost) AS cost, count(*) AS n';
/** Reads every column of the groups, so that none of them is left out of the work. */
const TOLD = 'SELECT count(*), sum(qty), sum(cents) / 100, sum(cost), sum(n)';
const by = (names: readonly string[]): string[] => names.map((name) => `${name}.key`);
const MEASURES = Object.keys(SUMS);

function grouped(name: string, levels: readonly string[]): Question {
  const list = levels.join(', ');
  return {
    name,
    request: { by: by(levels), measures: MEASURES },
    sql: `${TOLD} FROM (SELECT ${list}, ${SQL_SUMS} FROM facts GROUP BY ${list})`,
  };
}

const QUESTIONS: readonly Question[] = [
  grouped('two dimensions, 1,200 groups', ['month', 'store']),
  grouped('two dimensions, 100,000 groups', ['product', 'store']),
  grouped('four dimensions', DIMENSIONS),
  {
    name: 'the full CUBE of four dimensions',
    request: { by: by(DIMENSIONS), measures: MEASURES, totals: 'cube' },
    sql: `${TOLD} FROM (SELECT ${DIMENSIONS.join(', ')}, ${SQL_SUMS} FROM facts
      GROUP BY CUBE (${DIMENSIONS.join(', ')}))`,
  },
  {
    name: 'a slice of three stores and months by product',
    request: {
      by: ['product.key'],
      measures: MEASURES,
      where: { 'store.key': [7, 42, 93], 'month.key': [3, 4, 5] },
    },
    sql: `${TOLD} FROM (SELECT product, ${SQL_SUMS} FROM facts
      WHERE store IN (7, 42, 93) AND month BETWEEN 3 AND 5 GROUP BY product)`,
  },
  {
    name: 'distinct customers by month',
    request: { by: ['month.key'], measures: ['customers'] },
    sql: `SELECT count(*), sum(c) FROM (SELECT month, count(DISTINCT customer) AS c
      FROM facts GROUP BY month)`,
  },
  {
    name: 'exact median by month',
    request: { by: ['month.key'], measures: ['middle'] },
    sql: `SELECT count(*), sum(m) / 100 FROM (SELECT month, median(cents) AS m
      FROM facts GROUP BY month)`,
  },
];

/** The answer's groups and the sums of its measures, every value read. */
function ours(cube: Cube<FactRow>, { request }: Question): Told {
  const { sets } = cube.query(request);
  const sumIn = (name: string): number =>
    sets.reduce((total, set) => total + sumOf(set.numbers(name)), 0);
  return [sets.reduce((groups, { length }) => groups + length, 0), ...request.measures.map(sumIn)];
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index]!;
  return sum;
}

/** Sums of floats differ in their last digits by the order in which they were added. */
const isSame = (a: Told, b: Told): boolean =>
  a.length === b.length &&
  a.every((value, index) => Math.abs(value - b[index]!) <= Math.abs(value) * 1e-12);

async function besideDuckDb(
  cube: Cube<FactRow>,
  facts: FactColumns,
  options: SuiteOptions,
): Promise<Row[]> {
  const connection = await openDuckDb(facts);
  const ask = async (sql: string): Promise<Told> => {
    const [row] = (await connection.runAndReadAll(sql)).getRows();
    return row!.map(Number);
  };
  const rows: Row[] = [];
  for (const question of QUESTIONS) {
    rows.push(
      await compare<Told>(
        {
          name: question.name,
          size: sizeOf(facts),
          peerName: 'DuckDB, 1 thread',
          ours: () => ours(cube, question),
          peer: () => ask(question.sql),
          equal: isSame,
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

async function openDuckDb(facts: FactColumns): Promise<DuckDbConnection> {
  const { DuckDBInstance } = await requiredPeer<{
    DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<DuckDbConnection> }> };
  }>('@duckdb/node-api');
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
  array(name: string): ArrayLike<number>;
}

async function besideArquero(
  cube: Cube<FactRow>,
  facts: FactColumns,
  options: SuiteOptions,
): Promise<Row[]> {
  const { table, op } = await requiredPeer<{
    table(columns: Record<string, unknown>): ArqueroTable;
    op: { sum(name: string): unknown; count(): unknown };
  }>('arquero');
  const { month, store, qty, cents, cost } = facts;
  const euros = Float64Array.from(cents, (value) => value / 100);
  const rows = table({ month, store, qty, euros, cost });
  const [question] = QUESTIONS;
  const theirs = (): Told => {
    const grouped = rows.groupby('month', 'store').rollup({
      qty: op.sum('qty'),
      cents: op.sum('euros'),
      cost: op.sum('cost'),
      n: op.count(),
    });
    const sums = ['qty', 'cents', 'cost', 'n'].map((name) => sumOf(grouped.array(name)));
    return [grouped.numRows(), ...sums];
  };
  return [
    await compare<Told>(
      {
        name: question!.name,
        size: sizeOf(facts),
        peerName: 'Arquero',
        ours: () => ours(cube, question!),
        peer: theirs,
        equal: isSame,
      },
      options,
    ),
  ];
}
