/**
 * Stock policies and periods of supply as a planner reads them: one item at one site, day by day.
 *
 * Day 0 is today, Monday 5 January 2026, so days 5 and 6 are a weekend. `.` is nothing. A plan must
 * show what the grid shows and nothing besides: an order on a day without a column fails.
 */
import { checkModel, type ModelInput, plan, type PlanningRecord } from '@kontor/mrp';
import { day, formatDay } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import { gridRow, gridRows } from './grid-rows.ts';

const TODAY = '2026-01-05';
const place = { item: 'A', location: 'plant' };
const dateOf = (offset: number): string => formatDay(day(TODAY) + offset);

type Parameter = NonNullable<ModelInput['parameters']>[number];
type Source = NonNullable<ModelInput['sourcing']>[number];

/** What a grid is planned with, beside its rows. */
interface Terms extends Omit<Parameter, 'item' | 'location'> {
  readonly onHand?: string;
  readonly fiveDays?: boolean;
  readonly source?: Pick<Source, 'leadTimeDays' | 'lotSizing' | 'lotSizeMultiple' | 'lotSizeMin'>;
}

/** Quantities by the day of their column, where there are any. */
type Row = readonly (readonly [day: number, quantity: number])[];

/** Plans the grid's `gross` and `receipts`; expects its `planned`, `released` and `balance`. */
function expectPlan(terms: Terms, text: string): void {
  const rows = gridRows(text);
  const days = gridRow(rows, 'day');
  const row = (name: string): Row =>
    (rows[name] ?? []).flatMap((quantity, at) =>
      quantity === 0 ? [] : [[days[at]!, quantity] as const],
    );
  const { onHand = '0', fiveDays = false, source, ...parameter } = terms;
  const dated = (name: string) =>
    row(name).map(([on, quantity]) => ({ ...place, due: dateOf(on), quantity: String(quantity) }));
  const model = checkModel({
    calendars: [{ id: 'five-day' }],
    items: [{ id: 'A' }],
    locations: [{ id: 'plant', ...(fiveDays && { calendar: 'five-day' }) }],
    sourcing: [{ kind: 'buy', ...place, ...source }],
    parameters: [{ ...place, ...parameter }],
    stock: [{ ...place, quantity: onHand }],
    demands: dated('gross'),
    receipts: dated('receipts'),
  });
  const record = plan(model, { today: TODAY }).record('A', 'plant');
  expect(filled(record, 'plannedReceipts')).toEqual(row('planned'));
  if (rows['released'] !== undefined) {
    expect(filled(record, 'plannedReleases')).toEqual(row('released'));
  }
  expect(days.map((on) => balanceOn(record, on))).toEqual(gridRow(rows, 'balance'));
}

/** The cells of a row that are not 0, wherever they are. */
function filled(record: PlanningRecord, row: 'plannedReceipts' | 'plannedReleases'): Row {
  const origin = day(record.buckets[0]!) - day(TODAY);
  return record[row].flatMap((quantity, at) =>
    quantity === '0' ? [] : [[origin + at, Number(quantity)] as const],
  );
}

/** The balance at the end of a day; after the record's last day it stays as it is. */
function balanceOn({ buckets, balance }: PlanningRecord, on: number): number {
  const at = buckets.indexOf(dateOf(on));
  return Number(balance.at(at));
}

