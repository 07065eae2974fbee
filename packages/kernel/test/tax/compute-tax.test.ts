/**
 * The tax of a document: grids for each policy at net and gross prices, and every fault of a table
 * or a document by its path.
 */
import { describe, expect, test } from 'vitest';
import { KernelError } from '@kontor/kernel';
import { computeTax } from '@kontor/kernel/tax';
import type { TaxDocumentInput } from '@kontor/kernel/tax';
import { type TaxCodeInput, taxTable } from '@kontor/kernel/tax';
import { expectTax } from './tax-grid.ts';

const vat: TaxCodeInput[] = [
  { code: 'VAT19', rate: 19 },
  { code: 'VAT7', rate: '7' },
];
/** Quebec until the end of 2012: the provincial tax was figured on the federal one, too. */
const quebec: TaxCodeInput[] = [
  { code: 'GST', rate: '5' },
  { code: 'QST', rate: '9.5', compound: true, until: '2013-01-01' },
  { code: 'QST', rate: '9.975', from: '2013-01-01' },
];
const net = (rounding: TaxDocumentInput['rounding']) => ({ prices: 'net', rounding }) as const;
const gross = (rounding: TaxDocumentInput['rounding']) => ({ prices: 'gross', rounding }) as const;

describe('computeTax at net prices', () => {
  test('per line: the base is rounded before the tax, and each line by itself', () =>
    expectTax(
      net('perLine'),
      vat,
      `
      line                   net   VAT19  VAT7  gross
      3 × 1.08 − 5% VAT19   3.08   0.59     ·    3.67
      1 × 0.33 VAT19        0.33   0.06     ·    0.39
      1 × 0.33 VAT19        0.33   0.06     ·    0.39
      12 × 0.0845 VAT7      1.01      ·  0.07    1.08
      1 × 9.90              9.90      ·     ·    9.90
      total                14.65   0.71  0.07   15.43
    `,
    ));

  test('per unit: the tax of one unit, as often as there are units', () =>
    expectTax(
      net('perUnit'),
      [{ code: 'VAT22', rate: 22 }],
      `
      line                 net   VAT22    gross
      4 × 5.63 VAT22     22.52    4.96    27.48
      -4 × 5.63 VAT22   -22.52   -4.96   -27.48
      2.5 × 5.63 VAT22   14.08    3.10    17.18
      total              14.08    3.10    17.18
    `,
    ));

  test('per document: rounded once a rate, and posted lines add up to it', () =>
    expectTax(
      net('perDocument'),
      vat,
      `
      line             net   VAT19  VAT7  gross
      1 × 0.33 VAT19  0.33   0.07     ·    0.40
      1 × 0.33 VAT19  0.33   0.06     ·    0.39
      1 × 0.33 VAT19  0.33   0.06     ·    0.39
      1 × 1.05 VAT19  1.05   0.20     ·    1.25
      1 × 2.15 VAT19  2.15   0.41     ·    2.56
      1 × 0.21 VAT7   0.21      ·  0.01    0.22
      total           4.40   0.80  0.01    5.21
    `,
    ));

  test('per document: a line that takes something off has its own part of the tax', () =>
    expectTax(
      net('perDocument'),
      vat,
      `
      line               net   VAT19  gross
      1 × 0.33 VAT19    0.33   0.06    0.39
      1 × 1.05 VAT19    1.05   0.20    1.25
      -1 × 0.16 VAT19  -0.16  -0.03   -0.19
      total             1.22   0.23    1.45
    `,
    ));

  test('per document: where lines cancel out, their taxes do', () =>
    expectTax(
      net('perDocument'),
      vat,
      `
      line                 net   VAT19    gross
      1 × 100.02 VAT19  100.02   19.00   119.02
      -1 × 50.01 VAT19  -50.01   -9.50   -59.51
      -1 × 50.01 VAT19  -50.01   -9.50   -59.51
      total               0.00    0.00     0.00
    `,
    ));

  test('a compound tax is figured on the taxes before it, in the order of the table', () =>
    expectTax(
      { ...net('perLine'), date: '2012-12-31' },
      quebec,
      `
      line                     net    GST     QST    gross
      1 × 1000.00 QST GST  1000.00  50.00   99.75  1149.75
      1 × 1000.00 QST      1000.00      ·   95.00  1095.00
      total                2000.00  50.00  194.75  2244.75
    `,
    ));

  test('a compound tax per document takes the earlier ones before they are rounded', () =>
    expectTax(
      { ...net('perDocument'), date: '2012-12-31' },
      quebec,
      `
      line               net   GST   QST  gross
      1 × 0.29 GST QST  0.29  0.02  0.03   0.34
      1 × 0.29 GST QST  0.29  0.01  0.03   0.33
      total             0.58  0.03  0.06   0.67
    `,
    ));

  test('what is withheld is a rate below zero', () =>
    expectTax(
      net('perDocument'),
      [
        { code: 'IVA', rate: 21 },
        { code: 'IRPF', rate: -15 },
      ],
      `
      line                    net    IVA    IRPF   gross
      1 × 333.33 IVA IRPF  333.33  70.00  -50.00  353.33
      1 × 10.00 IVA         10.00   2.10       ·   12.10
      total                343.33  72.10  -50.00  365.43
    `,
    ));

  test.each([
    // 5 % of 0.10 · 0.30 · 0.39 · −0.10 · −0.39
    ['halfUp', '0.01 0.02 0.02 -0.01 -0.02'],
    ['halfEven', '0.00 0.02 0.02 0.00 -0.02'],
    ['halfDown', '0.00 0.01 0.02 0.00 -0.02'],
    ['up', '0.01 0.02 0.02 -0.01 -0.02'],
    ['down', '0.00 0.01 0.01 0.00 -0.01'],
    ['ceiling', '0.01 0.02 0.02 -0.01 -0.02'],
    ['floor', '0.00 0.01 0.01 0.00 -0.01'],
  ] as const)('%s rounds the magnitude', (mode, taxes) => {
    const prices = ['0.10', '0.30', '0.39', '-0.10', '-0.39'];
    const lines = prices.map((unitPrice) => ({ quantity: 1, unitPrice, taxCode: 'T' }));
    const document = { currency: 'EUR', ...net('perLine'), mode, lines };
    const found = computeTax(document, [{ code: 'T', rate: 5 }]).lines;
    expect(found.map(({ tax }) => tax).join(' ')).toBe(taxes);
  });
});

