/**
 * Parts as what they are asked to be: sets, members, places, conditions.
 */
import { type Place, numeric, type Session } from './session.ts';
import type { Value } from '../value.ts';
import type { Part } from './syntax.ts';
import { directionOf, type PlainMember, type Tuple } from './thing.ts';

/** Every tuple of the one with every tuple of the next. */
export function crossed(sets: readonly (readonly Tuple[])[]): Tuple[] {
  return sets.reduce<Tuple[]>(
    (left, right) => left.flatMap((a) => right.map((b) => [...a, ...b])),
    [[]],
  );
}

/** The part as a set: a tuple is a set of one, the null member of none. */
export function setOf(session: Session, part: Part, place: Place): readonly Tuple[] {
  const thing = session.thing(part, place);
  switch (thing.kind) {
    case 'set':
      return thing.set;
    case 'tuple':
      return thing.tuple.length === 0 ? [] : [thing.tuple];
    case 'hierarchy':
      return [[currentOf(thing, place)]];
    default:
      throw session.fault(part.at, 'a set is expected');
  }
}

/** The part as one member; undefined for the null member. */
export function memberOf(session: Session, part: Part, place: Place): PlainMember | undefined {
  const [tuple] = setOf(session, part, place);
  const member = tuple?.[0];
  if (member === undefined || member.kind === 'member') return member;
  throw session.fault(part.at, 'a member of a hierarchy is expected');
}

/** The member of a hierarchy where evaluation stands. */
export function currentOf(
  { hierarchy }: { readonly hierarchy: PlainMember['hierarchy'] },
  place: Place,
): PlainMember {
  const member = place.get(hierarchy);
  return member?.kind === 'member' ? member : { kind: 'member', hierarchy, level: null, code: -1 };
}

/** The place with the members of a tuple in it. */
export function placeAt(place: Place, tuple: Tuple): Place {
  const moved = new Map(place);
  for (const member of tuple) moved.set(directionOf(member), member);
  return moved;
}

/** Whether a condition holds: what is empty or 0 does not. */
export function isTrue(value: Value | boolean): boolean {
  if (typeof value === 'boolean') return value;
  const number = numeric(value);
  return number !== undefined && !number.isZero();
}
