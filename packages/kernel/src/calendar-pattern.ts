/**
 * From a definition to its compiled form: shifts as minutes, by weekday and by differing day.
 *
 * All faults are found in one pass, each with its path, so that a form or an import can show them
 * together. What passes is a `WorkPattern`; the tables behind it never check again.
 */
import { calendarDefinition, type ShiftDefinition } from './calendar-definition.ts';
import type { z } from 'zod';
import { type Day, day, formatDay, weekday } from './day.ts';
import { KernelError } from './errors.ts';

/** A stretch of work of one day, in minutes since that day's midnight; `close` may pass 1440. */
export interface Shift {
  readonly open: number;
  readonly close: number;
}

/** Working time, compiled: ask `shiftsOfDay`. Shifts of a day are in order and apart. */
export interface WorkPattern {
  readonly zone: string;
  /** Seven lists, 0 = Sunday. */
  readonly week: readonly (readonly Shift[])[];
  /** Holidays (no shifts) and differing days. */
  readonly special: ReadonlyMap<Day, readonly Shift[]>;
  /** The days it speaks of, both included. */
  readonly first: Day;
  readonly last: Day;
}

/** One fault of a definition. */
export interface CalendarFault {
  /** Where: `exceptions[2].shifts[0]`. */
  readonly path: string;
  /** What is wrong, and the remedy. */
  readonly message: string;
}

/** The day before which no calendar speaks. */
export const CALENDAR_FIRST: Day = day('1900-01-01');
/** The day after which no calendar speaks. */
export const CALENDAR_LAST: Day = day('2199-12-31');

/**
 * Checks a definition and compiles it.
 *
 * @throws KernelError KERNEL_BAD_CALENDAR — with all faults
 * @throws KernelError KERNEL_CALENDAR_EMPTY — no day from first to last has a shift
 */
export function workPattern(input: unknown): WorkPattern {
  const { pattern, faults } = readDefinition(input);
  if (pattern === undefined || faults.length > 0) {
    throw new KernelError('KERNEL_BAD_CALENDAR', { faults });
  }
  if (!worksAtAll(pattern)) {
    throw new KernelError('KERNEL_CALENDAR_EMPTY', {
      first: formatDay(pattern.first),
      last: formatDay(pattern.last),
    });
  }
  return pattern;
}

/**
 * All faults of a definition, none thrown: for engines that collect the faults of a whole model.
 */
export function calendarFaults(input: unknown): CalendarFault[] {
  const { pattern, faults } = readDefinition(input);
  if (faults.length === 0 && pattern !== undefined && !worksAtAll(pattern)) {
    faults.push({ path: '', message: 'never works; give a weekday or an exception a shift' });
  }
  return faults;
}

/** The shifts of a day: its own if it is special, else its weekday's. */
export function shiftsOfDay(pattern: WorkPattern, value: Day): readonly Shift[] {
  return pattern.special.get(value) ?? pattern.week[weekday(value)]!;
}

type Definition = z.output<typeof calendarDefinition>;

interface Reading {
  readonly pattern?: WorkPattern;
  readonly faults: CalendarFault[];
}

function readDefinition(input: unknown): Reading {
  const parsed = calendarDefinition.safeParse(input);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => ({
      path: pathText(path),
      message,
    }));
    return { faults };
  }
  const definition = parsed.data;
  const faults: CalendarFault[] = [];
  const fault = (path: string, message: string): void => void faults.push({ path, message });
  checkForms(definition, fault);
  const usual = usualShifts(definition, fault);
  const week = weekOf(definition, usual, fault);
  const special = specialDays(definition, usual, fault);
  const first = definition.first === undefined ? CALENDAR_FIRST : day(definition.first);
  const last = definition.last === undefined ? CALENDAR_LAST : day(definition.last);
  if (first > last) fault('last', 'lies before first');
  if (first < CALENDAR_FIRST)
    fault('first', `the earliest possible is ${formatDay(CALENDAR_FIRST)}`);
  if (last > CALENDAR_LAST) fault('last', `the latest possible is ${formatDay(CALENDAR_LAST)}`);
  const pattern = { zone: definition.zone, week, special, first, last };
  checkNights(pattern, definition, fault);
  return { pattern, faults };
}

type Report = (path: string, message: string) => void;

const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');

/** Either a week, or weekdays with one pattern; either shifts or minutes. */
function checkForms(definition: Definition, fault: Report): void {
  const { week, workingWeekdays, shifts, minutesPerDay } = definition;
  const short = workingWeekdays ?? shifts ?? minutesPerDay;
  if (week !== undefined && short !== undefined) {
    fault('week', 'stands beside workingWeekdays, shifts or minutesPerDay; give one form only');
  }
  if (shifts !== undefined && minutesPerDay !== undefined) {
    fault('minutesPerDay', 'stands beside shifts; give one of them');
  }
}

