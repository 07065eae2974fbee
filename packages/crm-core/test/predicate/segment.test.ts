/**
 * A segment in all its forms: of a record, of columns, as SQL on the store's tables, explained.
 */
import { sqliteStore } from '@kontor/kernel/sqlite';
import { collection, transact } from '@kontor/kernel/store';
import { and, field, not, or, param, related } from '@kontor/crm-core';
import { columnsOf, explainPredicate, predicateSql, segment } from '@kontor/crm-core/segments';
import { Decimal as Inexact } from 'decimal.js';
import { fc, test as propertyTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { openSqlite } from '../../../kernel/test/store/drivers.ts';

const Decimal = Inexact.clone({ precision: 60 });
const kinds = { owner: 'text', surname: 'text', amount: 'decimal', lastOrderOn: 'day' } as const;
const now = Date.parse('2026-03-10T12:00:00.000Z');
const active = segment({
  kinds,
  all: [field('lastOrderOn').within('90d'), not(field('surname').ignoreCase.eq('MÜLLER'))],
  any: [field('owner').eq(param('me')), field('amount').ge('1000')],
});
const contacts = [
  { id: 'a', owner: 'anna', surname: 'Meyer', lastOrderOn: '2026-03-10' },
  { id: 'b', owner: 'anna', surname: 'müller', lastOrderOn: '2026-03-10' },
  { id: 'c', owner: 'bo', surname: 'Meyer', lastOrderOn: '2025-12-11', amount: '1000.00' },
  { id: 'd', owner: 'bo', surname: 'Meyer', lastOrderOn: '2025-12-10', amount: '1000.00' },
  { id: 'e', owner: 'bo', lastOrderOn: '2026-03-01', amount: '999.99' },
];
const params = { me: 'anna' };

describe('segment', () => {
  test('finds the same contacts in every form', async () => {
    const rows = collection('crm_contact', {
      id: (contact: { readonly id: string }) => contact.id,
      fields: { owner: 'text' },
      indexes: { byOwner: ['owner'] },
    });
    const database = openSqlite('node-sqlite3-wasm', ':memory:');
    const store = sqliteStore(database);
    await store.prepare([rows]);
    await transact(store, async (tx) => {
      for (const contact of contacts) tx.insert(rows, contact);
    });
    // Indexed fields have columns of their own.
    const { text, values } = active.sql('sqlite', { now, params, columns: { owner: 'owner' } });
    const statement = database.prepare(`select id from crm_contact where ${text} order by id`);
    const found = statement.all(values) as { readonly id: string }[];
    await store.close();
    database.close();

    expect(found.map(({ id }) => id)).toEqual(['a', 'c']);
    expect([...active.select(columnsOf(contacts, kinds), { now, params })]).toEqual([0, 2]);
    expect(contacts.map((one) => active.matches(one, { now, params }))).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
  });

  test('refuses faults when it is made', () => {
    expect(() => segment({ kinds, all: [field('owne').eq('a')] })).toThrow(
      'and.0.field: there is no',
    );
  });

  test('is one of the conditions of another one', () => {
    const mine = segment({ kinds, all: [active.where, field('owner').eq('anna')] });
    expect(contacts.filter((one) => mine.matches(one, { now, params }))).toEqual([contacts[0]]);
  });
});

describe('predicateSql', () => {
  const write = (dialect: 'sqlite' | 'postgres', condition = field('owner').eq('anna')) =>
    predicateSql(condition, kinds, { dialect, now, params, columns: { owner: 'c.owner' } });

  test('keeps a comparison with a column plain, so that its index serves', () => {
    expect(write('postgres')).toEqual({ text: 'c.owner = $1::text', values: ['anna'] });
    expect(write('sqlite')).toEqual({ text: 'c.owner = ?', values: ['anna'] });
  });

  test('makes two-valued what is negated', () => {
    expect(write('postgres', not(field('owner').gt('a'))).text).toBe(
      'not ((c.owner > $1::text collate "C") is true)',
    );
  });

  test('numbers places from where the query is', () => {
    const condition = or(field('owner').in(['a', 'b']), field('owner').startsWith('c'));
    const options = {
      dialect: 'postgres',
      now,
      columns: { owner: 'owner' },
      firstPlace: 3,
    } as const;
    expect(predicateSql(condition, kinds, options)).toEqual({
      text: '(owner in ($3::text, $4::text) or starts_with(owner, $5::text))',
      values: ['a', 'b', 'c'],
    });
  });

  test('puts nothing from outside into the text', () => {
    const evil = "'; drop table crm_contact; --";
    for (const dialect of ['sqlite', 'postgres'] as const) {
      const { text, values } = write(dialect, field('surname').ignoreCase.contains(evil));
      expect(text).not.toContain('drop');
      expect(values).toEqual([evil]);
    }
  });

  const decimals = (
    '0 -0 -0.00 0.1 0.10 -0.1 0.1000000000000000001 1 01.0 -1 -1.01 -9 -10 9 10 100 ' +
    '9007199254740993 9007199254740992 -9007199254740993 -9007199254740992.5'
  ).split(' ');

  test.each(decimals)('SQLite compares decimals exactly, by value: with %s', (operand) => {
    const database = openSqlite('node-sqlite3-wasm', ':memory:');
    const digits = { amount: 'decimal' } as const;
    const given = decimals.map((amount) => ({ amount }));
    for (const op of ['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const) {
      const condition = field('amount')[op](operand);
      const { text, values } = predicateSql(condition, digits, {
        dialect: 'sqlite',
        now,
        document: 'value',
      });
      const statement = database.prepare(`select ${text} as found from json_each(?)`);
      const rows = statement.all([...values, JSON.stringify(given)]) as { found: number }[];
      const expected = given.map(({ amount }) => holds(op, new Decimal(amount).cmp(operand)));
      expect([op, rows.map(({ found }) => found === 1)]).toEqual([op, expected]);
    }
    database.close();
  });

  const anyDouble = fc.double({ noNaN: true, noDefaultInfinity: true });

  propertyTest.prop([fc.array(fc.tuple(anyDouble, fc.integer({ min: -1, max: 1 })))], {
    numRuns: process.env['KONTOR_FULL'] === '1' ? 2000 : 60,
  })('property: SQLite tells neighbouring doubles apart', (drawn) => {
    const database = openSqlite('node-sqlite3-wasm', ':memory:');
    for (const [value, step] of drawn) {
      const operand = neighbour(value, step);
      for (const op of ['eq', 'lt', 'ge'] as const) {
        const ask = { dialect: 'sqlite', now, document: 'document' } as const;
        const { text, values } = predicateSql(field('age')[op](operand), { age: 'number' }, ask);
        const statement = database.prepare(`select (${text}) as found from (select ? as document)`);
        const document = JSON.stringify({ age: value });
        const [row] = statement.all([...values, document]) as [{ readonly found: number }];
        const expected = { eq: value === operand, lt: value < operand, ge: value >= operand }[op];
        expect([op, value, operand, row.found === 1]).toEqual([op, value, operand, expected]);
        (statement as unknown as { finalize(): void }).finalize();
      }
    }
    database.close();
  });
});

function holds(op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge', order: number): boolean {
  const isEqual = order === 0;
  if (op === 'eq' || op === 'ne') return isEqual === (op === 'eq');
  const isBelow = op === 'lt' || op === 'le';
  return (isBelow ? order < 0 : order > 0) || (isEqual && (op === 'le' || op === 'ge'));
}

/** The double before or after a finite one, or itself. */
function neighbour(value: number, step: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + BigInt(step));
  const next = bits.getFloat64(0);
  return Number.isFinite(next) ? next : value;
}

describe('explainPredicate', () => {
  test('tells of every part whether it holds, and what the record has', () => {
    const explanation = active.explain(contacts[4]!, { now, params });
    const lines: string[] = [];
    const list = ({ path, text, parts }: typeof explanation): void => {
      lines.push(`${path}: ${text}`);
      parts.forEach(list);
    };
    list(explanation);
    expect(lines).toEqual([
      ': all of 3 conditions: no, 2 of 3 hold',
      'and.0: lastOrderOn within the last 90d: yes, it is "2026-03-01"',
      'and.1: not surname = "MÜLLER", without case: yes, 0 of 1 hold',
      'and.1.not: surname = "MÜLLER", without case: no, it is missing',
      'and.2: one of 2 conditions: no, 0 of 2 hold',
      `and.2.or.0: owner = the parameter 'me': no, it is "bo"`,
      'and.2.or.1: amount ≥ "1000": no, it is "999.99"',
    ]);
  });

  test('counts child rows', () => {
    const deals = { amount: 'decimal' } as const;
    const condition = and(related('deals').count('gt', 1, field('amount').between('1', '2')));
    const explain = explainPredicate(condition, {}, { deals });
    const rows = [{ amount: '1' }, { amount: '2.0' }, { amount: '2.01' }];
    expect(explain({}, { now, related: () => rows }).parts[0]).toMatchObject({
      path: 'and.0',
      holds: true,
      rows: { matching: 2, of: 3 },
      text: 'count of deals with amount between "1" and "2" > 1: yes, 2 of 3 rows',
    });
  });
});
