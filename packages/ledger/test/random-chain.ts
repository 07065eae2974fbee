/**
 * Chains for properties: batches of entries of any plain data, sealed, and as lines of an export.
 */
import * as fc from 'fast-check';
import { type BatchRecord, leavesOf, sealBatch } from '../src/hash-chain.ts';
import type { SealedBatch } from '../src/verify-chain.ts';

const amount = fc.integer({ min: -999_999, max: 999_999 }).map((minor) => (minor / 100).toFixed(2));

/** Entries as a ledger has them, with a field of any JSON at all. */
export const anyEntry = fc.record(
  {
    id: fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }),
    date: fc.constantFrom('2026-01-05', '2026-02-28'),
    lines: fc.array(fc.record({ account: fc.constantFrom('cash', 'sales', 'Größe €'), amount }), {
      maxLength: 3,
    }),
    source: fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: ['id', 'lines'] },
);

/** Batches of entries, some of none. */
export const anyBatches = fc.array(fc.array(anyEntry, { maxLength: 5 }), {
  minLength: 1,
  maxLength: 4,
});

/** Seals batches one after the other, with the leaves of each. */
export function chainOf(batches: readonly (readonly unknown[])[]): Required<SealedBatch>[] {
  let previous: BatchRecord | undefined;
  return batches.map((entries, index) => {
    const recordedAt = new Date(Date.UTC(2026, 0, 5, 8, index)).toISOString();
    const record = sealBatch({ previous, batch: index + 1, recordedAt, entries });
    previous = record;
    const leaves = leavesOf(entries).map((leaf) => Buffer.from(leaf).toString('hex'));
    return { record, entries, leaves };
  });
}

/** The lines of an export, without the leaves. */
export const exportOf = (chain: readonly SealedBatch[]): string =>
  chain.map(({ record, entries }) => `${JSON.stringify({ record, entries })}\n`).join('');
