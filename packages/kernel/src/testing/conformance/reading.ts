/**
 * Reading: what `get` and `scan` give, in which order, and what their ranges hold.
 */
import type { Position, Range } from '../../store/contract.ts';
import { type Entry, entries } from './collections.ts';
import { put, readAll, remove, write } from './moves.ts';
import { expectCode, expectSame, expectTrue, type RuleTest } from './suite.ts';

/** Five entries whose order by account and day is a1 b1 b2 b3 c1; d has no account, e no day. */
const BOOK: readonly Entry[] = [
  { id: 'b2', account: 'b', day: 20 },
  { id: 'a1', account: 'a', day: 30 },
  { id: 'b3', account: 'b', day: 20 },
  { id: 'c1', account: 'c', day: -5 },
  { id: 'b1', account: 'b', day: 9 },
  { id: 'd', account: null, day: 1 },
  { id: 'e', account: 'b' },
];

const at = (account: string, day: number, id: string): Position => ({ values: [account, day], id });

/** Ranges of BOOK by account and what they hold; the last column is the reverse with limit 2. */
const RANGES: readonly (readonly [Range, string, string])[] = [
  [{}, 'a1 b1 b2 b3 c1', 'c1 b3'],
  [{ equals: ['b'] }, 'b1 b2 b3', 'b3 b2'],
  [{ equals: ['b', 20] }, 'b2 b3', 'b3 b2'],
  [{ equals: ['b', 20], from: 'b3' }, 'b3', 'b3'],
  [{ equals: ['b', 20], to: 'b3' }, 'b2', 'b2'],
  [{ equals: ['b'], from: 9, to: 20 }, 'b1', 'b1'],
  [{ equals: ['b'], from: 10 }, 'b2 b3', 'b3 b2'],
  [{ from: 'b' }, 'b1 b2 b3 c1', 'c1 b3'],
  [{ to: 'b' }, 'a1', 'a1'],
  [{ from: 'b', to: 'c' }, 'b1 b2 b3', 'b3 b2'],
  [{ from: 'c', to: 'b' }, '', ''],
  [{ from: 'b', to: 'b' }, '', ''],
  [{ equals: ['x'] }, '', ''],
  [{ first: at('b', 20, 'b2') }, 'b2 b3 c1', 'c1 b3'],
  [{ last: at('b', 20, 'b2') }, 'a1 b1 b2', 'b2 b1'],
  [{ first: at('b', 9, 'b1'), last: at('b', 20, 'b2') }, 'b1 b2', 'b2 b1'],
  [{ equals: ['b'], from: 10, last: at('b', 20, 'b2') }, 'b2', 'b2'],
  [{ equals: ['b'], first: at('a', 0, 'a'), last: at('z', 0, 'z') }, 'b1 b2 b3', 'b3 b2'],
];

const idsOf = (documents: readonly Entry[]): string => documents.map(({ id }) => id).join(' ');

