/**
 * Which records fulfil which condition: every operator for every kind it is for.
 */
import { describe, expect, test } from 'vitest';
import {
  and,
  checkPredicate,
  compilePredicate,
  field,
  type FieldKinds,
  not,
  or,
  param,
  type Predicate,
  related,
} from '@kontor/crm-core';

const kinds: FieldKinds = {
  text: 'text',
  number: 'number',
  decimal: 'decimal',
  boolean: 'boolean',
  day: 'day',
  instant: 'instant',
  list: 'list',
  'ext.size': 'number',
};
const now = Date.parse('2026-03-10T12:00:00.000Z');

function holds(condition: Predicate, record: object, params = {}): boolean {
  const checked = checkPredicate(condition, kinds);
  return compilePredicate(checked, kinds)(record, { now, params });
}

type Case = readonly [field: string, operand: string | number | boolean, given: unknown];

const ORDERED: readonly (readonly [...Case, order: -1 | 0 | 1])[] = [
  // field, compared with, value of the record, which is below (-1), at (0) or above (1) it
  ['text', 'Bo', 'Anna', -1],
  ['text', 'Bo', 'Bo', 0],
  ['text', 'Bo', 'bo', 1],
  ['text', 'Z', 'Ä', 1],
  ['text', '\u{FFFD}', '😀', 1],
  ['text', '😀', '\u{E000}', -1],
  ['text', '', 'a', 1],
  ['number', 10, 9, -1],
  ['number', 10, 10, 0],
  ['number', 0, -0, 0],
  ['number', 0.1, 0.1 + 0.2, 1],
  ['decimal', '9', '10.5', 1],
  ['decimal', '1.50', '1.5', 0],
  ['decimal', 1, '1.00', 0],
  ['decimal', '0', '-0.00', 0],
  ['decimal', '-1', '-1.01', -1],
  ['decimal', '0.30', '0.3000000000000000001', 1],
  ['decimal', '9007199254740993', '9007199254740992', -1],
  ['decimal', '7', '007', 0],
  ['day', '2026-03-01', '2026-02-28', -1],
  ['day', '2026-03-01', '2026-03-01', 0],
  ['instant', '2026-03-01T00:00:00.000Z', '2026-03-01T00:00:00.001Z', 1],
];

describe('comparisons', () => {
  test.each(ORDERED)('of %s with %j: %j is ordered %i', (name, operand, given, order) => {
    const conditions = field(name);
    const found = {
      eq: holds(conditions.eq(operand), { [name]: given }),
      ne: holds(conditions.ne(operand), { [name]: given }),
      lt: holds(conditions.lt(operand), { [name]: given }),
      le: holds(conditions.le(operand), { [name]: given }),
      gt: holds(conditions.gt(operand), { [name]: given }),
      ge: holds(conditions.ge(operand), { [name]: given }),
      in: holds(conditions.in([operand]), { [name]: given }),
      between: holds(conditions.between(operand, operand), { [name]: given }),
    };
    expect(found).toEqual({
      eq: order === 0,
      ne: order !== 0,
      lt: order < 0,
      le: order <= 0,
      gt: order > 0,
      ge: order >= 0,
      in: order === 0,
      between: order === 0,
    });
  });

  test.each([
    [true, true, { eq: true, ne: false }],
    [true, false, { eq: false, ne: true }],
    [false, false, { eq: true, ne: false }],
  ])('of boolean with %j: %j', (operand, given, expected) => {
    expect({
      eq: holds(field('boolean').eq(operand), { boolean: given }),
      ne: holds(field('boolean').ne(operand), { boolean: given }),
    }).toEqual(expected);
  });
});

const OTHERS: readonly (readonly [Predicate, unknown, boolean])[] = [
  [field('text').contains('ann'), 'Johanna', true],
  [field('text').contains('Ann'), 'Johanna', false],
  [field('text').contains(''), '', true],
  [field('text').contains('😀'), 'a😀b', true],
  [field('text').startsWith('Jo'), 'Johanna', true],
  [field('text').startsWith('hanna'), 'Johanna', false],
  [field('text').startsWith('100%'), '1000', false],
  [field('list').contains('vip'), ['new', 'vip'], true],
  [field('list').contains('vi'), ['new', 'vip'], false],
  [field('list').contains('vip'), [], false],
  [field('number').in([1, 2]), 2, true],
  [field('number').in([]), 2, false],
  [field('decimal').in(['0.1', '2']), '0.10', true],
  [field('number').between(1000, 1999), 1000, true],
  [field('number').between(1000, 1999), 1999, true],
  [field('number').between(1000, 1999), 1999.5, false],
  [field('number').between(2, 1), 1.5, false],
  // Now is 10 March 2026, 12:00 UTC.
  [field('instant').within('24h'), '2026-03-10T12:00:00.000Z', true],
  [field('instant').within('24h'), '2026-03-10T12:00:00.001Z', false],
  [field('instant').within('24h'), '2026-03-09T12:00:00.001Z', true],
  [field('instant').within('24h'), '2026-03-09T12:00:00.000Z', false],
  [field('instant').within('2w'), '2026-02-24T12:00:00.001Z', true],
  [field('day').within('1d'), '2026-03-10', true],
  [field('day').within('1d'), '2026-03-09', false],
  [field('day').within('1d'), '2026-03-11', false],
  [field('day').within('90d'), '2025-12-11', true],
  [field('day').within('90d'), '2025-12-10', false],
  [field('day').within('0d'), '2026-03-10', false],
];

