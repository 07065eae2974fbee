/**
 * The chart's checks, one fault at a time and all together, and the tree.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Account, type AccountInput, accountName } from '../src/account.ts';
import { accountsUnder, accountTree } from '../src/account-tree.ts';
import { type ChartTerms, checkChart } from '../src/chart-of-accounts.ts';
import { LedgerError } from '../src/errors.ts';

const sound: readonly AccountInput[] = [
  { id: 'assets', code: '1', name: 'Assets', type: 'asset', header: true },
  { id: 'cash', code: '11', name: 'Cash', parent: 'assets', monetary: true, floor: '0' },
  { id: 'customers', code: '12', name: 'Customers', parent: 'assets', openItems: true },
  { id: 'stock', code: '13', name: 'Stock', parent: 'assets' },
  { id: 'sales', type: 'income' },
];

const terms: ChartTerms = {
  dimensions: ['costCentre', 'project'],
  currencies: [{ code: 'POINT', exponent: 0 }],
};

const checked = (rows: readonly AccountInput[]): readonly Account[] =>
  checkChart(rows, terms).accounts!;

const faults = (...rows: readonly object[]): string[] =>
  checkChart([...sound, ...(rows as AccountInput[])], terms).issues.map(
    ({ code, path }) => `${code} ${path.join('.')}`,
  );

const messageOf = (...rows: readonly object[]): string =>
  checkChart([...sound, ...(rows as AccountInput[])], terms).issues[0]!.message;

describe('checkChart', () => {
  test('gives back every account with nothing left to inherit', () => {
    const rows = checked(sound).map(({ id, code, name, type, monetary }) =>
      [id, code, name, type, monetary].join(' '),
    );
    expect(rows).toEqual([
      'assets 1 Assets asset false',
      'cash 11 Cash asset true',
      'customers 12 Customers asset true',
      'stock 13 Stock asset false',
      'sales sales sales income false',
    ]);
  });

  test('an account with open items is monetary unless it says no', () => {
    const [prepaid] = checked([{ id: 'p', type: 'asset', openItems: true, monetary: false }]);
    expect(prepaid!.monetary).toBe(false);
  });

  test.each<[string, object, string]>([
    ['an id twice', { id: 'cash', code: '99', type: 'asset' }, 'DUPLICATE_KEY accounts.5.id'],
    ['a code twice', { id: 'x', code: '11', type: 'asset' }, 'DUPLICATE_KEY accounts.5.code'],
    [
      "a code that is another's id",
      { id: 'x', code: 'sales', type: 'asset' },
      'DUPLICATE_KEY accounts.5.code',
    ],
    ['an unknown parent', { id: 'x', parent: 'asset' }, 'UNKNOWN_ACCOUNT accounts.5.parent'],
    [
      'another type than the parent',
      { id: 'x', parent: 'assets', type: 'equity' },
      'TYPE_DIFFERS accounts.5.type',
    ],
    ['no type', { id: 'x' }, 'INVALID_VALUE accounts.5.type'],
    [
      'an account under itself',
      { id: 'x', parent: 'x', type: 'asset' },
      'ACCOUNT_CYCLE accounts.5.parent',
    ],
    ['a type that is none', { id: 'x', type: 'assets' }, 'INVALID_VALUE accounts.5.type'],
    ['an unknown field', { id: 'x', type: 'asset', colour: 'red' }, 'INVALID_VALUE accounts.5'],
    ['no id', { type: 'asset' }, 'INVALID_VALUE accounts.5.id'],
    [
      'an unknown currency',
      { id: 'x', type: 'asset', currency: 'EURO' },
      'UNKNOWN_CURRENCY accounts.5.currency',
    ],
    [
      'a currency without minor unit',
      { id: 'x', type: 'asset', currency: 'XAU' },
      'UNKNOWN_CURRENCY accounts.5.currency',
    ],
    [
      'a floor that is no number',
      { id: 'x', type: 'asset', floor: '1,00' },
      'BAD_AMOUNT accounts.5.floor',
    ],
    [
      'a ceiling that is not finite',
      { id: 'x', type: 'asset', ceiling: 'Infinity' },
      'BAD_AMOUNT accounts.5.ceiling',
    ],
    [
      'a floor finer than its currency',
      { id: 'x', type: 'asset', currency: 'JPY', floor: '0.5' },
      'BAD_AMOUNT accounts.5.floor',
    ],
    [
      'a floor above the ceiling',
      { id: 'x', type: 'asset', floor: '10.01', ceiling: '10' },
      'BAD_AMOUNT accounts.5.floor',
    ],
    [
      'a day that is none',
      { id: 'x', type: 'asset', openFrom: '2026-02-29' },
      'BAD_DAY accounts.5.openFrom',
    ],
    [
      'text that is no day',
      { id: 'x', type: 'asset', closedOn: 'soon' },
      'BAD_DAY accounts.5.closedOn',
    ],
    [
      'closing before opening',
      { id: 'x', type: 'asset', openFrom: '2026-02-02', closedOn: '2026-02-02' },
      'BAD_PERIOD accounts.5.closedOn',
    ],
    [
      'an unknown dimension',
      { id: 'x', type: 'asset', requiredDimensions: ['costCenter'] },
      'UNKNOWN_DIMENSION accounts.5.requiredDimensions.0',
    ],
    [
      'a dimension required and forbidden',
      {
        id: 'x',
        type: 'asset',
        requiredDimensions: ['project'],
        forbiddenDimensions: ['costCentre', 'project'],
      },
      'INVALID_VALUE accounts.5.forbiddenDimensions.1',
    ],
  ])('reports %s', (_, row, fault) => {
    expect(faults(row)).toEqual([fault]);
  });

  test.each<[string, object]>([
    ['currency', { currency: 'EUR' }],
    ['floor', { floor: 0 }],
    ['ceiling', { ceiling: 0 }],
    ['monetary', { monetary: true }],
    ['openItems', { openItems: true }],
    ['trading', { trading: true }],
    ['cashFlow', { cashFlow: 'operating' }],
    ['requiredDimensions', { requiredDimensions: ['project'] }],
    ['forbiddenDimensions', { forbiddenDimensions: ['project'] }],
  ])('a header has no %s', (field, term) => {
    const header = { id: 'x', type: 'asset', header: true, ...term };
    expect(faults(header)).toEqual([`INVALID_VALUE accounts.5.${field}`]);
  });

  test('names the way round of a circle, once, and leaves those that hang in it alone', () => {
    const circle = [
      { id: 'a', parent: 'b' },
      { id: 'b', parent: 'c' },
      { id: 'c', parent: 'a' },
      { id: 'under', parent: 'a' },
    ];
    expect(faults(...circle)).toEqual(['ACCOUNT_CYCLE accounts.5.parent']);
    expect(messageOf(...circle)).toContain("'a' is under 'b' is under 'c' is under 'a'");
    expect(faults(...circle.toReversed())).toEqual(['ACCOUNT_CYCLE accounts.6.parent']);
  });

  test('all faults come at once, and a bad row is no unknown parent', () => {
    expect(
      faults(
        { id: 'bad', type: 'asset', header: 'yes' },
        { id: 'x', parent: 'bad', floor: 'much', closedOn: '2026-13-01' },
        { id: 'x', parent: 'nowhere' },
        null as unknown as object,
      ),
    ).toEqual([
      'INVALID_VALUE accounts.5.header',
      'INVALID_VALUE accounts.8',
      'DUPLICATE_KEY accounts.7.id',
      'DUPLICATE_KEY accounts.7.code',
      'UNKNOWN_ACCOUNT accounts.7.parent',
      'BAD_AMOUNT accounts.6.floor',
      'BAD_DAY accounts.6.closedOn',
    ]);
  });

  test('amounts may be text, numbers, bigints or decimals; bounds hold in own commodities', () => {
    const [account] = checked([
      { id: 'x', type: 'asset', currency: 'POINT', floor: -5n, ceiling: { toFixed: () => '12' } },
    ]);
    expect([account!.floor, account!.ceiling]).toEqual(['-5', '12']);
    expect(faults({ id: 'x', type: 'asset', currency: 'POINT', floor: 0.5 })).toEqual([
      'BAD_AMOUNT accounts.5.floor',
    ]);
  });

  test('what is checked stays the same when checked again', () => {
    const accounts = checked(sound);
    expect(checked(accounts)).toEqual(accounts);
  });

  test('a chart of 20,000 accounts, one under the other, is no circle', () => {
    const deep = Array.from(
      { length: 20_000 },
      (_, at): AccountInput =>
        at === 0
          ? { id: '0', type: 'asset' }
          : { id: String(at), parent: String(at - 1), type: 'asset' },
    );
    expect(checked(deep)).toHaveLength(20_000);
    expect(accountTree(checked(deep)).at(-1)!.depth).toBe(19_999);
  });
});

describe('accountTree', () => {
  const chart = checked([
    { id: 'bank-b', code: '112', parent: 'cash' },
    { id: 'equity', code: '3', type: 'equity', header: true },
    { id: 'cash', code: '11', parent: 'assets', header: true },
    { id: 'bank-a', code: '1110', parent: 'cash' },
    { id: 'stock', code: '12', parent: 'assets' },
    { id: 'assets', code: '1', type: 'asset', header: true },
  ]);
  const outline = (accounts: readonly Account[]): string[] =>
    accountTree(accounts).map(({ account, depth }) => `${'  '.repeat(depth)}${account.code}`);

  test('stands in order of code, each under its header', () => {
    expect(outline(chart)).toEqual(['1', '  11', '    1110', '    112', '  12', '3']);
  });

  test('accountsUnder is the account and all under it', () => {
    const under = (id: string): string =>
      accountsUnder(chart, id)
        .map((row) => row.id)
        .join(' ');
    expect(under('assets')).toBe('assets cash bank-a bank-b stock');
    expect(under('cash')).toBe('cash bank-a bank-b');
    expect(under('equity')).toBe('equity');
    expect(() => under('nobody')).toThrow("no account 'nobody'");
    try {
      under('nobody');
    } catch (error) {
      expect(LedgerError.is(error, 'LEDGER_ACCOUNT_NOT_FOUND')).toBe(true);
    }
  });

  /** A random forest: account n may stand under an earlier one. */
  const forests = fc
    .array(fc.option(fc.nat(1000), { nil: undefined }), { minLength: 1, maxLength: 25 })
    .map((parents) =>
      parents.map((pick, at): AccountInput => {
        const parent = pick === undefined || at === 0 ? undefined : String(pick % at);
        return { id: String(at), ...(parent === undefined ? { type: 'asset' } : { parent }) };
      }),
    );

  test('property: every account stands in the tree once, one deeper than its parent', () => {
    fc.assert(
      fc.property(forests, fc.infiniteStream(fc.nat()), (rows, chance) => {
        const shuffled = rows
          .map((row) => ({ row, key: chance.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ row }) => row);
        const tree = accountTree(checked(shuffled));
        expect(tree).toHaveLength(rows.length);
        const depths = new Map(tree.map(({ account, depth }) => [account.id, depth]));
        for (const { account, depth } of tree) {
          expect(depth).toBe(account.parent === undefined ? 0 : depths.get(account.parent)! + 1);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('property: types come down from the top, however the rows are ordered', () => {
    fc.assert(
      fc.property(forests, (rows) => {
        const types = checked(rows.toReversed()).map(({ type }) => type);
        expect(new Set(types)).toEqual(new Set(['asset']));
      }),
      { numRuns: 200 },
    );
  });
});

describe('accountName', () => {
  test.each([
    ['de', 'Kasse'],
    ['de-AT', 'Kassa'],
    ['de-CH', 'Kasse'],
    ['fr', 'Cash'],
    ['en', 'Cash'],
  ])('%s: %s', (language, name) => {
    const account = { name: 'Cash', names: { de: 'Kasse', 'de-AT': 'Kassa' } };
    expect(accountName(account, language)).toBe(name);
    expect(accountName({ name: 'Cash', names: undefined }, language)).toBe('Cash');
  });
});
