import { test as propertyTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { moveStage, openOpportunity } from '@kontor/crm-core';
import {
  dealsAt,
  type ForecastDeal,
  rollUpForecast,
  splitDeals,
  stageVisits,
  timeInStage,
} from '@kontor/crm-core/sales';
import { dayStart, dealLog } from '../pipeline/deal-log.ts';
import { sales } from '../pipeline/sales-pipeline.ts';
import { deal } from './deals.ts';
import { anyHistory, historyRuns, play } from './random-deals.ts';

const figures = (deals: readonly ForecastDeal[], asOf: string) =>
  (['weighted', 'cumulative'] as const).map(
    (method) =>
      rollUpForecast(deals, { asOf, by: ['owner', 'month'], method, currency: 'EUR' }).cells,
  );

propertyTest.prop([anyHistory], { numRuns: historyRuns })(
  'property: the forecast of a past instant, as known then, is the one that was stored then',
  (history) => {
    const { events, moments } = play(history);
    for (const { at, deals } of moments) {
      expect(figures(dealsAt(events, { asOf: at, knownAt: at }), at)).toEqual(figures(deals, at));
    }
  },
);

propertyTest.prop([anyHistory], { numRuns: historyRuns })(
  'property: corrections change the past, never the present',
  (history) => {
    const { events, moments } = play(history);
    const last = moments.at(-1);
    if (last === undefined) return;
    expect(figures(dealsAt(events, { asOf: last.at }), last.at)).toEqual(
      figures(last.deals, last.at),
    );
  },
);

propertyTest.prop([anyHistory], { numRuns: historyRuns })(
  'property: a correction changes nothing from the next move on but when the visit began',
  (history) => {
    const { events } = play(history);
    for (const { time, data } of events) {
      const isCorrection = (data.details as { isCorrection?: boolean } | undefined)?.isCorrection;
      if (isCorrection !== true) continue;
      const knownBefore = new Date(Date.parse(time) - 1).toISOString();
      const visits = stageVisits(events, { knownAt: knownBefore }).get(data.id) ?? [];
      const next = visits.find(({ enteredAt }) => enteredAt > data.at)!.enteredAt;
      const later = events.map((event) => event.data.at).filter((at) => at >= next && at < time);
      for (const asOf of later) {
        const standing = (knownAt: string) => {
          const found = dealsAt(events, { asOf, knownAt }).find(({ id }) => id === data.id)!;
          const { stage, probability, probabilityAutomatic, forecastCategory, lostReason } = found;
          return { stage, probability, probabilityAutomatic, forecastCategory, lostReason };
        };
        expect(standing(time)).toEqual(standing(knownBefore));
      }
    }
  },
);

propertyTest.prop([anyHistory], { numRuns: historyRuns })(
  'property: visits of a deal fill its life without a gap, and their times sum to it',
  (history) => {
    const { events, moments } = play(history);
    const asOf = moments.at(-1)?.at ?? dayStart('2026-03-01');
    for (const visits of stageVisits(events, { asOf }).values()) {
      for (const [index, { leftAt, stage }] of visits.entries()) {
        expect(leftAt).toBe(visits[index + 1]?.enteredAt ?? null);
        expect(stage).not.toBe(visits[index + 1]?.stage);
      }
      const total = timeInStage(visits, asOf).reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
      expect(total).toBe(Date.parse(asOf) - Date.parse(visits[0]!.enteredAt));
    }
  },
);

describe('dealsAt', () => {
  const march = (day: number): string => dayStart(`2026-03-0${day}`);

  function correctedLog() {
    const log = dealLog('O-7');
    const values = { name: 'Fleet', amount: '1000', currency: 'EUR', closeDate: '2026-06-30' };
    const open = openOpportunity(sales, { by: 'anna', values }, { now: march(1) });
    log.take(open, march(1));
    log.take(moveStage(sales, log.record, { to: 'demo', by: 'anna' }, { now: march(6) }), march(6));
    const late = { to: 'propose', by: 'anna', at: march(3), reason: 'Told on the phone.' } as const;
    const context = { now: march(8), history: log.events };
    log.take(moveStage(sales, log.record, late, context), march(8));
    return log;
  }

  test('asOf alone has what was learned later about then; knownAt has not', () => {
    const { events } = correctedLog();
    const weighted = (query: { asOf: string; knownAt?: string }): string =>
      rollUpForecast(dealsAt(events, query), {
        asOf: query.asOf,
        by: [],
        method: 'weighted',
        currency: 'EUR',
      }).total.figures.weighted;
    expect(weighted({ asOf: march(4) })).toBe('600.00');
    expect(weighted({ asOf: march(4), knownAt: march(4) })).toBe('200.00');
    expect(weighted({ asOf: march(4), knownAt: march(8) })).toBe('600.00');
    expect(weighted({ asOf: march(7) })).toBe('333.30');
    expect(dealsAt(events, { asOf: dayStart('2026-02-28') })).toEqual([]);
  });

  test('records of other objects are no deals', () => {
    const [event] = correctedLog().events;
    const other = { ...event!, data: { ...event!.data, object: 'account' } };
    expect(dealsAt([other], {})).toEqual([]);
  });
});

describe('splitDeals', () => {
  const splits = [
    { owner: 'anna', kind: 'revenue', percent: 60 },
    { owner: 'bo', kind: 'revenue', percent: 40 },
    { owner: 'clara', kind: 'overlay', percent: 10 },
  ] as const;
  const rows = (amount: string | undefined, kind: 'revenue' | 'overlay') =>
    splitDeals([{ ...deal('D', '0', 50, 'commit', { amount }), splits }], kind).map(
      ({ owner, amount: share }) => `${owner} ${share ?? '-'}`,
    );

  test('K4: 40,000 split 60/40 with an overlay of 10 %', () => {
    expect(rows('40000', 'revenue')).toEqual(['anna 24000.00', 'bo 16000.00']);
    expect(rows('40000', 'overlay')).toEqual(['clara 4000.00']);
  });

  test('shares of a cent that cannot be halved sum to it', () => {
    expect(rows('0.01', 'revenue')).toEqual(['anna 0.01', 'bo 0.00']);
    expect(rows(undefined, 'revenue')).toEqual(['anna -', 'bo -']);
  });

  test('a deal without splits is its owner’s, and no one’s overlay', () => {
    const whole = [deal('D', '10', 50, 'commit')];
    expect(splitDeals(whole, 'revenue')).toEqual(whole);
    expect(splitDeals(whole, 'overlay')).toEqual([]);
  });
});
