/**
 * Live membership: who joins and leaves, when, and for which reason.
 */
import { and, CrmError, field, not, type Predicate, related } from '@kontor/crm-core';
import { defineSegments, Membership } from '@kontor/crm-core/segments';
import { describe, expect, test } from 'vitest';

const kinds = {
  country: 'text',
  score: 'number',
  orderedOn: 'day',
  seenAt: 'instant',
  optOut: 'boolean',
} as const;
const relations = { deals: { amount: 'decimal', closedOn: 'day' } } as const;
const noon = Date.parse('2026-03-10T12:00:00.000Z');
const DAY_MS = 86_400_000;

const segments = defineSegments(
  [
    { id: 'vip', where: and({ segment: 'buyers' }, field('score').ge(80)) },
    { id: 'buyers', where: field('orderedOn').within('90d') },
    { id: 'german', where: and(field('country').eq('DE'), not(field('optOut').eq(true))) },
    { id: 'rich', where: related('deals').count('ge', 2, field('amount').gt('1000')) },
  ],
  kinds,
  relations,
);

const open = () => new Membership(segments, { now: noon });
const anna = { id: 'anna', country: 'DE', score: 90, orderedOn: '2026-03-01' };

describe('Membership', () => {
  test('tells who joins and leaves, with the condition that has decided', () => {
    const members = open();
    expect(
      members.put(anna, noon).map(({ kind, segment, cause }) => [kind, segment, cause]),
    ).toEqual([
      ['joined', 'buyers', 'changed'],
      ['joined', 'vip', 'changed'],
      ['joined', 'german', 'changed'],
    ]);
    const changed = members.put({ ...anna, country: 'FR', score: 79 }, noon + 1);
    expect(
      changed.map(({ reasons, ...event }) => [event, reasons.map(({ text }) => text)]),
    ).toEqual([
      [
        { kind: 'left', segment: 'vip', id: 'anna', at: noon + 1, cause: 'changed' },
        ['score ≥ 80'],
      ],
      [
        { kind: 'left', segment: 'german', id: 'anna', at: noon + 1, cause: 'changed' },
        ['country = "DE"'],
      ],
    ]);
  });

  test('a record like the one before tells nothing', () => {
    const members = open();
    members.put(anna, noon);
    expect(members.put({ ...anna }, noon)).toEqual([]);
  });

  test('time makes a buyer leave at the midnight after his last day, however late it is told', () => {
    const members = open();
    members.put(anna, noon);
    const midnight = Date.parse('2026-05-30T00:00:00.000Z');
    expect(members.nextChangeAt).toBe(midnight);
    expect(members.advance(midnight - 1)).toEqual([]);
    const events = members.advance(midnight + 5 * DAY_MS);
    expect(events.map(({ segment, at, cause }) => [segment, at, cause])).toEqual([
      ['buyers', midnight, 'time'],
      ['vip', midnight, 'time'],
    ]);
    expect(events[1]!.reasons).toEqual([
      {
        path: 'and.0',
        condition: { segment: 'buyers' },
        text: "in segment 'buyers'",
        holds: false,
      },
    ]);
    expect(members.nextChangeAt).toBeUndefined();
  });

  test('a day to come brings him in when it comes', () => {
    const members = open();
    expect(members.put({ ...anna, orderedOn: '2026-03-12' }, noon)).toHaveLength(1);
    expect(members.nextChangeAt).toBe(Date.parse('2026-03-12T00:00:00.000Z'));
    expect(members.advance(noon + 2 * DAY_MS).map(({ segment }) => segment)).toEqual([
      'buyers',
      'vip',
    ]);
  });

  test('child rows count when it is told that they have changed', () => {
    const deals: { amount: string }[] = [];
    const members = new Membership(segments, { now: noon, related: () => deals });
    members.put(anna, noon);
    deals.push({ amount: '1000.01' }, { amount: '2000' });
    const events = members.putRows('anna', 'deals', noon + 1);
    expect(events).toMatchObject([{ kind: 'joined', segment: 'rich', cause: 'rows' }]);
    expect(members.putRows('nobody', 'deals', noon + 2)).toEqual([]);
  });

  test('who is removed leaves all, and may come back as another one', () => {
    const members = open();
    members.load([anna, { ...anna, id: 'bo' }]);
    expect(members.count('vip')).toBe(2);
    expect(members.remove('anna', noon).map(({ segment, cause }) => [segment, cause])).toEqual([
      ['buyers', 'removed'],
      ['vip', 'removed'],
      ['german', 'removed'],
    ]);
    expect(members.members('vip')).toEqual(['bo']);
    members.put({ id: 'cleo', score: 100 }, noon);
    expect(members.has('vip', 'cleo')).toBe(false);
    expect(members.advance(noon + 365 * DAY_MS).map(({ id }) => id)).toEqual(['bo', 'bo']);
  });

  test('a segment that is not there is named, with those that are', () => {
    const count = (): number => open().count('vips');
    expect(count).toThrow(expect.objectContaining({ code: 'CRM_UNKNOWN_SEGMENT' }));
    expect(count).toThrow('Defined are: buyers, vip, german, rich.');
  });
});

describe('defineSegments', () => {
  test('puts those that are asked for first, and writes conditions out', () => {
    expect(segments.ordered.map(({ id }) => id)).toEqual(['buyers', 'vip', 'german', 'rich']);
    expect(segments.whole('vip')).toEqual(
      and(field('orderedOn').within('90d'), field('score').ge(80)),
    );
  });

  test('refuses segments that ask for each other, and names the way round', () => {
    const asks = (id: string, where: Predicate) => ({ id, where });
    const round = [
      asks('a', { not: { segment: 'b' } }),
      asks('b', and({ segment: 'c' })),
      asks('c', { segment: 'b' }),
    ];
    let thrown: unknown;
    try {
      defineSegments(round, kinds);
    } catch (error) {
      thrown = error;
    }
    expect(CrmError.is(thrown, 'CRM_SEGMENT_CYCLE') && thrown.details.cycle).toEqual([
      'b',
      'c',
      'b',
    ]);
  });

  test('tells every fault of every segment', () => {
    const faulty = [
      { id: 'a', where: and(field('scor').ge(1), { segment: 'z' }) },
      { id: 'a', where: field('country').gt(5) },
    ];
    expect(() => defineSegments(faulty, kinds)).toThrow(
      expect.objectContaining({
        details: {
          what: 'The segments',
          issues: [
            {
              path: '0.where.and.0.field',
              message: "there is no 'scor'; the nearest are score, country, optOut",
            },
            { path: '0.where.and.1.segment', message: "there is no 'z'; the nearest are a" },
            { path: '1.id', message: "'a' is twice" },
            {
              path: '1.where.value',
              message: '5 is no text, or has characters that no store keeps',
            },
          ],
        },
      }),
    );
  });
});
