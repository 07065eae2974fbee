import { describe, expect, test } from 'vitest';
import {
  type Decision,
  movePipeline,
  moveStage,
  openOpportunity,
  setForecast,
  type StageMove,
} from '@kontor/crm-core';
import { dayStart, dealLog, type DealLog } from './deal-log.ts';
import { renewals, sales } from './sales-pipeline.ts';

const values = {
  name: 'Fleet of bicycles',
  amount: '12000.00',
  currency: 'EUR',
  closeDate: '2026-06-30',
};

function opened(more: Parameters<typeof openOpportunity<string>>[1]['values'] = values): DealLog {
  const log = dealLog('O-7');
  const now = dayStart('2026-03-01');
  log.take(openOpportunity(sales, { by: 'anna', values: more }, { now }), now);
  return log;
}

/** Moves on a day; approvals are asked for and given where the stage is left through one. */
function move(log: DealLog, to: string, day: string, more: Partial<StageMove> = {}): Decision {
  const now = dayStart(day);
  const target = to as 'won';
  const decision = moveStage(sales, log.record, { to: target, by: 'anna', ...more } as never, {
    now,
    history: log.events,
  });
  if (decision.ok) log.take(decision, now);
  return decision;
}

const codeOf = (decision: Decision): string => (decision.ok ? 'ok' : decision.refusal.code);
const verbsOf = (decision: Decision): string[] =>
  decision.ok ? decision.changes.map(({ verb }) => verb) : [];
const forecastOf = ({ record }: DealLog): string =>
  `${record.stage} ${record.probability} (${record.probabilityAutomatic}) ${record.forecastCategory}`;

describe('moveStage', () => {
  test('copies probability and category from the stage on entry', () => {
    const log = opened();
    expect(forecastOf(log)).toBe('qualify 20 (20) pipeline');
    expect(verbsOf(move(log, 'propose', '2026-03-04'))).toEqual(['stageMoved']);
    expect(forecastOf(log)).toBe('propose 60 (60) best-case');
    expect(log.record.stageEnteredAt).toBe(dayStart('2026-03-04'));
    expect(log.events.at(-1)?.data.details).toEqual({ from: 'qualify', to: 'propose' });
  });

  test('what was set by hand sticks through moves until it is released', () => {
    const log = opened();
    const set = { probability: 45.5, forecastCategory: 'commit', by: 'anna' } as const;
    log.take(setForecast(sales, log.record, set), dayStart('2026-03-02'));
    move(log, 'propose', '2026-03-04');
    expect(forecastOf(log)).toBe('propose 45.5 (60) commit');
    const released = { probability: null, forecastCategory: null, by: 'anna' };
    log.take(setForecast(sales, log.record, released), dayStart('2026-03-05'));
    expect(forecastOf(log)).toBe('propose 60 (60) best-case');
    move(log, 'demo', '2026-03-06');
    expect(forecastOf(log)).toBe('demo 33.33 (33.33) pipeline');
  });

  test('a later edit of the default changes no deal: release gives what was copied', () => {
    const log = opened();
    const dearer = {
      ...sales,
      stages: sales.stages.map((stage) => ({ ...stage, probability: 99 })),
    };
    const set = { probability: 10, by: 'anna' };
    log.take(setForecast(dearer, log.record, set), dayStart('2026-03-02'));
    log.take(
      setForecast(dearer, log.record, { ...set, probability: null }),
      dayStart('2026-03-03'),
    );
    expect(forecastOf(log)).toBe('qualify 20 (20) pipeline');
  });

  test('won and lost are certain, and give the closed instant, not the close date', () => {
    const log = opened();
    log.take(
      setForecast(sales, log.record, { probability: 90, by: 'anna' }),
      dayStart('2026-03-02'),
    );
    expect(verbsOf(move(log, 'won', '2026-03-04'))).toEqual(['won']);
    expect(forecastOf(log)).toBe('won 100 (100) closed');
    const { closedAt, closeDate, probabilityIsSet } = log.record;
    expect({ closedAt, closeDate, probabilityIsSet }).toEqual({
      closedAt: dayStart('2026-03-04'),
      closeDate: '2026-06-30',
      probabilityIsSet: false,
    });
    const set = setForecast(sales, log.record, { probability: 90, by: 'anna' });
    expect(codeOf(set)).toBe('CRM_OPPORTUNITY_CLOSED');
  });

  test.each<[string, Partial<StageMove>, string]>([
    ['no reason', {}, 'CRM_CLOSE_REASON'],
    ['a reason that is not in the list', { closeReason: 'weather' }, 'CRM_CLOSE_REASON'],
    ['a reason of the list', { closeReason: 'price' }, 'ok'],
    ['other without text', { closeReason: 'other' }, 'CRM_CLOSE_REASON_TEXT'],
    [
      'other with blank text',
      { closeReason: 'other', closeReasonText: ' ' },
      'CRM_CLOSE_REASON_TEXT',
    ],
    ['other with text', { closeReason: 'other', closeReasonText: 'They merged.' }, 'ok'],
  ])('lost with %s', (_, more, code) => {
    expect(codeOf(move(opened(), 'lost', '2026-03-04', more))).toBe(code);
  });

  test('leaving won or lost is reopened, to an open stage, and takes the reason off', () => {
    const log = opened();
    move(log, 'lost', '2026-03-04', { closeReason: 'price' });
    expect(log.record.lostReason).toBe('price');
    expect(codeOf(move(log, 'won', '2026-03-05'))).toBe('CRM_STAGE_NOT_ALLOWED');
    expect(verbsOf(move(log, 'propose', '2026-03-05'))).toEqual(['reopened']);
    expect(log.record.lostReason).toBeUndefined();
    expect(log.record.closedAt).toBeUndefined();
    expect(forecastOf(log)).toBe('propose 60 (60) best-case');
  });

  test.each<[string, string, string]>([
    ['to where it is', 'qualify', 'CRM_STAGE_UNCHANGED'],
    ['to a stage that is not entered from here', 'negotiate', 'CRM_STAGE_NOT_ALLOWED'],
    ['to a stage that there is not', 'closing', 'CRM_UNKNOWN_STAGE'],
  ])('%s is refused', (_, to, code) => {
    expect(codeOf(move(opened(), to, '2026-03-04'))).toBe(code);
  });

  test('names every guard that does not hold', () => {
    const decision = move(opened({ name: 'Bare' }), 'propose', '2026-03-04');
    expect(decision).toMatchObject({
      refusal: {
        code: 'CRM_STAGE_GUARDS',
        details: {
          faults: [
            { side: 'entry', stage: 'propose', path: 'amount', message: 'is missing: fill it in' },
            { side: 'entry', stage: 'propose', path: 'closeDate' },
          ],
        },
      },
    });
  });

  test('a condition refuses with its own message; what is missing does not satisfy it', () => {
    const log = opened({ ...values, amount: '999.99' });
    move(log, 'propose', '2026-03-04');
    expect(move(log, 'negotiate', '2026-03-05')).toMatchObject({
      refusal: {
        details: {
          faults: [
            { message: 'Deals below 1,000 are not negotiated.' },
            { message: 'Fill in ten seats or more.' },
          ],
        },
      },
    });
    const more = { amount: '1000', 'ext.seats': 10 };
    log.take({ ok: true, changes: [{ verb: 'changed', values: more }] }, dayStart('2026-03-05'));
    expect(codeOf(move(log, 'negotiate', '2026-03-05'))).toBe('ok');
  });

  test('a move holds from an instant of the past, never of the future', () => {
    const log = opened();
    expect(codeOf(move(log, 'demo', '2026-03-04', { at: dayStart('2026-03-05') }))).toBe(
      'CRM_INVALID_INPUT',
    );
    move(log, 'demo', '2026-03-04', { at: dayStart('2026-03-02') });
    expect(log.record.stageEnteredAt).toBe(dayStart('2026-03-02'));
    expect(log.events.at(-1)).toMatchObject({
      time: dayStart('2026-03-04'),
      data: { at: dayStart('2026-03-02') },
    });
  });

  test('what was set after that instant holds from then on, and what the move decides holds now', () => {
    const log = opened();
    log.take(
      setForecast(sales, log.record, { forecastCategory: 'commit', by: 'anna' }),
      dayStart('2026-03-03'),
    );
    log.take(
      setForecast(sales, log.record, { forecastCategory: null, by: 'anna' }),
      dayStart('2026-03-05'),
    );
    const late = move(log, 'propose', '2026-03-06', { at: dayStart('2026-03-02') });
    expect(verbsOf(late)).toEqual(['stageMoved', 'restated']);
    expect(forecastOf(log)).toBe('propose 60 (60) best-case');
  });

  test('a deal of another pipeline is not moved in this one', () => {
    const decision = moveStage(
      renewals,
      opened().record,
      { to: 'offered', by: 'anna' },
      {
        now: dayStart('2026-03-04'),
      },
    );
    expect(codeOf(decision)).toBe('CRM_WRONG_PIPELINE');
  });
});

