/**
 * Migration of stored instances: one or all of a version, each in a commit of its own.
 *
 * An instance that was moved is on the new definition, so it is not found a second time: a
 * migration that was broken off is called again, and goes on. What keeps an instance back is told,
 * and keeps no other one back.
 */
import { transact, type Transaction } from '@kontor/kernel/store';
import { advance } from '../advance.ts';
import type { CompiledProcess } from '../compiled.ts';
import { BpmError, type DefinitionIssue } from '../errors.ts';
import type { Instance } from '../instance.ts';
import { planIssues, readPlan } from '../migration/check-plan.ts';
import { elementsOf } from '../migration/elements.ts';
import { examine, type Move } from '../migration/examine.ts';
import type { MigrationPlan } from '../migration/migration-plan.ts';
import { type Audit, auditOf } from '../trigger.ts';
import { hashesIn } from './deployment.ts';
import { instances } from './engine-collections.ts';
import { type EngineCore, perform } from './engine-core.ts';
import { stepInstance } from './engine-step.ts';
import { asProcess } from './snapshot.ts';

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
  /** Elements whose waits end, or begin, with it and with what follows at once. */
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
  input: MigrationPlan,
  options: MigrateOptions = {},
): Promise<MigrationReport> {
  const plan = readPlan(input);
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
    process: plan.process,
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
async function checkPlan(tx: Transaction, core: EngineCore, plan: MigrationPlan): Promise<void> {
  const [from, to] = await compiledOf(tx, core, plan);
  const issues = planIssues(
    plan,
    elementsOf(from.definition, from.hash),
    elementsOf(to.definition, to.hash),
  );
  if (issues.length === 0) return;
  throw new BpmError('BPM_INVALID_MIGRATION', { process: plan.process, issues });
}

async function compiledOf(
  tx: Transaction,
  { deployment }: EngineCore,
  { from, to }: MigrationPlan,
): Promise<readonly [CompiledProcess, CompiledProcess]> {
  const library = await deployment.library(tx, [from, to]);
  return [library.process(from), library.process(to)];
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
  plan: MigrationPlan,
  id: string,
  audit: Audit,
): Promise<InstanceMigration> {
  return toldIfBlocked(id, () =>
    perform(core, async (tx, context) => {
      const before = await processInstance(tx, id);
      const [, to] = await compiledOf(tx, core, plan);
      const trigger = { kind: 'migrate', plan, ...auditOf(audit) } as const;
      const { instance } = await stepInstance(tx, context, id, trigger);
      return reportOf(plan, to, before, asProcess(instance));
    }),
  );
}

/** The same step, that nobody commits. */
async function preview(
  core: EngineCore,
  plan: MigrationPlan,
  id: string,
): Promise<InstanceMigration> {
  return toldIfBlocked(id, () =>
    transact(
      core.store,
      async (tx) => {
        const before = await processInstance(tx, id);
        const library = await core.deployment.library(tx, [...hashesIn(before), plan.to]);
        const step = advance(library, before, { kind: 'migrate', plan }, core.clock.now());
        return reportOf(plan, library.process(plan.to), before, step.instance);
      },
      core.trying,
    ),
  );
}

async function processInstance(tx: Transaction, id: string): Promise<Instance> {
  const stored = await tx.get(instances, id);
  if (stored === undefined) throw new BpmError('BPM_UNKNOWN_INSTANCE', { instance: id });
  return asProcess(stored.snapshot);
}

function reportOf(
  plan: MigrationPlan,
  to: CompiledProcess,
  before: Instance,
  after: Instance,
): InstanceMigration {
  const [old, now] = [before, after].map(({ waits }) => new Set(waits.map(({ id }) => id)));
  return {
    instance: before.id,
    moves: examine(plan, to, before).moves,
    closes: before.waits.filter(({ id }) => !now!.has(id)).map(({ node }) => node),
    opens: after.waits.filter(({ id }) => !old!.has(id)).map(({ node }) => node),
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
