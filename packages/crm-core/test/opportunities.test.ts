/**
 * Opportunities in the store: the pipeline decides, the log tells.
 */
import { describe, expect, test } from 'vitest';
import { at, openOffice } from './crm-fixture.ts';

async function openDeal() {
  const office = await openOffice();
  const anna = office.crm.as({ user: 'anna' });
  const account = await anna.create('account', { name: 'Hansa' });
  const deal = await anna.opportunities.open({
    pipeline: 'sales',
    name: '20 bicycles',
    account: account.id,
    owner: 'anna',
    ext: { seats: 20 },
  });
  return { ...office, anna, account, deal };
}

describe('an opportunity', () => {
  test('opens in the first stage, with what the stage brings', async () => {
    const { deal } = await openDeal();
    expect(deal).toMatchObject({
      stage: 'qualify',
      probability: 20,
      forecastCategory: 'pipeline',
      stageEnteredAt: '2026-03-02T08:00:00.000Z',
      ext: { seats: 20 },
    });
  });

  test('is moved when its guards hold, and the log tells it', async () => {
    const { anna, clock, deal } = await openDeal();
    at(clock, '05 09:00');
    await expect(anna.opportunities.move(deal.id, { to: 'propose' })).rejects.toMatchObject({
      code: 'CRM_STAGE_GUARDS',
    });
    await anna.change('opportunity', deal.id, { amount: '42000.00', closeDate: '2026-04-30' });
    const moved = await anna.opportunities.move(deal.id, { to: 'propose', reason: 'site visit' });
    expect(moved).toMatchObject({ stage: 'propose', probability: 60, amount: '42000.00' });
    const won = await anna.opportunities.move(deal.id, { to: 'won' });
    expect(won).toMatchObject({ probability: 100, closedAt: '2026-03-05T09:00:00.000Z' });
    const log = await anna.history('opportunity', deal.id);
    expect(log.map(({ type }) => type.slice('crm.opportunity.'.length))).toEqual([
      'created',
      'changed',
      'stageMoved',
      'won',
    ]);
  });

  test('its stage is not edited past the pipeline', async () => {
    const { anna, deal } = await openDeal();
    const edit = anna.change('opportunity', deal.id, { stage: 'won', probability: 99 });
    await expect(edit).rejects.toMatchObject({
      code: 'CRM_INVALID_INPUT',
      details: { issues: [{ path: 'stage' }, { path: 'probability' }] },
    });
  });

  test('a move that was forgotten is told later, and the past is as it was', async () => {
    const { anna, clock, deal } = await openDeal();
    at(clock, '20 09:00');
    await anna.change('opportunity', deal.id, { amount: '1', closeDate: '2026-04-30' });
    await anna.opportunities.move(deal.id, { to: 'propose' });
    at(clock, '25 09:00');
    const late = { to: 'propose', at: '2026-03-10T08:00:00.000Z', reason: 'forgotten' } as const;
    const corrected = await anna.opportunities.move(deal.id, late);
    expect(corrected).toMatchObject({ stage: 'propose', stageEnteredAt: late.at });
    const stage = async (asOf: string) =>
      (await anna.recordAt('opportunity', deal.id, { asOf }))?.stage;
    expect(await stage('2026-03-09T00:00:00.000Z')).toBe('qualify');
    expect(await stage('2026-03-11T00:00:00.000Z')).toBe('propose');
    const before = { asOf: '2026-03-11T00:00:00.000Z', knownAt: '2026-03-21T00:00:00.000Z' };
    expect((await anna.recordAt('opportunity', deal.id, before))?.stage).toBe('qualify');
  });

  test('a probability that was set by hand stays until it is released', async () => {
    const { anna, deal } = await openDeal();
    await anna.opportunities.setForecast(deal.id, { probability: 35, reason: 'good feeling' });
    await anna.change('opportunity', deal.id, { amount: '1', closeDate: '2026-04-30' });
    expect((await anna.opportunities.move(deal.id, { to: 'propose' })).probability).toBe(35);
    const released = await anna.opportunities.setForecast(deal.id, { probability: null });
    expect(released.probability).toBe(60);
  });

  test('a pipeline that the CRM was not given is refused', async () => {
    const { anna } = await openDeal();
    const open = anna.opportunities.open({ pipeline: 'renewals', name: 'x' });
    await expect(open).rejects.toMatchObject({
      code: 'CRM_UNKNOWN_PIPELINE',
      details: { declared: ['sales'] },
    });
  });
});
