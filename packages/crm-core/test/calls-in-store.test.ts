/**
 * Call queues in the store: a list is made of records, agents take turns at it, what came of a call
 * is on the timeline.
 */
import { describe, expect, test } from 'vitest';
import {
  accountObject,
  activityObject,
  contactObject,
  Crm,
  CrmError,
  defineCallQueue,
  field,
  leadObject,
  queuedCallObject,
} from '@kontor/crm-core';
import { manualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';

const queue = defineCallQueue({ id: 'spring', attemptsMax: 3 });

/** Three contacts in three zones, on Monday 2 March 2026, 9:30 UTC: 10:30 in Berlin. */
async function openCenter() {
  const clock = manualClock(Date.parse('2026-03-02T09:30:00Z'));
  const objects = [
    accountObject(),
    contactObject(),
    leadObject(),
    activityObject(),
    queuedCallObject(),
  ] as const;
  const crm = new Crm({ store: memoryStore(), clock, ids: sequentialIds('r'), objects });
  await crm.prepare();
  const anna = crm.as({ user: 'anna' });
  await anna.create('account', { id: 'hansa', name: 'Hansa' });
  for (const [id, zone, title] of [
    ['berlin', 'Europe/Berlin', 'buyer'],
    ['lisbon', 'Europe/Lisbon', 'buyer'],
    ['boston', 'America/New_York', 'buyer'],
    ['bonn', 'Europe/Berlin', 'clerk'],
  ] as const) {
    await anna.create('contact', { id, surname: id, zone, title, account: 'hansa' });
  }
  return { crm, clock, anna, ben: crm.as({ user: 'ben' }) };
}

const buyers = { object: 'contact', where: field('title').eq('buyer') } as const;

describe('a call list', () => {
  test('has everyone of a condition once, however often it is filled', async () => {
    const { anna } = await openCenter();
    const first = await anna.calls.fill(queue, { ...buyers, limit: 2 });
    const second = await anna.calls.fill(queue, buyers);
    expect(await anna.calls.fill(queue, buyers)).toEqual([]);
    const called = [...first, ...second].map(({ contact }) => contact);
    expect([first.length, called.toSorted()]).toEqual([2, ['berlin', 'boston', 'lisbon']]);
  });

  test('takes nobody of whom no zone is known, and leaves nothing half-made', async () => {
    const { anna } = await openCenter();
    await anna.create('lead', { id: 'l1', company: 'Nord', country: 'DE' });
    const list = { object: 'lead' } as const;
    const error = await anna.calls.fill(queue, list).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'CRM_INVALID_INPUT',
      details: { issues: [{ path: 'zone' }] },
    });
    expect(await anna.count('queuedCall')).toBe(0);
    const [call] = await anna.calls.fill(queue, { ...list, zone: 'Europe/Berlin' });
    expect(call).toMatchObject({
      lead: 'l1',
      queue: 'spring',
      zone: 'Europe/Berlin',
      attempts: [],
    });
  });
});

