/**
 * The values of FEEL.
 *
 * Booleans, texts, null and lists are JavaScript's own. A number is an integer in a double where
 * that is exact, else a decimal of 34 digits (number.ts keeps it so). Everything else is a class of
 * this file, so that no JSON object of a user can be taken for one.
 *
 * @source DMN 1.5, 10.3.2 "FEEL data types"
 */
import type { FeelNumber } from './number.ts';
import type { Site } from './run.ts';

/** Any value; null is also the value of what went wrong. */
export type FeelValue = null | boolean | string | FeelNumber | FeelList | FeelObject;

/** A list; its first element has the index 1. */
export type FeelList = readonly FeelValue[];

/** What the classes of this file are. */
export type FeelObject =
  | FeelContext
  | FeelRange
  | FeelFunction
  | FeelDate
  | FeelTime
  | FeelDateTime
  | MonthsDuration
  | DaysDuration;

/** The kinds of values, as types are written. */
export type FeelKind =
  | 'null'
  | 'boolean'
  | 'string'
  | 'number'
  | 'list'
  | 'context'
  | 'range'
  | 'function'
  | 'date'
  | 'time'
  | 'date and time'
  | 'years and months duration'
  | 'days and time duration';

abstract class Kinded {
  abstract readonly kind: FeelKind;
}

/** Entries by name, in their order; only its own, never those of a prototype. */
export abstract class FeelContext extends Kinded {
  readonly kind = 'context';
  abstract keys(): readonly string[];
  /** The entry of exactly that name; undefined when there is none. */
  abstract get(name: string): FeelValue | undefined;
}

/** A context of entries that are values already. */
export class EntriesContext extends FeelContext {
  readonly #entries: ReadonlyMap<string, FeelValue>;
  constructor(entries: ReadonlyMap<string, FeelValue>) {
    super();
    this.#entries = entries;
  }
  keys(): readonly string[] {
    return [...this.#entries.keys()];
  }
  get(name: string): FeelValue | undefined {
    return this.#entries.get(name);
  }
}

/** The comparison a range was written as: `(< 10)` is another value than `(null..10)`. */
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** Values between two ends; an end that is null is open to all sides only in a comparison. */
export class FeelRange extends Kinded {
  readonly kind = 'range';
  readonly low: FeelValue;
  readonly high: FeelValue;
  readonly lowIncluded: boolean;
  readonly highIncluded: boolean;
  readonly comparison: Comparison | undefined;
  constructor(ends: {
    readonly low: FeelValue;
    readonly high: FeelValue;
    readonly lowIncluded: boolean;
    readonly highIncluded: boolean;
    readonly comparison?: Comparison;
  }) {
    super();
    this.low = ends.low;
    this.high = ends.high;
    this.lowIncluded = ends.lowIncluded;
    this.highIncluded = ends.highIncluded;
    this.comparison = ends.comparison;
  }
}

/** Arguments of an invocation, as they were written. */
export type Arguments =
  | { readonly positional: readonly FeelValue[] }
  | { readonly named: ReadonlyMap<string, FeelValue> };

/** A function: built-in, defined in an expression, or handed in by a decision model. */
export class FeelFunction extends Kinded {
  readonly kind = 'function';
  /** The parameters' names, for messages and for asking how many there are. */
  readonly parameters: readonly string[];
  /** Its value for these arguments; trouble is reported at the site. */
  readonly invoke: (given: Arguments, site: Site) => FeelValue;
  constructor(parameters: readonly string[], invoke: FeelFunction['invoke']) {
    super();
    this.parameters = parameters;
    this.invoke = invoke;
  }
}

/** A day of the proleptic Gregorian calendar: whole days since 1970-01-01. */
export class FeelDate extends Kinded {
  readonly kind = 'date';
  readonly day: number;
  constructor(day: number) {
    super();
    this.day = day;
  }
}

/** Where a wall time is: seconds east of UTC, the name of an IANA zone, or nothing said. */
export type Zone = number | string | undefined;

/** A time of day: nanoseconds since midnight. */
export class FeelTime extends Kinded {
  readonly kind = 'time';
  readonly nanos: number;
  readonly zone: Zone;
  constructor(nanos: number, zone: Zone) {
    super();
    this.nanos = nanos;
    this.zone = zone;
  }
}

/** A day and a time of day, on the clock of the zone. */
export class FeelDateTime extends Kinded {
  readonly kind = 'date and time';
  readonly day: number;
  readonly nanos: number;
  readonly zone: Zone;
  constructor(day: number, nanos: number, zone: Zone) {
    super();
    this.day = day;
    this.nanos = nanos;
    this.zone = zone;
  }
}

/** A years and months duration: whole months, below 2^53. */
export class MonthsDuration extends Kinded {
  readonly kind = 'years and months duration';
  readonly months: number;
  constructor(months: number) {
    super();
    this.months = months + 0; // -0 + 0 is 0
  }
}

/** A days and time duration: whole nanoseconds. */
export class DaysDuration extends Kinded {
  readonly kind = 'days and time duration';
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    super();
    this.nanos = nanos;
  }
}

/** The kind of a value. */
export function kindOf(value: FeelValue): FeelKind {
  if (value === null) return 'null';
  if (typeof value === 'object') {
    if (Array.isArray(value)) return 'list';
    return value instanceof Kinded ? value.kind : 'number';
  }
  return typeof value as 'boolean' | 'string' | 'number';
}

/** The kind in a message: `a number`, `null`. */
export function described(value: FeelValue): string {
  return value === null ? 'null' : `a ${kindOf(value)}`;
}

/** Whether an object of the caller is a value of FEEL already. */
export function isFeelObject(value: unknown): value is FeelObject {
  return value instanceof Kinded;
}

/** The element of a list of one, where a single value is wanted; any other value as it is. */
export function single(value: FeelValue): FeelValue {
  return Array.isArray(value) && value.length === 1 ? (value as FeelList)[0]! : value;
}

/** The value as a list: null has no elements, a single value is a list of one. */
export function listOf(value: FeelValue): FeelList {
  if (Array.isArray(value)) return value as FeelList;
  return value === null ? [] : [value];
}

/** Whether it is a list; `Array.isArray` does not narrow a readonly one. */
export function isList(value: FeelValue): value is FeelList {
  return Array.isArray(value);
}
