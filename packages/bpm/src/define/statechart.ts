/**
 * Writing a statechart in TypeScript: states, events and data are names that the compiler knows,
 * and what is written is the plain JSON that a hand would write.
 */
import type { z } from 'zod';
import { contentHash } from '../content-hash.ts';
import { BpmError } from '../errors.ts';
import { type ChartDefinition, chartDefinition } from '../statechart/chart-model.ts';
import type { ChartTrigger } from '../statechart/chart-trigger.ts';
import type { CheckedStates, ChartSpec, IdsOf, StatesSpec } from './chart-spec.ts';
import { draftChart } from './draft-chart.ts';
import type { Schemas } from './path-state.ts';
import type { Nothing } from './variable-types.ts';

/** What an event takes along: nothing where its schema has no members. */
type Carried<Schema extends z.ZodType> =
  Nothing extends z.input<Schema> ? [data?: z.input<Schema>] : [data: z.input<Schema>];

/** A statechart with its types. */
export interface ChartHandle<
  Id extends string = string,
  Data extends Schemas = Schemas,
  Events extends Schemas = Schemas,
  State extends string = string,
> {
  readonly id: Id;
  /** What is compiled or deployed. */
  readonly definition: ChartDefinition;
  /** The hash of its content, which is its version. */
  readonly hash: string;
  /** The trigger that starts it, with first values of its data. */
  start(data?: { readonly [Name in keyof Data]?: z.input<Data[Name]> }): ChartTrigger;
  /** The trigger of an event from outside. */
  event<Name extends keyof Events & string>(
    name: Name,
    ...carried: Carried<Events[Name]>
  ): ChartTrigger;
  /** For the compiler only; never there. */
  readonly '~states'?: State;
}

/**
 * The ids of a chart's states.
 *
 * @example
 * type Stage = StateIds<typeof deal>; // 'new' | 'qualified' | 'won' | 'lost'
 */
export type StateIds<Chart extends ChartHandle> = NonNullable<Chart['~states']>;

/**
 * Writes a statechart. A target, event or variable that is not declared is a compile error; what
 * only the engine can see (targets that can't be active together, a text that is no expression) is
 * refused by `compileChart`.
 *
 * Of the transitions of a state, those by event stand first, then delays, `done`, what it invokes,
 * and those without an event, each in the order it is written in.
 *
 * @throws BpmError BPM_INVALID_DEFINITION — an id or event is no name
 * @example
 * const deal = statechart('deal', {
 *   data: { amount: z.number().default(0) },
 *   events: { qualify: z.object({ amount: z.number() }), win: z.object({}) },
 *   initial: 'new',
 *   states: {
 *     new: {
 *       on: { qualify: { to: 'qualified', do: [{ assign: { amount: '_event.data.amount' } }] } },
 *       after: { P30D: 'lost' },
 *     },
 *     qualified: { on: { win: { to: 'won', when: 'amount > 0' } } },
 *     won: { type: 'final' },
 *     lost: { type: 'final' },
 *   },
 * });
 */
export function statechart<
  const Id extends string,
  const States extends StatesSpec,
  Data extends Schemas = Nothing,
  Events extends Schemas = Nothing,
  Messages extends Schemas = Nothing,
  Signals extends Schemas = Nothing,
>(
  id: Id,
  spec: ChartSpec<Data, Events, States, Messages, Signals> & {
    readonly states: CheckedStates<
      States,
      {
        readonly state: IdsOf<States>;
        readonly event: keyof Events & string;
        readonly datum: keyof Data & string;
        readonly messages: Messages;
        readonly signals: Signals;
      }
    >;
  },
): ChartHandle<Id, Data, Events, IdsOf<States>> {
  const drafted = draftChart(id, spec);
  const read = chartDefinition.safeParse(drafted);
  if (!read.success) throw invalid(id, read.error);
  const definition = read.data;
  const hash = contentHash(definition);
  return {
    id,
    definition,
    hash,
    start: (data) => ({ kind: 'start', chart: hash, ...(data && { data: data as never }) }),
    event: (name, ...[data]) => ({
      kind: 'event',
      name,
      ...(data !== undefined && { data: data as never }),
    }),
  };
}

function invalid(id: string, { issues }: z.ZodError): BpmError {
  return new BpmError('BPM_INVALID_DEFINITION', {
    process: id,
    issues: issues.map(({ code, path, message }) => {
      return { code: `shape-${code}`, path: path.join('.') || 'chart', message };
    }),
  });
}
