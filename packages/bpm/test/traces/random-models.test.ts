/** Laws that hold for every process of nested blocks, in every order its tasks are done. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AfterCommit, PureDriver } from './pure-driver.ts';
import { blocks, modelOf, type RandomModel } from './random-models.ts';
import type { DriverState } from './runner.ts';

/** Does all that can be done, one of the open tasks after the other; then lets time pass. */
function playThrough(
  { model, out, fields }: RandomModel,
  orders: readonly number[],
  afterCommit: AfterCommit,
): DriverState {
  const driver = new PureDriver(model, { out, fields }, afterCommit);
  driver.start({});
  for (let turn = 0; turn < 2000 && driver.state().ended === false; turn += 1) {
    const open = driver.state().active.filter((id) => id.startsWith('U'));
    const next = open[(orders[turn % orders.length] ?? 0) % open.length];
    if (next === undefined) driver.advance('PT1H');
    else driver.complete(next, {});
  }
  return driver.state();
}

const orders = fc.array(fc.nat(20), { minLength: 1, maxLength: 20 });

const isQuiet = {
  active: [],
  ended: 'completed',
  incidents: [],
  diagnostics: [],
  timers: 0,
  instances: 0,
};

test('property: a process of blocks ends, with each of its tasks done as often as it says', () => {
  fc.assert(
    fc.property(blocks(3), orders, (block, order) => {
      const random = modelOf(block);
      const state = playThrough(random, order, 'nothing');
      expect(state, random.model).toMatchObject(isQuiet);
      expect(state.trace.toSorted(), random.model).toEqual(random.tasks.toSorted());
    }),
    { numRuns: 300 },
  );
});

test('property: history replayed after every commit gives the same end', () => {
  fc.assert(
    fc.property(blocks(2), orders, (block, order) => {
      const random = modelOf(block);
      const replayed = playThrough(random, order, 'replay');
      expect(replayed, random.model).toEqual(playThrough(random, order, 'nothing'));
    }),
    { numRuns: 100 },
  );
});
