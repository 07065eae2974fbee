/**
 * Serializability: the histories that weaker stores get wrong, and what `transact` reads and
 * checks.
 */
import { transact } from '../../store/transact.ts';
import type { Transaction } from '../../store/transaction.ts';
import { accounts, entries } from './collections.ts';
import {
  commitPatiently,
  insert,
  keyCheck,
  PATIENT,
  put,
  readAll,
  remove,
  runsAgainst,
  sideBySide,
  write,
} from './moves.ts';
import { expectCode, expectSame, expectTrue, type RuleTest } from './suite.ts';

const balanceOf = async (tx: Transaction, id: string): Promise<number> =>
  Number((await tx.get(accounts, id))?.balance ?? '0');

const day = (id: string, at: number) => put(entries, { id, day: at });

/** Lets two transactions both read before either writes. */
function meetingPoint(): () => Promise<void> {
  let arrived = 0;
  let open!: () => void;
  const both = new Promise<void>((resolve) => {
    open = resolve;
  });
  return async () => {
    if (++arrived >= 2) open();
    await both;
  };
}

/** Registers the rules of serializability. */
export function serializabilityRules(rule: RuleTest): void {
  rule(
    'lost update: two who read and raise the same amount raise it twice',
    async ({ store, another }) => {
      await write(store, put(accounts, { id: 'x', balance: '0' }));
      const meet = meetingPoint();
      await sideBySide(2, [store, await another()], (_, on) =>
        transact(on, async (tx) => {
          const balance = await balanceOf(tx, 'x');
          await meet();
          tx.put(accounts, { id: 'x', balance: String(balance + 1) });
        }),
      );
      expectSame('raised', (await store.get(accounts, ['x']))[0]?.document.balance, '2');
    },
  );

  rule(
    'write skew over keys: two who leave each other the last duty do not both go',
    async ({ store, another }) => {
      await write(
        store,
        put(accounts, { id: 'a', balance: '1' }),
        put(accounts, { id: 'b', balance: '1' }),
      );
      const meet = meetingPoint();
      await sideBySide(2, [store, await another()], (worker, on) =>
        transact(on, async (tx) => {
          const onDuty = (await balanceOf(tx, 'a')) + (await balanceOf(tx, 'b'));
          await meet();
          if (onDuty > 1) tx.put(accounts, { id: worker === 0 ? 'a' : 'b', balance: '0' });
        }),
      );
      const left = (await readAll(store, accounts)).map(({ balance }) => Number(balance));
      expectSame('one stays', left[0]! + left[1]!, 1);
    },
  );

  rule(
    'write skew over ranges: two who count a range and add to it do not both count the same',
    async ({ store, another }) => {
      const meet = meetingPoint();
      await sideBySide(2, [store, await another()], (worker, on) =>
        transact(on, async (tx) => {
          const count = (await tx.scan(entries, { index: 'byAccount', equals: ['r'] })).length;
          await meet();
          tx.insert(entries, { id: `w${worker}`, account: 'r', day: count });
        }),
      );
      const counted = await readAll(store, entries, { index: 'byAccount', equals: ['r'] });
      expectSame(
        'counts',
        counted.map((entry) => entry.day),
        [0, 1],
      );
    },
  );

  rule('phantom: 30 racers for 5 places leave exactly 5 documents', async ({ store, another }) => {
    await sideBySide(30, [store, await another()], (racer, on) =>
      transact(
        on,
        async (tx) => {
          const taken = await tx.scan(entries, { index: 'byAccount', equals: ['race'] });
          if (taken.length < 5)
            tx.insert(entries, { id: `r${racer}`, account: 'race', day: taken.length });
        },
        PATIENT,
      ),
    );
    const places = await readAll(store, entries, { index: 'byAccount', equals: ['race'] });
    expectSame(
      'places',
      places.map((entry) => entry.day),
      [0, 1, 2, 3, 4],
    );
  });

  rule(
    'a blind write is serializable too: nobody sees it before a write that did not',
    async (ground) => {
      const { store, rounds } = ground;
      const [other, third] = [await ground.another(), await ground.another()];
      for (let round = 0; round < rounds; round++) {
        const [x, y] = [`x${round}`, `y${round}`];
        const version = await write(
          store,
          put(accounts, { id: x, balance: 'old' }),
          put(accounts, { id: y, balance: 'old' }),
        );
        const race = { on: true };
        let sawNewBeforeOld = false;
        const observe = async (): Promise<void> => {
          while (race.on) {
            const [seenX, seenY] = await transact(
              third,
              async (tx) => [
                (await tx.get(accounts, x))?.balance,
                (await tx.get(accounts, y))?.balance,
              ],
              PATIENT,
            );
            if (seenX === 'new' && seenY === 'old') sawNewBeforeOld = true;
          }
        };
        const observer = observe();
        const [checked] = await Promise.all([
          commitPatiently(store, {
            checks: [keyCheck(accounts, x, version)],
            writes: [put(accounts, { id: y, balance: 'new' })],
          }),
          commitPatiently(other, {
            checks: [],
            writes: [put(accounts, { id: x, balance: 'new' })],
          }),
        ]).finally(() => {
          race.on = false;
        });
        await observer;
        expectTrue('an order exists', checked.kind === 'conflict' || !sawNewBeforeOld);
      }
    },
  );

  rule(
    'work that only reads twice is checked as well: it never returns half of a change',
    async ({ store }) => {
      await write(
        store,
        put(accounts, { id: 'a', balance: '1' }),
        put(accounts, { id: 'b', balance: '1' }),
      );
      let runs = 0;
      const sum = await transact(store, async (tx) => {
        const a = await balanceOf(tx, 'a');
        if (++runs === 1) {
          await write(
            store,
            put(accounts, { id: 'a', balance: '0' }),
            put(accounts, { id: 'b', balance: '2' }),
          );
        }
        return a + (await balanceOf(tx, 'b'));
      });
      expectSame('sum and runs', [sum, runs], [2, 2]);
    },
  );

  rule(
    'an error of work that saw half of a change is not let out; of true reads it is',
    async ({ store }) => {
      await write(
        store,
        put(accounts, { id: 'a', balance: '1' }),
        put(accounts, { id: 'b', balance: '1' }),
      );
      let runs = 0;
      const work = async (tx: Transaction): Promise<string> => {
        const a = await balanceOf(tx, 'a');
        if (++runs === 1) {
          await write(
            store,
            put(accounts, { id: 'a', balance: '0' }),
            put(accounts, { id: 'b', balance: '2' }),
          );
        }
        if (a + (await balanceOf(tx, 'b')) !== 2) throw new Error('unbalanced');
        return 'balanced';
      };
      expectSame('retried', await transact(store, work), 'balanced');
      const honest = new Error('no funds');
      const thrown = await transact(store, async (tx) => {
        await balanceOf(tx, 'a');
        await balanceOf(tx, 'b');
        throw honest;
      }).catch((error: unknown) => error);
      expectTrue('let out', thrown === honest);
    },
  );

  rule(
    'a scan is checked as far as it was seen: limit, reverse and break narrow it',
    async ({ store }) => {
      await write(store, ...[10, 20, 30, 40].map((at) => day(`d${at}`, at)));
      const byDay = { index: 'byDay' } as const;
      const firstTwo = (tx: Transaction) => tx.scan(entries, byDay, { limit: 2 });
      const lastTwo = (tx: Transaction) => tx.scan(entries, byDay, { limit: 2, reverse: true });
      const untilBreak = async (tx: Transaction): Promise<void> => {
        for await (const entry of tx.each(entries, byDay)) if (entry.day === 20) break;
      };
      const all = (tx: Transaction) => tx.scan(entries, byDay);
      const none = (tx: Transaction) => tx.scan(entries, { ...byDay, from: 100 });
      const cases: readonly (readonly [
        string,
        (tx: Transaction) => Promise<unknown>,
        number,
        number,
      ])[] = [
        ['limit, behind', firstTwo, 25, 1],
        ['limit, before', firstTwo, 15, 2],
        ['reverse, before', lastTwo, 25, 1],
        ['reverse, behind', lastTwo, 35, 2],
        ['break, behind', untilBreak, 25, 1],
        ['break, before', untilBreak, 5, 2],
        ['dry, behind', all, 99, 2],
        ['empty, inside', none, 100, 2],
        ['empty, outside', none, 50, 1],
      ];
      for (const [name, reads, at, runs] of cases) {
        expectSame(name, await runsAgainst(store, reads, () => write(store, day('new', at))), runs);
        await write(store, remove(entries, 'new'));
      }
    },
  );

  rule(
    'a scan sees own writes in index order, and its check speaks of the store only',
    async ({ store }) => {
      await write(
        store,
        ...[10, 20, 30].map((at) => day(`d${at}`, at)),
        put(accounts, { id: 'n', balance: '1' }),
      );
      const byDay = { index: 'byDay' } as const;
      await transact(store, async (tx) => {
        tx.put(entries, { id: 'd10', day: 25 });
        tx.remove(entries, 'd20');
        tx.insert(entries, { id: 'own', day: 5 });
        tx.increment(accounts, 'n', 'balance', 41n);
        const seen = async (options: { limit?: number; reverse?: boolean }): Promise<string> =>
          (await tx.scan(entries, byDay, options)).map(({ id }) => id).join(' ');
        expectSame('order', await seen({}), 'own d10 d30');
        expectSame('reverse', await seen({ reverse: true }), 'd30 d10 own');
        expectSame('limit', await seen({ limit: 2 }), 'own d10');
        expectSame(
          'get',
          [await tx.get(entries, 'd20'), (await tx.get(entries, 'own'))?.day],
          [undefined, 5],
        );
        expectSame('incremented', await balanceOf(tx, 'n'), 42);
        expectSame(
          'in a scan',
          (await tx.scan(accounts)).map(({ balance }) => balance),
          ['42'],
        );
      });
      const after = await readAll(store, entries, byDay);
      expectSame('committed', after.map(({ id }) => id).join(' '), 'own d10 d30');
    },
  );

  rule('a read is repeatable within one transaction', async ({ store }) => {
    await write(store, put(accounts, { id: 'x', balance: '1' }));
    let runs = 0;
    await transact(store, async (tx) => {
      const first = await balanceOf(tx, 'x');
      if (++runs === 1) await write(store, put(accounts, { id: 'x', balance: '2' }));
      expectSame('again', await balanceOf(tx, 'x'), first);
      tx.put(accounts, { id: 'y', balance: '1' });
    });
    expectSame('runs', runs, 2);
  });

  rule('a read that another document vouches for is not checked, but that one is', async (use) => {
    const { store } = use;
    const insertNew = (id: string) => write(store, put(accounts, { id, balance: '1' }));
    const read = (tx: Transaction) => tx.get(accounts, 'x');
    const vouched = async (tx: Transaction): Promise<void> => {
      await tx.get(accounts, 'head');
      await tx.getMany(accounts, ['x', 'none'], { vouched: true });
    };
    const thenRead = async (tx: Transaction) => [await vouched(tx), await read(tx)];
    const readThen = async (tx: Transaction) => [await read(tx), await vouched(tx)];
    const runs = async (reads: (tx: Transaction) => Promise<unknown>, changed: string) =>
      runsAgainst(store, reads, () => insertNew(changed));
    expectSame('absent, there', [await runs(vouched, 'none'), await runs(vouched, 'x')], [1, 1]);
    expectSame('its voucher', await runs(vouched, 'head'), 2);
    expectSame('read as well', [await runs(thenRead, 'x'), await runs(readThen, 'x')], [2, 2]);
  });

  rule('remove and insert of the same id between read and commit is noticed', async ({ store }) => {
    await write(store, put(accounts, { id: 'x', balance: '1' }));
    const runs = await runsAgainst(
      store,
      (tx) => tx.get(accounts, 'x'),
      async () => {
        await write(store, remove(accounts, 'x'));
        await write(store, insert(accounts, { id: 'x', balance: '1' }));
      },
    );
    expectSame('runs', runs, 2);
  });

  rule('a taken id or unique value is a duplicate, named', async ({ store }) => {
    await write(store, put(accounts, { id: 'x', balance: '1' }));
    const again = transact(store, async (tx) => tx.insert(accounts, { id: 'x', balance: '2' }));
    await expectCode('KERNEL_DUPLICATE', again);
    expectSame('kept', (await store.get(accounts, ['x']))[0]?.document.balance, '1');
  });
}