describe('safety stock', () => {
  test('eachEvent: on a day with an event, nothing before', () =>
    expectPlan(
      { onHand: '5', safetyStock: '15' },
      `
      day          0    3    7   14
      gross        .    6    .   12
      receipts     .    .   10    .
      planned      .   16    .    2
      balance      5   15   25   15
      `,
    ));

  test('rebuildNow: what was missing before the first break is ordered for today', () =>
    expectPlan(
      { onHand: '5', safetyStock: '15', safetyStockPolicy: 'rebuildNow' },
      `
      day          0    3    7   14
      gross        .    6    .   12
      receipts     .    .   10    .
      planned     10    6    .    2
      balance     15   15   25   15
      `,
    ));

  test.each(['rebuildNow', 'eachEvent'] as const)(
    '%s: a receipt that comes first cures the gap',
    (safetyStockPolicy) =>
      expectPlan(
        { onHand: '5', safetyStock: '15', safetyStockPolicy },
        `
        day          0    3    7   12
        gross        .    .    6   12
        receipts     .   30    .    .
        planned      .    .    .    .
        balance      5   35   29   17
        `,
      ),
  );

  test('dueNow: today asks for it, whatever comes later', () =>
    expectPlan(
      { onHand: '5', safetyStock: '15', safetyStockPolicy: 'dueNow' },
      `
      day          0    3    7   12
      gross        .    .    6   12
      receipts     .   30    .    .
      planned     10    .    .    .
      balance     15   45   39   27
      `,
    ));

  test('rebuildNow: a receipt that cures a part leaves the rest of the gap for today', () =>
    expectPlan(
      { onHand: '5', safetyStock: '15', safetyStockPolicy: 'rebuildNow' },
      `
      day          0    3    7
      gross        .    .    6
      receipts     .    4    .
      planned      6    .    6
      balance     11   15   15
      `,
    ));

  test('rebuildNow: with nothing to break it, nothing is ordered', () =>
    expectPlan(
      { onHand: '5', safetyStock: '15', safetyStockPolicy: 'rebuildNow' },
      `
      day          0
      planned      .
      balance      5
      `,
    ));

  test('dueNow: with nothing else, today still asks for it', () =>
    expectPlan(
      { onHand: '5', safetyStock: '15', safetyStockPolicy: 'dueNow', source: { leadTimeDays: 2 } },
      `
      day         -2    0
      planned      .   10
      released    10    .
      balance      5   15
      `,
    ));

  test("dueNow: after today's own receipts and needs", () =>
    expectPlan(
      { onHand: '5', safetyStock: '15', safetyStockPolicy: 'dueNow' },
      `
      day          0    4
      gross        7    1
      receipts     9    .
      planned      8    1
      balance     15   15
      `,
    ));

  test('an overdue need is served, but no safety stock is asked for before today', () =>
    expectPlan(
      { onHand: '5', safetyStock: '15' },
      `
      day         -2    3
      gross        8    1
      planned      3   16
      balance      0   15
      `,
    ));

  test('by date: each new step is an event', () =>
    expectPlan(
      {
        onHand: '5',
        safetyStock: [
          { from: dateOf(0), quantity: '5' },
          { from: dateOf(10), quantity: '12' },
          { from: dateOf(20), quantity: '3' },
        ],
      },
      `
      day          4   10   12   20   22
      gross        6    .    4    .    8
      planned      6    7    4    .    .
      balance      5   12   12   12    4
      `,
    ));

  test('a firm order counts: with 12, 3 to come and 5 to go, nothing is ordered', () =>
    expectPlan(
      { onHand: '12', safetyStock: '10' },
      `
      day          2    4
      gross        .    5
      receipts     3    .
      planned      .    .
      balance     15   10
      `,
    ));
});

