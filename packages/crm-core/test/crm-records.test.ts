/**
 * Records: made, changed by several people, removed and brought back, with all that is told of it.
 */
import { describe, expect, test } from 'vitest';
import { CrmError } from '@kontor/crm-core';
import { at, openOffice } from './crm-fixture.ts';

/** A log as a practitioner reads it. */
const told = (events: readonly { type: string; data: { by: string; changes: object } }[]) =>
  events.map(({ type, data }) =>
    `${data.by} ${type} ${Object.keys(data.changes).join(' ')}`.trim(),
  );

describe('create and change', () => {
  test('every change is an event with who, when, why, and the value before and after', async () => {
    const { crm, clock } = await openOffice();
    const anna = crm.as({ user: 'anna' });
    const { id } = await anna.create('account', { name: 'Hansa Cycles', tags: ['vip'] });
    at(clock, '03 09:00');
    const renamed = { name: 'Hansa Bikes', domain: 'hansa.example' };
    await crm.as({ user: 'ben' }).change('account', id, renamed, { reason: 'merged' });
    const [, changed] = await anna.history('account', id);
    expect(changed).toMatchObject({
      type: 'crm.account.changed',
      subject: `account/${id}`,
      time: '2026-03-03T09:00:00.000Z',
      data: {
        by: 'ben',
        revision: 2,
        reason: 'merged',
        changes: { name: ['Hansa Cycles', 'Hansa Bikes'], domain: [null, 'hansa.example'] },
      },
    });
    expect(await anna.get('account', id)).toEqual({
      id,
      object: 'account',
      revision: 2,
      createdAt: '2026-03-02T08:00:00.000Z',
      createdBy: 'anna',
      updatedAt: '2026-03-03T09:00:00.000Z',
      updatedBy: 'ben',
      tags: ['vip'],
      ext: {},
      ...renamed,
    });
  });

  test('what changes nothing writes nothing', async () => {
    const { crm } = await openOffice();
    const anna = crm.as({ user: 'anna' });
    const { id } = await anna.create('account', { name: 'Hansa' });
    expect((await anna.change('account', id, { name: 'Hansa' })).revision).toBe(1);
    expect(await anna.history('account', id)).toHaveLength(1);
  });

  test('a field is emptied by null, a custom one apart from the others', async () => {
    const { crm } = await openOffice();
    const anna = crm.as({ user: 'anna' });
    const ext = { shoeSize: 42, hobby: 'rowing' };
    const { id } = await anna.create('contact', { surname: 'Berg', phone: '030', ext });
    const contact = await anna.change('contact', id, { phone: null, ext: { shoeSize: null } });
    expect(contact.phone).toBeUndefined();
    expect(contact.ext).toEqual({ hobby: 'rowing' });
  });

  test('faults are told all at once, each with its path', async () => {
    const { crm } = await openOffice();
    const given = { surname: '', email: 'nobody', shoe: 1, ext: { shoeSize: 1.5, hat: 'L' } };
    const fault = await crm
      .as({ user: 'anna' })
      .create('contact', given as never)
      .catch((error: unknown) => error);
    expect(CrmError.is(fault, 'CRM_INVALID_INPUT') && fault.details.issues).toMatchObject([
      { path: 'surname' },
      { path: 'email' },
      { path: '', message: "there is no field 'shoe': declare it first" },
      { path: 'ext.shoeSize' },
      { path: 'ext', message: "there is no field 'ext.hat': declare it first" },
    ]);
    expect(await crm.system('test').count('contact')).toBe(0);
  });

  test('a record that is named must be there', async () => {
    const { crm } = await openOffice();
    const anna = crm.as({ user: 'anna' });
    await expect(anna.create('contact', { surname: 'Berg', account: 'A-9' })).rejects.toMatchObject(
      {
        code: 'CRM_UNKNOWN_RELATED',
        details: { field: 'account', related: 'A-9' },
      },
    );
  });

  test('a unique value is had by one record, and is free again once it is removed', async () => {
    const { crm } = await openOffice();
    const anna = crm.as({ user: 'anna' });
    const account = await anna.create('account', { name: 'Hansa' });
    const first = await anna.create('machine', { serial: 'M-1', account: account.id });
    const again = { serial: 'M-1', account: account.id };
    await expect(anna.create('machine', again)).rejects.toMatchObject({
      code: 'CRM_DUPLICATE_VALUE',
      details: { field: 'serial', value: 'M-1', existing: first.id },
    });
    await anna.remove('machine', first.id);
    await anna.create('machine', again);
    await expect(anna.restore('machine', first.id)).rejects.toMatchObject({
      code: 'CRM_DUPLICATE_VALUE',
    });
  });
});

