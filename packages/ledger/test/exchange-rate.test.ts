/**
 * Exchange rates: the search order as tables, what was known when, faults of rows all at once, and
 * the twin that looks at every row and every way.
 */
import { formatRatio, type Ratio, ratio, roundingModes } from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LedgerError } from '../src/errors.ts';
import { convert, openRates, type RateQuery, type Rates } from '../src/exchange-rate.ts';
import type { ExchangeRateInput } from '../src/rate-row.ts';
import { slowRate } from './oracle/slow-rates.ts';

const base = { baseCurrency: 'EUR' };

/** Rows from text: `2026-01-02 USD EUR 0.90`, then maybe when it was recorded. */
const rowsOf = (text: string): ExchangeRateInput[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [date, from, to, rate, recorded] = line.trim().split(/\s+/);
      const known = recorded === undefined ? {} : { recordedAt: `${recorded}T12:00:00Z` };
      return { date: date!, from: from!, to: to!, rate: rate!, ...known };
    });

/** An answer in a line: the rate, its day, the way; or the code. */
const said = (rates: Rates, query: RateQuery): string => {
  const found = rates.find(query);
  if ('code' in found) return found.code;
  const way = found.path.map((leg) => `${leg.isInverse ? '/' : '*'}${leg.to}`).join(' ');
  return `${formatRatio(found.rate)} of ${found.rateDate} ${way}`.trim();
};

const ask = (rates: Rates, line: string): string => {
  const [date, from, to] = line.split(' ') as [string, string, string];
  return said(rates, { date, from, to });
};

const market = `
  2026-01-02 USD EUR 0.90
  2026-01-09 USD EUR 0.91
  2026-01-09 GBP EUR 1.17
  2026-01-05 EUR JPY 160
  2026-01-06 EUR USD 1.10
  2026-01-03 CHF NOK 12
  2026-01-04 NOK USD 1/11
  2026-01-04 AUD NZD 1.1
  2026-01-07 NZD NOK 6
  2026-01-08 AUD SEK 7
  2026-01-08 SEK NOK 1.02
`;

