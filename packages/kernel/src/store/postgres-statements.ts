/**
 * The statements of a PostgreSQL commit: each takes any number of rows through `unnest`.
 *
 * So a commit costs a few round trips, whatever its size, and never meets the limit of 65,535
 * parameters. Arrays go as text and are cast here: both drivers can send those.
 */
import type { Collection, Range } from './contract.ts';
import type { EncodedDocument, EncodedRemoval } from './sql-batch.ts';
import { type Binder, rangeCondition } from './sql-range.ts';
import { type Column, quoted, quotedList, type Table } from './sql-schema.ts';

/** A statement and its parameters. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A document or a removal with the tenant and the version of its batch. */
export interface WriteRow<Write = EncodedDocument | EncodedRemoval> {
  readonly tenant: string;
  readonly version: number;
  readonly write: Write;
}

/**
 * Increments of one field of one document, added up; the bounds are of the value before them all.
 */
export interface IncrementRow {
  readonly tenant: string;
  readonly version: number;
  readonly id: string;
  readonly field: string;
  readonly by: bigint;
  /** The least and the greatest value from which every single step keeps its own bounds. */
  readonly least: bigint | undefined;
  readonly greatest: bigint | undefined;
}

/** Collects the parameters of one statement. */
export class Parameters implements Binder {
  readonly values: unknown[] = [];

  bind(value: string | number, kind: 'text' | 'integer'): string {
    return this.add(String(value), kind === 'integer' ? 'bigint' : 'text');
  }

  /** Takes a value and gives its placeholder, with its type. */
  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}

/** `insert` refuses what is there (23505), `put` replaces it. */
export function writeDocuments(
  table: Table,
  kind: EncodedDocument['kind'],
  rows: readonly WriteRow<EncodedDocument>[],
): Statement {
  const parameters = new Parameters();
  const columns = table.indexed.map(({ column }) => column);
  const names = ['tenant', 'id', 'version', ...columns, 'document'];
  const arrays = [
    rows.map(({ tenant }) => tenant),
    rows.map(({ write }) => write.id),
    rows.map(({ version }) => String(version)),
    ...table.indexed.map((_, at) => rows.map(({ write }) => textOf(write.values[at]))),
    rows.map(({ write }) => write.json),
  ].map((array) => parameters.add(array, 'text[]'));
  const types = ['text', 'text', 'bigint', ...table.indexed.map(columnType), 'jsonb'];
  const selected = names.map((name, at) => `w.${quoted(name)}::${types[at]}`).join(', ');
  const changes = ['version', ...columns, 'document'].map(
    (name) => `${quoted(name)} = excluded.${quoted(name)}`,
  );
  const text =
    `insert into ${quoted(table.name)} (${quotedList(names)}) select ${selected} ` +
    `from unnest(${arrays.join(', ')}) as w(${quotedList(names)})` +
    (kind === 'put' ? ` on conflict (tenant, id) do update set ${changes.join(', ')}` : '');
  return { text, values: parameters.values };
}

/** Removes what is there; what is not does nothing. */
export function removeDocuments(table: Table, rows: readonly WriteRow[]): Statement {
  const parameters = new Parameters();
  const tenants = parameters.add(
    rows.map(({ tenant }) => tenant),
    'text[]',
  );
  const ids = parameters.add(
    rows.map(({ write }) => write.id),
    'text[]',
  );
  const text =
    `delete from ${quoted(table.name)} as e using unnest(${tenants}, ${ids}) as w(tenant, id) ` +
    'where e.tenant = w.tenant and e.id = w.id';
  return { text, values: parameters.values };
}

/**
 * Adds in place, so that only the row itself can conflict. Gives one row per document that was
 * changed: fewer than asked means that one was absent, held no integer or would have left its
 * bounds.
 */
export function incrementDocuments(table: Table, rows: readonly IncrementRow[]): Statement {
  const parameters = new Parameters();
  const arrays = [
    rows.map(({ tenant }) => tenant),
    rows.map(({ id }) => id),
    rows.map(({ version }) => String(version)),
    rows.map(({ field }) => field),
    rows.map(({ by }) => String(by)),
    rows.map(({ least }) => textOf(least)),
    rows.map(({ greatest }) => textOf(greatest)),
  ].map((array) => parameters.add(array, 'text[]'));
  const value = '(e.document ->> w.field)::numeric';
  // `case`, because `and` may try the cast on a text that the pattern would have kept from it.
  const fits =
    `case when jsonb_typeof(e.document -> w.field) = 'string' ` +
    `and e.document ->> w.field ~ '^(0|-?[1-9][0-9]*)$' ` +
    `then (w.least is null or ${value} >= w.least::numeric) ` +
    `and (w.greatest is null or ${value} <= w.greatest::numeric) else false end`;
  const text =
    `update ${quoted(table.name)} as e set version = w.version::bigint, document = ` +
    `jsonb_set(e.document, array[w.field], to_jsonb((${value} + w.by::numeric)::text)) ` +
    `from unnest(${arrays.join(', ')}) ` +
    'as w(tenant, id, version, field, by, least, greatest) ' +
    `where e.tenant = w.tenant and e.id = w.id and ${fits} returning e.id`;
  return { text, values: parameters.values };
}

/** `count:sum of versions` of a range, as text. */
export function digestExpression(
  collection: Collection,
  tenant: string,
  range: Range,
  parameters: Parameters,
): string {
  const where = rangeCondition(collection, tenant, range, parameters);
  const digest = `count(*) || ':' || coalesce(sum(version), 0)`;
  return `(select ${digest} from ${quoted(collection.name)} where ${where})`;
}

const textOf = (value: string | number | bigint | null | undefined): string | null =>
  value === undefined || value === null ? null : String(value);

/** The type of an indexed column. */
export const columnType = ({ kind }: Column): string => (kind === 'integer' ? 'bigint' : 'text');
