/**
 * The order of values of one kind, and what lies within a range.
 *
 * Numbers, texts (by code points), dates, times and durations have an order; booleans, lists and
 * contexts have none, and what cannot be compared is null.
 *
 * @source DMN 1.5, table 42 "Comparison operators"; 10.3.2.7 "Ranges"
 */
import { areEqual, equals } from './equality.ts';
import { compareNumbers, isNumber } from './number.ts';
import type { Site } from './run.ts';
import { compareMoments, zoneReason } from './temporal-order.ts';
import {
  type Comparison,
  DaysDuration,
  FeelDate,
  FeelDateTime,
  type FeelObject,
  FeelRange,
  FeelTime,
  type FeelValue,
  isList,
  described,
  kindOf,
  MonthsDuration,
  single,
} from './value.ts';

/** Below, equal or above zero as a comes before, with or after b; null when they have no order. */
export function order(a: FeelValue, b: FeelValue): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (kindOf(a) !== kindOf(b)) return null;
  if (typeof a === 'string') return compareText(a, b as string);
  if (isNumber(a)) return compareNumbers(a, b as typeof a);
  if (a === null || typeof a === 'boolean' || isList(a)) return null;
  return orderObjects(a, b as FeelObject);
}

function orderObjects(a: FeelObject, b: FeelObject): number | null {
  if (a instanceof MonthsDuration) return a.months - (b as MonthsDuration).months;
  if (a instanceof DaysDuration) return compareBigInts(a.nanos, (b as DaysDuration).nanos);
  if (a instanceof FeelDate || a instanceof FeelTime || a instanceof FeelDateTime) {
    return compareMoments(a, b as typeof a);
  }
  return null;
}

function compareBigInts(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}

/** By code points: JavaScript's own order puts the upper planes before U+E000. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  const [one, two] = [rank(a.charCodeAt(at)), rank(b.charCodeAt(at))];
  return one - two;
}

/** A code unit among code points: surrogates stand for what comes after all others. */
function rank(unit: number): number {
  if (Number.isNaN(unit)) return -1; // The text has ended.
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** `a < b` and its like; null, reported, when the two have no order. */
export function isOrdered(
  comparison: Comparison,
  a: FeelValue,
  b: FeelValue,
  site: Site,
): boolean | null {
  if (comparison === '=') return equals(a, b, site);
  if (comparison === '!=') return negated(equals(a, b, site));
  if (typeof a === 'string') site.run.spend(a.length >> 10);
  const compared = order(a, b) ?? order(single(a), single(b));
  if (compared !== null) return holds(comparison, compared);
  const message = `${described(a)} has no order with ${described(b)}${zoneReason(a, b)}`;
  return site.run.report('wrong-type', message, site.at);
}

function holds(comparison: Comparison, compared: number): boolean {
  if (comparison === '<') return compared < 0;
  if (comparison === '<=') return compared <= 0;
  return comparison === '>' ? compared > 0 : compared >= 0;
}

/** Three-valued `not`. */
export function negated(answer: boolean | null): boolean | null {
  return answer === null ? null : !answer;
}

/**
 * Whether a value lies within a range; null, reported, when it cannot be compared with its ends.
 */
export function isWithin(value: FeelValue, range: FeelRange, site: Site): boolean | null {
  const { comparison, low, high } = range;
  if (comparison !== undefined) return isOrdered(comparison, value, low ?? high, site);
  const above = isOrdered(range.lowIncluded ? '>=' : '>', value, low, site);
  const below = isOrdered(range.highIncluded ? '<=' : '<', value, high, site);
  if (above === false || below === false) return false;
  return above === null || below === null ? null : true;
}

/** `value in candidate`: within a range, an element of a list (or within one), or equal. */
export function isIn(value: FeelValue, candidate: FeelValue, site: Site): boolean | null {
  if (candidate instanceof FeelRange && !(value instanceof FeelRange)) {
    return isWithin(value, candidate, site);
  }
  if (!isList(candidate)) return equals(value, candidate, site);
  site.run.spend(candidate.length);
  const isElement = (element: FeelValue): boolean =>
    element instanceof FeelRange && !(value instanceof FeelRange)
      ? site.run.muted(() => isWithin(value, element, site)) === true
      : areEqual(value, element, site);
  return candidate.some(isElement) || (isList(value) && areEqual(value, candidate, site));
}

/**
 * Whether two values can be the ends of a range: of one kind with an order, or one of them null.
 */
export function areComparableEnds(low: FeelValue, high: FeelValue): boolean {
  if (low === null || high === null)
    return low === null ? high === null || hasOrder(high) : hasOrder(low);
  return order(low, high) !== null;
}

function hasOrder(value: FeelValue): boolean {
  return order(value, value) !== null;
}
