/**
 * Activities: agendas, free time, reminders.
 */
import { createCalendar } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import { type Appointment, clashesOf, freeSlots } from '@kontor/crm-core';
import { at, openOffice } from './crm-fixture.ts';

const utc = (dayAndTime: string): string => `2026-03-${dayAndTime.replace(' ', 'T')}:00.000Z`;
const meet = (id: string, from: string, to?: string): Appointment => ({
  id,
  startsAt: utc(from),
  ...(to !== undefined && { endsAt: utc(to) }),
});

describe('clashesOf', () => {
  test.each([
    ['one in the other', ['02 09:00', '02 12:00'], ['02 10:00', '02 11:00'], '10:00 11:00'],
    ['one into the other', ['02 09:00', '02 10:30'], ['02 10:00', '02 11:00'], '10:00 10:30'],
    ['one after the other', ['02 09:00', '02 10:00'], ['02 10:00', '02 11:00'], undefined],
    ['one that takes no time', ['02 09:00', '02 10:00'], ['02 09:30'], undefined],
  ] as const)('%s', (_, [from, to], [from2, to2], expected) => {
    const [clash] = clashesOf([meet('b', from2, to2), meet('a', from, to)]);
    const shown = clash && `${clash.from.slice(11, 16)} ${clash.to.slice(11, 16)}`;
    expect(shown).toBe(expected);
  });
});

describe('freeSlots', () => {
  const office = (zone: string) =>
    createCalendar({ zone, week: { 'mon-fri': ['09:00-12:00', '13:00-17:00'] } });
  const query = { minutes: 60, from: utc('02 00:00'), to: utc('04 00:00') };
  const shown = (slots: readonly { from: string }[]) => slots.map(({ from }) => from.slice(8, 16));

  test('are in the hours of work, around appointments, and not through lunch', () => {
    const appointments = [meet('a', '02 08:00', '02 09:30'), meet('b', '02 13:15', '02 16:00')];
    const slots = freeSlots([{ calendar: office('UTC'), appointments }], { ...query, limit: 5 });
    expect(shown(slots)).toEqual(['02T09:30', '02T10:30', '02T16:00', '03T09:00', '03T10:00']);
  });

  test('of several people are those in which all are at work', () => {
    const people = ['Europe/Berlin', 'America/New_York'].map((zone) => {
      return { calendar: office(zone), appointments: [] };
    });
    // 14 to 16 UTC: Berlin works until 16, New York since 14.
    expect(shown(freeSlots(people, { ...query, limit: 3 }))).toEqual([
      '02T14:00',
      '02T15:00',
      '03T14:00',
    ]);
  });

  test('there may be none', () => {
    const appointments = [meet('all', '01 00:00', '05 00:00')];
    expect(freeSlots([{ calendar: office('UTC'), appointments }], query)).toEqual([]);
  });

  test('no minutes are refused', () => {
    expect(() => freeSlots([], query)).toThrow(/give minutes above 0/);
  });
});

describe('activities', () => {
  async function openWeek() {
    const office = await openOffice();
    const anna = office.crm.as({ user: 'anna' });
    const plan = (kind: 'call' | 'meeting' | 'task', subject: string, more: object) =>
      anna.create('activity', { kind, subject, owner: 'anna', ...more });
    await plan('meeting', 'Fair', { startsAt: utc('03 09:00'), endsAt: utc('03 12:00') });
    await plan('call', 'Hansa', { startsAt: utc('03 11:00'), endsAt: utc('03 11:30') });
    await plan('meeting', 'Theirs', {
      startsAt: utc('03 15:00'),
      owner: 'ben',
      attendees: ['anna'],
    });
    await plan('meeting', 'Ben alone', { startsAt: utc('03 10:00'), owner: 'ben' });
    await plan('task', 'Offer', { dueOn: '2026-03-01' });
    await plan('task', 'Later', { dueOn: '2026-03-09' });
    return { ...office, anna, plan };
  }
  const day = { user: 'anna', from: utc('03 00:00'), to: utc('04 00:00') };

  test('an agenda has what is planned, what one attends, what is overdue, and clashes', async () => {
    const { anna } = await openWeek();
    const agenda = await anna.activities.agenda(day);
    expect(agenda.appointments.map(({ subject }) => subject)).toEqual(['Fair', 'Hansa', 'Theirs']);
    expect(agenda.tasks.map(({ subject }) => subject)).toEqual(['Offer']);
    expect(agenda.clashes).toHaveLength(1);
  });

  test('what is done leaves the agenda, and is done once', async () => {
    const { anna, clock } = await openWeek();
    const [, call] = (await anna.activities.agenda(day)).appointments;
    at(clock, '03 11:20');
    const done = await anna.activities.complete(call!.id, {
      outcome: 'reached',
      durationMinutes: 9,
    });
    expect(done).toMatchObject({ status: 'done', doneAt: utc('03 11:20'), durationMinutes: 9 });
    expect((await anna.activities.agenda(day)).appointments).toHaveLength(2);
    await expect(anna.activities.complete(call!.id)).rejects.toThrow(/it is done already/);
  });

  test('each is reminded of once, and of what was cancelled nobody is', async () => {
    const { anna, clock, plan } = await openWeek();
    const remind = { remindAt: utc('03 08:45') };
    await plan('call', 'Due', { startsAt: utc('03 09:00'), ...remind });
    const cancelled = await plan('call', 'Off', { startsAt: utc('03 09:00'), ...remind });
    await anna.change('activity', cancelled.id, { status: 'cancelled' });
    expect(await anna.activities.takeReminders()).toEqual([]);
    at(clock, '03 08:45');
    expect((await anna.activities.takeReminders()).map(({ subject }) => subject)).toEqual(['Due']);
    expect(await anna.activities.takeReminders()).toEqual([]);
  });
});
