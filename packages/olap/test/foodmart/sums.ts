/**
 * Sums, distinct counts and ratios of FoodMart.
 */
import type { Oracle } from './oracle.ts';

/** Sums by level, slices, ranges. */
export const sums: readonly Oracle[] = [
  {
    id: 'FM1',
    what: 'the grand total, where floats would print 565238.1299999919',
    request: { measures: ['units', 'sales', 'cost', 'profit', 'rows'] },
    expected: ['266773 | 565238.13 | 225627.2336 | 339610.8964 | 86837'],
    source: 'Mondrian SchemaTest.testCountMeasure',
  },
  {
    id: 'FM2',
    what: 'by gender',
    request: { by: ['customer.gender'], measures: ['units', 'rows', 'customers'] },
    expected: ['F | 131558 | 42831 | 2755', 'M | 135215 | 44006 | 2826'],
    source: 'Mondrian SchemaTest.testCountMeasure',
  },
  {
    id: 'FM3',
    what: 'by family',
    request: { by: ['product.family'], measures: ['units', 'sales', 'cost'] },
    expected: [
      'Drink | 24597 | 48836.21 | 19477.2346',
      'Food | 191940 | 409035.59 | 163270.7235',
      'Non-Consumable | 50236 | 107366.33 | 42879.2755',
    ],
    source: 'CSV',
  },
  {
    id: 'FM4',
    what: 'the first quarter by state',
    request: {
      by: ['store.state'],
      measures: ['units', 'sales'],
      where: { 'time.quarter': '1997-Q1' },
      totals: 'rollup',
    },
    expected: [
      'CA | 16890 | 36175.2',
      'OR | 19287 | 40170.29',
      'WA | 30114 | 63282.86',
      'All | 66291 | 139628.35',
    ],
    source: 'Mondrian FunctionTest.testAllMembers',
  },
  {
    id: 'FM5',
    what: 'by the state that customers live in',
    request: { by: ['customer.state'], measures: ['units'] },
    expected: ['CA | 74748', 'OR | 67659', 'WA | 124366'],
    source: 'Mondrian FunctionTest.testExistsWithImplicitAllMember',
  },
  {
    id: 'FM6',
    what: 'the warehouses',
    cube: 'warehouse',
    request: { measures: ['ordered', 'shipped', 'sales', 'cost', 'invoice', 'rows'] },
    expected: ['227238 | 207726 | 196770.8876 | 89043.2526 | 102278.4089 | 4070'],
    source: 'CSV',
  },
  {
    id: 'FM7',
    what: 'half-years of sales by state, and how they differ',
    request: {
      by: ['store.state'],
      measures: ['first', 'second', 'difference'],
      calculated: {
        first: { op: 'at', of: 'sales', where: { 'time.half': '1997-H1' } },
        second: { op: 'at', of: 'sales', where: { 'time.half': '1997-H2' } },
        difference: { op: 'subtract', of: ['second', 'first'] },
      },
    },
    expected: [
      'CA | 74571.95 | 84595.89 | 10023.94',
      'OR | 71943.17 | 70333.9 | -1609.27',
      'WA | 125779.5 | 138013.72 | 12234.22',
    ],
    source: 'Mondrian FunctionTest.testAggregate2AllMembers',
  },
  {
    id: 'FM8',
    what: 'states that cost more than 75,000 in three quarters, as one slicer',
    request: ({ sales }) => {
      const time = { 'time.quarter': { from: '1997-Q1', to: '1997-Q3' } };
      const states = sales.query({ by: ['store.state'], measures: ['cost'], where: time });
      const dear = states.rows.filter((row) => Number(row['cost']) > 75_000);
      const where = { ...time, 'store.state': dear.map((row) => row['store.state'] as string) };
      return sales.query({ measures: ['units', 'cost', 'sales'], where });
    },
    expected: ['90131 | 76151.5892 | 190776.88'],
    source: 'Mondrian FunctionTest.testFilterCalcSlicer',
  },
  {
    id: 'FM9',
    what: 'a ROLLUP over six levels of products has 2,255 rows',
    request: ({ sales }) => {
      const levels = ['family', 'department', 'category', 'subcategory', 'brand', 'name'];
      const by = levels.map((level) => `product.${level}`);
      const { length } = sales.query({ by, measures: ['units'], totals: 'rollup' });
      return { levels: [], measures: ['length'], rows: [{ rolledUp: [], length }] };
    },
    expected: ['2255'],
    source: 'CSV',
  },
  {
    id: 'FM10',
    what: 'customers with more than ten units in the year',
    request: ({ sales }) => {
      const buyers = sales.query({ by: ['customer.id'], measures: ['units'] });
      const ids = buyers.rows
        .filter((row) => Number(row['units']) > 10)
        .map((row) => row['customer.id'] as string);
      return sales.query({ measures: ['customers', 'sales'], where: { 'customer.id': ids } });
    },
    expected: ['4719 | 553587.77'],
    source: 'Mondrian BasicQueryTest.testBasketAnalysis',
  },
];

