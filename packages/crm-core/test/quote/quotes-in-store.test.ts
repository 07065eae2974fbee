/**
 * Quotes in the store: numbered without gaps, decided by the rules, told by the log.
 */
import { manualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import {
  accountObject,
  contactObject,
  Crm,
  opportunityObject,
  quoteObject,
} from '@kontor/crm-core';
import { z } from 'zod';
import { describe, expect, test } from 'vitest';
import { checkedStore } from '../../../../tools/schemas/checked-store.ts';
import { content, discounted, policy, pricingAt } from './bicycle-quote.ts';

const objects = [
  accountObject(),
  contactObject(),
  opportunityObject(),
  quoteObject({ ext: { campaign: z.string().optional() } }),
] as const;
const terms = { policy, pricing: pricingAt() };
const series = { id: 'quote-2026', prefix: 'Q-2026-' };

async function openOffice() {
  const clock = manualClock(Date.parse('2026-03-02T08:00:00Z'));
  const crm = new Crm({
    store: checkedStore(memoryStore()),
    clock,
    ids: sequentialIds('r'),
    objects,
  });
  await crm.prepare();
  const anna = crm.as({ user: 'anna' });
  const account = await anna.create('account', { name: 'Hansa' });
  const draft = (given = content) =>
    anna.quotes.draft(
      {
        name: 'Bicycles',
        account: account.id,
        ext: { campaign: 'spring' },
        content: given,
        series,
      },
      terms,
    );
  return { crm, clock, anna, draft };
}

describe('quotes in the store', () => {
  test('numbers have no gaps: what is refused draws none', async () => {
    const { draft } = await openOffice();
    expect(await draft()).toMatchObject({ number: 'Q-2026-1', ext: { campaign: 'spring' } });
    const lines = [{ id: '1', product: 'moped', quantity: '1' }];
    await expect(draft({ ...content, lines })).rejects.toMatchObject({ code: 'CRM_NO_PRICE' });
    expect(await draft()).toMatchObject({ number: 'Q-2026-2' });
  });

  test('from draft to acceptance, and the log tells it', async () => {
    const { crm, anna, draft } = await openOffice();
    const { id } = await draft(discounted('12'));
    await expect(anna.quotes.send(id, {}, terms)).rejects.toMatchObject({
      code: 'CRM_QUOTE_NOT_APPROVED',
    });
    await anna.quotes.requestApproval(id, {}, terms);
    const lea = crm.as({ user: 'lea', roles: ['lead'] });
    await lea.quotes.answerApproval(id, { approval: 'discount', answer: 'approve' }, terms);
    await anna.quotes.send(id, {}, terms);
    const done = await anna.quotes.accept(id, { chosen: ['2'], reason: 'order 4711' });
    expect(done).toMatchObject({ state: 'accepted', acceptedVersion: 1, net: '4800.00' });
    const log = await anna.history('quote', id);
    expect(log.map(({ type, data }) => `${type.slice('crm.quote.'.length)} by ${data.by}`)).toEqual(
      [
        'created by anna',
        'approvalRequested by anna',
        'approvalGiven by lea',
        'sent by anna',
        'accepted by anna',
      ],
    );
  });

  test('what rules decide is not edited past them', async () => {
    const { anna, draft } = await openOffice();
    const { id } = await draft();
    await expect(anna.change('quote', id, { state: 'accepted' })).rejects.toMatchObject({
      code: 'CRM_INVALID_INPUT',
      details: { issues: [{ path: 'state' }] },
    });
    expect(await anna.change('quote', id, { name: '10 bicycles' })).toMatchObject({
      name: '10 bicycles',
      state: 'draft',
    });
  });

  test('a sent quote is edited to a new version; only what is over expires', async () => {
    const { anna, clock, draft } = await openOffice();
    const [first, second] = [await draft(), await draft()];
    await anna.quotes.send(first.id, {}, terms);
    const next = { content: discounted('5'), expiresOn: '2026-12-31' };
    await anna.quotes.edit(first.id, next, terms);
    expect(await anna.quotes.send(first.id, {}, terms)).toMatchObject({
      versionNumber: 2,
      versions: [{ state: 'superseded' }, { state: 'sent' }],
    });
    await anna.quotes.send(second.id, {}, terms);
    expect(await anna.quotes.expireDue()).toEqual([]);
    clock.set(Date.parse('2026-03-20T08:00:00Z'));
    expect((await anna.quotes.expireDue()).map(({ id }) => id)).toEqual([second.id]);
    const inTime = await anna.quotes.accept(second.id, { at: '2026-03-16T12:00:00.000Z' });
    expect(inTime).toMatchObject({ state: 'accepted', acceptedAt: '2026-03-16T12:00:00.000Z' });
    expect(await anna.quotes.reject(first.id)).toMatchObject({ state: 'rejected' });
  });
});
