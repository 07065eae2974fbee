/**
 * What the compiler lets a hand write as a process. Nothing here is run.
 */
import type { ProcessInput } from '../src/model.ts';

const frozen = {
  id: 'frozen',
  nodes: [
    { kind: 'start', id: 'start' },
    {
      kind: 'subProcess',
      id: 'inside',
      many: { mode: 'parallel', count: '3' },
      in: [{ from: 'a', to: 'b' }],
      nodes: [
        { kind: 'start', id: 'begun' },
        {
          kind: 'user',
          id: 'look',
          work: { candidateGroups: ['clerks'], form: { type: 'object', required: ['seen'] } },
        },
      ],
      flows: [{ id: 'begun-look', from: 'begun', to: 'look' }],
    },
  ],
  flows: [{ id: 'start-inside', from: 'start', to: 'inside' }],
} as const;

/** What is read only, fits at every depth, lists of sub-processes included. */
export const accepted: ProcessInput = frozen;

/** And nobody can write through it. */
export function staysAsItIs({ nodes: [node] }: ProcessInput): void {
  if (node?.kind !== 'subProcess') return;
  // @ts-expect-error a list that is read only
  node.nodes.push({ kind: 'start', id: 'x' });
  // @ts-expect-error a list that is read only
  node.flows.push({ id: 'f', from: 'a', to: 'b' });
}
