/**
 * Stored books that somebody has changed: `verify` names the batch and the entry, `audit` the row
 * that does not add up, and nothing goes on as if nothing had happened.
 */
import { readFileSync } from 'node:fs';
import { seededRandom } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import type { Collection, Store } from '@kontor/kernel/store';
import { beforeEach, describe, expect, test } from 'vitest';
import { fullRun } from '../../kernel/test/store/drivers.ts';
import { verifyProof } from '../src/entry-proof.ts';
import type { Command } from '../src/entry.ts';
import type { Ledger } from '../src/ledger.ts';
import {
  balances,
  batchId,
  heads,
  pools,
  refusals,
  reversals,
  storedBatches,
  storedEntries,
  storedPendings,
  storedSeries,
} from '../src/ledger-collections.ts';
import { entry, openShop, rowsOf } from './shop.ts';

type Row = Readonly<Record<string, unknown>>;

let store: Store;
let ledger: Ledger;

/** Three batches with an entry of each kind. */
beforeEach(async () => {
  store = memoryStore();
  const shop = await openShop(store);
  ({ ledger } = shop);
  const journal = 'sales';
  const usd = { account: 'cash', amount: '10.00', currency: 'USD', base: '9.00' };
  const batches: readonly (readonly Command[])[] = [
    [
      entry('top-up', ['cash', 'wallet'], '50.00', { text: 'ü', source: 'order-1' }),
      entry('sale', ['wallet', 'fees'], '20.00', { journal, documents: [{ id: 'd' }] }),
    ],
    [
      { id: 'foreign', date: '2026-01-31', lines: [usd, { account: 'fees', amount: '-9.00' }] },
      entry('hold', ['wallet', 'fees'], '5.00', { pending: true, timeoutSeconds: 600 }),
      { do: 'voidNumber', id: 'void', journal, date: '2026-01-05', reason: 'torn' },
      {
        id: 'dims',
        date: '2026-02-01',
        lines: [
          { account: 'rent', amount: '3.00', dims: { project: 'p1' } },
          { account: 'cash', amount: '-3.00' },
        ],
      },
    ],
    [
      { do: 'postPending', id: 'take', pendingId: 'hold', amount: '2.00' },
      { do: 'reverse', id: 'back', entryId: 'sale', date: '2026-01-06' },
      entry('hold-2', ['cash', 'wallet'], '1.00', { pending: true }),
    ],
  ];
  for (const commands of batches) {
    const outcomes = await ledger.postAll(commands);
    expect(outcomes.map(({ ok }) => ok)).toEqual(commands.map(() => true));
    shop.clock.advance(1000);
  }
  await ledger.post(entry('refused', ['cash', 'nowhere'], '1.00'));
  expect(await ledger.verify()).toEqual({ ok: true, batches: 3, entries: 9 });
  expect((await ledger.audit()).ok).toBe(true);
});

const asCollection = (collection: object): Collection => collection as Collection;

/** Puts a row in the place of another one, whatever it has become; false where the store refuses. */
async function replaceRow(collection: Collection, before: Row, after: Row): Promise<boolean> {
  const id = before['id'] as string;
  const outcome = await store
    .commit({
      checks: [],
      writes: [
        { kind: 'remove', collection, id },
        { kind: 'insert', collection, document: after },
      ],
    })
    .catch(() => undefined);
  return outcome?.kind === 'committed';
}

const remove = (collection: object, id: string) =>
  store.commit({
    checks: [],
    writes: [{ kind: 'remove', collection: asCollection(collection), id }],
  });

const put = (collection: object, document: object) =>
  store.commit({
    checks: [],
    writes: [{ kind: 'put', collection: asCollection(collection), document }],
  });

/** Every way in which one bit of a row's JSON can be another one, and it is a row still. */
function* flippedRows(row: Row, isTaken: () => boolean): Generator<Row> {
  const text = JSON.stringify(row);
  for (let at = 0; at < text.length; at++) {
    for (let bit = 0; bit < 7; bit++) {
      if (!isTaken()) continue;
      const flipped = String.fromCharCode(text.charCodeAt(at) ^ (1 << bit));
      const changed = readRow(text.slice(0, at) + flipped + text.slice(at + 1));
      if (changed !== undefined && JSON.stringify(changed) !== text) yield changed;
    }
  }
}

function readRow(text: string): Row | undefined {
  try {
    return JSON.parse(text) as Row;
  } catch {
    return undefined; // A store gives JSON or nothing.
  }
}

