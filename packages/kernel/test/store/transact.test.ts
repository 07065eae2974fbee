/**
 * `transact` beyond what the conformance suite proves on every store: tries, doubt, ids, misuse.
 */
import { KernelError } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import {
  type Batch,
  collection,
  type CommitOutcome,
  type Store,
  transact,
  type Transaction,
} from '@kontor/kernel/store';
import { type CommitFault, faultyStore } from '@kontor/kernel/testing';
import { describe, expect, test } from 'vitest';

interface Account {
  readonly id: string;
  readonly balance: string;
}

const accounts = collection<Account>('account', { id: (account) => account.id });

const QUIET = { failBefore: 0, loseRequest: 0, loseAnswer: 0, landLate: 0, conflict: 0, crash: 0 };

async function filled(): Promise<Store> {
  const store = memoryStore();
  await store.prepare([accounts]);
  await transact(store, async (tx) => tx.insert(accounts, { id: 'x', balance: '10' }));
  return store;
}

const balanceOf = async (store: Store): Promise<string | undefined> =>
  (await store.get(accounts, ['x']))[0]?.document.balance;

const add = (tx: Transaction, by = 1n): void => tx.increment(accounts, 'x', 'balance', by);

/** The store, with its commits in the test's hands. */
const withCommit = (store: Store, commit: (batch: Batch) => Promise<CommitOutcome>): Store => ({
  ...store,
  commit,
});

const scheduled = (store: Store, ...schedule: CommitFault[]) =>
  faultyStore(store, { seed: 1, schedule, rates: { ...QUIET, failRead: 0, delay: 0 } });

