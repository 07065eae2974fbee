/**
 * Trees, sets of members, visual totals, calculated members and two cubes at once.
 */
import { drillAcross, type Member } from '@kontor/olap';
import type { Oracle } from './oracle.ts';

const IN_1997 = { 'time.year': 1997 };
const NOWMER = { level: 'employee.employee', path: ['1'] };
const KANAGAKI = { level: 'employee.employee', path: ['1', '7'] };

/** Members of products by their levels from the top. */
function products(...paths: readonly (readonly string[])[]): Member[] {
  const levels = ['family', 'department', 'category', 'subcategory', 'brand', 'name'];
  return paths.map((path) => ({ level: `product.${levels[path.length - 1]!}`, path }));
}

const BREAD = ['Food', 'Baked Goods', 'Bread'];
const BREAKFAST = ['Food', 'Frozen Foods', 'Breakfast Foods'];
const PANCAKES = [...BREAKFAST, 'Pancake Mix'];
const ALL: Member = { all: 'product' };

const trees: readonly Oracle[] = [
  {
    id: 'PA1a',
    what: 'payroll of 1997: raw salaries, employees, what an employee costs',
    cube: 'hr',
    request: {
      measures: ['salary', 'rows', 'employees', 'perEmployee'],
      where: IN_1997,
    },
    decimals: 4,
    expected: ['39431.6712 | 7392 | 616 | 64.0125'],
    source: 'Mondrian ParentChildHierarchyTest',
  },
  {
    id: 'PA1b',
    what: 'below Nowmer: her own part, then everybody who reports to her',
    cube: 'hr',
    request: ({ hr }) =>
      hr.query({
        members: { set: [NOWMER, ...hr.members.children(NOWMER).filter(isNode)] },
        measures: ['salary', 'employees', 'own'],
        calculated: { own: { op: 'at', of: 'salary', where: { 'employee.own': '1' } } },
        where: IN_1997,
      }),
    expected: [
      '1 | 39431.6712 | 616 | 864',
      '10 | 832.68 | 5 | 864',
      '2 | 36494.0712 | 603 | 864',
      '36 | 577.8 | 2 | 864',
      '6 | 428.76 | 3 | 864',
      '7 | 234.36 | 2 | 864',
    ],
    source: 'Mondrian ParentChildHierarchyTest',
  },
  {
    id: 'PA2',
    what: 'below Kanagaki: 162.00 of her own and 72.36 of Juanita Sharp',
    cube: 'hr',
    request: ({ hr }) =>
      hr.query({
        members: { set: [KANAGAKI, ...hr.members.children(KANAGAKI).filter(isNode)] },
        measures: ['salary', 'rows', 'employees', 'perEmployee', 'own'],
        calculated: { own: { op: 'at', of: 'salary', where: { 'employee.own': '7' } } },
        where: IN_1997,
      }),
    expected: ['7 | 234.36 | 24 | 2 | 117.18 | 162', '43 | 72.36 | 12 | 1 | 72.36 | 162'],
    source: 'Mondrian ParentChildHierarchyTest',
  },
  {
    id: 'PA3',
    what: 'the closure: descendants of the root with itself, and how deep they stand',
    cube: 'hr',
    request: ({ hr }) => {
      const below = hr.members.descendants(NOWMER, 'employee.employee');
      const depths = below.map((member) => ('path' in member ? member.path.length - 1 : 0));
      const row = { rolledUp: [], members: below.length, deepest: Math.max(...depths) };
      return { levels: [], measures: ['members', 'deepest'], rows: [row] };
    },
    expected: ['1155 | 6'],
    source: 'CSV',
  },
];

const accounts: readonly Oracle[] = [
  {
    id: 'Finance',
    what: 'expenses of 1997 are taken from the result; what is booked has no sign of its own',
    cube: 'finance',
    request: { by: ['account.account'], measures: ['amount'], where: IN_1997, totals: 'rollup' },
    expected: [
      '5000 | -166482.44',
      '4000 | 166482.44',
      '4100 | 22246.08',
      '4200 | 44713.8',
      '4300 | 66860.96',
      '4400 | 32661.6',
      'All | -166482.44',
    ],
    source: 'CSV',
  },
];

function isNode(member: Member): boolean {
  return 'level' in member && member.level === 'employee.employee';
}

