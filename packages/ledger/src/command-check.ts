/**
 * Whether a store can keep a command: it takes less than JavaScript can say.
 *
 * A command that it cannot keep is refused by itself, before it is written: else it would be the
 * whole commit that fails, with the commands of everyone who shares it.
 */
import { terms } from './command-terms.ts';
import { badField } from './draft-entry.ts';
import type { Command, Refused } from './entry.ts';
import { LedgerError } from './errors.ts';
import { isDecimal } from './json-copy.ts';
import { shownValue } from './shown-value.ts';

/** Whether a store takes the id as a key. */
export const isStorable = (id: unknown): id is string =>
  typeof id === 'string' && /^[\x20-\x7e]{1,200}$/.test(id);

/** Why a store cannot keep a command; undefined where it can. */
export function storableFault(command: Command): Refused | undefined {
  if (!isStorable(command.id)) {
    const shown = { id: shownValue(command.id) };
    return badField(shown, 'id', command.id, '1 to 200 printable ASCII characters');
  }
  const { timeoutSeconds = 0 } = terms(command);
  if (timeoutSeconds > TIMEOUT_SECONDS_MAX) {
    const expected = `a whole number up to ${TIMEOUT_SECONDS_MAX}`;
    return badField(command, 'timeoutSeconds', timeoutSeconds, expected);
  }
  // The careful walk names the fault; making its path takes more time than looking.
  const fault = isSayable(command, 0) ? undefined : faultOf(command, '', 0);
  return fault && badField(command, fault.path, fault.value, fault.expected);
}

/** A hundred years: whenever it ends, that is an instant which stores and calendars can say. */
const TIMEOUT_SECONDS_MAX = 3_155_760_000;

/** What no document may have, and where it stands. */
interface Fault {
  readonly path: string;
  readonly value: string;
  readonly expected: string;
}

/** U+0000, and half a surrogate pair. */
const UNSTORABLE = /[\0\p{Cs}]/u;
/** How deep a store takes a command. */
export const DEPTH_MAX = 20;

/** Whether a store can keep the value; false where that takes a careful look. */
function isSayable(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
      return !UNSTORABLE.test(value);
    case 'number':
      return Number.isFinite(value);
    case 'boolean':
    case 'bigint':
    case 'undefined':
      return true;
    case 'object':
      return value === null || (depth < DEPTH_MAX && areSayable(value, depth + 1));
    default:
      return false;
  }
}

function areSayable(value: object, depth: number): boolean {
  if (!Array.isArray(value) && !isPlain(value)) return false;
  for (const name of Object.keys(value)) {
    if (name === '__proto__' || UNSTORABLE.test(name)) return false;
    if (!isSayable((value as Record<string, unknown>)[name], depth)) return false;
  }
  return true;
}

function faultOf(value: unknown, path: string, depth: number): Fault | undefined {
  switch (typeof value) {
    case 'string':
      if (!UNSTORABLE.test(value)) return undefined;
      return { path, value: 'text with U+0000 or half a surrogate pair', expected: 'plain text' };
    case 'number':
      if (Number.isFinite(value)) return undefined;
      return { path, value: String(value), expected: 'a finite number, or text' };
    case 'boolean':
    case 'bigint':
    case 'undefined':
      return undefined;
    case 'object':
      return value === null || isDecimal(value) ? undefined : faultIn(value, path, depth);
    default:
      return { path, value: `a ${typeof value}`, expected: 'plain data' };
  }
}

function faultIn(value: object, path: string, depth: number): Fault | undefined {
  if (depth === DEPTH_MAX) return { path, value: 'too deep', expected: `${DEPTH_MAX} levels` };
  if (!Array.isArray(value) && !isPlain(value)) {
    return { path, value: 'an instance of a class', expected: 'plain data, such as its text' };
  }
  for (const [name, member] of Object.entries(value)) {
    const below = path === '' ? name : `${path}.${name}`;
    if (name === '__proto__' || UNSTORABLE.test(name)) {
      return { path: below, value: 'such a name', expected: 'names of plain text' };
    }
    const fault = faultOf(member, below, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Also for objects of another realm, whose `Object` is not this one. */
function isPlain(object: object): boolean {
  const prototype = Object.getPrototypeOf(object) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Refuses what is no list of commands at all.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT
 */
export function checkCommands(commands: readonly Command[]): void {
  if (!Array.isArray(commands)) throw noCommand('commands', commands, 'a list of commands');
  // Not by `forEach`, which passes over holes.
  for (let at = 0; at < commands.length; at++) {
    const command: unknown = commands[at];
    const isObject = typeof command === 'object' && command !== null;
    if (!isObject) throw noCommand(`commands.${at}`, command, 'a command with an id');
  }
}

const noCommand = (path: string, value: unknown, expected: string): LedgerError =>
  new LedgerError('LEDGER_BAD_ARGUMENT', { path, value: shownValue(value), expected });
