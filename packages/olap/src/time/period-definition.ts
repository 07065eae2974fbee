/**
 * What a user writes down about the periods of a time dimension: which kind of year, which levels.
 *
 * Four families of years: of the calendar, fiscal years of calendar months, fiscal years of whole
 * weeks (4-4-5 and its sisters, and the retail calendar), and ISO years of weeks. Each nests
 * strictly: months never stand in one hierarchy with weeks, because a week can lie in two months.
 */
import type { FiscalCalendarDefinition } from '@kontor/kernel';
import { type CubeIssue, OlapError } from '../errors.ts';

/**
 * The kind of year of a time hierarchy, as JSON.
 *
 * `fiscal` starts on the first of a month and is named by the calendar year it ends in unless told
 * otherwise. `weeks` and `nrf` are those of the kernel's fiscal calendar.
 */
export type PeriodDefinition =
  | { readonly kind: 'calendar' }
  | {
      readonly kind: 'fiscal';
      /** 1 … 12. */
      readonly startMonth: number;
      readonly yearNamedBy?: 'start' | 'end' | undefined;
    }
  | Extract<FiscalCalendarDefinition, { kind: 'weeks' | 'nrf' }>
  | { readonly kind: 'iso' };

const WEEK_LEVELS = [
  'fiscalYear',
  'fiscalHalf',
  'fiscalQuarter',
  'fiscalPeriod',
  'fiscalWeek',
  'day',
] as const;

/** The levels that each kind of year can have, the top one first. */
export const periodLevelNames = {
  calendar: ['year', 'half', 'quarter', 'month', 'day'],
  fiscal: ['fiscalYear', 'fiscalHalf', 'fiscalQuarter', 'fiscalMonth', 'day'],
  weeks: WEEK_LEVELS,
  nrf: WEEK_LEVELS,
  iso: ['isoYear', 'isoWeek', 'day'],
} as const satisfies Record<PeriodDefinition['kind'], readonly string[]>;

/** A level of a time hierarchy. */
export type PeriodLevelName = (typeof periodLevelNames)[PeriodDefinition['kind']][number];

/** The same years as the kernel's fiscal calendar knows them. */
export function fiscalOf(definition: PeriodDefinition): FiscalCalendarDefinition {
  switch (definition.kind) {
    case 'calendar':
      return { kind: 'months', startMonth: 1 };
    case 'fiscal':
      return { kind: 'months', startMonth: definition.startMonth, ...namedBy(definition) };
    default:
      return definition;
  }
}

function namedBy({ yearNamedBy }: { yearNamedBy?: 'start' | 'end' | undefined }): {
  yearNamedBy?: 'start' | 'end';
} {
  return yearNamedBy === undefined ? {} : { yearNamedBy };
}

/**
 * Refuses a kind of year that there is not, levels that the kind does not have, and levels that are
 * not in order from the year down, each once.
 *
 * @throws OlapError OLAP_INVALID_CUBE — with every fault; paths are `['kind']` and `['levels', 0]`
 */
export function checkPeriodLevels(kind: PeriodDefinition['kind'], levels: readonly string[]): void {
  const known: readonly string[] | undefined = Object.hasOwn(periodLevelNames, kind)
    ? periodLevelNames[kind]
    : undefined;
  const issues = known === undefined ? [unknownKind(kind)] : levelIssues(known, levels);
  if (issues.length > 0) throw new OlapError('OLAP_INVALID_CUBE', { issues });
}

function unknownKind(kind: string): CubeIssue {
  const kinds = Object.keys(periodLevelNames).join(', ');
  const message = `'${kind}' is no kind of year: name one of ${kinds}.`;
  return { code: 'INVALID_VALUE', path: ['kind'], message };
}

function levelIssues(known: readonly string[], levels: readonly string[]): CubeIssue[] {
  const order = `from the top: ${known.join(', ')}`;
  if (levels.length === 0) {
    const message = `A time hierarchy needs a level at least; ${order}.`;
    return [{ code: 'INVALID_VALUE', path: ['levels'], message }];
  }
  return levels.flatMap((name, index): CubeIssue[] => {
    const place = known.indexOf(name);
    const path = ['levels', index];
    if (place < 0) {
      const message = `These years have no level '${name}': name those they have, ${order}.`;
      return [{ code: 'UNKNOWN_LEVEL', path, message }];
    }
    if (levels.indexOf(name) < index) {
      return [{ code: 'DUPLICATE_NAME', path, message: `The level '${name}' is named twice.` }];
    }
    const isDisordered = index > 0 && known.indexOf(levels[index - 1]!) > place;
    const message = `'${name}' stands below a finer level: write levels ${order}.`;
    return isDisordered ? [{ code: 'INVALID_VALUE', path, message }] : [];
  });
}
