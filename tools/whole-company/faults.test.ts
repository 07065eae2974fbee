/**
 * The company on a store that fails by seed: whenever a failure comes through, the program is
 * started again, as one is that was killed.
 */
import { readFileSync } from 'node:fs';
import { KernelError } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { faultyStore } from '@kontor/kernel/testing';
import { expect, test } from 'vitest';
import { runCompany } from '../../examples/whole-company/story.ts';
import { fullRun } from '../../packages/kernel/test/store/drivers.ts';
import { checkEnd, checkMoment } from './company-laws.ts';

const seeds = Array.from({ length: fullRun ? 60 : 2 }, (_, at) => at + 1);
// A start reads some thousand times: with more failures none would come to its end.
const rates = {
  failRead: 0.0008,
  failBefore: 0.05,
  loseRequest: 0.05,
  loseAnswer: 0.08,
  crash: 0.03,
};

const expected = readFileSync(
  new URL('../../examples/whole-company/expected.txt', import.meta.url),
  'utf8',
);

test.each(seeds)('on a store that fails by seed %i it loses and doubles nothing', async (seed) => {
  const inner = memoryStore();
  const failing = faultyStore(inner, { seed, rates });
  let told: readonly string[] | undefined;
  for (let starts = 0; told === undefined && starts < 200; starts++) {
    told = await toldBy(async (print) => runCompany(failing, print));
    await failing.settled();
    if (told === undefined) await checkMoment(inner);
  }
  expect(`${told!.join('\n')}\n`).toBe(expected);
  await checkEnd(inner);
  const { loseAnswer = 0, loseRequest = 0, crash = 0 } = failing.faults;
  expect(loseAnswer + loseRequest + crash).toBeGreaterThan(0);
});

/** What was told; undefined where the store failed in the middle. */
async function toldBy(
  run: (print: (line: string) => void) => Promise<void>,
): Promise<readonly string[] | undefined> {
  const lines: string[] = [];
  try {
    await run((line) => lines.push(line));
    return lines;
  } catch (error) {
    if (!isOfStore(error)) throw error;
    return undefined;
  }
}

const isOfStore = (error: unknown): boolean =>
  KernelError.is(error, 'KERNEL_UNAVAILABLE') ||
  KernelError.is(error, 'KERNEL_UNKNOWN_OUTCOME') ||
  KernelError.is(error, 'KERNEL_CONFLICT');
