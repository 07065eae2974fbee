/**
 * Who gets what, and whom to call next.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
  and,
  assignByQuota,
  type Candidate,
  callBar,
  defineCallQueue,
  defineTerritories,
  eligible,
  field,
  leastLoaded,
  logCall,
  nextCall,
  nextInTurn,
  not,
  or,
  type QueuedCall,
  type TurnState,
} from '@kontor/crm-core';

/** The next so many turns, as text. */
function turns(candidates: readonly Candidate[], count: number, from: TurnState = {}): string {
  let state = from;
  return Array.from({ length: count }, () => {
    const turn = nextInTurn(candidates, state);
    ({ state } = turn);
    return turn.assignee ?? '-';
  }).join(' ');
}

describe('nextInTurn', () => {
  test('is as even as the weights allow', () => {
    // nginx's own example of smooth weighted round-robin.
    expect(turns([{ id: 'a', weight: 5 }, { id: 'b' }, { id: 'c' }], 14)).toBe(
      'a a b a c a a a a b a c a a',
    );
  });

  test('goes on where it stopped', () => {
    const team = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
    const { state } = nextInTurn(team, nextInTurn(team, {}).state);
    expect(turns(team, 4, state)).toBe('c a b c');
  });

  test('nobody is there: nobody gets it', () => {
    expect(nextInTurn([], { a: 1 })).toEqual({ assignee: undefined, state: { a: 1 } });
  });

  test('a weight that is none is refused', () => {
    expect(() => nextInTurn([{ id: 'a', weight: 0 }], {})).toThrow(/a.weight: is 0/);
  });

  property.prop([fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 })])(
    'property: in as many turns as the weights sum to, everyone has his weight of them',
    (weights) => {
      const team = weights.map((weight, at) => ({ id: `p${at}`, weight }));
      const sum = weights.reduce((all, weight) => all + weight, 0);
      const order = turns(team, sum).split(' ');
      expect(team.map(({ id }) => order.filter((one) => one === id).length)).toEqual(weights);
    },
  );
});

describe('leastLoaded', () => {
  test.each([
    [
      'the least for his capacity',
      [
        { id: 'a', open: 4, capacity: 8 },
        { id: 'b', open: 3, capacity: 4 },
      ],
      'a',
    ],
    [
      'who waits longest',
      [
        { id: 'a', open: 1, lastAssignedAt: 5 },
        { id: 'b', open: 1, lastAssignedAt: 3 },
      ],
      'b',
    ],
    ['who never had one', [{ id: 'a', lastAssignedAt: 1 }, { id: 'b' }], 'b'],
    ['the first by id', [{ id: 'b' }, { id: 'a' }], 'a'],
    ['nobody', [], undefined],
  ])('%s', (_, candidates, expected) => {
    expect(leastLoaded(candidates)).toBe(expected);
  });
});

test('eligible: at work, with the skills, with room for one more', () => {
  const team: readonly Candidate[] = [
    { id: 'away', isAvailable: false, skills: ['en'] },
    { id: 'full', open: 2, capacity: 2, skills: ['en'] },
    { id: 'mute' },
    { id: 'ok', open: 1, capacity: 2, skills: ['en', 'de'] },
  ];
  expect(eligible(team, { skills: ['en'] }).map(({ id }) => id)).toEqual(['ok']);
});

describe('assignByQuota', () => {
  const items = [10, 90, 50, 70].map((probability, at) => ({ id: `d${at}`, probability }));

  test('gives the likeliest out first, to whom has the most room', () => {
    const holders = [
      { id: 'anna', monthly: 20, given: 0 },
      { id: 'ben', monthly: 10, given: 0 },
    ];
    // Of twenty working days: one for each today.
    expect(assignByQuota(items, holders, 20)).toEqual({
      assigned: [
        { item: 'd1', assignee: 'ben' },
        { item: 'd3', assignee: 'anna' },
      ],
      left: ['d2', 'd0'],
    });
  });

  test('who has had his month gets no more, and the month is met on its last day', () => {
    const holders = [
      { id: 'anna', monthly: 5, given: 5 },
      { id: 'ben', monthly: 5, given: 2 },
    ];
    const { assigned, left } = assignByQuota(items, holders, 1);
    expect(assigned.map(({ item, assignee }) => `${item} ${assignee}`)).toEqual([
      'd1 ben',
      'd3 ben',
      'd2 ben',
    ]);
    expect(left).toEqual(['d0']);
  });
});

