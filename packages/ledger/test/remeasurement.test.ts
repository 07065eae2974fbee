/**
 * Revaluation: a month end as an accountant reads it, the entries in both modes, and the law that
 * neither mode nor number of runs changes what an item earns over its life.
 */
import { day, type Ratio, ratio, type RoundingMode } from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CarriedItem, carriedItem, remeasured, settle } from '../src/carrying.ts';
import { LedgerError } from '../src/errors.ts';
import type { FoundRate, RateRefusal } from '../src/exchange-rate.ts';
import {
  type MonetaryItem,
  remeasure,
  type Remeasurement,
  type RemeasurementEntry,
  type RemeasurementInput,
} from '../src/remeasurement.ts';

const monthEnd = day('2026-01-31');

const closing =
  (rates: Readonly<Record<string, string>>) =>
  (currency: string): FoundRate | RateRefusal => {
    const rate = rates[currency];
    if (rate !== undefined) return { rate: ratio(rate), rateDate: '2026-01-30', path: [] };
    const details = { from: currency, to: 'EUR', date: '2026-01-31' };
    return { code: 'LEDGER_RATE_NOT_FOUND', details };
  };

const terms = {
  id: 'fx-2026-01',
  date: monthEnd,
  mode: 'keep',
  functionalCurrency: 'EUR',
  closingRate: closing({ USD: '0.88', CHF: '1.06', JPY: '1/160' }),
  accounts: { gain: 'fx gain', loss: 'fx loss' },
  rounding: 'halfEven',
} as const satisfies Omit<RemeasurementInput, 'items'>;

/** Items from text: `id account currency amount base`, in minor units. */
const itemsOf = (text: string): MonetaryItem[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [id, account, currency, amount, base] = line.trim().split(/\s+/);
      const figures = { amount: BigInt(amount!), base: BigInt(base!) };
      return { id: id!, account: account!, currency: currency!, ...figures };
    });

const items = itemsOf(`
  INV-1  receivable  USD   100000   90000
  INV-2  receivable  USD    33333   29000
  INV-3  receivable  EUR     5000    5000
  BILL-1 payable     CHF  -500000 -520000
  INV-4  receivable  JPY    10001    6251
  bank   bank:usd    USD    20000   17600
`);

const runOf = (given: Partial<RemeasurementInput>): Remeasurement & { refusals?: undefined } => {
  const run = remeasure({ ...terms, items, ...given });
  if (run.refusals !== undefined) throw new Error(run.refusals[0]!.code);
  return run;
};

/** An entry in lines of text: account, amount and currency, base, item. */
const shown = (entry: RemeasurementEntry): string[] => [
  [entry.id, entry.date, entry.reverses].filter((part) => part !== undefined).join(' | '),
  ...entry.lines.map(({ account, amount, currency, base, item }) =>
    [account, `${amount} ${currency}`, base, ...(item === undefined ? [] : [item])].join(' | '),
  ),
];

