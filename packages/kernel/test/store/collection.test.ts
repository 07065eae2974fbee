/** What a collection may not declare, because one store or another could not hold it. */
import { KernelError } from '@kontor/kernel';
import { collection, type CollectionDeclaration, snakeCase } from '@kontor/kernel/store';
import { describe, expect, test } from 'vitest';

interface Doc {
  readonly id: string;
}

const declare = (name: string, parts: Partial<CollectionDeclaration<Doc>> = {}): unknown => {
  try {
    return collection<Doc>(name, { id: (doc) => doc.id, ...parts }).name;
  } catch (error) {
    if (!KernelError.is(error, 'KERNEL_BAD_COLLECTION')) throw error;
    return error.details.path;
  }
};

describe('collection', () => {
  test.each(['entry', 'ledger_entry', 'a1_b2', 'x'.repeat(61)])('takes the name %s', (name) => {
    expect(declare(name)).toBe(name);
  });

  test.each(['', 'Entry', '1entry', 'a__b', '_a', 'a_', 'a-b', 'kontor_x', 'a_v', 'x'.repeat(62)])(
    'refuses the name %j',
    (name) => {
      expect(declare(name)).toBe('name');
    },
  );

  test.each([
    [{ Account: 'text' }, 'fields.Account'],
    [{ account_id: 'text' }, 'fields.account_id'],
    [{ version: 'integer' }, 'fields.version'],
    [{ document: 'text' }, 'fields.document'],
    [{ amount: 'money' }, 'fields.amount'],
    [{ ['x'.repeat(32)]: 'text' }, `fields.${'x'.repeat(32)}`],
  ])('refuses the fields %j', (fields, path) => {
    expect(declare('entry', { fields: fields as Record<string, 'text'> })).toBe(path);
  });

  test.each([
    [{ byDay: ['day'] }, 'entry'],
    [{ byDay: ['day', 'account'] }, 'entry'],
    [{ byDay: [] }, 'indexes.byDay'],
    [{ byDay: ['day', 'day'] }, 'indexes.byDay'],
    [{ byDay: ['none'] }, 'indexes.byDay'],
    [{ byAmount: ['amount'] }, 'indexes.byAmount'],
    [{ by_day: ['day'] }, 'indexes.by_day'],
    [{ ['x'.repeat(60)]: ['day'] }, `indexes.${'x'.repeat(60)}`],
  ])('judges the indexes %j: %s', (indexes, path) => {
    const fields = { day: 'integer', account: 'text', amount: 'decimal' } as const;
    expect(declare('entry', { fields, indexes })).toBe(path);
  });

  test('refuses one name for two indexes', () => {
    const both = { indexes: { byDay: ['day'] }, unique: { byDay: ['day'] } };
    expect(declare('entry', { fields: { day: 'integer' }, ...both })).toBe('unique.byDay');
  });
});

test('snakeCase gives the column of a field', () => {
  expect(['id', 'accountId', 'lotSizeMin'].map(snakeCase)).toEqual([
    'id',
    'account_id',
    'lot_size_min',
  ]);
});
