import { describe, expect, test } from 'vitest';
import { definePipeline, moveStage, openOpportunity, type RecordEvent } from '@kontor/crm-core';
import {
  amountByStage,
  stageAges,
  stageConversion,
  stageVisits,
  timeInStage,
  velocity,
  velocityOf,
  winRate,
} from '@kontor/crm-core/sales';
import { recordAt } from '../../src/record/fold-events.ts';
import { dayStart, dealLog, type DealLog } from './deal-log.ts';

const abc = definePipeline({
  id: 'abc',
  stages: [
    { id: 'A', kind: 'open', probability: 10, maxAgeDays: 5 },
    { id: 'B', kind: 'open', probability: 50 },
    { id: 'C', kind: 'open', probability: 80 },
    { id: 'won', kind: 'won' },
    { id: 'lost', kind: 'lost' },
  ],
  lostReasons: [{ id: 'price' }],
});

const march = (day: number): string => dayStart(`2026-03-${String(day).padStart(2, '0')}`);

/** A deal that goes as the text says: `A 1, B 4, lost 9` are stages and days of March. */
function deal(id: string, way: string, amount = '100'): DealLog {
  const log = dealLog(id);
  for (const [index, step] of way.split(', ').entries()) {
    const [stage, day] = step.split(' ') as ['A' | 'won' | 'lost', string];
    const now = march(Number(day));
    const values = { name: id, amount, currency: 'EUR', closeDate: '2026-03-10' };
    const closeReason = stage === 'lost' ? 'price' : undefined;
    const to = { to: stage, by: 'anna', closeReason };
    log.take(
      index === 0
        ? openOpportunity(abc, { stage, by: 'anna', values, closeReason }, { now })
        : moveStage(abc, log.record, to, { now }),
      now,
    );
  }
  return log;
}

const logOf = (...deals: DealLog[]): RecordEvent[] => deals.flatMap(({ events }) => [...events]);

/** A deal’s visits as text, and how long it was in each stage. */
const wayOf = (
  events: readonly RecordEvent[],
  query: { asOf?: string; knownAt?: string } = {},
): string =>
  (stageVisits(events, query).get('O-7') ?? [])
    .map(({ stage, enteredAt }) => `${stage} ${Number(enteredAt.slice(8, 10))}`)
    .join(', ');
const daysOf = (events: readonly RecordEvent[], day: number): string[] => {
  const asOf = march(day);
  const visits = stageVisits(events, { asOf }).get('O-7') ?? [];
  return timeInStage(visits, asOf).map(({ stage, days }) => `${stage} ${days} d`);
};

describe('time in stage', () => {
  test('P2: repeated visits add up, and the open one runs to the day asked for', () => {
    const { events } = deal('O-7', 'A 1, B 4, A 6, B 9');
    expect(daysOf(events, 12)).toEqual(['A 6 d', 'B 5 d']);
  });

  test('as of a day of the past, what came later has not happened', () => {
    const { events } = deal('O-7', 'A 1, B 4, A 6, B 9');
    expect(daysOf(events, 5)).toEqual(['A 3 d', 'B 1 d']);
    expect(daysOf(events, 1)).toEqual(['A 0 d']);
  });
});

