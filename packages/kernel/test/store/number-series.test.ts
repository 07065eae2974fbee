/** Gapless numbers: strict, in blocks, and at close. */
import { memoryStore } from '@kontor/kernel/memory';
import {
  collection,
  drawNumbers,
  nextNumber,
  numberDispenser,
  numberSeries,
  type Store,
  transact,
} from '@kontor/kernel/store';
import { describe, expect, test } from 'vitest';

interface Invoice {
  readonly id: string;
  readonly number: number | null;
}
const invoices = collection<Invoice>('invoice', {
  id: (invoice) => invoice.id,
  fields: { number: 'integer' },
  unique: { byNumber: ['number'] },
});

async function prepared(): Promise<Store> {
  const store = memoryStore();
  await store.prepare([numberSeries, invoices]);
  return store;
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);

const numbersIn = async (store: Store): Promise<(number | null)[]> =>
  (await transact(store, (tx) => tx.scan(invoices, { index: 'byNumber' }))).map((it) => it.number);

describe('nextNumber', () => {
  test('writers side by side draw every number once, and failed ones leave no gap', async () => {
    const store = await prepared();
    const write = (i: number) =>
      transact(
        store,
        async (tx) => {
          tx.insert(invoices, { id: `i${i}`, number: await nextNumber(tx, 'invoice') });
          if (i % 5 === 0) throw new Error('not this one');
        },
        { tries: 200 },
      );
    await Promise.allSettled(upTo(40).map(write));
    expect(await numbersIn(store)).toEqual(upTo(32));
  });

  test('draws one after another within a transaction, each series for itself', async () => {
    const store = await prepared();
    const drawn = await transact(store, async (tx) => [
      await nextNumber(tx, 'a'),
      await nextNumber(tx, 'a'),
      await nextNumber(tx, 'b'),
    ]);
    expect(drawn).toEqual([1, 2, 1]);
  });
});

describe('drawNumbers', () => {
  test('numbers a batch of provisional documents at close', async () => {
    const store = await prepared();
    const drafts = ['c', 'a', 'b'].map((id) => ({ id, number: null }));
    await transact(store, async (tx) => {
      const { first, last } = await drawNumbers(tx, 'invoice', drafts.length);
      expect([first, last]).toEqual([1, 3]);
      drafts.forEach((draft, i) => tx.put(invoices, { ...draft, number: first + i }));
    });
    expect(await numbersIn(store)).toEqual([1, 2, 3]);
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses to draw %s numbers', async (count) => {
    const store = await prepared();
    const drawing = transact(store, (tx) => drawNumbers(tx, 'a', count));
    await expect(drawing).rejects.toMatchObject({ code: 'KERNEL_BAD_COUNT' });
  });
});

describe('numberDispenser', () => {
  test('what two processes hand out and what they report as void is every number once', async () => {
    const store = await prepared();
    const two = [numberDispenser(store, 'n', 10), numberDispenser(store, 'n', 7)];
    const taken = await Promise.all(upTo(25).map((i) => two[i % 2]!.next()));
    const voids = (await Promise.all(two.map((it) => it.close()))).flat();
    const unused = voids.flatMap(({ first, last }) => upTo(last).filter((n) => n >= first));
    const last = Math.max(...taken, ...unused);
    expect([...taken, ...unused].toSorted((a, b) => a - b)).toEqual(upTo(last));
    expect(unused.length).toBe(last - 25);
  });

  test('hands a block out in order and then asks for the next', async () => {
    const numbers = numberDispenser(await prepared(), 'n', 3);
    const taken = [];
    for (let i = 0; i < 7; i++) taken.push(await numbers.next());
    expect(taken).toEqual(upTo(7));
    expect(await numbers.close()).toEqual([{ series: 'n', first: 8, last: 9 }]);
    expect(await numbers.close()).toEqual([]);
  });

  test('a reservation that fails is told to who asked, and the next one may succeed', async () => {
    const store = memoryStore();
    const numbers = numberDispenser(store, 'n', 3);
    await expect(numbers.next()).rejects.toMatchObject({ code: 'KERNEL_NOT_PREPARED' });
    await store.prepare([numberSeries]);
    expect(await numbers.next()).toBe(1);
  });
});
