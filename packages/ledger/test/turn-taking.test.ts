/** Turns between processes: who keeps losing puts up a claim, and the others let him pass. */
import { KernelError, manualClock } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { type Batch, collection, type Store, transact } from '@kontor/kernel/store';
import { describe, expect, test } from 'vitest';
import { Ledger } from '../src/ledger.ts';
import { ledgerCollections, turnClaims } from '../src/ledger-collections.ts';
import { type LedgerDoors, NO_TERMS, postInto } from '../src/post-batch.ts';
import { StoredSetup } from '../src/stored-setup.ts';
import { TurnTaking } from '../src/turn-taking.ts';
import { entry, openShop, rowsOf, shopSetup } from './shop.ts';

interface Doc {
  readonly id: string;
  readonly text: string;
}
const docs = collection<Doc>('doc', { id: (doc) => doc.id });

/** A store that several processes may use, as far as it says. */
function sharedStore(inner: Store, commit: Store['commit'] = inner.commit): Store {
  const capabilities = { ...inner.capabilities, multiProcess: true };
  return { ...inner, tenant: inner.tenant, capabilities, commit };
}

/** Waiting that takes no time, counted. */
function countedSleep(each: () => void = () => undefined): {
  pauses: number;
  readonly sleep: () => Promise<void>;
} {
  const counted = {
    pauses: 0,
    sleep: async (): Promise<void> => {
      counted.pauses++;
      each();
    },
  };
  return counted;
}

const isClaim = ({ writes }: Batch): boolean =>
  writes.some(({ collection: of }) => of.name === turnClaims.name);

