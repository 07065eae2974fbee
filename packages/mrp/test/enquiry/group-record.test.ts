/**
 * A plant that makes and two centres that it supplies, as one: what is between them cancels.
 */
import {
  checkModel,
  type GroupRecord,
  type ModelInput,
  MrpError,
  type Plan,
  plan,
} from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { randomModel } from '../random-model.ts';
import { ALL_TERMS, TODAY } from '../random-terms.ts';
import { runs } from '../runs.ts';

vi.setConfig({ testTimeout: 60_000 });

const model: ModelInput = {
  items: [{ id: 'bike' }],
  locations: [{ id: 'east' }, { id: 'plant' }, { id: 'west' }],
  sourcing: [
    { kind: 'make', item: 'bike', location: 'plant', leadTimeDays: 2, lotSizeMultiple: '10' },
    { kind: 'transfer', item: 'bike', location: 'east', origin: 'plant', leadTimeDays: 3 },
    { kind: 'transfer', item: 'bike', location: 'west', origin: 'plant', leadTimeDays: 1 },
  ],
  boms: [{ item: 'bike', lines: [] }],
  parameters: [{ item: 'bike', location: 'plant', safetyStock: '2' }],
  stock: [
    { item: 'bike', location: 'east', quantity: '5' },
    { item: 'bike', location: 'plant', quantity: '4' },
  ],
  receipts: [
    // On the road since Saturday; still to be shipped on Wednesday; bought from outside.
    {
      id: 'TO-1',
      kind: 'transfer',
      item: 'bike',
      location: 'west',
      origin: 'plant',
      quantity: '3',
    },
    {
      id: 'TO-2',
      kind: 'transfer',
      item: 'bike',
      location: 'east',
      origin: 'plant',
      quantity: '2',
    },
    { id: 'PO-1', kind: 'buy', item: 'bike', location: 'east', quantity: '1' },
  ].map((row, at) => ({
    ...row,
    kind: row.kind as 'transfer' | 'buy',
    due: ['2026-01-06', '2026-01-09', '2026-01-07'][at]!,
    ...(row.id === 'TO-2' && { ship: '2026-01-07' }),
  })),
  demands: [
    { item: 'bike', location: 'east', due: '2026-01-12', quantity: '12' },
    { item: 'bike', location: 'west', due: '2026-01-10', quantity: '3' },
  ],
};

const planOf = (input: ModelInput): Plan => plan(checkModel(input), { today: TODAY });

const ROWS = [
  'gross',
  'receipts',
  'net',
  'plannedReceipts',
  'plannedReleases',
  'inTransit',
  'balance',
] as const;

/** The rows as text, a column for each day with anything in it, zeros as dots. */
function grid(record: GroupRecord): string {
  const cells = ROWS.map((row) =>
    record[row].map((cell) => (cell === '0' ? '.' : cell).padStart(3)).join(''),
  );
  const heading = record.buckets.map((bucket) => bucket.slice(8).padStart(3)).join('');
  return [heading, ...cells]
    .map((line, at) => `${['day', ...ROWS][at]!.padEnd(16)}${line}`)
    .join('\n');
}

