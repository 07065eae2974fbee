/** A handler that takes longer than its lock keeps its job. */
import { systemClock } from '@kontor/kernel';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { service } from '../../src/contract.ts';
import { makeKit } from './engine-kit.ts';

const pack = service('pack', { input: z.any(), output: z.any() });

test('a lock is held for as long as the handler works, and nobody else does the job', async () => {
  const LOCK_MS = 90;
  const kit = await makeKit({ clock: systemClock, lockMs: LOCK_MS });
  await kit.deploy('start > svc(S) > end', { fields: { S: { type: 'pack' } } });
  const done: string[] = [];
  const worker = (name: string) =>
    kit.another({ worker: name }).handle(pack, async () => {
      done.push(name);
      await new Promise((resolve) => setTimeout(resolve, 4 * LOCK_MS));
      return { by: name };
    });
  const { instance } = await kit.engine.start('main', {}, { id: 'i1' });
  const first = worker('first').tick();
  await new Promise((resolve) => setTimeout(resolve, 2 * LOCK_MS));
  expect(await worker('second').tick()).toMatchObject({ jobs: 0 });
  await first;
  expect(done).toEqual(['first']);
  expect(await kit.engine.instance(instance.id)).toMatchObject({ state: 'completed' });
});

test('an engine says why an instance waits', async () => {
  const kit = await makeKit();
  await kit.deploy('start > and(g); g > user(A) > and(j); g > B > j; j > end');
  await kit.engine.start('main', {}, { id: 'i1' });
  expect(await kit.engine.explain('i1')).toMatchObject([
    { kind: 'task', node: 'A' },
    { kind: 'join', node: 'j', missing: ['A-j'], present: ['B-j'] },
  ]);
});
