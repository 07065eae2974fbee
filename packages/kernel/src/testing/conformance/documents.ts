/**
 * Documents: what is refused by every store, and what every store must hold.
 */
import { collection } from '../../store/collection.ts';
import { type Entry, entries } from './collections.ts';
import { digestOf, put, rangeCheck, readAll, remove, write } from './moves.ts';
import { expectCode, expectOutcome, expectSame, type RuleTest } from './suite.ts';

const circle: Record<string, unknown> = {};
circle['self'] = [circle];

/** Notes that JSON, PostgreSQL or SQLite would lose or change, and where the fault is. */
const REFUSED: readonly (readonly [string, unknown, string])[] = [
  ['U+0000', { deep: ['a\0b'] }, 'note.deep[0]'],
  ['U+0000 in a name', { 'a\0': 1 }, 'note.a\0'],
  ['a lone surrogate', '\uD83D', 'note'],
  ['NaN', [Number.NaN], 'note[0]'],
  ['Infinity', Infinity, 'note'],
  ['negative zero', { x: -0 }, 'note.x'],
  ['undefined', { x: undefined }, 'note.x'],
  ['a Date', new Date(0), 'note'],
  ['a bigint', 1n, 'note'],
  ['a function', () => 1, 'note'],
  ['a Map', new Map(), 'note'],
  ['a cycle', circle, 'note.self[0]'],
  ['a name that sets prototypes', JSON.parse('{"__proto__": 1}'), 'note.__proto__'],
];

/** Registers the rules of documents. */
export function documentRules(rule: RuleTest): void {
  rule(
    'data that one store could not hold is refused by all, and leaves nothing behind',
    async ({ store }) => {
      for (const [what, note, path] of REFUSED) {
        const writes = [put(entries, { id: 'good' }), put(entries, { id: 'bad', note })];
        const error = await expectCode(
          'KERNEL_REFUSED_DOCUMENT',
          store.commit({ checks: [], writes }),
        );
        expectSame(what, (error as { details: { path: string } }).details.path, path);
      }
      expectSame('nothing behind', await readAll(store, entries), []);
    },
  );

  rule('ids and indexed fields are refused when they are no key', async ({ store }) => {
    const wrong: readonly Entry[] = [
      { id: '' },
      { id: 'ä' },
      { id: 'x'.repeat(256) },
      { id: 'a', account: 'x'.repeat(513) },
      { id: 'a', account: 'ä'.repeat(257) },
      { id: 'a', day: 1.5 },
      { id: 'a', day: 2 ** 53 },
      { id: 'a', day: '1' as unknown as number },
      { id: 'a', account: 1 as unknown as string },
    ];
    for (const entry of wrong) {
      const writes = [put(entries, entry)];
      await expectCode('KERNEL_REFUSED_DOCUMENT', store.commit({ checks: [], writes }));
    }
    await write(
      store,
      put(entries, { id: ' ~'.repeat(127), account: 'ä'.repeat(256), day: 2 ** 53 - 1 }),
    );
    expectSame('the longest', (await readAll(store, entries, { index: 'byAccount' })).length, 1);
  });

  rule('a schema refuses what is not of its shape', async ({ store }) => {
    const strict = collection<Entry>('conf_entry', {
      id: (entry) => entry.id,
      schema: {
        parse: (input) => {
          if (typeof (input as Entry).day !== 'number') throw new TypeError('day must be a number');
          return input as Entry;
        },
      },
    });
    const bad = { checks: [], writes: [put(strict, { id: 'x' })] };
    await expectCode('KERNEL_REFUSED_DOCUMENT', store.commit(bad));
    await write(store, put(strict, { id: 'x', day: 1 }));
  });

  rule('a batch holds 10,000 writes', async ({ store }) => {
    const many: Entry[] = Array.from({ length: 10_000 }, (_, i) => ({
      id: `m${String(i).padStart(5, '0')}`,
      account: `a${i % 100}`,
      day: i,
    }));
    const version = await write(store, ...many.map((entry) => put(entries, entry)));
    const read = await readAll(store, entries, { index: 'byAccount', equals: ['a42'] });
    expectSame(
      'in order',
      read.map(({ day }) => day),
      Array.from({ length: 100 }, (_, i) => 42 + 100 * i),
    );
    const digest = await digestOf(store, entries, {});
    expectSame('digest', digest, `10000:${10_000n * BigInt(version)}`);
    const checks = [rangeCheck(entries, {}, digest)];
    expectOutcome(await store.commit({ checks, writes: [] }), 'committed');
    await write(store, ...many.map(({ id }) => remove(entries, id)));
    expectSame('removed', await readAll(store, entries), []);
  });

  rule('a batch of more writes than the store takes is refused', async ({ store }) => {
    const one = put(entries, { id: 'x' });
    const writes = Array.from({ length: store.capabilities.maxBatch + 1 }, () => one);
    await expectCode('KERNEL_BAD_BATCH', store.commit({ checks: [], writes }));
  });

  rule('a document may be large', async ({ store, largeDocumentBytes }) => {
    const note = 'kontor ä '.repeat(Math.ceil(largeDocumentBytes / 10));
    await write(store, put(entries, { id: 'large', note, day: 1 }));
    const [row] = await store.get(entries, ['large']);
    expectSame('same', row?.document.note === note, true);
    expectSame('in a scan', (await readAll(store, entries, { index: 'byDay' })).length, 1);
  });
}
