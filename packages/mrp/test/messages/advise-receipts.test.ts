/**
 * Advice on open orders as grids: needs and receipts by their days, and what is to be done.
 */
import { adviseReceipts, matchReceipts, MrpError, type Tolerances } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gridRow, gridRows } from '../grid-rows.ts';

interface Terms extends Partial<Tolerances> {
  readonly onHand?: number;
  readonly horizonDays?: number;
}

/** Matches the grid's receipts, by their days, with its needs and says what is advised. */
function advised(terms: Terms, text: string): string[] {
  const rows = gridRows(text);
  const [needDays, needs] = [gridRow(rows, 'need day'), gridRow(rows, 'need')];
  const [days, quantities] = [gridRow(rows, 'receipt day'), gridRow(rows, 'receipt')];
  const matched = matchReceipts({
    onHand: terms.onHand ?? 0,
    needs: needDays.map((day, at) => ({ day, quantity: needs[at]! })),
    supplies: quantities,
  });
  const { inDays = 0, outDays = 0, quantity = 0, horizonDays = 60 } = terms;
  const advice = adviseReceipts({
    today: 0,
    horizonDays,
    tolerances: { inDays, outDays, quantity },
    receipts: matched.map((match, at) => ({
      day: days[at]!,
      quantity: quantities[at]!,
      ...match,
    })),
  });
  return advice.map(({ receipt, code, to, by }) => {
    const name = `R${receipt + 1} ${code}`;
    if (code === 'CANCEL') return `${name} ${by}`;
    return code === 'REDUCE' ? `${name} by ${by}` : `${name} ${days[receipt]}→${to}`;
  });
}

describe('adviseReceipts', () => {
  test('in, within the tolerance, out and reduce, cancel (m47)', () =>
    expect(
      advised(
        { onHand: 12, outDays: 2 },
        `
        need day       3   8  15  22
        need          10  20  18   6
        receipt day   11  13  16  30
        receipt       25  15  20  10
        `,
      ),
    ).toEqual([
      'R1 RESCHEDULE_IN 11→8',
      'R3 RESCHEDULE_OUT 16→22',
      'R3 REDUCE by 18',
      'R4 CANCEL 10',
    ]));

  test('with one more need the late receipt comes in and nothing is too much (m48)', () =>
    expect(
      advised(
        { onHand: 12, outDays: 2 },
        `
        need day       3   8  15  22  26
        need          10  20  18   6  33
        receipt day   11  13  16  30
        receipt       25  15  20  10
        `,
      ),
    ).toEqual(['R1 RESCHEDULE_IN 11→8', 'R3 RESCHEDULE_OUT 16→22', 'R4 RESCHEDULE_IN 30→26']));

  const oneWeek = `
    need day       1
    need          10
    receipt day    4
    receipt       10
  `;

  test.each([
    ['days see that the receipt is needed before it comes (m52)', {}, ['R1 RESCHEDULE_IN 4→1']],
    ['a tolerance of as many days silences', { inDays: 3 }, []],
    ['one day less does not', { inDays: 2 }, ['R1 RESCHEDULE_IN 4→1']],
    [
      'on the last day of the horizon it can be moved in',
      { horizonDays: 4 },
      ['R1 RESCHEDULE_IN 4→1'],
    ],
    ['beyond it it cannot', { horizonDays: 3 }, []],
  ])('%s', (_rule, terms, expected) => expect(advised(terms, oneWeek)).toEqual(expected));

  test('an overdue need asks for its receipt today, not before', () =>
    expect(
      advised(
        {},
        `
        need day      -5
        need          10
        receipt day    4
        receipt       10
        `,
      ),
    ).toEqual(['R1 RESCHEDULE_IN 4→0']));

  test('an overdue receipt is asked after, whenever it is needed, and may be too large', () =>
    expect(
      advised(
        {},
        `
        need day       9
        need           6
        receipt day   -2
        receipt       10
        `,
      ),
    ).toEqual(['R1 RECEIPT_PAST_DUE -2→9', 'R1 REDUCE by 4']));

  test.each([
    ['as much as the tolerance is silent', 4, []],
    ['one step more is not', 3, ['R1 REDUCE by 4']],
  ])('of what is too much, %s', (_rule, quantity, expected) =>
    expect(
      advised(
        { quantity },
        `
        need day       5
        need           6
        receipt day    5
        receipt       10
        `,
      ),
    ).toEqual(expected),
  );

  test('what nobody needs is cancelled, however small', () =>
    expect(
      advised(
        { onHand: 6, quantity: 100 },
        `
        need day       5
        need           6
        receipt day    5
        receipt        1
        `,
      ),
    ).toEqual(['R1 CANCEL 1']));

  test('refuses figures that are none, and says which', () => {
    const receipt = { day: 1, quantity: 1, first: 1, matched: 2 };
    const tolerances = { inDays: 0, outDays: 0, quantity: 0 };
    try {
      adviseReceipts({ today: 0, horizonDays: 0, tolerances, receipts: [receipt] });
      expect.unreachable();
    } catch (error) {
      if (!MrpError.is(error, 'MRP_BAD_FIGURE')) throw error;
      expect(error.details.path).toBe('receipts.0.quantity');
    }
  });
});

const days = fc.integer({ min: 0, max: 20 });

describe('laws', () => {
  const receipt = fc
    .record({
      day: fc.integer({ min: -5, max: 40 }),
      first: fc.option(fc.integer({ min: -5, max: 40 }), { nil: undefined }),
      quantity: fc.integer({ min: 1, max: 50 }),
      part: fc.integer({ min: 0, max: 50 }),
    })
    .map(({ day, first, quantity, part }) => {
      const matched = first === undefined ? 0 : Math.min(quantity, part + 1);
      return { day, first, quantity, matched };
    });
  const tolerances = fc.record({ inDays: days, outDays: days, quantity: days });

  test('property: wider tolerances only ever remove advice', () => {
    fc.assert(
      fc.property(fc.array(receipt), tolerances, tolerances, (receipts, some, more) => {
        const wider = {
          inDays: some.inDays + more.inDays,
          outDays: some.outDays + more.outDays,
          quantity: some.quantity + more.quantity,
        };
        const input = { today: 0, horizonDays: 30, receipts };
        const all = adviseReceipts({ ...input, tolerances: some });
        const fewer = adviseReceipts({ ...input, tolerances: wider });
        expect(all).toEqual(expect.arrayContaining(fewer));
      }),
    );
  });

  test('property: an order gets at most one advice on its day and one on its quantity', () => {
    fc.assert(
      fc.property(fc.array(receipt), tolerances, (receipts, tolerance) => {
        const advice = adviseReceipts({
          today: 0,
          horizonDays: 30,
          tolerances: tolerance,
          receipts,
        });
        const kinds = advice.map(({ receipt: at, code }) => {
          const isSized = code === 'CANCEL' || code === 'REDUCE';
          return `${at} ${isSized ? 'quantity' : 'day'}`;
        });
        expect(new Set(kinds).size).toBe(kinds.length);
      }),
    );
  });

  test('property: receipts that come when and as they are needed get no advice', () => {
    fc.assert(
      fc.property(fc.array(receipt), (receipts) => {
        const fitting = receipts.map(({ day, quantity }) => {
          const on = Math.abs(day);
          return { day: on, first: on, quantity, matched: quantity };
        });
        const none = { inDays: 0, outDays: 0, quantity: 0 };
        const input = { today: 0, horizonDays: 60, tolerances: none, receipts: fitting };
        expect(adviseReceipts(input)).toEqual([]);
      }),
    );
  });
});
