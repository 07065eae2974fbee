/**
 * Facts that come, change, go, are kept and come back: every answer is that of a cube which was
 * only ever given what is left.
 */
import { createEvent, type Json } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { collection } from '@kontor/kernel/store';
import {
  calendar,
  cubeOf,
  distinct,
  hierarchies,
  levels,
  lastNonEmpty,
  max,
  OlapError,
  sum,
  tree,
} from '@kontor/olap';
import { arrowBytes, arrowRows, csvRows, parquetRows } from '@kontor/olap/files';
import { followEvents, loadCollection, loadSnapshot, saveSnapshot } from '@kontor/olap/store';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { expectGrid } from './grid.ts';

interface Movement {
  readonly id: number;
  readonly day: string | null;
  readonly shop: string;
  readonly region: string;
  readonly kind: string;
  readonly account: string;
  readonly who: string;
  readonly amount: string | null;
}

const accounts = [
  { id: 'all', parent: null, operator: '+' },
  { id: 'in', parent: 'all', operator: '+' },
  { id: 'out', parent: 'all', operator: '-' },
];

const openCube = () =>
  cubeOf<Movement>()({
    key: (row) => row.id,
    dimensions: {
      time: calendar((row) => row.day, ['year', 'month', 'day']),
      shop: hierarchies({
        place: { region: (row) => row.region, shop: (row) => row.shop },
        kind: { kind: (row) => row.kind },
        both: { region2: (row) => row.region, kind2: (row) => row.kind },
      }),
      account: tree((row) => row.account, accounts, {
        level: 'account',
        key: (one) => one.id,
        parent: (one) => one.parent,
        operator: (one) => one.operator,
      }),
    },
    measures: {
      amount: sum((row) => row.amount, { scale: 2 }),
      most: max((row) => row.amount, { scale: 2 }),
      people: distinct((row) => row.who),
      stock: lastNonEmpty((row) => row.amount, { along: 'time', scale: 2 }),
    },
  });

function movement(id: number): Movement {
  const month = String((id % 12) + 1).padStart(2, '0');
  return {
    id,
    day: id % 17 === 0 ? null : `20${24 + (id % 3)}-${month}-15`,
    shop: `S${id % 7}`,
    region: id % 7 < 3 ? 'north' : 'south',
    kind: id % 2 === 0 ? 'large' : 'small',
    account: id % 3 === 0 ? 'out' : 'in',
    who: `P${id % 11}`,
    amount: id % 13 === 0 ? null : `${id}.${String(id % 100).padStart(2, '0')}`,
  };
}

const movements = (from: number, to: number): Movement[] =>
  Array.from({ length: to - from }, (_, index) => movement(from + index));

type MovementCube = ReturnType<typeof openCube>;

const REQUEST = {
  by: ['shop.region', 'shop.kind', 'time.month'],
  measures: ['amount', 'most', 'people', 'stock'],
  totals: 'cube',
} as const;

const answer = (cube: MovementCube): unknown => JSON.parse(JSON.stringify(cube.query(REQUEST)));

/** A cube that was given nothing but these. */
function cubeWith(rows: readonly Movement[]): MovementCube {
  const cube = openCube();
  cube.add(rows);
  return cube;
}

describe('facts that change', () => {
  test('aggregates that are kept follow facts that come, go and are corrected', () => {
    const cube = cubeWith(movements(0, 200));
    cube.materialize(['shop.region', 'shop.kind', 'time.month']);
    answer(cube);
    cube.add(movements(200, 260));
    cube.remove([3, 50, 259]);
    const mended = { ...movement(7), amount: '1000.00', who: 'somebody else' };
    cube.correct([mended]);
    cube.put([movement(300), { ...movement(8), shop: 'S99' }]);
    const gone = new Set([3, 50, 259, 7, 8]);
    const left = movements(0, 260).filter(({ id }) => !gone.has(id));
    const twin = cubeWith([...left, mended, movement(300), { ...movement(8), shop: 'S99' }]);
    expect(answer(cube)).toEqual(answer(twin));
    expect(cube.size).toBe(258);
  });

  test('an unknown key refuses the whole command', () => {
    const cube = cubeWith(movements(0, 5));
    expect(() => cube.remove([1, 77])).toThrow(/no fact 77/);
    expect(() => cube.correct([movement(1), movement(78)])).toThrow(/no fact 78/);
    expect(cube.size).toBe(5);
  });

  test('a batch with a fault leaves nothing behind, and every fault is told with its row', () => {
    const cube = cubeWith(movements(0, 5));
    const bad = [
      movement(10),
      { ...movement(11), amount: '1.234' },
      { ...movement(12), day: 'soon' },
    ];
    let error: unknown;
    try {
      cube.add(bad);
    } catch (caught) {
      error = caught;
    }
    if (!OlapError.is(error, 'OLAP_ROWS_REFUSED')) throw error;
    expect(error.details.issues.map(({ code, row, column }) => [code, row, column])).toEqual([
      ['NOT_A_DAY', 2, 'time'],
      ['TOO_PRECISE', 1, 'amount'],
      ['TOO_PRECISE', 1, 'most'],
      ['TOO_PRECISE', 1, 'stock'],
    ]);
    expect(cube.size).toBe(5);
    expect(cube.add(bad, { onFault: 'report' })).toMatchObject({ added: 1 });
    expect(cube.size).toBe(6);
  });
});