describe('optimistic editing', () => {
  test('changes of other fields go together, those of the same field are shown', async () => {
    const { crm } = await openOffice();
    const anna = crm.as({ user: 'anna' });
    const ben = crm.as({ user: 'ben' });
    const { id, revision } = await anna.create('account', { name: 'Hansa', phone: '1' });
    await ben.change('account', id, { phone: '2' }, { revision });
    const both = await anna.change('account', id, { name: 'Hansa AG' }, { revision });
    expect([both.name, both.phone]).toEqual(['Hansa AG', '2']);
    await expect(anna.change('account', id, { phone: '3' }, { revision })).rejects.toMatchObject({
      code: 'CRM_CONFLICTING_EDIT',
      details: {
        revision: 1,
        current: 3,
        fields: [{ field: 'phone', base: '1', theirs: '2', yours: '3' }],
      },
    });
  });

  test('two who mean the same do not conflict; a revision that never was is refused', async () => {
    const { crm } = await openOffice();
    const anna = crm.as({ user: 'anna' });
    const { id, revision } = await anna.create('account', { name: 'Hansa' });
    await anna.change('account', id, { phone: '2' });
    expect((await anna.change('account', id, { phone: '2' }, { revision })).revision).toBe(2);
    await expect(anna.change('account', id, { phone: '3' }, { revision: 7 })).rejects.toMatchObject(
      {
        details: { issues: [{ path: 'revision', message: 'there is no revision 7: it is at 2' }] },
      },
    );
  });
});

describe('the past', () => {
  test('a record is as it was, and as it was known to be', async () => {
    const { crm, clock } = await openOffice();
    const anna = crm.as({ user: 'anna' });
    const { id } = await anna.create('account', { name: 'Hansa', employees: 10 });
    at(clock, '10 09:00');
    await anna.change('account', id, { employees: 30 });
    at(clock, '20 09:00');
    // It turns out that there were 20 already on the 5th.
    const late = { at: '2026-03-05T00:00:00.000Z', reason: 'by the register' };
    const corrected = await anna.change('account', id, { employees: 20, phone: '030' }, late);
    expect(corrected).toMatchObject({ employees: 30, phone: '030', revision: 3 });
    const employees = async (asOf: string, knownAt?: string) =>
      (await anna.recordAt('account', id, { asOf, knownAt }))?.employees;
    expect(await employees('2026-03-04T00:00:00.000Z')).toBe(10);
    expect(await employees('2026-03-06T00:00:00.000Z')).toBe(20);
    expect(await employees('2026-03-06T00:00:00.000Z', '2026-03-15T00:00:00.000Z')).toBe(10);
    expect(await employees('2026-03-11T00:00:00.000Z')).toBe(30);
    expect(await employees('2026-03-01T00:00:00.000Z')).toBeUndefined();
  });

  test('a change from the future, or from before the record, is refused', async () => {
    const { crm } = await openOffice();
    const anna = crm.as({ user: 'anna' });
    const { id } = await anna.create('account', { name: 'Hansa' });
    for (const instant of ['2026-03-03T00:00:00.000Z', '2026-03-01T00:00:00.000Z']) {
      const change = anna.change('account', id, { name: 'X' }, { at: instant });
      await expect(change).rejects.toMatchObject({ details: { issues: [{ path: 'at' }] } });
    }
  });
});

