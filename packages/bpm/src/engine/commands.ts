/**
 * Commands that take part in a transaction of the caller's, and how an instance is started.
 */
import type { Transaction } from '@kontor/kernel/store';
import type { Instance, Variables } from '../instance.ts';
import type { ChartInstance } from '../statechart/chart-instance.ts';
import type { Trigger } from '../trigger.ts';
import { hashOf } from './deployment.ts';
import { contextOf, type EngineCore } from './engine-core.ts';
import { BpmError } from '../errors.ts';
import { type EventAddress, type EventInput, type EventTaken, sendEvent } from './send-event.ts';
import { instances, type StoredInstance } from './engine-collections.ts';
import { startInstance, startKeyOf, stepInstance, type StepResult } from './engine-step.ts';
import { asChart, asProcess, type Snapshot } from './snapshot.ts';
import type { StepContext } from './step-context.ts';
import { type ActivityRef, findWait } from './find-wait.ts';
import { type MessageInput, publishMessage, type Published } from './messages.ts';

/** How an instance is started. */
export interface StartOptions {
  /** Its id; drawn when left out. Starting the same id twice is refused. */
  readonly id?: string | undefined;
  /** A version tag or hash; the newest when left out. */
  readonly version?: string | undefined;
  /** What the instance is for, to be found by. */
  readonly key?: string | undefined;
  /** With a key: an instance that was started so and still runs for it is given instead. */
  readonly once?: boolean | undefined;
  /** The start event with a trigger, where it is to be that. */
  readonly at?: string | undefined;
}

/** An instance as it stands after a command. */
export interface After {
  readonly instance: Instance;
}

/** What came of a command on a process. */
export const afterOf = ({ instance }: Pick<StepResult, 'instance'>): After => ({
  instance: asProcess(instance),
});

/** An instance of a statechart as it stands after a command. */
export interface AfterChart {
  readonly instance: ChartInstance;
}

/** What came of a command on a statechart. */
export const afterChart = ({ instance }: Pick<StepResult, 'instance'>): AfterChart => ({
  instance: asChart(instance),
});

/** Commands on statecharts that can share a transaction. */
export interface ChartCommandsWithin {
  start(chart: string, data?: Variables, options?: Omit<StartOptions, 'at'>): Promise<AfterChart>;
  send(to: EventAddress, event: EventInput): Promise<EventTaken>;
}

/** Commands that can share a transaction. */
export interface ProcessCommands {
  start(process: string, variables?: Variables, options?: StartOptions): Promise<After>;
  complete(
    instance: string,
    activity: ActivityRef,
    variables?: Variables,
    by?: string,
  ): Promise<After>;
  fail(
    instance: string,
    activity: ActivityRef,
    code: string,
    variables?: Variables,
  ): Promise<After>;
  setVariables(instance: string, variables: Variables): Promise<After>;
  publish(message: MessageInput): Promise<Published>;
  /** Commands on statecharts. */
  readonly charts: ChartCommandsWithin;
}

/** The commands, in this transaction. */
export function commandsWithin(tx: Transaction, core: EngineCore): ProcessCommands {
  const context = contextOf(core);
  const step = async (
    instance: string,
    activity: ActivityRef,
    trigger: (wait: number) => Trigger,
  ): Promise<After> => {
    const find = (now: Snapshot): Trigger => trigger(findWait(asProcess(now), activity).id);
    return afterOf(await stepInstance(tx, context, instance, find));
  };
  return {
    start: async (process, variables = {}, options = {}) => {
      const id = options.id ?? core.ids.next();
      return afterOf(await startIn(tx, context, id, process, variables, options));
    },
    complete: (instance, activity, variables = {}, by) =>
      step(instance, activity, (wait) => {
        return { kind: 'complete', wait, variables, ...(by !== undefined && { by }) };
      }),
    fail: (instance, activity, code, variables = {}) =>
      step(instance, activity, (wait) => ({ kind: 'fail', wait, code, variables })),
    setVariables: async (instance, variables) =>
      afterOf(await stepInstance(tx, context, instance, { kind: 'set', variables })),
    publish: (message) => publishMessage(tx, context, message),
    charts: {
      start: async (chart, data = {}, options = {}) => {
        const id = options.id ?? core.ids.next();
        return afterChart(await startIn(tx, context, id, chart, data, options));
      },
      send: async (to, event) => {
        const { isSending: _, ...taken } = await sendEvent(tx, context, to, event);
        return taken;
      },
    },
  };
}

/**
 * Starts an instance of the definition that a name means now; with `once`, only while none runs for
 * the key.
 */
export async function startIn(
  tx: Transaction,
  context: StepContext,
  id: string,
  process: string,
  variables: Variables,
  { version, key, at, once = false }: StartOptions,
): Promise<StepResult> {
  if (once && key === undefined) {
    const reason = 'is missing: an instance is started once for a key';
    throw new BpmError('BPM_INVALID_COMMAND', { instance: id, path: 'key', reason });
  }
  const startKey = once ? startKeyOf(process, '', key!) : undefined;
  const running = startKey === undefined ? undefined : await runningFor(tx, startKey);
  if (running !== undefined) {
    return { instance: running.snapshot, events: [], started: [], isSending: false };
  }
  const hash = await hashOf(tx, process, version);
  return startInstance(tx, context, { id, hash, variables, key, at, startKey });
}

async function runningFor(tx: Transaction, startKey: string): Promise<StoredInstance | undefined> {
  const range = { index: 'byStartKey', equals: [startKey] };
  return (await tx.scan(instances, range, { limit: 1 }))[0];
}
