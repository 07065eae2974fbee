/**
 * The days of a rule, one after the other, from any day on: what lies before is passed over in one
 * step, except where a count has to be counted.
 */
import { type Day, day, formatDay } from '@kontor/kernel';
import { CrmError } from '../errors.ts';
import { periodsOf } from './period-days.ts';
import type { RecurrenceRule } from './recurrence-rule.ts';

/**
 * So many periods without a day, one after the other, and nobody looks further. The rarest day that
 * people name, 29 February on a certain weekday, is at most 40 years away: 14,610 days.
 */
export const EMPTY_PERIODS_MAX = 20_000;

/** Instants of the year 10,000 are no longer ordered as text, so the last ends stay before it. */
const LAST_DAY = day('9999-09-30');

/**
 * The days of a rule, ascending, none before `start`; the first day that the rule names is the
 * first occurrence, whether it is `start` itself or not.
 *
 * @param from only days from this one on; they are counted from `start` all the same
 * @param to and none after this one: nothing is looked for behind it
 * @throws CrmError CRM_RECURRENCE_GAP — 20,000 periods in a row give no day (31 February)
 * @source RFC 5545, section 3.3.10
 */
export function* ruleDays(
  rule: RecurrenceRule,
  start: Day,
  from: Day = start,
  to: Day = LAST_DAY,
): Generator<Day> {
  const periods = periodsOf(rule, start);
  const last = Math.min(to, rule.until === undefined ? LAST_DAY : day(rule.until));
  let left = rule.count ?? Infinity;
  const begin = rule.count === undefined ? Math.max(start, from) : start;
  let index = Math.floor(periods.indexOf(begin) / rule.interval) * rule.interval;
  for (let empty = 0; empty < EMPTY_PERIODS_MAX; index += rule.interval) {
    if (periods.firstDay(index) > last) return;
    const days = chosen(periods.days(index), rule).filter((one) => one >= start);
    for (const one of days) {
      if (one > last || left === 0) return;
      left--;
      if (one >= from) yield one;
    }
    empty = days.length === 0 ? empty + 1 : 0;
  }
  throw new CrmError('CRM_RECURRENCE_GAP', {
    from: formatDay(Math.max(start, from)),
    periods: EMPTY_PERIODS_MAX,
  });
}

/** The days at the positions that the rule asks for; all of them where it asks for none. */
function chosen(days: Day[], rule: RecurrenceRule): Day[] {
  const places = 'bySetPos' in rule ? rule.bySetPos : undefined;
  if (places === undefined) return days;
  const wanted = new Set(places.map((place) => (place > 0 ? place - 1 : days.length + place)));
  return days.filter((_, at) => wanted.has(at));
}