describe('remeasure', () => {
  test('each item has a row that explains its difference', () => {
    const { rows } = runOf({});
    expect(
      rows.map((row) => [row.id, row.amount, row.closing, row.carrying, row.difference]),
    ).toEqual([
      // 1000.00 × 0.88 = 880.00
      ['INV-1', 1000_00n, 880_00n, 900_00n, -20_00n],
      // 333.33 × 0.88 = 293.3304
      ['INV-2', 333_33n, 293_33n, 290_00n, 3_33n],
      // 5000.00 × 1.06 = 5300.00, owed
      ['BILL-1', -5000_00n, -5300_00n, -5200_00n, -100_00n],
      // 10001 ÷ 160 = 62.50625
      ['INV-4', 10001n, 62_51n, 62_51n, 0n],
      ['bank', 200_00n, 176_00n, 176_00n, 0n],
    ]);
    expect(rows[0]!.rate).toEqual({ rate: ratio('0.88'), rateDate: '2026-01-30', path: [] });
  });

  test('kept: one entry an account, a line an item, gains and losses apart', () => {
    expect(runOf({}).entries.map(shown)).toEqual([
      [
        'fx-2026-01:receivable | 2026-01-31',
        'receivable | 0.00 USD | -20.00 | INV-1',
        'receivable | 0.00 USD | 3.33 | INV-2',
        'fx gain | -3.33 EUR | -3.33',
        'fx loss | 20.00 EUR | 20.00',
      ],
      [
        'fx-2026-01:payable | 2026-01-31',
        'payable | 0.00 CHF | -100.00 | BILL-1',
        'fx loss | 100.00 EUR | 100.00',
      ],
    ]);
  });

  test('reversed: each entry is taken back on the next day', () => {
    const { entries } = runOf({ mode: 'reverse', items: items.slice(0, 1), journal: 'fx' });
    expect(entries.map(shown)).toEqual([
      [
        'fx-2026-01:receivable | 2026-01-31',
        'receivable | 0.00 USD | -20.00 | INV-1',
        'fx loss | 20.00 EUR | 20.00',
      ],
      [
        'fx-2026-01:receivable:reversal | 2026-02-01 | fx-2026-01:receivable',
        'receivable | 0.00 USD | 20.00 | INV-1',
        'fx loss | -20.00 EUR | -20.00',
      ],
    ]);
    expect(entries.map(({ journal }) => journal)).toEqual(['fx', 'fx']);
  });

  test('one account for gains and losses takes their difference, or nothing', () => {
    const accounts = { gain: 'fx', loss: 'fx' };
    const [receivable] = runOf({ accounts }).entries;
    expect(shown(receivable!).at(-1)).toBe('fx | 16.67 EUR | 16.67');
    const even = itemsOf('A r USD 100 98\nB r USD 100 78');
    expect(runOf({ accounts, items: even }).entries.map(shown)).toEqual([
      ['fx-2026-01:r | 2026-01-31', 'r | 0.00 USD | -0.10 | A', 'r | 0.00 USD | 0.10 | B'],
    ]);
  });

  test('amounts have the decimals of their own currency', () => {
    const own = [{ code: 'PTS', exponent: 3 }];
    const run = runOf({
      items: itemsOf('P points PTS 12500 1200\nJ yen JPY 160 99'),
      currencies: own,
      closingRate: closing({ PTS: '1', JPY: '1/160' }),
    });
    expect(run.entries.map((entry) => shown(entry)[1])).toEqual([
      'points | 0.000 PTS | 0.50 | P',
      'yen | 0 JPY | 0.01 | J',
    ]);
  });

  test('items of a later day are not there yet', () => {
    const dated = [
      { ...items[0]!, date: monthEnd },
      { ...items[1]!, date: monthEnd + 1 },
    ];
    expect(runOf({ items: dated }).rows.map(({ id }) => id)).toEqual(['INV-1']);
  });

  test('without every rate there is no run, and each missing one is named once', () => {
    const run = remeasure({ ...terms, items, closingRate: closing({ JPY: '1/160' }) });
    expect(run.rows).toBeUndefined();
    expect(run.refusals).toEqual(
      ['USD', 'CHF'].map((from) => ({
        code: 'LEDGER_RATE_NOT_FOUND',
        details: { from, to: 'EUR', date: '2026-01-31' },
      })),
    );
  });

  test('a currency that nobody knows is misuse', () => {
    const run = (): unknown => runOf({ items: itemsOf('X r XXZ 1 1') });
    expect(run).toThrow(LedgerError);
  });
});

/** What happens to an item: the month ends at a rate, or a part is settled at one. */
interface Event {
  readonly kind: 'revalue' | 'settle';
  readonly rate: Ratio;
  /** Of what is open, in tenths. */
  readonly tenths: bigint;
}

