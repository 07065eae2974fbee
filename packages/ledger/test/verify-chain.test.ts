/**
 * Verifying: each kind of fault by hand, and the law that no byte can be changed unnoticed.
 */
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LedgerError } from '../src/errors.ts';
import { type BatchRecord, batchHash } from '../src/hash-chain.ts';
import {
  type ChainFault,
  type SealedBatch,
  verifyChain,
  verifyChainAsync,
  type VerifyOptions,
} from '../src/verify-chain.ts';
import { anyBatches, chainOf } from './random-chain.ts';

/** Five batches of 2, 0, 3, 1 and 1 entries, with the leaves of each. */
const sizes = [2, 0, 3, 1, 1];
const sound = chainOf(
  sizes.map((size, batch) =>
    Array.from({ length: size }, (_, entry) => ({ id: `b${batch + 1}e${entry}`, amount: '1.00' })),
  ),
);

const withoutLeaves = (chain: readonly SealedBatch[]): SealedBatch[] =>
  chain.map(({ record, entries }) => ({ record, entries }));

/** The chain with another batch in the place of the one with the number. */
const replaced = (batch: number, other: (was: SealedBatch) => unknown): SealedBatch[] =>
  sound.map((item) => (item.record.batch === batch ? (other(item) as SealedBatch) : item));

const rewritten = (batch: number, change: object): SealedBatch[] =>
  replaced(batch, (was) => ({ ...was, record: { ...was.record, ...change } }));

/** As one who knows how it is hashed would do it. */
const rehashed = (batch: number, change: object): SealedBatch[] =>
  replaced(batch, (was) => {
    const record = { ...was.record, ...change };
    return { ...was, record: { ...record, hash: batchHash(record) } };
  });

const another = { id: 'other', amount: '9.00' };
const fault = (batch: number, reason: string, entry?: number): ChainFault =>
  ({ ok: false, batch, ...(entry !== undefined && { entry }), reason }) as ChainFault;

