/**
 * Periods by plain dates: the slow, obvious twin of `src/time`.
 *
 * A day's period is worked out from JavaScript's own UTC dates, a partner is the date with another
 * year, and a span is every day looked at one by one.
 */

const DAY_MS = 86_400_000;

/** Year, month (from 1) and day of the month. */
export function slowParts(day: number): [year: number, month: number, dayOfMonth: number] {
  const date = new Date(day * DAY_MS);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}

/** The day of a date; undefined where the month has no such day. */
export function slowDay(year: number, month: number, dayOfMonth: number): number | undefined {
  const day = Date.UTC(year, month - 1, dayOfMonth) / DAY_MS;
  return slowParts(day)[1] === month ? day : undefined;
}

const two = (part: number): string => String(part).padStart(2, '0');

/** The key of a calendar period. */
export function slowCalendarKey(level: string, day: number): string | number {
  const [year, month, dayOfMonth] = slowParts(day);
  switch (level) {
    case 'year':
      return year;
    case 'half':
      return `${year}-H${month <= 6 ? 1 : 2}`;
    case 'quarter':
      return `${year}-Q${Math.ceil(month / 3)}`;
    case 'month':
      return `${year}-${two(month)}`;
    default:
      return `${year}-${two(month)}-${two(dayOfMonth)}`;
  }
}

/** The key of a fiscal period of months; years are named by the one they end in. */
export function slowFiscalKey(level: string, day: number, startMonth: number): string | number {
  const [year, month] = slowParts(day);
  const isLate = month >= startMonth;
  const name = startMonth > 1 && isLate ? year + 1 : year;
  const ordinal = isLate ? month - startMonth + 1 : month - startMonth + 13;
  switch (level) {
    case 'fiscalYear':
      return `FY${name}`;
    case 'fiscalHalf':
      return `FY${name}-H${Math.ceil(ordinal / 6)}`;
    case 'fiscalQuarter':
      return `FY${name}-Q${Math.ceil(ordinal / 3)}`;
    case 'fiscalMonth':
      return `FY${name}-P${two(ordinal)}`;
    default:
      return slowCalendarKey('day', day);
  }
}

/** The key of an ISO period: the week's Thursday says the year. */
export function slowIsoKey(level: string, day: number): string | number {
  if (level === 'day') return slowCalendarKey('day', day);
  const weekday = (new Date(day * DAY_MS).getUTCDay() + 6) % 7;
  const thursday = day - weekday + 3;
  const [year] = slowParts(thursday);
  const week = Math.floor((thursday - Date.UTC(year, 0, 1) / DAY_MS) / 7) + 1;
  return level === 'isoYear' ? year : `${year}-W${two(week)}`;
}