describe('transact', () => {
  test('returns what the work returned, and commits nothing when there is nothing to write', async () => {
    let commits = 0;
    const store = await filled();
    const counting = withCommit(store, (batch) => {
      commits++;
      return store.commit(batch);
    });
    const read = await transact(counting, async (tx) => (await tx.get(accounts, 'x'))?.balance);
    expect([read, commits]).toEqual(['10', 0]);
    expect(await transact(counting, async (tx) => (add(tx), 'done'))).toBe('done');
    expect(commits).toBe(1);
  });

  test('sends the same batch again when the store was busy, without running the work again', async () => {
    const store = await filled();
    const sent: (string | undefined)[] = [];
    const busyTwice = withCommit(store, async (batch) => {
      sent.push(batch.id);
      return sent.length <= 2 ? { kind: 'conflict', reason: 'busy' } : store.commit(batch);
    });
    let runs = 0;
    await transact(busyTwice, async (tx) => {
      runs++;
      add(tx);
    });
    expect([runs, sent.length, new Set(sent).size]).toEqual([1, 3, 1]);
  });

  test('vouched reads see own writes, and a document that was read is given as it was', async () => {
    const store = await filled();
    const vouched = { vouched: true };
    await transact(store, async (tx) => {
      tx.put(accounts, { id: 'own', balance: '1' });
      const [x] = await tx.getMany(accounts, ['x'], vouched);
      add(tx);
      const again = await tx.getMany(accounts, ['own', 'x', 'none'], vouched);
      expect([x?.balance, ...again.map((row) => row?.balance)]).toEqual([
        '10',
        '1',
        '11',
        undefined,
      ]);
    });
    expect(await balanceOf(store)).toBe('11');
  });

  test('what a transaction has checked is not taken for checked when it is changed', async () => {
    const store = await filled();
    const changing = withCommit(store, (batch) => {
      const writes = batch.writes.map((write) => ({
        ...write,
        document: { id: 'x', balance: NaN },
      }));
      return store.commit({ ...batch, writes: writes });
    });
    const changed = transact(changing, async (tx) => tx.put(accounts, { id: 'x', balance: '1' }));
    await expect(changed).rejects.toMatchObject({ code: 'KERNEL_REFUSED_DOCUMENT' });
  });

  test('a document that is changed after it was put is written as it was put', async () => {
    const store = await filled();
    await transact(store, async (tx) => {
      const mine = { id: 'x', balance: '1' };
      tx.put(accounts, mine);
      mine.balance = 'two';
    });
    expect(await balanceOf(store)).toBe('1');
  });

  test('a new try after a conflict has a new batch id', async () => {
    const store = await filled();
    const sent: (string | undefined)[] = [];
    const conflictOnce = withCommit(store, async (batch) => {
      sent.push(batch.id);
      return sent.length === 1
        ? { kind: 'conflict', reason: 'serialization' }
        : store.commit(batch);
    });
    await transact(conflictOnce, async (tx) => add(tx));
    expect(new Set(sent).size).toBe(2);
  });

  test('waits with full jitter: a random share of a bound that doubles, to a quarter second', async () => {
    const store = await filled();
    const never = withCommit(store, async () => ({ kind: 'conflict', reason: 'serialization' }));
    const waits: number[] = [];
    const work = transact(never, async (tx) => add(tx), {
      tries: 12,
      random: () => 0.999999,
      sleep: async (milliseconds) => void waits.push(milliseconds),
    });
    await expect(work).rejects.toMatchObject({ code: 'KERNEL_CONFLICT', details: { tries: 12 } });
    expect(waits).toEqual([1, 3, 7, 15, 31, 63, 127, 249, 249, 249, 249]);
  });

  test('gives up with KERNEL_UNKNOWN_OUTCOME when no answer ever comes', async () => {
    const store = scheduled(await filled(), 'loseRequest', 'loseAnswer', 'loseRequest');
    const work = transact(store, async (tx) => add(tx), { tries: 3 });
    await expect(work).rejects.toMatchObject({ code: 'KERNEL_UNKNOWN_OUTCOME' });
  });

  test('in a transaction of the user one conflict ends it, and a duplicate is told at once', async () => {
    const store = await filled();
    const joined: Store = {
      ...store,
      capabilities: { ...store.capabilities, joined: true },
    };
    let runs = 0;
    const conflict = transact(joined, async (tx) => {
      runs++;
      await tx.get(accounts, 'x');
      await store.commit({
        checks: [],
        writes: [{ kind: 'put', collection: accounts, document: { id: 'x', balance: '11' } }],
      });
      add(tx);
    });
    await expect(conflict).rejects.toMatchObject({
      code: 'KERNEL_CONFLICT',
      details: { tries: 1 },
    });
    expect(runs).toBe(1);
    const twice = transact(joined, async (tx) => tx.insert(accounts, { id: 'x', balance: '1' }));
    await expect(twice).rejects.toMatchObject({ code: 'KERNEL_DUPLICATE' });
  });

  test('names the reason of a refused increment', async () => {
    const store = await filled();
    const refused = (work: (tx: Transaction) => void) =>
      expect(transact(store, async (tx) => work(tx))).rejects;
    await refused((tx) => tx.increment(accounts, 'none', 'balance', 1n)).toMatchObject({
      code: 'KERNEL_INCREMENT_ABSENT',
    });
    await refused((tx) => tx.increment(accounts, 'x', 'id', 1n)).toMatchObject({
      code: 'KERNEL_INCREMENT_FIELD',
    });
    await refused((tx) => tx.increment(accounts, 'x', 'balance', -11n, { min: 0n })).toMatchObject({
      code: 'KERNEL_INCREMENT_BOUND',
      details: { collection: 'account', id: 'x', field: 'balance' },
    });
  });

  test('two inserts of one id in one transaction are a duplicate', async () => {
    const store = await filled();
    const twice = transact(store, async (tx) => {
      tx.insert(accounts, { id: 'y', balance: '1' });
      tx.insert(accounts, { id: 'y', balance: '2' });
    });
    await expect(twice).rejects.toMatchObject({ code: 'KERNEL_DUPLICATE', details: { id: 'y' } });
  });

  test('what a tx was given and gives is a copy', async () => {
    const store = await filled();
    await transact(store, async (tx) => {
      const mine = { id: 'y', balance: '1' };
      tx.put(accounts, mine);
      mine.balance = '2';
      const read = (await tx.get(accounts, 'y')) as { balance: string };
      expect(read.balance).toBe('1');
      read.balance = '3';
      expect((await tx.get(accounts, 'y'))?.balance).toBe('1');
    });
  });

  test('a document that no store could hold is refused at the put', async () => {
    const store = await filled();
    const bad = { id: 'y', balance: Number.NaN as unknown as string };
    const work = transact(store, async (tx) => tx.put(accounts, bad));
    await expect(work).rejects.toMatchObject({ code: 'KERNEL_REFUSED_DOCUMENT' });
  });

  test('a tx that is used after its work has ended throws', async () => {
    const store = await filled();
    let kept: Transaction | undefined;
    await transact(store, async (tx) => {
      kept = tx;
    });
    expect(() => add(kept!)).toThrow(KernelError);
    await expect(kept!.get(accounts, 'x')).rejects.toMatchObject({
      code: 'KERNEL_TRANSACTION_OVER',
    });
  });

  test('a signal that is aborted already stops before the work starts', async () => {
    const store = await filled();
    const reason = new Error('too late');
    const work = transact(store, async (tx) => add(tx), { signal: AbortSignal.abort(reason) });
    await expect(work).rejects.toBe(reason);
    expect(await balanceOf(store)).toBe('10');
  });

  test('a commit that was sent is waited for, though the signal aborts', async () => {
    const store = await filled();
    const abort = new AbortController();
    const slow = withCommit(store, async (batch) => {
      const outcome = await store.commit(batch);
      abort.abort(new Error('too late'));
      return outcome;
    });
    const work = transact(slow, async (tx) => (add(tx), 'done'), { signal: abort.signal });
    expect(await work).toBe('done');
  });
});

