/**
 * Committing: all or nothing, checks on keys and ranges, the kinds of writes, ids of batches.
 */
import type { Check, Range, Write } from '../../store/contract.ts';
import { collection } from '../../store/collection.ts';
import { accounts, type Entry, entries, seats } from './collections.ts';
import { digestOf, insert, keyCheck, put, rangeCheck, readAll, remove, write } from './moves.ts';
import { expectCode, expectOutcome, expectSame, expectTrue, type RuleTest } from './suite.ts';

const HUGE = 9007199254740993n;

const increment = (id: string, by: bigint, bounds: { min?: bigint; max?: bigint } = {}): Write => ({
  kind: 'increment',
  collection: accounts,
  id,
  field: 'balance',
  by,
  ...bounds,
});

const day = (id: string, at: number): Write => put(entries, { id, day: at });

const take = (id: string, seat: number): Write => put(seats, { id, room: 'r', seat });

const inDays = (from: number, to: number): Range => ({ index: 'byDay', from, to });

/** Registers the rules of committing. */
export function writingRules(rule: RuleTest): void {
  rule('a key check holds at its version only, and null means absent', async ({ store }) => {
    const version = await write(store, put(accounts, { id: 'x', balance: '1' }));
    const writes = [put(accounts, { id: 'y', balance: '1' })];
    const tryWith = async (...checks: Check[]): Promise<string> =>
      (await store.commit({ checks, writes })).kind;
    expectSame('same', await tryWith(keyCheck(accounts, 'x', version)), 'committed');
    expectSame('other', await tryWith(keyCheck(accounts, 'x', version + 1)), 'conflict');
    expectSame('absent', await tryWith(keyCheck(accounts, 'z', null)), 'committed');
    expectSame('present', await tryWith(keyCheck(accounts, 'x', null)), 'conflict');
    expectSame('gone', await tryWith(keyCheck(accounts, 'z', version)), 'conflict');
  });

  rule('a conflict names the check that failed', async ({ store }) => {
    await write(store, put(accounts, { id: 'x', balance: '1' }));
    const key = await store.commit({ checks: [keyCheck(accounts, 'x', null)], writes: [] });
    expectSame(
      'key',
      [key.kind, 'collection' in key && key.collection, 'id' in key && key.id],
      ['conflict', 'conf_account', 'x'],
    );
    const checks = [rangeCheck(entries, { index: 'byDay' }, '1:1')];
    const range = await store.commit({ checks, writes: [] });
    expectSame('range', 'collection' in range && range.collection, 'conf_entry');
  });

  rule(
    'a range check notices what enters, leaves or changes, and nothing else',
    async ({ store }) => {
      await write(store, day('a', 1), day('b', 5), day('c', 9));
      const verdict = async (...intrusion: Write[]): Promise<string> => {
        const digest = await digestOf(store, entries, inDays(2, 8));
        await write(store, ...intrusion);
        return (
          await store.commit({ checks: [rangeCheck(entries, inDays(2, 8), digest)], writes: [] })
        ).kind;
      };
      expectSame('outside', await verdict(day('a', 0), day('c', 8), day('d', 1)), 'committed');
      expectSame('enters', await verdict(day('e', 2)), 'conflict');
      expectSame('changes', await verdict(day('e', 2)), 'conflict');
      expectSame('leaves', await verdict(remove(entries, 'e')), 'conflict');
      expectSame('moves out', await verdict(day('b', 100)), 'conflict');
      expectSame('one for another', await verdict(day('b', 5), day('a', 100)), 'conflict');
      expectSame('nothing', await verdict(), 'committed');
    },
  );

  rule('the digest of an empty range is 0:0, and an inverted range is empty', async ({ store }) => {
    const verdict = async (range: Range): Promise<string> =>
      (await store.commit({ checks: [rangeCheck(entries, range, '0:0')], writes: [] })).kind;
    await write(store, put(entries, { id: 'a', day: 5 }));
    expectSame('empty', await verdict(inDays(6, 9)), 'committed');
    expectSame('inverted', await verdict(inDays(9, 1)), 'committed');
    expectSame('full', await verdict(inDays(5, 6)), 'conflict');
    expectSame('ids', await verdict({ from: 'b' }), 'committed');
  });

  rule(
    'the digest notices two documents that swap their contents or their places',
    async ({ store }) => {
      await write(store, put(entries, { id: 'a', day: 3, note: 1 }));
      await write(store, put(entries, { id: 'b', day: 4, note: 2 }));
      const digest = await digestOf(store, entries, inDays(0, 9));
      await write(store, put(entries, { id: 'a', day: 4, note: 2 }));
      await write(store, put(entries, { id: 'b', day: 3, note: 1 }));
      const checks = [rangeCheck(entries, inDays(0, 9), digest)];
      expectOutcome(await store.commit({ checks, writes: [] }), 'conflict', 'range');
    },
  );

  rule('a version never comes back, also not after remove and insert', async ({ store }) => {
    const seen = new Set<number>();
    for (let i = 0; i < 10; i++) {
      seen.add(await write(store, insert(accounts, { id: 'x', balance: '1' })));
      await write(store, remove(accounts, 'x'));
    }
    expectSame('versions', seen.size, 10);
    const [old] = seen;
    await write(store, insert(accounts, { id: 'x', balance: '1' }));
    const checks = [keyCheck(accounts, 'x', old!)];
    expectOutcome(await store.commit({ checks, writes: [] }), 'conflict', 'key');
  });

  rule('every document of a batch gets its version; every write changes it', async ({ store }) => {
    const first = await write(
      store,
      put(accounts, { id: 'x', balance: '1' }),
      put(entries, { id: 'e' }),
    );
    const both = [...(await store.get(accounts, ['x'])), ...(await store.get(entries, ['e']))];
    expectSame(
      'versions',
      both.map((row) => row?.version),
      [first, first],
    );
    const second = await write(store, increment('x', 0n));
    expectTrue('another version', second !== first);
    expectSame('read', (await store.get(accounts, ['x']))[0]?.version, second);
  });

  rule('insert insists on absence, remove of nothing does nothing', async ({ store }) => {
    await write(store, insert(accounts, { id: 'x', balance: '1' }), remove(accounts, 'none'));
    const again = await store.commit({
      checks: [],
      writes: [
        put(accounts, { id: 'y', balance: '1' }),
        insert(accounts, { id: 'x', balance: '2' }),
      ],
    });
    expectOutcome(again, 'conflict', 'exists');
    expectSame('nothing written', await store.get(accounts, ['y']), [undefined]);
  });

  rule('writes of a batch apply in list order', async ({ store }) => {
    await write(store, put(accounts, { id: 'x', balance: '1' }));
    await write(
      store,
      increment('x', 1n),
      remove(accounts, 'x'),
      insert(accounts, { id: 'x', balance: '10' }),
      increment('x', 5n),
      increment('x', -3n),
      put(entries, { id: 'e', day: 1 }),
      put(entries, { id: 'e', day: 2 }),
    );
    expectSame('balance', (await store.get(accounts, ['x']))[0]?.document.balance, '12');
    expectSame(
      'days',
      (await readAll(store, entries, { index: 'byDay' })).map(({ day }) => day),
      [2],
    );
    const twice = [
      insert(accounts, { id: 'z', balance: '1' }),
      insert(accounts, { id: 'z', balance: '2' }),
    ];
    expectOutcome(await store.commit({ checks: [], writes: twice }), 'conflict', 'exists');
  });

  rule('increments are exact at any size and leave other fields alone', async ({ store }) => {
    await write(store, put(accounts, { id: 'x', balance: '1000' }));
    for (let i = 0; i < 4; i++) await write(store, increment('x', HUGE), increment('x', HUGE));
    expectSame('sum', (await store.get(accounts, ['x']))[0]?.document, {
      id: 'x',
      balance: String(1000n + 8n * HUGE),
    });
    await write(store, increment('x', -(8n * HUGE) - 2000n));
    expectSame('negative', (await store.get(accounts, ['x']))[0]?.document.balance, '-1000');
  });

  rule(
    'an increment that cannot be is refused with its reason, and the whole batch with it',
    async ({ store }) => {
      await write(
        store,
        put(accounts, { id: 'x', balance: '5' }),
        put(accounts, { id: 'bad', balance: '1.5' }),
      );
      const cases: readonly (readonly [Write, string | undefined])[] = [
        [increment('none', 1n), 'incrementAbsent'],
        [increment('bad', 1n), 'incrementField'],
        [increment('x', -6n, { min: 0n }), 'incrementBound'],
        [increment('x', 6n, { max: 10n }), 'incrementBound'],
        [increment('x', -5n, { min: 0n, max: 0n }), undefined],
      ];
      for (const [last, reason] of cases) {
        const outcome = await store.commit({
          checks: [],
          writes: [put(entries, { id: 'e' }), last],
        });
        expectOutcome(outcome, reason === undefined ? 'committed' : 'refused', reason);
        expectSame(
          'all or nothing',
          (await store.get(entries, ['e']))[0] === undefined,
          reason !== undefined,
        );
      }
      const stepwise = [increment('x', -1n, { min: 0n }), increment('x', 5n)];
      expectOutcome(
        await store.commit({ checks: [], writes: stepwise }),
        'refused',
        'incrementBound',
      );
    },
  );

  rule(
    'a unique index holds one document per value; absent and null do not count',
    async ({ store }) => {
      await write(
        store,
        put(seats, { id: 'a', room: 'r', seat: 1 }),
        put(seats, { id: 'b', room: 'r' }),
      );
      await write(store, put(seats, { id: 'c', room: 'r', seat: null }));
      const taken = await store.commit({
        checks: [],
        writes: [put(entries, { id: 'e' }), take('d', 1)],
      });
      expectOutcome(taken, 'conflict', 'unique');
      expectSame('names', 'index' in taken && [taken.collection, taken.index], [
        'conf_seat',
        'bySeat',
      ]);
      expectSame('nothing written', await store.get(entries, ['e']), [undefined]);
      await write(store, take('a', 1));
      await write(store, remove(seats, 'a'), take('d', 1));
      await write(store, take('d', 2), take('e', 1));
      expectSame(
        'scan',
        (await readAll(store, seats, { index: 'bySeat' })).map(({ id }) => id),
        ['e', 'd'],
      );
      const checks = [keyCheck(seats, 'e', null)];
      const both = await store.commit({ checks, writes: [take('f', 1)] });
      expectSame('checks are judged first', 'reason' in both && both.reason, 'key');
    },
  );

  rule('a batch under a known id is not done again, whatever it holds', async ({ store }) => {
    const writes = [put(accounts, { id: 'x', balance: '1' })];
    expectSame('unknown', await store.outcome('b-1'), undefined);
    const version = expectOutcome(
      await store.commit({ id: 'b-1', checks: [], writes }),
      'committed',
    );
    const again = await store.commit({
      id: 'b-1',
      checks: [keyCheck(accounts, 'x', null)],
      writes: [put(accounts, { id: 'x', balance: '2' })],
    });
    expectSame('first result', again, { kind: 'committed', version, repeated: true });
    expectSame('untouched', (await store.get(accounts, ['x']))[0]?.document.balance, '1');
    expectSame('recorded', (await store.outcome('b-1'))?.version, version);
  });

  rule('a batch that fails does not take its id', async ({ store }) => {
    const fails = { id: 'b-2', checks: [keyCheck(accounts, 'x', 1)], writes: [] };
    expectOutcome(await store.commit(fails), 'conflict', 'key');
    expectSame('not recorded', await store.outcome('b-2'), undefined);
    const writes = [put(accounts, { id: 'x', balance: '1' })];
    expectOutcome(await store.commit({ id: 'b-2', checks: [], writes }), 'committed');
  });

  rule(
    'an empty batch under an id is a fence: it is recorded with version 0',
    async ({ store }) => {
      expectSame('fence', await store.commit({ id: 'b-3', checks: [], writes: [] }), {
        kind: 'committed',
        version: 0,
      });
      const late = await store.commit({
        id: 'b-3',
        checks: [],
        writes: [put(entries, { id: 'e' })],
      });
      expectSame('late', late, { kind: 'committed', version: 0, repeated: true });
      expectSame('fenced', await store.get(entries, ['e']), [undefined]);
    },
  );

  rule(
    'the clock may jump back: versions, checks and outcomes do not depend on it',
    async ({ store }) => {
      const { now } = Date;
      try {
        const first = await write(store, put(accounts, { id: 'x', balance: '1' }));
        Date.now = () => now() - 10 * 365 * 86_400_000;
        const batch = { id: 'b-4', checks: [], writes: [put(accounts, { id: 'x', balance: '2' })] };
        const second = expectOutcome(await store.commit(batch), 'committed');
        expectTrue('a new version', second !== first);
        expectSame('recorded', (await store.outcome('b-4'))?.version, second);
        Date.now = now;
        expectSame('still recorded', (await store.outcome('b-4'))?.version, second);
      } finally {
        Date.now = now;
      }
    },
  );

  rule(
    'prepare may be called again, and adds an index to a filled collection',
    async ({ harness, tenant }) => {
      const store = await harness.open(tenant);
      const fields = { account: 'text', day: 'integer' } as const;
      const name = `conf_grown_${tenant.replace(/\D+/g, '')}`;
      const before = collection<Entry>(name, {
        id: (entry) => entry.id,
        fields: { account: 'text' },
      });
      const after = collection<Entry>(name, {
        id: (entry) => entry.id,
        fields,
        indexes: { byDay: ['day'] },
      });
      await store.prepare([before]);
      await write(
        store,
        put(before, { id: 'b', day: 1 }),
        put(before, { id: 'a', day: 2 }),
        put(before, { id: 'c' }),
      );
      await store.prepare([after]);
      await store.prepare([after]);
      const another = await harness.open(tenant);
      await Promise.all([another.prepare([after]), store.prepare([after])]);
      const byDay: Range = { index: 'byDay' };
      expectSame(
        'filled',
        (await readAll(store, after, byDay)).map(({ id }) => id),
        ['b', 'a'],
      );
      await write(another, put(after, { id: 'c', day: 0 }));
      expectSame(
        'kept',
        (await readAll(store, after, byDay)).map(({ id }) => id),
        ['c', 'b', 'a'],
      );
    },
  );

  rule('a collection that is not prepared is refused', async ({ store }) => {
    const stranger = collection<Entry>('conf_stranger', { id: (entry) => entry.id });
    await expectCode('KERNEL_NOT_PREPARED', store.get(stranger, ['x']));
    const writes = [put(stranger, { id: 'x' })];
    await expectCode('KERNEL_NOT_PREPARED', store.commit({ checks: [], writes }));
  });
}
