/**
 * Whatever way the engine takes (a slot for each possible cell, sorting, a hash table, a kept
 * aggregate that catches up), the cells are those of a Map by joined keys.
 */
import { fc, test } from '@fast-check/vitest';
import { Cube, type CubeDefinition, type Filter } from '@kontor/olap';
import { describe, expect } from 'vitest';
import { joined, type SlowCell, type SlowFact, slowGroups } from './oracle/slow-groups.ts';

type Measures = readonly (keyof SlowCell)[];

const MEASURES: Measures = ['rows', 'values', 'amount', 'least', 'most', 'middle', 'people'];
/** Of these a fact is taken out again; with any other the aggregate is made anew. */
const RETRACTABLE: Measures = ['rows', 'values', 'amount'];

/** By dimension how many members may come; how many facts. */
interface Shape {
  readonly name: string;
  readonly members: readonly number[];
  readonly facts: number;
}

/** Each is large or small enough for another way. */
const SHAPES: readonly Shape[] = [
  { name: 'few possible cells', members: [3, 4, 5], facts: 200 },
  { name: 'more members than a byte counts', members: [300, 40], facts: 3000 },
  { name: 'many possible cells for few facts', members: [100, 90, 40], facts: 300 },
  { name: 'some possible cells a fact', members: [60, 50, 40], facts: 4500 },
  { name: 'many possible cells', members: [100, 90, 40], facts: 4500 },
  { name: 'more possible cells than 31 bits count', members: [400, 400, 400, 400], facts: 4500 },
  {
    name: 'ten dimensions, more possible cells than 2^53',
    members: Array.from({ length: 10 }, () => 50),
    facts: 1500,
  },
];

/** Amounts far from 0 add up past 2^53 where a few come together. */
const LARGEST = { narrow: 1000, wide: 2 ** 51 } as const;

interface Case {
  readonly shape: Shape;
  readonly seed: number;
  readonly amounts: keyof typeof LARGEST;
}

const cases = (shape: Shape): fc.Arbitrary<Case> =>
  fc.record({
    shape: fc.constant(shape),
    seed: fc.nat(),
    amounts: fc.constantFrom('narrow', 'wide'),
  });

const few = { numRuns: process.env['KONTOR_FULL'] === '1' ? 20 : 1 };

/** Numbers from 0 to below 1 (a linear congruence of D. Knuth, MMIX; its upper 32 bits). */
function drawer(seed: number): () => number {
  let state = BigInt(seed);
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
    return Number(state >> 32n) / 2 ** 32;
  };
}

/** Facts of all members, a tenth of the keys and amounts missing. */
function drawFacts({ shape, seed, amounts }: Case): SlowFact[] {
  const draw = drawer(seed);
  const orNull = <T>(value: T): T | null => (draw() < 0.1 ? null : value);
  return Array.from({ length: shape.facts }, (_, id) => ({
    id,
    // Squared: some members have many facts, most have few, and new ones come till the end.
    keys: shape.members.map((members) => orNull(Math.floor(members * draw() ** 2))),
    amount: orNull(Math.trunc((2 * draw() - 1) * LARGEST[amounts])),
    who: Math.floor(20 * draw()),
  }));
}

const levelOf = (dimension: number): string => `d${dimension}.key`;

function openCube({ shape, amounts }: Case, cachedCells: number): Cube<SlowFact> {
  const dimensions = Object.fromEntries(
    shape.members.map((_, dimension) => [
      `d${dimension}`,
      {
        kind: 'levels' as const,
        hierarchies: { all: [{ name: 'key', column: `d${dimension}` }] },
      },
    ]),
  );
  const units = { column: 'amount', scale: 0 } as const;
  const definition: CubeDefinition = {
    name: amounts,
    key: 'id',
    dimensions,
    measures: {
      rows: { kind: 'rows' },
      values: { kind: 'count', column: 'amount' },
      amount: { kind: 'sum', ...units },
      least: { kind: 'min', ...units },
      most: { kind: 'max', ...units },
      middle: { kind: 'percentile', ...units, at: '0.5', method: 'discrete' },
      people: { kind: 'distinct', column: 'who' },
    },
  };
  return new Cube<SlowFact>(definition, {}, { cachedCells });
}

/** A fact as the cube's columns read it. */
const asRow = (fact: SlowFact): SlowFact =>
  Object.assign(
    Object.fromEntries(fact.keys.map((key, dimension) => [`d${dimension}`, key])),
    fact,
  );

