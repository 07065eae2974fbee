/**
 * Proofs of one entry: every entry of every small batch, and what must not pass for one.
 */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type EntryProof, proveEntry, verifyProof } from '../src/entry-proof.ts';
import { LedgerError } from '../src/errors.ts';
import { sealBatch } from '../src/hash-chain.ts';
import { slowLeaf, slowPath } from './oracle/slow-chain.ts';
import { workedEntries, workedLeaves, workedNode, workedRecords } from './worked-chain.ts';

const entriesOf = (size: number) =>
  Array.from({ length: size }, (_, index) => ({ id: `e${index}`, amount: '1.00' }));
const sealed = (entries: readonly unknown[]) =>
  sealBatch({ batch: 1, recordedAt: '2026-01-05T08:00:00.000Z', entries });

describe('proveEntry', () => {
  test('the worked example', () => {
    const [one, two] = workedLeaves[0];
    expect(proveEntry(workedEntries[0], 0)).toEqual({
      index: 0,
      size: 3,
      path: [two, workedLeaves[0][2]],
    });
    // The third of three goes up alone and meets the node over the first two.
    expect(proveEntry(workedEntries[0], 2)).toEqual({ index: 2, size: 3, path: [workedNode] });
    expect(proveEntry(workedEntries[0], 1).path[0]).toBe(one);
    expect(proveEntry(workedEntries[1], 0)).toEqual({ index: 0, size: 1, path: [] });
  });

  test.each(Array.from({ length: 20 }, (_, at) => at + 1))(
    'every entry of %i is proved, by the path of the definition, and by no other proof',
    (size) => {
      const entries = entriesOf(size);
      const record = sealed(entries);
      const leaves = entries.map(slowLeaf);
      const proofs = entries.map((_, index) => proveEntry(entries, index));
      entries.forEach((entry, index) => {
        const path = slowPath(index, leaves).map((hash) => hash.toString('hex'));
        expect(proofs[index]).toEqual({ index, size, path });
        proofs.forEach((proof, other) => {
          expect(verifyProof({ entry, proof, record })).toBe(other === index);
        });
      });
    },
  );

  test.each([-1, 3, 0.5, Number.NaN])('index %d of three is refused', (index) => {
    try {
      proveEntry(workedEntries[0], index);
      expect.unreachable('the fault was taken');
    } catch (error) {
      expect(LedgerError.is(error, 'LEDGER_BAD_ARGUMENT') && error.details.path).toBe('index');
    }
  });

  test('a batch without entries proves none', () => {
    expect(() => proveEntry([], 0)).toThrow('give a batch with entries');
  });
});

describe('verifyProof', () => {
  const entries = entriesOf(7);
  const record = sealed(entries);
  const proof = proveEntry(entries, 4);
  const claim = { entry: entries[4], proof, record };

  test('takes the entry with its members in any order, and an injected SHA-256', () => {
    const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest();
    const entry = { amount: '1.00', text: undefined, id: 'e4' };
    expect(verifyProof({ ...claim, entry, sha256 })).toBe(true);
  });

  test.each<[string, object]>([
    ['another entry', { entry: entries[3] }],
    ['an entry that JSON cannot say', { entry: { amount: 1n } }],
    ['another place', { proof: { ...proof, index: 5 } }],
    ['a place beyond the end', { proof: { ...proof, index: 7 } }],
    ['a place before the start', { proof: { ...proof, index: -1 } }],
    ['another size', { proof: { ...proof, size: 8 } }],
    ['a step less', { proof: { ...proof, path: proof.path.slice(1) } }],
    ['a step more', { proof: { ...proof, path: [...proof.path, proof.path[0]] } }],
    ['steps in another order', { proof: { ...proof, path: proof.path.toReversed() } }],
    ['a step that is no hash', { proof: { ...proof, path: proof.path.with(0, 'ab') } }],
    ['a step of other letters', { proof: { ...proof, path: proof.path.with(0, 'x'.repeat(64)) } }],
    ['no path', { proof: { index: 4, size: 7 } }],
    ['no proof', { proof: null }],
    ['no record', { record: undefined }],
    ['the record of another batch', { record: workedRecords[0] }],
    ['a record whose root was set to suit', { record: { ...record, root: workedNode } }],
    ['a record with another instant', { record: { ...record, recordedAt: '2026' } }],
    ['a record that JSON cannot say', { record: { ...record, sealedBy: 1n } }],
  ])('%s is no proof', (_, change) => {
    expect(verifyProof(claim)).toBe(true);
    expect(verifyProof({ ...claim, ...change })).toBe(false);
  });

  test('the one entry of a batch stands in no other place', () => {
    const [entry] = workedEntries[1];
    const lone = { entry, record: workedRecords[1] };
    expect(verifyProof({ ...lone, proof: { index: 0, size: 1, path: [] } })).toBe(true);
    expect(verifyProof({ ...lone, proof: { index: 1, size: 1, path: [] } })).toBe(false);
  });

  test('an inner node does not pass for an entry', () => {
    // Without the prefixes, the two leaves of a batch of two, taken as one, would have its root.
    const pair = entriesOf(2);
    const path: EntryProof = { index: 0, size: 1, path: [] };
    const node = Buffer.concat(pair.map(slowLeaf)).toString('latin1');
    expect(verifyProof({ entry: node, proof: path, record: sealed(pair) })).toBe(false);
  });
});
