/**
 * Commands on statecharts: what `ProcessEngine` offers under `charts`. They work on the same store
 * as those on processes; history, incidents, jobs and timers of both are read in one place.
 */
import type { Transaction } from '@kontor/kernel/store';
import type { Variables } from '../instance.ts';
import type { ChartInstance } from '../statechart/chart-instance.ts';
import type { ChartChange } from '../statechart/modify-chart.ts';
import { type Audit, auditOf } from '../trigger.ts';
import { bringSoon } from './bring-sent.ts';
import { type AfterChart, afterChart, startIn, type StartOptions } from './commands.ts';
import { type EngineCore, perform } from './engine-core.ts';
import { stepInstance } from './engine-step.ts';
import type { AnyTrigger } from './move.ts';
import { readInstance } from './reading.ts';
import {
  type EventAddress,
  type EventInput,
  type EventResult,
  type EventTaken,
  sendEvent,
} from './send-event.ts';
import { previewStep } from './preview-step.ts';
import { asChart, type PastEvent, type Snapshot } from './snapshot.ts';
import type { StepContext } from './step-context.ts';

const LIMIT = 1000;

/** How an instance is modified. */
export interface ModifyOptions extends Audit {
  /** Says what would come of it, and changes nothing. */
  readonly dryRun?: boolean | undefined;
}

/** What came of a modification, or would come of it. */
export interface ChartModification {
  readonly instance: ChartInstance;
  readonly isDryRun: boolean;
  /** States in the order in which they were left and entered, by all that followed at once. */
  readonly left: readonly string[];
  readonly entered: readonly string[];
}

/** Commands on statecharts, each in a commit of its own. */
export class ChartCommands {
  readonly #core: EngineCore;

  constructor(core: EngineCore) {
    this.#core = core;
  }

  /**
   * Starts an instance of the newest version of a chart.
   *
   * @param data - first values for data of the chart itself
   * @throws BpmError BPM_UNKNOWN_DEFINITION
   * @throws KernelError KERNEL_DUPLICATE — an instance of this id is there
   */
  start(
    chart: string,
    data: Variables = {},
    options: Omit<StartOptions, 'at'> = {},
  ): Promise<AfterChart> {
    const id = options.id ?? this.#core.ids.next();
    return this.#commit(async (tx, context) => {
      const step = await startIn(tx, context, id, chart, data, options);
      return { ...afterChart(step), isSending: step.isSending };
    });
  }

  /**
   * Sends an event to an instance: by its id, or by its chart and what it was started for.
   *
   * @throws BpmError BPM_UNKNOWN_INSTANCE, BPM_AMBIGUOUS_CORRELATION, BPM_INVALID_COMMAND
   */
  send(to: EventAddress, event: EventInput): Promise<EventTaken> {
    return this.#commit((tx, context) => sendEvent(tx, context, to, event));
  }

  /** Stops an instance: its states are left, with what they do on the way out. */
  terminate(instance: string, reason?: string): Promise<AfterChart> {
    return this.#step(instance, { kind: 'terminate', ...(reason !== undefined && { reason }) });
  }

  /**
   * Puts an instance into the states where it should be.
   *
   * With `dryRun` nothing is changed: what came of it is what would come of it.
   *
   * @throws BpmError BPM_INVALID_COMMAND — nothing was changed
   */
  async modify(
    instance: string,
    change: ChartChange,
    { dryRun = false, ...audit }: ModifyOptions = {},
  ): Promise<ChartModification> {
    const trigger = { kind: 'modify', change, ...auditOf(audit) } as const;
    if (dryRun) return modificationOf(await previewStep(this.#core, instance, trigger), true);
    const step = await perform(this.#core, (tx, context) =>
      stepInstance(tx, context, instance, trigger),
    );
    const done = modificationOf(step, false);
    if (!step.isSending) return done;
    await bringSoon(this.#core, LIMIT);
    return { ...done, instance: await this.instance(instance) };
  }

  /** An instance as it stands. @throws BpmError BPM_UNKNOWN_INSTANCE, BPM_INVALID_COMMAND */
  async instance(id: string): Promise<ChartInstance> {
    return asChart(await readInstance(this.#core.store, id));
  }

  #step(instance: string, trigger: AnyTrigger): Promise<AfterChart> {
    return this.#commit(async (tx, context) => {
      const step = await stepInstance(tx, context, instance, trigger);
      return { ...afterChart(step), isSending: step.isSending };
    });
  }

  async #commit(
    work: (tx: Transaction, context: StepContext) => Promise<EventResult>,
  ): Promise<EventTaken> {
    const { isSending, ...taken } = await perform(this.#core, work);
    if (!isSending) return taken;
    await bringSoon(this.#core, LIMIT);
    return { ...taken, instance: await this.instance(taken.instance.id) };
  }
}

function modificationOf(
  { instance, events }: { readonly instance: Snapshot; readonly events: readonly PastEvent[] },
  isDryRun: boolean,
): ChartModification {
  const nodes = (type: 'left' | 'entered'): string[] =>
    events.flatMap((event) => (event.type === type ? event.node : []));
  return {
    instance: asChart(instance),
    isDryRun,
    left: nodes('left'),
    entered: nodes('entered'),
  };
}
