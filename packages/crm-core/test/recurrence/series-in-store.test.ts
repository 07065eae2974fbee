/**
 * Series in the store: agendas, one occurrence by itself, this and following, reminders, history.
 */
import { createCalendar, manualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import type { Store } from '@kontor/kernel/store';
import { describe, expect, test } from 'vitest';
import {
  accountObject,
  activityObject,
  activitySeriesObject,
  Crm,
  CrmError,
  field,
  param,
  type PolicyRule,
} from '@kontor/crm-core';
import { z } from 'zod';
import { postgresKind, sqliteKind } from '../../../ledger/test/stores.ts';
import { checkedStore } from '../../../../tools/schemas/checked-store.ts';

const objects = [
  accountObject(),
  activityObject({ ext: { room: z.string().optional() } }),
  activitySeriesObject({ ext: { room: z.string().optional() } }),
] as const;
const calendars = {
  office: createCalendar({ week: { 'mon-fri': ['09:00-17:00'] }, holidays: ['2026-03-09'] }),
};

/** Monday, 2 March 2026, 6:00 UTC; another office of the same store is one after a restart. */
async function openOffice(policy?: readonly PolicyRule[], store = memoryStore()) {
  const clock = manualClock(Date.parse('2026-03-02T06:00:00Z'));
  const ids = sequentialIds('r');
  const crm = new Crm({ store: checkedStore(store), clock, ids, objects, calendars, policy });
  await crm.prepare();
  const anna = crm.as({ user: 'anna' });
  const at = (text: string): void => clock.set(Date.parse(`2026-${text.replace(' ', 'T')}:00Z`));
  return { crm, store, clock, anna, at };
}

/** Every Monday at 09:00 in Berlin, with a reminder a quarter of an hour before. */
const weekly = {
  id: 'jf',
  kind: 'meeting',
  subject: 'Pipeline review',
  owner: 'anna',
  startsOn: '2026-03-02',
  startTime: '09:00',
  durationMinutes: 60,
  zone: 'Europe/Berlin',
  recurrence: { frequency: 'weekly' },
  remindMinutes: 15,
} as const;
const march = {
  user: 'anna',
  from: '2026-03-01T00:00:00.000Z',
  to: '2026-04-01T00:00:00.000Z',
};

interface Listed {
  readonly id: string;
  readonly subject: string;
  readonly startsAt?: string | undefined;
}
const starts = ({ appointments }: { readonly appointments: readonly Listed[] }) =>
  appointments.map(({ startsAt }) => startsAt!.slice(5, 16));
const idsOf = (some: readonly Listed[]) => some.map(({ id }) => id);

describe('an agenda', () => {
  test('has single activities and occurrences, in order, and where they clash', async () => {
    const { anna } = await openOffice();
    await anna.series.plan(weekly);
    await anna.create('activity', {
      kind: 'call',
      subject: 'Hansa',
      owner: 'anna',
      startsAt: '2026-03-16T08:30:00.000Z',
      endsAt: '2026-03-16T09:30:00.000Z',
    });
    const agenda = await anna.activities.agenda(march);
    expect(starts(agenda)).toEqual([
      '03-02T08:00',
      '03-09T08:00',
      '03-16T08:00',
      '03-16T08:30',
      '03-23T08:00',
      // Summer time has begun the day before.
      '03-30T07:00',
    ]);
    expect(agenda.clashes.map(({ first }) => first)).toEqual(['jf@2026-03-16']);
    expect(agenda.appointments[0]).toMatchObject({ series: 'jf', revision: 0, status: 'planned' });
  });

  test('shows what goes on, tasks that are due, and those that nobody has done', async () => {
    const { anna } = await openOffice();
    await anna.series.plan({ ...weekly, id: 'long', durationMinutes: 3 * 1440 });
    await anna.series.plan({
      kind: 'task',
      subject: 'VAT return',
      owner: 'anna',
      startsOn: '2026-01-10',
      zone: 'Europe/Berlin',
      recurrence: { frequency: 'monthly' },
      id: 'vat',
    });
    const from = '2026-03-11T00:00:00.000Z';
    const to = '2026-03-12T00:00:00.000Z';
    const agenda = await anna.activities.agenda({ user: 'anna', from, to });
    expect(idsOf(agenda.appointments)).toEqual(['long@2026-03-09']);
    expect(idsOf(agenda.tasks)).toEqual(['vat@2026-01-10', 'vat@2026-02-10', 'vat@2026-03-10']);
    await anna.activities.complete('vat@2026-02-10');
    const later = await anna.activities.agenda({ user: 'anna', from, to });
    expect(idsOf(later.tasks)).toEqual(['vat@2026-01-10', 'vat@2026-03-10']);
  });

  test('keeps days off by the calendar of its name', async () => {
    const { anna } = await openOffice();
    await anna.series.plan({ ...weekly, offDays: 'next', calendar: 'office' });
    expect(starts(await anna.activities.agenda(march))[1]).toBe('03-10T08:00');
    const unknown = anna.series.plan({ ...weekly, id: 'x', offDays: 'next', calendar: 'shop' });
    await expect(unknown).rejects.toThrow(/'shop' is none of the CRM's calendars: office/);
  });
});

describe('one occurrence', () => {
  test('that is done is a record with its history, and the others stay planned', async () => {
    const { anna, at } = await openOffice();
    await anna.create('account', { id: 'hansa', name: 'Hansa' });
    await anna.series.plan({ ...weekly, account: 'hansa', ext: { room: 'A1' } });
    at('03-09 09:05');
    const done = await anna.activities.complete('jf@2026-03-09', {
      outcome: 'held',
      durationMinutes: 55,
    });
    expect(done).toMatchObject({
      id: 'jf@2026-03-09',
      status: 'done',
      series: 'jf',
      occurrence: '2026-03-09',
      startsAt: '2026-03-09T08:00:00.000Z',
      durationMinutes: 55,
      ext: { room: 'A1' },
    });
    expect(starts(await anna.activities.agenda(march))).not.toContain('03-09T08:00');
    expect(starts(await anna.activities.agenda(march))).toHaveLength(4);
    for (const [object, id] of [
      ['account', 'hansa'],
      ['activitySeries', 'jf'],
    ] as const) {
      const told = await anna.timeline(object, id);
      expect(told.at(-1)).toMatchObject({
        type: 'crm.activity.completed',
        data: { by: 'anna', at: '2026-03-09T09:05:00.000Z' },
      });
    }
    await expect(anna.activities.complete('jf@2026-03-09')).rejects.toThrow(/done already/);
    await expect(anna.activities.complete('jf@2026-03-10')).rejects.toThrow(CrmError);
  });

  test('that is moved takes its end and its reminder along', async () => {
    const { anna } = await openOffice();
    await anna.series.plan(weekly);
    const values = { startsAt: '2026-03-10T13:00:00.000Z', subject: 'Review, later' };
    const moved = await anna.series.changeOccurrence('jf@2026-03-09', values, { reason: 'fair' });
    expect(moved).toMatchObject({
      ...values,
      endsAt: '2026-03-10T14:00:00.000Z',
      remindAt: '2026-03-10T12:45:00.000Z',
      occurrence: '2026-03-09',
    });
    const again = { startsAt: '2026-03-10T15:00:00.000Z' };
    expect(await anna.series.changeOccurrence('jf@2026-03-09', again)).toMatchObject({
      endsAt: '2026-03-10T16:00:00.000Z',
      remindAt: '2026-03-10T14:45:00.000Z',
    });
    const agenda = await anna.activities.agenda(march);
    expect(starts(agenda).slice(0, 3)).toEqual(['03-02T08:00', '03-10T15:00', '03-16T08:00']);
    const [first] = await anna.history('activity', 'jf@2026-03-09');
    expect(first!.data).toMatchObject({ by: 'anna', reason: 'fair' });
    const nonsense = anna.series.changeOccurrence('jf@2026-03-16', { startsAt: 'noon' });
    await expect(nonsense).rejects.toThrow(/startsAt/);
  });

  test('that is cancelled, or whose record is removed, does not come back', async () => {
    const { anna } = await openOffice();
    await anna.series.plan(weekly);
    await anna.series.cancelOccurrence('jf@2026-03-09', { reason: 'holiday' });
    await anna.series.changeOccurrence('jf@2026-03-16', { subject: 'Gone' });
    await anna.remove('activity', 'jf@2026-03-16');
    expect(starts(await anna.activities.agenda(march))).toEqual([
      '03-02T08:00',
      '03-23T08:00',
      '03-30T07:00',
    ]);
    await expect(anna.activities.complete('jf@2026-03-16')).rejects.toThrow(CrmError);
    await expect(anna.series.cancelOccurrence('jf@2026-03-09')).rejects.toThrow(
      /cancelled already/,
    );
  });
});

describe('this and following', () => {
  test('go another way, what was before stays, and ids stay those of the series', async () => {
    const { anna } = await openOffice();
    await anna.series.plan({ ...weekly, recurrence: { frequency: 'weekly', count: 6 } });
    await anna.series.cancelOccurrence('jf@2026-03-23');
    const later = await anna.series.changeFollowing('jf@2026-03-16', { startTime: '14:00' });
    expect(later).toMatchObject({ root: 'jf', startsOn: '2026-03-16', recurrence: { count: 4 } });
    const april = { ...march, to: '2026-05-01T00:00:00.000Z' };
    expect(starts(await anna.activities.agenda(april))).toEqual([
      '03-02T08:00',
      '03-09T08:00',
      '03-16T13:00',
      '03-30T12:00',
      '04-06T12:00',
    ]);
    const third = await anna.series.changeFollowing('jf@2026-03-30', {
      recurrence: { frequency: 'weekly', byDay: ['TH'] },
    });
    expect(third.root).toBe('jf');
    const agenda = await anna.activities.agenda(march);
    expect(idsOf(agenda.appointments)).toEqual(['jf@2026-03-02', 'jf@2026-03-09', 'jf@2026-03-16']);
    const types = (await anna.history('activitySeries', 'jf')).map(({ type }) => type);
    expect(types).toEqual(['crm.activitySeries.created', 'crm.activitySeries.split']);
  });

  test('at the first one is the whole series', async () => {
    const { anna } = await openOffice();
    await anna.series.plan(weekly);
    const changed = await anna.series.changeFollowing('jf@2026-03-02', { startTime: '10:00' });
    expect([changed.id, changed.revision]).toEqual(['jf', 2]);
    expect(starts(await anna.activities.agenda(march))[0]).toBe('03-02T09:00');
  });

  test('end: nothing comes from that day on, also what was moved', async () => {
    const { anna } = await openOffice();
    await anna.series.plan(weekly);
    const startsAt = '2026-03-17T08:00:00.000Z';
    await anna.series.changeOccurrence('jf@2026-03-16', { startsAt });
    const ended = await anna.series.end('jf', { from: '2026-03-10', reason: 'merged' });
    expect(ended.recurrence.until).toBe('2026-03-09');
    expect(starts(await anna.activities.agenda(march))).toEqual(['03-02T08:00', '03-09T08:00']);
    const none = anna.series.end('jf', { from: '2026-03-01' });
    await expect(none).rejects.toThrow(/no occurrence from 2026-03-02/);
  });
});

describe('reminders', () => {
  test('come for each occurrence once, also after a restart and when they are late', async () => {
    const { anna, at, store } = await openOffice();
    await anna.series.plan(weekly);
    expect(await anna.activities.takeReminders()).toEqual([]);
    at('03-02 07:45');
    const [first] = await anna.activities.takeReminders();
    expect(first).toMatchObject({ id: 'jf@2026-03-02', remindedAt: '2026-03-02T07:45:00.000Z' });
    expect(await anna.activities.takeReminders()).toEqual([]);

    const restarted = await openOffice(undefined, store);
    restarted.at('03-16 07:50');
    const taken = restarted.anna.activities;
    expect(idsOf(await taken.takeReminders({ limit: 1 }))).toEqual(['jf@2026-03-09']);
    expect(idsOf(await taken.takeReminders())).toEqual(['jf@2026-03-16']);
    expect(await taken.takeReminders()).toEqual([]);
  });

  test('of what is done or cancelled do not come, of what is moved at its own time', async () => {
    const { anna, at } = await openOffice();
    await anna.series.plan(weekly);
    await anna.activities.complete('jf@2026-03-02');
    await anna.series.cancelOccurrence('jf@2026-03-09');
    const startsAt = '2026-03-20T12:00:00.000Z';
    await anna.series.changeOccurrence('jf@2026-03-16', { startsAt });
    at('03-20 11:00');
    expect(await anna.activities.takeReminders()).toEqual([]);
    at('03-20 11:45');
    expect(idsOf(await anna.activities.takeReminders())).toEqual(['jf@2026-03-16']);
    // It was reminded of: to change it once more reminds nobody again.
    await anna.series.changeOccurrence('jf@2026-03-16', { startsAt: '2026-03-21T12:00:00.000Z' });
    at('03-21 12:00');
    expect(await anna.activities.takeReminders()).toEqual([]);
  });

  test('of a series that is split come once, those that were given are not given again', async () => {
    const { anna, at } = await openOffice();
    await anna.series.plan(weekly);
    at('03-16 07:50');
    expect(await anna.activities.takeReminders()).toHaveLength(3);
    await anna.series.changeFollowing('jf@2026-03-09', { startTime: '10:00' });
    at('03-23 08:50');
    expect(idsOf(await anna.activities.takeReminders())).toEqual(['jf@2026-03-23']);
  });

  test('do not come for what was over when the series was planned', async () => {
    const { anna, at } = await openOffice();
    await anna.series.plan({ ...weekly, startsOn: '2024-01-01' });
    at('03-02 07:45');
    expect(idsOf(await anna.activities.takeReminders())).toEqual(['jf@2026-03-02']);
  });
});

describe('who may', () => {
  const policy: readonly PolicyRule[] = [
    { object: '*', actions: ['read', 'create', 'change'], where: field('owner').eq(param('me')) },
  ];

  test('see a series sees its occurrences, others have none of it', async () => {
    const { crm, anna } = await openOffice(policy);
    await anna.series.plan({ ...weekly, attendees: ['ben'] });
    const ben = crm.as({ user: 'ben' });
    expect((await ben.activities.agenda({ ...march, user: 'anna' })).appointments).toEqual([]);
    await expect(ben.activities.complete('jf@2026-03-02')).rejects.toThrow(CrmError);
    await expect(ben.series.end('jf', { from: '2026-03-09' })).rejects.toThrow(CrmError);
    expect(await ben.timeline('activitySeries', 'jf')).toEqual([]);
  });

  test('another tenant has other series', async () => {
    const { crm, anna } = await openOffice();
    await anna.series.plan(weekly);
    const other = crm.forTenant('other');
    await other.prepare();
    const agenda = await other.as({ user: 'anna' }).activities.agenda(march);
    expect(agenda.appointments).toEqual([]);
  });
});

describe('faults', () => {
  test.each<[string, object, string]>([
    ['a zone that there is not', { zone: 'Europe/Bonn' }, 'zone'],
    ['a time that there is not', { startTime: '24:00' }, 'startTime'],
    [
      'a rule without an occurrence',
      { recurrence: { frequency: 'daily', until: '2026-03-01' } },
      'recurrence',
    ],
    ['days off without a calendar', { offDays: 'skip' }, 'calendar'],
    ['an id that an occurrence could have', { id: 'a@2026-03-02' }, 'id'],
    ['its own bookkeeping', { remindedThrough: '2026-03-02' }, 'remindedThrough'],
    ['no subject', { subject: '' }, 'subject'],
  ])('%s', async (_, fault, path) => {
    const { anna } = await openOffice();
    const error = await anna.series
      .plan({ ...weekly, ...fault })
      .catch((caught: unknown) => caught);
    expect(CrmError.is(error, 'CRM_INVALID_INPUT') && error.details.issues[0]!.path).toBe(path);
  });

  test('a rule of a day that there never is', async () => {
    const { anna } = await openOffice();
    const recurrence = { frequency: 'yearly', byMonth: [2], byMonthDay: [30] } as const;
    const never = { ...recurrence, byMonth: [2], byMonthDay: [30] };
    await expect(anna.series.plan({ ...weekly, recurrence: never })).rejects.toThrow(
      /has no occurrence from 2026-03-02 on/,
    );
    const monthly = { ...never, frequency: 'monthly' as const };
    const error = await anna.series
      .plan({ ...weekly, recurrence: monthly })
      .catch((caught: unknown) => caught);
    expect(CrmError.is(error, 'CRM_RECURRENCE_GAP')).toBe(true);
  });

  test('a schedule is not edited past its command', async () => {
    const { anna } = await openOffice();
    await anna.series.plan(weekly);
    await anna.change('activitySeries', 'jf', { subject: 'Review' });
    const edit = anna.change('activitySeries', 'jf', { startTime: '10:00' });
    await expect(edit).rejects.toThrow(/set by its rule/);
  });
});

/** A quarter with a series that is moved, skipped, split and ended; told as text. */
async function quarter(store: Store): Promise<string[]> {
  const { anna, at } = await openOffice(undefined, store);
  const told: string[] = [];
  const remind = async (now: string): Promise<void> => {
    at(now);
    for (const { id } of await anna.activities.takeReminders()) told.push(`${now} ${id}`);
  };
  await anna.series.plan(weekly);
  await remind('03-02 08:00');
  await anna.activities.complete('jf@2026-03-02', { outcome: 'held' });
  await anna.series.changeOccurrence('jf@2026-03-09', { startsAt: '2026-03-10T08:00:00.000Z' });
  await anna.series.cancelOccurrence('jf@2026-03-16');
  await remind('03-10 07:50');
  const next = await anna.series.changeFollowing('jf@2026-03-23', { startTime: '10:00' });
  await anna.series.end(next.id, { from: '2026-04-13' });
  await remind('03-24 08:00');
  const agenda = await anna.activities.agenda({ ...march, to: '2026-05-01T00:00:00.000Z' });
  told.push(...agenda.appointments.map(({ id, startsAt }) => `${id} ${startsAt}`));
  for (const { data, type } of await anna.timeline('activitySeries', 'jf')) {
    told.push(`${type} ${data.revision} ${Object.keys(data.changes).sort().join()}`);
  }
  return told;
}

describe('a quarter with a series', () => {
  test.each([sqliteKind(), postgresKind()])('is the same on $name', async (kind) => {
    const expected = await quarter(memoryStore());
    expect(expected.filter((line) => line.includes('@2026-04'))).toHaveLength(1);
    try {
      const { store } = await kind.open();
      expect(await quarter(store)).toEqual(expected);
    } finally {
      await kind.close();
    }
  });
});