describe('order up to', () => {
  test('a balance below the reorder level is brought up to the maximum', () =>
    expectPlan(
      { onHand: '4', reorderMin: '6', reorderMax: '20' },
      `
      day          3    7   12
      gross        5    9    8
      planned     21    .   17
      balance     20   11   20
      `,
    ));

  test('a balance at the reorder level orders nothing', () =>
    expectPlan(
      { onHand: '10', reorderMin: '6', reorderMax: '20' },
      `
      day          3    4
      gross        4    1
      planned      .   15
      balance      6   20
      `,
    ));

  test('a safety stock above the maximum is still kept', () =>
    expectPlan(
      { onHand: '4', safetyStock: '30', reorderMin: '6', reorderMax: '20' },
      `
      day          3
      gross        5
      planned     31
      balance     30
      `,
    ));

  test('without a maximum it is the reorder level itself', () =>
    expectPlan(
      { onHand: '4', reorderMin: '6' },
      `
      day          3
      gross        5
      planned      7
      balance      6
      `,
    ));

  test('rebuildNow brings today up to the maximum, and the day of the break again', () =>
    expectPlan(
      {
        onHand: '4',
        reorderMin: '6',
        reorderMax: '20',
        safetyStockPolicy: 'rebuildNow',
      },
      `
      day          0    3    7
      gross        .   15    2
      planned     16   15    .
      balance     20   20   18
      `,
    ));

  test('runs that follow one another order each need once', () => {
    const demands: NonNullable<ModelInput['demands']> = [];
    const receipts: NonNullable<ModelInput['receipts']> = [];
    const ordered = [1, 2, 3].map((run) => {
      demands.push({ ...place, due: dateOf(10), quantity: '15', id: `need ${run}` });
      const parameters = [{ ...place, reorderMin: '0', reorderMax: '0' }];
      const lists = { items: [{ id: 'A' }], locations: [{ id: 'plant' }] };
      const model = checkModel({ ...lists, parameters, demands, receipts });
      const proposals = plan(model, { today: TODAY }).orders();
      for (const { due, quantity } of proposals) receipts.push({ ...place, due, quantity });
      expect(proposals.map(({ quantity }) => quantity)).toEqual(['15']);
      return receipts.reduce((sum, { quantity }) => sum + Number(quantity), 0);
    });
    expect(ordered).toEqual([15, 30, 45]);
  });
});

describe('safety time and receiving time', () => {
  test('safety time over a weekend: due the working day before', () =>
    expectPlan(
      { fiveDays: true, safetyTimeDays: 1, source: { leadTimeDays: 2 } },
      `
      day          2    4    7
      gross        .    .    5
      planned      .    5    .
      released     5    .    .
      balance      0    5    0
      `,
    ));

  test('receiving days come before the due day, then the lead time', () =>
    expectPlan(
      { fiveDays: true, receivingDays: 2, source: { leadTimeDays: 1 } },
      `
      day          3    7    8
      gross        .    .    5
      planned      .    .    5
      released     5    .    .
      balance      0    0    0
      `,
    ));
});

describe('periods of supply', () => {
  const supplied = (days: number, more: object = {}): Pick<Terms, 'source'> => ({
    source: { lotSizing: { rule: 'periodOfSupply', days }, ...more },
  });

  test('a window opens on the first short day; the next on the next day that is short', () =>
    expectPlan(
      supplied(7),
      `
      day          8    9   10   20   22
      gross       80   50   70   46   33
      planned    200    .    .   79    .
      balance    120   70    0   33    0
      `,
    ));

  test('a receipt inside the window counts from its day on', () =>
    expectPlan(
      supplied(7),
      `
      day          1    2    4    6    9
      gross       10   20    .   25    5
      receipts     .    .   30    .    .
      planned     30    .    .    .    .
      balance     20    0   30    5    0
      `,
    ));

  test('the largest shortfall of any day, not that of the last', () =>
    expectPlan(
      supplied(5),
      `
      day          1    2    3
      gross       10   20    .
      receipts     .    .   50
      planned     30    .    .
      balance     20    0   50
      `,
    ));

  test('a surplus of the multiple is used before the next window opens', () =>
    expectPlan(
      supplied(7, { lotSizeMultiple: '5' }),
      `
      day          4    5   11
      gross      124   90   18
      receipts    87    .    .
      planned    130    .   15
      balance     93    3    0
      `,
    ));

  test('a rebuild that falls today opens the window of today, and its needs join', () =>
    expectPlan(
      { onHand: '5', safetyStock: '15', safetyStockPolicy: 'rebuildNow', ...supplied(7) },
      `
      day          0    3    5    9
      gross        .    6    4    8
      planned     20    .    .    8
      balance     25   19   15   15
      `,
    ));

  test('a window that does not reach the break holds the rebuild only', () =>
    expectPlan(
      { onHand: '5', safetyStock: '15', safetyStockPolicy: 'rebuildNow', ...supplied(3) },
      `
      day          0    3    5    9
      gross        .    6    4    8
      planned     10   10    .    8
      balance     15   19   15   15
      `,
    ));
});