describe('the other operators', () => {
  test.each(OTHERS)('%j of %j: %j', (condition, given, expected) => {
    const name = (condition as { field: string }).field;
    expect(holds(condition, { [name]: given })).toBe(expected);
  });

  test('a custom field is one of ext', () => {
    expect(holds(field('ext.size').gt(3), { ext: { size: 4 } })).toBe(true);
    expect(holds(field('ext.size').gt(3), {})).toBe(false);
  });
});

describe('what is missing', () => {
  const comparisons = [
    field('text').eq('a'),
    field('text').ne('a'),
    field('text').in(['a']),
    field('text').contains(''),
    field('text').startsWith(''),
    field('number').lt(1),
    field('number').ne(1),
    field('number').between(-1, 1),
    field('decimal').ne('1'),
    field('decimal').in(['0']),
    field('boolean').eq(false),
    field('boolean').ne(false),
    field('day').within('9w'),
    field('list').contains('a'),
  ];

  test.each(comparisons)('%j does not hold without a value, and its negation does', (condition) => {
    for (const record of [{}, { [(condition as { field: string }).field]: null }]) {
      expect(holds(condition, record)).toBe(false);
      expect(holds(not(condition), record)).toBe(true);
    }
  });

  test.each(Object.keys(kinds))('only isMissing sees that there is no %s', (name) => {
    expect(holds(field(name).isMissing(), {})).toBe(true);
    expect(holds(field(name).isMissing(), { [name]: null })).toBe(true);
  });

  test.each([
    ['text', ''],
    ['number', 0],
    ['decimal', '0'],
    ['boolean', false],
    ['list', []],
  ])('%s %j is a value', (name, given) => {
    expect(holds(field(name).isMissing(), { [name]: given })).toBe(false);
  });

  test.each([
    ['text', 5],
    ['number', '5'],
    ['decimal', 5],
    ['decimal', '1e3'],
    ['boolean', 'true'],
    ['day', 20_000],
    ['list', 'vip'],
  ])('a value of another kind is missing: %s %j', (name, given) => {
    expect(holds(field(name).isMissing(), { [name]: given })).toBe(true);
  });
});

describe('parameters', () => {
  const mine = field('text').eq(param('me'));

  test('come when the condition is asked', () => {
    expect(holds(mine, { text: 'anna' }, { me: 'anna' })).toBe(true);
    expect(holds(mine, { text: 'anna' }, { me: 'bo' })).toBe(false);
  });

  test('that are missing, or of another kind, are missing values', () => {
    expect(holds(mine, { text: 'anna' })).toBe(false);
    expect(holds(mine, { text: 'anna' }, { me: null })).toBe(false);
    expect(holds(mine, { text: '5' }, { me: 5 })).toBe(false);
    expect(holds(field('text').ne(param('me')), { text: 'anna' }, { me: 5 })).toBe(false);
    expect(holds(mine, { text: 'anna' }, {})).toBe(false);
    expect(holds(field('decimal').lt(param('most')), { decimal: '1' }, { most: 1.5 })).toBe(false);
    expect(holds(field('decimal').lt(param('most')), { decimal: '1' }, { most: 2 })).toBe(true);
  });

  test('can be a list, or items of one', () => {
    const oneOf = field('text').in(param('teams'));
    expect(holds(oneOf, { text: 'b' }, { teams: ['a', 'b'] })).toBe(true);
    expect(holds(oneOf, { text: 'b' }, { teams: 'b' })).toBe(false);
    expect(holds(field('text').in(['a', param('me')]), { text: 'b' }, { me: 'b' })).toBe(true);
    expect(holds(field('decimal').in(param('of')), { decimal: '1.0' }, { of: [1] })).toBe(true);
  });
});

describe('nodes', () => {
  const yes = and();
  const no = or();

  test.each([
    [and(), true],
    [or(), false],
    [and(yes, no), false],
    [and(yes, yes, yes), true],
    [and(yes, yes, no), false],
    [or(no, yes), true],
    [or(no, no, no), false],
    [not(no), true],
    [not(not(no)), false],
  ])('%j is %j', (condition, expected) => {
    expect(holds(condition, {})).toBe(expected);
  });
});

describe('rows that hang on a record', () => {
  const deals = { won: 'boolean', amount: 'decimal' } as const;
  const rows = [{ won: true, amount: '10' }, { won: false, amount: '20' }, { won: true }];
  const asked = (condition: Predicate, of: readonly object[] | undefined): boolean => {
    const checked = checkPredicate(condition, kinds, { deals });
    const context = { now, ...(of && { related: () => of }) };
    return compilePredicate(checked, kinds, { deals })({}, context);
  };
  const won = field('won').eq(true);

  test.each([
    [related('deals').any(won), true],
    [related('deals').any(field('amount').gt('20')), false],
    [related('deals').none(won), false],
    [related('deals').none(field('amount').gt('20')), true],
    [related('deals').any(), true],
    [related('deals').count('eq', 2, won), true],
    [related('deals').count('gt', 2), true],
    [related('deals').count('lt', 1, not(won)), false],
  ])('%j is %j', (condition, expected) => {
    expect(asked(condition, rows)).toBe(expected);
  });

  test('are none where nobody gives them', () => {
    expect(asked(related('deals').any(), undefined)).toBe(false);
    expect(asked(related('deals').none(), undefined)).toBe(true);
    expect(asked(related('deals').count('eq', 0), undefined)).toBe(true);
  });
});