describe('TurnTaking', () => {
  test('after four lost races puts up a claim, and takes it down when the work is done', async () => {
    const inner = memoryStore();
    await inner.prepare([docs, turnClaims]);
    let lost = 0;
    const store = sharedStore(inner, async (batch) => {
      const isClaimed = (await rowsOf(inner, turnClaims)).length > 0;
      if (isClaimed || isClaim(batch)) return inner.commit(batch);
      lost++;
      return { kind: 'conflict', reason: 'key', collection: 'doc', id: 'a' };
    });
    const turns = new TurnTaking(store, { sleep: async () => undefined });
    const told: boolean[] = [];
    const result = await turns.run(async (tx, hasTurn) => {
      told.push(hasTurn);
      tx.put(docs, { id: 'a', text: 'done' });
      return 'done';
    });
    expect([result, lost, told]).toEqual(['done', 4, [false, false, false, false, true]]);
    expect(await rowsOf(inner, turnClaims)).toEqual([]);
  });

  test('a claim goes also when the work fails, and other errors are no lost race', async () => {
    const inner = memoryStore();
    await inner.prepare([docs, turnClaims]);
    const always = { kind: 'conflict', reason: 'key', collection: 'doc' } as const;
    const commit: Store['commit'] = async (batch) =>
      isClaim(batch) ? inner.commit(batch) : always;
    const trying = { tries: 7, sleep: async () => undefined };
    const turns = new TurnTaking(sharedStore(inner, commit), trying);
    let runs = 0;
    const losing = turns.run(async (tx) => {
      runs++;
      tx.put(docs, { id: 'a', text: 'x' });
    });
    await expect(losing).rejects.toMatchObject({ code: 'KERNEL_CONFLICT' });
    expect([runs, await rowsOf(inner, turnClaims)]).toEqual([7, []]);
    const failing = turns.run(async () => {
      throw new Error('mine');
    });
    await expect(failing).rejects.toThrow('mine');
  });

  test('gives way until the claims that are there are gone, not for those that come', async () => {
    const store = sharedStore(memoryStore());
    await store.prepare([turnClaims]);
    const claim = (id: string) => transact(store, async (tx) => tx.put(turnClaims, { id }));
    const counted = countedSleep(() => {
      if (counted.pauses === 3) {
        void store.commit({
          checks: [],
          writes: [
            { kind: 'remove', collection: turnClaims, id: 'a' },
            { kind: 'put', collection: turnClaims, document: { id: 'b' } },
          ],
        });
      }
    });
    const turns = new TurnTaking(store, { sleep: counted.sleep });
    expect(await turns.isAsked()).toBe(false);
    await claim('a');
    expect(await turns.isAsked()).toBe(true);
    await turns.giveWay();
    expect(counted.pauses).toBe(3);
    expect(await turns.isAsked()).toBe(true);
  });

  test('a claim of a dead process is waited for once, and taken down', async () => {
    const store = sharedStore(memoryStore());
    const counted = countedSleep();
    const clock = manualClock(Date.parse('2026-01-05T08:00:00Z'));
    const ledger = new Ledger({ store, clock, trying: { sleep: counted.sleep } });
    await ledger.prepare();
    await ledger.open(shopSetup);
    await transact(store, async (tx) => tx.put(turnClaims, { id: 'dead' }));
    for (const id of ['a', 'b']) {
      expect(await ledger.post(entry(id, ['cash', 'fees'], '1.00'))).toMatchObject({ ok: true });
    }
    expect([counted.pauses, await rowsOf(store, turnClaims)]).toEqual([20, []]);
  });

  test('whoever meets claims again and again goes on after three times', async () => {
    const store = sharedStore(memoryStore());
    let claims = 0;
    const counted = countedSleep(() => {
      const gone = { kind: 'remove', collection: turnClaims, id: `c${claims}` } as const;
      const next = {
        kind: 'put',
        collection: turnClaims,
        document: { id: `c${++claims}` },
      } as const;
      void store.commit({ checks: [], writes: [gone, next] });
    });
    const clock = manualClock(Date.parse('2026-01-05T08:00:00Z'));
    const ledger = new Ledger({ store, clock, trying: { sleep: counted.sleep } });
    await ledger.prepare();
    await ledger.open(shopSetup);
    await transact(store, async (tx) => tx.put(turnClaims, { id: 'c0' }));
    expect(await ledger.post(entry('a', ['cash', 'fees'], '1.00'))).toMatchObject({ ok: true });
    expect(counted.pauses).toBe(3);
  });

  test('in one process nobody asks for turns', async () => {
    const inner = memoryStore();
    const scans: string[] = [];
    const store: Store = {
      ...inner,
      tenant: inner.tenant,
      capabilities: inner.capabilities,
      scan: (of, range, options) => {
        scans.push(of.name);
        return inner.scan(of, range, options);
      },
    };
    const { ledger } = await openShop(store);
    await ledger.post(entry('a', ['cash', 'fees'], '1.00'));
    expect(scans).not.toContain(turnClaims.name);
  });

  test('a store that is away for claims stops nobody; a bug in it is not hidden', async () => {
    const inner = memoryStore();
    const scanning = (error: Error): Store => ({
      ...sharedStore(inner),
      scan: () => {
        throw error;
      },
    });
    const away = new KernelError('KERNEL_UNAVAILABLE', { reason: 'no line' });
    const turnsOn = (store: Store) => new TurnTaking(store, { sleep: async () => undefined });
    expect(await turnsOn(scanning(away)).isAsked()).toBe(false);
    const bug = new TypeError('scan has a bug');
    await expect(turnsOn(scanning(bug)).isAsked()).rejects.toBe(bug);
  });

  test('a claim that the store refuses stops nobody; a bug in it is not hidden', async () => {
    const inner = memoryStore();
    await inner.prepare([docs, turnClaims]);
    const committing = (error: Error): Store => {
      let lost = 0;
      return sharedStore(inner, async (batch) => {
        if (isClaim(batch)) throw error;
        if (lost++ >= 4) return inner.commit(batch);
        return { kind: 'conflict', reason: 'key', collection: 'doc', id: 'a' };
      });
    };
    const run = (store: Store) =>
      new TurnTaking(store, { sleep: async () => undefined }).run(async (tx) =>
        tx.put(docs, { id: 'a', text: 'done' }),
      );
    const away = new KernelError('KERNEL_UNAVAILABLE', { reason: 'no line' });
    await run(committing(away));
    expect(await rowsOf(inner, docs)).toEqual([{ id: 'a', text: 'done' }]);
    const bug = new TypeError('commit has a bug');
    await expect(run(committing(bug))).rejects.toBe(bug);
  });

  test('where a read fails, a question for claims that fails later is left alone', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', note);
    const store = memoryStore();
    await store.prepare(ledgerCollections);
    const doors: LedgerDoors = {
      clock: manualClock(0),
      setup: new StoredSetup(),
      sha256: undefined,
      ids: undefined,
      tenant: store.tenant,
      trace: undefined,
    };
    const later = new Promise<void>((resolve) => {
      setTimeout(resolve, 5);
    });
    const isAsked = async (): Promise<boolean> => {
      await later;
      throw new Error('no claims');
    };
    const posting = transact(store, (tx) => postInto(tx, [], doors, { ...NO_TERMS, isAsked }));
    await expect(posting).rejects.toMatchObject({ code: 'LEDGER_BAD_ARGUMENT' });
    await later;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});