describe('openRates, find', () => {
  const rates = openRates(rowsOf(market), base);

  test.each([
    ['the last row on or before the day', '2026-01-08 USD EUR', '9/10 of 2026-01-02 *EUR'],
    ['a row holds from its own day', '2026-01-09 USD EUR', '91/100 of 2026-01-09 *EUR'],
    ['a quoted row goes before a younger inverse', '2026-01-07 USD EUR', '9/10 of 2026-01-02 *EUR'],
    ['before the first row there is none', '2026-01-01 USD EUR', 'LEDGER_RATE_NOT_FOUND'],
    ['an inverse where nothing is quoted', '2026-01-10 JPY EUR', '1/160 of 2026-01-05 /EUR'],
    ['an inverse before the quote begins', '2026-01-05 EUR USD', '10/9 of 2026-01-02 /USD'],
    ['a cross through the base', '2026-01-10 GBP JPY', '936/5 of 2026-01-05 *EUR *JPY'],
    ['a cross with a leg turned round', '2026-01-09 JPY GBP', '5/936 of 2026-01-05 /EUR /GBP'],
    ['no cross before both legs', '2026-01-08 GBP JPY', 'LEDGER_RATE_NOT_FOUND'],
    ['a chain', '2026-01-06 CHF EUR', '54/55 of 2026-01-02 *NOK *USD *EUR'],
    ['ties by the names on the way', '2026-01-08 AUD NOK', '33/5 of 2026-01-04 *NZD *NOK'],
    ['a chain by what is known that day', '2026-01-06 AUD NOK', 'LEDGER_RATE_NOT_FOUND'],
    ['a currency into itself', '2020-01-01 XXX XXX', '1 of 2020-01-01'],
    ['a currency nobody quotes', '2026-01-09 XXX EUR', 'LEDGER_RATE_NOT_FOUND'],
  ])('%s', (_, query, answer) => {
    expect(ask(rates, query)).toBe(answer);
    expect(ask(rates, query), 'asked again').toBe(answer);
  });

  test.each([
    ['2026-01-16', '91/100 of 2026-01-09 *EUR'],
    ['2026-01-17', 'LEDGER_RATE_STALE'],
  ])('at most 7 days old, on %s', (date, answer) => {
    expect(said(rates, { date, from: 'USD', to: 'EUR', maxAgeDays: 7 })).toBe(answer);
  });

  test('the oldest leg decides whether a cross is stale, and the refusal says its day', () => {
    const query = { date: '2026-01-13', from: 'GBP', to: 'JPY', maxAgeDays: 7 };
    expect(rates.find(query)).toEqual({
      code: 'LEDGER_RATE_STALE',
      details: { from: 'GBP', to: 'JPY', date: '2026-01-13', rateDate: '2026-01-05' },
    });
    expect(said(rates, { ...query, date: '2026-01-12' })).toBe('936/5 of 2026-01-05 *EUR *JPY');
  });

  test('a stale quote is refused, not passed over for a younger way', () => {
    const query = { date: '2026-01-08', from: 'USD', to: 'EUR', maxAgeDays: 5 };
    expect(said(rates, query)).toBe('LEDGER_RATE_STALE');
  });

  test('a day may be given by its number, with the same answer', () => {
    const query = { from: 'USD', to: 'EUR' };
    expect(rates.find({ ...query, date: 20462 })).toEqual(
      rates.find({ ...query, date: '2026-01-09' }),
    );
  });

  test('a path tells each row: as quoted or turned round, its day and its source', () => {
    const rows = [
      { date: '2026-01-09', from: 'USD', to: 'EUR', rate: 0.9, source: 'ECB' },
      { date: '2026-01-08', from: 'EUR', to: 'JPY', rate: 160n },
    ];
    const found = openRates(rows, base).find({ from: 'JPY', to: 'USD', date: '2026-01-10' });
    expect('path' in found && found.path).toEqual([
      { from: 'JPY', to: 'EUR', rate: ratio('1/160'), rateDate: '2026-01-08', isInverse: true },
      {
        from: 'EUR',
        to: 'USD',
        rate: ratio('10/9'),
        rateDate: '2026-01-09',
        isInverse: true,
        source: 'ECB',
      },
    ]);
  });

  test('kinds are tables of their own', () => {
    const rows: ExchangeRateInput[] = [
      { date: '2026-01-31', from: 'USD', to: 'EUR', rate: '0.88', kind: 'closing' },
      { date: '2026-01-31', from: 'USD', to: 'EUR', rate: '0.89', kind: 'average' },
    ];
    const rates = openRates(rows, base);
    const query = { from: 'USD', to: 'EUR', date: '2026-01-31' };
    expect(said(rates, { ...query, kind: 'closing' })).toBe('22/25 of 2026-01-31 *EUR');
    expect(said(rates, { ...query, kind: 'average' })).toBe('89/100 of 2026-01-31 *EUR');
    expect(said(rates, query)).toBe('LEDGER_RATE_NOT_FOUND');
  });

  test.each<[string, RateQuery]>([
    ['date', { date: '2026-02-30', from: 'USD', to: 'EUR' }],
    ['date', { date: 1.5, from: 'USD', to: 'EUR' }],
    ['kind', { date: '2026-01-09', from: 'USD', to: 'EUR', kind: 'forward' as 'spot' }],
    ['kind', { date: '2026-01-09', from: 'USD', to: 'EUR', kind: 'constructor' as 'spot' }],
    ['maxAgeDays', { date: '2026-01-09', from: 'USD', to: 'EUR', maxAgeDays: -1 }],
    ['maxAgeDays', { date: '2026-01-09', from: 'USD', to: 'EUR', maxAgeDays: Number.NaN }],
    ['knownAt', { date: '2026-01-09', from: 'USD', to: 'EUR', knownAt: 'yesterday' }],
    ['knownAt', { date: '2026-01-09', from: 'USD', to: 'EUR', knownAt: '2026-01-09T08:00:00' }],
  ])('a question with a bad %s is misuse', (path, query) => {
    const error = thrownBy(() => rates.find(query));
    expect(LedgerError.is(error, 'LEDGER_BAD_ARGUMENT') && error.details.path).toBe(path);
  });
});