describe('computeTax at gross prices', () => {
  const basket = (rounding: TaxDocumentInput['rounding'], figures: string): void =>
    expectTax(gross(rounding), vat, figures);

  test('per line: the net of each line is rounded, the tax is the rest', () =>
    basket(
      'perLine',
      `
      line               net   VAT19  VAT7  gross
      1 × 57.30 VAT19  48.15    9.15     ·  57.30
      3 × 0.99 VAT19    2.50    0.47     ·   2.97
      3 × 0.99 VAT19    2.50    0.47     ·   2.97
      1 × 0.01 VAT7     0.01       ·  0.00   0.01
      total            53.16   10.09  0.00  63.25
    `,
    ));

  test('per unit: the net of one unit is rounded', () =>
    basket(
      'perUnit',
      `
      line               net   VAT19  gross
      3 × 0.99 VAT19    2.49    0.48   2.97
      total             2.49    0.48   2.97
    `,
    ));

  test('per document: the net of all lines with the same taxes is rounded once', () =>
    basket(
      'perDocument',
      `
      line               net   VAT19  VAT7  gross
      1 × 57.30 VAT19  48.15    9.15     ·  57.30
      3 × 0.99 VAT19    2.49    0.48     ·   2.97
      3 × 0.99 VAT19    2.50    0.47     ·   2.97
      1 × 0.01 VAT7     0.01       ·  0.00   0.01
      total            53.15   10.10  0.00  63.25
    `,
    ));

  test('several taxes share the rest by their rates on the net', () =>
    expectTax(
      { ...gross('perLine'), date: '2012-01-01' },
      quebec,
      `
      line                net   GST   QST   gross
      1 × 100 GST QST   86.98  4.35  8.67  100.00
      total             86.98  4.35  8.67  100.00
    `,
    ));
});

