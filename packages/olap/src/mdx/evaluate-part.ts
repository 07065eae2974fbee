/**
 * The value of a part of a statement at a place.
 */
import { decimal } from '@kontor/kernel';
import { compareValues, type Value } from '../value.ts';
import { callFunction } from './functions.ts';
import { callMethod } from './methods.ts';
import { crossed, isTrue, memberOf, placeAt, setOf } from './places.ts';
import { numeric, type Place, type Session } from './session.ts';
import type { Part } from './syntax.ts';
import { isSameTuple, type Thing, type Tuple } from './thing.ts';

/** What a part stands for. */
export function thingOf(session: Session, part: Part, place: Place): Thing {
  switch (part.kind) {
    case 'path':
      return session.named(part.names, part.at);
    case 'set':
      return { kind: 'set', set: part.parts.flatMap((of) => setOf(session, of, place)) };
    case 'tuple':
      return tupleThing(session, part.parts, place);
    case 'range':
      return { kind: 'set', set: rangeOf(session, part, place) };
    case 'call':
      return callFunction(session, part, place);
    case 'method':
      return callMethod(session, part, place);
    default:
      return { kind: 'scalar', value: scalarOf(session, part, place) };
  }
}

/** Parts in parentheses: members make a tuple, sets their cross join. */
function tupleThing(session: Session, parts: readonly Part[], place: Place): Thing {
  const things = parts.map((part) => thingOf(session, part, place));
  const isPlain = things.every(({ kind }) => kind === 'tuple' || kind === 'hierarchy');
  const sets = parts.map((part) => setOf(session, part, place));
  if (!isPlain) return { kind: 'set', set: crossed(sets) };
  return { kind: 'tuple', tuple: sets.flatMap((set) => set[0] ?? []) };
}

function rangeOf(
  session: Session,
  { from, to, at }: Extract<Part, { kind: 'range' }>,
  place: Place,
): readonly Tuple[] {
  const first = memberOf(session, from, place);
  const last = memberOf(session, to, place);
  if (first?.level === undefined || first.level === null || last?.level !== first.level) {
    throw session.fault(at, 'a range is between two members of one level');
  }
  const { level } = first;
  const all = session.membersAt(level);
  const [a, b] = [first, last].map(({ code }) => all.findIndex((member) => member.code === code));
  return all.slice(Math.min(a!, b!), Math.max(a!, b!) + 1).map((member) => [member]);
}

/** The value of a part: a tuple is the cell at its members. */
export function scalarOf(session: Session, part: Part, place: Place): Value | boolean {
  switch (part.kind) {
    case 'number':
      return decimal(part.value);
    case 'text':
      return part.value;
    case 'unary':
      return unary(session, part, place);
    case 'binary':
      return binary(session, part, place);
    case 'case':
      return choice(session, part, place);
    default:
      return valueOf(session, part, thingOf(session, part, place), place);
  }
}

function valueOf(session: Session, part: Part, thing: Thing, place: Place): Value | boolean {
  switch (thing.kind) {
    case 'scalar':
      return thing.value;
    case 'tuple':
      return thing.tuple.length === 0 ? null : session.cell(placeAt(place, thing.tuple));
    case 'hierarchy':
      return session.cell(place);
    default:
      throw session.fault(part.at, `a value is expected, not a ${thing.kind}`);
  }
}

function unary(
  session: Session,
  { op, of }: Extract<Part, { kind: 'unary' }>,
  place: Place,
): Value | boolean {
  const value = scalarOf(session, of, place);
  if (op === 'not') return !isTrue(value);
  return numeric(value)?.neg() ?? null;
}

function binary(
  session: Session,
  part: Extract<Part, { kind: 'binary' }>,
  place: Place,
): Value | boolean {
  const { op } = part;
  if (op === 'is') return isSame(session, part, place);
  const left = scalarOf(session, part.left, place);
  if (op === 'and') return isTrue(left) && isTrue(scalarOf(session, part.right, place));
  if (op === 'or') return isTrue(left) || isTrue(scalarOf(session, part.right, place));
  const right = scalarOf(session, part.right, place);
  if (op === 'xor') return isTrue(left) !== isTrue(right);
  return ['+', '-', '*', '/'].includes(op)
    ? arithmetic(op, left, right)
    : compared(op, left, right);
}

function isSame(
  session: Session,
  { left, right }: Extract<Part, { kind: 'binary' }>,
  place: Place,
): boolean {
  const [a] = setOf(session, left, place);
  const [b] = setOf(session, right, place);
  return isSameTuple(a ?? [], b ?? []);
}

/** An empty part counts 0 in a sum and leaves a product empty; nothing but empty is empty. */
function arithmetic(op: string, left: Value | boolean, right: Value | boolean): Value {
  const [a, b] = [numeric(left), numeric(right)];
  if (op === '+') {
    if (typeof left === 'string' && typeof right === 'string') return left + right;
    return a === undefined ? (b ?? null) : b === undefined ? a : a.plus(b);
  }
  if (op === '-') return b === undefined ? (a ?? null) : (a ?? decimal(0)).minus(b);
  if (a === undefined || b === undefined) return null;
  if (op === '*') return a.times(b);
  return b.isZero() ? null : a.div(b);
}

/** What is empty compares as 0, or as text without letters. */
function compared(op: string, left: Value | boolean, right: Value | boolean): boolean {
  const difference = compareValues(filled(left, right), filled(right, left));
  switch (op) {
    case '=':
      return difference === 0;
    case '<>':
      return difference !== 0;
    case '<':
      return difference < 0;
    case '>':
      return difference > 0;
    case '<=':
      return difference <= 0;
    default:
      return difference >= 0;
  }
}

function filled(value: Value | boolean, beside: Value | boolean): Value {
  if (typeof value === 'boolean') return Number(value);
  return value ?? (typeof beside === 'string' ? '' : 0);
}

function choice(
  session: Session,
  { of, whens, otherwise }: Extract<Part, { kind: 'case' }>,
  place: Place,
): Value | boolean {
  const value = of === undefined ? undefined : scalarOf(session, of, place);
  const found = whens.find(({ when }) => {
    const tested = scalarOf(session, when, place);
    return value === undefined ? isTrue(tested) : compared('=', value, tested);
  });
  if (found !== undefined) return scalarOf(session, found.value, place);
  return otherwise === undefined ? null : scalarOf(session, otherwise, place);
}
