/**
 * The laws of the tax of a document, and its slow twin.
 */
import { day, ratio, roundingModes } from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeTax, type TaxAmount, type TaxedDocument } from '@kontor/kernel/tax';
import { slowTax } from '../oracle/slow-tax.ts';
import { documentOf, documents, slowTable, table } from './random-tax.ts';

const runs = { numRuns: 300 };
const modes = fc.constantFrom(...roundingModes);

/** Cents of a text with two decimals; nothing else is shown. */
function cents(text: string): bigint {
  expect(text).toMatch(/^-?\d+\.\d\d$/);
  return BigInt(text.replace('.', ''));
}

const sum = (texts: readonly string[]): bigint =>
  texts.reduce((total, text) => total + cents(text), 0n);

const totalsOf = ({ net, tax, gross, taxes }: TaxedDocument): unknown => ({
  net,
  tax,
  gross,
  taxes,
});

/** |tax − base × rate| in hundred-thousandths of a cent. */
function distance({ base, tax, rate }: TaxAmount): bigint {
  const { numerator, denominator } = ratio(rate);
  const exact = (cents(base) * numerator * 1000n) / denominator;
  const off = cents(tax) * 100_000n - exact;
  return off < 0n ? -off : off;
}

describe('computeTax', () => {
  test('property: a document is what the slow twin makes of it, line by line', () => {
    fc.assert(
      fc.property(documents(), (slow) => {
        const found = computeTax(documentOf(slow), table).lines.map(({ net, taxes }) => ({
          net: cents(net),
          tax: Object.fromEntries(taxes.map(({ code, tax }) => [code, cents(tax)])),
        }));
        expect(found).toEqual(slowTax(slow));
      }),
      runs,
    );
  });

  test('property: net + tax = gross, on every line and in the document', () => {
    fc.assert(
      fc.property(documents(), modes, (slow, mode) => {
        const found = computeTax({ ...documentOf(slow), mode }, table);
        for (const { net, tax, gross, taxes } of [found, ...found.lines]) {
          expect(cents(net) + cents(tax)).toBe(cents(gross));
          expect(sum(taxes.map((part) => part.tax))).toBe(cents(tax));
        }
      }),
      runs,
    );
  });

  test('property: what the lines have sums to what the document has, by code and in all', () => {
    fc.assert(
      fc.property(documents(), modes, (slow, mode) => {
        const found = computeTax({ ...documentOf(slow), mode }, table);
        const ofLines = found.lines.flatMap(({ taxes }) => taxes);
        for (const { code, base, tax } of found.taxes) {
          const own = ofLines.filter((part) => part.code === code);
          expect(sum(own.map((part) => part.tax))).toBe(cents(tax));
          expect(sum(own.map((part) => part.base))).toBe(cents(base));
        }
        for (const column of ['net', 'tax', 'gross'] as const) {
          expect(sum(found.lines.map((line) => line[column]))).toBe(cents(found[column]));
        }
      }),
      runs,
    );
  });

  test('property: a credit note is the mirror image of its invoice, under every mode', () => {
    const turned = (text: string): string =>
      text.startsWith('-') ? text.slice(1) : /[1-9]/.test(text) ? `-${text}` : text;
    fc.assert(
      fc.property(documents(), modes, (slow, mode) => {
        const invoice = computeTax({ ...documentOf(slow), mode }, table);
        const note = computeTax({ ...documentOf(slow, -1), mode }, table);
        const mirrored = JSON.parse(JSON.stringify(invoice), (key, value: unknown) =>
          ['net', 'tax', 'gross', 'base'].includes(key) ? turned(value as string) : value,
        ) as unknown;
        expect(note).toEqual(mirrored);
      }),
      runs,
    );
  });

  test('property: a tax per line is within half a cent of its base × rate, at net prices', () => {
    fc.assert(
      fc.property(documents(), (slow) => {
        const document = documentOf({ ...slow, prices: 'net', rounding: 'perLine' });
        for (const { taxes } of computeTax(document, table).lines) {
          for (const part of taxes) expect(distance(part)).toBeLessThanOrEqual(50_000n);
        }
      }),
      runs,
    );
  });

  test('property: a tax per document is within half a cent of its base × rate, by code', () => {
    fc.assert(
      fc.property(documents(), (slow) => {
        const document = documentOf({ ...slow, prices: 'net', rounding: 'perDocument' });
        for (const part of computeTax(document, table).taxes) {
          expect(distance(part)).toBeLessThanOrEqual(50_000n);
        }
      }),
      runs,
    );
  });

  test('property: of a gross price the net is within half a cent of its exact share', () => {
    const offBy = ({ net, gross }: Pick<TaxedDocument, 'net' | 'gross'>): bigint => {
      const off = cents(net) * 119n - cents(gross) * 100n;
      return off < 0n ? -off : off;
    };
    fc.assert(
      fc.property(documents(), (slow) => {
        const lines = slow.lines.map((line) => ({ ...line, codes: ['FULL'] }));
        const taxed = (rounding: 'perLine' | 'perDocument'): TaxedDocument =>
          computeTax(documentOf({ ...slow, lines, prices: 'gross', rounding }), table);
        for (const one of [...taxed('perLine').lines, taxed('perDocument')]) {
          expect(offBy(one) * 2n).toBeLessThanOrEqual(119n);
        }
      }),
      runs,
    );
  });

  test('property: the order of lines changes no total of a document', () => {
    const shuffled = documents(undefined, 6).chain((slow) =>
      fc.tuple(
        fc.constant(slow),
        fc.shuffledSubarray([...slow.lines], { minLength: slow.lines.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, modes, ([slow, lines], mode) => {
        const one = computeTax({ ...documentOf(slow), mode }, table);
        const other = computeTax({ ...documentOf({ ...slow, lines }), mode }, table);
        expect(totalsOf(other)).toEqual(totalsOf(one));
      }),
      runs,
    );
  });

  test('property: per unit, whole pieces have so many times the tax of one', () => {
    const pieces = fc.integer({ min: -40, max: 40 });
    const unit = documents(fc.constant(100), 1).filter(({ lines }) => lines.length === 1);
    fc.assert(
      fc.property(unit, pieces, (slow, count) => {
        const one = documentOf({ ...slow, rounding: 'perUnit' });
        const many = { ...one, lines: [{ ...one.lines[0]!, quantity: count }] };
        const taxes = (document: typeof one): bigint[] =>
          computeTax(document, table).taxes.map(({ tax }) => cents(tax));
        expect(taxes(many)).toEqual(taxes(one).map((tax) => tax * BigInt(count)));
      }),
      runs,
    );
  });

  test('property: a document of one piece is the same under all policies, but for compounds', () => {
    const compounds = new Set(slowTable.filter((row) => row.compound).map(({ code }) => code));
    fc.assert(
      fc.property(documents(fc.constant(100), 1), (slow) => {
        const lines = slow.lines.map((line) => ({
          ...line,
          codes: line.codes.filter((code) => slow.prices === 'gross' || !compounds.has(code)),
        }));
        const [unit, line, document] = (['perUnit', 'perLine', 'perDocument'] as const).map(
          (rounding) => computeTax(documentOf({ ...slow, lines, rounding }), table),
        );
        expect(line).toEqual(document);
        expect(unit).toEqual(document);
      }),
      runs,
    );
  });

  test('property: the rate of a day is that of the one row in force', () => {
    const dated = [
      { code: 'VAT', rate: 19, until: '2020-07-01' },
      { code: 'VAT', rate: 16, from: '2020-07-01', until: '2021-01-01' },
      { code: 'VAT', rate: 19, from: '2021-01-01' },
    ];
    const days = fc.date({
      min: new Date('2020-06-01T00:00:00Z'),
      max: new Date('2021-02-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(days, (instant) => {
        const date = instant.toISOString().slice(0, 10);
        const lines = [{ quantity: 1, unitPrice: 100, taxCode: 'VAT' }];
        const terms = { currency: 'EUR', prices: 'net', rounding: 'perLine' } as const;
        const low = day(date) >= day('2020-07-01') && day(date) < day('2021-01-01');
        expect(computeTax({ ...terms, date, lines }, dated).tax).toBe(low ? '16.00' : '19.00');
      }),
      { numRuns: 100 },
    );
  });
});
