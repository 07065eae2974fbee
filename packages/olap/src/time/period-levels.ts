/**
 * The compiled form of a time hierarchy: every period of every level, in order of time.
 *
 * A period is a position in its level, so periods step, compare and index arrays; its key is what
 * people read. Whole years are made, whatever days the facts have, so that a quarter knows all its
 * months. Which period a day is in is one look-up in an array.
 *
 * Each period also has a place: its first day in a grid in which every year has the same form, with
 * 31 days in each month or six weeks in each fiscal period. Places that a year does not have stay
 * free. Two periods are partners in two years when their places differ by whole years, which gives
 * 1 March its 1 March, leap year or not, and 29 February and week 53 none (period-math.ts).
 */
import {
  createFiscalCalendar,
  type Day,
  type FiscalCalendar,
  type FiscalPeriod,
  type FiscalUnit,
  formatDay,
  KernelError,
} from '@kontor/kernel';
import {
  checkPeriodLevels,
  fiscalOf,
  type PeriodDefinition,
  type PeriodLevelName,
} from './period-definition.ts';

/** The key of a period: a year as a number, all others as text. */
export type PeriodKey = number | string;

/** A level of a time hierarchy; all arrays have one cell a period, in order of time. */
export interface PeriodLevel {
  readonly name: PeriodLevelName;
  /** Keys sort in order of time within their level. */
  readonly keys: readonly PeriodKey[];
  /** Position in the level above; 0 at the top level. */
  readonly parent: Int32Array;
  /** First day; a period ends on the day before the next one's first. */
  readonly firstDay: Int32Array;
  /** First day in the grid of years that are all alike, counted from the first year on. */
  readonly place: Int32Array;
}

/** A time hierarchy over whole years. */
export interface PeriodLevels {
  /** The top level first. */
  readonly levels: readonly PeriodLevel[];
  /** First and last day, both included: whole years. */
  readonly from: Day;
  readonly to: Day;
  /** By level, and in it by `day − from`: the position of the period that the day is in. */
  readonly positions: readonly Int32Array[];
  /** Position at a level (0 = top) of the period a day is in; −1 outside the years. */
  positionOfDay(level: number, day: Day): number;
}

/** What a time hierarchy is made of. */
export interface PeriodOptions {
  readonly definition: PeriodDefinition;
  /** From the top; `periodLevelNames` has those of each kind. */
  readonly levels: readonly PeriodLevelName[];
  /** First and last day that must be covered, both included. */
  readonly from: Day;
  readonly to: Day;
}

/**
 * All periods of the years that `from` to `to` touch.
 *
 * Keys: `1997`, `'1997-H1'`, `'1997-Q1'`, `'1997-01'` and `'1997-01-31'` of the calendar;
 * `'FY1997'`, `'FY1997-H1'`, `'FY1997-Q1'`, `'FY1997-P01'` (first month or period) and
 * `'FY1997-W05'` of fiscal years; `1997` and `'1997-W05'` of ISO years.
 *
 * @throws OlapError OLAP_INVALID_CUBE — a level the years do not have, or levels out of order
 * @throws KernelError KERNEL_BAD_FISCAL_CALENDAR — with every fault of the years' definition
 * @throws KernelError KERNEL_BAD_DAY — a day that is no whole number, or `to` before `from`
 * @throws KernelError KERNEL_UNKNOWN_PERIOD — years beyond 1 … 9998
 * @example
 * const { levels } = periodLevels({
 *   definition: { kind: 'fiscal', startMonth: 4 }, levels: ['fiscalYear', 'fiscalQuarter'],
 *   from: day('1997-01-01'), to: day('1997-12-31') });
 * levels[0].keys // => ['FY1997', 'FY1998']
 * levels[1].keys[3] // => 'FY1997-Q4'
 */
