/**
 * Leads: from a form to an account, a contact and a deal.
 */
import { describe, expect, test } from 'vitest';
import { sameParty } from '@kontor/crm-core';
import { at, openOffice } from './crm-fixture.ts';

const web = {
  id: 'web',
  fields: { company: 'company', first: 'givenName', last: 'surname', mail: 'email', tel: 'phone' },
};
const fair = { id: 'fair', fields: { Firma: 'company', Name: 'surname', 'E-Mail': 'email' } };
const form = { company: 'Hansa Cycles GmbH', first: 'Ines', last: 'Berg', mail: 'Berg@Hansa.eu' };

describe('sameParty', () => {
  test.each([
    [{ email: 'Ann+news@hansa.eu' }, { email: 'ann@HANSA.eu' }, ['email', 'domain']],
    [{ email: 'ann@hansa.eu' }, { email: 'bob@hansa.eu' }, ['domain']],
    [{ email: 'ann@gmail.com' }, { email: 'bob@gmail.com' }, []],
    [{ domain: 'www.hansa.eu' }, { email: 'bob@hansa.eu' }, ['domain']],
    [{ phone: '+49 (30) 1234567' }, { phone: '030 1234567' }, ['phone']],
    [{ phone: '110' }, { phone: '110' }, []],
    [{ name: 'Hansa Cycles GmbH & Co. KG' }, { name: 'HANSA CYCLES' }, ['name']],
    [{ name: 'Hansa' }, { name: 'Hansa Cycles Nord AG' }, ['name']],
    [{ name: 'Han' }, { name: 'Hansa' }, []],
    [{ name: 'GmbH' }, { name: 'Hansa GmbH' }, []],
    [{ person: 'Jörg Özil' }, { person: 'jorg ozil' }, ['person']],
    [{ commercialParent: 'A-1' }, { commercialParent: 'A-1' }, ['parent']],
    [{}, {}, []],
  ] as const)('%j and %j are one by %j', (a, b, rules) => {
    expect(sameParty(a, b)).toEqual(rules);
    expect(sameParty(b, a)).toEqual(rules);
  });
});

describe('capture', () => {
  test('takes what a stream calls by its own names', async () => {
    const { crm } = await openOffice();
    const { lead, action } = await crm.system('form').leads.capture({ stream: web, payload: form });
    expect(action).toBe('created');
    expect(lead).toMatchObject({
      status: 'new',
      source: 'web',
      company: 'Hansa Cycles GmbH',
      surname: 'Berg',
      email: 'berg@hansa.eu',
    });
  });

  test('a second sign of an open lead is told on it, and overwrites nothing', async () => {
    const { crm } = await openOffice();
    const { leads, history } = crm.system('form');
    const first = await leads.capture({ stream: web, payload: form });
    const payload = { Firma: 'Hansa', Name: 'I. Berg', 'E-Mail': 'berg@hansa.eu ' };
    const second = await leads.capture({ stream: fair, payload });
    expect([second.action, second.lead.id]).toEqual(['joined', first.lead.id]);
    expect(second.lead.company).toBe('Hansa Cycles GmbH');
    const log = await history.call(crm.system('form'), 'lead', first.lead.id);
    expect(log[1]).toMatchObject({
      type: 'crm.lead.captured',
      data: { reason: 'came in by fair', details: { values: { company: 'Hansa' } } },
    });
  });

  test('a hook that comes twice makes one lead', async () => {
    const { crm } = await openOffice();
    const { leads } = crm.system('form');
    const { mail: _, ...anonymous } = form;
    const capture = {
      stream: web,
      payload: anonymous,
      externalId: { source: 'form', id: 'submission-1' },
    };
    expect((await leads.capture(capture)).action).toBe('created');
    expect((await leads.capture(capture)).action).toBe('known');
    expect(await crm.system('x').count('lead')).toBe(1);
  });

  test('a hook that comes again leaves the lead as people have it, also where it was joined', async () => {
    const { crm } = await openOffice();
    const { leads } = crm.system('form');
    const first = { stream: web, payload: form, externalId: { source: 'form', id: '1' } };
    const second = { ...first, externalId: { source: 'form', id: '2' } };
    const { lead } = await leads.capture(first);
    expect((await leads.capture(second)).action).toBe('joined');
    const edited = await crm.as({ user: 'anna' }).change('lead', lead.id, { company: 'Hansa AG' });
    for (const capture of [first, second]) {
      const again = await leads.capture(capture);
      expect([again.action, again.lead]).toEqual(['known', edited]);
    }
  });

  test('tells which contacts and accounts it may be', async () => {
    const { crm } = await openOffice();
    const anna = crm.as({ user: 'anna' });
    const account = await anna.create('account', { name: 'Hansa Cycles', domain: 'hansa.eu' });
    const contact = await anna.create('contact', { surname: 'Berg', givenName: 'Ines' });
    const { matches } = await anna.leads.capture({ stream: web, payload: form });
    expect(matches.map(({ record, rules }) => [record.id, rules])).toEqual([
      [contact.id, ['person']],
      [account.id, ['domain', 'name']],
    ]);
  });

  test.each([
    [{ ...form, utm: 'x' }, 'utm'],
    ['text', ''],
    [{ ...form, mail: 'nobody' }, 'email'],
  ])('%j is refused at %j', async (payload, path) => {
    const { crm } = await openOffice();
    const capture = crm.system('form').leads.capture({ stream: web, payload });
    await expect(capture).rejects.toMatchObject({
      code: 'CRM_INVALID_INPUT',
      details: { issues: [{ path }] },
    });
  });
});

