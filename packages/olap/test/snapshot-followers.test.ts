/**
 * Two followers of one snapshot: what is newer is never replaced by what is older, on every store,
 * and on one that fails.
 */
import { KernelError, seededRandom } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { sqliteStore } from '@kontor/kernel/sqlite';
import { collection, type Store, transact, type TryOptions } from '@kontor/kernel/store';
import { faultyStore } from '@kontor/kernel/testing';
import { cubeOf, levels, OlapError, sum } from '@kontor/olap';
import { cubeSnapshot, loadSnapshot, saveSnapshot } from '@kontor/olap/store';
import sqlite from 'node-sqlite3-wasm';
import { describe, expect, test } from 'vitest';
import { fullRun } from '../../kernel/test/store/drivers.ts';

interface Sale {
  readonly id: number;
  readonly shop: string;
}

const openCube = () =>
  cubeOf<Sale>()({
    key: (row) => row.id,
    dimensions: { shop: levels({ shop: (row) => row.shop }) },
    measures: { ids: sum((row) => row.id) },
  });

type SaleCube = ReturnType<typeof openCube>;

const sale = (id: number): Sale => ({ id, shop: `S${id % 3}` });

/** Facts and the sum of their ids. */
const contentOf = (cube: SaleCube): string =>
  `${cube.size} facts, ${String(cube.query({ measures: ['ids'] }).rows[0]?.ids)}`;

const keptIn = async (store: Store, trying?: TryOptions): Promise<string> => {
  const cube = openCube();
  return (await loadSnapshot(store, 'sales', cube, trying)) ? contentOf(cube) : 'nothing';
};

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (!OlapError.is(error)) throw error;
      return error.code;
    },
  );

const stores: readonly (readonly [string, () => Store])[] = [
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore(new sqlite.Database(':memory:'))],
];

describe.each(stores)('saveSnapshot by two followers, on %s', (_, openStore) => {
  const steps: readonly {
    readonly rule: string;
    /** `a<`: a begins anew and loads; `a+3`: takes fact 3; `a!`: keeps. In their order. */
    readonly order: string;
    readonly told: readonly string[];
    readonly kept: string;
  }[] = [
    {
      rule: 'whoever kept last goes on',
      order: 'a< a+1 a! a+2 a!',
      told: ['done', 'done'],
      kept: '2 facts, 3',
    },
    {
      rule: 'of two that began with nothing the second is refused',
      order: 'a< b< a+1 a+2 a! b+1 b!',
      told: ['done', 'OLAP_SNAPSHOT_OVERTAKEN'],
      kept: '2 facts, 3',
    },
    {
      rule: 'one that is behind is refused each time it tries',
      order: 'a< a+1 a! b< a+2 a! b+3 b! b!',
      told: ['done', 'done', 'OLAP_SNAPSHOT_OVERTAKEN', 'OLAP_SNAPSHOT_OVERTAKEN'],
      kept: '2 facts, 3',
    },
    {
      rule: 'one with other facts is refused, though it has more of them',
      order: 'a< a+1 a! b< a+2 a! b+3 b+4 b!',
      told: ['done', 'done', 'OLAP_SNAPSHOT_OVERTAKEN'],
      kept: '2 facts, 3',
    },
    {
      rule: 'refused, it loads the newer one, and is in front from then on',
      order: 'a< b< a+1 a! b+2 b! b< b+2 b! a+3 a!',
      told: ['done', 'OLAP_SNAPSHOT_OVERTAKEN', 'done', 'OLAP_SNAPSHOT_OVERTAKEN'],
      kept: '2 facts, 3',
    },
    {
      rule: 'the same facts may be kept by both',
      order: 'a< b< a+1 b+1 a! b! a!',
      told: ['done', 'done', 'done'],
      kept: '1 facts, 1',
    },
    {
      rule: 'a cube made anew replaces what is there, and who followed is behind',
      order: 'a< a+1 a+2 a! n+7 n! a+3 a!',
      told: ['done', 'done', 'OLAP_SNAPSHOT_OVERTAKEN'],
      kept: '1 facts, 7',
    },
  ];

  test.each(steps)('$rule', async ({ order, told, kept }) => {
    const store = openStore();
    const cubes = new Map([['n', openCube()]]);
    const answers: string[] = [];
    for (const [, who, what, id] of order.matchAll(/(\w)([<+!])(\d?)/g)) {
      if (what === '<') {
        const cube = openCube();
        await loadSnapshot(store, 'sales', cube);
        cubes.set(who!, cube);
      } else if (what === '+') cubes.get(who!)!.put([sale(Number(id))]);
      else answers.push(await codeOf(saveSnapshot(store, 'sales', cubes.get(who!)!)));
    }
    expect([answers, await keptIn(store)]).toEqual([told, kept]);
    await store.close();
  });

  test('both at the same moment: one is kept whole, the other is told', async () => {
    const store = openStore();
    const [one, other] = [openCube(), openCube()];
    for (const cube of [one, other]) await loadSnapshot(store, 'sales', cube);
    one.put([sale(1)]);
    // More than one part, so that two halves would show.
    other.put(Array.from({ length: 30_000 }, (_each, id) => sale(id)));
    const told = await Promise.all(
      [one, other].map((cube) => codeOf(saveSnapshot(store, 'sales', cube))),
    );
    expect(told.toSorted()).toEqual(['OLAP_SNAPSHOT_OVERTAKEN', 'done']);
    expect(await keptIn(store)).toBe(contentOf(told[0] === 'done' ? one : other));
    await store.close();
  });
});

