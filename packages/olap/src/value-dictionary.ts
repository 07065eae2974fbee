/**
 * A column of values that are told apart and not added: customers, order numbers, codes.
 *
 * Each value has a code from 1 on, in the order in which it came first; 0 is null.
 */
import type { Key } from './hierarchy.ts';
import { type IntColumn, intColumn } from './int-column.ts';

/** A dictionary and the codes of the rows. */
export interface ValueDictionary {
  readonly name: string;
  readonly codes: IntColumn;
  readonly codeOf: Map<Key, number>;
  /** By code − 1. */
  readonly values: Key[];
  /** How many values are known. */
  readonly size: number;
}

/** An empty dictionary. */
export function openDictionary(name: string): ValueDictionary {
  const values: Key[] = [];
  return {
    name,
    codes: intColumn(),
    codeOf: new Map(),
    values,
    get size() {
      return values.length;
    },
  };
}

/** The code of a value, new where it was not known; 0 for null. */
export function internValue(dictionary: ValueDictionary, value: Key): number {
  if (value === null) return 0;
  const known = dictionary.codeOf.get(value);
  if (known !== undefined) return known;
  dictionary.values.push(value);
  dictionary.codeOf.set(value, dictionary.values.length);
  return dictionary.values.length;
}
