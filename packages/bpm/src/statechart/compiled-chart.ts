/**
 * The compiled form of a statechart: states by their number in document order, so that "is inside"
 * is a comparison of numbers and a document order a sort.
 */
import type { ChartLanguage } from './chart-language.ts';
import type { Action, ChartDefinition, ChartState, Datum, Invocation } from './chart-model.ts';

/** A block of executable content; a fault ends it. */
export type Block = readonly Action[];

/** What is entered by default. */
export interface CompiledInitial {
  readonly targets: readonly CompiledState[];
  readonly content: Block;
}

/** A state; number 0 is the chart itself, which is never active. */
export interface CompiledState {
  readonly index: number;
  /** One past the last state inside. */
  readonly end: number;
  readonly id: string;
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly deep: boolean;
  readonly parent: CompiledState | undefined;
  /** Without histories. */
  readonly children: readonly CompiledState[];
  readonly histories: readonly CompiledState[];
  readonly transitions: readonly CompiledTransition[];
  /** Of a compound state and of a history. */
  readonly initial: CompiledInitial | undefined;
  readonly onentry: readonly Block[];
  readonly onexit: readonly Block[];
  readonly data: readonly Datum[];
  readonly invokes: readonly CompiledInvocation[];
  readonly done: ChartState['done'];
}

/** An invocation with its own chart ready to run. */
export interface CompiledInvocation {
  readonly definition: Invocation;
  readonly chart: CompiledChart | undefined;
}

/** A transition. */
export interface CompiledTransition {
  readonly source: CompiledState;
  /** Its place among those of its source, from 0. */
  readonly index: number;
  /** Descriptors without a trailing `.*`; undefined: it needs no event. */
  readonly events: readonly string[] | undefined;
  readonly cond: string | undefined;
  readonly targets: readonly CompiledState[];
  readonly internal: boolean;
  readonly content: Block;
}

/** A chart that can run. */
export interface CompiledChart {
  readonly definition: ChartDefinition;
  readonly hash: string;
  readonly language: ChartLanguage;
  /** In document order; the chart itself first. */
  readonly states: readonly CompiledState[];
  readonly byId: ReadonlyMap<string, CompiledState>;
  /** Names of all data. */
  readonly declared: readonly string[];
  /** Charts that stand in its invocations, by hash. */
  readonly inside: ReadonlyMap<string, CompiledChart>;
}

/** Whether a state is inside another, at any depth. */
export const isInside = (state: CompiledState, of: CompiledState): boolean =>
  state.index > of.index && state.index < of.end;

/** Whether a state has no states inside. */
export const isLeaf = ({ kind }: CompiledState): boolean => kind === 'atomic' || kind === 'final';

/** The states around one, from the inside out, up to but not with `until`. */
export function statesAround(state: CompiledState, until?: CompiledState): CompiledState[] {
  const around: CompiledState[] = [];
  for (let at = state.parent; at !== undefined && at !== until; at = at.parent) around.push(at);
  return around;
}