test('tenants and names do not overtake each other', async () => {
  const store = memoryStore();
  const cube = openCube();
  await loadSnapshot(store, 'sales', cube);
  cube.put([sale(1)]);
  await saveSnapshot(store.forTenant('other'), 'sales', cube);
  await saveSnapshot(store, 'more sales', cube);
  await saveSnapshot(store, 'sales', cube);
  cube.put([sale(2)]);
  await saveSnapshot(store.forTenant('other'), 'sales', cube);
  expect(await keptIn(store)).toBe('1 facts, 1');
  expect(await keptIn(store.forTenant('other'))).toBe('2 facts, 3');
});

test('a snapshot that was kept before editions were is gone on from, by one', async () => {
  const store = memoryStore();
  const cube = openCube();
  cube.put([sale(1)]);
  await saveSnapshot(store, 'sales', cube);
  const [stored] = await store.get(cubeSnapshot, ['sales/00000000']);
  const { edition: _, ...old } = stored!.document;
  await store.commit({
    checks: [],
    writes: [{ kind: 'put', collection: cubeSnapshot, document: old }],
  });
  const [one, other] = [openCube(), openCube()];
  for (const follower of [one, other]) await loadSnapshot(store, 'sales', follower);
  one.put([sale(2)]);
  other.put([sale(3)]);
  expect(await codeOf(saveSnapshot(store, 'sales', one))).toBe('done');
  expect(await codeOf(saveSnapshot(store, 'sales', other))).toBe('OLAP_SNAPSHOT_OVERTAKEN');
  expect(await keptIn(store)).toBe('2 facts, 3');
});

test('an answer that was lost for good is made up for by the same call', async () => {
  const inner = memoryStore();
  const store = faultyStore(inner, {
    seed: 1,
    rates: quiet,
    schedule: ['none', 'loseAnswer'],
  });
  const cube = openCube();
  await loadSnapshot(store, 'sales', cube);
  cube.put([sale(1)]);
  await saveSnapshot(store, 'sales', cube);
  cube.put([sale(2)]);
  const trying: TryOptions = { tries: 1, sleep: async () => undefined };
  await expect(saveSnapshot(store, 'sales', cube, trying)).rejects.toMatchObject({
    code: 'KERNEL_UNKNOWN_OUTCOME',
  });
  await saveSnapshot(store, 'sales', cube);
  cube.put([sale(3)]);
  await saveSnapshot(store, 'sales', cube);
  expect(await keptIn(inner)).toBe('3 facts, 6');
});

const quiet = {
  failBefore: 0,
  loseRequest: 0,
  loseAnswer: 0,
  landLate: 0,
  conflict: 0,
  crash: 0,
  failRead: 0,
  delay: 0,
};

const outbox = collection<{ readonly id: string }>('test_outbox', { id: ({ id }) => id });
const FACTS = 12;

/** Takes what is in the outbox, a few at a time, until nothing is; returns how often it was late. */
async function follow(store: Store, trying: TryOptions): Promise<number> {
  let cube: SaleCube | undefined;
  for (let late = 0; ; ) {
    try {
      if (cube === undefined) {
        const begun = openCube();
        await loadSnapshot(store, 'sales', begun, trying);
        cube = begun;
      }
      const rows = await transact(store, (tx) => tx.scan(outbox, undefined, { limit: 2 }), trying);
      if (rows.length === 0) return late;
      cube.put(rows.map(({ id }) => sale(Number(id))));
      await saveSnapshot(store, 'sales', cube, trying);
      const letGo = async (tx: Parameters<Parameters<typeof transact>[1]>[0]): Promise<void> => {
        for (const { id } of rows) tx.remove(outbox, id);
      };
      await transact(store, letGo, trying);
    } catch (error) {
      if (OlapError.is(error, 'OLAP_SNAPSHOT_OVERTAKEN')) {
        late++;
        cube = undefined;
      } else if (!TROUBLES.some((code) => KernelError.is(error, code))) throw error;
    }
  }
}

const TROUBLES = ['KERNEL_UNAVAILABLE', 'KERNEL_UNKNOWN_OUTCOME', 'KERNEL_CONFLICT'] as const;

test('on a store that fails, two followers lose no fact, whoever keeps', async () => {
  let late = 0;
  let faults = 0;
  for (let seed = 1; seed <= (fullRun ? 400 : 30); seed++) {
    const inner = memoryStore();
    await inner.prepare([outbox, cubeSnapshot]);
    await transact(inner, async (tx) => {
      for (let id = 1; id <= FACTS; id++) tx.insert(outbox, { id: String(id) });
    });
    const random = seededRandom(seed);
    const trying: TryOptions = {
      random,
      tries: 3,
      sleep: async (milliseconds) => {
        for (let turn = 0; turn < Math.min(40, milliseconds); turn++) await Promise.resolve();
      },
    };
    const store = faultyStore(inner, { seed, rates: { loseAnswer: 0.2, landLate: 0.1 } });
    const turns = await Promise.all([follow(store, trying), follow(store, trying)]);
    await store.settled();
    late += turns[0] + turns[1];
    faults += (store.faults['loseAnswer'] ?? 0) + (store.faults['landLate'] ?? 0);
    expect(await keptIn(inner), `seed ${seed}`).toBe(`${FACTS} facts, 78`);
  }
  expect(late).toBeGreaterThan(0);
  expect(faults).toBeGreaterThan(0);
});
