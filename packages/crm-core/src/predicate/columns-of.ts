/**
 * Records as columns: built once, asked often. They are a picture of the records as they were.
 */
import { type Column, columnOf } from './column.ts';
import { fieldReader } from './compile-predicate.ts';
import type { FieldKinds, RelationKinds } from './field-kinds.ts';

/** Rows that hang on records, and on which. */
export interface RelatedColumns {
  readonly rows: Columns;
  /** By child row: the number of its record. */
  readonly parents: Int32Array;
}

/** Records by field; rows are numbered as the records were given. */
export interface Columns {
  readonly size: number;
  readonly kinds: FieldKinds;
  readonly fields: Readonly<Record<string, Column>>;
  readonly relations: Readonly<Record<string, RelatedColumns>>;
}

/** The rows that hang on records. */
export interface RelatedRows {
  readonly relations: RelationKinds;
  readonly related: (record: object, relation: string) => readonly object[];
}

/**
 * Lays records out by field. Give only the kinds that will be asked for: each one is a column.
 *
 * @example
 * const columns = columnsOf([{ age: 17 }, { age: 20 }, {}], { age: 'number' });
 * selectRows(columns, field('age').ge(18), { now: 0 }) // => Int32Array.of(1)
 */
export function columnsOf(
  records: readonly object[],
  kinds: FieldKinds,
  children?: RelatedRows,
): Columns {
  const fields = Object.entries(kinds).map(([field, kind]) => {
    const read = fieldReader(field);
    return [
      field,
      columnOf(
        kind,
        records.map((record) => read(record)),
      ),
    ] as const;
  });
  const relations = Object.entries(children?.relations ?? {}).map(
    ([relation, rowKinds]) =>
      [relation, relatedOf(records, relation, rowKinds, children!.related)] as const,
  );
  return {
    size: records.length,
    kinds,
    fields: Object.fromEntries(fields),
    relations: Object.fromEntries(relations),
  };
}

function relatedOf(
  records: readonly object[],
  relation: string,
  kinds: FieldKinds,
  related: RelatedRows['related'],
): RelatedColumns {
  const parents: number[] = [];
  const rows: object[] = [];
  records.forEach((record, row) => {
    for (const child of related(record, relation)) {
      parents.push(row);
      rows.push(child);
    }
  });
  return { rows: columnsOf(rows, kinds), parents: Int32Array.from(parents) };
}