describe('openRates, what was known when', () => {
  const first = openRates(rowsOf('2026-01-09 USD EUR 0.91 2026-01-09'), base);
  const corrected = first.add(rowsOf('2026-01-09 USD EUR 0.94 2026-01-20')[0]!);
  const query = { from: 'USD', to: 'EUR', date: '2026-01-15' };

  test.each([
    ['2026-01-09T11:59:59Z', 'LEDGER_RATE_NOT_FOUND'],
    ['2026-01-09T12:00:00Z', '91/100 of 2026-01-09 *EUR'],
    ['2026-01-20T11:59:59.999Z', '91/100 of 2026-01-09 *EUR'],
    ['2026-01-20T12:00:00.000Z', '47/50 of 2026-01-09 *EUR'],
    [undefined, '47/50 of 2026-01-09 *EUR'],
  ])('a rate corrected on 01-20, as known at %s', (knownAt, answer) => {
    expect(said(corrected, { ...query, knownAt })).toBe(answer);
  });

  test('adding leaves the store as it was', () => {
    expect(said(first, query)).toBe('91/100 of 2026-01-09 *EUR');
    expect(first.rows).toHaveLength(1);
  });

  test('the order of the list does not matter, only when rows were recorded', () => {
    const turned = openRates(corrected.rows.toReversed(), base);
    expect(said(turned, query)).toBe('47/50 of 2026-01-09 *EUR');
  });

  test('a row without a time was known from the start, and yields to one recorded', () => {
    const rates = corrected.add(rowsOf('2026-01-09 USD EUR 0.5')[0]!);
    expect(said(rates, { ...query, knownAt: 0 })).toBe('1/2 of 2026-01-09 *EUR');
    expect(said(rates, query)).toBe('47/50 of 2026-01-09 *EUR');
  });

  test('of rows alike in day and time the later in the list holds', () => {
    const rates = openRates(rowsOf('2026-01-09 USD EUR 2\n2026-01-09 USD EUR 3'), base);
    expect(ask(rates, '2026-01-09 USD EUR')).toBe('3 of 2026-01-09 *EUR');
  });

  test('hundreds of rows recorded later are walked over', () => {
    const dayIn = (index: number): string =>
      new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10);
    const late = Array.from({ length: 500 }, (_, index) => ({
      date: dayIn(index),
      from: 'USD',
      to: 'EUR',
      rate: 2,
      recordedAt: '2026-01-01T00:00:00Z',
    }));
    const known = { ...late[130]!, rate: 3, recordedAt: '2025-01-01T00:00:00Z' };
    const rates = openRates([...late, known], base);
    const asked = { from: 'USD', to: 'EUR', date: dayIn(499), knownAt: '2025-06-01T00:00:00Z' };
    expect(said(rates, asked)).toBe(`3 of ${dayIn(130)} *EUR`);
    expect(said(rates, { ...asked, knownAt: '2024-06-01T00:00:00Z' })).toBe(
      'LEDGER_RATE_NOT_FOUND',
    );
    // The last row of the first block, known at the very instant of its record.
    const just = { ...asked, date: dayIn(63), knownAt: '2026-01-01T00:00:00Z' };
    expect(said(rates, just)).toBe(`2 of ${dayIn(63)} *EUR`);
  });
});

describe('openRates, the rows', () => {
  test('all faults are told at once, each with its row and field', () => {
    const rows = [
      { date: '2026-01-09', from: 'USD', to: 'EUR', rate: '0.91' },
      { date: '2026-02-30', from: 'USD', to: 'EUR', rate: '0.91' },
      { date: '2026-01-09', from: 'EUR', to: 'EUR', rate: '-1' },
      { date: '2026-01-09', from: 'USD', to: 'EUR', rate: '1/0' },
      { date: '09.01.2026', from: 'US D', to: 'EUR', rate: '1', kind: 'forward', note: 'x' },
      7,
      { date: '2026-01-09', from: 'USD', to: 'EUR', rate: 0 },
    ];
    const error = thrownBy(() => openRates(rows, base));
    const issues = LedgerError.is(error, 'LEDGER_INVALID_SETUP') ? error.details.issues : [];
    expect(issues.map(({ code, path }) => `${path.join('.')} ${code}`)).toEqual([
      '1.date BAD_DAY',
      '2.to INVALID_VALUE',
      '2.rate BAD_AMOUNT',
      '3.rate BAD_AMOUNT',
      '4.date INVALID_VALUE',
      '4.from INVALID_VALUE',
      '4.kind INVALID_VALUE',
      '4.note INVALID_VALUE',
      '5 INVALID_VALUE',
      '6.rate BAD_AMOUNT',
    ]);
  });

  test.each<[unknown, string]>([
    ['0.9', '9/10'],
    [0.9, '9/10'],
    [160n, '160'],
    ['1/160', '1/160'],
    [{ numerator: 100n, denominator: 91n }, '100/91'],
    [{ toFixed: () => '0.25' }, '1/4'],
  ])('a rate may be written as %s', (rate, read) => {
    const rates = openRates([{ date: '2026-01-09', from: 'A', to: 'B', rate }], base);
    expect(ask(rates, '2026-01-09 A B')).toBe(`${read} of 2026-01-09 *B`);
  });

  test('no list is a fault, not a crash', () => {
    expect(() => openRates('rates' as never, base)).toThrow('give a list of rates');
  });

  test('the rows are plain data of which the same store opens again', () => {
    const rates = openRates(rowsOf(market), base).add(rowsOf('2026-01-10 USD EUR 0.93')[0]!);
    const again = openRates(JSON.parse(JSON.stringify(rates.rows)) as unknown[], base);
    expect(again.rows).toEqual(rates.rows);
    expect(ask(again, '2026-01-10 USD EUR')).toBe('93/100 of 2026-01-10 *EUR');
  });
});

