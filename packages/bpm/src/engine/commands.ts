/**
 * Commands that take part in a transaction of the caller's, and how an instance is started.
 */
import type { Transaction } from '@kontor/kernel/store';
import type { Variables } from '../instance.ts';
import type { Trigger } from '../trigger.ts';
import { hashOf } from './deployment.ts';
import { contextOf, type EngineCore } from './engine-core.ts';
import { startInstance, type StepContext, stepInstance, type StepResult } from './engine-step.ts';
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
  /** The start event with a trigger, where it is to be that. */
  readonly at?: string | undefined;
}

/** An instance as it stands after a command. */
export type After = Pick<StepResult, 'instance'>;

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
}

/** The commands, in this transaction. */
export function commandsWithin(tx: Transaction, core: EngineCore): ProcessCommands {
  const context = contextOf(core);
  const step = (
    instance: string,
    activity: ActivityRef,
    trigger: (wait: number) => Trigger,
  ): Promise<After> =>
    stepInstance(tx, context, instance, (now) => trigger(findWait(now, activity).id));
  return {
    start: (process, variables = {}, options = {}) =>
      startIn(tx, context, options.id ?? core.ids.next(), process, variables, options),
    complete: (instance, activity, variables = {}, by) =>
      step(instance, activity, (wait) => {
        return { kind: 'complete', wait, variables, ...(by !== undefined && { by }) };
      }),
    fail: (instance, activity, code, variables = {}) =>
      step(instance, activity, (wait) => ({ kind: 'fail', wait, code, variables })),
    setVariables: (instance, variables) =>
      stepInstance(tx, context, instance, { kind: 'set', variables }),
    publish: (message) => publishMessage(tx, context, message),
  };
}

/** Starts an instance of the definition that a process name means now. */
export async function startIn(
  tx: Transaction,
  context: StepContext,
  id: string,
  process: string,
  variables: Variables,
  { version, key, at }: StartOptions,
): Promise<StepResult> {
  const hash = await hashOf(tx, process, version);
  return startInstance(tx, context, { id, hash, variables, key, at });
}
