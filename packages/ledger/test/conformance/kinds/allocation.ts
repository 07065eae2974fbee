/**
 * Conformance kind `allocation`: a total in minor units shared out by weights, under each policy.
 */
import { allocate, allocationPolicies } from '@kontor/kernel';

type AllocationRow = { readonly total: string; readonly weights: readonly string[] } & Readonly<
  Record<string, string | readonly string[]>
>;

/** Differences of an `allocation` case, as text; none when it passes. */
export function runAllocation(input: Record<string, unknown>): string[] {
  return (input['rows'] as readonly AllocationRow[]).flatMap((row) =>
    allocationPolicies.flatMap((policy) => {
      const is = allocate(BigInt(row.total), row.weights, policy).join(' ');
      const want = (row[policy] as readonly string[]).join(' ');
      const what = `${row.total} over ${row.weights.join(':')} ${policy}`;
      return is === want ? [] : [`${what} is ${is}, expected ${want}`];
    }),
  );
}
