/** Processes that start by themselves: by the clock, or when a condition holds. */
import { manualClock } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { expect, test } from 'vitest';
import type { EventDefinition } from '../../src/event-model.ts';
import type { ProcessInput } from '../../src/model.ts';
import { ProcessEngine } from '../../src/process-engine.ts';

const MIDNIGHT = Date.parse('2026-01-01T00:00:00Z');
const HOUR = 3_600_000;

const startedBy = (on: EventDefinition, id = 'report'): ProcessInput => ({
  id,
  nodes: [
    { kind: 'start', id: 'due', on: [on] },
    { kind: 'user', id: 'write' },
    { kind: 'end', id: 'end' },
  ],
  flows: [
    { id: 'f1', from: 'due', to: 'write' },
    { id: 'f2', from: 'write', to: 'end' },
  ],
});

async function engineAt(now: number) {
  const clock = manualClock(now);
  const engine = new ProcessEngine({ store: memoryStore(), clock });
  await engine.prepare();
  const count = async (): Promise<number> => (await engine.instances('active')).length;
  /** Time passes, hour by hour, while the engine runs. */
  const pass = async (hours: number): Promise<void> => {
    for (let hour = 0; hour < hours; hour++) {
      clock.advance(HOUR);
      await engine.tick();
    }
  };
  return { engine, clock, count, pass };
}

test('a cycle starts an instance at each of its occurrences, and no more', async () => {
  const { engine, count, pass } = await engineAt(MIDNIGHT);
  await engine.deploy(startedBy({ type: 'timer', cycle: 'R3/PT2H' }));
  await pass(1);
  expect(await count()).toBe(0);
  await pass(3);
  expect(await count()).toBe(2);
  await pass(10);
  expect(await count()).toBe(3);
});

test('a new definition takes the place of the timer of the old one', async () => {
  const { engine, count, pass } = await engineAt(MIDNIGHT);
  await engine.deploy(startedBy({ type: 'timer', cycle: 'R/PT1H' }));
  await pass(1);
  await engine.deploy(startedBy({ type: 'timer', date: '2026-01-01T05:00:00Z' }));
  await pass(3);
  expect(await count()).toBe(1);
  await pass(6);
  expect(await count()).toBe(2);
});

test.each([
  ['fireOnce', 1],
  ['fireAll', 5],
  ['skip', 1],
] as const)('after an outage the policy %s gives %i instances', async (missed, instances) => {
  const { engine, clock, count } = await engineAt(MIDNIGHT);
  await engine.deploy(startedBy({ type: 'timer', cycle: 'R5/PT1H', missed }));
  // The last occurrence is due at this very instant: that one is not missed.
  clock.advance(5 * HOUR);
  await engine.recover();
  expect(await count()).toBe(instances);
});

test('a condition starts every process for which it holds', async () => {
  const { engine, count } = await engineAt(MIDNIGHT);
  await engine.deploy(
    startedBy({ type: 'conditional', condition: 'stock < 10' }, 'refill'),
    startedBy({ type: 'conditional', condition: 'stock < 5' }, 'alarm'),
  );
  expect(await engine.startWhere({ stock: 20 })).toEqual([]);
  const [started, ...others] = await engine.startWhere({ stock: 7 });
  expect(others).toEqual([]);
  const { frames } = await engine.instance(started!);
  expect(frames[0]!.variables).toEqual({ stock: 7 });
  expect(await count()).toBe(1);
});

test('a timer start that is no timer refuses the deployment, and nothing is deployed', async () => {
  const { engine, count, pass } = await engineAt(MIDNIGHT);
  const bad = startedBy({ type: 'timer', cycle: { expression: '"every day"' } });
  await expect(engine.deploy(bad)).rejects.toMatchObject({ code: 'BPM_INVALID_DEFINITION' });
  await pass(2);
  expect(await count()).toBe(0);
});