const sets: readonly Oracle[] = [
  {
    id: 'OR1',
    what: 'members of three levels, descending under their parents',
    request: {
      members: {
        set: [
          ALL,
          ...products(['Food'], ['Drink'], ['Non-Consumable']),
          ...products(['Food', 'Eggs'], ['Drink', 'Dairy']),
        ],
      },
      measures: ['units'],
      order: [{ by: 'units', descending: true }],
    },
    expected: [
      'All | All | 266773',
      'Food | All | 191940',
      'Food | Eggs | 4132',
      'Non-Consumable | All | 50236',
      'Drink | All | 24597',
      'Drink | Dairy | 4186',
    ],
    source: 'Mondrian FunctionTest.testOrderHierarchicalDesc',
  },
  {
    id: 'OR2',
    what: 'and ascending',
    request: {
      members: {
        set: [
          ...products(['Drink'], ['Drink', 'Beverages'], ['Drink', 'Dairy']),
          ...products(['Food'], ['Food', 'Baked Goods'], ['Food', 'Eggs']),
          ALL,
        ],
      },
      measures: ['units'],
      order: [{ by: 'units' }],
    },
    expected: [
      'All | All | 266773',
      'Drink | All | 24597',
      'Drink | Dairy | 4186',
      'Drink | Beverages | 13573',
      'Food | All | 191940',
      'Food | Eggs | 4132',
      'Food | Baked Goods | 7870',
    ],
    source: 'Mondrian FunctionTest.testOrder',
  },
  {
    id: 'VT1',
    what: 'Bread shows the total of its two kinds that are shown, not its true 7,870',
    request: {
      members: {
        set: products(BREAD, [...BREAD, 'Bagels'], [...BREAD, 'Muffins']),
        visualTotals: true,
      },
      measures: ['units'],
    },
    expected: [
      'Food | Baked Goods | Bread | All | 4312',
      'Food | Baked Goods | Bread | Bagels | 815',
      'Food | Baked Goods | Bread | Muffins | 3497',
    ],
    source: 'Mondrian FunctionTest.testVisualTotalsBasic',
  },
  {
    id: 'VT2',
    what: 'descendants count wherever they stand in the set (in Mondrian Bread is 815: its Muffins come last)',
    request: ({ sales }) => {
      const cells = sales.query({
        members: {
          set: products(
            ['Food'],
            BREAD,
            [...BREAD, 'Bagels'],
            BREAKFAST,
            [...PANCAKES, 'Golden', 'Golden Pancake Mix'],
            [...PANCAKES, 'Big Time', 'Big Time Pancake Mix'],
            [...BREAD, 'Muffins'],
          ),
          visualTotals: true,
        },
        measures: ['units'],
      });
      const rows = cells.rows.map((row, at) => {
        const of = cells.levels.findLast((ref) => cells.path(at, ref) !== undefined)!;
        return { rolledUp: [], member: row[of]!, units: row['units'] };
      });
      return { levels: ['member'], measures: ['units'], rows };
    },
    expected: [
      'Food | 4623',
      'Bread | 4312',
      'Bagels | 815',
      'Muffins | 3497',
      'Breakfast Foods | 311',
      'Big Time Pancake Mix | 201',
      'Golden Pancake Mix | 110',
    ],
    source:
      'Mondrian FunctionTest.testVisualTotalsGrandparentsAndOutOfOrder, mended by its own rule',
  },
  {
    id: 'SO1',
    what: 'where calculated members cross, the higher solve order computes the cell',
    request: {
      by: ['product.family', 'customer.gender'],
      measures: ['units'],
      where: { 'product.family': 'Drink', 'customer.gender': 'M' },
      calculatedMembers: [
        { in: 'product.family', name: 'P', formula: { number: 1 }, solve: -6 },
        { in: 'customer.gender', name: 'G', formula: { number: 2 }, solve: 3 },
      ],
    },
    expected: ['Drink | M | 12395', 'Drink | G | 2', 'P | M | 1', 'P | G | 2'],
    source: 'Mondrian TestCalculatedMembers.testNegativeSolveOrder',
  },
  {
    id: 'FM4b',
    what: 'two states as one member, made of states: its distinct count is right, too',
    request: {
      by: ['store.state'],
      measures: ['units', 'sales', 'customers'],
      where: { 'time.quarter': '1997-Q1' },
      calculatedMembers: [
        {
          in: 'store.state',
          name: 'CA+OR',
          formula: { op: 'at', of: { op: 'value' }, where: { 'store.state': ['CA', 'OR'] } },
        },
      ],
    },
    expected: [
      'CA | 16890 | 36175.2 | 1110',
      'OR | 19287 | 40170.29 | 767',
      'WA | 30114 | 63282.86 | 1104',
      'CA+OR | 36177 | 76345.49 | 1877',
    ],
    source: 'Mondrian FunctionTest.testAllMembers; customers: CSV',
  },
];

const FIRST_QUARTER = { 'time.quarter': '1997-Q1' };

const across: readonly Oracle[] = [
  {
    id: 'DA1a',
    what: 'sales and shipments by warehouse state: sales know no warehouse',
    request: ({ sales, warehouse }) =>
      drillAcross(
        { sales, warehouse },
        {
          by: ['warehouse.state'],
          measures: ['sales.units', 'sales.sales', 'warehouse.shipped'],
          where: FIRST_QUARTER,
          totals: 'rollup',
        },
      ),
    expected: [
      'CA | - | - | 8539',
      'OR | - | - | 7994',
      'WA | - | - | 34418',
      'All | 66291 | 139628.35 | 50951',
    ],
    source: 'Mondrian BasicQueryTest.testVirtualCube',
  },
  {
    id: 'DA1b',
    what: 'with unrelated dimensions ignored, the units of the year stand beside every country',
    request: ({ sales, warehouse }) =>
      drillAcross(
        { sales, warehouse },
        {
          by: ['warehouse.country'],
          measures: ['sales.units', 'warehouse.shipped'],
          ignoreUnrelated: true,
        },
      ),
    expected: ['USA | 266773 | 207726'],
    source: 'Mondrian FunctionTest.testValidMeasure; shipped: CSV',
  },
  {
    id: 'DA1c',
    what: 'over a dimension that both have',
    request: ({ sales, warehouse }) =>
      drillAcross(
        { sales, warehouse },
        {
          by: ['product.family'],
          measures: ['sales.units', 'warehouse.ordered'],
          totals: 'rollup',
        },
      ),
    expected: [
      'Drink | 24597 | 23114',
      'Food | 191940 | 162777',
      'Non-Consumable | 50236 | 41347',
      'All | 266773 | 227238',
    ],
    source: 'CSV',
  },
];

/** All of them. */
export const hierarchies: readonly Oracle[] = [...trees, ...accounts, ...sets, ...across];
