/**
 * Cubes, measured against their limits: a loop written by hand, a sum of floats, crossfilter2, and
 * the targets of this engine for kept aggregates, for facts that come and go, and for memory.
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
  rowsOf,
  sizeOf,
  SUMS,
} from '../cube-facts.ts';
import { bytesInUse } from '../memory.ts';
import { requiredPeer } from '../peer.ts';
import { compare, measure, type Row, type Suite, type SuiteOptions } from '../suite.ts';

/** The rows of `@kontor/olap` beside its limits. */
export const suite: Suite = {
  engine: 'olap',
  async run(options) {
    const facts = drawFacts(rowCount(options));
    return [
      bytesARow(facts),
      await loading(facts, options),
      ...(await besideLoops(facts, options)),
      ...(await besideCrossfilter(facts, options)),
      await keptAggregates(facts, options),
      await comingAndGoing(facts, EXACT, options),
      await comingAndGoing(facts, SUMS, options),
    ];
  },
};

const MONTH_AND_STORE: CubeRequest = {
  by: ['month.key', 'store.key'],
  measures: Object.keys(SUMS),
};

/** Groups and the sum of their cents. */
type Told = readonly [groups: number, cents: number];

const isSame = (a: Told, b: Told): boolean => a[0] === b[0] && a[1] === b[1];

/** A row that stands beside a target, as no peer has its figure. */
function besideTarget(
  row: Pick<Row, 'name' | 'size' | 'ours' | 'unit' | 'resultsEqual'>,
  target: number,
  better: 'less' | 'more',
): Row {
  const ratio = better === 'less' ? target / row.ours : row.ours / target;
  return { ...row, peer: target, peerName: 'none: our target of', ratio };
}

// — What is kept, and how it comes —

/** Four dimensions and three measures. */
const LOADED = { measures: { qty: SUMS.qty, cents: SUMS.cents, cost: SUMS.cost } };

function bytesARow(facts: FactColumns): Row {
  const before = bytesInUse();
  const cube = fill(openCube(LOADED), facts);
  const ours = (bytesInUse() - before) / facts.rows;
  const resultsEqual = cube.size === facts.rows;
  const name = 'memory of four dimensions and three measures';
  return besideTarget({ name, size: sizeOf(facts), ours, unit: 'B/row', resultsEqual }, 30, 'less');
}

async function loading(facts: FactColumns, options: SuiteOptions): Promise<Row> {
  const rows = rowsOf(facts, 0, Math.min(facts.rows, 200_000));
  const load = (): Cube<FactRow> => {
    const cube = openCube(LOADED);
    cube.add(rows);
    return cube;
  };
  const ours = rows.length / (await measure(load, options));
  const size = `${rows.length.toLocaleString('en')} objects`;
  const resultsEqual = load().size === rows.length;
  const row = { name: 'load of objects', size, ours, unit: 'rows/s', resultsEqual };
  return besideTarget(row, 5_000_000, 'more');
}

// — Loops written by hand —

async function besideLoops(facts: FactColumns, options: SuiteOptions): Promise<Row[]> {
  const measures = { ...SUMS, euros: { kind: 'floatSum', column: 'euros' } } as const;
  const cube = fill(openCube({ measures }, 0), facts);
  const cents: CubeRequest = { ...MONTH_AND_STORE, measures: ['cents'] };
  const euros: CubeRequest = { ...MONTH_AND_STORE, measures: ['euros'] };
  const size = sizeOf(facts);
  return [
    await compare<Told>(
      {
        name: 'two dimensions, 1,200 groups',
        size,
        peerName: 'a loop written by hand',
        ours: () => toldOf(cube),
        peer: () => loop(facts),
        equal: isSame,
      },
      options,
    ),
    await compare(
      {
        name: 'exact money, 1,200 groups',
        size,
        peerName: 'float sums of this engine',
        ours: () => cube.query(cents),
        peer: () => cube.query(euros),
        equal: (exact, float) =>
          exact.length === float.length &&
          exact
            .column('cents')
            .every((value, row) => nearly(Number(value), Number(float.value(row, 'euros')))),
      },
      options,
    ),
  ];
}