describe('movePipeline', () => {
  const now = dayStart('2026-03-04');

  test('enters a stage of another pipeline, under that one’s guards', () => {
    const log = opened();
    const both = { from: sales, to: renewals };
    const guarded = movePipeline(both, log.record, { to: 'offered', by: 'anna' }, { now });
    expect(codeOf(guarded)).toBe('CRM_STAGE_GUARDS');
    const decision = movePipeline(both, log.record, { to: 'due', by: 'anna' }, { now });
    expect(verbsOf(decision)).toEqual(['pipelineChanged']);
    log.take(decision, now);
    expect(log.record.pipeline).toBe('renewals');
    expect(forecastOf(log)).toBe('due 90 (90) commit');
    expect(log.events.at(-1)?.data.details).toEqual({
      from: 'qualify',
      to: 'due',
      fromPipeline: 'sales',
      toPipeline: 'renewals',
    });
  });
});

describe('openOpportunity', () => {
  const now = dayStart('2026-03-01');

  test('starts in the first open stage, or in the named one under its guards', () => {
    expect(opened().record).toMatchObject({ stage: 'qualify', competitors: [], splits: [] });
    const bare = { stage: 'propose', by: 'anna', values: { name: 'Bare' } } as const;
    expect(codeOf(openOpportunity(sales, bare, { now }))).toBe('CRM_STAGE_GUARDS');
  });

  test('refuses values that are none, with their paths', () => {
    const bad = { name: 'Fleet', amount: '12,000', splits: [{ owner: 'anna', percent: 60 }] };
    expect(openOpportunity(sales, { by: 'anna', values: bad }, { now })).toMatchObject({
      refusal: {
        code: 'CRM_INVALID_INPUT',
        details: { issues: [{ path: 'amount' }, { path: 'splits' }] },
      },
    });
  });
});
