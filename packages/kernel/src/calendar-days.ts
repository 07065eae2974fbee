/**
 * Working days by prefix sums: "five working days later" is two look-ups, whatever lies between.
 *
 * For each day of the table `before` counts the working days ahead of it, and `working` lists them.
 * A calendar on which every day works needs no table. The obvious twin, a loop over days, is
 * `test/oracle/day-loop.ts`.
 */
import { beyond, dayText, type Span, widened } from './calendar-span.ts';
import { shiftsOfDay, type WorkPattern } from './calendar-pattern.ts';
import { type Day } from './day.ts';
import { KernelError } from './errors.ts';

/** Arithmetic on working days. */
export interface WorkingDays {
  /** Whether the day has a shift. */
  isWorkingDay(day: Day): boolean;
  /**
   * The `count`-th working day after `day`, or, `count` below 0, before it; 0 is `day` itself, also
   * a free one. `day` is not counted.
   *
   * @example
   * calendar.addDays(day('2026-04-02'), 2) // Easter: Thursday → Wednesday, 2026-04-08
   */
  addDays(day: Day, count: number): Day;
  /** Working days from `from`, included, to `to`, not included; negative when `to` comes first. */
  daysBetween(from: Day, to: Day): number;
  /** The day itself when it works, else the last working day before it. */
  previousWorkingDay(day: Day): Day;
  /** The day itself when it works, else the first working day after it. */
  nextWorkingDay(day: Day): Day;
}

/** The working days of a pattern: by arithmetic when every day works, else by table. */
export function workingDays(pattern: WorkPattern): WorkingDays {
  const everyDayWorks =
    pattern.week.every((shifts) => shifts.length > 0) &&
    [...pattern.special.values()].every((shifts) => shifts.length > 0);
  return everyDayWorks ? everyDay(pattern) : tabledDays(pattern);
}

function everyDay(bounds: Span): WorkingDays {
  const { first, last } = bounds;
  const checked = (value: Day, end = last): Day => {
    if (value >= first && value <= end && Number.isInteger(value)) return value;
    widened(undefined, bounds, value); // Throws the error that fits.
    return value;
  };
  return {
    isWorkingDay: (value) => checked(value) === value,
    addDays: (value, count) => checked(checked(value) + wholeDays(count)),
    daysBetween: (from, to) => checked(to, last + 1) - checked(from, last + 1),
    previousWorkingDay: (value) => checked(value),
    nextWorkingDay: (value) => checked(value),
  };
}

interface DayTable {
  readonly first: Day;
  /** One cell per day and one more: working days of the table ahead of the day. */
  readonly before: Int32Array;
  /** The working days, ascending. */
  readonly working: Int32Array;
}

function tabledDays(pattern: WorkPattern): WorkingDays {
  let span: Span | undefined;
  let first = 0;
  let length = 0;
  let before: Int32Array = new Int32Array(1);
  let working: Int32Array = new Int32Array(0);

  /** Makes the table cover a day; the day after the last is its own boundary. */
  function cover(value: Day): void {
    if (value - first >= 0 && value - first < length && Number.isInteger(value)) return;
    span = widened(span, pattern, value);
    ({ first, before, working } = tabulate(pattern, span));
    length = before.length - 1;
  }

  /** Boundary `value` counts the days before it, so one past the last day is still known. */
  function countBefore(value: Day): number {
    cover(value === pattern.last + 1 ? pattern.last : value);
    return before[value - first]!;
  }

  function addSlowly(value: Day, count: number): Day {
    wholeDays(count);
    cover(value);
    for (;;) {
      const index = value - first;
      const rank = rankOf(before, index, count);
      if (count === 0) return value;
      if (rank >= 0 && rank < working.length) return working[rank]!;
      const edge = rank < 0 ? first - 1 : first + length;
      if (edge < pattern.first || edge > pattern.last) {
        const side = count > 0 ? 'after' : 'before';
        throw beyond(pattern, `working day ${Math.abs(count)} ${side} ${dayText(value)}`);
      }
      cover(edge);
    }
  }

  return {
    isWorkingDay(value) {
      cover(value);
      return before[value - first + 1]! > before[value - first]!;
    },
    addDays(value, count) {
      const index = value - first;
      if (index >= 0 && index < length && count !== 0) {
        // rankOf() without its branch, which no processor can foresee: `on` is 1 when count > 0.
        const on = -count >>> 31;
        const rank = before[index + on]! + count - on;
        // A fraction leaves the 32-bit integers, and goes the way that refuses it.
        if (rank >= 0 && rank < working.length && (rank | 0) === rank) return working[rank]!;
      }
      return addSlowly(value, count);
    },
    daysBetween: (from, to) => {
      const start = from - first;
      const end = to - first;
      if (start >= 0 && start < length && end >= 0 && end < length) {
        const days = before[end]! - before[start]!;
        if ((days | 0) === days) return days;
      }
      // Both tables must be one: the second call may rebuild it, so the first is asked again.
      countBefore(from);
      const ahead = countBefore(to);
      return ahead - countBefore(from);
    },
    previousWorkingDay: (value) => {
      cover(value);
      const index = value - first;
      return before[index + 1]! > before[index]! ? value : addSlowly(value, -1);
    },
    nextWorkingDay: (value) => {
      cover(value);
      const index = value - first;
      return before[index + 1]! > before[index]! ? value : addSlowly(value, 1);
    },
  };
}

/**
 * Where in the list of working days the `count`-th after or before a day stands.
 *
 * Ahead of the day after it lie the working days up to and including the day itself; the next one
 * in the list is the first after the day, be the day free or not.
 */
function rankOf(before: Int32Array, index: number, count: number): number {
  return count > 0 ? before[index + 1]! + count - 1 : before[index]! + count;
}

function tabulate(pattern: WorkPattern, { first, last }: Span): DayTable {
  const length = last - first + 1;
  const before = new Int32Array(length + 1);
  const days = new Int32Array(length);
  let count = 0;
  for (let index = 0; index < length; index++) {
    before[index] = count;
    if (shiftsOfDay(pattern, first + index).length > 0) days[count++] = first + index;
  }
  before[length] = count;
  return { first, before, working: days.slice(0, count) };
}

function wholeDays(count: number): number {
  if (Number.isSafeInteger(count)) return count;
  throw new KernelError('KERNEL_BAD_COUNT', { value: `${count}`, unit: 'days' });
}