describe('the rows of a document', () => {
  const rows: TaxCodeInput[] = [
    { code: 'VAT', rate: 19, until: '2020-07-01', account: 'vat', name: 'VAT, full' },
    { code: 'VAT', rate: 16, from: '2020-07-01', until: '2021-01-01', account: 'vat' },
    { code: 'VAT', rate: '19.0', from: '2021-01-01', account: 'vat' },
  ];
  const delivered = (...dates: string[]): TaxDocumentInput['lines'] =>
    dates.map((date) => ({ date, quantity: 1, unitPrice: '100.00', taxCode: 'VAT' }));

  test('a line has the rate of its own day, and each rate is a row of the report', () => {
    const lines = delivered('2020-06-30', '2020-07-01', '2020-12-31', '2021-01-01');
    const { taxes, tax } = computeTax({ currency: 'EUR', ...net('perDocument'), lines }, rows);
    expect(taxes).toEqual([
      { code: 'VAT', rate: '19', base: '200.00', tax: '38.00', account: 'vat', name: 'VAT, full' },
      { code: 'VAT', rate: '16', base: '200.00', tax: '32.00', account: 'vat' },
    ]);
    expect(tax).toBe('70.00');
  });

  test('rows of one rate on different accounts stay apart', () => {
    const moved = [rows[0]!, rows[1]!, { ...rows[2]!, account: 'vat 2021' }];
    const lines = delivered('2020-06-30', '2021-01-01');
    const { taxes } = computeTax({ currency: 'EUR', ...net('perDocument'), lines }, moved);
    expect(taxes.map(({ account, tax }) => [account, tax])).toEqual([
      ['vat', '19.00'],
      ['vat 2021', '19.00'],
    ]);
  });

  test('the currency says how many decimals there are, a defined one too', () => {
    const lines = [{ quantity: '3', unitPrice: '33.335', taxCode: 'VAT19' }];
    const amounts = (currency: TaxDocumentInput['currency']): string[] => {
      const { net: base, tax } = computeTax({ currency, ...net('perLine'), lines }, vat);
      return [base, tax];
    };
    expect(amounts('JPY')).toEqual(['100', '19']);
    expect(amounts('BHD')).toEqual(['100.005', '19.001']);
    expect(amounts({ code: 'POINT', exponent: 1 })).toEqual(['100.0', '19.0']);
  });

  test('a document without lines has no tax', () => {
    expect(computeTax({ currency: 'EUR', ...net('perDocument'), lines: [] }, vat)).toEqual({
      currency: 'EUR',
      lines: [],
      taxes: [],
      net: '0.00',
      tax: '0.00',
      gross: '0.00',
    });
  });

  test('a table that was checked once serves many documents', () => {
    const table = taxTable(vat);
    const document = { currency: 'EUR', ...net('perLine') };
    for (const taxCode of ['VAT19', 'VAT7']) {
      const lines = [{ quantity: 1, unitPrice: 1, taxCode }];
      expect(computeTax({ ...document, lines }, table)).toEqual(
        computeTax({ ...document, lines }, vat),
      );
    }
  });
});

/** Code and path of every fault. */
function faultsOf(document: unknown, table: unknown): string[] {
  try {
    computeTax(document as TaxDocumentInput, table as TaxCodeInput[]);
  } catch (error) {
    if (!KernelError.is(error, 'KERNEL_INVALID_TAX')) throw error;
    return error.details.issues.map(({ code, path }) => `${code} ${path.join('.')}`).toSorted();
  }
  return [];
}

