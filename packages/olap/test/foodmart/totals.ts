/**
 * Shares, best rows, ranks, classes, spreads and currencies of FoodMart.
 */
import { decimal } from '@kontor/kernel';
import { cubeOf, deviation, levels, min } from '@kontor/olap';
import { populationCovariance } from '../../src/aggregate/statistics.ts';
import type { Oracle } from './oracle.ts';

const DRINK_AND_FOOD = { 'product.family': ['Drink', 'Food'] };

const shareOf = (members: 'visible' | 'all') =>
  ({
    op: 'multiply',
    of: [{ op: 'share', of: 'units', total: 'grand', members }, { number: 100 }],
  }) as const;

/** Rows compared with totals and with each other. */
export const totals: readonly Oracle[] = [
  {
    id: 'PP1',
    what: 'Drink in percent, of all and of what is visible',
    request: {
      by: ['product.family'],
      measures: ['ofAll', 'ofVisible'],
      calculated: { ofAll: shareOf('all'), ofVisible: shareOf('visible') },
      where: DRINK_AND_FOOD,
      limit: 1,
    },
    expected: ['Drink | 9.2201984459 | 11.3592596184'],
    source: 'CSV',
  },
  {
    id: 'TP1',
    what: 'departments × quarters that make a tenth of all sales, the crossing one included',
    request: {
      by: ['product.department', 'time.quarter'],
      measures: ['sales'],
      top: { share: '0.1', by: 'sales' },
      order: [{ by: 'sales', descending: true, breakHierarchy: true }],
    },
    expected: [
      'Produce | 1997-Q4 | 21813.17',
      'Produce | 1997-Q1 | 20554.12',
      'Produce | 1997-Q3 | 20541.22',
    ],
    source: 'Mondrian FunctionTest.testTopPercentCrossjoin',
  },
  {
    id: 'TP2a',
    what: 'the two best promotion media',
    request: {
      by: ['promotion.media'],
      measures: ['units'],
      top: { count: 2, by: 'units' },
    },
    expected: ['No Media | 195448', 'Daily Paper, Radio, TV | 9513'],
    source: 'Mondrian FunctionTest.testTopCount',
  },
  {
    id: 'TP2b',
    what: 'the two worst',
    request: {
      by: ['promotion.media'],
      measures: ['units'],
      top: { count: 2, by: 'units', ascending: true },
    },
    expected: ['Radio | 2454', 'Sunday Paper, Radio, TV | 2726'],
    source: 'Mondrian FunctionTest.testBottomCount',
  },
  {
    id: 'TP3',
    what: 'ten best customers of Spokane in two months, a tie by name',
    request: {
      by: ['customer.name'],
      measures: ['units'],
      where: {
        'customer.city': { path: ['USA', 'WA', 'Spokane'] },
        'time.month': ['1997-02', '1997-03'],
      },
      top: { count: 10, by: 'units' },
    },
    expected: [
      'Grace McLaughlin | 131',
      'George Todero | 129',
      'Matt Bellah | 113',
      'Mary Francis Benigar | 103',
      'Lucy Flowers | 95',
      'David Hassard | 94',
      'Dauna Barton | 92',
      'Dora Sims | 85',
      'Joann Mramor | 79',
      'Mike Madrid | 79',
    ],
    source: 'Mondrian CompoundSlicerTest.testTopCountAllSlicers; first eight names: CSV',
  },
  {
    id: 'TP4a',
    what: 'a country before its two best states',
    request: {
      by: ['store.country', 'store.state'],
      measures: ['units'],
      totals: [['store.country', 'store.state'], ['store.country']],
      totalsFirst: true,
      top: { count: 2, by: 'units', within: 'store.country' },
    },
    expected: ['USA | All | 266773', 'USA | WA | 124366', 'USA | CA | 74748'],
    source: 'Mondrian FunctionTest.testDrilldownLevelTop',
  },
  {
    id: 'TP4b',
    what: 'and before its two worst',
    request: {
      by: ['store.country', 'store.state'],
      measures: ['units'],
      totals: [['store.country', 'store.state'], ['store.country']],
      totalsFirst: true,
      top: { count: 2, by: 'units', within: 'store.country', ascending: true },
    },
    expected: ['USA | All | 266773', 'USA | OR | 67659', 'USA | CA | 74748'],
    source: 'Mondrian FunctionTest.testDrilldownLevelBottom',
  },
  {
    id: 'RK1',
    what: 'ranks of beers of one shop in June, ties share one',
    request: {
      by: ['product.brand'],
      measures: ['units', 'place'],
      calculated: { place: { op: 'rank', of: 'units' } },
      where: {
        'product.subcategory': {
          path: ['Drink', 'Alcoholic Beverages', 'Beer and Wine', 'Beer'],
        },
        'store.name': { path: ['USA', 'OR', 'Portland', 'Store 11'] },
        'time.month': '1997-06',
      },
      order: [{ by: 'product.brand' }],
    },
    expected: ['Good | 5 | 1', 'Portsmouth | 3 | 3', 'Top Measure | 5 | 1', 'Walrus | 3 | 3'],
    source: 'Mondrian FunctionTest.testRankTuplesWithTiedExpr',
  },
  {
    id: 'AB1',
    what: 'departments by sales: A to 80 %, B to 95 %, the crossing one in the better class',
    request: {
      by: ['product.department'],
      measures: ['class', 'percent'],
      calculated: {
        class: {
          op: 'classes',
          of: 'sales',
          cuts: [
            { name: 'A', upTo: '0.8' },
            { name: 'B', upTo: '0.95' },
            { name: 'C', upTo: '1' },
          ],
        },
        percent: {
          op: 'multiply',
          of: [
            {
              op: 'divide',
              of: [
                { op: 'running', of: 'sales' },
                { op: 'at', of: 'sales', where: { 'product.family': { from: 'A' } } },
              ],
            },
            { number: 100 },
          ],
        },
      },
      order: [{ by: 'sales', descending: true, breakHierarchy: true }],
    },
    decimals: 4,
    expected: [
      'Produce | A | 14.5511',
      'Snack Foods | A | 26.5124',
      'Household | A | 37.2105',
      'Frozen Foods | A | 46.9777',
      'Canned Foods | A | 54.0144',
      'Baking Goods | A | 60.8558',
      'Health and Hygiene | A | 66.6183',
      'Dairy | A | 72.0159',
      'Beverages | A | 76.925',
      'Deli | A | 81.4044',
      'Baked Goods | B | 84.3156',
      'Snacks | B | 86.8898',
      'Alcoholic Beverages | B | 89.3717',
      'Starchy Foods | B | 91.4516',
      'Eggs | B | 93.0793',
      'Periodicals | B | 94.6816',
      'Dairy | B | 95.9304',
      'Breakfast Foods | C | 97.1585',
      'Seafood | C | 97.8324',
      'Checkout | C | 98.4989',
      'Meat | C | 99.1482',
      'Canned Products | C | 99.7346',
      'Carousel | C | 100',
    ],
    source: 'CSV',
  },
  {
    id: 'ST1',
    what: 'sales of the three states as data',
    request: ({ sales }) => {
      const states = sales.query({ by: ['store.state'], measures: ['sales'] });
      const data = cubeOf<{ sales: string }>()({
        dimensions: { all: levels({ all: () => 'all' }) },
        measures: {
          population: deviation((row) => row.sales, { of: 'population', scale: 4 }),
          sample: deviation((row) => row.sales, { of: 'sample', scale: 4 }),
          least: min((row) => row.sales, { scale: 4 }),
        },
      });
      data.add(states.rows.map((row) => ({ sales: String(row['sales']) })));
      return data.query({ measures: ['population', 'sample', 'least'] });
    },
    decimals: 4,
    expected: ['53746.2587 | 65825.4548 | 142277.07'],
    source: 'Mondrian FunctionTest.testStdevP, testMin',
  },
  {
    id: 'ST1b',
    what: 'how sales and units of the three states vary together',
    request: ({ sales }) => {
      const { rows: states } = sales.query({ by: ['store.state'], measures: ['sales', 'units'] });
      const pairs = states.map((row): [bigint, bigint] => [
        BigInt(decimal(String(row['sales'])).times(10_000).toFixed()),
        BigInt(Number(row['units'])),
      ]);
      const total = (of: (pair: [bigint, bigint]) => bigint): bigint =>
        pairs.reduce((sum, pair) => sum + of(pair), 0n);
      const covariance = populationCovariance({
        count: BigInt(pairs.length),
        sumX: total(([x]) => x),
        sumY: total(([, y]) => y),
        squaresX: total(([x]) => x * x),
        squaresY: total(([, y]) => y * y),
        products: total(([x, y]) => x * y),
        scaleX: 4,
        scaleY: 0,
      });
      return { levels: [], measures: ['covariance'], rows: [{ rolledUp: [], covariance }] };
    },
    decimals: 4,
    expected: ['1355761899.0467'],
    source: 'Mondrian FunctionTest.testCovariance',
  },
  {
    id: 'CU2',
    what: 'payroll of 1998 at the rate of each month, by currency and together',
    cube: 'hr',
    request: {
      by: ['currency.code'],
      measures: ['usd'],
      where: { 'time.year': 1998 },
      totals: 'rollup',
    },
    expected: ['CAD | 5038.410594', 'MXN | 20467.9698', 'USD | 44047.4677', 'All | 69553.848094'],
    source: 'CSV',
  },
];