/** Everything that an item brings to profit or loss, in the order in which it is posted. */
function differencesOf(
  start: CarriedItem,
  events: readonly Event[],
  mode: 'reverse' | 'keep',
  rounding: RoundingMode,
): bigint[] {
  const posted: bigint[] = [];
  let item = start;
  const settlePart = (part: bigint, { rate }: Event): void => {
    if (part === 0n) return;
    const bank = (part * rate.numerator) / rate.denominator;
    const settled = settle(item, part, bank, rounding);
    posted.push(settled.realised);
    item = settled;
  };
  for (const event of events) {
    if (event.kind === 'settle') {
      settlePart((item.open * event.tenths) / 10n, event);
      continue;
    }
    const { rows, entries } = runOf({
      mode,
      rounding,
      items: [
        { id: 'i', account: 'receivable', currency: 'USD', amount: item.open, base: item.carrying },
      ],
      closingRate: () => ({ rate: event.rate, rateDate: '2026-01-31', path: [] }),
    });
    posted.push(...entries.map(resultOf));
    if (mode === 'keep') item = remeasured(item, rows[0]!.closing);
  }
  settlePart(item.open, events.at(-1)!);
  expect([item.open, item.carrying]).toEqual([0n, 0n]);
  return posted;
}

/** The gain of an entry: what its lines of gain and loss have on the credit side. */
function resultOf({ lines }: RemeasurementEntry): bigint {
  return lines
    .filter((line) => line.item === undefined)
    .reduce((sum, { base }) => sum - BigInt(base.replace('.', '')), 0n);
}

describe('remeasure, laws', () => {
  const rate = fc.integer({ min: 50, max: 150 }).map((n) => ratio(`${n}/100`));
  const event = fc.record({
    kind: fc.constantFrom('revalue' as const, 'settle' as const),
    rate,
    tenths: fc.bigInt({ min: 0n, max: 10n }),
  });
  const events = fc.array(event, { minLength: 1, maxLength: 8 });
  const sign = fc.constantFrom(1n, -1n);
  const figure = fc.bigInt({ min: 1n, max: 100_000n });
  const rounding = fc.constantFrom<RoundingMode>('halfEven', 'halfUp', 'down', 'floor');
  const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);

  test('property: over its life an item earns the same in both modes and without any run', () => {
    fc.assert(
      fc.property(sign, figure, figure, events, rounding, (s, amount, base, list, by) => {
        const item = carriedItem(s * amount, s * base);
        const kept = sum(differencesOf(item, list, 'keep', by));
        const reversed = sum(differencesOf(item, list, 'reverse', by));
        const never = list.map((one): Event => ({ ...one, kind: 'settle' }));
        const settlements = list.map((one, index) =>
          one.kind === 'settle' ? one : { ...never[index]!, tenths: 0n },
        );
        expect(kept).toBe(reversed);
        expect(kept).toBe(sum(differencesOf(item, settlements, 'keep', by)));
      }),
      { numRuns: 200 },
    );
  });

  test('property: every entry balances in base, and moves no foreign amount', () => {
    const item = fc.record({
      id: fc.constant('i'),
      account: fc.constantFrom('a', 'b'),
      currency: fc.constantFrom('USD', 'CHF', 'JPY', 'EUR'),
      amount: fc.bigInt({ min: -99_999n, max: 99_999n }),
      base: fc.bigInt({ min: -99_999n, max: 99_999n }),
    });
    fc.assert(
      fc.property(fc.array(item), fc.constantFrom('keep', 'reverse'), (list, mode) => {
        const { rows, entries } = runOf({ items: list, mode });
        for (const { lines } of entries) {
          expect(sum(lines.map(({ base }) => BigInt(base.replace('.', ''))))).toBe(0n);
          for (const line of lines) if (line.item !== undefined) expect(line.amount).toMatch(/^0/);
        }
        const gains = sum(entries.map(resultOf));
        expect(gains).toBe(mode === 'keep' ? sum(rows.map((row) => row.difference)) : 0n);
      }),
      { numRuns: 200 },
    );
  });
});
