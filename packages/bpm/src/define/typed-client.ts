/**
 * Commands for the instances of one process, typed by it and checked by its schemas.
 *
 * The compiler refuses a task, message or payload that the process has not; at run time the schemas
 * do, because what comes from a form or a web hook was not compiled. What they make of a payload
 * (defaults, trimmed texts) is what the instance is given.
 */
import type { z } from 'zod';
import { BpmError } from '../errors.ts';
import type { Instance, Variables } from '../instance.ts';
import type { After, ProcessCommands, StartOptions } from '../process-engine.ts';
import type { MessageInput, Published } from '../engine/messages.ts';
import type {
  AnyHandle,
  InputOf,
  MessageNames,
  MessagePayload,
  TaskIds,
  TaskPayload,
} from './handle.ts';
import type { Nothing } from './variable-types.ts';

/** How a task is completed. */
export interface CompleteOptions {
  /** The iteration, from 0, where there are several. */
  readonly at?: number;
  /** Who does it. */
  readonly by?: string;
}

/** How a message is published, beside its name and what it carries. */
export type PublishOptions = Omit<MessageInput, 'name' | 'variables'>;

/** What can be left out where nothing must be in it. */
type Payload<Wanted, Options> = Nothing extends Wanted
  ? [payload?: Wanted, options?: Options]
  : [payload: Wanted, options?: Options];

/** Commands for the instances of a process. */
export interface TypedClient<P extends AnyHandle> {
  /**
   * Starts an instance on this very definition, which must be deployed.
   *
   * @throws BpmError BPM_INVALID_COMMAND, BPM_UNKNOWN_DEFINITION
   */
  start(...input: Payload<InputOf<P>, StartOptions>): Promise<After>;
  /**
   * Completes a user task.
   *
   * @throws BpmError BPM_INVALID_COMMAND, BPM_ACTIVITY_NOT_ACTIVE
   */
  complete<Id extends TaskIds<P>>(
    instance: string | Pick<Instance, 'id'>,
    task: Id,
    ...payload: Payload<TaskPayload<P, Id>, CompleteOptions>
  ): Promise<After>;
  /**
   * Publishes a message.
   *
   * @throws BpmError BPM_INVALID_COMMAND, BPM_AMBIGUOUS_CORRELATION
   */
  publish<Name extends MessageNames<P>>(
    message: Name,
    ...payload: Payload<MessagePayload<P, Name>, PublishOptions>
  ): Promise<Published>;
}

/**
 * An engine, or its commands in a transaction, seen through the types of a process.
 *
 * @example
 * const orders = typed(engine, order);
 * const { instance } = await orders.start({ sku: 'A-1', total: '99.90' });
 * await orders.complete(instance, 'approve', { approved: true });
 * await orders.publish('paid', { amount: '99.90' });
 */
export function typed<P extends AnyHandle>(engine: ProcessCommands, process: P): TypedClient<P> {
  const client: LooseClient = {
    start: (input = {}, options = {}) => start(engine, process, input, options),
    complete: (instance, task, payload = {}, options = {}) => {
      const id = typeof instance === 'string' ? instance : instance.id;
      return complete(engine, process, { instance: id, task, payload }, options);
    },
    publish: async (name, payload = {}, options = {}) => {
      const variables = checked(process.schemas.messages[name], payload, name, `message ${name}`);
      return engine.publish({ ...options, name, variables });
    },
  };
  // The same functions; the types of the process say what they take.
  return client;
}

interface LooseClient {
  start(input?: unknown, options?: StartOptions): Promise<After>;
  complete(
    instance: string | Pick<Instance, 'id'>,
    task: string,
    payload?: unknown,
    options?: CompleteOptions,
  ): Promise<After>;
  publish(name: string, payload?: unknown, options?: PublishOptions): Promise<Published>;
}

async function start(
  engine: ProcessCommands,
  { id, hash, schemas }: AnyHandle,
  input: unknown,
  options: StartOptions,
): Promise<After> {
  const variables = checked(schemas.input, input, 'input', options.id ?? `new ${id}`);
  return engine.start(id, variables, { version: hash, ...options });
}

async function complete(
  engine: ProcessCommands,
  { schemas }: AnyHandle,
  command: { readonly instance: string; readonly task: string; readonly payload: unknown },
  { at, by }: CompleteOptions,
): Promise<After> {
  const { instance, task: activity, payload } = command;
  const variables = checked(schemas.forms[activity], payload, activity, instance);
  return engine.complete(instance, { activity, at }, variables, by);
}

/** A payload as its schema reads it; without one, as it is. */
function checked(
  schema: z.ZodType | undefined,
  payload: unknown,
  place: string,
  instance: string,
): Variables {
  if (schema === undefined) return payload as Variables;
  const read = schema.safeParse(payload);
  if (read.success) return read.data as Variables;
  const [issue] = read.error.issues;
  const path = [place, ...issue!.path.map(String)].join('.');
  throw new BpmError('BPM_INVALID_COMMAND', {
    instance,
    path,
    reason: `is refused: ${issue!.message}`,
  });
}