describe('convert', () => {
  async function withLead() {
    const office = await openOffice();
    const anna = office.crm.as({ user: 'anna' });
    const { lead } = await anna.leads.capture({ stream: web, payload: form });
    await anna.change('lead', lead.id, { owner: 'anna', isOptedOut: true, campaign: 'spring' });
    return { ...office, anna, lead };
  }

  test('makes account, contact and deal, closing at the end of the quarter', async () => {
    const { anna, clock, lead } = await withLead();
    const call = { kind: 'call', subject: 'First call', lead: lead.id } as const;
    const activity = await anna.create('activity', call);
    at(clock, '10 09:00');
    const opportunity = { pipeline: 'sales', amount: '5000.00' };
    const converted = await anna.leads.convert(lead.id, { opportunity });
    expect(converted.account).toMatchObject({ name: 'Hansa Cycles GmbH', owner: 'anna' });
    expect(converted.contact).toMatchObject({
      surname: 'Berg',
      email: 'berg@hansa.eu',
      account: converted.account.id,
      isOptedOut: true,
    });
    expect(converted.opportunity).toMatchObject({
      name: 'Hansa Cycles GmbH',
      closeDate: '2026-03-31',
      campaign: 'spring',
      source: 'web',
      stage: 'qualify',
      amount: '5000.00',
    });
    expect(converted.lead).toMatchObject({
      status: 'converted',
      convertedAt: '2026-03-10T09:00:00.000Z',
      account: converted.account.id,
    });
    expect(converted.activities).toBe(1);
    const moved = await anna.get('activity', activity.id);
    expect(moved).toMatchObject({ account: converted.account.id, lead: lead.id });
    // The timeline of the account goes back to the day when the lead came in.
    const timeline = await anna.timeline('account', converted.account.id);
    expect(timeline[0]).toMatchObject({ type: 'crm.lead.created', subject: `lead/${lead.id}` });
  });

  test('is done once', async () => {
    const { anna, lead } = await withLead();
    const { account } = await anna.leads.convert(lead.id);
    await expect(anna.leads.convert(lead.id)).rejects.toMatchObject({
      code: 'CRM_ALREADY_CONVERTED',
      details: { lead: lead.id, account: account.id },
    });
  });

  test('asks when there are records that it may be, and goes to the one that is named', async () => {
    const { anna, lead } = await withLead();
    const account = await anna.create('account', { name: 'Hansa Cycles', domain: 'hansa.eu' });
    const known = { surname: 'Berg', givenName: 'Ines', phone: '1', account: account.id };
    const contact = await anna.create('contact', known);
    await expect(anna.leads.convert(lead.id)).rejects.toMatchObject({
      code: 'CRM_POSSIBLE_DUPLICATES',
      details: { object: 'contact', candidates: [{ id: contact.id, rules: ['person'] }] },
    });
    const converted = await anna.leads.convert(lead.id, { contact: contact.id });
    expect(converted.account.id).toBe(account.id);
    // It is given what it lacked, keeps what it had, and keeps its opt-in.
    expect(converted.contact).toMatchObject({
      phone: '1',
      email: 'berg@hansa.eu',
      isOptedOut: false,
    });
    expect(converted.account.name).toBe('Hansa Cycles');
  });

  test('nothing is left of one that was refused half way', async () => {
    const { anna, lead } = await withLead();
    const opportunity = { pipeline: 'sales', stage: 'propose' };
    await expect(anna.leads.convert(lead.id, { opportunity })).rejects.toMatchObject({
      code: 'CRM_STAGE_GUARDS',
    });
    expect(await anna.count('account')).toBe(0);
    expect((await anna.get('lead', lead.id))?.status).toBe('new');
  });

  test('custom fields go where they are sent', async () => {
    const { anna, lead } = await withLead();
    const fieldMap = { contact: { source: 'ext.hobby' } };
    const { contact } = await anna.leads.convert(lead.id, { fieldMap });
    expect(contact.ext).toEqual({ hobby: 'web' });
  });
});
