/** The store that fails on purpose: each fault does what it says, and the seed decides. */
import { memoryStore } from '@kontor/kernel/memory';
import { collection, type Store } from '@kontor/kernel/store';
import { type CommitFault, faultyStore } from '@kontor/kernel/testing';
import { describe, expect, test } from 'vitest';

interface Doc {
  readonly id: string;
}
const docs = collection<Doc>('doc', { id: (doc) => doc.id });

async function prepared(): Promise<Store> {
  const store = memoryStore();
  await store.prepare([docs]);
  return store;
}

const put = (id: string) =>
  ({
    id,
    checks: [],
    writes: [{ kind: 'put', collection: docs, document: { id } }],
  }) as const;

/** What the caller is told of forty commits. */
async function story(seed: number): Promise<string[]> {
  const faulty = faultyStore(await prepared(), {
    seed,
    rates: { loseAnswer: 0.3, conflict: 0.3 },
  });
  const told: string[] = [];
  for (let i = 0; i < 40; i++) {
    told.push(
      await faulty.commit(put(`d${i}`)).then(
        ({ kind }) => kind as string,
        (error: unknown) => (error as { code: string }).code,
      ),
    );
  }
  return told;
}

describe('faultyStore', () => {
  test.each<[CommitFault, string, boolean]>([
    ['none', 'committed', true],
    ['failBefore', 'KERNEL_UNAVAILABLE', false],
    ['loseRequest', 'KERNEL_UNKNOWN_OUTCOME', false],
    ['loseAnswer', 'KERNEL_UNKNOWN_OUTCOME', true],
    ['landLate', 'KERNEL_UNKNOWN_OUTCOME', true],
    ['conflict', 'conflict', false],
  ])('%s: the caller sees %s, and the batch was done: %s', async (fault, seen, done) => {
    const store = await prepared();
    const faulty = faultyStore(store, { seed: 1, schedule: [fault] });
    const told = await faulty.commit(put('a')).then(
      ({ kind }) => kind as string,
      (error: unknown) => (error as { code: string }).code,
    );
    await faulty.settled();
    const [row] = await store.get(docs, ['a']);
    expect([told, row !== undefined, faulty.faults[fault]]).toEqual([seen, done, 1]);
  });

  test('a crash loses the answer and opens the store again', async () => {
    const store = await prepared();
    const opened: string[] = [];
    const reopen = async (tenant: string): Promise<Store> => {
      opened.push(tenant);
      return store.forTenant(tenant);
    };
    const faulty = faultyStore(store, { seed: 1, schedule: ['crash'], reopen });
    await expect(faulty.commit(put('a'))).rejects.toMatchObject({ code: 'KERNEL_UNKNOWN_OUTCOME' });
    expect(opened).toEqual(['']);
  });

  test('the same seed fails in the same way, another one in another', async () => {
    expect(await story(7)).toEqual(await story(7));
    expect(await story(7)).not.toEqual(await story(8));
  });
});