/** Distinct customers, which no sum of parts gives. */
export const distinctCounts: readonly Oracle[] = [
  {
    id: 'DC1a',
    what: 'by quarter; the year is no sum',
    request: { by: ['time.quarter'], measures: ['customers'], totals: 'rollup' },
    expected: [
      '1997-Q1 | 2981',
      '1997-Q2 | 2973',
      '1997-Q3 | 3026',
      '1997-Q4 | 3261',
      'All | 5581',
    ],
    source: 'CSV',
  },
  {
    id: 'DC1b',
    what: 'by state, which nobody crosses',
    request: { by: ['store.state'], measures: ['customers'] },
    expected: ['CA | 2716', 'OR | 1037', 'WA | 1828'],
    source: 'CSV',
  },
  {
    id: 'DC1c',
    what: 'January and February as one set',
    request: {
      measures: ['customers'],
      where: { 'time.month': ['1997-01', '1997-02'] },
    },
    expected: ['2269'],
    source: 'CSV',
  },
  {
    id: 'DC2',
    what: 'quarter × state',
    request: { by: ['time.quarter', 'store.state'], measures: ['customers'] },
    expected: [
      '1997-Q1 | CA | 1110',
      '1997-Q1 | OR | 767',
      '1997-Q1 | WA | 1104',
      '1997-Q2 | CA | 1173',
      '1997-Q2 | OR | 723',
      '1997-Q2 | WA | 1077',
      '1997-Q3 | CA | 1196',
      '1997-Q3 | OR | 717',
      '1997-Q3 | WA | 1113',
      '1997-Q4 | CA | 1332',
      '1997-Q4 | OR | 741',
      '1997-Q4 | WA | 1188',
    ],
    source: 'CSV',
  },
  {
    id: 'DC3',
    what: 'by month',
    request: { by: ['time.month'], measures: ['customers'] },
    expected: [1396, 1331, 1478, 1317, 1371, 1336, 1462, 1408, 1315, 1293, 1546, 1694].map(
      (count, month) => `1997-${String(month + 1).padStart(2, '0')} | ${String(count)}`,
    ),
    source: 'CSV',
  },
  {
    id: 'DC4',
    what: 'men in California',
    request: {
      measures: ['customers'],
      where: { 'customer.gender': 'M', 'store.state': 'CA' },
    },
    expected: ['1389'],
    source: 'Mondrian AggregationOnDistinctCountMeasuresTest',
  },
  {
    id: 'DC5',
    what: 'a slicer of sets on four hierarchies',
    request: {
      measures: ['customers'],
      where: {
        'customer.gender': 'F',
        'customer.education': ['Bachelors Degree', 'Graduate Degree'],
        'time.quarter': ['1997-Q1', '1997-Q2'],
        'store.state': ['CA', 'OR'],
      },
    },
    expected: ['450'],
    source: 'Mondrian CompoundSlicerTest.testDistinctCountWithAggregateMembersAndCompSlicer',
  },
];

/** Ratios of sums, and members that are known by their paths. */
export const ratiosAndPaths: readonly Oracle[] = [
  {
    id: 'RA1',
    what: 'the margin is a ratio of sums; a mean of the three would be .6008795017',
    request: { by: ['product.family'], measures: ['margin'], totals: 'rollup' },
    expected: [
      'Drink | 0.6011722736',
      'Food | 0.6008398108',
      'Non-Consumable | 0.6006264208',
      'All | 0.6008280022',
    ],
    source: 'CSV',
  },
  {
    id: 'RA2',
    what: 'the price of a unit; the mean of the prices of rows would be 2.1192350035',
    request: { measures: ['price'] },
    expected: ['2.1187981168'],
    source: 'CSV',
  },
  {
    id: 'MB1',
    what: 'Vegetables are three categories, not one of 32,920',
    request: {
      by: ['product.department', 'product.category'],
      measures: ['units'],
      where: {
        'product.category': [
          { path: ['Food', 'Produce', 'Vegetables'] },
          { path: ['Food', 'Frozen Foods', 'Vegetables'] },
          { path: ['Food', 'Canned Foods', 'Vegetables'] },
        ],
      },
      order: [{ by: 'units', descending: true, breakHierarchy: true }],
    },
    expected: [
      'Produce | Vegetables | 20739',
      'Frozen Foods | Vegetables | 6984',
      'Canned Foods | Vegetables | 5197',
    ],
    source: 'CSV',
  },
  {
    id: 'MB2a',
    what: 'the three best of category × city in the third quarter',
    request: {
      by: ['product.department', 'product.category', 'customer.city'],
      measures: ['units'],
      where: { 'time.quarter': '1997-Q3' },
      top: { count: 3, by: 'units' },
      order: [{ by: 'units', descending: true, breakHierarchy: true }],
    },
    expected: [
      'Snack Foods | Snack Foods | Spokane | 753',
      'Produce | Vegetables | Spokane | 492',
      'Snack Foods | Snack Foods | Puyallup | 411',
    ],
    source: 'Mondrian CompoundSlicerTest.testCompoundSlicerOverTuples',
  },
  {
    id: 'MB2b',
    what: 'those three tuples as slicer',
    decimals: 2,
    request: {
      by: ['customer.gender', 'customer.marital'],
      measures: ['units', 'price'],
      where: {
        and: [
          { 'time.quarter': '1997-Q3' },
          {
            or: [
              {
                'product.category': { path: ['Food', 'Snack Foods', 'Snack Foods'] },
                'customer.city': { path: ['USA', 'WA', 'Spokane'] },
              },
              {
                'product.category': { path: ['Food', 'Produce', 'Vegetables'] },
                'customer.city': { path: ['USA', 'WA', 'Spokane'] },
              },
              {
                'product.category': { path: ['Food', 'Snack Foods', 'Snack Foods'] },
                'customer.city': { path: ['USA', 'WA', 'Puyallup'] },
              },
            ],
          },
        ],
      },
    },
    expected: [
      'F | M | 483 | 2.21',
      'F | S | 419 | 2.21',
      'M | M | 422 | 2.22',
      'M | S | 332 | 2.2',
    ],
    source: 'Mondrian CompoundSlicerTest.testCompoundSlicerOverTuples',
  },
];