describe('territories', () => {
  test('alternatives count by the least specific of them, however many there are', () => {
    const [de, insurer, large] = [
      field('country').eq('DE'),
      field('industry').eq('insurance'),
      field('employees').ge(100),
    ];
    const { ownerOf } = defineTerritories(
      [
        { id: 'two', where: and(de, large), owner: 'ben' },
        {
          id: 'three',
          where: or(and(de, insurer, large), and(de, insurer, not(large))),
          owner: 'cid',
        },
      ],
      { country: 'text', industry: 'text', employees: 'number' },
    );
    const record = { country: 'DE', industry: 'insurance', employees: 500 };
    expect(ownerOf(record, '2026-05-01')).toMatchObject({ kind: 'owned', owner: 'cid' });
  });

  const kinds = { country: 'text', postcode: 'number', industry: 'text' } as const;
  const territories = defineTerritories(
    [
      { id: 'world', owner: 'mia' },
      { id: 'de', where: field('country').eq('DE'), owner: 'anna', to: '2026-06-30' },
      { id: 'de-2', where: field('country').eq('DE'), owner: 'ben', from: '2026-07-01' },
      {
        id: 'de-north',
        where: { and: [field('country').eq('DE'), field('postcode').between(20000, 29999)] },
        owner: 'cid',
        team: 'north',
      },
      { id: 'banks', where: field('industry').eq('bank'), owner: 'dan', priority: 5 },
      {
        id: 'insurers',
        where: or(field('industry').eq('life'), field('industry').eq('fire')),
        owner: 'eva',
      },
    ],
    kinds,
  );

  test.each([
    ['the rest of the world', { country: 'FR' }, '2026-05-01', 'mia'],
    ['a country', { country: 'DE', postcode: 10115 }, '2026-05-01', 'anna'],
    ['after the re-cut', { country: 'DE', postcode: 10115 }, '2026-07-01', 'ben'],
    ['before it, nothing has moved', { country: 'DE', postcode: 10115 }, '2026-06-30', 'anna'],
    ['the most specific', { country: 'DE', postcode: 20095 }, '2026-05-01', 'cid'],
    [
      'of equals, that of higher priority',
      { country: 'DE', postcode: 1, industry: 'bank' },
      '2026-05-01',
      'dan',
    ],
    ['one of several conditions', { country: 'FR', industry: 'fire' }, '2026-05-01', 'eva'],
  ])('%s', (_, record, date, owner) => {
    expect(territories.ownerOf(record, date)).toMatchObject({ kind: 'owned', owner });
  });

  test('a tie is told, not decided', () => {
    const record = { country: 'DE', postcode: 1, industry: 'life' };
    expect(territories.ownerOf(record, '2026-05-01')).toEqual({
      kind: 'tied',
      territories: ['de', 'insurers'],
    });
  });

  test('where there is no rest of the world, a record may have no owner', () => {
    const only = [{ id: 'de', where: field('country').eq('DE'), owner: 'anna' }];
    expect(defineTerritories(only, kinds).ownerOf({}, '2026-05-01')).toEqual({ kind: 'none' });
  });

  test('an id twice, or days in the wrong order, are refused', () => {
    const twice = [
      { id: 'a', owner: 'x' },
      { id: 'a', owner: 'y', from: '2026-02-01', to: '2026-01-01' },
    ];
    expect(() => defineTerritories(twice, kinds)).toThrow(/'a' is there twice.*before 2026-02-01/);
  });
});

describe('the call queue', () => {
  const queue = defineCallQueue({ attemptsMax: 3 });
  const monday = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);
  const call = (id: string, more: Partial<QueuedCall> = {}): QueuedCall => {
    const due = monday('07:00');
    return {
      id,
      priority: 0,
      dueAt: due,
      queuedAt: due,
      zone: 'Europe/Berlin',
      attempts: [],
      ...more,
    };
  };

  test('priority, then due, then who waits longest', () => {
    const calls = [
      call('late', { dueAt: monday('07:30') }),
      call('new', { queuedAt: monday('06:00') }),
      call('old', { queuedAt: monday('05:00') }),
      call('vip', { priority: 1, dueAt: monday('08:00') }),
    ];
    const order: QueuedCall[] = [];
    for (let left = calls; left.length > 0; left = left.filter((one) => one !== order.at(-1))) {
      order.push(nextCall(queue, left, monday('09:00'))!);
    }
    expect(order.map(({ id }) => id)).toEqual(['vip', 'old', 'new', 'late']);
  });

  test.each([
    ['08:00 UTC is nine in Berlin', {}, '08:00', undefined],
    ['7:59 UTC is too early there', {}, '07:59', 'outsideHours'],
    ['in New York it is four', { zone: 'America/New_York' }, '09:00', 'outsideHours'],
    ['it is not due yet', { dueAt: monday('10:00') }, '09:00', 'notDue'],
    [
      'twice a day is enough',
      { attempts: [monday('08:00'), monday('08:30')] },
      '09:00',
      'triedToday',
    ],
    ['yesterday does not count', { attempts: [monday('08:00') - 86_400_000] }, '09:00', undefined],
    ['three times is enough', { attempts: [1, 2, 3] }, '09:00', 'triedOut'],
    ['it is for Anna', { agent: 'anna' }, '09:00', 'otherAgent'],
  ] as const)('%s', (_, more, time, bar) => {
    expect(callBar(queue, call('c', more), monday(time), 'ben')).toBe(bar);
  });

  test('on a Sunday nobody is called', () => {
    const sunday = Date.parse('2026-03-01T10:00:00Z');
    expect(callBar(queue, call('c', { dueAt: 0 }), sunday)).toBe('outsideHours');
  });

  test('what came of a call says when to try again', () => {
    const at = monday('09:00');
    const busy = logCall(queue, call('c'), { outcome: 'busy', at });
    expect(busy.call).toMatchObject({ dueAt: at + 900_000, attempts: [at] });
    expect(logCall(queue, call('c'), { outcome: 'reached', at })).toEqual({ left: 'answered' });
    const third = call('c', { attempts: [1, 2] });
    expect(logCall(queue, third, { outcome: 'noAnswer', at })).toEqual({ left: 'triedOut' });
  });

  test('a zone that there is not is refused', () => {
    const lost = call('c', { zone: 'Mars/Base' });
    expect(() => callBar(queue, lost, monday('09:00'))).toThrow(/there is no zone 'Mars\/Base'/);
  });

  test('a window that ends before it begins is refused', () => {
    const windows = [{ from: '12:00', to: '09:00' }];
    expect(() => defineCallQueue({ windows })).toThrow(/must be after 12:00/);
  });
});
