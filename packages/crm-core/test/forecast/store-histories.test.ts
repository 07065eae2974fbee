/**
 * The same law on the engine itself: what the store showed then is what the log gives today.
 */
import { test as propertyTest } from '@fast-check/vitest';
import { manualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { accountObject, Crm, CrmError, opportunityObject } from '@kontor/crm-core';
import { dealsAt, type ForecastDeal, rollUpForecast } from '@kontor/crm-core/sales';
import { expect } from 'vitest';
import { anyHistory, free, type Step } from './random-deals.ts';

const figuresOf = (deals: readonly ForecastDeal[], asOf: string) =>
  rollUpForecast(deals, { asOf, by: ['owner', 'month'], method: 'weighted', currency: 'EUR' })
    .cells;

async function openOffice() {
  const clock = manualClock(Date.parse('2026-03-01T00:00:00Z'));
  const doors = { store: memoryStore(), clock, ids: sequentialIds('e') };
  const objects = [accountObject(), opportunityObject()] as const;
  const crm = new Crm({ ...doors, objects, pipelines: [free] });
  await crm.prepare();
  return { clock, anna: crm.as({ user: 'anna' }) };
}

type Session = Awaited<ReturnType<typeof openOffice>>['anna'];

/** Does one step; a refusal changes nothing, any other error is one. */
async function take(anna: Session, { deal: id, act }: Step, now: number): Promise<void> {
  const { opportunities } = anna;
  try {
    if ((await anna.get('opportunity', id)) === undefined) {
      const values = { name: id, owner: 'anna', amount: '5000', currency: 'EUR' };
      await opportunities.open({ id, pipeline: 'free', ...values });
    } else if (act.kind === 'change') {
      await anna.change('opportunity', id, act.values);
    } else if (act.kind === 'forecast') {
      await opportunities.setForecast(id, { probability: act.probability });
    } else {
      const at = new Date(now - act.hoursAgo * 3_600_000).toISOString();
      const closeReason = act.to === 'lost' ? 'price' : undefined;
      await opportunities.move(id, { to: act.to as 'won', at, reason: 'Told later.', closeReason });
    }
  } catch (error) {
    if (!CrmError.is(error)) throw error;
  }
}

const numRuns = process.env['KONTOR_FULL'] === '1' ? 300 : 15;

propertyTest.prop([anyHistory], { numRuns })(
  'property: the forecast of a past instant, as known then, is the one that the store showed then',
  async (history) => {
    const { clock, anna } = await openOffice();
    const shown: { at: string; cells: unknown }[] = [];
    for (const step of history) {
      clock.advance(step.hours * 3_600_000);
      await take(anna, step, clock.now());
      const at = new Date(clock.now()).toISOString();
      const deals = await anna.find('opportunity');
      shown.push({ at, cells: figuresOf(deals, at) });
    }
    const deals = await anna.find('opportunity');
    const logs = await Promise.all(deals.map(({ id }) => anna.history('opportunity', id)));
    for (const { at, cells } of shown) {
      const then = dealsAt(logs.flat(), { asOf: at, knownAt: at });
      expect(figuresOf(then, at)).toEqual(cells);
    }
  },
);
