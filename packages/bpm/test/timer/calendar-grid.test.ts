/**
 * The grid of calendar oracles: each row a timer, its zone, and every instant it fires at, in UTC.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activate, recomputeDue } from '../../src/timer/timer-state.ts';
import { occurrences, rowsOf, ruleOf, utc, utcText } from './timeline.ts';

/** Activated on 2020-01-01 unless the row says when. */
const grid = (table: string, first = 10): void => {
  test.each(rowsOf(table))('%s: %s in %s', (_id, text, zone, at, expected) => {
    const kind = text.startsWith('R') ? 'cycle' : text.startsWith('P') ? 'duration' : 'date';
    const rule = ruleOf({ [kind]: text }, { zone: zone });
    const state = activate(rule, utc(at === '' ? '2020-01-01' : at));
    expect(occurrences(state, first).join(', ')).toBe(expected);
    expect(recomputeDue(state)).toEqual(state);
  });
};

describe('the oracles of the domain', () => {
  // Computed with the arithmetic of ECMAScript Temporal and the rules of IANA.
  grid(`
    cal-1  | R3/2026-03-28T02:30/P1D    | Europe/Rome         | | 2026-03-28T01:30, 2026-03-29T01:30, 2026-03-30T00:30
    cal-2  | R3/2026-03-28T02:30/PT24H  | Europe/Rome         | | 2026-03-28T01:30, 2026-03-29T01:30, 2026-03-30T01:30
    cal-3  | R3/2026-10-24T02:30/PT24H  | Europe/Rome         | | 2026-10-24T00:30, 2026-10-25T00:30, 2026-10-26T00:30
    cal-4  | R4/2026-01-31T09:00/P1M    | Europe/Rome         | | 2026-01-31T08:00, 2026-02-28T08:00, 2026-03-31T07:00, 2026-04-30T07:00
    cal-5  | R5/2024-02-29/P1Y          | UTC                 | | 2024-02-29T00:00, 2025-02-28T00:00, 2026-02-28T00:00, 2027-02-28T00:00, 2028-02-29T00:00
    cal-6  | R3/2026-03-22T01:15/P1W    | Europe/London       | | 2026-03-22T01:15, 2026-03-29T01:15, 2026-04-05T00:15
    cal-7  | R3/2026-03-29T02:30/P1D    | Europe/Rome         | | 2026-03-29T01:30, 2026-03-30T00:30, 2026-03-31T00:30
    cal-8  | R3/2026-03-28T12:00/P1DT12H| Europe/Rome         | | 2026-03-28T11:00, 2026-03-29T22:00, 2026-03-31T10:00
    cal-9  | R3/2026-10-03T02:15/P1D    | Australia/Lord_Howe | | 2026-10-02T15:45, 2026-10-03T15:45, 2026-10-04T15:15
    cal-10 | R4/2025-11-30T08:00/P3M    | America/New_York    | | 2025-11-30T13:00, 2026-02-28T13:00, 2026-05-30T12:00, 2026-08-30T12:00
    cal-11 | 2025-10-26T01:30           | Europe/London       | | 2025-10-26T00:30
    cal-12 | R3/PT30M                   | Asia/Kathmandu      | 2026-01-01T10:00 | 2026-01-01T10:30, 2026-01-01T11:00, 2026-01-01T11:30
  `);
});

