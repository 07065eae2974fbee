/**
 * Who may see and do what: the same rules in every command and every question.
 */
import { describe, expect, test } from 'vitest';
import { and, CrmError, field, not, param, type PolicyRule, rowPolicy } from '@kontor/crm-core';
import { objects, openOffice } from './crm-fixture.ts';

const own = field('owner').eq(param('me'));
const policy: readonly PolicyRule[] = [
  { object: '*', actions: ['read', 'create', 'change', 'remove'], roles: ['manager'] },
  { object: 'account', actions: ['read'], where: field('team').in(param('teams')) },
  { object: 'account', actions: ['read', 'create', 'change'], where: own },
  { object: 'account', actions: ['remove'], where: and(own, not(field('tags').contains('vip'))) },
  { object: 'activity', actions: ['read', 'create', 'change'], where: own },
];

/** Anna and Ben in the north, Cid in the south; an account of each, Anna's is a vip. */
async function openTeams() {
  const office = await openOffice({ policy });
  const manager = office.crm.as({ user: 'mia', roles: ['manager'] });
  const ids: Record<string, string> = {};
  for (const [owner, team] of [
    ['anna', 'north'],
    ['ben', 'north'],
    ['cid', 'south'],
  ] as const) {
    const tags = owner === 'anna' ? ['vip'] : [];
    const account = { id: `of-${owner}`, name: `Firm of ${owner}`, owner, team, tags };
    ids[owner] = (await manager.create('account', account)).id;
  }
  const as = (user: string, ...teams: string[]) => office.crm.as({ user, params: { teams } });
  return { ...office, ids, manager, anna: as('anna', 'north'), cid: as('cid', 'south') };
}

describe('a policy', () => {
  test('hides what it does not grant from every question', async () => {
    const { anna, cid, manager } = await openTeams();
    const names = async (session: typeof anna) => ({
      find: (await session.find('account', { orderBy: 'name' })).map(({ id }) => id),
      count: await session.count('account'),
      search: (await session.search('firm')).map(({ record }) => record.id),
      get: (await session.get('account', 'of-cid'))?.id,
      history: (await session.history('account', 'of-cid')).length,
      timeline: (await session.timeline('account', 'of-cid')).length,
    });
    const [north, south] = [['of-anna', 'of-ben'], ['of-cid']];
    const seen = (search: string[]) => ({ find: search, count: search.length, search });
    expect(await names(anna)).toEqual({ ...seen(north), get: undefined, history: 0, timeline: 0 });
    expect(await names(cid)).toEqual({ ...seen(south), get: 'of-cid', history: 1, timeline: 1 });
    expect(await names(manager)).toMatchObject({ count: 3, get: 'of-cid' });
  });

  test.each([
    ['change', 'of-anna', 'done'],
    ['change', 'of-ben', 'CRM_NOT_ALLOWED'],
    ['change', 'of-cid', 'CRM_UNKNOWN_RECORD'],
    ['give away', 'of-anna', 'CRM_NOT_ALLOWED'],
    ['remove', 'of-anna', 'CRM_NOT_ALLOWED'],
    ['remove', 'of-cid', 'CRM_UNKNOWN_RECORD'],
  ] as const)('Anna wants to %s %s: %s', async (what, id, outcome) => {
    const { anna, manager } = await openTeams();
    const before = await manager.get('account', id);
    const command = {
      change: () => anna.change('account', id, { phone: '030' }),
      'give away': () => anna.change('account', id, { owner: 'cid' }),
      remove: () => anna.remove('account', id),
    }[what];
    const came = await command().then(
      () => 'done',
      (error: unknown) => (CrmError.is(error) ? error.code : error),
    );
    expect(came).toBe(outcome);
    if (outcome !== 'done') expect(await manager.get('account', id)).toEqual(before);
  });

  test('what is created for others is refused, and what is created for oneself is not', async () => {
    const { anna } = await openTeams();
    await expect(anna.create('account', { name: 'X', owner: 'cid' })).rejects.toMatchObject({
      code: 'CRM_NOT_ALLOWED',
      details: { user: 'anna', action: 'create' },
    });
    expect((await anna.create('account', { name: 'X', owner: 'anna' })).owner).toBe('anna');
  });

  test('on a timeline, only what the user may see stands', async () => {
    const { anna, manager } = await openTeams();
    const call = { kind: 'call', subject: 'Secret', account: 'of-anna', owner: 'mia' } as const;
    await manager.create('activity', call);
    expect(await manager.timeline('account', 'of-anna')).toHaveLength(2);
    expect(await anna.timeline('account', 'of-anna')).toHaveLength(1);
  });

  test('its condition is one that can be asked elsewhere', () => {
    const rules = rowPolicy(policy, objects);
    const anna = { user: 'anna', params: { teams: ['north'] } };
    expect(rules.condition(anna, 'read', 'account')).toEqual({
      or: [field('team').in(param('teams')), own],
    });
    expect(rules.condition({ user: 'mia', roles: ['manager'] }, 'read', 'account')).toBeUndefined();
    expect(rules.condition(anna, 'read', 'lead')).toEqual({ or: [] });
  });

  test('with faults is refused, with the path of each', () => {
    const rule = { object: 'account', actions: ['read'], where: field('nme').eq(1) } as const;
    expect(() => rowPolicy([rule], objects)).toThrow(
      expect.objectContaining({ code: 'CRM_INVALID_PREDICATE' }),
    );
    expect(() => rowPolicy([{ object: 'account', actions: [] }], objects)).toThrow(
      expect.objectContaining({ code: 'CRM_INVALID_DEFINITION' }),
    );
  });
});