describe('verify', () => {
  /** So many of all flips are tried; all of them in a full run. */
  const share = fullRun ? 1 : 0.06;

  test('property: any flipped bit of a stored entry is found, with its batch and the entry', async () => {
    const random = seededRandom(11);
    let tried = 0;
    for (const row of await rowsOf(store, storedEntries)) {
      const batch = (await rowsOf(store, storedBatches)).find((one) => one.batch === row.batch)!;
      const at = row.sequence - batch.first;
      for (const flipped of flippedRows(row as unknown as Row, () => random() < share)) {
        if (!(await replaceRow(asCollection(storedEntries), row as unknown as Row, flipped)))
          continue;
        tried++;
        const verdict = await ledger.verify();
        expect(verdict, JSON.stringify(flipped)).toMatchObject({ ok: false, batch: row.batch });
        // An entry with another sequence is missing where it was: its place is named, no id.
        expect(verdict, JSON.stringify(flipped)).toMatchObject({ entry: at });
        const id = flipped['sequence'] === row.sequence ? flipped['id'] : undefined;
        expect((verdict as { entryId?: string }).entryId).toBe(id);
        await replaceRow(asCollection(storedEntries), flipped, row as unknown as Row);
      }
    }
    expect(tried).toBeGreaterThan(300);
    expect((await ledger.verify()).ok).toBe(true);
  }, 600_000);

  test('property: any flipped bit of a stored batch is found, with its number', async () => {
    const random = seededRandom(12);
    let tried = 0;
    for (const row of await rowsOf(store, storedBatches)) {
      const before = row as unknown as Row;
      for (const flipped of flippedRows(before, () => random() < 2 * share)) {
        if (!(await replaceRow(asCollection(storedBatches), before, flipped))) continue;
        tried++;
        const verdict = await ledger.verify();
        expect(verdict, JSON.stringify(flipped)).toMatchObject({ ok: false, batch: row.batch });
        await replaceRow(asCollection(storedBatches), flipped, before);
      }
    }
    expect(tried).toBeGreaterThan(150);
    expect((await ledger.verify()).ok).toBe(true);
  }, 600_000);

  test.each<[string, Row, string]>([
    ['command, of a posted entry', { text: 'ü', source: 'order-1', lines: [] }, 'top-up'],
    ['command, of what is more than an entry', { do: 'reverse', entryId: 'sale' }, 'back'],
  ])('%s is hashed with the entry, beside what is shown of it', async (_, command, id) => {
    const { entry: sealed, ...proof } = await ledger.proof(id);
    expect(sealed).toMatchObject({ kept: { command } });
    const { kept, ...shown } = sealed;
    expect(await ledger.entry(id)).toEqual(shown);
    expect(verifyProof({ ...proof, entry: sealed })).toBe(true);
    expect(verifyProof({ ...proof, entry: shown })).toBe(false);
    const changed = { ...kept, ordinal: 7 };
    expect(verifyProof({ ...proof, entry: { ...sealed, kept: changed } })).toBe(false);
  });

  test('kept beside an entry is what the page on the chain names', async () => {
    const page = new URL('../../../docs/internals/ledger-hash-chain.md', import.meta.url);
    const table = readFileSync(page, 'utf8').split('| in `kept` |')[1]!.split('\n\n')[0]!;
    const named = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name!);
    const transfer = { id: 'all', date: '2026-01-06', debit: 'cash', credit: 'fees', max: '9' };
    await ledger.post({ do: 'transferUpTo', ...transfer });
    const kept = (await rowsOf(store, storedEntries)).flatMap((row) =>
      Object.keys(row.entry.kept ?? {}),
    );
    expect([...new Set(kept)].toSorted()).toEqual(named.toSorted());
  });

  test('an entry that is taken out is missing at its place', async () => {
    await remove(storedEntries, 'void');
    expect(await ledger.verify()).toEqual({
      ok: false,
      batch: 2,
      entry: 2,
      reason: 'it is missing',
    });
    await expect(ledger.books()).rejects.toMatchObject({ code: 'LEDGER_BROKEN_CHAIN' });
  });

  test('batches cut off at the end are missed, since the head knows of them', async () => {
    await remove(storedBatches, batchId(3));
    for (const id of ['take', 'back', 'hold-2']) await remove(storedEntries, id);
    const verdict = await ledger.verify();
    expect(verdict).toMatchObject({ ok: false, batch: 3, reason: 'it is missing' });
  });

  test('a chain cut off with its head is sound, and an anchor tells', async () => {
    const { hash } = (await rowsOf(store, storedBatches))[2]!;
    const [head] = await rowsOf(store, heads);
    await remove(storedBatches, batchId(3));
    for (const id of ['take', 'back', 'hold-2']) await remove(storedEntries, id);
    const second = (await rowsOf(store, storedBatches))[1]!;
    await put(heads, { ...head, batch: 2, hash: second.hash, sequence: 6 });
    expect((await ledger.verify()).ok).toBe(true);
    expect(await ledger.verify({ anchors: [{ batch: 3, hash }] })).toMatchObject({ batch: 3 });
  });

  test('looks at the batches that it is asked for', async () => {
    const row = (await rowsOf(store, storedEntries)).find(({ id }) => id === 'top-up')!;
    await put(storedEntries, { ...row, leaf: row.leaf.replace(/^./, 'x') });
    expect(await ledger.verify()).toMatchObject({ batch: 1, entry: 0, entryId: 'top-up' });
    expect(await ledger.verify({ from: 2 })).toEqual({ ok: true, batches: 2, entries: 7 });
    expect(await ledger.verify({ from: 2, to: 2 })).toEqual({ ok: true, batches: 1, entries: 4 });
    expect(await ledger.verify({ from: 3, to: 4 })).toMatchObject({ batch: 4 });
    expect(await ledger.verify({ from: 5 })).toMatchObject({ batch: 5, reason: 'it is missing' });
  });
});

