/**
 * Sourcing: which way of supply takes a net requirement.
 *
 * Sources of a node are ranked once (priority, then cost, then id); in an unconstrained plan the
 * first one in force on the due day takes everything. Lateness never changes the source.
 */
import { assertNever } from '@kontor/kernel';
import type { CompiledSource } from './compiled-source.ts';

/**
 * The first of the ranked sources that is in force on the day; their list leaves no day uncovered.
 */
export function chooseSource(ranked: readonly CompiledSource[], due: number): CompiledSource {
  for (const source of ranked) if (due >= source.from && due < source.until) return source;
  return assertNever(undefined as never, 'a node without a stand-in source');
}