describe('calling', () => {
  test('nobody is given to two agents; who is outside his hours is given to none', async () => {
    const { anna, ben } = await openCenter();
    await anna.calls.fill(queue, buyers);
    const taken = [await anna.calls.next(queue), await ben.calls.next(queue)];
    expect(taken.map((call) => [call?.contact, call?.takenBy])).toEqual([
      ['berlin', 'anna'],
      ['lisbon', 'ben'],
    ]);
    // Boston sleeps; and who asks again is given what he has.
    expect((await anna.calls.next(queue))?.contact).toBe('berlin');
    expect(await anna.count('queuedCall', field('openIn').eq('spring'))).toBe(3);
  });

  test('agents who ask at once are given different ones', async () => {
    const { anna, ben } = await openCenter();
    await anna.calls.fill(queue, buyers);
    const taken = await Promise.all([anna.calls.next(queue), ben.calls.next(queue)]);
    expect(taken.map((call) => call?.contact).toSorted()).toEqual(['berlin', 'lisbon']);
  });

  test('what was taken comes back when its time has run out, or when it is given back', async () => {
    const { anna, ben, clock } = await openCenter();
    await anna.calls.fill(queue, { object: 'contact', where: field('id').eq('berlin') });
    const call = (await anna.calls.next(queue))!;
    expect(await ben.calls.next(queue)).toBeUndefined();
    clock.advance(15 * 60_000);
    expect((await ben.calls.next(queue))?.takenBy).toBe('ben');
    const late = await anna.calls
      .log(queue, call.id, { outcome: 'reached' })
      .catch((e: unknown) => e);
    expect(late).toMatchObject({ details: { issues: [{ path: 'takenBy' }] } });
    await ben.calls.release(call.id);
    expect((await anna.calls.next(queue))?.takenBy).toBe('anna');
  });

  test('what came of it is an activity of the called, in the commit that moves the call', async () => {
    const { anna, clock } = await openCenter();
    await anna.calls.fill(queue, { object: 'contact', where: field('id').eq('berlin') });
    const call = (await anna.calls.next(queue))!;
    const busy = await anna.calls.log(queue, call.id, { outcome: 'busy' });
    expect(busy.left).toBeUndefined();
    expect(busy.call).toMatchObject({
      attempts: ['2026-03-02T09:30:00.000Z'],
      dueAt: '2026-03-02T09:45:00.000Z',
      openIn: 'spring',
    });
    expect(await anna.calls.next(queue)).toBeUndefined();
    clock.advance(15 * 60_000);
    await anna.calls.next(queue);
    const said = { outcome: 'reached', durationMinutes: 12, body: 'wants an offer' };
    const { activity, call: done, left } = await anna.calls.log(queue, call.id, said);
    expect(activity).toMatchObject({
      ...said,
      kind: 'call',
      status: 'done',
      contact: 'berlin',
      account: 'hansa',
      owner: 'anna',
      doneAt: '2026-03-02T09:45:00.000Z',
    });
    expect([left, done.left, 'openIn' in done]).toEqual(['answered', 'answered', false]);
    const timeline = await anna.timeline('contact', 'berlin');
    expect(timeline.map(({ type }) => type)).toEqual([
      'crm.contact.created',
      'crm.queuedCall.created',
      'crm.queuedCall.taken',
      'crm.activity.completed',
      'crm.queuedCall.tried',
      'crm.queuedCall.taken',
      'crm.activity.completed',
      'crm.queuedCall.left',
    ]);
  });

  test('is over after so many tries, and can be begun anew', async () => {
    const { anna, clock } = await openCenter();
    const list = { object: 'contact', where: field('id').eq('berlin') } as const;
    const [call] = await anna.calls.fill(queue, list);
    const tries: (string | undefined)[] = [];
    for (let day = 0; day < 3; day++) {
      await anna.calls.next(queue);
      tries.push((await anna.calls.log(queue, call!.id, { outcome: 'noAnswer' })).left);
      clock.advance(86_400_000);
    }
    expect(tries).toEqual([undefined, undefined, 'triedOut']);
    const again = await anna.calls.cancel(call!.id).catch((thrown: unknown) => thrown);
    expect(CrmError.is(again) && again.message).toContain('triedOut');
    expect(await anna.calls.fill(queue, list)).toHaveLength(1);
  });

  test('is for the one that it is kept for', async () => {
    const { anna, ben } = await openCenter();
    await anna.calls.fill(queue, { ...buyers, agent: 'ben' });
    expect(await anna.calls.next(queue)).toBeUndefined();
    expect((await ben.calls.next(queue))?.contact).toBe('berlin');
  });

  test('calls nobody who was removed since then', async () => {
    const { anna } = await openCenter();
    await anna.calls.fill(queue, { object: 'contact', where: field('id').eq('berlin') });
    await anna.remove('contact', 'berlin');
    expect(await anna.calls.next(queue)).toBeUndefined();
  });

  test('moves on only by its commands', async () => {
    const { anna } = await openCenter();
    const [call] = await anna.calls.fill(queue, buyers);
    const edit = anna.change('queuedCall', call!.id, { takenBy: 'ben' });
    await expect(edit).rejects.toMatchObject({ code: 'CRM_INVALID_INPUT' });
    expect(await anna.change('queuedCall', call!.id, { priority: 5 })).toMatchObject({
      priority: 5,
    });
  });
});
