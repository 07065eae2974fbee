/** A process with a queue, told in minutes: tasks that wait for people, jobs for a worker. */
import type { Store } from '@kontor/kernel/store';
import { BEGIN, type Kit, makeKit } from '../engine/engine-kit.ts';

/** Milliseconds of a minute. */
export const MINUTE = 60_000;

/** What happens at a minute. */
export type Deed =
  | readonly [minute: number, what: 'start', instance: string]
  | readonly [minute: number, what: 'claim' | 'unclaim' | 'approve', instance: string, who: string]
  | readonly [minute: number, what: 'fetch' | 'done' | 'crash', instance: string];

/** Start, a task 'Approve order', a job 'Reserve', end. */
export const MODEL = 'start > user(approve) > svc(reserve) > end';

/**
 * Three orders, in the order of time. Ann takes the first after 20 minutes; the second she takes,
 * gives back, and takes again; the third nobody claims. The worker fails once at the first.
 */
export const DAY: readonly Deed[] = [
  [0, 'start', 'o1'],
  [10, 'start', 'o2'],
  [20, 'claim', 'o1', 'ann'],
  [30, 'approve', 'o1', 'ann'],
  [31, 'fetch', 'o1'],
  [33, 'crash', 'o1'],
  [35, 'claim', 'o2', 'ann'],
  [36, 'start', 'o3'],
  [40, 'unclaim', 'o2', 'ann'],
  [43, 'fetch', 'o1'],
  [44, 'done', 'o1'],
  [50, 'claim', 'o2', 'ann'],
  [60, 'approve', 'o2', 'ann'],
  [60, 'fetch', 'o2'],
  [62, 'done', 'o2'],
  [80, 'approve', 'o3', 'bob'],
];

/** Plays deeds on a store. */
export async function playDay(store: Store, deeds: readonly Deed[] = DAY): Promise<Kit> {
  const kit = await makeKit({ store });
  const name = { name: 'Approve order' };
  const retry = { attempts: 3, pause: 'PT5M' };
  await kit.deploy(MODEL, {
    id: 'order',
    version: 'v1',
    fields: { approve: name, reserve: { retry } },
  });
  const fences = new Map<string, readonly [job: string, fence: number]>();
  for (const [minute, what, instance, who = ''] of deeds) {
    kit.clock.set(BEGIN + minute * MINUTE);
    await deedOf(kit, what, instance, who, fences);
  }
  return kit;
}

async function deedOf(
  { engine }: Kit,
  what: Deed[1],
  instance: string,
  who: string,
  claims: Map<string, readonly [job: string, fence: number]>,
): Promise<unknown> {
  switch (what) {
    case 'start':
      return engine.start('order', { total: 5 }, { id: instance, key: `key of ${instance}` });
    case 'claim':
    case 'unclaim': {
      const [task] = await engine.tasks({ instance });
      return engine.task(task!.id, who, { action: what });
    }
    case 'approve':
      return engine.complete(instance, 'approve', { ok: true }, who);
    case 'fetch': {
      const [job] = await engine.claim({
        types: ['reserve'],
        worker: 'robot',
        lockMs: 60 * MINUTE,
      });
      claims.set(instance, [job!.id, job!.fence]);
      return undefined;
    }
    case 'done':
      return engine.endJob(...claims.get(instance)!, { kind: 'complete', variables: {} });
    case 'crash':
      return engine.endJob(...claims.get(instance)!, { kind: 'crash', message: 'no paper' });
  }
}
