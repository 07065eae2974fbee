/**
 * The dated currency table, against the list of `currency-codes` and the days of amendments.
 */
import { createRequire } from 'node:module';
import { day, defineCurrency, isoCurrencies } from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencyChanges } from '../src/currency-history.ts';
import { commodityIssues, currencyTable } from '../src/currency-table.ts';
import { LedgerError } from '../src/errors.ts';

const require = createRequire(import.meta.url);
const listed = require('currency-codes/data.js') as readonly { code: string; digits: number }[];
const listDay = day(require('currency-codes/iso-4217-publish-date.js') as string);

const iso = currencyTable();

/** Decimals of a code on a day; `-` = no currency. */
const decimalsOn = (code: string, on: string): number | '-' => {
  const answer = iso.at(code, day(on));
  return answer.ok ? answer.currency.exponent : '-';
};

const reasonOf = (code: string, on: string): string => {
  const answer = iso.at(code, day(on));
  return answer.ok ? 'it is a currency' : answer.details.reason;
};

describe('currencyTable', () => {
  test('has the codes and decimals of the published list on its day', () => {
    const nullCodes = new Set(
      isoCurrencies().flatMap(({ code, exponent }) => (exponent === null ? code : [])),
    );
    const expected = listed.filter(({ code }) => !nullCodes.has(code));
    // The list of June 2024 still had the convertible peso, whose end amendment 178 dated 2021.
    const published = expected.filter(({ code }) => code !== 'CUC');
    const found = published.map(({ code }) => {
      const answer = iso.at(code, listDay);
      return { code, digits: answer.ok ? answer.currency.exponent : 'none' };
    });
    expect(found).toEqual(published.map(({ code, digits }) => ({ code, digits })));
    // The old Zimbabwe dollar was legal until the end of August 2024.
    const codes = new Set(published.map(({ code }) => code));
    expect(iso.codesOn(listDay).filter((code) => !codes.has(code))).toEqual(['ZWL']);
  });

  test('metals, funds without decimals and test codes say that they have no minor unit', () => {
    const without = isoCurrencies().filter(({ exponent }) => exponent === null);
    expect(without.map(({ code }) => code).join(' ')).toBe(
      'XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX',
    );
    for (const { code } of without) expect(reasonOf(code, '2026-01-01')).toContain('no minor unit');
    expect(iso.stretchesOf('XAU')).toEqual([]);
  });

  test.each([
    // code, last day before, decimals then, first day after, decimals then
    ['DEM', '2002-02-28', 2, '2002-03-01', '-'],
    ['ITL', '2002-02-28', 0, '2002-03-01', '-'],
    ['EUR', '1998-12-31', '-', '1999-01-01', 2],
    ['TRY', '2004-12-31', '-', '2005-01-01', 2],
    ['TRL', '2005-12-31', 0, '2006-01-01', '-'],
    ['ROL', '2005-06-30', 2, '2005-07-01', '-'],
    ['RON', '2005-06-30', '-', '2005-07-01', 2],
    ['AZM', '2005-12-31', 2, '2006-01-01', '-'],
    ['AZN', '2005-12-31', '-', '2006-01-01', 2],
    ['MZN', '2006-06-30', '-', '2006-07-01', 2],
    ['SIT', '2006-12-31', 2, '2007-01-01', '-'],
    ['GHC', '2007-12-31', 2, '2008-01-01', '-'],
    ['MTL', '2007-12-31', 2, '2008-01-01', '-'],
    ['CYP', '2007-12-31', 2, '2008-01-01', '-'],
    ['TMM', '2008-12-31', 2, '2009-01-01', '-'],
    ['SKK', '2008-12-31', 2, '2009-01-01', '-'],
    ['EEK', '2010-12-31', 2, '2011-01-01', '-'],
    ['ZMK', '2012-12-31', 2, '2013-01-01', '-'],
    ['LVL', '2013-12-31', 2, '2014-01-01', '-'],
    ['LTL', '2014-12-31', 2, '2015-01-01', '-'],
    ['BYN', '2016-06-30', '-', '2016-07-01', 2],
    ['BYR', '2016-12-31', 0, '2017-01-01', '-'],
    ['MRU', '2017-12-31', '-', '2018-01-01', 2],
    ['STN', '2017-12-31', '-', '2018-01-01', 2],
    ['VEF', '2018-08-19', 2, '2018-08-20', '-'],
    ['VES', '2018-08-19', '-', '2018-08-20', 2],
    ['CUC', '2021-06-30', 2, '2021-07-01', '-'],
    ['HRK', '2022-12-31', 2, '2023-01-01', '-'],
    ['SLL', '2023-12-31', 2, '2024-01-01', '-'],
    ['ZWG', '2024-06-24', '-', '2024-06-25', 2],
    ['XCG', '2025-03-30', '-', '2025-03-31', 2],
    ['ANG', '2025-06-30', 2, '2025-07-01', '-'],
    ['BGN', '2025-12-31', 2, '2026-01-01', '-'],
  ] as const)('%s: on %s %s, on %s %s', (code, before, decimals, after, decimalsAfter) => {
    expect(decimalsOn(code, before)).toBe(decimals);
    expect(decimalsOn(code, after)).toBe(decimalsAfter);
  });

  test('old and new run beside each other where the law had it so', () => {
    expect([decimalsOn('TRL', '2005-06-01'), decimalsOn('TRY', '2005-06-01')]).toEqual([0, 2]);
    expect([decimalsOn('SLL', '2023-01-01'), decimalsOn('SLE', '2023-01-01')]).toEqual([2, 2]);
    expect([decimalsOn('VES', '2022-01-01'), decimalsOn('VED', '2022-01-01')]).toEqual([2, 2]);
  });

  test.each([
    ['HUF', 2],
    ['IQD', 3],
    ['BHD', 3],
    ['JPY', 0],
    ['CLF', 4],
    ['UYW', 4],
  ] as const)('%s has %i decimals, whatever is shown', (code, exponent) => {
    expect(decimalsOn(code, '2026-01-01')).toBe(exponent);
  });

  test('says what is unknown, and when a code was one', () => {
    expect(reasonOf('QQQ', '2026-01-01')).toBe(
      "'QQQ' is in neither ISO 4217 nor the book's commodities: define it there",
    );
    expect(reasonOf('HRK', '2024-02-03')).toContain('HRK is a currency only until 2022-12-31');
    expect(reasonOf('VEF', '2000-01-01')).toContain('only from 2008-01-01, not on 2000-01-01');
  });

  test('own commodities count as they are defined', () => {
    const table = currencyTable({
      own: [
        { code: 'POINT', exponent: 0 },
        { code: 'HOUR', exponent: 4, from: '2026-01-01', until: '2027-01-01' },
        { code: 'XAU', exponent: 6 },
        { code: 'WEI18', exponent: 18 },
      ],
    });
    const on = day('2026-05-05');
    expect(table.at('POINT', on)).toEqual({ ok: true, currency: { code: 'POINT', exponent: 0 } });
    expect(table.at('XAU', on)).toEqual({ ok: true, currency: { code: 'XAU', exponent: 6 } });
    expect(table.at('WEI18', on)).toEqual({ ok: true, currency: { code: 'WEI18', exponent: 18 } });
    expect(table.at('HOUR', day('2026-12-31')).ok).toBe(true);
    expect(table.at('HOUR', day('2027-01-01')).ok).toBe(false);
    expect(table.codesOn(on)).toContain('HOUR');
    expect(iso.at('POINT', on).ok).toBe(false);
  });

  test('an own row goes before ISO 4217 on its days only', () => {
    const table = currencyTable({
      own: [
        { code: 'ISK', exponent: 2, until: '2007-01-01' },
        { code: 'HRK', exponent: 2, from: '2023-01-01', until: '2023-01-15' },
      ],
    });
    const decimals = (code: string, on: string): number | undefined => {
      const answer = table.at(code, day(on));
      return answer.ok ? answer.currency.exponent : undefined;
    };
    expect([decimals('ISK', '2006-12-31'), decimals('ISK', '2007-01-01')]).toEqual([2, 0]);
    expect(['2022-12-31', '2023-01-14', '2023-01-15'].map((on) => decimals('HRK', on))).toEqual([
      2,
      2,
      undefined,
    ]);
  });

  test('all faults of own rows come at once', () => {
    const own = [
      { code: 'a b', exponent: 19 },
      { code: 'KM', exponent: 0.5, from: '2026-02-30' },
      { code: 'PT', exponent: 0, until: 'soon' },
    ];
    expect(commodityIssues(own).map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([
      'INVALID_VALUE commodities.0.code',
      'INVALID_VALUE commodities.0.exponent',
      'INVALID_VALUE commodities.1.exponent',
      'BAD_DAY commodities.1.from',
      'BAD_DAY commodities.2.until',
    ]);
    try {
      currencyTable({ own });
      expect.unreachable('the faults were taken');
    } catch (error) {
      const isFault = LedgerError.is(error, 'LEDGER_INVALID_SETUP');
      expect(isFault && error.details.issues).toHaveLength(5);
    }
  });

  test('stretches of one code may touch and not overlap', () => {
    const stretch = (from: string, until: string) => ({ code: 'PT', exponent: 0, from, until });
    const touching = [stretch('2025-01-01', '2026-01-01'), stretch('2026-01-01', '2027-01-01')];
    expect(commodityIssues(touching)).toEqual([]);
    const overlapping = [...touching, stretch('2026-12-31', '2028-01-01')];
    expect(commodityIssues(overlapping).map(({ path }) => path)).toEqual([['commodities', 2]]);
    const backwards = commodityIssues([stretch('2026-01-01', '2026-01-01')]);
    expect(backwards.map(({ code }) => code)).toEqual(['BAD_PERIOD']);
  });

  test('property: a code has at most one number of decimals on a day, and the kernel takes it', () => {
    const codes = [...new Set(currencyChanges().map(({ code }) => code))];
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.integer({ min: day('1995-01-01'), max: day('2030-01-01') }),
        (code, on) => {
          const answer = iso.at(code, on);
          const stretches = iso
            .stretchesOf(code)
            .filter(
              ({ from, until }) =>
                (from === undefined || day(from) <= on) && (until === undefined || on < day(until)),
            );
          expect(stretches.length).toBe(answer.ok ? 1 : 0);
          if (answer.ok) expect(defineCurrency(answer.currency)).toEqual(answer.currency);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('currencyChanges', () => {
  test('every change has its source, and days that exist', () => {
    for (const { code, source, from, until } of currencyChanges()) {
      expect(source, code).not.toBe('');
      expect(from ?? until, code).toBeDefined();
      for (const text of [from, until])
        if (text !== undefined) expect(() => day(text)).not.toThrow();
    }
  });
});