/** The groups of one grouping set, by their keys. */
function groupsOf(
  cube: Cube<SlowFact>,
  by: readonly number[],
  { measures = MEASURES, where }: { measures?: Measures; where?: Filter } = {},
): Map<string, Partial<SlowCell>> {
  const request = { by: by.map((dimension) => levelOf(dimension)), measures };
  const cells = cube.query(where === undefined ? request : { ...request, where });
  return new Map(cells.rows.map((row) => [keyIn(row, by), cellIn(row, measures)]));
}

const keyIn = (row: Readonly<Record<string, unknown>>, by: readonly number[]): string =>
  joined(by.map((dimension) => row[levelOf(dimension)]));

const cellIn = (
  row: Readonly<Record<string, unknown>>,
  measures: Measures = MEASURES,
): Partial<SlowCell> => Object.fromEntries(measures.map((name) => [name, String(row[name])]));

/** The twin's groups with some of their measures. */
const slowly = (
  facts: readonly SlowFact[],
  by: readonly number[],
  measures: Measures,
): Map<string, Partial<SlowCell>> =>
  new Map([...slowGroups(facts, by)].map(([key, cell]) => [key, cellIn({ ...cell }, measures)]));

/** Every dimension, all but the first, the last two, one. */
const grainsOf = ({ members }: Shape): number[][] => {
  const all = members.map((_, dimension) => dimension);
  return [all, all.slice(1), all.slice(-2), [0]];
};

describe.each(SHAPES)('groups of $name', (shape) => {
  test.prop([cases(shape)], few)('property: are those of a Map by joined keys', (of) => {
    const facts = drawFacts(of);
    const cube = openCube(of, 0);
    cube.add(facts.map(asRow));
    for (const by of grainsOf(shape)) expect(groupsOf(cube, by)).toEqual(slowGroups(facts, by));
  });

  test.prop([cases(shape)], few)('property: under a filter, are those of what passes', (of) => {
    const facts = drawFacts(of);
    const [chosen] = facts;
    const members = [chosen!.keys[0]!, facts[1]!.keys[0]!];
    const where = { [levelOf(0)]: members };
    const passing = facts.filter(({ keys }) => members.includes(keys[0]!));
    const fresh = openCube(of, 0);
    const warm = openCube(of, 1_000_000);
    for (const cube of [fresh, warm]) cube.add(facts.map(asRow));
    warm.materialize(shape.members.map((_, dimension) => levelOf(dimension)));
    for (const by of grainsOf(shape)) {
      const expected = slowGroups(passing, by);
      expect(groupsOf(fresh, by, { where })).toEqual(expected);
      expect(groupsOf(warm, by, { where })).toEqual(expected);
    }
  });

  test.prop([cases(shape), fc.integer({ min: 1, max: 5 })], few)(
    'property: stay so where facts and members come, and facts go, after aggregates were kept',
    (of, share) => {
      const facts = drawFacts(of);
      const before = Math.floor(facts.length / 2);
      const left = facts.filter(({ id }) => id % share !== 0);
      for (const measures of [MEASURES, RETRACTABLE]) {
        const cube = openCube(of, 1_000_000);
        const compare = (to: readonly SlowFact[]): void => {
          for (const by of grainsOf(shape)) {
            expect(groupsOf(cube, by, { measures })).toEqual(slowly(to, by, measures));
          }
        };
        cube.add(facts.slice(0, before).map(asRow));
        compare(facts.slice(0, before));
        cube.add(facts.slice(before).map(asRow));
        compare(facts);
        cube.remove(facts.filter(({ id }) => id % share === 0).map(({ id }) => id));
        compare(left);
      }
    },
  );
});

describe('the CUBE of a query', () => {
  const [small, , , large] = SHAPES as readonly [Shape, Shape, Shape, Shape];
  test.prop([fc.oneof(cases(small), cases(large))], few)(
    'property: has in each set the groups of a Map by joined keys',
    (of) => {
      const facts = drawFacts(of);
      const cube = openCube(of, 0);
      cube.add(facts.map(asRow));
      const all = of.shape.members.map((_, dimension) => dimension);
      const by = all.map((dimension) => levelOf(dimension));
      const found = new Map<string, Partial<SlowCell>>();
      for (const row of cube.query({ by, measures: MEASURES, totals: 'cube' }).rows) {
        const shown = all.filter((d) => !row.rolledUp.includes(levelOf(d)));
        found.set(`${joined(shown)}: ${keyIn(row, shown)}`, cellIn(row));
      }
      const expected = new Map<string, SlowCell>();
      for (let left = 0; left < 2 ** all.length; left++) {
        const shown = all.filter((dimension) => (left & (1 << dimension)) === 0);
        for (const [key, cell] of slowGroups(facts, shown)) {
          expected.set(`${joined(shown)}: ${key}`, cell);
        }
      }
      expect(found).toEqual(expected);
    },
  );
});
