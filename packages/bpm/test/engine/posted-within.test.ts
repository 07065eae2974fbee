/**
 * What becomes of a posting whose handler throws afterwards: news of the business are committed with
 * it, a failure takes it along. Either way the books hold, and go on.
 */
import { sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { sqliteStore } from '@kontor/kernel/sqlite';
import type { Store } from '@kontor/kernel/store';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openSqlite } from '../../../kernel/test/store/drivers.ts';
import { Ledger } from '../../../ledger/src/ledger.ts';
import { businessError, service } from '../../src/contract.ts';
import { BEGIN, type Kit, makeKit, waitsOf } from './engine-kit.ts';

const book = service('book', {
  input: z.object({ total: z.string() }),
  output: z.object({}),
});
const caught = 'start > svc(S, book) ^error(HELD) > user(C) > end; S > user(B) > end';
const uncaught = 'start > svc(S, book) > user(B) > end';

const entry = (id: string, total: string) => ({
  id,
  date: '2026-01-01',
  lines: [
    { account: 'wallet', amount: total },
    { account: 'sales', amount: `-${total}` },
  ],
});

async function booksOn(store: Store): Promise<Ledger> {
  const ledger = new Ledger({ store, clock: { now: () => BEGIN }, ids: sequentialIds('ledger') });
  await ledger.prepare();
  await ledger.open({
    entity: { id: 'NL01', functionalCurrency: 'EUR' },
    accounts: [
      { id: 'wallet', type: 'asset', ceiling: '100.00' },
      { id: 'sales', type: 'income' },
    ],
  });
  return ledger;
}

/** A step that posts, and then ends as it is told to. */
async function postingKit(store: Store, notation: string, end: () => void) {
  const kit: Kit = await makeKit({ store });
  const ledger = await booksOn(store);
  await kit.deploy(notation);
  kit.engine.handleInside(book, async ({ total }, { tx, effectKey }) => {
    const [outcome] = await ledger.postWithin(tx, [entry(effectKey, total)]);
    if (outcome?.ok !== true) throw businessError('HELD', { why: outcome!.code });
    end();
    return {};
  });
  const started = await kit.engine.start('main', { total: '40.00' }, { id: 'i1' });
  return { ...kit, ledger, instance: started.instance };
}

const held = (): never => {
  throw businessError('HELD');
};
const torn = (): never => {
  throw new Error('torn');
};
const well = (): void => undefined;

const stores: readonly (readonly [string, () => Store])[] = [
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore(openSqlite('node-sqlite3-wasm', ':memory:'))],
];

describe.each(stores)('a posting within a step, on %s', (_, open) => {
  test.each([
    // what the handler does then · who waits · incidents · in the books
    ['returns', caught, well, ['B'], [], '40.00'],
    ['throws news that is caught', caught, held, ['C'], [], '40.00'],
    ['throws news that nobody catches', uncaught, held, [], ['uncaught-error'], '40.00'],
    ['throws an error of the program', caught, torn, ['S'], [], '0.00'],
  ])('the handler %s', async (_what, notation, end, waits, incidents, posted) => {
    const { engine, ledger, instance, check } = await postingKit(open(), notation, end);
    expect(waitsOf(instance)).toEqual(waits);
    expect((await engine.incidents()).map(({ code }) => code)).toEqual(incidents);
    expect((await ledger.balance('wallet')).posted).toBe(posted);
    const isPosted = posted !== '0.00';
    expect(await ledger.events()).toHaveLength(Number(isPosted));
    // The number of an entry that went with its commit is given to the next one.
    const next = await ledger.post(entry('next', '1.00'));
    expect(next).toMatchObject({ ok: true, sequence: isPosted ? 2 : 1 });
    expect([(await ledger.verify()).ok, (await ledger.audit()).ok]).toEqual([true, true]);
    await check();
  });

  test('a refusal moves nothing, and its id is remembered with the news', async () => {
    const store = open();
    const { ledger, engine, check } = await postingKit(store, caught, well);
    const { instance } = await engine.start('main', { total: '60.01' }, { id: 'i2' });
    expect(waitsOf(instance)).toEqual(['C']);
    expect((await ledger.balance('wallet')).posted).toBe('40.00');
    const key = (await ledger.facts()).entry[0]!.replace('i1', 'i2');
    expect(await ledger.entry(key)).toBeUndefined();
    expect(await ledger.post(entry(key, '60.01'))).toMatchObject({
      code: 'LEDGER_ID_ALREADY_FAILED',
      details: { firstCode: 'LEDGER_EXCEEDS_BALANCE_LIMIT' },
    });
    await check();
  });
});
