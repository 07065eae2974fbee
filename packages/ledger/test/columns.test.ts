/**
 * Columns of integers, and the table of ids.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IdTable, IntColumn } from '../src/columns.ts';

/** The hash of the table but for its final mix, which keeps what is equal and what is not. */
function fnv(id: string): number {
  let hash = 0x811c9dc5;
  for (const letter of id) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return hash | 0;
}

/** A table with its column of ids, as the books keep them. */
function openTable(): { ids: string[]; table: IdTable; add(id: string): void; remove(): void } {
  const ids: string[] = [];
  const table = new IdTable(ids);
  return {
    ids,
    table,
    add(id) {
      ids.push(id);
      table.add(ids.length - 1);
    },
    remove() {
      table.removeLast();
      ids.pop();
    },
  };
}

describe('IntColumn', () => {
  test('grows, is cut off, and has 0 behind its end', () => {
    const column = new IntColumn();
    for (let at = 0; at < 1000; at++) column.push(at - 500);
    expect([column.at(0), column.at(255), column.at(256), column.at(999)]).toEqual([
      -500, -245, -244, 499,
    ]);
    column.truncate(10);
    expect([column.length, column.at(9), column.at(10)]).toEqual([10, -491, 0]);
    column.push(7);
    expect([column.length, column.at(10)]).toEqual([11, 7]);
  });
});

describe('IdTable', () => {
  test('finds each of many ids, and no other', () => {
    const { table, ids, add } = openTable();
    for (let at = 0; at < 20_000; at++) add(`entry-${at}`);
    expect(ids.every((id, at) => table.find(id) === at)).toBe(true);
    expect(['entry-20000', 'entry-', '', 'Entry-1'].map((id) => table.find(id))).toEqual([
      -1, -1, -1, -1,
    ]);
  });

  test('forgets the last ones, and takes them again', () => {
    const { table, ids, add, remove } = openTable();
    for (let at = 0; at < 5000; at++) add(`e${at}`);
    for (let at = 0; at < 4000; at++) remove();
    expect(table.find('e1000')).toBe(-1);
    expect(table.find('e4999')).toBe(-1);
    expect(ids.every((id, at) => table.find(id) === at)).toBe(true);
    for (let at = 0; at < 100; at++) add(`again${at}`);
    add('e4999');
    expect(table.find('e4999')).toBe(1100);
    expect(table.find('again99')).toBe(1099);
  });

  test('tells ids apart whose hashes are the same', () => {
    const [one, other] = ['e522789', 'e739192'] as const;
    expect(fnv(one)).toBe(fnv(other));
    const { table, add, remove } = openTable();
    add(one);
    expect(table.find(other)).toBe(-1);
    add(other);
    expect([table.find(one), table.find(other)]).toEqual([0, 1]);
    remove();
    expect([table.find(one), table.find(other)]).toEqual([0, -1]);
  });

  test('property: is a map that forgets the last first', () => {
    const steps = fc.array(fc.oneof(fc.string({ maxLength: 3 }), fc.constant(undefined)), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(steps, (all) => {
        const { table, ids, add, remove } = openTable();
        for (const step of all) {
          if (step === undefined) {
            if (ids.length > 0) remove();
          } else if (!ids.includes(step)) add(step);
          if (step !== undefined) expect(table.find(step)).toBe(ids.indexOf(step));
        }
        expect(ids.map((id) => table.find(id))).toEqual(ids.map((_, at) => at));
        for (const step of all) {
          if (step !== undefined && !ids.includes(step)) expect(table.find(step)).toBe(-1);
        }
      }),
      { numRuns: 200 },
    );
  });
});