describe('audit', () => {
  const parts = [
    ['balance', balances],
    ['pool', pools],
    ['pending', storedPendings],
    ['reversal', reversals],
    ['series', storedSeries],
  ] as const;

  test.each(parts)('names a row of part %s that is changed, or gone', async (part, collection) => {
    const rows = (await rowsOf(store, asCollection(collection))) as unknown as Row[];
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      for (const [field, value] of Object.entries(row)) {
        if (field === 'id') continue;
        await put(collection, { ...row, [field]: changed(value) });
        const audit = await ledger.audit();
        expect(audit, `${String(row['id'])} ${field}`).toMatchObject({ ok: false, part, field });
        expect(audit).toMatchObject({ id: row['id'] });
        await put(collection, row);
      }
      await remove(collection, row['id'] as string);
      const gone = { ok: false, part, id: row['id'], stored: 'nothing', expected: 'a row' };
      expect(await ledger.audit()).toEqual(gone);
      await put(collection, row);
    }
    expect((await ledger.audit()).ok).toBe(true);
  });

  const changed = (value: unknown): unknown => {
    if (typeof value === 'number') return value + 1;
    if (typeof value !== 'string') return [];
    return /^-?\d+$/.test(value) ? String(BigInt(value) + 1n) : `${value}x`;
  };

  test('names a row too many, and an entry that no batch has', async () => {
    const [row] = await rowsOf(store, balances);
    await put(balances, { ...row!, id: 'more', month: 1 });
    const more = { ok: false, part: 'balance', id: 'more', stored: 'a row', expected: 'nothing' };
    expect(await ledger.audit()).toEqual(more);
    await remove(balances, 'more');
    const [known] = await rowsOf(store, storedEntries);
    await put(storedEntries, { ...known!, id: 'smuggled', sequence: 10 });
    expect(await ledger.audit()).toMatchObject({ ok: false, part: 'entry', id: 'smuggled' });
  });

  test('names an entry that does not balance, also where its sums agree with it', async () => {
    const row = (await rowsOf(store, storedEntries)).find(({ id }) => id === 'top-up')!;
    const lines = [{ ...row.entry.lines[0]!, amount: '50.01', base: '50.01' }, row.entry.lines[1]!];
    await put(storedEntries, { ...row, entry: { ...row.entry, lines } });
    expect(await ledger.audit()).toEqual({
      ok: false,
      part: 'entry',
      id: 'top-up',
      field: 'amounts in EUR',
      stored: '0.01',
      expected: '0',
    });
  });
});

describe('what is broken', () => {
  test('is named by who stumbles over it', async () => {
    const [pool] = await rowsOf(store, pools);
    await put(pools, { ...pool!, debits: 'many' });
    const code = 'LEDGER_BROKEN_CHAIN';
    const { account } = pool!;
    const touching = entry('x', [account, 'rent'], '1.00');
    await expect(ledger.post(touching)).rejects.toMatchObject({ code });
    await expect(ledger.balance(account)).rejects.toMatchObject({ code });
    await expect(ledger.trialBalance()).rejects.toMatchObject({ code });
    await put(pools, pool!);
    expect(await ledger.post(touching)).toMatchObject({ ok: true });
  });

  test.each([
    ['an account that is gone', { account: 'gone' }],
    ['an amount that is none', { amount: '1,00' }],
    ['a currency that is none', { currency: '???' }],
    ['a dimension that is none', { dims: { nowhere: 'x' } }],
  ])('an entry with %s stops reports, and its reversal', async (_, change) => {
    const row = (await rowsOf(store, storedEntries)).find(({ id }) => id === 'top-up')!;
    const lines = row.entry.lines.map((line) => ({ ...line, ...change }));
    await put(storedEntries, { ...row, entry: { ...row.entry, lines } });
    const broken = { code: 'LEDGER_BROKEN_CHAIN', details: { batch: 1 } };
    await expect(ledger.books()).rejects.toMatchObject(broken);
    const back: Command = { do: 'reverse', id: 'r', entryId: 'top-up', date: '2026-01-06' };
    await expect(ledger.post(back)).rejects.toMatchObject(broken);
  });

  test('refusals that stay are no part of the chain, and still there', async () => {
    expect((await rowsOf(store, refusals)).map(({ id }) => id)).toEqual(['refused']);
  });
});
