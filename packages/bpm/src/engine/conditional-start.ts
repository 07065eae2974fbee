/**
 * Processes that start when a condition holds: asked with variables, since no instance has any yet.
 *
 * @source BPMN 2.0.2, 10.5.2 (conditional start event)
 */
import type { Transaction } from '@kontor/kernel/store';
import type { Variables } from '../instance.ts';
import { starts, type StoredStart } from './engine-collections.ts';
import { startInstance, type StepContext } from './engine-step.ts';

/**
 * Starts every process whose newest definition has a start condition that is true now.
 *
 * @returns the instances
 */
export async function startWhereTrue(
  tx: Transaction,
  context: StepContext,
  variables: Variables,
): Promise<string[]> {
  const started: string[] = [];
  for (const row of await tx.scan(starts, { index: 'byName', equals: ['condition', ''] })) {
    if (!(await holds(tx, context, row, variables))) continue;
    const { hash, node: at } = row;
    const id = context.ids.next();
    await startInstance(tx, context, { id, hash, at, variables });
    started.push(id);
  }
  return started;
}

async function holds(
  tx: Transaction,
  { deployment, now }: StepContext,
  { hash, node }: StoredStart,
  variables: Variables,
): Promise<boolean> {
  const { nodes, definition } = (await deployment.library(tx, [hash])).process(hash);
  const lookup = (name: string): unknown =>
    Object.hasOwn(variables, name) ? variables[name] : undefined;
  const zone = definition.zone === undefined ? {} : { zone: definition.zone };
  return nodes
    .get(node)!
    .events.some(
      ({ definition: { type }, expression }) =>
        type === 'conditional' && expression!.evaluate(lookup, { now, ...zone }).value === true,
    );
}