describe('groupRecord', () => {
  test('what goes between members is in transit, neither needed nor received', () => {
    const record = planOf(model).groupRecord('bike');
    expect(record).toMatchObject({
      locations: ['east', 'plant', 'west'],
      onHand: '9',
      safetyStock: '2',
      inTransitAtStart: '3',
    });
    expect(`\n${grid(record)}`).toBe(`
day              05 06 07 08 09 10 11 12
gross             .  .  .  .  .  3  . 12
receipts          .  .  1  .  .  .  .  .
net               .  .  .  .  4  .  .  .
plannedReceipts   .  .  .  . 10  .  .  .
plannedReleases   .  . 10  .  .  .  .  .
inTransit         3  .  2  2  4  4  4  .
balance           9 12 11 11 19 16 16  8`);
  });

  test('what goes out of a smaller group is needed, what comes in is received', () => {
    const centres = planOf(model).groupRecord('bike', { locations: ['west', 'east'] });
    expect(`\n${grid(centres)}`).toBe(`
day              05 06 07 08 09 10 11 12
gross             .  .  .  .  .  3  . 12
receipts          .  3  1  .  2  .  .  .
net               .  .  .  .  .  .  .  4
plannedReceipts   .  .  .  .  .  .  .  4
plannedReleases   .  .  .  .  4  .  .  .
inTransit         .  .  .  .  .  .  .  .
balance           5  8  9  9 11  8  8  .`);
  });

  test('weeks add up their days', () => {
    const record = planOf(model).groupRecord('bike', { bucket: 'week' });
    expect(record).toMatchObject({
      buckets: ['2026-01-05', '2026-01-12'],
      gross: ['3', '12'],
      plannedReceipts: ['10', '0'],
      inTransit: ['4', '0'],
      balance: ['16', '8'],
    });
  });

  test('an open order that the run took to be moved in arrives on its new day', () => {
    const record = planOf({
      ...model,
      sourcing: [],
      parameters: [{ item: 'bike', location: 'west', rescheduleWithinDays: 10 }],
      receipts: [{ ...model.receipts![0]!, due: '2026-01-15' }],
      demands: [{ item: 'bike', location: 'west', due: '2026-01-08', quantity: '3' }],
    }).groupRecord('bike');
    expect(record.buckets.at(-1)).toBe('2026-01-15');
    expect(record.inTransit.map(Number)).toEqual([3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(record.balance.map(Number)).toEqual([9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
  });

  test('an item that is not planned at a site has no record there', () => {
    const made = planOf(model);
    expect(() => made.groupRecord('bike', { locations: ['plant', 'moon'] })).toThrow(
      new MrpError('MRP_UNKNOWN_NODE', { item: 'bike', location: 'moon' }),
    );
    expect(() => made.groupRecord('car')).toThrow("'car' is not planned");
  });
});

describe('on random models', () => {
  /** Every item of a random plan, over all its sites and over the sites that a subset names. */
  const eachGroup = (check: (made: Plan, record: GroupRecord) => void): void => {
    const sites = fc.uniqueArray(fc.constantFrom('plant', 'store', 'warehouse'));
    const pastDueRelease = fc.constantFrom('keep' as const, 'clamp' as const);
    const bucketDays = fc.constantFrom(1, 7);
    fc.assert(
      fc.property(
        randomModel(ALL_TERMS),
        sites,
        pastDueRelease,
        bucketDays,
        (input, named, rule, days) => {
          const options = { today: TODAY, pastDueRelease: rule, bucketDays: days };
          const made = plan(checkModel(input), options);
          const places = new Map<string, Set<string>>();
          for (const { item, location } of made.nodes()) {
            places.set(item, (places.get(item) ?? new Set()).add(location));
          }
          for (const [item, at] of places) {
            const locations = named.filter((site) => at.has(site));
            check(made, made.groupRecord(item));
            if (locations.length > 0) check(made, made.groupRecord(item, { locations }));
          }
        },
      ),
      { numRuns: runs(50) },
    );
  };

  const numbers = (row: readonly string[]): number[] => row.map(Number);
  const near = (a: number, b: number): void => expect(Math.abs(a - b)).toBeLessThan(1e-6);

  test('property: what there was and came in is there, in transit, or went out, on every day', () => {
    eachGroup((_, record) => {
      const [gross, receipts, planned] = [
        record.gross,
        record.receipts,
        record.plannedReceipts,
      ].map(numbers);
      let level = Number(record.onHand) + Number(record.inTransitAtStart);
      record.buckets.forEach((_, at) => {
        level += receipts![at]! + planned![at]! - gross![at]!;
        near(level, Number(record.balance[at]) + Number(record.inTransit[at]));
      });
    });
  });

  test('property: in the end everything has arrived', () => {
    eachGroup((_, { inTransit }) => expect(inTransit.at(-1)).toBe('0'));
  });

  test('property: the balance is the sum of the members, and no row is more than theirs', () => {
    eachGroup((made, record) => {
      const members = made
        .nodes()
        .filter(({ item, location }) => item === record.item && record.locations.includes(location))
        .map(({ item, location, segment }) => made.record(item, location, { segment }));
      record.buckets.forEach((bucket, at) => {
        const sumOf = (row: 'gross' | 'receipts' | 'net' | 'plannedReceipts'): number =>
          members.reduce((sum, one) => sum + Number(one[row][one.buckets.indexOf(bucket)] ?? 0), 0);
        const balances = members.map(({ buckets, balance, onHand }) => {
          const last = buckets.findLastIndex((one) => one <= bucket);
          return Number(last === -1 ? onHand : balance[last]);
        });
        near(
          Number(record.balance[at]),
          balances.reduce((sum, one) => sum + one, 0),
        );
        for (const row of ['gross', 'receipts', 'net', 'plannedReceipts'] as const) {
          expect(Number(record[row][at])).toBeGreaterThanOrEqual(0);
          expect(Number(record[row][at])).toBeLessThanOrEqual(sumOf(row) + 1e-6);
        }
      });
    });
  });

  test('property: the orders that count are those that no member serves', () => {
    eachGroup((made, record) => {
      const outside = made.orders({ item: record.item }).filter(({ kind, location, origin }) => {
        const isInside = kind === 'transfer' && record.locations.includes(origin ?? location);
        return record.locations.includes(location) && !isInside;
      });
      const received = numbers(record.plannedReceipts).reduce((sum, one) => sum + one, 0);
      near(
        received,
        outside.reduce((sum, { quantity }) => sum + Number(quantity), 0),
      );
    });
  });
});
