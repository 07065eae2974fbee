/**
 * The facts that cubes are measured on, and cubes of them.
 *
 * Rows are drawn by the generator of the dossier of this comparison (mulberry32, seed 42).
 */
import { Cube, type CubeDefinition } from '@kontor/olap';
import type { SuiteOptions } from './suite.ts';

/** How many rows: `KONTOR_BENCH_ROWS`, else a million, or few to see that it works. */
export const rowCount = ({ quick }: SuiteOptions): number =>
  Number(process.env['KONTOR_BENCH_ROWS'] ?? (quick ? 20_000 : 1_000_000));

/** How many rows, in words. */
export const sizeOf = ({ rows }: FactColumns): string => `${rows.toLocaleString('en')} rows`;

/** The columns of the generator. */
export interface FactColumns {
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

/** Draws the rows. */
export function drawFacts(rows: number): FactColumns {
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

/** The dimensions, each of one level, `key`. */
export const DIMENSIONS = ['month', 'product', 'store', 'segment'] as const;

/** Three sums and a count: what is grouped. */
export const SUMS = {
  qty: { kind: 'sum', column: 'qty' },
  cents: { kind: 'money', column: 'cents', isScaled: true, currency: { code: 'EUR' } },
  cost: { kind: 'floatSum', column: 'cost' },
  rows: { kind: 'rows' },
} as const satisfies CubeDefinition['measures'];

/** A row as users have it. */
export type FactRow = Readonly<Record<string, number>>;

/** A cube of the four dimensions, without facts; with `cachedCells` 0 it keeps no aggregate. */
export function openCube(
  parts: Pick<CubeDefinition, 'measures' | 'key'>,
  cachedCells?: number,
): Cube<FactRow> {
  const dimensions = Object.fromEntries(
    DIMENSIONS.map((name) => [
      name,
      { kind: 'levels' as const, hierarchies: { [name]: [{ name: 'key', column: name }] } },
    ]),
  );
  return new Cube<FactRow>({ ...parts, dimensions }, {}, { cachedCells });
}

/** Fills a cube, some rows at a time, so that their objects need not all be there at once. */
export function fill(cube: Cube<FactRow>, facts: FactColumns): Cube<FactRow> {
  const batch = 100_000;
  for (let start = 0; start < facts.rows; start += batch) {
    cube.add(rowsOf(facts, start, Math.min(start + batch, facts.rows)));
  }
  return cube;
}

/** The rows `from … to − 1` as objects. */
export function rowsOf(facts: FactColumns, from: number, to: number): FactRow[] {
  return Array.from({ length: to - from }, (_, at) => rowOf(facts, from + at));
}

function rowOf(facts: FactColumns, row: number): FactRow {
  return {
    id: row,
    month: facts.month[row]!,
    product: facts.product[row]!,
    store: facts.store[row]!,
    segment: facts.segment[row]!,
    customer: facts.customer[row]!,
    qty: facts.qty[row]!,
    cents: facts.cents[row]!,
    cost: facts.cost[row]!,
    euros: facts.cents[row]! / 100,
  };
}
