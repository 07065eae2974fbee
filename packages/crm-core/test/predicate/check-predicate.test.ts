/**
 * Conditions from outside: every fault is told at once, with its path and what may have been meant.
 */
import { checkPredicate, type CrmIssue, CrmError } from '@kontor/crm-core';
import { describe, expect, test } from 'vitest';

const kinds = {
  name: 'text',
  postcode: 'number',
  amount: 'decimal',
  limit: 'decimal',
  bornOn: 'day',
  seenAt: 'instant',
  optOut: 'boolean',
  tags: 'list',
  'ext.size': 'number',
} as const;
const relations = { deals: { won: 'boolean' } } as const;

function issuesOf(input: unknown): readonly CrmIssue[] {
  try {
    checkPredicate(input, kinds, relations, ['vip']);
    return [];
  } catch (error) {
    if (!CrmError.is(error, 'CRM_INVALID_PREDICATE')) throw error;
    return error.details.issues;
  }
}

describe('checkPredicate', () => {
  test.each([
    [{ field: 'ext.size', op: 'ge', value: 42 }],
    [{ field: 'amount', op: 'lt', value: { field: 'limit' } }],
    [{ field: 'amount', op: 'lt', value: 12 }],
    [{ field: 'name', op: 'contains', value: 'ü', ignoreCase: true }],
    [{ field: 'tags', op: 'contains', value: { param: 'tag' } }],
    [{ related: 'deals', quantifier: 'any', where: { field: 'won', op: 'eq', value: true } }],
    [{ not: { segment: 'vip' } }],
  ])('takes %j', (condition) => {
    expect(issuesOf(condition)).toEqual([]);
  });

  const FAULTS: readonly (readonly [unknown, string, string])[] = [
    [
      { field: 'postcod', op: 'eq', value: 1 },
      'field',
      "there is no 'postcod'; the nearest are postcode, bornOn, optOut",
    ],
    [{ field: 'toString', op: 'isMissing' }, 'field', "there is no 'toString'; the nearest are"],
    [{ field: 'postcode', op: 'eq', value: '1' }, 'value', '"1" is no number'],
    [{ field: 'amount', op: 'eq', value: '1e3' }, 'value', `"1e3" is no decimal: give text such`],
    [{ field: 'amount', op: 'eq', value: 1.5 }, 'value', '1.5 is no decimal'],
    [{ field: 'bornOn', op: 'eq', value: '2026-02-30' }, 'value', 'is no day: give YYYY-MM-DD'],
    [{ field: 'seenAt', op: 'eq', value: '2026-03-01T10:00:00Z' }, 'value', 'is no instant'],
    [{ field: 'name', op: 'eq', value: 'a\0' }, 'value', 'characters that no store keeps'],
    [{ field: 'name', op: 'eq', value: '\ud800' }, 'value', 'characters that no store keeps'],
    [{ field: 'optOut', op: 'lt', value: true }, 'op', "'lt' is not for optOut, which is boolean"],
    [{ field: 'tags', op: 'eq', value: 'a' }, 'op', "'eq' is not for tags, which is list"],
    [{ field: 'bornOn', op: 'within', value: '12h' }, 'value', 'a day has no hours'],
    [{ field: 'amount', op: 'lt', value: { field: 'name' } }, 'value.field', "'name' is text"],
    [{ field: 'name', op: 'lt', value: 'a', ignoreCase: true }, 'ignoreCase', 'is for text'],
    [{ field: 'name', op: 'in', value: ['a', 2, 3] }, 'value.1', '2 is no text'],
    [{ related: 'deal', quantifier: 'any' }, 'related', "no 'deal'; the nearest are deals"],
    [
      { related: 'deals', quantifier: 'any', where: { field: 'name', op: 'isMissing' } },
      'where.field',
      "there is no 'name'; the nearest are won",
    ],
    [{ segment: 'vips' }, 'segment', "there is no 'vips'; the nearest are vip"],
    [{ and: [{ field: 'name' }] }, 'and.0', 'is no condition'],
    [{ and: [], or: [] }, '', 'is no condition'],
    ['name = 1', '', 'is no condition'],
  ];

  test.each(FAULTS)('refuses %j at %j', (condition, path, message) => {
    expect(issuesOf(condition)[0]).toEqual({ path, message: expect.stringContaining(message) });
  });

  test('tells all faults at once', () => {
    const condition = {
      or: [
        { not: { field: 'nam', op: 'isMissing' } },
        { and: [{ field: 'postcode', op: 'between', value: ['a', 'b'] }] },
      ],
    };
    expect(issuesOf(condition).map(({ path }) => path)).toEqual([
      'or.0.not.field',
      'or.1.and.0.value.0',
      'or.1.and.0.value.1',
    ]);
  });

  test('refuses what nests too deep for databases', () => {
    const deep = (depth: number): unknown => (depth === 0 ? { and: [] } : { not: deep(depth - 1) });
    expect(issuesOf(deep(49))).toEqual([]);
    expect(issuesOf(deep(5000))[0]?.message).toBe('nests deeper than 50: flatten it');
  });
});
