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

function tabledDays(pattern: WorkPattern): WorkingDays {
  const days = new DayTable(pattern);
  return {
    isWorkingDay(value) {
      days.cover(value);
      return days.works(value);
    },
    addDays(value, count) {
      const { first, length, before, working } = days;
      const index = value - first;
      if (index >= 0 && index < length && count !== 0) {
        // rankOf() without its branch, which no processor can foresee: `on` is 1 when count > 0.
        const on = -count >>> 31;
        const rank = before[index + on]! + count - on;
        // A fraction leaves the 32-bit integers, and goes the way that refuses it.
        if (rank >= 0 && rank < working.length && (rank | 0) === rank) return working[rank]!;
      }
      return days.add(value, count);
    },
    daysBetween(from, to) {
      // The second call may rebuild the table, so the first is asked again: both must be of one.
      days.countBefore(from);
      const ahead = days.countBefore(to);
      return ahead - days.countBefore(from);
    },
    previousWorkingDay(value) {
      days.cover(value);
      return days.works(value) ? value : days.add(value, -1);
    },
    nextWorkingDay(value) {
      days.cover(value);
      return days.works(value) ? value : days.add(value, 1);
    },
  };
}

/** The prefix sums of a pattern over a span of days that grows on demand. */
class DayTable {
  first: Day = 0;
  /** Days covered. */
  length = 0;
  /** One cell per day and one more: working days of the table ahead of the day. */
  before: Int32Array = new Int32Array(1);
  /** The working days, ascending. */
  working: Int32Array = new Int32Array(0);
  readonly #pattern: WorkPattern;
  #span: Span | undefined;

  constructor(pattern: WorkPattern) {
    this.#pattern = pattern;
  }

  /** Makes the table cover a day. */
  cover(value: Day): void {
    const index = value - this.first;
    if (index >= 0 && index < this.length && Number.isInteger(index)) return;
    this.#span = widened(this.#span, this.#pattern, value);
    this.#tabulate(this.#span);
  }

  /** Whether a covered day works. */
  works(value: Day): boolean {
    const index = value - this.first;
    return this.before[index + 1]! > this.before[index]!;
  }

  /** Working days of the table ahead of a day; the one past the last day is a boundary too. */
  countBefore(value: Day): number {
    this.cover(value === this.#pattern.last + 1 ? value - 1 : value);
    return this.before[value - this.first]!;
  }

  /** `addDays`, growing the table until the answer is in it or there is none. */
  add(value: Day, count: number): Day {
    wholeDays(count);
    this.cover(value);
    for (;;) {
      if (count === 0) return value;
      const rank = rankOf(this.before, value - this.first, count);
      if (rank >= 0 && rank < this.working.length) return this.working[rank]!;
      const edge = rank < 0 ? this.first - 1 : this.first + this.length;
      if (edge < this.#pattern.first || edge > this.#pattern.last) {
        const side = count > 0 ? 'after' : 'before';
        throw beyond(this.#pattern, `working day ${Math.abs(count)} ${side} ${dayText(value)}`);
      }
      this.cover(edge);
    }
  }

  #tabulate({ first, last }: Span): void {
    const length = last - first + 1;
    const before = new Int32Array(length + 1);
    const days = new Int32Array(length);
    let count = 0;
    for (let index = 0; index < length; index++) {
      before[index] = count;
      if (shiftsOfDay(this.#pattern, first + index).length > 0) days[count++] = first + index;
    }
    before[length] = count;
    Object.assign(this, { first, length, before, working: days.slice(0, count) });
  }
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

function wholeDays(count: number): number {
  if (Number.isSafeInteger(count)) return count;
  throw new KernelError('KERNEL_BAD_COUNT', { value: `${count}`, unit: 'days' });
}
