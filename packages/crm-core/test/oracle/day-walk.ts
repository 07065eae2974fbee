/**
 * The obvious twin of recurrence rules: it walks day by day, and asks of each day whether the rule
 * means it, in the words of RFC 5545 and the dates of Temporal. It knows 2021 to 2030.
 */
import { Temporal } from 'temporal-polyfill';
import type { RecurrenceRule } from '@kontor/crm-core';

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** A day as it stands on a wall calendar. */
interface Leaf {
  readonly at: number;
  readonly text: string;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly code: string;
  readonly daysInMonth: number;
}

const FIRST = Temporal.PlainDate.from('2021-01-01');
const leaves: readonly Leaf[] = Array.from({ length: 3652 }, (_, at) => {
  const { year, month, day, dayOfWeek, daysInMonth } = FIRST.add({ days: at });
  const text = FIRST.add({ days: at }).toString();
  return { at, text, year, month, day, code: CODES[dayOfWeek - 1]!, daysInMonth };
});
const leafOf = (text: string): Leaf => leaves.find((leaf) => leaf.text === text)!;

/** How many periods it is from the one that the series starts in. */
function periodsFrom(rule: RecurrenceRule, start: Leaf, leaf: Leaf): number {
  if (rule.frequency === 'daily') return leaf.at - start.at;
  if (rule.frequency === 'weekly') {
    return (weekBegin(leaf, rule.weekStart) - weekBegin(start, rule.weekStart)) / 7;
  }
  const years = leaf.year - start.year;
  return rule.frequency === 'monthly' ? years * 12 + leaf.month - start.month : years;
}

function weekBegin(leaf: Leaf, weekStart: string): number {
  let { at } = leaf;
  while (leaves[at]!.code !== weekStart) at--;
  return at;
}

function isNamed(rule: RecurrenceRule, start: Leaf, leaf: Leaf): boolean {
  const { byMonth, byDay } = rule;
  const byMonthDay = rule.frequency === 'weekly' ? undefined : rule.byMonthDay;
  const isOpen = byDay === undefined && byMonthDay === undefined;
  if (byMonth !== undefined && !byMonth.includes(leaf.month)) return false;
  const fromEnd = leaf.day - leaf.daysInMonth - 1;
  if (byMonthDay !== undefined && ![leaf.day, fromEnd].some((n) => byMonthDay.includes(n))) {
    return false;
  }
  if (byDay !== undefined && !byDay.some((text) => isNth(rule, text, leaf))) return false;
  if (!isOpen || rule.frequency === 'daily') return true;
  if (rule.frequency === 'weekly') return leaf.code === start.code;
  if (leaf.day !== start.day) return false;
  return rule.frequency === 'monthly' || byMonth !== undefined || leaf.month === start.month;
}

/** Whether it is the nth of its weekday, counted through its month, or its year. */
function isNth(rule: RecurrenceRule, text: string, leaf: Leaf): boolean {
  if (!text.endsWith(leaf.code)) return false;
  if (text.length === 2) return true;
  const nth = Number(text.slice(0, -2));
  const isOfYear = rule.frequency === 'yearly' && rule.byMonth === undefined;
  const isSame = (one: Leaf | undefined): boolean =>
    one?.year === leaf.year && (isOfYear || one.month === leaf.month);
  const step = nth > 0 ? -7 : 7;
  let times = 0;
  for (let { at } = leaf; isSame(leaves[at]); at += step) times++;
  return times === Math.abs(nth);
}

/** Of a period, the days at the positions that are asked for. */
function positioned(rule: RecurrenceRule, days: readonly string[]): readonly string[] {
  if (!('bySetPos' in rule) || rule.bySetPos === undefined) return days;
  return rule.bySetPos.flatMap((place) => days.at(place > 0 ? place - 1 : place) ?? []);
}

/** The days of a rule up to a day, ascending. */
export function walkedDays(rule: RecurrenceRule, startsOn: string, last: string): string[] {
  const start = leafOf(startsOn);
  const periods = new Map<number, string[]>();
  // The period of the start may begin before it: positions count from there.
  for (const leaf of leaves.slice(7)) {
    const period = periodsFrom(rule, start, leaf);
    if (period < 0 || period % rule.interval !== 0 || !isNamed(rule, start, leaf)) continue;
    periods.set(period, [...(periods.get(period) ?? []), leaf.text]);
  }
  const found = [...periods.values()]
    .flatMap((days) => positioned(rule, days))
    .filter((text) => text >= startsOn);
  return [...new Set(found)]
    .toSorted()
    .slice(0, rule.count)
    .filter((text) => text <= (rule.until ?? '9999') && text <= last);
}
