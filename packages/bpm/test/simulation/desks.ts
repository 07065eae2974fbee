/** Processes and small runs that tests of simulation share. */
import type { ProcessInput } from '../../src/model.ts';
import type { RunFigures } from '../../src/simulation/figures.ts';

/** One user task after the other. */
export function desks(...ids: readonly string[]): ProcessInput {
  const path = ['start', ...ids, 'end'];
  return {
    id: 'desks',
    nodes: [
      { kind: 'start', id: 'start' },
      ...ids.map((id) => ({ kind: 'user' as const, id })),
      { kind: 'end', id: 'end' },
    ],
    flows: path.slice(1).map((to, at) => ({ id: `f${at}`, from: path[at]!, to })),
  };
}

/** When a case came and when it ended, from the history of a run. */
export interface Stay {
  readonly id: string;
  readonly from: number;
  /** Infinity: it has not ended. */
  readonly to: number;
}

/** The stays of all cases, in the order in which they came. */
export function staysOf({ history }: RunFigures): Stay[] {
  const stays = new Map<string, Stay>();
  for (const { instance: id, first, at, events } of history!) {
    if (first === 1) stays.set(id, { id, from: at, to: Infinity });
    if (events.some(({ type }) => type === 'ended')) {
      stays.set(id, { ...stays.get(id)!, to: at });
    }
  }
  return [...stays.values()];
}
