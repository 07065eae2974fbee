/**
 * Processes and a chart that end well, stand still, send to nobody and to too many, or are lost.
 */
import { ProcessEngine } from '@kontor/bpm';
import { manualClock, sequentialIds } from '@kontor/kernel';
import { type Store, transact } from '@kontor/kernel/store';
import { instances } from '../../packages/bpm/src/engine/engine-collections.ts';
import { readNotation } from '../../packages/bpm/test/notation.ts';

/** Runs the stories on a store. */
export async function runBpmStories(store: Store): Promise<void> {
  const clock = manualClock(Date.parse('2026-03-02T08:00:00Z'));
  const charts = { processors: { mail: { location: (id: string) => id } } };
  const engine = new ProcessEngine({ store, clock, ids: sequentialIds('e'), charts });
  await engine.prepare();
  const deploy = (id: string, text: string): Promise<unknown> =>
    engine.deploy(readNotation(text, { id }).main);
  await deploy('hearing', 'start > recv(R, heard) > end');
  // Two wait for a message of no key: nobody may guess which of them is meant.
  await deploy('waiting', 'start > recv(R, m) > end');
  await deploy('sending', 'start > throw(t, message m) > end');
  for (const process of ['waiting', 'waiting', 'sending']) await engine.start(process);
  await engine.tick();
  await engine.deploy({
    id: 'stuck',
    nodes: [
      { kind: 'start', id: 'begin' },
      { kind: 'exclusive', id: 'choose' },
      { kind: 'end', id: 'done' },
    ],
    flows: [
      { id: 'f1', from: 'begin', to: 'choose' },
      { id: 'f2', from: 'choose', to: 'done', condition: '1 > 2' },
    ],
  });
  await engine.start('stuck');
  await engine.deploy({
    id: 'faulty',
    states: [
      {
        id: 'a',
        kind: 'state',
        onentry: [[{ do: 'assign', location: 'nowhere', from: { value: 1 } }]],
      },
    ],
  });
  await engine.charts.start('faulty', {}, { id: 'f' });
  const send = { do: 'send', event: 'hello', type: 'mail', target: 'ann' } as const;
  await engine.deploy({ id: 'mailing', states: [{ id: 'a', kind: 'state', onentry: [[send]] }] });
  await engine.charts.start('mailing', {}, { id: 'm' });
  await loseInstance(store, engine);
}

/** An instance is deleted by hand, and its subscription stays. */
async function loseInstance(store: Store, engine: ProcessEngine): Promise<void> {
  await engine.start('hearing', {}, { id: 'lost' });
  await transact(store, async (tx) => tx.remove(instances, 'lost'));
  await engine.publish({ name: 'heard' });
}
