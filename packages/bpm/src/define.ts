/**
 * Writing a process in TypeScript: typed while it is written, plain JSON when it is built.
 *
 * The words of a path (define/path.ts) are those of BPMN. The compiler follows the variables from
 * word to word, and refuses a mapping that reads what is not there, an event on an activity that is
 * not there, a message that was not declared. Nothing of that is left in the definition: it holds
 * no functions, and its hash is its version.
 */
import * as z from 'zod';
import { elementId } from './event-model.ts';
import { DraftPath } from './define/draft-path.ts';
import { membersOf, given } from './define/draft-fields.ts';
import { beginProcess } from './define/draft-starts.ts';
import { type ProcessDraft, refuse } from './define/draft.ts';
import type { Path } from './define/path.ts';
import type { ProcessOptions } from './define/path-options.ts';
import type { Schemas, StateOf } from './define/path-state.ts';
import type { Declared, Known, Nothing } from './define/variable-types.ts';

export { feel, type Feel, otherwise, type ThisScope, thisScope } from './define/feel-text.ts';
export type {
  AnyHandle,
  InputOf,
  MessageNames,
  MessagePayload,
  OutputOf,
  ProcessHandle,
  TaskIds,
  TaskPayload,
} from './define/handle.ts';
export type { Awaiting, Ended, Path } from './define/path.ts';
export { type ChartHandle, statechart, type StateIds } from './define/statechart.ts';
export type { IdsOf } from './define/chart-spec.ts';
export { typed, type TypedClient } from './define/typed-client.ts';

/** The state at the start of a process. */
type StartState<
  Id extends string,
  Input extends z.ZodType,
  M extends Schemas,
  S extends Schemas,
> = {
  now: StateOf<
    { readonly id: Id; readonly input: Input; readonly messages: M; readonly signals: S },
    Known<Declared<z.output<Input>>>,
    Known<Declared<z.output<Input>>>
  >;
}['now'];

/**
 * Begins a process.
 *
 * @throws BpmError BPM_INVALID_DEFINITION — the id is none, or is no id
 * @example
 * const order = process('order', { input: z.object({ sku: z.string() }) })
 *   .service('reserve', reserve)
 *   .exclusive('in stock?', { yes: feel('ok'), no: otherwise }, {
 *     yes: (p) => p.user('approve', { form: z.object({ approved: z.boolean() }) }),
 *     no: (p) => p.throwError('OUT_OF_STOCK'),
 *   })
 *   .onTimer('approve', 'PT48H', (p) => p.user('escalate'))
 *   .build();
 */
export function process<
  const Id extends string,
  Input extends z.ZodType = z.ZodObject<Nothing>,
  M extends Schemas = Nothing,
  S extends Schemas = Nothing,
>(id: Id, options: ProcessOptions<Input, M, S> = {}): Path<StartState<Id, Input, M, S>> {
  const { input = z.object({}), messages = {}, signals = {}, ...others } = options;
  const { startedBy, noneStart, ...fields } = others;
  const draft: ProcessDraft = { id, named: new Map() };
  if (!elementId.safeParse(id).success) {
    const message = `'${id}' is no id: a letter first, then letters, digits, _ . -`;
    refuse(draft, 'element-id', id, message);
  }
  const position = beginProcess(draft, { startedBy, noneStart });
  for (const name of membersOf(input)) position.scope.sets.add(name);
  const frame = { draft, fields: given(fields), input, messages, signals, forms: new Map() };
  // The words of the path are the same; what types know of it is not there at run time.
  return new DraftPath(frame, position) as unknown as Path<StartState<Id, Input, M, S>>;
}