export function periodLevels({ definition, levels, from, to }: PeriodOptions): PeriodLevels {
  checkPeriodLevels(definition.kind, levels);
  if (!(from <= to)) throw new KernelError('KERNEL_BAD_DAY', { value: `${from} … ${to}` });
  const calendar = createFiscalCalendar(fiscalOf(definition));
  const years = calendar.periodsBetween(from, to, 'year');
  const range = { from: years[0]!.first, to: years.at(-1)!.last };
  const placeByDay = placesByDay(definition.kind, calendar, range);
  const made: PeriodLevel[] = [];
  const positions: Int32Array[] = [];
  for (const name of levels) {
    const { keys, firstDay } = periodsAt(name, calendar, range);
    const place = firstDay.map((day) => placeByDay[day - range.from]!);
    const above = positions.at(-1);
    const parent = firstDay.map((day) => above?.[day - range.from] ?? 0);
    made.push({ name, keys, parent, firstDay, place });
    positions.push(positionsByDay(firstDay, range));
  }
  return {
    levels: made,
    ...range,
    positions,
    positionOfDay: (level, day) => positions[level]?.[day - range.from] ?? -1,
  };
}

interface DayRange {
  readonly from: Day;
  readonly to: Day;
}

/** Keys and first days of the periods of a level. */
interface Periods {
  readonly keys: PeriodKey[];
  readonly firstDay: Int32Array;
}

const UNIT_OF = {
  year: 'year',
  half: 'quarter',
  quarter: 'quarter',
  month: 'period',
  fiscalYear: 'year',
  fiscalHalf: 'quarter',
  fiscalQuarter: 'quarter',
  fiscalMonth: 'period',
  fiscalPeriod: 'period',
  fiscalWeek: 'week',
  isoYear: 'year',
  isoWeek: 'week',
} as const satisfies Record<Exclude<PeriodLevelName, 'day'>, FiscalUnit>;

function periodsAt(name: PeriodLevelName, calendar: FiscalCalendar, range: DayRange): Periods {
  if (name === 'day') {
    const firstDay = Int32Array.from(
      { length: range.to - range.from + 1 },
      (_, i) => range.from + i,
    );
    return { keys: Array.from(firstDay, formatDay), firstDay };
  }
  const all = calendar.periodsBetween(range.from, range.to, UNIT_OF[name]);
  const isHalf = name === 'half' || name === 'fiscalHalf';
  // A half begins with an odd quarter; the even ones lie inside.
  const periods = isHalf ? all.filter(({ ordinal }) => ordinal % 2 === 1) : all;
  return {
    keys: periods.map((period) => keyOf(name, period)),
    firstDay: Int32Array.from(periods, ({ first }) => first),
  };
}

function keyOf(
  name: Exclude<PeriodLevelName, 'day'>,
  { id, year, ordinal }: FiscalPeriod,
): PeriodKey {
  switch (name) {
    case 'year':
    case 'isoYear':
      return year;
    case 'quarter':
    case 'isoWeek':
      return id;
    case 'half':
      return halfOf(id, ordinal);
    case 'month':
      return id.replace('P', '');
    case 'fiscalHalf':
      return `FY${halfOf(id, ordinal)}`;
    default:
      return `FY${id}`;
  }
}

/** The half of the id of its first quarter. */
const halfOf = (id: string, quarter: number): string => id.replace(/Q.$/, `H${(quarter + 1) / 2}`);

/** Days that a part of a year has in the grid: the most it has in any year. */
const GRID = {
  calendar: { unit: 'period', parts: 12, days: 31 },
  fiscal: { unit: 'period', parts: 12, days: 31 },
  // Five weeks and, in one period of a long year, a 53rd.
  weeks: { unit: 'period', parts: 12, days: 42 },
  nrf: { unit: 'period', parts: 12, days: 42 },
  iso: { unit: 'year', parts: 1, days: 371 },
} as const;

function placesByDay(
  kind: PeriodDefinition['kind'],
  calendar: FiscalCalendar,
  range: DayRange,
): Int32Array {
  const { unit, parts, days } = GRID[kind];
  const places = new Int32Array(range.to - range.from + 1);
  for (const [index, part] of calendar.periodsBetween(range.from, range.to, unit).entries()) {
    const year = Math.floor(index / parts);
    const base = (year * parts + part.ordinal - 1) * days;
    for (let day = part.first; day <= part.last; day++) {
      places[day - range.from] = base + day - part.first;
    }
  }
  return places;
}

function positionsByDay(firstDay: Int32Array, { from, to }: DayRange): Int32Array {
  const positions = new Int32Array(to - from + 1);
  for (let position = 0; position < firstDay.length; position++) {
    const end = firstDay[position + 1] ?? to + 1;
    positions.fill(position, firstDay[position]! - from, end - from);
  }
  return positions;
}
