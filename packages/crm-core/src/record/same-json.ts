/**
 * Whether two JSON values are the same: members in any order, items in theirs.
 */
import type { Json } from '@kontor/kernel';

/**
 * Compares by value.
 *
 * @example
 * sameJson({ a: 1, b: [2] }, { b: [2], a: 1 }) // => true
 */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isList(a) || isList(b)) {
    return (
      isList(a) &&
      isList(b) &&
      a.length === b.length &&
      a.every((item, index) => sameJson(item, b[index]))
    );
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
