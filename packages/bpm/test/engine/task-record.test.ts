/** What was done with a task stays, also when the task is over. */
import { expect, test } from 'vitest';
import { BEGIN, makeKit } from './engine-kit.ts';

async function begun() {
  const kit = await makeKit();
  await kit.deploy('start > user(A) ^message(stop) > user(C) > end; A > user(B) > end');
  await kit.engine.start('main', {}, { id: 'i1' });
  const [task] = await kit.engine.tasks();
  return { ...kit, task: task!.id };
}

test('a completed task leaves its log, with when it ended', async () => {
  const { engine, clock, check, task } = await begun();
  await engine.task(task, 'ann', { action: 'claim' });
  await engine.task(task, 'ann', { action: 'comment', text: 'called the supplier' });
  clock.advance(60_000);
  await engine.complete('i1', 'A', {}, 'ann');
  expect(await engine.taskRecords('i1')).toMatchObject([
    {
      node: 'A',
      assignee: 'ann',
      endedAt: BEGIN + 60_000,
      log: [
        { by: 'ann', action: 'claim' },
        { by: 'ann', action: 'comment', text: 'called the supplier' },
      ],
    },
  ]);
  await check();
});

test('so does one that was cancelled; one that nobody touched has nothing to tell', async () => {
  const { engine, task } = await begun();
  await engine.task(task, 'bob', { action: 'comment', text: 'too late' });
  await engine.publish({ name: 'stop' });
  await engine.complete('i1', 'C');
  expect((await engine.taskRecords('i1')).map(({ node }) => node)).toEqual(['A']);
  expect(await engine.taskRecords('other')).toEqual([]);
});
