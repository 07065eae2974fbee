/**
 * Sourcing: which way of supply takes the next lot of a net requirement.
 *
 * Sources of a node are ranked once (priority, then cost, then id). In an unconstrained plan the
 * first one in force on the due day takes everything, also where it is late; with quotas the
 * sources of its priority take turns, the one that is furthest behind its part first.
 */
import { assert, assertNever } from '@kontor/kernel';
import type { CompiledSource } from './compiled-source.ts';

/**
 * The first of the ranked sources that is in force on the day; their list leaves no day uncovered.
 */
export function chooseSource(ranked: readonly CompiledSource[], due: number): CompiledSource {
  for (const source of ranked) if (isInForce(source, due)) return source;
  return assertNever(undefined as never, 'a node without a stand-in source');
}

/**
 * The first source in force whose order would not be released before today; the first of all where
 * every one would be.
 *
 * @param releaseOf - the day on which a source's order for the need would be released
 */
export function chooseTimelySource(
  ranked: readonly CompiledSource[],
  due: number,
  today: number,
  releaseOf: (source: CompiledSource) => number,
): CompiledSource {
  const inForce = ranked.filter((source) => isInForce(source, due) && source.missing !== 'source');
  return inForce.find((source) => releaseOf(source) >= today) ?? chooseSource(ranked, due);
}

/** What the sources of a node with quotas were given so far, in steps, by their number. */
export type Allocated = Map<number, number>;

/**
 * The source with a quota that is furthest behind it: the smallest allocated ÷ quota among those of
 * the first one's priority that are in force; ties go to the higher rank.
 *
 * @source SAP, "quota arrangement", with quota rating = allocated quantity ÷ quota
 */
export function chooseByQuota(
  ranked: readonly CompiledSource[],
  first: CompiledSource,
  due: number,
  allocated: Allocated,
): CompiledSource {
  let behind = first;
  for (const source of ranked) {
    if (source.priority !== first.priority || source.quota.numerator === 0) continue;
    if (isInForce(source, due) && isBehind(source, behind, allocated)) behind = source;
  }
  return behind;
}

/** Whether one source is behind the other, compared crosswise in whole numbers. */
function isBehind(one: CompiledSource, other: CompiledSource, allocated: Allocated): boolean {
  const weighed = (source: CompiledSource, { quota }: CompiledSource): bigint =>
    BigInt(allocated.get(source.index) ?? source.quota.allocated) *
    BigInt(source.quota.denominator) *
    BigInt(quota.numerator);
  assert(other.quota.numerator > 0, 'a source without a quota takes no turns');
  return weighed(one, other) < weighed(other, one);
}

const isInForce = ({ from, until }: CompiledSource, due: number): boolean =>
  due >= from && due < until;
