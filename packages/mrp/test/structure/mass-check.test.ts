/**
 * The mass check: what the scales would say of a bill.
 */
import { checkModel, massCheck, type MassRow, type ModelInput, MrpError } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

type Bill = NonNullable<ModelInput['boms']>[number];

/** Bread of flour and water; masses in kilograms. */
const bakery = (bill: Partial<Bill>) =>
  checkModel({
    units: [{ id: 'each' }, { id: 'kg', decimals: 3 }, { id: 'l', decimals: 3 }],
    unitConversions: [{ unit: 'bag', of: 'kg', factor: '25', item: 'flour' }],
    locations: [{ id: 'bakery' }],
    items: [
      { id: 'bread', mass: '1' },
      { id: 'flour', unit: 'kg', mass: '1' },
      { id: 'water', unit: 'l', mass: '0.998' },
      { id: 'crumbs', unit: 'kg', mass: '1' },
      { id: 'seeds' },
    ],
    boms: [
      {
        item: 'bread',
        outputQuantity: '4',
        lines: [
          { component: 'flour', quantityPer: '2.004' },
          { component: 'water', quantityPer: '2' },
        ],
        ...bill,
      },
    ],
  });

const shown = ({ massIn, massOut, difference, statedLoss, verdict }: MassRow): string =>
  `${massIn.decimal} − ${massOut.decimal} = ${difference.decimal} (${statedLoss.decimal}) ${verdict}`;

const flour = (rest: object) => [{ component: 'flour', quantityPer: '4', ...rest }];

describe('massCheck', () => {
  test.each<[string, Partial<Bill>, string]>([
    ['in is out', {}, '4 − 4 = 0 (0) balanced'],
    ['too little goes in', { lines: flour({ quantityPer: '3' }) }, '3 − 4 = -1 (0) gain'],
    ['too much goes in', { lines: flour({ quantityPer: '5' }) }, '5 − 4 = 1 (0) loss'],
    [
      'what scrap adds is stated to be lost',
      { lines: flour({ scrap: '0.2' }) },
      '5 − 4 = 1 (1) balanced',
    ],
    [
      'scrap as a mark-up',
      { lines: flour({ scrap: '0.2', scrapConvention: 'markUp' }) },
      '4.8 − 4 = 0.8 (0.8) balanced',
    ],
    [
      'what is not good is stated to be lost',
      { yield: '0.75', lines: flour({}) },
      '4 − 3 = 1 (1) balanced',
    ],
    [
      'what is lost may be kept as a by-product',
      {
        lines: flour({ scrap: '0.2' }),
        outputs: [{ item: 'crumbs', quantityPer: '1' }],
      },
      '5 − 5 = 0 (1) balanced',
    ],
    [
      'but not more than that',
      {
        lines: flour({ scrap: '0.2' }),
        outputs: [{ item: 'crumbs', quantityPer: '1.5' }],
      },
      '5 − 5.5 = -0.5 (1) gain',
    ],
    [
      'units are converted: a bag is 25 kg',
      { outputQuantity: '50', lines: flour({ quantityPer: '2', unit: 'bag' }) },
      '50 − 50 = 0 (0) balanced',
    ],
    [
      'what an order takes once is left out',
      { lines: flour({ quantityFixed: '3' }) },
      '4 − 4 = 0 (0) balanced',
    ],
  ])('%s', (_rule, bill, expected) => {
    expect(massCheck(bakery(bill)).map(shown)).toEqual([expected]);
  });

  test.each<[string, string, string]>([
    ['0', '4.1', 'loss'],
    ['0.02', '4.1', 'loss'],
    ['0.025', '4.1', 'balanced'],
    ['0.02', '3.9', 'gain'],
    ['0.026', '3.9', 'balanced'],
  ])('a tolerance of %s of what goes in, %s kg for 4: %s', (tolerance, quantityPer, verdict) => {
    const model = bakery({ lines: flour({ quantityPer }) });
    expect(massCheck(model, { tolerance })[0]!.verdict).toBe(verdict);
  });

  test('items without a mass are listed, and nothing is said of the bill', () => {
    const model = bakery({
      lines: [...flour({}), { component: 'seeds', quantityPer: '1' }],
    });
    expect(massCheck(model)).toMatchObject([
      { item: 'bread', verdict: 'unknown', lacks: ['seeds'], massIn: { exact: '4' } },
    ]);
  });

  test('a bill is weighed in each of its times, or in that of a day', () => {
    const model = bakery({
      revision: 'A',
      lines: [
        { component: 'flour', quantityPer: '4', until: '2026-03-01' },
        { component: 'flour', quantityPer: '3', from: '2026-03-01' },
      ],
    });
    expect(massCheck(model)).toMatchObject([
      { revision: 'A', until: '2026-03-01', verdict: 'balanced' },
      { revision: 'A', from: '2026-03-01', verdict: 'gain' },
    ]);
    expect(massCheck(model, { on: '2026-03-01' }).map((row) => row.verdict)).toEqual(['gain']);
  });

  test('refuses a tolerance below 0', () => {
    try {
      massCheck(bakery({}), { tolerance: '-0.1' });
      expect.unreachable('it was taken');
    } catch (error) {
      expect(MrpError.is(error, 'MRP_BAD_FIGURE') && error.details.path).toBe('tolerance');
    }
  });
});
