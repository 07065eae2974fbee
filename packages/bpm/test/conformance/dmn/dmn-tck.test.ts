/**
 * The DMN TCK, both levels in full. The list of misses may only shrink.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isTckThere, runTck, tckFolder, type TckResult } from './run-tck.ts';

const listed = readFileSync(new URL('expected-misses.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

if (!isTckThere) {
  console.warn(
    `\n*** SKIPPED: the cases of the DMN TCK are not in ${tckFolder}. ***\n` +
      `*** Nothing about them is proved by this run: set KONTOR_CONFORMANCE to their folder. ***\n`,
  );
}

describe.skipIf(!isTckThere)('DMN TCK', () => {
  const results: readonly TckResult[] = isTckThere ? runTck() : [];
  const missed = results.filter(({ outcome }) => outcome !== 'passed');

  test('there are as many results as the selection has', () => {
    expect(results).toHaveLength(1548);
  });

  test('no case misses that is not on the list', () => {
    const unexpected = missed.filter(({ id }) => !listed.includes(id));
    expect(unexpected.map(({ id, outcome, reason }) => `${id}: ${outcome}, ${reason}`)).toEqual([]);
  });

  test('no case is on the list that passes: take it off', () => {
    const ids = new Set(missed.map(({ id }) => id));
    expect(listed.filter((id) => !ids.has(id))).toEqual([]);
  });
});
