/**
 * Migrates an instance: the pure command. One event names all elements anew; what follows from it
 * (subscriptions under other names, boundary events that are new, joins that can fire now) are the
 * events of any step.
 *
 * @source the rules of a plan: check-plan.ts; of what becomes of waits: reopen.ts
 */
import { type Burst, record } from '../burst.ts';
import type { CompiledProcess } from '../compiled.ts';
import { BpmError, type DefinitionIssue } from '../errors.ts';
import { Halt } from '../halt.ts';
import { closeDraft } from '../instance-draft.ts';
import { planIssues } from './check-plan.ts';
import { elementsOf } from './elements.ts';
import { examine } from './examine.ts';
import type { MigrationPlan } from './migration-plan.ts';
import { framesOn } from './relabel.ts';
import { reopenWaits } from './reopen.ts';

/** Who moves an instance, and why. */
interface Audit {
  readonly by?: string | undefined;
  readonly reason?: string | undefined;
}

/**
 * Moves all of an instance that runs on the plan's old definition to the new one: the process
 * itself, and calls of it.
 *
 * @throws BpmError BPM_INVALID_MIGRATION — nothing was recorded
 */
export function migrate(burst: Burst, plan: MigrationPlan, audit: Audit): void {
  const { library, draft } = burst;
  const [from, to] = [library.process(plan.from), library.process(plan.to)];
  refuse(
    burst,
    plan,
    planIssues(plan, elementsOf(from.definition, from.hash), elementsOf(to.definition, to.hash)),
  );
  refuse(burst, plan, examine(plan, to, closeDraft(draft)).blocks);
  const moved = framesOn(draft.frames.values(), draft.process, plan.from);
  const before = new Map(draft.waits);
  record(burst, {
    type: 'migrated',
    from: plan.from,
    to: plan.to,
    ...changedNames(plan, from),
    flows: plan.flows,
    ...audit,
  });
  resolveJoins(burst, moved);
  try {
    reopenWaits(burst, { plan, from, moved, before });
  } catch (error) {
    if (!(error instanceof Halt)) throw error;
    refuse(burst, plan, [{ code: error.code, path: draft.id, message: error.message }]);
  }
  burst.changed = true;
}

function refuse(
  { draft }: Burst,
  { process }: MigrationPlan,
  issues: readonly DefinitionIssue[],
): void {
  if (issues.length === 0) return;
  throw new BpmError('BPM_INVALID_MIGRATION', { process, instance: draft.id, issues });
}

/** Nodes that are called otherwise, and those that are gone. */
function changedNames(
  { nodes }: MigrationPlan,
  from: CompiledProcess,
): { readonly nodes: Record<string, string>; readonly gone: string[] } {
  return {
    nodes: Object.fromEntries(Object.entries(nodes).filter(([old, next]) => old !== next)),
    gone: [...from.nodes.keys()].filter((id) => !Object.hasOwn(nodes, id)),
  };
}

/** Tokens at joins arrive anew: whether they are stuck is found out once more. */
function resolveJoins(burst: Burst, moved: ReadonlySet<number>): void {
  for (const { id, stage, frame } of burst.draft.incidents) {
    if (stage === 'join' && moved.has(frame)) record(burst, { type: 'resolved', incident: id });
  }
}
