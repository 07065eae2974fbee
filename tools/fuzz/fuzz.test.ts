/**
 * Every reader of outside data under the one law: a value or an error with a code of ours, soon,
 * and nothing left behind. `KONTOR_FULL=1 npx vitest run tools/fuzz` hands in far more.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readersExported } from './exports.ts';
import { readLawfully } from './law.ts';
import { onceBroken } from './once-broken.ts';
import { mutated } from './mutate.ts';
import { pick, someMutations } from './mutation.ts';
import { isFull, size } from './size.ts';
import { importers, noReaders } from './table.ts';

describe('readers of outside data', () => {
  test.each(importers)('$name: a sample is taken in', async (importer) => {
    const samples = await samplesOf(importer);
    for (const sample of samples) {
      expect(await readLawfully(importer, sample)).toEqual({ kind: 'value' });
    }
  });

  test.each(importers)(
    '$name: property: a mutated document is read, or refused by a code',
    async (importer) => {
      const samples = await samplesOf(importer);
      const numRuns = Math.ceil(size.runs * (importer.share ?? 1));
      await fc.assert(
        fc.asyncProperty(fc.nat(1000), someMutations, async (which, mutations) => {
          await readLawfully(importer, mutated(pick(samples, which), mutations));
        }),
        { numRuns, ...(isFull ? {} : { seed: 20_260_302 }) },
      );
    },
  );

  test.each(onceBroken)('once broken: $name, $document', async ({ name, make }) => {
    const importer = importers.find((one) => one.name === name)!;
    await readLawfully(importer, make());
  });

  test('every export that is called like a reader has a row', async () => {
    const covered = new Set(importers.flatMap(({ covers }) => covers));
    const exported = await readersExported();
    const without = exported.filter((one) => !covered.has(one) && !(one in noReaders));
    expect(without).toEqual([]);
    expect([...covered].filter((one) => !exported.includes(one))).toEqual([]);
  });
});

const samplesOf = async ({ samples }: (typeof importers)[number]) =>
  typeof samples === 'function' ? samples() : samples;
