/**
 * A process that was built, and the types it carries: what it is started with, what completes its
 * tasks, what its messages carry.
 *
 * The definition in it is plain JSON; the schemas beside it are what `typed` checks payloads with.
 */
import type { z } from 'zod';
import type { ProcessInput } from '../model.ts';
import type { ProcessTypes, Schemas, Task } from './path-state.ts';

/** A process with its types. */
export interface ProcessHandle<
  Types extends ProcessTypes = ProcessTypes,
  Tasks extends Task = Task,
  Output = unknown,
> {
  readonly id: Types['id'];
  /** What is deployed: `engine.deploy(order.definition)`. */
  readonly definition: ProcessInput;
  /** The hash of its content, which is its version. */
  readonly hash: string;
  readonly schemas: {
    readonly input: Types['input'];
    readonly messages: Types['messages'];
    readonly signals: Types['signals'];
    /** What completes user tasks, by id; tasks without a form are not among them. */
    readonly forms: Schemas;
  };
  /** Names that it is known to set, those of its input included. */
  readonly variables: readonly string[];
  /** For the compiler only; never there. */
  readonly '~types'?: { readonly tasks: Tasks; readonly output: Output };
}

/** Any process that was built. */
export type AnyHandle = ProcessHandle;

type TypesOf<P extends AnyHandle> = NonNullable<P['~types']>;

/**
 * What a process is started with.
 *
 * @example
 * type Input = InputOf<typeof order>; // { sku: string; total: string }
 */
export type InputOf<P extends AnyHandle> = z.input<P['schemas']['input']>;

/** The variables a process ends with; those that not every end has may be missing. */
export type OutputOf<P extends AnyHandle> = TypesOf<P>['output'];

/** Ids of the user tasks of a process, those in sub-processes included. */
export type TaskIds<P extends AnyHandle> = TypesOf<P>['tasks']['id'];

/**
 * What completes a user task: what its form takes, or any variables.
 *
 * @example
 * type Payload = TaskPayload<typeof order, 'approve'>; // { approved: boolean }
 */
export type TaskPayload<P extends AnyHandle, Id extends TaskIds<P>> = Extract<
  TypesOf<P>['tasks'],
  { readonly id: Id }
>['payload'];

/** Names of the messages of a process. */
export type MessageNames<P extends AnyHandle> = keyof P['schemas']['messages'] & string;

/** What a message carries. */
export type MessagePayload<P extends AnyHandle, Name extends MessageNames<P>> = z.input<
  P['schemas']['messages'][Name]
>;
