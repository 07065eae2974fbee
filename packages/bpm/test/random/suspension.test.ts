/** Who is suspended and resumed loses nothing: it goes the way its blocks say, to its end. */
import { memoryStore } from '@kontor/kernel/memory';
import * as fc from 'fast-check';
import { test } from 'vitest';
import { StoreDriver } from '../engine/store-driver.ts';
import { PureDriver } from '../traces/pure-driver.ts';
import { type Driver, play } from '../traces/runner.ts';
import { blocks } from './blocks.ts';
import { scriptOf } from './write-script.ts';

const isFull = process.env['KONTOR_FULL'] === '1';
const timeout = isFull ? 3_600_000 : 120_000;

/** Between any two commands, while it runs. */
async function suspendAndResume(driver: Driver): Promise<void> {
  if ((await driver.state()).ended !== false) return;
  await driver.suspend();
  await driver.resume();
}

async function expectPaths(
  open: (model: string) => Driver | Promise<Driver>,
  numRuns: number,
): Promise<void> {
  const property = fc.asyncProperty(blocks(3), async (block) => {
    const script = scriptOf(block);
    await play(script, await open(script.model), suspendAndResume);
  });
  await fc.assert(property, { numRuns: isFull ? numRuns * 50 : numRuns });
}

test(
  'property: an instance that is suspended and resumed after every command goes the same way',
  {
    timeout,
  },
  () => expectPaths((model) => new PureDriver(model, {}, 'replay'), 100),
);

test('property: and so it does on a store, its rows put away and brought back', { timeout }, () =>
  expectPaths((model) => StoreDriver.open(memoryStore(), model), 40),
);
