/**
 * Sets in the order of their hierarchies: parents before their children, siblings by a value or as
 * they stand in their level. A parent that is missing in the set still groups its children.
 *
 * @source Microsoft, "Hierarchize (MDX)", "Order (MDX)"
 */
import { memberOrder } from '../member-order.ts';
import { compareValues, type Value } from '../value.ts';
import { parentOf } from './navigate.ts';
import type { Member, PlainMember, Tuple } from './thing.ts';

/** The tuples in hierarchical order; siblings by value, then by place. */
export function hierarchize(
  set: readonly Tuple[],
  valueOf: (tuple: Tuple) => Value,
  sign: 1 | -1,
): Tuple[] {
  const keyed = set.map((tuple, at) => ({ tuple, at, ways: tuple.map((member) => wayTo(member)) }));
  const known = new Map<string, Value>();
  const valueAt = (tuple: Tuple, column: number, member: PlainMember): Value => {
    const moved = tuple.slice(0, column + 1).with(column, member);
    const key = moved.map((of) => keyOf(of)).join('|');
    if (!known.has(key)) known.set(key, valueOf(moved));
    return known.get(key)!;
  };
  keyed.sort((a, b) => {
    for (let column = 0; column < a.ways.length; column++) {
      const difference = compareWays(a, b, column, sign, valueAt);
      if (difference !== 0) return difference;
    }
    return a.at - b.at;
  });
  return keyed.map(({ tuple }) => tuple);
}

interface Keyed {
  readonly tuple: Tuple;
  readonly ways: readonly (readonly PlainMember[])[];
}

function compareWays(
  a: Keyed,
  b: Keyed,
  column: number,
  sign: 1 | -1,
  valueAt: (tuple: Tuple, column: number, member: PlainMember) => Value,
): number {
  const [left, right] = [a.ways[column]!, b.ways[column]!];
  for (let depth = 0; depth < Math.min(left.length, right.length); depth++) {
    const [one, other] = [left[depth]!, right[depth]!];
    if (one.level === other.level && one.code === other.code) continue;
    const byValue = compareValues(valueAt(a.tuple, column, one), valueAt(b.tuple, column, other));
    return sign * byValue || placeOf(one) - placeOf(other);
  }
  return left.length - right.length;
}

/** The members from the top down to this one. */
function wayTo(member: Member): PlainMember[] {
  const way: PlainMember[] = [];
  let up = member.kind === 'member' ? member : undefined;
  for (; up !== undefined; up = parentOf(up)) way.unshift(up);
  return way;
}

const placeOf = ({ level, code }: PlainMember): number =>
  level === null ? -1 : memberOrder(level).position[code]!;

function keyOf(member: Member): string {
  if (member.kind !== 'member') return member.name;
  return `${member.hierarchy.name}/${member.level?.ref ?? ''}/${member.code}`;
}
