/**
 * Canonical JSON: one text for one value, so that a hash of the text is a hash of the value.
 *
 * The text is that of RFC 8785 (JCS): no spaces, members sorted by their names' UTF-16 code units,
 * numbers and strings as ECMAScript writes them. The library `canonicalize` writes it; what is
 * here keeps out what JSON cannot say, which a writer would drop or change without a word.
 *
 * An object whose members stand in order already is what `JSON.stringify` writes, and that takes
 * half the time, so it is asked first whether they do. A record that is written with its members in
 * order of the alphabet is therefore hashed faster.
 *
 * @source RFC 8785, JSON Canonicalization Scheme, sections 3.1 and 3.2
 */
import canonicalizeModule from 'canonicalize';
import { LedgerError } from './errors.ts';

// The library is CommonJS whose export is the function itself; its types speak of a default.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string;

/** How deep a value may nest: enough for any entry, and no stack overflows on a hostile one. */
const DEPTH_MAX = 100;

/** An escape of half a surrogate pair, which only text that is no Unicode has. */
const LONE_SURROGATE = /(?:^|[^\\])(?:\\\\)*\\ud[89a-f]/;

/** What JSON cannot say, and the way to it. */
interface Unsayable {
  readonly path: (string | number)[];
  readonly value: string;
  readonly expected: string;
}

/**
 * The canonical text of plain data. A member that is `undefined` is as if it were not there, so a
 * new optional field changes no text of before.
 *
 * @param path what a refusal calls the value: 'entry' gives 'entry.lines.0.amount'
 * @throws LedgerError LEDGER_BAD_ARGUMENT — bigints, NaN, infinities, functions, instances of
 * classes (dates and decimals too: give their text), gaps in arrays, half surrogate pairs, more
 * than 100 levels
 * @example
 * canonicalJson({ currency: 'EUR', amount: '1.00', text: undefined })
 * // => '{"amount":"1.00","currency":"EUR"}'
 */
export function canonicalJson(value: unknown, path = 'value'): string {
  const order = inspect(value, 0);
  if (typeof order === 'object') return refuse(order, path);
  const text = order ? JSON.stringify(value) : canonicalize(value);
  // The search costs nothing beside the writing; the careful look is for the few that have it.
  if (text.includes('\\ud') && LONE_SURROGATE.test(text)) {
    return refuse({ path: [], value: 'text with half a surrogate pair', expected: UNICODE }, path);
  }
  return text;
}

const UNICODE = 'well-formed Unicode';

/** Whether all members stand in order, or what JSON cannot say. */
function inspect(value: unknown, depth: number): boolean | Unsayable {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') {
    return Number.isFinite(value) || unsayable(String(value), 'a finite number, or text');
  }
  if (typeof value !== 'object') return unsayable(nameOf(value), 'text, or leave it out');
  if (depth === DEPTH_MAX) return unsayable('too deep', `at most ${DEPTH_MAX} levels`);
  return Array.isArray(value) ? inspectList(value, depth) : inspectMembers(value, depth);
}

function inspectList(list: readonly unknown[], depth: number): boolean | Unsayable {
  let isOrdered = true;
  for (let at = 0; at < list.length; at++) {
    const order = inspect(list[at], depth + 1);
    if (order === true) continue;
    if (order !== false) return below(at, order);
    isOrdered = false;
  }
  return isOrdered;
}

function inspectMembers(object: object, depth: number): boolean | Unsayable {
  if (!isPlain(object)) {
    return unsayable('an instance of a class', 'plain data, such as its text');
  }
  let isOrdered = true;
  let before = '';
  for (const name of Object.keys(object)) {
    if (name < before) isOrdered = false;
    before = name;
    const member = (object as Record<string, unknown>)[name];
    const order = member === undefined || inspect(member, depth + 1);
    if (order === true) continue;
    if (order !== false) return below(name, order);
    isOrdered = false;
  }
  return isOrdered;
}

/** Also for objects of another realm, whose `Object` is not this one. */
function isPlain(object: object): boolean {
  const prototype = Object.getPrototypeOf(object) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const unsayable = (value: string, expected: string): Unsayable => ({ path: [], value, expected });

function below(name: string | number, found: Unsayable): Unsayable {
  found.path.unshift(name);
  return found;
}

const nameOf = (value: unknown): string =>
  typeof value === 'bigint' ? `${value}n` : value === undefined ? 'undefined' : `a ${typeof value}`;

function refuse({ path, value, expected }: Unsayable, root: string): never {
  throw new LedgerError('LEDGER_BAD_ARGUMENT', {
    path: [root, ...path].join('.'),
    value,
    expected,
  });
}