/** The one pattern of the short form; none when the definition has a week. */
function usualShifts(definition: Definition, fault: Report): readonly Shift[] | undefined {
  if (definition.week !== undefined) return undefined;
  if (definition.shifts !== undefined) return readShifts(definition.shifts, 'shifts', fault);
  return [{ open: 0, close: definition.minutesPerDay ?? 1440 }];
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function weekOf(
  definition: Definition,
  usual: readonly Shift[] | undefined,
  fault: Report,
): (readonly Shift[])[] {
  const week: (readonly Shift[] | undefined)[] = Array.from({ length: 7 });
  const give = (index: number, shifts: readonly Shift[], path: string): void => {
    if (week[index] !== undefined)
      fault(path, `names ${WEEKDAYS[index]} a second time; name it once`);
    week[index] = shifts;
  };
  for (const [at, index] of (definition.workingWeekdays ?? [1, 2, 3, 4, 5]).entries()) {
    if (usual !== undefined) give(index, usual, `workingWeekdays[${at}]`);
  }
  for (const [key, rows] of Object.entries(definition.week ?? {})) {
    const shifts = readShifts(rows, `week.${key}`, fault);
    for (const index of weekdaysOf(key)) give(index, shifts, `week.${key}`);
  }
  return week.map((shifts) => shifts ?? []);
}

/** `mon-fri` → 1 … 5; a run may pass the week's end: `sat-mon` → 6, 0, 1. */
function weekdaysOf(key: string): number[] {
  const [from, to] = key.split('-');
  const start = WEEKDAYS.indexOf(from!);
  const count = to === undefined ? 1 : ((WEEKDAYS.indexOf(to) - start + 7) % 7) + 1;
  return Array.from({ length: count }, (_, step) => (start + step) % 7);
}

function specialDays(
  definition: Definition,
  usual: readonly Shift[] | undefined,
  fault: Report,
): Map<Day, readonly Shift[]> {
  const special = new Map<Day, readonly Shift[]>();
  for (const [at, text] of definition.holidays.entries()) {
    if (special.has(day(text))) fault(`holidays[${at}]`, `${text} is there twice; list it once`);
    special.set(day(text), []);
  }
  const seen = new Set<Day>();
  for (const [at, row] of definition.exceptions.entries()) {
    const path = `exceptions[${at}]`;
    if (seen.has(day(row.day))) fault(`${path}.day`, `${row.day} is there twice; list it once`);
    seen.add(day(row.day));
    special.set(day(row.day), exceptionShifts(row, usual, path, fault));
  }
  return special;
}

function exceptionShifts(
  row: Definition['exceptions'][number],
  usual: readonly Shift[] | undefined,
  path: string,
  fault: Report,
): readonly Shift[] {
  if (row.shifts !== undefined && row.minutes !== undefined) {
    fault(`${path}.minutes`, 'stands beside shifts; give one of them');
  }
  if (row.shifts !== undefined) return readShifts(row.shifts, `${path}.shifts`, fault);
  if (row.minutes !== undefined) return [{ open: 0, close: row.minutes }];
  if (usual === undefined) fault(path, 'says no shifts; give shifts ([] for a day off) or minutes');
  return usual ?? [];
}

/** Shifts as minutes, in order of their start. */
function readShifts(rows: readonly ShiftDefinition[], path: string, fault: Report): Shift[] {
  const read = rows.map((row, at) => {
    const [from, to] = typeof row === 'string' ? row.split('-') : [row.from, row.to];
    const [open, close] = [minuteOf(from!), minuteOf(to!)];
    if (open === 1440) fault(`${path}[${at}]`, 'starts at 24:00; write 00:00 of the next day');
    if (open === close) {
      fault(`${path}[${at}]`, 'has no length; the whole day is 00:00 to 24:00');
    }
    return { at, open, close: close < open ? close + 1440 : close };
  });
  const ordered = read.toSorted((one, two) => one.open - two.open);
  for (const [index, next] of ordered.entries()) {
    const previous = ordered[index - 1];
    if (previous !== undefined && next.open < previous.close) {
      fault(
        `${path}[${next.at}]`,
        `overlaps ${path}[${previous.at}]; let one end before the other`,
      );
    }
  }
  return ordered.map(({ open, close }) => ({ open, close }));
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether the last shift of one day runs into the first of the day after. */
const clash = (night: readonly Shift[], next: readonly Shift[]): boolean =>
  night.length > 0 && next.length > 0 && night.at(-1)!.close - 1440 > next[0]!.open;

/** A shift past midnight must be over before the next day's first one starts. */
function checkNights(pattern: WorkPattern, definition: Definition, fault: Report): void {
  for (let index = 0; index < 7; index++) {
    const next = (index + 1) % 7;
    if (clash(pattern.week[index]!, pattern.week[next]!)) {
      const [one, two] = [WEEKDAYS[index], WEEKDAYS[next]];
      fault('week', `the last shift of ${one} runs into the first of ${two}; shorten one`);
    }
  }
  for (const [at, row] of definition.exceptions.entries()) {
    const own = day(row.day);
    const shifts = shiftsOfDay(pattern, own);
    const before = clash(shiftsOfDay(pattern, own - 1), shifts);
    if (before || clash(shifts, shiftsOfDay(pattern, own + 1))) {
      const side = before ? 'before' : 'after';
      fault(`exceptions[${at}]`, `its shifts run into those of the day ${side}; shorten one`);
    }
  }
}

function worksAtAll({ week, special, first, last }: WorkPattern): boolean {
  for (const [value, shifts] of special) {
    if (shifts.length > 0 && value >= first && value <= last) return true;
  }
  // Ends within days when a weekday works and holidays leave it be; else it looks at each day once.
  for (let value = first; value <= last; value++) {
    if (week[weekday(value)]!.length > 0 && !special.has(value)) return true;
  }
  return false;
}
