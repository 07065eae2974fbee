/**
 * Sealing: the worked example of the page with its fixed hashes, the twin by node:crypto, and what
 * may be added to entries and headers without changing a hash of before.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LedgerError } from '../src/errors.ts';
import {
  batchHash,
  GENESIS_HASH,
  isBatchRecord,
  leavesOf,
  sealBatch,
  sealLeaves,
} from '../src/hash-chain.ts';
import type { Sha256 } from '../src/merkle.ts';
import { slowRecord } from './oracle/slow-chain.ts';
import { anyBatches, chainOf } from './random-chain.ts';
import { workedEntries, workedLeaves, workedNode, workedRecords } from './worked-chain.ts';

const recordedAt = '2026-01-06T17:00:00.000Z';
const [first, second] = workedRecords;
const nodeSha256: Sha256 = (data) => createHash('sha256').update(data).digest();
const page = readFileSync(
  new URL('../../../docs/internals/ledger-hash-chain.md', import.meta.url),
  'utf8',
);

/** The error that a call throws. */
function refusalOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return LedgerError.is(error, 'LEDGER_BAD_ARGUMENT') ? error.details.path : error;
  }
  return 'the fault was taken';
}

describe('sealBatch', () => {
  test('gives the hashes of the worked example', () => {
    const sealed = sealBatch({ batch: 1, recordedAt, entries: workedEntries[0] });
    expect(sealed).toEqual(first);
    expect(
      sealBatch({
        previous: sealed,
        batch: 2,
        recordedAt: second.recordedAt,
        entries: workedEntries[1],
      }),
    ).toEqual(second);
  });

  test('the worked example stands on the page', () => {
    for (const hash of [...workedLeaves.flat(), workedNode, first.root, first.hash, second.hash]) {
      expect(page).toContain(hash);
    }
  });

  test('the twin by node:crypto gives them, too', () => {
    const twins = workedRecords.map(({ recordedAt, previousHash, batch }, index) =>
      slowRecord({ batch, recordedAt, previousHash, entries: workedEntries[index]! }),
    );
    expect(twins).toEqual(workedRecords);
  });

  test('an injected SHA-256 gives the same', () => {
    expect(
      sealBatch({ batch: 1, recordedAt, entries: workedEntries[0], sha256: nodeSha256 }),
    ).toEqual(first);
  });

  test('known leaves seal as their entries do', () => {
    const leaves = leavesOf(workedEntries[0]);
    expect(leaves.map((leaf) => Buffer.from(leaf).toString('hex'))).toEqual(workedLeaves[0]);
    expect(sealLeaves({ batch: 1, recordedAt, leaves })).toEqual(first);
  });

  test('a batch without entries has the hash of nothing as its root', () => {
    const { root, entries } = sealBatch({ batch: 1, recordedAt, entries: [] });
    expect(entries).toBe(0);
    expect(root).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  test('a new optional field of entries changes no hash where it is absent', () => {
    const later = workedEntries[0].map((entry) => ({
      approvedBy: undefined,
      ...entry,
      lines: entry.lines.map((line) => ({ ...line, taxCode: undefined })),
      zone: undefined,
    }));
    expect(sealBatch({ batch: 1, recordedAt, entries: later })).toEqual(first);
    const withIt = [...workedEntries[0].slice(0, 2), { ...workedEntries[0][2], approvedBy: 'ada' }];
    expect(sealBatch({ batch: 1, recordedAt, entries: withIt }).hash).not.toBe(first.hash);
  });

  test.each([
    ['batch', { batch: 2 }],
    ['batch', { batch: 0 }],
    ['batch', { previous: first, batch: 1 }],
    ['batch', { previous: first, batch: 3 }],
    ['previous.hash', { previous: { batch: 1, hash: first.hash.toUpperCase() }, batch: 2 }],
    ['recordedAt', { recordedAt: '2026-01-06' }],
    ['recordedAt', { recordedAt: '2026-01-06T18:00:00.000+01:00' }],
    ['recordedAt', { recordedAt: 'soon' }],
    ['entries.1.amount', { entries: [{ amount: '1' }, { amount: 1n }] }],
    ['sha256', { sha256: () => new Uint8Array(20) }],
    ['sha256', { sha256: (async () => new Uint8Array(32)) as unknown as Sha256 }],
  ])('%s at fault is refused', (path, fault) => {
    const seal = { batch: 1, recordedAt, entries: workedEntries[0], ...fault };
    expect(refusalOf(() => sealBatch(seal))).toBe(path);
  });

  test('property: records are those of the slow twin', () => {
    fc.assert(
      fc.property(anyBatches, (batches) => {
        let previousHash = GENESIS_HASH;
        for (const { record, entries } of chainOf(batches)) {
          const { batch, recordedAt } = record;
          expect(record).toEqual(slowRecord({ batch, recordedAt, previousHash, entries }));
          previousHash = record.hash;
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('batchHash', () => {
  test('a new optional field of the header changes no hash where it is absent', () => {
    expect(batchHash({ ...first, sealedBy: undefined } as typeof first)).toBe(first.hash);
    expect(batchHash({ ...first, sealedBy: 'ada' } as typeof first)).not.toBe(first.hash);
  });

  test('every field of the record but its hash has a part in it', () => {
    const others = {
      version: 2 as 1,
      batch: 9,
      recordedAt: '2026-01-06T17:00:00.001Z',
      previousHash: first.hash,
      entries: 4,
      root: first.hash,
    };
    for (const [field, value] of Object.entries(others)) {
      expect(batchHash({ ...first, [field]: value }), field).not.toBe(first.hash);
    }
    expect(batchHash({ ...first, hash: second.hash })).toBe(first.hash);
  });
});

describe('isBatchRecord', () => {
  test('takes records, also with a field more', () => {
    expect(isBatchRecord(first)).toBe(true);
    expect(isBatchRecord({ ...first, sealedBy: 'ada' })).toBe(true);
  });

  test.each([
    [undefined],
    [null],
    ['record'],
    [{ ...first, version: 2 }],
    [{ ...first, batch: 0 }],
    [{ ...first, batch: '1' }],
    [{ ...first, entries: -1 }],
    [{ ...first, entries: 0.5 }],
    [{ ...first, recordedAt: 0 }],
    [{ ...first, previousHash: '' }],
    [{ ...first, root: first.hash.slice(1) }],
    [{ ...first, hash: first.hash.toUpperCase() }],
    [{ ...first, hash: undefined }],
  ])('%j is none', (value) => {
    expect(isBatchRecord(value)).toBe(false);
  });
});