describe('where it is counted from', () => {
  grid(`
    an offset in the text wins   | R3/2026-03-28T02:30+01:00/P1D | Europe/Rome | | 2026-03-28T01:30, 2026-03-29T01:30, 2026-03-30T01:30
    Z is an offset               | R2/2026-03-28T02:30Z/P1D      | Europe/Rome | | 2026-03-28T02:30, 2026-03-29T02:30
    a day is its midnight        | 2026-07-01                    | Asia/Tokyo  | | 2026-06-30T15:00
    a day at an offset           | 2026-07-01-03:30              | Asia/Tokyo  | | 2026-07-01T03:30
    milliseconds, finer cut off  | 2026-07-01T00:00:01.2349      | UTC         | | 2026-07-01T00:00:01.234
    a duration with a day        | P1DT1H                        | Europe/Rome | 2026-03-28T11:00 | 2026-03-29T11:00
    a duration of 24 hours       | PT24H                         | Europe/Rome | 2026-03-28T11:00 | 2026-03-29T11:00
    a duration of nothing        | P0D                           | Europe/Rome | 2026-03-28T11:00 | 2026-03-28T11:00
    a fraction of a second       | PT0.25S                       | UTC         | 2026-01-01T00:00 | 2026-01-01T00:00:00.250
    from the second hour of a fold | PT30M                       | Europe/Rome | 2026-10-25T01:15 | 2026-10-25T01:45
    a day after the second hour  | P1D                           | Europe/Rome | 2026-10-25T01:15 | 2026-10-26T01:15
    a day before a gap           | P1D                           | Europe/Rome | 2026-03-28T01:30 | 2026-03-29T01:30
    no start: anchor in a gap keeps its wall time | R3/P1D       | Europe/Rome | 2026-03-28T01:30 | 2026-03-29T01:30, 2026-03-30T00:30, 2026-03-31T00:30
    no start: anchor is activation and one step   | R3/P1M       | UTC         | 2026-01-31T09:00 | 2026-02-28T09:00, 2026-03-28T09:00, 2026-04-28T09:00
    no start: in a fold          | R3/PT30M                      | Europe/Rome | 2026-10-25T00:45 | 2026-10-25T01:15, 2026-10-25T01:45, 2026-10-25T02:15
    an end is the last of n      | R3/P1M/2026-03-31T09:00       | UTC         | | 2026-01-31T09:00, 2026-02-28T09:00, 2026-03-31T09:00
    an end over a gap            | R3/P1D/2026-03-30T02:30       | Europe/Rome | | 2026-03-28T01:30, 2026-03-29T01:30, 2026-03-30T00:30
    an end without a number      | R/P1D/2026-03-30T02:30        | UTC         | 2026-03-28T02:30 | 2026-03-28T02:30, 2026-03-29T02:30, 2026-03-30T02:30
    an end that is over          | R/P1D/2026-03-30T02:30        | UTC         | 2026-04-28T02:30 | 2026-03-30T02:30
    a day that a zone left out   | R4/2011-12-29T10:00/P1D       | Pacific/Apia | | 2011-12-29T20:00, 2011-12-30T20:00, 2011-12-30T20:00, 2011-12-31T20:00
    the last year                | R/9999-12-30/P1D              | UTC         | | 9999-12-30T00:00, 9999-12-31T00:00
    beyond the last year         | P9000Y                        | UTC         | | 
    a cycle that never begins    | R3/P9000Y                     | UTC         | | 
  `);

  test('no limit', () => {
    const state = activate(ruleOf({ cycle: 'R/2026-01-01/PT1H' }), utc('2026-01-01'));
    expect(occurrences(state, 1000).at(-1)).toBe(utcText(utc('2026-01-01') + 999 * 3_600_000));
  });
});

describe.each(['America/New_York', 'Pacific/Apia'])('on a machine in %s', (machineZone) => {
  const own = process.env['TZ'];
  beforeAll(() => {
    process.env['TZ'] = machineZone;
  });
  afterAll(() => {
    if (own === undefined) delete process.env['TZ'];
    else process.env['TZ'] = own;
  });

  grid(`
    no zone is UTC | R2/2026-03-28T02:30/P1D | UTC         | | 2026-03-28T02:30, 2026-03-29T02:30
    a zone         | R2/2026-03-28T02:30/P1D | Europe/Rome | | 2026-03-28T01:30, 2026-03-29T01:30
  `);

  test('Date itself has moved there', () => {
    expect(new Date(2026, 0, 1).toISOString()).not.toBe('2026-01-01T00:00:00.000Z');
  });
});

describe('the state of a timer', () => {
  test('is small JSON: the instant, the zone, the rule, the anchor and the index', () => {
    const rule = ruleOf({ cycle: 'R3/P1D' }, { zone: 'Europe/Rome' });
    const state = activate(rule, utc('2026-03-28T01:30'));
    expect(state).toEqual({
      kind: 'cycle',
      text: 'R3/P1D',
      zone: 'Europe/Rome',
      missed: 'fireOnce',
      anchor: '2026-03-29T02:30:00',
      occurrence: 0,
      times: 3,
      due: utc('2026-03-29T01:30'),
    });
    expect(JSON.stringify(state).length).toBeLessThan(180);
  });

  test('of a date is its wall time, so that a change of the zone rules moves it', () => {
    const state = activate(ruleOf({ date: '2026-07-01T09:00', zone: 'Europe/Rome' }), 0);
    // As if it had been stored when the rules knew no summer time.
    const stored = { ...state, due: utc('2026-07-01T08:00') };
    expect(utcText(recomputeDue(stored).due!)).toBe('2026-07-01T07:00');
  });

  test('of a duration in days keeps the wall time under changed rules, one in hours does not', () => {
    const at = utc('2026-06-30T07:00');
    const recomputed = (duration: string): string => {
      const state = activate(ruleOf({ duration, zone: 'Europe/Rome' }), at);
      // The rules at activation said +01:00 where those of today say +02:00.
      const stored = { ...state, anchor: '2026-06-30T08:00:00+01:00' };
      return utcText(recomputeDue(stored).due!);
    };
    expect(recomputed('P1D')).toBe('2026-07-01T06:00');
    expect(recomputed('PT24H')).toBe('2026-07-01T07:00');
  });

  test('of a cron keeps its wall time under changed rules', () => {
    const state = activate(ruleOf({ cron: '0 9 * * *', zone: 'Europe/Rome' }), utc('2026-07-01'));
    const stored = { ...state, due: state.due! + 3_600_000 };
    expect(recomputeDue(stored)).toEqual(state);
  });
});
