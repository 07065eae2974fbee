/**
 * Facts of sales: what a cube is given.
 */
import { field, param } from '@kontor/crm-core';
import { commissionFacts, type CommissionStatement, facts } from '@kontor/crm-core/sales';
import { expect, test } from 'vitest';
import { at, openOffice } from '../crm-fixture.ts';

test('one row a visit of a stage; the amount counts once, a removed deal not at all', async () => {
  const { crm, clock } = await openOffice();
  const anna = crm.as({ user: 'anna' });
  const open = (name: string) =>
    anna.opportunities.open({
      pipeline: 'sales',
      name,
      owner: 'anna',
      team: 'north',
      amount: '500.00',
      currency: 'EUR',
      closeDate: '2026-04-30',
    });
  const deal = await open('20 bicycles');
  const gone = await open('none');
  at(clock, '04 08:00');
  await anna.opportunities.move(deal.id, { to: 'propose' });
  await anna.remove('opportunity', gone.id);
  const rows = facts(await anna.log('opportunity'), '2026-03-05T08:00:00.000Z').stages;
  const days = rows.durationMs.map((ms) => ms / 86_400_000);
  expect({ ...rows, durationMs: days }).toEqual({
    opportunity: [deal.id, deal.id],
    pipeline: ['sales', 'sales'],
    stage: ['qualify', 'propose'],
    owner: ['anna', 'anna'],
    team: ['north', 'north'],
    region: ['', ''],
    account: ['', ''],
    source: ['', ''],
    enteredAt: [Date.parse('2026-03-02T08:00:00Z'), Date.parse('2026-03-04T08:00:00Z')],
    leftAt: [Date.parse('2026-03-04T08:00:00Z'), null],
    durationMs: [2, 1],
    isLast: [false, true],
    amount: ['0', '500.00'],
    currency: ['EUR', 'EUR'],
    probability: [0, 60],
  });
  // As it stood before the move, and before anything was there.
  expect(facts(await anna.log('opportunity'), '2026-03-03T00:00:00.000Z').stages.stage).toEqual([
    'qualify',
    'qualify',
  ]);
  expect(facts(await anna.log('opportunity'), '2026-03-01T00:00:00.000Z').stages.stage).toEqual([]);
});

test('a session has the facts of what its user may see, as of any instant', async () => {
  const { crm, clock } = await openOffice({
    policy: [
      {
        object: 'opportunity',
        actions: ['read'],
        roles: ['rep'],
        where: field('owner').eq(param('me')),
      },
      { object: '*', actions: ['read', 'create'], roles: ['lead'] },
    ],
  });
  const lea = crm.as({ user: 'lea', roles: ['lead'] });
  for (const owner of ['anna', 'bert']) {
    await lea.opportunities.open({ pipeline: 'sales', name: owner, owner, amount: '7.5' });
    at(clock, '03 08:00');
  }
  const anna = crm.as({ user: 'anna', roles: ['rep'] });
  expect((await anna.facts()).opportunities).toMatchObject({
    owner: ['anna'],
    amount: ['7.5'],
    currency: [''],
    closeDay: [null],
    createdAt: [Date.parse('2026-03-02T08:00:00Z')],
    closedAt: [null],
  });
  expect((await lea.facts()).opportunities.owner).toEqual(['anna', 'bert']);
  const early = await lea.facts({ asOf: '2026-03-02T12:00:00.000Z' });
  expect([early.opportunities.owner, early.stages.durationMs]).toEqual([['anna'], [4 * 3_600_000]]);
  expect(early.quotes.quote).toEqual([]);
});

test('commission is a row a statement', () => {
  const statements = [
    {
      plan: 'p',
      person: 'anna',
      period: '2026-P03',
      base: '100.00',
      total: '5.00',
      issued: '6.00',
    },
    { plan: 'p', person: 'bert', period: '2026-P03', base: '10.00', total: '0.50', issued: '0.50' },
  ];
  const line = { plan: 'p', person: 'anna', period: '2026-P03', amount: '-1.00' };
  const given = [{ ...statements[0], line }, statements[1]] as CommissionStatement[];
  expect(commissionFacts(given, 'EUR')).toMatchObject({
    statement: ['p/2026-P03/anna', 'p/2026-P03/bert'],
    owner: ['anna', 'bert'],
    currency: ['EUR', 'EUR'],
    total: ['5.00', '0.50'],
    due: ['-1.00', '0'],
  });
});
