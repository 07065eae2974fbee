/**
 * Finding records: conditions on records that hang on others, order by kind, and what indexes may
 * not change.
 */
import { describe, expect, test } from 'vitest';
import {
  and,
  Crm,
  CrmError,
  type CrmObject,
  defineObject,
  field,
  forecastOverrideObject,
  not,
  opportunityObject,
  param,
  type PolicyRule,
  type Predicate,
  quoteObject,
  related,
} from '@kontor/crm-core';
import { manualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { z } from 'zod';
import { OPPORTUNITY_KINDS } from '../src/pipeline/opportunity-kinds.ts';
import { fieldKindsOf } from '../src/record/field-kinds.ts';
import { openOffice } from './crm-fixture.ts';

const codeOf = (error: unknown): unknown => (CrmError.is(error) ? error.code : error);

/** Three customers: A won one deal and lost one, B has one open, C has none. */
async function openDeals(policy?: readonly PolicyRule[]) {
  const office = await openOffice(policy === undefined ? {} : { policy });
  const boss = office.crm.as({ user: 'mia', roles: ['manager'] });
  for (const id of ['a', 'b', 'c']) await boss.create('account', { id, name: `Firm ${id}` });
  const deals = [
    { id: 'a1', account: 'a', amount: '900.00', owner: 'anna' },
    { id: 'a2', account: 'a', amount: '5000.00', owner: 'ben' },
    { id: 'b1', account: 'b', amount: '12000.00', owner: 'anna' },
  ];
  for (const deal of deals) {
    const terms = { name: deal.id, pipeline: 'sales', currency: 'EUR', closeDate: '2026-03-31' };
    await boss.opportunities.open({ ...terms, ...deal });
  }
  await boss.opportunities.move('a1', { to: 'won' });
  await boss.opportunities.move('a2', { to: 'lost', closeReason: 'price' });
  return { ...office, boss };
}

const deals = related('opportunity.account');
const idsOf = (found: readonly { readonly id: string }[]): string => found.map((r) => r.id).join();

describe('conditions on records that hang on others', () => {
  test.each<[string, Predicate, string]>([
    ['with a deal that is won', deals.any(field('stage').eq('won')), 'a'],
    ['with any deal', deals.any(), 'a,b'],
    ['with none', deals.none(), 'c'],
    ['with none of 10,000 or more', deals.none(field('amount').ge('10000')), 'a,c'],
    ['with two or more', deals.count('ge', 2), 'a'],
    ['not with a deal of Anna’s', not(deals.any(field('owner').eq('anna'))), 'c'],
    ['with a deal, and a name that ends in b', and(deals.any(), field('name').eq('Firm b')), 'b'],
  ])('customers %s', async (_, where, expected) => {
    const { boss } = await openDeals();
    expect(idsOf(await boss.find('account', { where }))).toBe(expected);
    expect(await boss.count('account', where)).toBe(expected.split(',').length);
  });

  test('what the user may not see hangs on nothing for him', async () => {
    const { crm } = await openDeals([
      { object: '*', actions: ['read', 'create', 'change'], roles: ['manager'] },
      { object: 'account', actions: ['read'] },
      { object: 'opportunity', actions: ['read'], where: field('owner').eq(param('me')) },
    ]);
    const seen = async (user: string): Promise<string> =>
      idsOf(await crm.as({ user }).find('account', { where: deals.any() }));
    expect([await seen('anna'), await seen('ben'), await seen('cid')]).toEqual(['a,b', 'a', '']);
  });

  test('a relation that is none is refused, with the nearest ones', async () => {
    const { boss } = await openDeals();
    const where = related('oportunity.account').any();
    const error = await boss.find('account', { where }).catch((thrown: unknown) => thrown);
    expect(codeOf(error)).toBe('CRM_INVALID_PREDICATE');
    expect(String(error)).toContain('opportunity.account');
  });
});

describe('the order of what is found', () => {
  test('money goes by its value, not by its text; without one comes last either way', async () => {
    const { boss } = await openDeals();
    await boss.opportunities.open({ id: 'c1', name: 'c1', account: 'c', pipeline: 'sales' });
    const by = async (isDescending: boolean): Promise<string> =>
      idsOf(await boss.find('opportunity', { orderBy: 'amount', isDescending }));
    expect(await by(false)).toBe('a1,a2,b1,c1');
    expect(await by(true)).toBe('b1,a2,a1,c1');
  });

  test('numbers go by their value, and equal ones by id', async () => {
    const { boss } = await openDeals();
    for (const [id, shoeSize] of [
      ['p1', 9],
      ['p2', 44],
      ['p3', 100],
      ['p4', 44],
    ] as const) {
      await boss.create('contact', { id, surname: id, ext: { shoeSize } });
    }
    expect(idsOf(await boss.find('contact', { orderBy: 'ext.shoeSize' }))).toBe('p1,p2,p4,p3');
  });

  test.each(['tags', 'size'])('no order by %s', async (orderBy) => {
    const { boss } = await openDeals();
    const finding = boss.find('account', { orderBy });
    expect(codeOf(await finding.catch((thrown: unknown) => thrown))).toBe('CRM_INVALID_INPUT');
  });
});

/** Machines of which one field is looked up, and its twin is not. */
const machineFields = {
  plain: z.string().optional(),
  looked: z.string().optional(),
  plainSize: z.int().optional(),
  lookedSize: z.int().optional(),
};

describe('a field that is looked up answers as one that is not', () => {
  const open = async () => {
    const machine = defineObject({
      name: 'machine',
      fields: machineFields,
      indexed: ['looked', 'lookedSize'],
    });
    const doors = {
      store: memoryStore(),
      clock: manualClock(Date.parse('2026-03-02T08:00:00Z')),
      ids: sequentialIds('m'),
    };
    const crm = new Crm({ ...doors, objects: [machine] });
    await crm.prepare();
    const session = crm.as({ user: 'mia' });
    for (const [id, text, size] of [
      ['m1', 'Lathe', 3],
      ['m2', 'lathe', 30],
      ['m3', undefined, undefined],
      ['m4', 'Saw', 3],
    ] as const) {
      const texts = text === undefined ? {} : { plain: text, looked: text };
      const sizes = size === undefined ? {} : { plainSize: size, lookedSize: size };
      await session.create('machine', { id, ...texts, ...sizes });
    }
    return session;
  };

  test.each<[string, (of: 'plain' | 'looked') => Predicate, string]>([
    ['equal', (of) => field(of).eq('Lathe'), 'm1'],
    ['equal but for case', (of) => field(of).ignoreCase.eq('LATHE'), 'm1,m2'],
    ['equal to a parameter', (of) => field(of).eq(param('given')), 'm2'],
    ['equal to a parameter of another kind', (of) => field(of).eq(param('number')), ''],
    ['equal to a parameter that is not given', (of) => field(of).eq(param('absent')), ''],
    ['a size', (of) => field(`${of}Size`).eq(3), 'm1,m4'],
    ['a size that is no whole number', (of) => field(`${of}Size`).eq(param('half')), ''],
    ['both', (of) => and(field(of).eq('Saw'), field(`${of}Size`).eq(3)), 'm4'],
    ['two that exclude one another', (of) => and(field(of).eq('Saw'), field(of).eq('Lathe')), ''],
  ])('%s', async (_, where, expected) => {
    const session = await open();
    const params = { given: 'lathe', number: 3, half: 2.5 };
    for (const of of ['plain', 'looked'] as const) {
      expect([of, idsOf(await session.find('machine', { where: where(of), params }))]).toEqual([
        of,
        expected,
      ]);
    }
  });
});

describe('what a user may not see is never named to him', () => {
  const policy: readonly PolicyRule[] = [
    { object: '*', actions: ['read', 'create', 'change', 'remove'], roles: ['manager'] },
    {
      object: '*',
      actions: ['read', 'create', 'change', 'remove'],
      where: field('owner').eq(param('me')),
    },
  ];

  async function openHidden() {
    const { crm } = await openOffice({ policy });
    const boss = crm.as({ user: 'mia', roles: ['manager'] });
    const anna = crm.as({ user: 'anna' });
    await boss.create('account', { id: 'hidden', name: 'Hidden', owner: 'mia' });
    await anna.create('account', { id: 'mine', name: 'Mine', owner: 'anna' });
    return { boss, anna };
  }

  const thrown = (doing: Promise<unknown>): Promise<unknown> =>
    doing.then(
      () => 'done',
      (error: unknown) => error,
    );

  test('a record cannot be related to it', async () => {
    const { anna } = await openHidden();
    const contact = { surname: 'X', owner: 'anna', account: 'hidden' };
    expect(codeOf(await thrown(anna.create('contact', contact)))).toBe('CRM_UNKNOWN_RELATED');
    const mine = await anna.create('contact', { ...contact, account: 'mine' });
    const change = anna.change('contact', mine.id, { account: 'hidden' });
    expect(codeOf(await thrown(change))).toBe('CRM_UNKNOWN_RELATED');
  });

  test('a value that it has is refused without its id', async () => {
    const { boss, anna } = await openHidden();
    await boss.create('machine', { id: 'm-hidden', serial: 'S1', account: 'hidden', owner: 'mia' });
    const own = { serial: 'S1', account: 'mine', owner: 'anna' };
    const error = await thrown(anna.create('machine', own));
    expect(codeOf(error)).toBe('CRM_DUPLICATE_VALUE');
    expect(JSON.stringify(error) + String(error)).not.toContain('m-hidden');
    const boss2 = await thrown(boss.create('machine', { ...own, owner: 'mia' }));
    expect(boss2).toMatchObject({ details: { existing: 'm-hidden' } });
  });

  test('that it hangs on a record is told without its id', async () => {
    const { boss, anna } = await openHidden();
    await boss.create('machine', { id: 'm-hidden', serial: 'S1', account: 'mine', owner: 'mia' });
    const error = await thrown(anna.remove('account', 'mine'));
    expect(codeOf(error)).toBe('CRM_STILL_RELATED');
    expect(JSON.stringify(error) + String(error)).not.toContain('m-hidden');
    expect(await thrown(boss.remove('account', 'mine'))).toMatchObject({
      details: { by: 'machine/m-hidden' },
    });
  });

  test('what others removed is not brought back', async () => {
    const { boss, anna } = await openHidden();
    await boss.remove('account', 'hidden');
    expect(codeOf(await thrown(anna.restore('account', 'hidden')))).toBe('CRM_UNKNOWN_RECORD');
    expect(await boss.restore('account', 'hidden')).toMatchObject({ id: 'hidden' });
  });
});

describe('amounts are compared by value wherever they stand', () => {
  const kindsOf = (object: CrmObject): Record<string, string> => ({ ...fieldKindsOf(object) });

  test('an opportunity’s fields are of the kinds that its guards know', () => {
    expect(kindsOf(opportunityObject())).toMatchObject(OPPORTUNITY_KINDS);
  });

  test('so are those of quotes and overrides', () => {
    expect(kindsOf(quoteObject())).toMatchObject({ net: 'decimal', gross: 'decimal' });
    expect(kindsOf(forecastOverrideObject())).toMatchObject({ amount: 'decimal' });
  });
});
