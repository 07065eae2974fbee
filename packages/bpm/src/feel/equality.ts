/**
 * Equality of values: `=`, and `is`, which is stricter.
 *
 * `=` is three-valued: values of two kinds cannot be compared, and null is the answer; null itself
 * equals only null. Dates and times with zones are equal when they are the same moment. Fractions
 * of a millisecond are kept and printed, but do not make two times different.
 *
 * @source DMN 1.5, table 54 "General semantics of equality and inequality"; 10.3.4.6 `is`
 */
import { isNumber, sameNumber } from './number.ts';
import type { Site } from './run.ts';
import { compareMoments, type Momentary } from './temporal-order.ts';
import {
  DaysDuration,
  FeelContext,
  FeelDate,
  FeelDateTime,
  type FeelList,
  type FeelObject,
  FeelRange,
  FeelTime,
  type FeelValue,
  isList,
  described,
  kindOf,
  MonthsDuration,
} from './value.ts';

/** Whether two values are equal; null, reported, when their kinds cannot be compared. */
export function equals(a: FeelValue, b: FeelValue, site: Site): boolean | null {
  if (typeof a === 'number' && typeof b === 'number') return a === b;
  if (a === null || b === null) return a === b;
  if (kindOf(a) === kindOf(b)) return sameKind(a, b, site);
  const message = `${described(a)} cannot be equal to ${described(b)}`;
  return site.run.report('wrong-type', message, site.at);
}

/** Whether two values are equal and may be compared at all; nothing is reported. */
export function areEqual(a: FeelValue, b: FeelValue, site: Site): boolean {
  return site.run.muted(() => equals(a, b, site)) === true;
}

function sameKind(a: FeelValue, b: FeelValue, site: Site): boolean | null {
  if (typeof a === 'string') {
    site.run.spend(a.length >> 10);
    return a === b;
  }
  if (typeof a === 'boolean') return a === b;
  if (isNumber(a)) return sameNumber(a, b as typeof a);
  if (isList(a)) return sameList(a, b as FeelList, site);
  return sameObject(a as FeelObject, b as FeelObject, site);
}

function sameObject(a: FeelObject, b: FeelObject, site: Site): boolean | null {
  if (a instanceof FeelContext) return sameContext(a, b as FeelContext, site);
  if (a instanceof FeelRange) return sameRange(a, b as FeelRange, site);
  if (a instanceof MonthsDuration) return a.months === (b as MonthsDuration).months;
  if (a instanceof DaysDuration) return a.nanos === (b as DaysDuration).nanos;
  if (a instanceof FeelDate || a instanceof FeelTime || a instanceof FeelDateTime) {
    return compareMoments(a, b as Momentary) === 0;
  }
  return a === b;
}

/** All of them true, or the first that is not. */
function allTrue<T>(items: readonly T[], test: (item: T) => boolean | null): boolean | null {
  let result: boolean | null = true;
  for (const item of items) {
    const answer = test(item);
    if (answer === false) return false;
    if (answer === null) result = null;
  }
  return result;
}

function sameList(a: FeelList, b: FeelList, site: Site): boolean | null {
  if (a.length !== b.length) return false;
  site.run.spend(a.length);
  const indexes = [...a.keys()];
  return allTrue(indexes, (index) => equals(a[index]!, b[index]!, site));
}

function sameContext(a: FeelContext, b: FeelContext, site: Site): boolean | null {
  const keys = a.keys();
  site.run.spend(keys.length);
  if (keys.length !== b.keys().length) return false;
  return allTrue(keys, (key) => {
    const other = b.get(key);
    return other === undefined ? false : equals(a.get(key)!, other, site);
  });
}

function sameRange(a: FeelRange, b: FeelRange, site: Site): boolean | null {
  const sameEnds =
    a.comparison === b.comparison &&
    a.lowIncluded === b.lowIncluded &&
    a.highIncluded === b.highIncluded;
  return sameEnds && areEqual(a.low, b.low, site) && areEqual(a.high, b.high, site);
}

/** Whether two values are the same in kind and in every field: a time as written, with its zone. */
export function isSame(a: FeelValue, b: FeelValue, site: Site): boolean {
  if (kindOf(a) !== kindOf(b)) return false;
  if (a instanceof FeelTime) return sameFields(a, b as FeelTime);
  if (a instanceof FeelDateTime) {
    return a.day === (b as FeelDateTime).day && sameFields(a, b as FeelDateTime);
  }
  if (isList(a)) {
    const other = b as FeelList;
    return a.length === other.length && a.every((element, i) => isSame(element, other[i]!, site));
  }
  return areEqual(a, b, site);
}

function sameFields(a: FeelTime | FeelDateTime, b: FeelTime | FeelDateTime): boolean {
  return a.nanos === b.nanos && a.zone === b.zone;
}