describe('a late correction', () => {
  const by = 'anna';

  function corrected(way: string, to: 'A' | 'B' | 'C', at: number, day: number): DealLog {
    const log = deal('O-7', way);
    const now = march(day);
    const move = { to, at: march(at), by, reason: 'The customer’s letter was older.' };
    log.take(moveStage(abc, log.record, move, { now, history: log.events }), now);
    return log;
  }

  test.each<[string, string, 'A' | 'B' | 'C', number, string]>([
    ['a visit that was forgotten', 'A 1, C 6', 'B', 3, 'A 1, B 3, C 6'],
    ['a visit that began earlier', 'A 1, B 6', 'B', 4, 'A 1, B 4'],
    ['a visit that began earlier, with more after it', 'A 1, B 6, C 8', 'B', 4, 'A 1, B 4, C 8'],
    ['a visit that never was', 'A 1, B 3, C 6', 'A', 3, 'A 1, C 6'],
    ['another stage from the same instant', 'A 1, B 3, A 6', 'C', 3, 'A 1, C 3, A 6'],
  ])('%s', (_, before, to, at, after) => {
    const log = corrected(before, to, at, 20);
    expect(wayOf(log.events)).toBe(after);
    expect(wayOf(log.events, { knownAt: march(19) })).toBe(before);
    expect(wayOf(log.events, { knownAt: march(20) })).toBe(after);
  });

  test('the record stays what it is, and the fold by revision says the same', () => {
    const log = corrected('A 1, C 6', 'B', 3, 20);
    const [stage, probability] = [log.record.stage, log.record.probability];
    expect({ stage, probability, since: log.record.stageEnteredAt }).toEqual({
      stage: 'C',
      probability: 80,
      since: march(6),
    });
    const last = Object.entries(log.events.at(-1)!.data.changes).map(([field, [, after]]) => [
      field,
      after,
    ]);
    expect(Object.fromEntries(last)).toMatchObject({ stage: 'C', probability: 80, closedAt: null });
    const then = recordAt(log.events, { asOf: march(4) });
    expect([then?.['stage'], then?.['probability']]).toEqual(['B', 50]);
  });

  test('an earlier start is that of the record too, won ones included', () => {
    const log = deal('O-7', 'A 1, won 6');
    const move = { to: 'won', at: march(4), by, reason: 'Signed on the 4th.' } as const;
    log.take(moveStage(abc, log.record, move, { now: march(20), history: log.events }), march(20));
    expect([log.record.stageEnteredAt, log.record.closedAt]).toEqual([march(4), march(4)]);
    const then = recordAt(log.events, { asOf: march(7) });
    expect([then?.['stageEnteredAt'], then?.['closedAt']]).toEqual([march(4), march(4)]);
  });

  test('before a move that was itself taken back at its instant, it holds until that instant', () => {
    const log = deal('O-7', 'A 1, B 3, C 6');
    const moveOn = (to: 'A' | 'B' | 'C', at: number, day: number): void => {
      const context = { now: march(day), history: log.events };
      const command = { to, at: march(at), by, reason: 'It was a slip.' };
      log.take(moveStage(abc, log.record, command, context), march(day));
    };
    moveOn('B', 6, 8);
    expect(wayOf(log.events)).toBe('A 1, B 3');
    moveOn('C', 3, 20);
    expect(wayOf(log.events)).toBe('A 1, C 3, B 6');
    expect(log.record.stage).toBe('B');
  });

  test.each([
    ['without a reason', { at: march(3) }, 'reason'],
    ['from before the deal was there', { at: '2026-02-01T00:00:00.000Z', reason: 'Why not' }, 'at'],
  ])('%s is refused', (_, more, path) => {
    const { record, events } = deal('O-7', 'A 1, C 6');
    const context = { now: march(20), history: events };
    expect(moveStage(abc, record, { to: 'B', by, ...more }, context)).toMatchObject({
      refusal: { code: 'CRM_INVALID_INPUT', details: { issues: [{ path }] } },
    });
  });
});

describe('stage conversion', () => {
  test('P1: 100 enter A, 60 go on to B, 30 to C, 12 are won', () => {
    const ways = ['A 1', 'A 1, B 2', 'A 1, B 2, C 3', 'A 1, B 2, C 3, won 4'];
    const counts = [40, 30, 18, 12];
    const deals = counts.flatMap((count, way) =>
      Array.from({ length: count }, (_, index) => deal(`O-${way}-${index}`, ways[way]!)),
    );
    const funnel = stageConversion(abc, stageVisits(logOf(...deals), {}), {});
    expect(funnel.steps.map(({ entered, rate }) => [entered, rate])).toEqual([
      [100, 0.6],
      [60, 0.5],
      [30, 0.4],
    ]);
    expect(funnel.overall).toMatchObject({ entered: 100, reached: 12, rate: 0.12 });
  });

  test.each<[string, string, string]>([
    ['a skipped stage is entered', 'A 1, C 2', 'A B C'],
    ['a won deal entered every open stage', 'A 1, won 2', 'A B C won'],
    ['a lost deal entered its last stage and all before', 'B 1, lost 2', 'A B'],
    ['a lost deal keeps the furthest stage that it went back from', 'C 1, A 2, lost 3', 'A B C'],
    ['one lost at once entered none', 'lost 1', ''],
  ])('%s', (_, way, expected) => {
    const funnel = stageConversion(abc, stageVisits(deal('O-7', way).events, {}), {});
    const reached = funnel.steps.flatMap(({ from, entered }) => (entered === 1 ? [from] : []));
    if (funnel.steps.at(-1)?.reached === 1) reached.push('won');
    expect(reached.join(' ')).toBe(expected);
  });

  test('a cohort is those that entered the first of the two stages then', () => {
    const deals = [deal('1', 'A 1, B 8'), deal('2', 'A 4, B 9'), deal('3', 'A 5')];
    const visits = stageVisits(logOf(...deals), {});
    const early = stageConversion(abc, visits, { until: march(5) });
    expect(early.between('A', 'B')).toMatchObject({ entered: 2, reached: 2 });
    const late = stageConversion(abc, visits, { from: march(5) });
    expect(late.between('A', 'B')).toMatchObject({ entered: 1, reached: 0, rate: 0 });
    expect(late.between('B', 'won').rate).toBe(0);
  });

  test('as of a day, later moves have not happened', () => {
    const { events } = deal('O-7', 'A 1, B 8');
    const visits = stageVisits(events, { asOf: march(7) });
    expect(stageConversion(abc, visits, {}).between('A', 'B').reached).toBe(0);
  });

  test('no way through the stages is refused', () => {
    const funnel = stageConversion(abc, new Map(), {});
    expect(() => funnel.between('B', 'A')).toThrow(
      expect.objectContaining({ code: 'CRM_INVALID_INPUT' }),
    );
    expect(funnel.overall.rate).toBeUndefined();
  });
});

