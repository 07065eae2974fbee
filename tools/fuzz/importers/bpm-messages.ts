/** Messages from outside into the process engine, with their keys and variables. */
import { manualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { ProcessEngine } from '@kontor/bpm';
import { importer } from '../importer.ts';
import { keepsNothing } from '../keeps-nothing.ts';

const waiting = {
  id: 'order',
  version: '1',
  nodes: [
    { kind: 'start', id: 'start', on: [{ type: 'message', name: 'ordered' }] },
    { kind: 'user', id: 'check' },
    { kind: 'end', id: 'end' },
  ],
  flows: [
    { id: 'f1', from: 'start', to: 'check' },
    { id: 'f2', from: 'check', to: 'end' },
  ],
};

async function openEngine(): Promise<ProcessEngine> {
  const clock = manualClock(Date.parse('2026-03-02T08:00:00Z'));
  const engine = new ProcessEngine({ store: memoryStore(), clock, ids: sequentialIds('x') });
  await engine.prepare();
  await engine.deploy(waiting as never);
  return engine;
}

/** Their rows. */
export const bpmMessageImporters = [
  importer({
    name: 'bpm: messages',
    covers: [],
    share: 0.2,
    samples: [
      {
        name: 'ordered',
        key: 'o-1',
        id: 'm-1',
        ttlMs: 1000,
        variables: { total: '9', lines: [1] },
      },
    ],
    read: async (message) => {
      const engine = await openEngine();
      await keepsNothing(
        async () => [await engine.instances('active'), await engine.news()],
        () => engine.publish(message),
      );
    },
  }),
];