const nearly = (a: number, b: number): boolean => Math.abs(a - b) <= Math.abs(a) * 1e-9;

/** What a cube tells of months and stores, every value read. */
function toldOf(cube: Cube<FactRow>): Told {
  const cells = cube.query(MONTH_AND_STORE);
  for (const name of ['qty', 'cost', 'rows']) cells.numbers(name);
  return [cells.length, centsOf(cells.numbers('cents'))];
}

const centsOf = (euros: Float64Array): number =>
  euros.reduce((total, value) => total + Math.round(value * 100), 0);

const STORES = 100;

/** What a programmer writes who knows the members and their numbers: three sums and a count. */
function loop({ rows, month, store, qty, cents, cost }: FactColumns): Told {
  const slots = 12 * STORES;
  const [qtys, amounts, costs] = [0, 1, 2].map(() => new Float64Array(slots)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const counts = new Int32Array(slots);
  for (let row = 0; row < rows; row++) {
    const slot = month[row]! * STORES + store[row]!;
    qtys[slot]! += qty[row]!;
    amounts[slot]! += cents[row]!;
    costs[slot]! += cost[row]!;
    counts[slot]!++;
  }
  return [
    counts.reduce((groups, count) => groups + (count > 0 ? 1 : 0), 0),
    amounts.reduce((total, amount) => total + amount, 0),
  ];
}

// — crossfilter2 —

interface Group {
  all(): readonly { readonly key: number; readonly value: Sums }[];
  reduce(add: Reducer, remove: Reducer, init: () => Sums): Group;
  dispose(): void;
}
interface CrossDimension {
  group(): Group;
  filter(value: number): void;
  dispose(): void;
}
interface Crossfilter {
  dimension(read: (row: FactRow) => number): CrossDimension;
}
interface Sums {
  qty: number;
  cents: number;
  cost: number;
  rows: number;
}
type Reducer = (sums: Sums, row: FactRow) => Sums;

/** Adds a row, or takes it out. */
const reducer =
  (sign: 1 | -1): Reducer =>
  (sums, row) => {
    sums.qty += sign * row['qty']!;
    sums.cents += sign * row['cents']!;
    sums.cost += sign * row['cost']!;
    sums.rows += sign;
    return sums;
  };

const summed = (of: CrossDimension): Group =>
  of.group().reduce(reducer(1), reducer(-1), () => ({ qty: 0, cents: 0, cost: 0, rows: 0 }));

const toldBy = (groups: Group): Told => {
  const filled = groups.all().filter(({ value }) => value.rows > 0);
  return [filled.length, filled.reduce((total, { value }) => total + value.cents, 0)];
};

/** crossfilter2 keeps the objects, so it has fewer of them. */
async function besideCrossfilter(all: FactColumns, options: SuiteOptions): Promise<Row[]> {
  const { default: crossfilter } = await requiredPeer<{
    default: (rows: readonly FactRow[]) => Crossfilter;
  }>('crossfilter2');
  const facts = { ...all, rows: Math.min(all.rows, 200_000) };
  const cube = fill(openCube({ measures: SUMS }, 0), facts);
  const theirs = crossfilter(rowsOf(facts, 0, facts.rows));
  const size = sizeOf(facts);
  return [
    await compare<Told>(
      {
        name: 'two dimensions, 1,200 groups',
        size,
        peerName: 'crossfilter2',
        ours: () => toldOf(cube),
        peer: () => {
          const by = theirs.dimension((row) => row['month']! * STORES + row['store']!);
          const result = toldBy(summed(by));
          by.dispose();
          return result;
        },
        equal: isSame,
      },
      options,
    ),
    await filtering(facts, theirs, options),
  ];
}

/** Another store is chosen each time, and the months are told. */
async function filtering(
  facts: FactColumns,
  theirs: Crossfilter,
  options: SuiteOptions,
): Promise<Row> {
  const cube = fill(openCube({ measures: SUMS }), facts);
  cube.materialize(MONTH_AND_STORE.by!);
  const stores = theirs.dimension((row) => row['store']!);
  const months = summed(theirs.dimension((row) => row['month']!));
  const turn = { ours: 0, peer: 0 };
  const measures = Object.keys(SUMS);
  return compare<Told>(
    {
      name: 'months of another store, from what is kept',
      size: sizeOf(facts),
      peerName: 'crossfilter2',
      ours: () => {
        const where = { 'store.key': turn.ours++ % STORES };
        const cells = cube.query({ by: ['month.key'], measures, where });
        return [cells.length, centsOf(cells.numbers('cents'))];
      },
      peer: () => {
        stores.filter(turn.peer++ % STORES);
        return toldBy(months);
      },
      equal: isSame,
    },
    options,
  );
}

// — Kept aggregates —

const LISTS: readonly CubeRequest[] = [
  { by: ['month.key'], measures: ['qty', 'cents'] },
  { by: ['segment.key'], measures: ['qty', 'cents'] },
  { by: ['store.key'], measures: ['cents'], where: { 'month.key': 3 } },
  { by: ['month.key'], measures: ['cents'], where: { 'store.key': [7, 42, 93] } },
  { by: ['store.key'], measures: ['rows'], top: { count: 5, by: 'rows' } },
  MONTH_AND_STORE,
];

/** The slowest of a hundred, when a user turns and drills. */
async function keptAggregates(facts: FactColumns, options: SuiteOptions): Promise<Row> {
  const [kept, fresh] = [undefined, 0].map((cells) =>
    fill(openCube({ measures: SUMS }, cells), facts),
  ) as [Cube<FactRow>, Cube<FactRow>];
  kept.materialize(MONTH_AND_STORE.by!);
  const ask = (request: CubeRequest): unknown => kept.query(request).value(0, request.measures[0]!);
  await measure(() => LISTS.map(ask), options);
  const taken: number[] = [];
  for (let call = 0; call < (options.quick ? 300 : 6000); call++) {
    const before = process.cpuUsage();
    ask(LISTS[call % LISTS.length]!);
    const { user, system } = process.cpuUsage(before);
    taken.push(user + system);
  }
  const ours = taken.toSorted((a, b) => a - b)[Math.ceil(taken.length * 0.99) - 1]!;
  const resultsEqual = LISTS.every(
    (request) => JSON.stringify(kept.query(request)) === JSON.stringify(fresh.query(request)),
  );
  const name = 'drill and turn in kept aggregates, 99 of 100 take at most';
  return besideTarget(
    { name, size: sizeOf(facts), ours, unit: 'CPU µs', resultsEqual },
    200,
    'less',
  );
}

/** Sums that give rows back: whole numbers, money, and a count. */
const EXACT = { qty: SUMS.qty, cents: SUMS.cents, rows: SUMS.rows };

/** Facts come and go ten thousand at a time; after each, all that is kept is asked. */
async function comingAndGoing(
  all: FactColumns,
  measures: typeof EXACT | typeof SUMS,
  options: SuiteOptions,
): Promise<Row> {
  const moved = Math.min(10_000, all.rows / 2);
  const facts = { ...all, rows: all.rows - moved };
  const cube = fill(openCube({ measures, key: 'id' }), facts);
  const grains = [MONTH_AND_STORE.by!, ...DIMENSIONS.map((name) => [`${name}.key`])];
  const requests = grains.map((by) => ({ by, measures: Object.keys(measures) }));
  for (const { by } of requests) cube.materialize(by);
  const rows = rowsOf(all, facts.rows, all.rows);
  const keys = rows.map((row) => row['id']!);
  const askAll = (): void => {
    for (const request of requests) cube.query(request);
  };
  const [request] = requests;
  const told = (): string => JSON.stringify(cube.query(request!));
  const before = told();
  const move = (): void => {
    cube.add(rows);
    askAll();
    cube.remove(keys);
    askAll();
  };
  const ours = (2 * moved) / (await measure(move, options));
  const resultsEqual = before === told();
  const batch = `${moved.toLocaleString('en')} a batch`;
  const size = `${sizeOf(facts)}, ${requests.length} aggregates, ${batch}`;
  const kind = measures === EXACT ? 'exact sums' : 'and a sum of floats';
  const name = `facts added and removed, aggregates current, ${kind}`;
  return besideTarget({ name, size, ours, unit: 'facts/s', resultsEqual }, 500_000, 'more');
}
