/**
 * Lost acknowledgements: whatever becomes of the answer, the deed is done exactly once.
 */
import { transact } from '../../store/transact.ts';
import { type CommitFault, faultyStore } from '../faulty-store.ts';
import { accounts, entries } from './collections.ts';
import { PATIENT, put, readAll, sideBySide, totalOf, write } from './moves.ts';
import { expectSame, expectTrue, type RuleTest } from './suite.ts';

/** Faults of the first sendings, and whether a rival changes what was read in between. */
const HISTORIES: readonly (readonly CommitFault[])[] = [
  ['loseAnswer'],
  ['loseRequest'],
  ['loseAnswer', 'loseAnswer', 'loseRequest'],
  ['loseRequest', 'loseAnswer', 'conflict'],
  ['landLate'],
  ['landLate', 'conflict'],
  ['landLate', 'conflict', 'loseAnswer'],
  ['conflict', 'landLate', 'loseRequest'],
  ['loseRequest', 'conflict', 'loseAnswer', 'loseRequest'],
];

const QUIET = {
  failBefore: 0,
  loseRequest: 0,
  loseAnswer: 0,
  landLate: 0,
  conflict: 0,
  crash: 0,
  failRead: 0,
  delay: 0,
};

/** Registers the rules of lost acknowledgements. */
export function acknowledgementRules(rule: RuleTest): void {
  rule('a commit whose answer is lost is done exactly once', async ({ store }) => {
    await write(store, put(accounts, { id: 'x', balance: '0' }));
    let expected = 0n;
    for (const schedule of HISTORIES) {
      const faulty = faultyStore(store, { seed: 1, schedule, rates: QUIET });
      await transact(faulty, async (tx) => {
        const balance = BigInt((await tx.get(accounts, 'x'))!.balance);
        tx.put(accounts, { id: 'x', balance: String(balance + 1n) });
        tx.increment(accounts, 'x', 'balance', 1n);
      });
      await faulty.settled();
      expected += 2n;
      expectSame(schedule.join(', '), await totalOf(store, accounts), expected);
    }
  });

  rule('an increment, which nothing checks, is done exactly once as well', async ({ store }) => {
    await write(store, put(accounts, { id: 'x', balance: '0' }));
    let expected = 0n;
    for (const schedule of HISTORIES) {
      const faulty = faultyStore(store, { seed: 2, schedule, rates: QUIET });
      await transact(faulty, async (tx) => tx.increment(accounts, 'x', 'balance', 1n));
      await faulty.settled();
      expectSame(schedule.join(', '), await totalOf(store, accounts), ++expected);
    }
  });

  rule(
    'under an id of the caller a whole transaction is done once, however often it is called',
    async ({ store }) => {
      await write(store, put(accounts, { id: 'x', balance: '0' }));
      const pay = (on: typeof store): Promise<string> =>
        transact(
          on,
          async (tx) => {
            tx.increment(accounts, 'x', 'balance', 5n);
            return 'paid';
          },
          {
            ...PATIENT,
            id: 'payment-1',
            repeated: ({ version }) => `paid before, at ${version > 0}`,
          },
        );
      const answers = await Promise.all([pay(store), pay(store), pay(store)]);
      expectSame('paid', answers.filter((answer) => answer === 'paid').length, 1);
      expectSame('later', await pay(store), 'paid before, at true');
      expectSame('once', await totalOf(store, accounts), 5n);
    },
  );

  rule(
    'many writers on a failing store: nothing is lost, doubled or half-written',
    async ({ store, rounds }) => {
      await write(
        store,
        put(accounts, { id: 'a', balance: '0' }),
        put(accounts, { id: 'b', balance: '0' }),
      );
      const faulty = faultyStore(store, {
        seed: 3,
        rates: {
          failBefore: 0,
          failRead: 0,
          crash: 0,
          loseAnswer: 0.2,
          landLate: 0.1,
          loseRequest: 0.1,
        },
      });
      await sideBySide(4, [faulty], async (k, on) => {
        for (let i = 0; i < rounds; i++) {
          await transact(
            on,
            async (tx) => {
              const [a] = await tx.scan(accounts, {}, { limit: 1 });
              tx.put(accounts, { id: 'a', balance: String(BigInt(a!.balance) + 1n) });
              tx.increment(accounts, 'b', 'balance', -1n);
              tx.insert(entries, { id: `${k}-${i}` });
            },
            PATIENT,
          );
        }
      });
      await faulty.settled();
      expectTrue('answers were lost', (faulty.faults['loseAnswer'] ?? 0) > 0);
      expectSame('done', (await readAll(store, entries)).length, 4 * rounds);
      const balances = (await readAll(store, accounts)).map(({ balance }) => Number(balance));
      expectSame('once each', balances, [4 * rounds, -4 * rounds]);
    },
  );
}
