/**
 * The same deeds on every store, and on one that fails: nothing that was acknowledged is lost,
 * nothing is done twice, and the log makes the records.
 */
import { seededRandom } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import type { Store } from '@kontor/kernel/store';
import { faultyStore } from '@kontor/kernel/testing';
import { describe, expect, test } from 'vitest';
import { CrmError, type CrmRecord, recordAt, type RecordEvent } from '@kontor/crm-core';
import { memoryKind, postgresKind, sqliteKind } from '../../ledger/test/stores.ts';
import { at, openOffice } from './crm-fixture.ts';

const web = { id: 'web', fields: { company: 'company', last: 'surname', mail: 'email' } };

/** Databases keep the members of JSON in an order of their own. */
const sorted = (changes: RecordEvent['data']['changes']): string =>
  JSON.stringify(Object.entries(changes).sort(([a], [b]) => (a < b ? -1 : 1)));

/** A week of the office: leads, deals, edits, removals; told as text. */
async function week(store: Store): Promise<string[]> {
  const { crm, clock } = await openOffice({ store, hasWebhooks: true });
  const anna = crm.as({ user: 'anna' });
  const told: string[] = [];
  const payload = { company: 'Hansa Cycles', last: 'Berg', mail: 'berg@hansa.eu' };
  const { lead } = await anna.leads.capture({ stream: web, payload });
  at(clock, '03 09:00');
  const call = await anna.create('activity', { kind: 'call', subject: 'Hello', lead: lead.id });
  await anna.activities.complete(call.id, { outcome: 'reached' });
  at(clock, '04 09:00');
  const opportunity = { pipeline: 'sales', amount: '42000.00' };
  const { account, opportunity: deal } = await anna.leads.convert(lead.id, { opportunity });
  at(clock, '05 09:00');
  await anna.opportunities.move(deal!.id, { to: 'propose' });
  await anna.opportunities.move(deal!.id, { to: 'won' });
  await anna.create('machine', { serial: 'M-1', account: account.id });
  const again = await anna.create('machine', { serial: 'M-1', account: account.id }).then(
    () => 'created',
    (error: unknown) => (CrmError.is(error) ? error.code : String(error)),
  );
  await anna.change('account', account.id, { tags: ['vip'], phone: '030 1234567' });
  told.push(again);
  for (const { data, type } of await anna.timeline('account', account.id)) {
    told.push(`${data.at} ${type} ${data.revision} ${sorted(data.changes)}`);
  }
  for (const { record, score } of await anna.search('hansa')) told.push(`${record.id} ${score}`);
  const found = await anna.find('opportunity', {
    where: { field: 'stage', op: 'eq', value: 'won' },
  });
  told.push(...found.map(({ id, probability }) => `${id} ${probability}`));
  return told;
}

describe('a week of the office', () => {
  test.each([memoryKind(), sqliteKind(), postgresKind()])('is the same on $name', async (kind) => {
    const expected = await week(memoryStore());
    expect(expected[0]).toBe('CRM_DUPLICATE_VALUE');
    try {
      const { store } = await kind.open();
      expect(await week(store)).toEqual(expected);
    } finally {
      await kind.close();
    }
  });
});

const seeds = process.env['KONTOR_FULL'] === '1' ? 500 : 25;

describe('on a store that fails', () => {
  test.each(Array.from({ length: seeds }, (_, seed) => seed))(
    'seed %d: what was acknowledged is there once, and the log makes the records',
    async (seed) => {
      const inner = memoryStore();
      const store = faultyStore(inner, { seed });
      const random = seededRandom(seed);
      const { crm, clock } = await openOffice({
        store,
        trying: { tries: 30, random, sleep: () => Promise.resolve() },
      });
      const users = ['anna', 'ben', 'cid'].map((user) => crm.as({ user }));
      const made = new Set<string>();
      const deeds = Array.from({ length: 12 }, (_, deed) => async () => {
        const session = users[deed % users.length]!;
        const key = { externalId: { source: 'shop', id: `c-${deed % 4}` } };
        const name = `Firm ${Math.floor(random() * 5)}`;
        const outcome = await session
          .upsert('account', { name }, key)
          .catch((error: unknown) => error);
        // An answer that never came may have been a yes: only what was said to be done is asked for.
        if (outcome instanceof Error) return;
        made.add((outcome as { readonly record: CrmRecord }).record.id);
      });
      clock.advance(1000);
      await Promise.all(deeds.map((deed) => deed()));
      await store.settled();
      const { crm: calm } = await openOffice({ store: inner });
      const system = calm.system('check');
      const accounts = (await system.find('account')) as readonly unknown[] as readonly CrmRecord[];
      // Four customers of the shop: never more accounts, however often they were written.
      expect(accounts.length).toBeLessThanOrEqual(4);
      const ids = new Set(accounts.map(({ id }) => id));
      for (const id of made) expect(ids).toContain(id);
      for (const account of accounts) {
        const log = await system.history('account', account.id);
        expect(recordAt(log)).toEqual(account);
        expect(log.map(({ data }) => data.revision)).toEqual(log.map((_, n) => n + 1));
        expect(await system.timeline('account', account.id)).toHaveLength(log.length);
      }
      expect(await calm.events({ limit: 1000 })).toHaveLength((await system.log('account')).length);
    },
  );
});
