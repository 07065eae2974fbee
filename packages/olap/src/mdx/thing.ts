/**
 * What a part of a statement stands for.
 */
import type { Hierarchy, Level } from '../hierarchy.ts';
import type { Value } from '../value.ts';
import type { Part } from './syntax.ts';

/** A member of a hierarchy; without a level it is its `All`. */
export interface PlainMember {
  readonly kind: 'member';
  readonly hierarchy: Hierarchy;
  readonly level: Level | null;
  readonly code: number;
}

/** A measure or formula of the cube. */
export interface MeasureMember {
  readonly kind: 'measure';
  readonly name: string;
}

/** A member that the statement defines; of the measures where it has no hierarchy. */
export interface ComputedMember {
  readonly kind: 'computed';
  readonly hierarchy: Hierarchy | null;
  readonly name: string;
  readonly value: Part;
  readonly solveOrder: number;
  /** The later of two of one solve order goes first. */
  readonly rank: number;
}

/** A member of any kind. */
export type Member = PlainMember | MeasureMember | ComputedMember;

/** Members of different hierarchies. */
export type Tuple = readonly Member[];

/** What a part can stand for. */
export type Thing =
  | { readonly kind: 'scalar'; readonly value: Value | boolean }
  /** A tuple of no members is the null member. */
  | { readonly kind: 'tuple'; readonly tuple: Tuple }
  | { readonly kind: 'set'; readonly set: readonly Tuple[] }
  | { readonly kind: 'level'; readonly level: Level }
  | { readonly kind: 'hierarchy'; readonly hierarchy: Hierarchy };

/** What a member takes its place in. */
export type Direction = Hierarchy | 'measures';

/** The hierarchy of a member, or the measures. */
export function directionOf(member: Member): Direction {
  if (member.kind === 'measure') return 'measures';
  return member.hierarchy ?? 'measures';
}

/** Whether two members are the same. */
export function isSameMember(a: Member, b: Member): boolean {
  if (a.kind === 'member' && b.kind === 'member') {
    return a.hierarchy === b.hierarchy && a.level === b.level && a.code === b.code;
  }
  return a.kind !== 'member' && a.kind === b.kind && a.name === (b as MeasureMember).name;
}

/** Whether two tuples have the same members in the same order. */
export function isSameTuple(a: Tuple, b: Tuple): boolean {
  return a.length === b.length && a.every((member, index) => isSameMember(member, b[index]!));
}
