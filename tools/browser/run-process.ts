/** The job of the process engine: orders that somebody approves in time, or too late. */
import { ProcessEngine, type ProcessInput, service } from '@kontor/bpm';
import { manualClock } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import * as z from 'zod';

const order: ProcessInput = {
  id: 'order',
  nodes: [
    { kind: 'start', id: 'ordered' },
    { kind: 'exclusive', id: 'size', default: 'size-small' },
    { kind: 'user', id: 'approve', work: { candidateGroups: ['sales'], due: 'P2D' } },
    {
      kind: 'boundary',
      id: 'late',
      attachedTo: 'approve',
      on: [{ type: 'timer', duration: 'P2D' }],
    },
    { kind: 'service', id: 'reserve', type: 'stock.reserve' },
    { kind: 'end', id: 'done' },
    { kind: 'end', id: 'lapsed' },
  ],
  flows: [
    { id: 'ordered-size', from: 'ordered', to: 'size' },
    { id: 'size-large', from: 'size', to: 'approve', condition: 'total > 1000' },
    { id: 'size-small', from: 'size', to: 'reserve' },
    { id: 'approve-reserve', from: 'approve', to: 'reserve' },
    { id: 'late-lapsed', from: 'late', to: 'lapsed' },
    { id: 'reserve-done', from: 'reserve', to: 'done' },
  ],
};

const reserve = service('stock.reserve', {
  input: z.object({ sku: z.string() }),
  output: z.object({ shelf: z.string() }),
});

/** Two orders to their ends, with every event of their history. */
export async function runProcess(): Promise<string[]> {
  const clock = manualClock(Date.parse('2026-03-02T09:00:00Z'));
  const bpm = new ProcessEngine({ store: memoryStore(), clock, worker: 'w-1' });
  bpm.handle(reserve, ({ sku }, job) => ({ shelf: `${sku} by ${job.effectKey}` }));
  await bpm.prepare();
  const version = await bpm.deploy(order);
  await bpm.start('order', { sku: 'A-1', total: 1200 }, { id: 'o-1' });
  await bpm.start('order', { sku: 'A-2', total: 5000 }, { id: 'o-2' });
  await bpm.complete('o-1', 'approve', { approved: true }, 'ann');
  await bpm.tick();
  clock.advance(3 * 86_400_000);
  await bpm.tick();
  const lines: string[] = [JSON.stringify(version)];
  for (const id of ['o-1', 'o-2']) {
    const { state, frames } = await bpm.instance(id);
    const bursts = await bpm.history(id);
    lines.push(`${id} ${state} ${JSON.stringify(frames[0]?.variables)}`);
    lines.push(...bursts.flatMap(({ events }) => events.map((event) => JSON.stringify(event))));
  }
  return lines;
}
