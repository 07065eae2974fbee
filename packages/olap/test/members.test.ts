/**
 * The way from member to member, also where members are hidden.
 */
import { describe, expect, test } from 'vitest';
import { cubeOf, levels, OlapError, sum, tree } from '@kontor/olap';
import { expectGrid } from './grid.ts';

interface Sale {
  readonly country: string;
  readonly state: string | null;
  readonly city: string | null;
  readonly shop: string | null;
  readonly amount: number;
}

/** A city state calls its state as itself; a country of shops only has no city either. */
function raggedCube() {
  const cube = cubeOf<Sale>()({
    dimensions: {
      store: levels(
        {
          country: (row) => row.country,
          state: (row) => row.state,
          city: (row) => row.city,
          shop: (row) => row.shop,
        },
        { hideIf: { state: 'parentName', city: 'parentName', shop: 'blank' } },
      ),
    },
    measures: { amount: sum((row) => row.amount) },
  });
  cube.add([
    { country: 'DE', state: 'BY', city: 'Munich', shop: null, amount: 10 },
    { country: 'DE', state: 'BY', city: 'Augsburg', shop: null, amount: 4 },
    { country: 'MC', state: 'MC', city: 'Monaco', shop: null, amount: 3 },
    { country: 'SG', state: 'SG', city: null, shop: 'Shop 9', amount: 2 },
  ]);
  return cube;
}

const at = (level: string, ...path: readonly (string | null)[]) => ({
  level: `store.${level}`,
  path,
});

describe('a ragged hierarchy', () => {
  const cube = raggedCube();
  const { members } = cube;

  test('children pass over hidden members down to the next that is shown', () => {
    expect(members.children(at('country', 'DE'))).toEqual([at('state', 'DE', 'BY')]);
    expect(members.children(at('country', 'MC'))).toEqual([at('city', 'MC', 'MC', 'Monaco')]);
    expect(members.children(at('country', 'SG'))).toEqual([at('shop', 'SG', 'SG', null, 'Shop 9')]);
    expect(members.children({ all: 'store' })).toEqual([
      at('country', 'DE'),
      at('country', 'MC'),
      at('country', 'SG'),
    ]);
  });

  test('a hidden leaf leaves its value with its parent, which has no children', () => {
    expect(members.children(at('city', 'DE', 'BY', 'Munich'))).toEqual([]);
  });

  test('a level is that of a column, whether what is above is hidden or not', () => {
    expect(members.at('store.city')).toEqual([
      at('city', 'DE', 'BY', 'Augsburg'),
      at('city', 'DE', 'BY', 'Munich'),
      at('city', 'MC', 'MC', 'Monaco'),
    ]);
    expect(members.descendants(at('country', 'MC'), 'store.city')).toHaveLength(1);
    expect(members.descendants(at('country', 'SG'), 'store.city')).toEqual([]);
  });

  test('the parent is the nearest that is shown; a hidden ancestor is none', () => {
    const monaco = at('city', 'MC', 'MC', 'Monaco');
    expect(members.parent(monaco)).toEqual(at('country', 'MC'));
    expect(members.ancestor(monaco, 'store.state')).toBeUndefined();
    expect(members.ancestor(monaco, 'store.country')).toEqual(at('country', 'MC'));
    expect(members.parent(at('country', 'MC'))).toEqual({ all: 'store' });
  });

  test('totals are untouched by hiding', () => {
    expectGrid(
      cube.query({
        members: {
          set: [
            { all: 'store' },
            ...members.children({ all: 'store' }),
            ...members.children({ all: 'store' }).flatMap((country) => members.children(country)),
          ],
        },
        measures: ['amount'],
      }),
      `
      store.country  store.state  store.city  store.shop  amount
      All            All          All         All             19
      DE             All          All         All             14
      DE             BY           All         All             14
      MC             All          All         All              3
      MC             (none)       Monaco      All              3
      SG             All          All         All              2
      SG             (none)       (none)      Shop 9           2
      `,
    );
    expectGrid(
      cube.query({ by: ['store.city'], measures: ['amount'], totals: 'rollup' }),
      `
      store.city  amount
      Augsburg         4
      Munich          10
      Monaco           3
      All             19
      `,
    );
  });

  test('what does not stand below is refused', () => {
    expect(() => members.descendants(at('city', 'MC', 'MC', 'Monaco'), 'store.country')).toThrow(
      /'store.country' does not stand below 'store.city'/,
    );
  });
});