describe('openRates, laws', () => {
  const code = fc.constantFrom('AAA', 'BBB', 'CCC', 'DDD', 'EUR');
  const date = fc.integer({ min: 1, max: 9 }).map((n) => `2026-01-0${n}`);
  const instant = fc.integer({ min: 1, max: 5 }).map((n) => `2026-02-0${n}T00:00:00Z`);
  const row = fc
    .record({
      date,
      from: code,
      to: code,
      rate: fc.integer({ min: 1, max: 9 }),
      kind: fc.constantFrom('spot' as const, 'closing' as const),
      recordedAt: fc.option(instant, { nil: undefined }),
    })
    .filter(({ from, to }) => from !== to);
  const query = fc.record({
    from: code,
    to: code,
    date,
    kind: fc.constantFrom('spot' as const, 'closing' as const),
    maxAgeDays: fc.constantFrom(0, 2, 4, 100),
    knownAt: fc.option(instant, { nil: undefined }),
  });

  test('property: answers are those of looking at every row and trying every way', () => {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 14 }),
        fc.array(row, { maxLength: 6 }),
        fc.array(query, { minLength: 1, maxLength: 12 }),
        (rows, more, queries) => {
          const rates = openRates(rows, base).add(more);
          for (const question of queries) {
            const found = rates.find(question);
            const answer =
              'code' in found
                ? { code: found.code }
                : {
                    rate: found.rate,
                    rateDate: found.rateDate,
                    way: [question.from, ...found.path.map((leg) => leg.to)].join(' '),
                  };
            expect(answer).toEqual(slowRate([...rows, ...more], base.baseCurrency, question));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('property: rows recorded later never change what was known before', () => {
    fc.assert(
      fc.property(fc.array(row), fc.array(row), query, (rows, later, question) => {
        const knownAt = '2026-02-05T00:00:00Z';
        const late = later.map((one) => ({ ...one, recordedAt: '2026-02-06T00:00:00Z' }));
        const rates = openRates(rows, base);
        const asked = { ...question, knownAt };
        expect(rates.add(late).find(asked)).toEqual(rates.find(asked));
      }),
      { numRuns: 200 },
    );
  });

  test('property: there and back is one, exactly, where only one way is quoted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), fc.integer({ min: 1 }), (above, below) => {
        const rate = `${above}/${below}`;
        const rates = openRates([{ date: '2026-01-01', from: 'A', to: 'B', rate }], base);
        const there = rateOf(rates, { from: 'A', to: 'B', date: '2026-01-01' });
        const back = rateOf(rates, { from: 'B', to: 'A', date: '2026-01-01' });
        expect(there.numerator * back.numerator).toBe(there.denominator * back.denominator);
      }),
      { numRuns: 100 },
    );
  });
});

describe('convert', () => {
  test.each<[string, bigint, number, number, string, (typeof roundingModes)[number], bigint]>([
    ['75.00 USD at 0.91337', 75_00n, 2, 2, '0.91337', 'halfEven', 68_50n],
    ['the same, upwards', 75_00n, 2, 2, '0.91337', 'ceiling', 68_51n],
    ['its mirror', -75_00n, 2, 2, '0.91337', 'halfEven', -68_50n],
    ['91.00 EUR at 100/91', 91_00n, 2, 2, '100/91', 'halfEven', 100_00n],
    ['1000 JPY, no decimals, into EUR', 1000n, 0, 2, '1/160', 'halfEven', 6_25n],
    ['6.25 EUR into JPY', 6_25n, 2, 0, '160', 'halfEven', 1000n],
    ['a half goes to the even yen', 1_25n, 2, 0, '10', 'halfEven', 12n],
    ['1 EUR into ether', 1_00n, 2, 18, '1/2500', 'halfEven', 400_000_000_000_000n],
    ['a wei into EUR is nothing, and not −0', -1n, 18, 2, '2500', 'halfEven', 0n],
  ])('%s', (_, minor, fromExponent, toExponent, rate, mode, result) => {
    expect(convert(minor, fromExponent, toExponent, ratio(rate), mode)).toBe(result);
  });

  test('property: it is within one unit of the exact amount, in every mode', () => {
    const exponent = fc.integer({ min: 0, max: 6 });
    const part = fc.bigInt({ min: 1n, max: 10n ** 8n });
    const minor = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
    fc.assert(
      fc.property(minor, exponent, exponent, part, part, (amount, from, to, above, below) => {
        for (const mode of roundingModes) {
          const rate = ratio({ numerator: above, denominator: below });
          const result = convert(amount, from, to, rate, mode);
          const exact = amount * rate.numerator * 10n ** BigInt(to);
          const unit = rate.denominator * 10n ** BigInt(from);
          const off = result * unit - exact;
          expect(off < unit && -off < unit).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});

function rateOf(rates: Rates, query: RateQuery): Ratio {
  const found = rates.find(query);
  if ('code' in found) throw new Error(found.code);
  return found.rate;
}

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
