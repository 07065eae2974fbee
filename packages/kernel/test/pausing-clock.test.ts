import {
  createCalendar,
  dueInstant,
  elapsedMinutes,
  isPaused,
  KernelError,
  type Pause,
  remainingMinutes,
} from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const office = createCalendar({ zone: 'Europe/Berlin', week: { 'mon-fri': ['09:00-17:00'] } });
/**
 * An instant of June 2026 in Berlin, two hours ahead of UTC: `at(1, '10:00')` is Monday the 1st.
 */
const at = (dayOfMonth: number, time: string): number =>
  Date.parse(`2026-06-${String(dayOfMonth).padStart(2, '0')}T${time}:00+02:00`);

describe('dueInstant', () => {
  const start = at(1, '10:00');
  test.each<[string, Pause[], number | undefined]>([
    ['no pause', [], at(1, '14:00')],
    [
      'a pause overnight counts its 450 working minutes',
      [{ from: at(1, '11:00'), to: at(2, '10:30') }],
      at(2, '13:30'),
    ],
    [
      'pauses in disorder and overlapping count once',
      [
        { from: at(2, '09:00'), to: at(2, '10:30') },
        { from: at(1, '11:00'), to: at(2, '09:30') },
      ],
      at(2, '13:30'),
    ],
    [
      'a pause at night moves nothing',
      [{ from: at(1, '18:00'), to: at(2, '08:00') }],
      at(1, '14:00'),
    ],
    [
      'a pause from before the start counts from the start',
      [{ from: at(1, '09:00'), to: at(1, '11:00') }],
      at(1, '15:00'),
    ],
    [
      'a pause after the target is met is too late',
      [{ from: at(1, '14:00'), to: at(1, '15:00') }],
      at(1, '14:00'),
    ],
    [
      'a second pause in the time the first one added',
      [
        { from: at(1, '13:00'), to: at(1, '14:00') },
        { from: at(1, '14:30'), to: at(1, '15:00') },
      ],
      at(1, '15:30'),
    ],
    ['an open pause: no instant', [{ from: at(1, '13:00') }], undefined],
    ['an open pause after the target is met', [{ from: at(1, '14:00') }], at(1, '14:00')],
  ])('%s', (_, pauses, due) => {
    expect(dueInstant(office, { start, pauses }, 240)).toBe(due);
  });

  test('a target of nothing is due at the start, also outside working time', () => {
    expect(dueInstant(office, { start: at(6, '10:00') }, 0)).toBe(at(6, '10:00'));
  });

  test('a target that is used up at closing time is due at closing time', () => {
    expect(dueInstant(office, { start: at(1, '16:00') }, 60)).toBe(at(1, '17:00'));
  });
});

describe('elapsedMinutes and remainingMinutes', () => {
  const clock = { start: at(1, '10:00'), pauses: [{ from: at(1, '11:00'), to: at(2, '10:30') }] };
  test.each([
    ['before the start', at(1, '09:00'), 0, 240, true],
    ['running', at(1, '10:30'), 30, 210, false],
    ['paused', at(1, '15:00'), 60, 180, true],
    ['at the resuming instant', at(2, '10:30'), 60, 180, false],
    ['when due', at(2, '13:30'), 240, 0, false],
    ['late', at(3, '10:00'), 510, -270, false],
  ])('%s', (_, now, elapsed, remaining, paused) => {
    expect(elapsedMinutes(office, clock, now)).toBe(elapsed);
    expect(remainingMinutes(office, clock, 240, now)).toBe(remaining);
    expect(isPaused(clock, now)).toBe(paused);
  });
});

describe('what is refused', () => {
  test.each<[string, Pause]>([
    ['a pause that ends before it begins', { from: 5, to: 4 }],
    ['a pause from nowhere', { from: Number.NaN }],
  ])('%s', (_, pause) => {
    const clock = { start: 0, pauses: [{ from: 1, to: 2 }, pause] };
    try {
      dueInstant(office, clock, 60);
      expect.unreachable();
    } catch (error) {
      if (!KernelError.is(error, 'KERNEL_BAD_PAUSE')) throw error;
      expect(error.details.index).toBe(1);
    }
  });

  test('a negative target', () => {
    expect(() => dueInstant(office, { start: 0 }, -1)).toThrow(/minutes/);
  });
});

describe('laws', () => {
  const minute = fc
    .integer({ min: 0, max: 20_000 })
    .map((value) => at(1, '00:00') + value * 61_001);
  const pause = fc.tuple(minute, minute).map(([one, two]) => ({
    from: Math.min(one, two),
    to: Math.max(one, two),
  }));
  const pauses = fc.array(pause, { maxLength: 6 });

  test('property: at the due instant exactly the target has elapsed, and just before less', () => {
    fc.assert(
      fc.property(minute, pauses, fc.integer({ min: 1, max: 5000 }), (start, list, target) => {
        const clock = { start, pauses: list };
        const due = dueInstant(office, clock, target)!;
        expect(elapsedMinutes(office, clock, due)).toBe(target);
        expect(elapsedMinutes(office, clock, due - 1)).toBeLessThan(target);
      }),
    );
  });

  test('property: on resume, what remains leads to the same due instant', () => {
    fc.assert(
      fc.property(minute, pause, fc.integer({ min: 1, max: 5000 }), (start, one, target) => {
        const clock = { start, pauses: [one] };
        const remaining = remainingMinutes(office, clock, target, one.to);
        fc.pre(one.to >= start && remaining > 0);
        expect(dueInstant(office, clock, target)).toBe(office.addMinutes(one.to, remaining));
      }),
    );
  });

  test('property: the order of the pauses does not matter', () => {
    fc.assert(
      fc.property(minute, pauses, minute, (start, list, now) => {
        const back = list.toReversed();
        expect(elapsedMinutes(office, { start, pauses: back }, now)).toBe(
          elapsedMinutes(office, { start, pauses: list }, now),
        );
        expect(dueInstant(office, { start, pauses: back }, 600)).toBe(
          dueInstant(office, { start, pauses: list }, 600),
        );
      }),
    );
  });
});