describe('a tree', () => {
  const staff = [
    { id: 'Ada', boss: null },
    { id: 'Bo', boss: 'Ada' },
    { id: 'Cy', boss: 'Bo' },
  ];
  const cubeWith = (own: 'shown' | 'hidden') => {
    const cube = cubeOf<{ who: string; pay: number }>()({
      dimensions: {
        staff: tree((row) => row.who, staff, {
          level: 'person',
          key: (one) => one.id,
          parent: (one) => one.boss,
          own,
        }),
      },
      measures: { pay: sum((row) => row.pay) },
    });
    cube.add(staff.map(({ id }, index) => ({ who: id, pay: 10 ** index })));
    return cube;
  };
  const person = (...path: readonly string[]) => ({ level: 'staff.person', path });

  test('the own part of a parent stands before its children, unless it is hidden', () => {
    const own = { level: 'staff.own', path: ['Ada'] };
    expect(cubeWith('shown').members.children(person('Ada'))).toEqual([own, person('Ada', 'Bo')]);
    expect(cubeWith('hidden').members.children(person('Ada'))).toEqual([person('Ada', 'Bo')]);
    expect(cubeWith('shown').members.parent(own)).toEqual(person('Ada'));
    expect(cubeWith('shown').members.children(person('Ada', 'Bo', 'Cy'))).toEqual([]);
  });

  test('descendants are all nodes below, the node itself first', () => {
    expect(cubeWith('shown').members.descendants(person('Ada', 'Bo'), 'staff.person')).toEqual([
      person('Ada', 'Bo'),
      person('Ada', 'Bo', 'Cy'),
    ]);
  });

  test('with visual totals a node is the total of its descendants that are shown', () => {
    const cells = cubeWith('shown').query({
      members: { set: [person('Ada'), person('Ada', 'Bo', 'Cy')], visualTotals: true },
      measures: ['pay'],
    });
    expectGrid(
      cells,
      `
      staff.person  pay
      Ada           100
      Cy            100
      `,
    );
  });
});

test('what is booked on an account itself has no sign, and the total keeps to the operators', () => {
  const accounts = [
    { id: 'Result', parent: null, operator: '+' },
    { id: 'Cost', parent: 'Result', operator: '-' },
    { id: 'Wages', parent: 'Cost', operator: '+' },
  ];
  const cube = cubeOf<{ account: string; amount: number }>()({
    dimensions: {
      account: tree((row) => row.account, accounts, {
        level: 'account',
        key: (one) => one.id,
        parent: (one) => one.parent,
        operator: (one) => one.operator,
      }),
    },
    measures: { amount: sum((row) => row.amount) },
  });
  cube.add([
    { account: 'Result', amount: 1000 },
    { account: 'Cost', amount: 30 },
    { account: 'Wages', amount: 500 },
  ]);
  expectGrid(
    cube.query({ by: ['account.own'], measures: ['amount'], totals: 'rollup' }),
    `
    account.own  amount
    Cost             30
    Result         1000
    Wages           500
    All             470
    `,
  );
});

describe('a set of members', () => {
  const cube = raggedCube();

  test('is refused where it mixes hierarchies, or names its rows twice over', () => {
    const set = [at('country', 'DE')];
    expect(() => cube.query({ members: { set }, measures: ['amount'], totals: 'rollup' })).toThrow(
      /a set of members names its rows itself/,
    );
    try {
      cube.query({ members: { set: [at('country', 'XX')] }, measures: ['amount'] });
      expect.unreachable();
    } catch (error) {
      expect(OlapError.is(error, 'OLAP_UNKNOWN_MEMBER')).toBe(true);
    }
  });

  test('crosses with other levels', () => {
    const crossed = cubeOf<{ family: string; name: string; year: number; units: number }>()({
      dimensions: {
        product: levels({ family: (row) => row.family, name: (row) => row.name }),
        year: levels({ year: (row) => row.year }),
      },
      measures: { units: sum((row) => row.units) },
    });
    crossed.add([
      { family: 'Food', name: 'Bread', year: 1, units: 2 },
      { family: 'Food', name: 'Eggs', year: 2, units: 3 },
      { family: 'Drink', name: 'Juice', year: 1, units: 4 },
    ]);
    expectGrid(
      crossed.query({
        members: {
          set: [
            { level: 'product.family', path: ['Food'] },
            { level: 'product.name', path: ['Food', 'Eggs'] },
          ],
        },
        by: ['year.year'],
        measures: ['units'],
      }),
      `
      product.family  product.name  year.year  units
      Food            All           1              2
      Food            All           2              3
      Food            Eggs          2              3
      `,
    );
  });

  test('of nothing is an empty answer', () => {
    expect(cube.query({ members: { set: [] }, measures: ['amount'] }).length).toBe(0);
  });
});
