import { checkModel, type CoverRecord, type ModelInput, plan } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

const bike = { item: 'bike', location: 'shop' };

const model: ModelInput = {
  items: [{ id: 'bike' }],
  locations: [{ id: 'shop' }],
  stock: [{ ...bike, quantity: '10' }],
  receipts: [{ ...bike, due: '2026-01-14', quantity: '5' }],
  demands: [
    { ...bike, due: '2026-01-07', quantity: '4' },
    { ...bike, due: '2026-01-12', quantity: '4' },
    { ...bike, due: '2026-01-16', quantity: '5' },
    { ...bike, due: '2026-02-02', quantity: '1' },
  ],
};

const coverOf = (changes: Partial<ModelInput> = {}): CoverRecord =>
  plan(checkModel({ ...model, ...changes }), { today: '2026-01-05' }).daysOfCover('bike', 'shop');

describe('daysOfCover', () => {
  test('each balance lasts until the first day whose need it does not serve', () => {
    const { buckets, balance, days, onHandDays } = coverOf();
    // 10 on hand serve the 7th and the 12th; the 16th is 11 days away.
    expect(onHandDays).toBe(11);
    const rows = ['2026-01-05', '2026-01-07', '2026-01-13', '2026-01-14', '2026-01-16'];
    expect(
      rows.map((day) => [day, balance[buckets.indexOf(day)], days[buckets.indexOf(day)]]),
    ).toEqual([
      ['2026-01-05', '10', 11],
      ['2026-01-07', '6', 9],
      ['2026-01-13', '2', 3],
      ['2026-01-14', '7', 999],
      ['2026-01-16', '2', 999],
    ]);
  });

  test('a balance below nothing covers no day; stock that does not serve today covers none', () => {
    const today = { ...bike, due: '2026-01-05', quantity: '11' };
    const { onHandDays, days } = coverOf({
      demands: [today],
      receipts: [],
      sourcing: [],
      stock: [],
    });
    expect(onHandDays).toBe(0);
    // Without a source there is an order all the same: it is what the messages are about.
    expect(days[0]).toBe(999);
    const manual = [{ ...bike, planning: 'manual' as const }];
    expect(coverOf({ demands: [today], parameters: manual, receipts: [] }).days[0]).toBe(0);
  });

  test('what is overdue is served first', () => {
    const overdue = { ...bike, due: '2025-12-01', quantity: '7' };
    // 10 - 7 = 3 do not serve the 4 of the 7th, 2 days away.
    expect(coverOf({ demands: [...model.demands!, overdue] }).onHandDays).toBe(2);
  });

  test('a week counts from its last day', () => {
    const made = plan(checkModel(model), { today: '2026-01-05' });
    const { buckets, balance, days } = made.daysOfCover('bike', 'shop', { bucket: 'week' });
    expect(buckets.slice(0, 3)).toEqual(['2026-01-05', '2026-01-12', '2026-01-19']);
    expect(balance.slice(0, 3)).toEqual(['6', '2', '2']);
    // The 6 of Sunday the 11th do not serve the 5 of Friday the 16th.
    expect(days.slice(0, 3)).toEqual([5, 999, 999]);
  });

  test('an item that is not planned there is refused', () => {
    const made = plan(checkModel(model), { today: '2026-01-05' });
    expect(() => made.daysOfCover('bike', 'moon')).toThrow("'bike' is not planned at 'moon'");
  });
});