const pay = (store: Store, work = async (tx: Transaction) => (add(tx, -5n), 'paid')) =>
  transact(store, work, { id: 'payment', repeated: ({ version }) => `before, ${version > 0}` });

describe('transact under an id of the caller', () => {
  test('is done once, and told so afterwards', async () => {
    const store = await filled();
    expect([await pay(store), await pay(store), await balanceOf(store)]).toEqual([
      'paid',
      'before, true',
      '5',
    ]);
  });

  test('work that decided to write nothing is recorded, too', async () => {
    const store = await filled();
    expect(await pay(store, async () => 'refused')).toBe('refused');
    expect([await pay(store), await balanceOf(store)]).toEqual(['before, false', '10']);
  });

  test('an error while an answer is open is not let out when the batch has landed', async () => {
    const store = await filled();
    const faulty = scheduled(store, 'loseAnswer', 'conflict');
    let runs = 0;
    const answer = await pay(faulty, async (tx) => {
      if (++runs > 1) throw new Error('no funds');
      await tx.get(accounts, 'x');
      add(tx, -5n);
      return 'paid';
    });
    expect([answer, await balanceOf(store)]).toEqual(['before, true', '5']);
  });

  test('an error while an answer is open fences the batch that is still in flight', async () => {
    const store = await filled();
    const inFlight: Batch[] = [];
    const losing = withCommit(store, async (batch) => {
      if (batch.writes.length === 0) return store.commit(batch);
      inFlight.push(batch);
      if (inFlight.length > 1) return { kind: 'conflict', reason: 'serialization' };
      throw new KernelError('KERNEL_UNKNOWN_OUTCOME', {});
    });
    let runs = 0;
    const work = pay(losing, async (tx) => {
      if (++runs > 1) throw new Error('no funds');
      add(tx, -5n);
      return 'paid';
    });
    await expect(work).rejects.toThrow('no funds');
    expect(await store.commit(inFlight[0]!)).toMatchObject({ version: 0, repeated: true });
    expect(await balanceOf(store)).toBe('10');
  });

  test.each(['loseRequest', 'loseAnswer', 'landLate'] as const)(
    'a store that fails while an answer is open (%s) spends no id: the deed is done by its repeat',
    async (fault) => {
      const store = await filled();
      const faulty = scheduled(store, fault, 'conflict');
      let runs = 0;
      const work = pay(faulty, async (tx) => {
        if (++runs > 1) throw new KernelError('KERNEL_UNAVAILABLE', {});
        await tx.get(accounts, 'x');
        add(tx, -5n);
        return 'paid';
      });
      await expect(work).rejects.toMatchObject({ code: 'KERNEL_UNKNOWN_OUTCOME' });
      await faulty.settled();
      const isDone = fault !== 'loseRequest';
      expect(await balanceOf(store)).toBe(isDone ? '5' : '10');
      expect(await pay(store)).toBe(isDone ? 'before, true' : 'paid');
      expect(await balanceOf(store)).toBe('5');
    },
  );

  test('work that threw without doubt may be repeated', async () => {
    const store = await filled();
    const refusing = pay(store, async () => Promise.reject(new Error('no funds')));
    await expect(refusing).rejects.toThrow('no funds');
    expect(await pay(store)).toBe('paid');
  });
});