/** Registers the rules of reading. */
export function readingRules(rule: RuleTest): void {
  rule('get answers in the order of the ids, undefined where there is none', async ({ store }) => {
    await write(store, put(entries, { id: 'x' }), put(entries, { id: 'y' }));
    const rows = await store.get(entries, ['y', 'none', 'x', 'y']);
    expectSame(
      'ids',
      rows.map((row) => row?.id ?? null),
      ['y', null, 'x', 'y'],
    );
    expectSame('none', await store.get(entries, []), []);
  });

  rule('what comes back is equal to what went in, and a copy', async ({ store }) => {
    const note = {
      text: 'ä\u{1F600}\n"',
      list: [1, -2.5, 1e21, 0, true, null, { deep: [[]] }],
      e: {},
    };
    const mine = {
      id: 'x',
      account: 'a',
      day: 2,
      amount: '12345678901234567890.5',
      open: false,
      note,
    };
    const version = await write(store, put(entries, mine));
    mine.note.list.push(99);
    const [first] = await store.get(entries, ['x']);
    expectSame('version', first?.version, version);
    expectSame('note', (first!.document.note as typeof note).list.length, 7);
    (first!.document.note as typeof note).list.length = 0;
    const [again] = await store.get(entries, ['x']);
    expectSame('untouched', again?.document, {
      ...mine,
      note: { ...note, list: note.list.slice(0, 7) },
    });
  });

  rule(
    'a range holds what its bounds say, forward and in reverse, in pages of any size',
    async ({ store }) => {
      await write(store, ...BOOK.map((entry) => put(entries, entry)));
      for (const [bounds, forward, lastTwo] of RANGES) {
        const range: Range = { index: 'byAccount', ...bounds };
        const name = JSON.stringify(bounds);
        for (const pageSize of [1, 2, 100]) {
          expectSame(name, idsOf(await readAll(store, entries, range, { pageSize })), forward);
          const reverse = await readAll(store, entries, range, { pageSize, reverse: true });
          expectSame(`${name} reverse`, idsOf(reverse.toReversed()), forward);
        }
        const limited = await readAll(store, entries, range, { limit: 2, reverse: true });
        expectSame(`${name} last two`, idsOf(limited), lastTwo);
      }
    },
  );

  rule('without an index a scan goes by id, and holds every document', async ({ store }) => {
    await write(store, ...BOOK.map((entry) => put(entries, entry)));
    expectSame('all', idsOf(await readAll(store, entries)), 'a1 b1 b2 b3 c1 d e');
    expectSame('part', idsOf(await readAll(store, entries, { from: 'b2', to: 'd' })), 'b2 b3 c1');
    expectSame('limit', idsOf(await readAll(store, entries, {}, { limit: 3 })), 'a1 b1 b2');
    const narrow: Range = { first: { values: [], id: 'b2' }, last: { values: [], id: 'c1' } };
    expectSame('places', idsOf(await readAll(store, entries, narrow)), 'b2 b3 c1');
    expectSame('limit 0', await readAll(store, entries, {}, { limit: 0 }), []);
  });

  rule(
    'a document whose indexed field is absent or null is not in that index',
    async ({ store }) => {
      await write(store, ...BOOK.map((entry) => put(entries, entry)));
      const byDay: Range = { index: 'byDay' };
      expectSame('by day', idsOf(await readAll(store, entries, byDay)), 'c1 d b1 b2 b3 a1');
      await write(store, put(entries, { id: 'd', account: 'a', day: 40 }), remove(entries, 'b1'));
      expectSame('moved', idsOf(await readAll(store, entries, byDay)), 'c1 b2 b3 a1 d');
      const byAccount: Range = { index: 'byAccount', equals: ['a'] };
      expectSame('entered', idsOf(await readAll(store, entries, byAccount)), 'a1 d');
    },
  );

  rule('text is ordered by its UTF-8 bytes, in the index and in its bounds', async ({ store }) => {
    const texts = [
      'a',
      'B',
      'ä',
      '\uFF61',
      '\u{1F600}',
      '',
      'aa',
      'a b',
      'a\u0301',
      '10',
      '9',
      'Z',
    ];
    await write(
      store,
      ...texts.map((account, i) => put(entries, { id: `t${i}`, account, day: 1 })),
    );
    const read = async (range: Range): Promise<(string | null | undefined)[]> =>
      (await readAll(store, entries, { index: 'byAccount', ...range })).map(
        (entry) => entry.account,
      );
    const sorted = [
      '',
      '10',
      '9',
      'B',
      'Z',
      'a',
      'a b',
      'aa',
      'a\u0301',
      'ä',
      '\uFF61',
      '\u{1F600}',
    ];
    expectSame('order', await read({}), sorted);
    expectSame('from', await read({ from: '\uFF61' }), ['\uFF61', '\u{1F600}']);
    expectSame('to', await read({ from: 'ä', to: '\u{1F600}' }), ['ä', '\uFF61']);
  });

  rule('numbers are ordered by value, to the ends of what is exact', async ({ store }) => {
    const days = [
      10,
      9,
      -1,
      0,
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
      2 ** 31,
      -(2 ** 31),
    ];
    await write(store, ...days.map((day, i) => put(entries, { id: `n${i}`, day })));
    const read = await readAll(store, entries, { index: 'byDay' });
    expectSame(
      'order',
      read.map(({ day }) => day),
      days.toSorted((a, b) => a - b),
    );
    const top = { index: 'byDay', from: Number.MAX_SAFE_INTEGER };
    expectSame('top', (await readAll(store, entries, top)).length, 1);
  });

  rule('a range that does not fit its index is refused', async ({ store }) => {
    const wrong: readonly Range[] = [
      { index: 'byNothing' },
      { index: 'byDay', equals: [1, 2] },
      { index: 'byDay', from: 'text' },
      { index: 'byDay', from: 1.5 },
      { index: 'byAccount', equals: [5] },
      { index: 'byAccount', from: 'a\0' },
      { index: 'byAccount', first: { values: ['a'], id: 'x' } },
      { equals: ['a'] },
    ];
    for (const range of wrong) await expectCode('KERNEL_BAD_RANGE', readAll(store, entries, range));
  });

  rule('a scan that is aborted throws the reason of its signal', async ({ store }) => {
    await write(store, ...Array.from({ length: 9 }, (_, i) => put(entries, { id: `s${i}` })));
    const abort = new AbortController();
    const reason = new Error('enough');
    let pages = 0;
    let thrown: unknown;
    try {
      for await (const page of store.scan(entries, {}, { pageSize: 2, signal: abort.signal })) {
        pages += page.length > 0 ? 1 : 0;
        abort.abort(reason);
      }
    } catch (error) {
      thrown = error;
    }
    expectTrue('the reason is thrown', thrown === reason);
    expectSame('pages', pages, 1);
  });

  rule('a tenant sees nothing of another, by key, range or outcome', async ({ store, tenant }) => {
    const other = store.forTenant(`${tenant}-other`);
    await write(store, put(entries, { id: 'x', account: 'a', day: 1 }));
    await other.commit({
      id: 'batch',
      checks: [],
      writes: [put(entries, { id: 'y', account: 'b', day: 2 })],
    });
    expectSame('get', await other.get(entries, ['x']), [undefined]);
    expectSame('mine', idsOf(await readAll(store, entries, { index: 'byDay' })), 'x');
    expectSame('others', idsOf(await readAll(other, entries)), 'y');
    expectSame('outcome', await store.outcome('batch'), undefined);
    await write(other, remove(entries, 'x'));
    expectTrue('still there', (await store.get(entries, ['x']))[0] !== undefined);
  });

  rule('a read is never behind what an earlier one has shown', async ({ store, another }) => {
    const other = await another();
    const both = (day: number) =>
      write(store, put(entries, { id: 'head', day }), put(entries, { id: 'row', day }));
    const dayOf = async (id: string) => (await other.get(entries, [id]))[0]?.document.day ?? -1;
    await both(0);
    for (let day = 1; day <= 30; day++) {
      const writing = both(day);
      const head = await dayOf('head');
      expectTrue('not behind', (await dayOf('row')) >= head);
      expectTrue(
        'nor by a scan',
        (await readAll(other, entries)).every((row) => row.day! >= head),
      );
      await writing;
    }
  });

  rule('ids that no store can hold are refused where they are asked for', async ({ store }) => {
    for (const id of ['', 'ä', 'a\0', 'x'.repeat(256)]) {
      await expectCode('KERNEL_BAD_BATCH', store.get(entries, [id]));
    }
  });
}