describe('verifyChain', () => {
  test('a sound chain, whole and in part, with and without leaves', () => {
    expect(verifyChain(sound)).toEqual({ ok: true, batches: 5, entries: 7 });
    expect(verifyChain(withoutLeaves(sound))).toEqual({ ok: true, batches: 5, entries: 7 });
    expect(verifyChain([])).toEqual({ ok: true, batches: 0, entries: 0 });
    expect(verifyChain(sound, { from: 3, to: 4 })).toEqual({ ok: true, batches: 2, entries: 4 });
    expect(verifyChain(sound.slice(2), { from: 3 })).toEqual({ ok: true, batches: 3, entries: 5 });
    expect(verifyChain(sound, { to: 1 })).toEqual({ ok: true, batches: 1, entries: 2 });
  });

  test.each<[string, SealedBatch[], ChainFault]>([
    [
      'an entry with another amount, leaves kept',
      replaced(3, (was) => ({ ...was, entries: was.entries.with(1, another) })),
      fault(3, 'it is not the entry that was sealed', 1),
    ],
    [
      'an entry with another amount, no leaves',
      withoutLeaves(replaced(3, (was) => ({ ...was, entries: was.entries.with(1, another) }))),
      fault(3, 'its entries do not give its root'),
    ],
    [
      'an entry with another amount and a leaf to suit',
      replaced(3, (was) => ({
        ...chainOf([[], [], was.entries.with(1, another)])[2]!,
        record: was.record,
      })),
      fault(3, 'its entries do not give its root'),
    ],
    [
      'two entries in the other order',
      replaced(3, (was) => ({ ...was, entries: was.entries.toReversed() })),
      fault(3, 'it is not the entry that was sealed', 0),
    ],
    [
      'an entry taken out',
      replaced(3, (was) => ({ ...was, entries: was.entries.slice(1) })),
      fault(3, 'it is not the entry that was sealed', 0),
    ],
    [
      'an entry taken out, no leaves',
      withoutLeaves(replaced(3, (was) => ({ ...was, entries: was.entries.slice(1) }))),
      fault(3, 'it has another number of entries'),
    ],
    [
      'an entry added at the end',
      replaced(3, (was) => ({ ...was, entries: [...was.entries, another] })),
      fault(3, 'it is not the entry that was sealed', 3),
    ],
    [
      'the last entry given twice, as a tree that fills up would have it',
      withoutLeaves(replaced(3, (was) => ({ ...was, entries: [...was.entries, was.entries[2]] }))),
      fault(3, 'it has another number of entries'),
    ],
    [
      'an entry that JSON cannot say',
      replaced(3, (was) => ({ ...was, entries: was.entries.with(2, { amount: 1n }) })),
      fault(3, 'it is no JSON', 2),
    ],
    [
      'no entries at all where none were',
      replaced(2, ({ record }) => ({ record })),
      fault(2, 'it has another number of entries'),
    ],
    [
      'a kept leaf that is another',
      replaced(3, (was) => ({ ...was, leaves: was.leaves!.with(2, was.leaves![0]!) })),
      fault(3, 'the leaf kept is another', 2),
    ],
    [
      'a kept leaf too many',
      replaced(1, (was) => ({ ...was, leaves: [...was.leaves!, was.leaves![0]!] })),
      fault(1, 'the leaf kept is another', 2),
    ],
    [
      'kept leaves that are no list',
      replaced(1, (was) => ({ ...was, leaves: 'none' })),
      fault(1, 'the leaf kept is another', 0),
    ],
    [
      'kept leaves that are no hashes, and an entry that is another',
      replaced(1, (was) => ({ ...was, entries: was.entries.with(0, another), leaves: ['x', 'y'] })),
      fault(1, 'its entries do not give its root'),
    ],
    [
      'another instant',
      rewritten(4, { recordedAt: '2026-01-05T08:00:00.000Z' }),
      fault(4, 'its record does not give its hash'),
    ],
    [
      'a field of the header that was not there',
      rewritten(4, { sealedBy: 'ada' }),
      fault(4, 'its record does not give its hash'),
    ],
    [
      'a header that JSON cannot say',
      rewritten(4, { recordedAt: 'half \ud800' }),
      fault(4, 'its record does not give its hash'),
    ],
    ['another version', rewritten(4, { version: 2 }), fault(4, 'its record is malformed')],
    ['no hash', rewritten(4, { hash: undefined }), fault(4, 'its record is malformed')],
    ['no record', replaced(4, () => ({})), fault(4, 'its record is malformed')],
    [
      'another root, hashed anew',
      rehashed(4, { root: sound[4]!.record.root }),
      fault(4, 'its entries do not give its root'),
    ],
    [
      'another instant, hashed anew: the batch after it does not follow',
      rehashed(4, { recordedAt: '2026-01-05T08:00:00.000Z' }),
      fault(5, 'it does not follow the batch before'),
    ],
    [
      'another number of entries, hashed anew',
      rehashed(3, { entries: 4 }),
      fault(3, 'it has another number of entries'),
    ],
    [
      'a first batch that follows something, hashed anew',
      rehashed(1, { previousHash: sound[0]!.record.hash }),
      fault(1, 'it does not follow the batch before'),
    ],
    ['a batch taken out', sound.toSpliced(2, 1), fault(3, 'it is missing')],
    ['the first batch taken out', sound.slice(1), fault(1, 'it is missing')],
    [
      'a batch given twice',
      sound.toSpliced(2, 0, sound[1]!),
      fault(3, 'another batch stands in its place'),
    ],
    [
      'the number of the last batch set back, hashed anew',
      rehashed(5, { batch: 1 }),
      fault(5, 'another batch stands in its place'),
    ],
    [
      'the first of two faults is named',
      [...rewritten(2, { entries: 1 }).slice(0, 3), ...rewritten(4, { entries: 9 }).slice(3)],
      fault(2, 'its record does not give its hash'),
    ],
  ])('%s', async (_, chain, expected) => {
    expect(verifyChain(chain)).toEqual(expected);
    expect(await verifyChainAsync(chain)).toEqual(expected);
  });

  test.each<[string, VerifyOptions, ChainFault]>([
    ['the end of the range', { to: 6 }, fault(6, 'it is missing')],
    ['the start of the range', { from: 7 }, fault(7, 'it is missing')],
    [
      'a batch of which a hash was kept',
      { anchors: [{ batch: 8, hash: sound[0]!.record.hash }] },
      fault(6, 'it is missing'),
    ],
  ])('%s has to be there', (_, options, expected) => {
    expect(verifyChain(sound, options)).toEqual(expected);
  });

  test('the batches after the range are not asked for', () => {
    const read: number[] = [];
    function* reading() {
      for (const batch of sound) {
        read.push(batch.record.batch);
        yield batch;
      }
    }
    expect(verifyChain(reading(), { from: 2, to: 3 }).ok).toBe(true);
    expect(read).toEqual([1, 2, 3]);
  });

  test('a batch that is numbered before the range is passed over at its start only', () => {
    const chain = rehashed(5, { batch: 1 });
    expect(verifyChain(chain, { from: 2 })).toEqual(fault(5, 'another batch stands in its place'));
  });

  test('faults out of the range are not looked at', () => {
    expect(verifyChain(rewritten(1, { entries: 9 }), { from: 2 }).ok).toBe(true);
    expect(verifyChain(rewritten(5, { entries: 9 }), { to: 4 }).ok).toBe(true);
  });

  test('the asynchronous form reads a stream', async () => {
    async function* stream() {
      for (const batch of sound) yield batch;
    }
    const all = await verifyChainAsync(stream(), { from: 2, to: 4 });
    expect(all).toEqual({ ok: true, batches: 3, entries: 4 });
  });

  test.each<[string, VerifyOptions]>([
    ['from', { from: 0 }],
    ['from', { from: 1.5 }],
    ['to', { to: 0 }],
    ['to', { from: 4, to: 3 }],
    ['anchors.1.hash', { anchors: [sound[0]!.record, { batch: 2, hash: 'ABC' }] }],
    ['anchors.0.batch', { anchors: [{ batch: 0, hash: sound[0]!.record.hash }] }],
  ])('%s at fault is refused', (path, options) => {
    try {
      verifyChain(sound, options);
      expect.unreachable('the fault was taken');
    } catch (error) {
      expect(LedgerError.is(error, 'LEDGER_BAD_ARGUMENT') && error.details.path).toBe(path);
    }
  });
});

