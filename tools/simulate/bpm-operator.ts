/**
 * The operator of the simulated processes: deploys a second version, moves running instances to it
 * and back, suspends and resumes them, and takes people's work from them to give it again.
 *
 * Nothing that he does changes what must come of an instance: the second version only has automatic
 * tasks in between, which no law asks for.
 */
import {
  BpmError,
  type Flow,
  invertPlan,
  type MigrationPlan,
  planMigration,
  type ProcessDefinition,
  type ProcessEngine,
} from '@kontor/bpm';
import type { Random } from '@kontor/kernel';
import { law } from './simulation.ts';

/** A version with tasks in between, and the plans that lead to it and back. */
export interface SecondVersion {
  readonly definition: ProcessDefinition;
  readonly plans: readonly [there: MigrationPlan, back: MigrationPlan];
}

/** Draws a second version. */
export function drawSecondVersion(first: ProcessDefinition, random: Random): SecondVersion {
  const mapping: Record<string, string> = {};
  const nodes = [...first.nodes];
  const flows = first.flows.flatMap((flow): Flow[] => {
    // Nothing comes between a gateway and its events.
    if (random() < 0.5 || flow.from.startsWith('eventBased')) return [flow];
    const [id, rest] = [`extra_${flow.id}`, `${flow.id}_rest`];
    nodes.push({ kind: 'task', id });
    // A token that waits for a join waits on the last stretch.
    mapping[flow.id] = rest;
    const last = { id: rest, from: id, to: flow.to };
    return [{ ...flow, to: id }, last];
  });
  const definition = { ...first, name: 'second', nodes, flows };
  const plan = planMigration(first, definition, mapping);
  return { definition, plans: [plan, invertPlan(plan)] };
}

/** Refusals that only say that somebody was faster. */
const LATE = ['BPM_SUSPENDED', 'BPM_ACTIVITY_NOT_ACTIVE', 'BPM_INVALID_COMMAND'] as const;

/** Does one thing; refusals of who comes too late are no trouble. */
export async function operate(
  engine: ProcessEngine,
  { plans }: SecondVersion,
  by: string,
  random: Random,
): Promise<void> {
  const draw = random();
  try {
    if (draw < 0.4) await migrate(engine, plans[random() < 0.6 ? 0 : 1], by, random() < 0.2);
    else if (draw < 0.6) await suspendSome(engine, by, random);
    else if (draw < 0.8) await resumeAll(engine, by);
    else await giveAgain(engine, by, random);
  } catch (error) {
    if (!LATE.some((code) => BpmError.is(error, code))) throw error;
  }
}

async function migrate(
  engine: ProcessEngine,
  plan: MigrationPlan,
  reason: string,
  dryRun: boolean,
): Promise<void> {
  const { instances } = await engine.migrate(plan, { dryRun, reason });
  for (const { instance, blocks } of instances) {
    // Another operator was faster, or it has ended meanwhile.
    const others = blocks.filter(({ code }) => code !== 'other-version' && code !== 'ended');
    law(others.length === 0, `${instance} is kept back: ${JSON.stringify(others)}`);
  }
}

async function suspendSome(engine: ProcessEngine, reason: string, random: Random): Promise<void> {
  const active = await engine.instances('active');
  const id = active[Math.floor(random() * active.length)];
  if (id !== undefined) await engine.suspend(id, { reason });
}

/** Resumes whatever is suspended. */
export async function resumeAll(engine: ProcessEngine, reason: string): Promise<void> {
  for (const id of await engine.instances('suspended')) await engine.resume(id, { reason });
}

/** Takes the work of a person away, and gives it again. */
async function giveAgain(engine: ProcessEngine, reason: string, random: Random): Promise<void> {
  const tasks = await engine.tasks();
  const task = tasks[Math.floor(random() * tasks.length)];
  if (task === undefined) return;
  const { instance, node } = task;
  await engine.modify(instance, [{ move: node, to: node }], { reason });
}
