/**
 * Conditions as SQL find the records that closures find, on real databases: many conditions are
 * columns of one query over drawn records.
 */
import { fc } from '@fast-check/vitest';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkPredicate, compilePredicate, type Predicate } from '@kontor/crm-core';
import { connectSqlite } from '../../../kernel/src/store/sqlite-connection.ts';
import { databaseFolder, fullRun, openSqlite } from '../../../kernel/test/store/drivers.ts';
import { openPostgres, type PostgresServer } from '../../../kernel/test/store/postgres-server.ts';
import { type PredicateSql, predicateSql } from '../../src/predicate/predicate-sql.ts';
import {
  anyCondition,
  anyParams,
  anyRecords,
  drawnDealKinds,
  drawnKinds,
  drawnNow as now,
} from './drawn-conditions.ts';

const relations = { deals: drawnDealKinds };
const related = {
  deals: { from: 'deal', on: 'deal.owner = record.id', document: 'deal.document' },
};
const numRuns = fullRun ? 400 : 12;
const anyConditions = fc.array(anyCondition, { minLength: 20, maxLength: 30 });

type Records = typeof anyRecords extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** A database with the tables `record (id, document)` and `deal (owner, document)`. */
interface Database {
  readonly dialect: 'sqlite' | 'postgres';
  /** Puts these records in the place of those before. */
  fill(records: Records): Promise<void>;
  /** The rows, by id, of a query's columns. */
  ask(text: string, values: readonly (string | number)[]): Promise<readonly object[]>;
}

type Params = typeof anyParams extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** Which conditions hold, by record. */
async function bySql(
  database: Database,
  conditions: readonly Predicate[],
  params: Params,
): Promise<boolean[][]> {
  const { dialect } = database;
  const values: (string | number)[] = [];
  const columns = conditions.map((condition, at) => {
    const firstPlace = values.length + 1;
    const from = { document: 'record.document', relations, related };
    const written: PredicateSql = predicateSql(condition, drawnKinds, {
      ...from,
      dialect,
      now,
      params,
      firstPlace,
    });
    values.push(...written.values);
    return `(${written.text}) is true as c${at}`;
  });
  const rows = await database.ask(
    `select ${columns.join(', ')} from record order by record.id`,
    values,
  );
  return rows.map((row) => Object.values(row).map(Boolean));
}

function byClosures(records: Records, conditions: readonly Predicate[], params: Params) {
  const deals = new Map<object, readonly object[]>(records);
  const context = { now, params, related: (record: object) => deals.get(record)! };
  const tests = conditions.map((one) => compilePredicate(one, drawnKinds, relations));
  return [...deals.keys()].map((record) => tests.map((holds) => holds(record, context)));
}

const agreement = (database: () => Database) => async (): Promise<void> => {
  const agrees = fc.asyncProperty(
    anyRecords,
    anyConditions,
    anyParams,
    async (records, conditions, params) => {
      const checked = conditions.map((one) => checkPredicate(one, drawnKinds, relations));
      await database().fill(records);
      expect(await bySql(database(), checked, params)).toEqual(
        byClosures(records, checked, params),
      );
    },
  );
  await fc.assert(agrees, { numRuns });
};

const deals = (records: Records): [owner: number, document: string][] =>
  records.flatMap(([, rows], owner) =>
    rows.map((row): [number, string] => [owner, JSON.stringify(row)]),
  );

describe('predicateSql', () => {
  const folder = databaseFolder();
  const file = openSqlite('node-sqlite3-wasm', `${folder.path}/conditions.db`);
  let server: PostgresServer;
  let pool: Pool;

  beforeAll(async () => {
    file.exec('create table record (id integer, document text)');
    file.exec('create table deal (owner integer, document text)');
    server = await openPostgres();
    pool = server.pool();
    await pool.query('create table record (id integer, document jsonb)');
    await pool.query('create table deal (owner integer, document jsonb)');
  });

  afterAll(async () => {
    file.close();
    folder.remove();
    await server.stop();
  });

  test(
    'property: SQLite finds what closures find',
    agreement(() => {
      const connection = connectSqlite(file);
      const rows = JSON.stringify;
      return {
        dialect: 'sqlite',
        ask: async (text, values) =>
          // Whole numbers are bound as such: the driver would store a bare one as REAL.
          connection.all(
            text,
            values.map((value) => (typeof value === 'number' ? BigInt(value) : value)),
          ),
        async fill(records) {
          connection.run('delete from record');
          connection.run('delete from deal');
          const insert = `select value ->> 0, value ->> 1 from json_each(?)`;
          const all = records.map(([record], id) => [id, JSON.stringify(record)]);
          connection.run(`insert into record ${insert}`, [rows(all)]);
          connection.run(`insert into deal ${insert}`, [rows(deals(records))]);
        },
      };
    }),
  );

  test(
    'property: PostgreSQL finds what closures find',
    agreement(() => ({
      dialect: 'postgres',
      async ask(text, values) {
        const { rows } = await pool.query<object>(text, [...values]);
        return rows;
      },
      async fill(records) {
        await pool.query('truncate record, deal');
        const insert = 'select * from unnest($1::integer[], $2::jsonb[])';
        const all = records.map(([record]) => JSON.stringify(record));
        await pool.query(`insert into record ${insert}`, [[...all.keys()], all]);
        const of = deals(records);
        const columns = [of.map(([owner]) => owner), of.map(([, document]) => document)];
        await pool.query(`insert into deal ${insert}`, columns);
      },
    })),
  );
});
