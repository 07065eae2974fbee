/**
 * Migration of stored instances: one or all of a version, each in a commit of its own.
 *
 * An instance that was moved is on the new definition, so it is not found a second time: a
 * migration that was broken off is called again, and goes on. What keeps an instance back is told,
 * and keeps no other one back.
 */
import { transact, type Transaction } from '@kontor/kernel/store';
import { BpmError, type DefinitionIssue } from '../errors.ts';
import type { Move } from '../migration/examine.ts';
import { type Audit, auditOf } from '../trigger.ts';
import { hashesIn } from './deployment.ts';
import { instances } from './engine-collections.ts';
import { type EngineCore, perform } from './engine-core.ts';
import type { EngineLibrary } from './engine-library.ts';
import { stepInstance } from './engine-step.ts';
import { move } from './move.ts';
import {
  type AnyPlan,
  anyPlanIssues,
  fitting,
  migrationBy,
  movesOf,
  nameIn,
  readAnyPlan,
  waitNames,
} from './plan-kind.ts';
import type { Snapshot } from './snapshot.ts';

/** How instances are migrated. */
export interface MigrateOptions extends Audit {
  /** Looks at each instance, and changes none. */
  readonly dryRun?: boolean | undefined;
  /** Only these; left out: all that run on the old definition. Callers of it must be named. */
  readonly instances?: readonly string[] | undefined;
  /** Instances looked at in this call, at most; all when left out. */
  readonly limit?: number | undefined;
  /** Goes on after this id: the `next` of the call before. */
  readonly after?: string | undefined;
}

/** What came of an instance, or would come of it. */
export interface InstanceMigration {
  readonly instance: string;
  /** Elements in which something waits, and what they go on as. */
  readonly moves: readonly Move[];
  /**
   * Elements whose waits end, or begin, with it and with what follows at once; of a statechart,
   * states, and events of delayed sends.
   */
  readonly closes: readonly string[];
  readonly opens: readonly string[];
  /** Why it is not moved, each with its remedy; empty: it is. */
  readonly blocks: readonly DefinitionIssue[];
}

/** What came of a migration, or would come of it. */
export interface MigrationReport {
  readonly process: string;
  readonly from: string;
  readonly to: string;
  readonly isDryRun: boolean;
  /** In the order of their ids. */
  readonly instances: readonly InstanceMigration[];
  /** Instances that were moved, or could be. */
  readonly moved: number;
  readonly blocked: number;
  /** There are more: give it as `after`. */
  readonly next?: string;
}

/**
 * Migrates instances by a plan.
 *
 * @throws BpmError BPM_INVALID_MIGRATION — the plan fits no instance; BPM_UNKNOWN_DEFINITION
 */
export async function migrateInstances(
  core: EngineCore,
  input: AnyPlan,
  options: MigrateOptions = {},
): Promise<MigrationReport> {
  const plan = readAnyPlan(input);
  const { dryRun = false, limit = Infinity, after } = options;
  await transact(core.store, (tx) => checkPlan(tx, core, plan), core.trying);
  const found = [...(options.instances ?? (await instancesOn(core, plan.from)))].sort();
  const ids = after === undefined ? found : found.filter((id) => id > after);
  const reports: InstanceMigration[] = [];
  for (const id of ids.slice(0, limit)) {
    reports.push(await (dryRun ? preview(core, plan, id) : migrateOne(core, plan, id, options)));
  }
  const blocked = reports.filter(({ blocks }) => blocks.length > 0).length;
  const last = ids.length > reports.length ? reports.at(-1)?.instance : undefined;
  return {
    process: nameIn(plan),
    from: plan.from,
    to: plan.to,
    isDryRun: dryRun,
    instances: reports,
    moved: reports.length - blocked,
    blocked,
    ...(last !== undefined && { next: last }),
  };
}

/** What speaks against the plan whatever instance it is for. */
async function checkPlan(tx: Transaction, core: EngineCore, plan: AnyPlan): Promise<void> {
  const issues = anyPlanIssues(plan, await core.deployment.library(tx, [plan.from, plan.to]));
  if (issues.length === 0) return;
  throw new BpmError('BPM_INVALID_MIGRATION', { process: nameIn(plan), issues });
}

/** Ids of running instances of a definition, suspended ones among them. */
async function instancesOn({ store }: EngineCore, definition: string): Promise<string[]> {
  const ids: string[] = [];
  for (const state of ['active', 'suspended']) {
    const range = { index: 'byDefinition', equals: [definition, state] };
    for await (const page of store.scan(instances, range)) ids.push(...page.map(({ id }) => id));
  }
  return ids;
}

/** One commit, in which the instance goes over. */
async function migrateOne(
  core: EngineCore,
  plan: AnyPlan,
  id: string,
  audit: Audit,
): Promise<InstanceMigration> {
  return toldIfBlocked(id, () =>
    perform(core, async (tx, context) => {
      const before = await fittingInstance(tx, plan, id);
      const library = await core.deployment.library(tx, [plan.from, plan.to]);
      const trigger = { ...migrationBy(plan), ...auditOf(audit) };
      const { instance } = await stepInstance(tx, context, id, trigger);
      return reportOf(plan, library, before, instance);
    }),
  );
}

/** The same step, that nobody commits. */
async function preview(core: EngineCore, plan: AnyPlan, id: string): Promise<InstanceMigration> {
  return toldIfBlocked(id, () =>
    transact(
      core.store,
      async (tx) => {
        const before = await fittingInstance(tx, plan, id);
        const library = await core.deployment.library(tx, [
          ...hashesIn(before),
          plan.from,
          plan.to,
        ]);
        const step = move(library, before, migrationBy(plan), core.clock.now());
        return reportOf(plan, library, before, step.instance);
      },
      core.trying,
    ),
  );
}

async function fittingInstance(tx: Transaction, plan: AnyPlan, id: string): Promise<Snapshot> {
  const stored = await tx.get(instances, id);
  if (stored === undefined) throw new BpmError('BPM_UNKNOWN_INSTANCE', { instance: id });
  return fitting(plan, stored.snapshot);
}

function reportOf(
  plan: AnyPlan,
  library: EngineLibrary,
  before: Snapshot,
  after: Snapshot,
): InstanceMigration {
  const [old, now] = [waitNames(before), waitNames(after)];
  return {
    instance: before.id,
    moves: movesOf(plan, library, before),
    closes: [...old].filter(([id]) => !now.has(id)).map(([, name]) => name),
    opens: [...now].filter(([id]) => !old.has(id)).map(([, name]) => name),
    blocks: [],
  };
}

/** An obstacle of one instance is a line of the report. */
async function toldIfBlocked(
  instance: string,
  work: () => Promise<InstanceMigration>,
): Promise<InstanceMigration> {
  try {
    return await work();
  } catch (error) {
    const isBlocked =
      BpmError.is(error, 'BPM_INVALID_MIGRATION') || BpmError.is(error, 'BPM_INVALID_COMMAND');
    if (!isBlocked) throw error;
    const blocks = BpmError.is(error, 'BPM_INVALID_MIGRATION')
      ? error.details.issues
      : [{ code: 'ended', path: instance, message: error.message }];
    return { instance, moves: [], closes: [], opens: [], blocks };
  }
}
