/** A store to try things on reads as a store on which they were done, and the one beneath stays. */
import { memoryStore } from '@kontor/kernel/memory';
import {
  collection,
  type Range,
  type Store,
  transact,
  type Transaction,
} from '@kontor/kernel/store';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { trialStore } from '../../src/store/trial-store.ts';

interface Part {
  readonly id: string;
  readonly kind: string;
  readonly size: number;
  readonly stock: string;
}

const parts = collection<Part>('part', {
  id: ({ id }) => id,
  fields: { kind: 'text', size: 'integer' },
  indexes: { byKind: ['kind', 'size'], bySize: ['size'] },
});

const part = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  kind: fc.constantFrom('bolt', 'nut'),
  size: fc.integer({ min: 0, max: 3 }),
  stock: fc.constant('0'),
});

const deed = fc.oneof(
  part.map((one) => (tx: Transaction) => tx.put(parts, one)),
  part.map(
    ({ id }) =>
      (tx: Transaction) =>
        tx.remove(parts, id),
  ),
  part.map(({ id, size }) => async (tx: Transaction) => {
    if ((await tx.get(parts, id)) !== undefined) tx.increment(parts, id, 'stock', BigInt(size + 1));
  }),
);
const deeds = fc.array(deed, { maxLength: 6 });

const ranges: readonly Range[] = [
  {},
  { from: 'b', to: 'd' },
  { index: 'byKind', equals: ['bolt'] },
  { index: 'byKind', equals: ['nut', 2] },
  { index: 'byKind', equals: ['nut'], from: 1 },
  { index: 'bySize', to: 2 },
];

async function doAll(store: Store, all: readonly ((tx: Transaction) => unknown)[]): Promise<void> {
  for (const one of all) await transact(store, async (tx) => one(tx));
}

/** Everything that can be asked, in the order of the answers. */
async function answers(store: Store): Promise<unknown[]> {
  const told: unknown[] = [await store.get(parts, ['a', 'b', 'z', 'c'])];
  for (const range of ranges) {
    for (const reverse of [false, true]) {
      for (const limit of [1, 2, Infinity]) {
        const rows: unknown[] = [];
        for await (const page of store.scan(parts, range, { reverse, limit, pageSize: 2 })) {
          rows.push(...page.map(({ document }) => document));
        }
        told.push(rows);
      }
    }
  }
  return told;
}

const withoutVersions = (told: readonly unknown[]): unknown =>
  JSON.parse(JSON.stringify(told, (name, value: unknown) => (name === 'version' ? 0 : value)));

test('property: it reads like a store on which all was done, lets nothing through', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, deeds, async (before, tried) => {
      const [beneath, done] = [memoryStore(), memoryStore()];
      for (const store of [beneath, done]) {
        await store.prepare([parts]);
        await doAll(store, before);
      }
      const untouched = await answers(beneath);
      const trial = trialStore(beneath);
      // Asked before and after each deed, so that rows come into buckets in every order.
      for (const one of tried) {
        await doAll(trial, [one]);
        await doAll(done, [one]);
        expect(withoutVersions(await answers(trial))).toEqual(withoutVersions(await answers(done)));
      }
      expect(await answers(beneath)).toEqual(untouched);
    }),
    { numRuns: process.env['KONTOR_FULL'] === '1' ? 1000 : 60 },
  );
});

test('an increment of nothing is refused, as by the store itself', async () => {
  const store = memoryStore();
  await store.prepare([parts]);
  const write = { kind: 'increment', collection: parts, id: 'a', field: 'stock', by: 1n } as const;
  expect(await trialStore(store).commit({ checks: [], writes: [write] })).toEqual(
    await store.commit({ checks: [], writes: [write] }),
  );
});

test('a commit that is refused leaves nothing of its other writes', async () => {
  const store = memoryStore();
  await store.prepare([parts]);
  const a = { id: 'a', kind: 'nut', size: 1, stock: '0' };
  const trial = trialStore(store);
  await trial.commit({ checks: [], writes: [{ kind: 'insert', collection: parts, document: a }] });
  const before = await answers(trial);
  const outcome = await trial.commit({
    checks: [],
    writes: [
      { kind: 'put', collection: parts, document: { ...a, size: 2 } },
      { kind: 'insert', collection: parts, document: { ...a, id: 'b' } },
      { kind: 'increment', collection: parts, id: 'z', field: 'stock', by: 1n },
    ],
  });
  expect(outcome.kind).toBe('refused');
  expect(await answers(trial)).toEqual(before);
});
