/** Every process of nested blocks does what its structure says, whatever is lost in between. */
import { memoryStore } from '@kontor/kernel/memory';
import * as fc from 'fast-check';
import { test } from 'vitest';
import { StoreDriver, type StoreDriverOptions } from '../engine/store-driver.ts';
import { type AfterCommit, PureDriver } from '../traces/pure-driver.ts';
import { play } from '../traces/runner.ts';
import { blocks } from './blocks.ts';
import { scriptOf } from './write-script.ts';

const isFull = process.env['KONTOR_FULL'] === '1';
const timeout = isFull ? 3_600_000 : 120_000;

/** Plays the expected path of random processes; every commit is also proved in this way. */
async function expectPaths(afterCommit: AfterCommit, numRuns: number): Promise<void> {
  const property = fc.asyncProperty(blocks(3), async (block) => {
    const script = scriptOf(block);
    await play(script, new PureDriver(script.model, script.options, afterCommit));
  });
  await fc.assert(property, { numRuns: isFull ? numRuns * 150 : numRuns });
}

test('property: a random process goes the way its blocks say, to its end', { timeout }, () =>
  expectPaths('nothing', 120),
);

test('property: replaying the history gives the snapshot, after every commit', { timeout }, () =>
  expectPaths('replay', 50),
);

test('property: an instance that is JSON between its commits goes the same way', { timeout }, () =>
  expectPaths('json', 50),
);

/**
 * The same on a store; after each command its rows are those of the waits, and the engine is new.
 */
async function expectStoredPaths(how: StoreDriverOptions, numRuns: number): Promise<void> {
  const property = fc.asyncProperty(blocks(3), async (block) => {
    const { model, options, ...script } = scriptOf(block);
    const driver = await StoreDriver.open(memoryStore(), model, options, how);
    await play({ model, ...script }, driver, (one) => one.reload());
  });
  await fc.assert(property, { numRuns: isFull ? numRuns * 150 : numRuns });
}

test('property: the stored engine goes the same way, its rows being its waits', { timeout }, () =>
  expectStoredPaths({}, 35),
);

test('property: and also on a store that fails and loses answers', { timeout }, () =>
  expectStoredPaths({ faults: 1 }, 20),
);
