/**
 * Contention: many writers, few documents; what is conserved, gapless, exact, and that all get
 * through.
 */
import { transact } from '../../store/transact.ts';
import { accounts, entries, seats } from './collections.ts';
import { PATIENT, put, readAll, sideBySide, totalOf, write } from './moves.ts';
import { expectCode, expectSame, expectTrue, type RuleTest } from './suite.ts';

const WRITERS = 16;
const STEPS = 12;
const HUGE = 9007199254740993n;

/** Registers the rules of contention. */
export function contentionRules(rule: RuleTest): void {
  rule(
    '16 writers moving amounts among 8 accounts conserve the sum, and draw gapless numbers',
    async ({ store, another }) => {
      const ids = Array.from({ length: 8 }, (_, i) => `a${i}`);
      await write(store, ...ids.map((id) => put(accounts, { id, balance: '1000' })));
      await write(store, put(seats, { id: 'number', seat: 0 }));
      await sideBySide(WRITERS, [store, await another()], async (k, on) => {
        for (let i = 0; i < STEPS; i++) {
          const [from, to] = [ids[(7 * k + i) % 8]!, ids[(3 * k + 5 * i + 1) % 8]!];
          await transact(
            on,
            async (tx) => {
              const number = (await tx.get(seats, 'number'))!.seat! + 1;
              tx.put(seats, { id: 'number', seat: number });
              tx.insert(entries, { id: `n${k}-${i}`, account: 'number', day: number });
              if (from === to) return;
              const [source, target] = await tx.getMany(accounts, [from, to]);
              tx.put(accounts, { id: from, balance: String(BigInt(source!.balance) - 3n) });
              tx.put(accounts, { id: to, balance: String(BigInt(target!.balance) + 3n) });
            },
            PATIENT,
          );
        }
      });
      expectSame('sum', await totalOf(store, accounts), 8000n);
      const numbers = await readAll(store, entries, { index: 'byAccount', equals: ['number'] });
      expectSame(
        'numbers',
        numbers.map(({ day }) => day),
        Array.from({ length: 192 }, (_, i) => i + 1),
      );
    },
  );

  rule(
    '192 increments of 9007199254740993 on 1000 by 16 writers are all there, exactly',
    async ({ store, another }) => {
      await write(store, put(accounts, { id: 'hot', balance: '1000' }));
      await sideBySide(WRITERS, [store, await another()], async (_, on) => {
        for (let i = 0; i < STEPS; i++) {
          await transact(on, async (tx) => tx.increment(accounts, 'hot', 'balance', HUGE), PATIENT);
        }
      });
      expectSame(
        'sum',
        (await store.get(accounts, ['hot']))[0]?.document.balance,
        '1729382256910271656',
      );
    },
  );

  rule(
    'a bounded increment never passes its bound, however many try',
    async ({ store, another }) => {
      await write(store, put(accounts, { id: 'stock', balance: '10' }));
      let got = 0;
      await sideBySide(30, [store, await another()], async (_, on) => {
        const take = transact(
          on,
          async (tx) => tx.increment(accounts, 'stock', 'balance', -1n, { min: 0n }),
          PATIENT,
        );
        const taken = await take.then(
          () => true,
          async () => {
            await expectCode('KERNEL_INCREMENT_BOUND', take);
            return false;
          },
        );
        if (taken) got++;
      });
      expectSame('taken', got, 10);
      expectSame('left', (await store.get(accounts, ['stock']))[0]?.document.balance, '0');
    },
  );

  rule(
    'unique: of 20 who want the same seat one gets it, the others are told',
    async ({ store, another }) => {
      let got = 0;
      await sideBySide(20, [store, await another()], async (k, on) => {
        const seat = { id: `s${k}`, room: 'hall', seat: 1 };
        const wish = transact(on, async (tx) => tx.insert(seats, seat), PATIENT);
        const had = await wish.then(
          () => true,
          async () => {
            await expectCode('KERNEL_DUPLICATE', wish);
            return false;
          },
        );
        if (had) got++;
      });
      expectSame('seats', [got, (await readAll(store, seats)).length], [1, 1]);
    },
  );

  rule('unique: 20 who look for a free seat each get one', async ({ store, another }) => {
    await sideBySide(20, [store, await another()], (k, on) =>
      transact(
        on,
        async (tx) => {
          const [last] = await tx.scan(
            seats,
            { index: 'bySeat', equals: ['hall'] },
            { limit: 1, reverse: true },
          );
          tx.insert(seats, { id: `s${k}`, room: 'hall', seat: (last?.seat ?? 0) + 1 });
        },
        PATIENT,
      ),
    );
    const taken = await readAll(store, seats, { index: 'bySeat' });
    expectSame(
      'seats',
      taken.map(({ seat }) => seat),
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
  });

  rule('one slow reader among 16 fast writers finishes', async ({ store }) => {
    const ids = Array.from({ length: 8 }, (_, i) => `a${i}`);
    await write(store, ...ids.map((id) => put(accounts, { id, balance: '0' })));
    const race = { on: true };
    let written = 0;
    const writers = sideBySide(WRITERS, [store], async (k, on) => {
      while (race.on) {
        await transact(
          on,
          async (tx) => tx.increment(accounts, ids[k % 8]!, 'balance', 1n),
          PATIENT,
        );
        written++;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    });
    const slow = transact(
      store,
      async (tx) => {
        let total = 0n;
        for (const id of ids) total += BigInt((await tx.get(accounts, id))!.balance);
        tx.put(entries, { id: 'total', amount: String(total) });
        return total;
      },
      { tries: 50 },
    ).finally(() => {
      race.on = false;
    });
    const [total] = await Promise.all([slow, writers]);
    expectSame(
      'recorded',
      (await store.get(entries, ['total']))[0]?.document.amount,
      String(total),
    );
    expectTrue('a true total', total <= BigInt(written));
  });

  rule(
    'who gives up is told the check that failed and how often it was tried',
    async ({ store }) => {
      await write(store, put(accounts, { id: 'x', balance: '0' }));
      let runs = 0;
      const hopeless = transact(
        store,
        async (tx) => {
          await tx.get(accounts, 'x');
          await write(store, put(accounts, { id: 'x', balance: String(++runs) }));
          tx.put(accounts, { id: 'y', balance: '1' });
        },
        { tries: 3 },
      );
      const error = await expectCode('KERNEL_CONFLICT', hopeless);
      const { tries, collection, id } = (error as { details: Record<string, unknown> }).details;
      expectSame(
        'details',
        { tries, collection, id, runs },
        {
          tries: 3,
          collection: 'conf_account',
          id: 'x',
          runs: 3,
        },
      );
    },
  );

  rule(
    'aborting between tries throws the reason and leaves nothing half-written',
    async ({ store }) => {
      await write(store, put(accounts, { id: 'x', balance: '0' }));
      const abort = new AbortController();
      const reason = new Error('the user left');
      let runs = 0;
      const work = transact(
        store,
        async (tx) => {
          await tx.get(accounts, 'x');
          await write(store, put(accounts, { id: 'x', balance: String(++runs) }));
          tx.put(accounts, { id: 'y', balance: '1' });
          if (runs === 2) abort.abort(reason);
        },
        { ...PATIENT, signal: abort.signal },
      );
      const thrown = await work.catch((error: unknown) => error);
      expectTrue('the reason is thrown', thrown === reason);
      expectSame('nothing written', await store.get(accounts, ['y']), [undefined]);
    },
  );
}
