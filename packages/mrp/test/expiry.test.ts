/**
 * Lots that expire: the first to expire is used first, and what is left of it is no supply.
 */
import { expect, describe, test } from 'vitest';
import type { Lot } from '../src/compile-stock.ts';
import { expiringLots } from '../src/expiry.ts';
import { openRow } from '../src/node-row.ts';
import { FOREVER } from '../src/site-calendar.ts';

/** Lots as `[from, expires, quantity]`; `null` = from the start, or never. */
type Given = readonly [from: number | null, expires: number | null, quantity: number];

/** What expires, as `quantity on day`, for needs and other receipts by day from 0. */
function expired(lots: readonly Given[], gross: readonly number[], receipts?: readonly number[]) {
  const row = { ...openRow(), last: gross.length - 1 };
  gross.forEach((quantity, day) => (row.gross[day] = quantity));
  lots.forEach(([from, , quantity]) => from !== null && (row.receipts[from]! += quantity));
  receipts?.forEach((quantity, day) => (row.receipts[day]! += quantity));
  const compiled = lots.map(([from, expires, quantity], at): Lot => {
    const kind = from === null ? 'stock' : 'receipt';
    return { from: from ?? -FOREVER, expires: expires ?? FOREVER, quantity, kind, row: at };
  });
  const opening = lots.reduce((sum, [from, , quantity]) => sum + (from === null ? quantity : 0), 0);
  return expiringLots(compiled, opening, row).map(
    ({ lot, quantity }) => `${quantity} on ${lot.expires}`,
  );
}

describe('expiringLots', () => {
  test('the lot that expires first is used first, however late it came', () => {
    const lots: Given[] = [
      [null, 5, 10],
      [1, 4, 10],
    ];
    expect(expired(lots, [0, 0, 12, 0, 0, 0])).toEqual(['8 on 5']);
  });

  test('a lot serves the day before it expires, not the day itself', () => {
    expect(expired([[null, 3, 10]], [0, 0, 10, 0])).toEqual([]);
    expect(expired([[null, 3, 10]], [0, 0, 0, 10])).toEqual(['10 on 3']);
  });

  test('a need that found nothing is paid by the next lot before that can expire', () => {
    expect(expired([[2, 6, 10]], [0, 4, 0, 0, 0, 0, 0])).toEqual(['6 on 6']);
  });

  test('co-products and moved stock are used after what expires, and pay what was missing', () => {
    const lots: Given[] = [[null, 4, 5]];
    expect(expired(lots, [0, 3, 0, 2, 0], [0, 9, 0, 0, 0])).toEqual([]);
    expect(expired([[3, 5, 6]], [0, 8, 0, 0, 0, 0], [0, 0, 5, 0, 0, 0])).toEqual(['3 on 5']);
  });
});
