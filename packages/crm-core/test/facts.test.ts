/**
 * Facts of sales: what a cube is given.
 */
import { facts } from '@kontor/crm-core/sales';
import { expect, test } from 'vitest';
import { at, openOffice } from './crm-fixture.ts';

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
  const rows = facts(await anna.log('opportunity'), '2026-03-05T08:00:00.000Z');
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
  expect(facts(await anna.log('opportunity'), '2026-03-03T00:00:00.000Z').stage).toEqual([
    'qualify',
    'qualify',
  ]);
  expect(facts(await anna.log('opportunity'), '2026-03-01T00:00:00.000Z').stage).toEqual([]);
});