describe('snapshots', () => {
  test('a cube comes back with its members, facts, removals and keys', () => {
    const cube = cubeWith(movements(0, 300));
    cube.remove([5, 6]);
    const back = openCube();
    back.restore(cube.snapshot());
    expect(answer(back)).toEqual(answer(cube));
    for (const of of [cube, back]) {
      of.put([movement(5), { ...movement(9), amount: '0.01' }]);
      of.add([{ ...movement(400), day: '2031-02-03', shop: 'S400' }]);
    }
    expect(answer(back)).toEqual(answer(cube));
  });

  test('a snapshot that is cut off, of another cube, or for a cube with facts is refused', () => {
    const cube = cubeWith(movements(0, 20));
    const bytes = cube.snapshot();
    const other = cubeOf<Movement>()({
      dimensions: { shop: levels({ shop: (row) => row.shop }) },
      measures: {},
    });
    expect(() => openCube().restore(bytes.subarray(0, bytes.length - 64))).toThrow(/cut off/);
    expect(() => openCube().restore(bytes.subarray(3))).toThrow(/does not begin/);
    expect(() => other.restore(bytes)).toThrow(/another definition/);
    expect(() => cube.restore(bytes)).toThrow(/has facts/);
  });

  test('a store keeps a snapshot under a name, a shorter one in the place of a longer', async () => {
    const store = memoryStore();
    const cube = cubeWith(movements(0, 20_000));
    await saveSnapshot(store, 'movements', cube);
    const large = openCube();
    expect(await loadSnapshot(store, 'movements', large)).toBe(true);
    expect(answer(large)).toEqual(answer(cube));
    const small = cubeWith(movements(0, 3));
    await saveSnapshot(store, 'movements', small);
    const back = openCube();
    await loadSnapshot(store, 'movements', back);
    expect(answer(back)).toEqual(answer(small));
    expect(await loadSnapshot(store, 'unknown', openCube())).toBe(false);
  });
});

describe('sources of facts', () => {
  test('the documents of a collection become facts', async () => {
    const store = memoryStore();
    const moves = collection<{ id: string; move: Movement }>('move', { id: ({ id }) => id });
    await store.prepare([moves]);
    await store.commit({
      id: 'b1',
      checks: [],
      writes: movements(1, 40).map((move) => ({
        kind: 'put',
        collection: moves,
        document: { id: `m${move.id}`, move },
      })),
    });
    const cube = openCube();
    await loadCollection(cube, store, moves, { rows: ({ move }) => [move] });
    expect(answer(cube)).toEqual(answer(cubeWith(movements(1, 40))));
  });

  test('events that are told twice count once', () => {
    const told = (type: string, data: Json, id: number) =>
      createEvent(
        { type, source: 'test', data },
        { clock: { now: () => 0 }, ids: { next: () => `e${id}` } },
      );
    const events = [
      told('moved', { ...movement(1) }, 1),
      told('moved', { ...movement(2) }, 2),
      told('moved', { ...movement(1) }, 3),
      told('undone', 2, 4),
      told('undone', 2, 5),
      told('other', null, 6),
    ];
    const cube = openCube();
    const changed = followEvents(cube, events, {
      moved: ({ data }) => ({ put: [data as unknown as Movement] }),
      undone: ({ data }) => ({ remove: [data as number] }),
    });
    expect([changed, cube.size]).toEqual([5, 1]);
    expect(answer(cube)).toEqual(answer(cubeWith([movement(1)])));
  });

  test('CSV, Parquet and Arrow give the same rows', async () => {
    const cubeOfText = () =>
      cubeOf<Record<string, unknown>>()({
        dimensions: { shop: levels({ name: (row) => row['shop'] as string }) },
        measures: { units: sum((row) => row['units'] as string | number | null) },
      });
    const csv = cubeOfText();
    csv.add(csvRows('shop,units\n"a, b",2\nc,\n"a, b",3\n'));
    const parquet = cubeOfText();
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: 'shop', data: ['a, b', 'c', 'a, b'], type: 'STRING' },
        { name: 'units', data: [2, null, 3], type: 'INT32' },
      ],
    });
    parquet.add(await parquetRows(bytes));
    const expected = `
      shop.name  units
      a, b           5
      c              -`;
    const request = { by: ['shop.name'], measures: ['units'] } as const;
    expectGrid(csv.query(request), expected);
    expectGrid(parquet.query(request), expected);
    const arrow = arrowRows(arrowBytes(csv.query(request)));
    expect(arrow).toEqual([
      { 'shop.name': 'a, b', units: '5' },
      { 'shop.name': 'c', units: null },
    ]);
  });
});