describe('remove and restore', () => {
  test('a record that others name stays, unless they can do without it', async () => {
    const { crm } = await openOffice();
    const anna = crm.as({ user: 'anna' });
    const account = await anna.create('account', { name: 'Hansa' });
    const contact = await anna.create('contact', { surname: 'Berg', account: account.id });
    await expect(anna.remove('account', account.id)).rejects.toMatchObject({
      code: 'CRM_STILL_RELATED',
      details: { by: `contact/${contact.id}`, field: 'account' },
    });
    const ben = await anna.create('user', { name: 'Ben' });
    const team = await anna.create('team', { name: 'North', manager: ben.id });
    await anna.remove('user', ben.id, { reason: 'left' });
    expect((await anna.get('team', team.id))?.manager).toBeUndefined();
  });

  test('a removed record is found no more, keeps its history, and comes back as it was', async () => {
    const { crm } = await openOffice();
    const anna = crm.as({ user: 'anna' });
    const { id } = await anna.create('account', { name: 'Hansa', owner: 'anna' });
    await anna.remove('account', id, { reason: 'bankrupt' });
    expect(await anna.get('account', id)).toBeUndefined();
    expect(await anna.search('hansa')).toEqual([]);
    expect(told(await anna.history('account', id))).toEqual([
      'anna crm.account.created owner name',
      'anna crm.account.removed',
    ]);
    const back = await anna.restore('account', id);
    expect(back).toMatchObject({ name: 'Hansa', owner: 'anna', revision: 3 });
    expect(await anna.search('hansa')).toHaveLength(1);
  });
});

describe('the timeline', () => {
  test('shows what hangs on a record, also what happened before it was attached', async () => {
    const { crm, clock } = await openOffice();
    const anna = crm.as({ user: 'anna' });
    const account = await anna.create('account', { name: 'Hansa' });
    at(clock, '03 09:00');
    const contact = await anna.create('contact', { surname: 'Berg' });
    const call = { kind: 'call', subject: 'First call', contact: contact.id } as const;
    at(clock, '04 09:00');
    const { id } = await anna.create('activity', call);
    at(clock, '05 09:00');
    await anna.change('contact', contact.id, { account: account.id });
    at(clock, '06 09:00');
    await anna.change('activity', id, { status: 'done', outcome: 'reached' });
    const timeline = await anna.timeline('account', account.id);
    expect(timeline.map(({ type, data }) => `${data.at.slice(5, 10)} ${type}`)).toEqual([
      '03-02 crm.account.created',
      '03-03 crm.contact.created',
      '03-04 crm.activity.created',
      '03-05 crm.contact.changed',
      '03-06 crm.activity.changed',
    ]);
    const [last] = await anna.timeline('account', account.id, { isNewestFirst: true, limit: 1 });
    expect(last!.data.at).toBe('2026-03-06T09:00:00.000Z');
  });
});

describe('search', () => {
  test.each([
    ['muller', ['Müller & Söhne']],
    ['SÖHN', ['Müller & Söhne']],
    ['hansa ber', ['Berg']],
    ['berg@hansa.example', ['Berg']],
    ['hansa', ['Hansa Cycles', 'Berg']],
    ['nobody', []],
    ['', []],
  ])('%s finds %j', async (text, names) => {
    const { crm } = await openOffice();
    const anna = crm.as({ user: 'anna' });
    await anna.create('account', { name: 'Müller & Söhne' });
    await anna.create('account', { name: 'Hansa Cycles' });
    await anna.create('contact', { surname: 'Berg', email: 'Berg@Hansa.example' });
    const hits = await anna.search(text);
    expect(hits.map(({ record }) => record['name'] ?? record['surname'])).toEqual(names);
  });
});

describe('the outbox', () => {
  test('keeps events until they are removed', async () => {
    const { crm } = await openOffice();
    const anna = crm.as({ user: 'anna' });
    await anna.create('account', { name: 'Hansa' });
    const events = await crm.events();
    expect(told(events)).toEqual(['anna crm.account.created name']);
    await crm.removeEvents(events.map(({ id }) => id));
    expect(await crm.events()).toEqual([]);
  });
});

describe('tenants', () => {
  test('do not see each other', async () => {
    const { crm } = await openOffice();
    const acme = crm.forTenant('acme');
    await acme.prepare();
    const { id } = await acme.system('test').create('account', { name: 'Hansa' });
    expect(await crm.system('test').get('account', id)).toBeUndefined();
    expect(await acme.system('test').get('account', id)).toMatchObject({ name: 'Hansa' });
  });
});