describe('faults', () => {
  const line = { quantity: 1, unitPrice: 1, taxCode: 'VAT19' };
  const document = { currency: 'EUR', ...net('perLine'), lines: [line] };

  test('of table and document come all at once', () => {
    const lines = [
      line,
      { ...line, quantity: 'many', price: 3 },
      { ...line, taxCode: 'NONE' },
      { ...line, taxCode: undefined, taxes: ['VAT19', 'VAT19', 'VAT'] },
      { ...line, discountPercent: 100.01 },
    ];
    const table = [...vat, { code: '', rate: 1 }, { code: 'X', rate: 'one', form: '2026-01-01' }];
    expect(faultsOf({ ...document, currency: 'EURO', lines }, table)).toEqual([
      'BAD_AMOUNT document.lines.1.quantity',
      'BAD_AMOUNT document.lines.4',
      'BAD_AMOUNT taxCodes.3.rate',
      'DUPLICATE_KEY document.lines.3.taxes.1',
      'INVALID_VALUE document.lines.1.price',
      'INVALID_VALUE taxCodes.2.code',
      'INVALID_VALUE taxCodes.3.form',
      'UNKNOWN_CURRENCY document.currency',
      'UNKNOWN_TAX_CODE document.lines.2.taxCode',
      'UNKNOWN_TAX_CODE document.lines.3.taxes.2',
    ]);
  });

  test.each([
    ['BAD_AMOUNT taxCodes.0.rate', { rate: Number.NaN }],
    ['BAD_AMOUNT taxCodes.0', { rate: -100 }],
    ['BAD_DAY taxCodes.0.from', { rate: 1, from: '2026-02-30' }],
    ['BAD_PERIOD taxCodes.0', { rate: 1, from: '2026-02-01', until: '2026-02-01' }],
  ])('%s', (fault, row) => {
    expect(faultsOf(document, [{ code: 'X', ...row }, ...vat])).toEqual([fault]);
  });

  test.each([
    ['for good, twice', {}, {}],
    ['for good and from a day on', {}, { from: '2026-01-01' }],
    [
      'the last day of one is the first of the other',
      { until: '2026-01-02' },
      { from: '2026-01-01' },
    ],
  ])('two rates of a code for one day: %s', (_, one, other) => {
    const rows = [{ code: 'X', rate: 1, ...one }, ...vat, { code: 'X', rate: 2, ...other }];
    expect(faultsOf(document, rows)).toEqual(['BAD_PERIOD taxCodes.3']);
  });

  test.each([
    ['INVALID_VALUE document', 'a document'],
    ['INVALID_VALUE document.lines', { ...document, lines: undefined }],
    ['INVALID_VALUE document.mode', { ...document, mode: 'nearest' }],
    ['BAD_AMOUNT document.lines.0', { ...document, lines: [{ ...line, discountPercent: -1 }] }],
    [
      'BAD_AMOUNT document.lines.0.unitPrice',
      { ...document, lines: [{ ...line, unitPrice: null }] },
    ],
    ['INVALID_VALUE document.lines.0', { ...document, lines: [{ ...line, taxes: ['VAT7'] }] }],
    ['BAD_DAY document.date', { ...document, date: 'today' }],
  ])('%s', (fault, wrong) => {
    expect(faultsOf(wrong, vat)).toEqual([fault]);
  });

  test('a code with rates by date needs a day, and a rate on that day', () => {
    const dated = [{ code: 'VAT19', rate: 19, from: '2007-01-01' }];
    expect(faultsOf(document, dated)).toEqual(['BAD_DAY document.lines.0.taxCode']);
    expect(faultsOf({ ...document, date: '2006-12-31' }, dated)).toEqual([
      'UNKNOWN_TAX_CODE document.lines.0.taxCode',
    ]);
    expect(faultsOf({ ...document, date: '2007-01-01' }, dated)).toEqual([]);
  });

  test('rates that leave no net price to a gross one', () => {
    const held = [
      { code: 'A', rate: -60 },
      { code: 'B', rate: -40 },
    ];
    const lines = [{ quantity: 1, unitPrice: 1, taxes: ['A', 'B'] }];
    expect(faultsOf({ ...document, lines }, held)).toEqual([]);
    expect(faultsOf({ ...document, prices: 'gross', lines }, held)).toEqual([
      'BAD_AMOUNT document.lines.0',
    ]);
  });

  test('the message names the place and the remedy', () => {
    const lines = [{ ...line, taxCode: 'VAT 19' }];
    expect(() => computeTax({ ...document, lines }, vat)).toThrow(
      "document.lines.0.taxCode: there is no tax code 'VAT 19': add it to the table",
    );
  });
});

describe('perTotal', () => {
  const rates = [
    { code: 'A', rate: 7 },
    { code: 'B', rate: 19 },
  ];
  const document = (rounding: 'perDocument' | 'perTotal', prices: 'net' | 'gross') =>
    computeTax(
      {
        currency: 'EUR',
        prices,
        rounding,
        // Worked out by hand. Net: 0.07 × 0.07 + 0.19 × 0.03 = 0.0106. Gross: the nets are
        // 0.07 ÷ 1.07 + 0.03 ÷ 1.19 = 0.0906, and 0.0654 with 0.0252 each by itself.
        lines: [
          { quantity: 1, unitPrice: '0.07', taxCode: 'A' },
          { quantity: 1, unitPrice: '0.03', taxCode: 'B' },
        ],
      },
      rates,
    );

  test.each([
    ['perDocument', 'net', '0.01', '0.01'],
    ['perTotal', 'net', '0.01', '0.01'],
    ['perDocument', 'gross', '0.00', '0.10'],
    ['perTotal', 'gross', '0.01', '0.09'],
  ] as const)('rounds all taxes at once: %s of %s prices', (rounding, prices, tax, net) => {
    const found = document(rounding, prices);
    expect(found.tax).toBe(tax);
    if (prices === 'gross') expect(found.net).toBe(net);
    const ofLines = found.lines.reduce((sum, line) => sum + Math.round(Number(line.tax) * 100), 0);
    expect(ofLines).toBe(Math.round(Number(tax) * 100));
  });
});