describe('a chain hashed anew from the start', () => {
  const forged = chainOf(sound.map(({ entries }, at) => (at === 2 ? [another] : entries)));
  const kept = (batch: number) => sound[batch - 1]!.record;

  test('is sound in itself', () => {
    expect(verifyChain(forged)).toEqual({ ok: true, batches: 5, entries: 5 });
  });

  test.each([3, 4, 5])('is found by the hash of batch %i, kept elsewhere', (batch) => {
    expect(verifyChain(forged, { anchors: [kept(batch)] })).toEqual(
      fault(batch, 'its hash is not the one that was kept'),
    );
    expect(verifyChain(sound, { anchors: [kept(batch)] }).ok).toBe(true);
  });

  test('is not found by a hash of before it', () => {
    expect(verifyChain(forged, { anchors: [kept(2)] }).ok).toBe(true);
  });

  test('is found at the start of a range by the hash of the batch before', () => {
    expect(verifyChain(forged, { from: 4, anchors: [kept(3)] })).toEqual(
      fault(4, 'it does not follow the batch before'),
    );
    expect(verifyChain(sound, { from: 4, anchors: [kept(3)] }).ok).toBe(true);
  });
});

/** Changes one byte of a text; undefined if the result is no UTF-8 or no JSON. */
function changedValue(text: string, byte: number, mask: number): unknown {
  const bytes = Buffer.from(text);
  bytes[byte] = bytes[byte]! ^ mask;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

describe('no byte can be changed', () => {
  test('every byte of a small chain, every bit', { timeout: 30_000 }, () => {
    const chain = chainOf([[{ id: 'e1', amount: '1.00' }], [{ id: 'e2', amount: '-1.00' }]]);
    let tried = 0;
    chain.forEach(({ leaves, ...stored }, at) => {
      const texts = [JSON.stringify(stored), JSON.stringify(leaves)] as const;
      texts.forEach((text, which) => {
        for (let place = 0; place < 8 * Buffer.byteLength(text); place++) {
          const other = changedValue(text, Math.floor(place / 8), 1 << (place % 8));
          if (other === undefined || isDeepStrictEqual(other, JSON.parse(text))) continue;
          const changed =
            which === 0 ? { ...(other as SealedBatch), leaves } : { ...stored, leaves: other };
          tried += 1;
          const verdict = verifyChain(chain.with(at, changed as Required<SealedBatch>));
          expect(verdict).toMatchObject({ ok: false, batch: at + 1 });
        }
      });
    });
    expect(tried).toBeGreaterThan(4000);
  });

  const anyFlip = fc.record({ place: fc.nat(), mask: fc.integer({ min: 1, max: 255 }) });

  test('property: a changed byte of a record is found in its batch', () => {
    fc.assert(
      fc.property(anyBatches, fc.nat(), anyFlip, (batches, choice, { place, mask }) => {
        const chain = chainOf(batches);
        const at = choice % chain.length;
        const { record, ...rest } = chain[at]!;
        const text = JSON.stringify(record);
        const other = changedValue(text, place % Buffer.byteLength(text), mask);
        fc.pre(other !== undefined && !isDeepStrictEqual(other, record));
        const verdict = verifyChain(chain.with(at, { record: other as BatchRecord, ...rest }));
        expect(verdict).toMatchObject({ ok: false, batch: at + 1 });
      }),
      { numRuns: 300 },
    );
  });

  test('property: a changed byte of an entry is found, the entry too where leaves are kept', () => {
    fc.assert(
      fc.property(anyBatches, fc.nat(), anyFlip, (batches, choice, { place, mask }) => {
        const chain = chainOf(batches);
        const filled = chain.filter(({ entries }) => entries.length > 0);
        fc.pre(filled.length > 0);
        const { record, entries, leaves } = filled[choice % filled.length]!;
        const entry = place % entries.length;
        const text = JSON.stringify(entries[entry]);
        const other = changedValue(text, place % Buffer.byteLength(text), mask);
        fc.pre(other !== undefined && !isDeepStrictEqual(other, JSON.parse(text)));
        const changed = { record, entries: entries.with(entry, other) };
        const [at, batch] = [record.batch - 1, record.batch];
        expect(verifyChain(withoutLeaves(chain).with(at, changed))).toMatchObject({ batch });
        const named = verifyChain(chain.with(at, { ...changed, leaves }));
        // Not always by the same reason: an exponent may grow into a number that JSON has not.
        expect(named).toMatchObject({ ok: false, batch, entry });
      }),
      { numRuns: 300 },
    );
  });

  test('property: a chain that was stored and read back is sound', () => {
    fc.assert(
      fc.property(anyBatches, (batches) => {
        const chain = JSON.parse(JSON.stringify(chainOf(batches))) as SealedBatch[];
        const entries = batches.reduce((sum, list) => sum + list.length, 0);
        expect(verifyChain(chain)).toEqual({ ok: true, batches: batches.length, entries });
      }),
      { numRuns: 100 },
    );
  });

  test('property: batches in another order are found', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 });
    fc.assert(
      fc.property(order, (places) => {
        const chain = places.map((at) => sound[at]!);
        const isWhole = places.every((at, place) => at === place);
        expect(verifyChain(chain).ok).toBe(isWhole);
      }),
    );
  });
});
