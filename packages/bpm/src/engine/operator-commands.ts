/**
 * What an operator does with running instances and with the versions of a process: migrate, modify,
 * suspend. Each command is one commit, and the history tells who gave it, and why.
 */
import type { Change } from '../modification.ts';
import type { MigrationPlan } from '../migration/migration-plan.ts';
import type { ChartMigrationPlan } from '../statechart/migration/chart-plan.ts';
import { type Audit, auditOf, type Trigger } from '../trigger.ts';
import { bringSoon } from './bring-sent.ts';
import { type After, afterOf } from './commands.ts';
import type { StoredDefinition } from './engine-collections.ts';
import { type EngineCore, perform } from './engine-core.ts';
import { stepInstance } from './engine-step.ts';
import {
  migrateInstances,
  type MigrateOptions,
  type MigrationReport,
} from './migrate-instances.ts';
import { readInstance } from './reading.ts';
import { type Snapshot } from './snapshot.ts';
import {
  readDefinitionOf,
  readVersions,
  resumeVersion,
  suspendVersion,
  type Version,
} from './versions.ts';

/** Pieces that are brought after a command, at most. */
const LIMIT = 1000;

/** The commands of an operator. */
export abstract class OperatorCommands {
  readonly #core: EngineCore;

  constructor(core: EngineCore) {
    this.#core = core;
  }

  /** The versions of a process or statechart that were deployed, the oldest first. */
  versions(process: string): Promise<Version[]> {
    return readVersions(this.#core.store, process);
  }

  /** A definition as it was deployed; the newest when no version is said. */
  definition(process: string, version?: string): Promise<StoredDefinition['definition']> {
    return readDefinitionOf(this.#core, process, version);
  }

  /**
   * Moves instances to another definition, each in a commit of its own; those that can't be are
   * told with the reason.
   *
   * @throws BpmError BPM_INVALID_MIGRATION — the plan itself is wrong, and no instance was moved
   * @throws BpmError BPM_UNKNOWN_DEFINITION — one of the two was not deployed
   */
  migrate(
    plan: MigrationPlan | ChartMigrationPlan,
    options: MigrateOptions = {},
  ): Promise<MigrationReport> {
    return migrateInstances(this.#core, plan, options);
  }

  /**
   * Puts an instance where it should be: several changes, all in one commit.
   *
   * @throws BpmError BPM_INVALID_COMMAND, BPM_ACTIVITY_NOT_ACTIVE — nothing was changed
   */
  async modify(instance: string, changes: readonly Change[], audit: Audit = {}): Promise<After> {
    return afterOf(await this.#step(instance, { kind: 'modify', changes, ...auditOf(audit) }));
  }

  /**
   * An instance takes no work until it is resumed: its tasks can't be completed, its jobs are not
   * given out, its timers stay due, messages are held for it.
   *
   * @throws BpmError BPM_SUSPENDED — it is already
   */
  suspend(instance: string, audit: Audit = {}): Promise<{ readonly instance: Snapshot }> {
    return this.#step(instance, { kind: 'suspend', ...auditOf(audit) });
  }

  /** It goes on with what came meanwhile: timers by their policies, messages, jobs. */
  resume(instance: string, audit: Audit = {}): Promise<{ readonly instance: Snapshot }> {
    return this.#step(instance, { kind: 'resume', ...auditOf(audit) });
  }

  /** No instance is started on a version any more; those that run go on. */
  suspendDefinition(process: string, version?: string): Promise<void> {
    return suspendVersion(this.#core, process, version);
  }

  /** Instances may be started on a version again. */
  resumeDefinition(process: string, version?: string): Promise<void> {
    return resumeVersion(this.#core, process, version);
  }

  async #step(instance: string, trigger: Trigger): Promise<{ readonly instance: Snapshot }> {
    const step = await perform(this.#core, (tx, context) =>
      stepInstance(tx, context, instance, trigger),
    );
    if (!step.isSending) return step;
    await bringSoon(this.#core, LIMIT);
    return { instance: await readInstance(this.#core.store, instance) };
  }
}