describe('figures of deals', () => {
  const logs = [
    deal('1', 'A 1, won 11', '10000'),
    deal('2', 'A 1, lost 5', '5000.50'),
    deal('3', 'A 1, B 2, lost 6', '2000'),
    deal('4', 'A 2, lost 6', '2999.50'),
    deal('5', 'A 3', '700.10'),
    deal('6', 'A 3, B 4', '0.20'),
  ];
  const dealsAt = (day: number) =>
    logs.flatMap(({ events }) => recordAt(events, { asOf: march(day) }) ?? []) as never[];

  test('P3: 40 open × 0.25 × 12,000 ÷ 60 days is 2,000 a day', () => {
    const factors = { openDeals: 40, winRate: 0.25, meanWonValue: '12000', meanWonCycleDays: 60 };
    expect(velocity(factors)).toBe('2000');
    expect(velocity({ ...factors, meanWonCycleDays: 0 })).toBeUndefined();
  });

  test('velocity of deals: 2 open × 1/4 × 10,000 ÷ 10 days', () => {
    expect(velocityOf(dealsAt(12), {})).toEqual({
      openDeals: 2,
      winRate: 0.25,
      meanWonValue: '10000',
      meanWonCycleDays: 10,
      perDay: '500',
    });
    expect(velocityOf(dealsAt(5), {})).toBeUndefined();
  });

  test('the win rate leaves open deals out, by count and by value, within the time asked for', () => {
    expect(winRate(dealsAt(12), {})).toEqual({ won: 1, lost: 3, byCount: 0.25, byValue: 0.5 });
    expect(winRate(dealsAt(12), { from: march(6) })).toMatchObject({ won: 1, lost: 2 });
    expect(winRate(dealsAt(12), { until: march(6) })).toMatchObject({
      won: 0,
      lost: 1,
      byCount: 0,
    });
    expect(winRate(dealsAt(4), {})).toMatchObject({ byCount: undefined, byValue: undefined });
  });

  test('ages run from the entry of the stage; overdue ones come first', () => {
    expect(stageAges(abc, dealsAt(12), march(12))).toEqual([
      { opportunity: '5', stage: 'A', ageDays: 9, overdueDays: 4, isPastCloseDate: true },
      { opportunity: '6', stage: 'B', ageDays: 8, overdueDays: 0, isPastCloseDate: true },
    ]);
  });

  test('every stage has its deals and its exact sum', () => {
    expect(amountByStage(abc, dealsAt(12))).toEqual([
      { stage: 'A', deals: 1, amounts: { EUR: '700.1' } },
      { stage: 'B', deals: 1, amounts: { EUR: '0.2' } },
      { stage: 'C', deals: 0, amounts: {} },
      { stage: 'won', deals: 1, amounts: { EUR: '10000' } },
      { stage: 'lost', deals: 3, amounts: { EUR: '10000' } },
    ]);
  });
});
