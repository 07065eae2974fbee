/**
 * Columns, and the table of ids.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IdTable, IntField, IntRows, PlaceRuns, RunColumn } from '../src/columns.ts';

/** The hash of the table but for its final mix, which keeps what is equal and what is not. */
function fnv(id: string): number {
  let hash = 0x811c9dc5;
  for (const letter of id) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return hash | 0;
}

/** A table with its column of ids, as the books keep them. */
function openTable(): {
  ids: string[];
  table: IdTable;
  add(id: string): void;
  claim(id: string): boolean;
  remove(): void;
} {
  const ids: string[] = [];
  const table = new IdTable(ids);
  return {
    ids,
    table,
    add(id) {
      ids.push(id);
      table.add(ids.length - 1);
    },
    claim(id) {
      const isNew = table.claim(id);
      if (isNew) ids.push(id);
      return isNew;
    },
    remove() {
      table.removeLast();
      ids.pop();
    },
  };
}

describe('IntRows', () => {
  test('grow, and are cut off', () => {
    const rows = new IntRows(3);
    const column = new IntField(rows, 1);
    const add = (value: number): void => {
      const at = rows.add();
      rows.cells.set([-1, value, 1], at);
    };
    for (let at = 0; at < 40_000; at++) add(at - 500);
    const places = [0, 255, 16_383, 16_384, 39_999];
    expect(places.map((at) => column.at(at))).toEqual([-500, -245, 15_883, 15_884, 39_499]);
    rows.truncate(16_384);
    expect([column.length, column.at(16_383), column.at(16_384)]).toEqual([16_384, 15_883, 0]);
    rows.truncate(10);
    add(7);
    expect([column.length, column.at(9), column.at(10)]).toEqual([11, -491, 7]);
  });

  test('grow by some at a time, as far as there is room, in the places of one after the other', () => {
    const [rows, single] = [new IntRows(3), new IntRows(3)];
    let value = 0;
    for (const most of [1, 15, 7, 20_000, 1, 20_000]) {
      for (let left = most; left > 0; ) {
        const some = rows.addSome(left);
        expect(some).toBeGreaterThan(0);
        expect(some).toBeLessThanOrEqual(left);
        for (let at = rows.filled - 3 * some; at < rows.filled; at += 3, value++) {
          rows.cells.set([value, -value, 7], at);
          const place = single.add();
          single.cells.set([value, -value, 7], place);
        }
        left -= some;
      }
    }
    expect([rows.length, rows.filled]).toEqual([single.length, single.filled]);
    const differing = Array.from({ length: rows.length }, (_, row) => row).filter((row) =>
      [0, 1, 2].some((field) => rows.at(row, field) !== single.at(row, field)),
    );
    expect(differing).toEqual([]);
  });
});

describe('RunColumn', () => {
  test('property: is a list that forgets the last first', () => {
    const steps = fc.array(fc.oneof(fc.nat({ max: 2 }), fc.constant(undefined)), {
      maxLength: 100,
    });
    fc.assert(
      fc.property(steps, (all) => {
        const column = new RunColumn();
        const list: number[] = [];
        for (const step of all) {
          if (step !== undefined) {
            const times = 1 + (list.length % 3);
            list.push(...Array.from({ length: times }, () => step));
            column.push(step, times);
          } else if (list.length > 0) {
            list.pop();
            column.pop();
          }
          expect(column.length).toBe(list.length);
          expect(list.map((_, at) => column.at(at))).toEqual(list);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('PlaceRuns', () => {
  test('property: are a list that forgets the last first', () => {
    const additions = fc.record({ gap: fc.nat({ max: 1 }), count: fc.nat({ max: 3 }) });
    const steps = fc.array(fc.oneof(additions, fc.constant(undefined)), { maxLength: 100 });
    fc.assert(
      fc.property(steps, (all) => {
        const runs = new PlaceRuns();
        const added: number[][] = [];
        for (const step of all) {
          if (step === undefined) runs.removeLast(added.pop()?.length ?? 0);
          else {
            const first = (added.flat().at(-1) ?? -1) + 1 + step.gap;
            added.push(Array.from({ length: step.count }, (_, at) => first + at));
            runs.add(first, step.count);
          }
          const places: number[] = [];
          runs.forEach((place) => places.push(place));
          expect(places).toEqual(added.flat());
        }
      }),
      { numRuns: 200 },
    );
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

  test('claims each of many ids once, also of those whose hashes are the same', () => {
    const { table, ids, claim } = openTable();
    const many = Array.from({ length: 20_000 }, (_, at) => `entry-${at}`);
    const claimed = [...many, 'e522789', 'e739192', ...many].map((id) => claim(id));
    expect(claimed).toEqual([...many, 1, 2].map(() => true).concat(many.map(() => false)));
    expect(ids.every((id, at) => table.find(id) === at)).toBe(true);
  });

  test('property: is a map that forgets the last first', () => {
    const steps = fc.array(fc.oneof(fc.string({ maxLength: 3 }), fc.constant(undefined)), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(steps, (all) => {
        const { table, ids, add, claim, remove } = openTable();
        for (const [at, step] of all.entries()) {
          if (step === undefined) {
            if (ids.length > 0) remove();
          } else if (at % 2 === 0) {
            const isNew = !ids.includes(step);
            expect(claim(step)).toBe(isNew);
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
