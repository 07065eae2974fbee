/**
 * From a statechart to its compiled form: `ChartDefinition` → `CompiledChart`.
 *
 * All faults come at once: of its shape, its structure and its expressions. What compiles can run.
 */
import { contentHash } from '../content-hash.ts';
import { BpmError, type DefinitionIssue } from '../errors.ts';
import type { ChartLanguage } from './chart-language.ts';
import {
  chartDefinition,
  type ChartDefinition,
  type ChartState,
  type ChartTransition,
  type Datum,
  type Initial,
  type Invocation,
} from './chart-model.ts';
import { checkChart } from './check-chart.ts';
import type {
  CompiledChart,
  CompiledInitial,
  CompiledInvocation,
  CompiledState,
  CompiledTransition,
} from './compiled-chart.ts';

/** What a chart may be written with. */
export interface ChartOptions {
  /** Languages by their names; `feelChart` (feel-chart.ts) is one. */
  readonly languages: readonly ChartLanguage[];
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * Checks a statechart and makes it ready to run.
 *
 * @throws BpmError BPM_INVALID_DEFINITION — with all faults, each with its path and remedy
 */
export function compileChart(input: ChartDefinition, options: ChartOptions): CompiledChart {
  const definition = readChart(input);
  const language = languageOf(definition, options);
  const inside = new Map<string, CompiledChart>();
  const structure = structureOf(definition, language, (invoke) => {
    const chart = invoke.chart && compileChart(invoke.chart, options);
    if (chart !== undefined) inside.set(chart.hash, chart);
    return { definition: invoke, chart };
  });
  return { ...structure, language, inside };
}

/** What is known of a chart without the language of its expressions: its states, linked. */
export type ChartStructure = Omit<CompiledChart, 'language' | 'inside'>;

/**
 * The structure of a chart, whatever language it is written with.
 *
 * @throws BpmError BPM_INVALID_DEFINITION — with all faults but those of expressions
 */
export const chartStructure = (input: ChartDefinition): ChartStructure =>
  structureOf(readChart(input), {}, (definition) => ({ definition, chart: undefined }));

function structureOf(
  definition: ChartDefinition,
  language: Pick<ChartLanguage, 'check'>,
  compiledOf: (invoke: Invocation) => CompiledInvocation,
): ChartStructure {
  const issues = checkChart(definition, language);
  if (issues.length > 0) throw invalid(definition.id, issues);
  const states: CompiledState[] = [];
  addState(rootOf(definition), undefined, states, ({ invokes = [] }) => invokes.map(compiledOf));
  const byId = new Map(states.slice(1).map((state) => [state.id, state]));
  link(definition, states, byId);
  const declared = [...declaredBy(definition)];
  return { definition, hash: contentHash(definition), states, byId, declared };
}

/** The definition, or all faults of its shape. */
function readChart(input: ChartDefinition): ChartDefinition {
  const read = chartDefinition.safeParse(input);
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message, code }) => ({
    code: `shape-${code}`,
    path: path.join('.') || 'chart',
    message,
  }));
  throw invalid(typeof input?.id === 'string' ? input.id : '?', issues);
}

const invalid = (process: string, issues: readonly DefinitionIssue[]): BpmError =>
  new BpmError('BPM_INVALID_DEFINITION', { process, issues });

function languageOf(definition: ChartDefinition, { languages }: ChartOptions): ChartLanguage {
  const name = definition.language ?? 'feel';
  const language = languages.find((each) => each.name === name);
  if (language !== undefined) return language;
  const message = `'${name}' is not handed in: give it in languages`;
  throw invalid(definition.id, [{ code: 'unknown-language', path: 'language', message }]);
}

const rootOf = ({ id, states, initial }: ChartDefinition): ChartState => ({
  id,
  kind: 'state',
  states,
  initial,
});

function addState(
  state: ChartState,
  parent: CompiledState | undefined,
  states: CompiledState[],
  invokesOf: (state: ChartState) => CompiledInvocation[],
): CompiledState {
  const inner = state.states ?? [];
  const compiled: Mutable<CompiledState> = {
    index: states.length,
    end: 0,
    id: state.id,
    kind: state.kind === 'state' ? kindOf(inner) : state.kind,
    deep: state.deep ?? false,
    parent,
    children: [],
    histories: [],
    transitions: [],
    initial: undefined,
    onentry: state.onentry ?? [],
    onexit: state.onexit ?? [],
    data: state.data ?? [],
    invokes: invokesOf(state),
    done: state.done,
  };
  states.push(compiled);
  const all = inner.map((each) => addState(each, compiled, states, invokesOf));
  compiled.children = all.filter(({ kind }) => kind !== 'history');
  compiled.histories = all.filter(({ kind }) => kind === 'history');
  compiled.end = states.length;
  return compiled;
}

const kindOf = (inner: readonly ChartState[]): 'atomic' | 'compound' =>
  inner.some(({ kind }) => kind !== 'history') ? 'compound' : 'atomic';

/** Turns names of targets into states. */
function link(
  definition: ChartDefinition,
  states: readonly CompiledState[],
  byId: ReadonlyMap<string, CompiledState>,
): void {
  const targetsOf = (names: readonly string[]): CompiledState[] =>
    names.map((name) => byId.get(name)!);
  const initialOf = (initial: Initial): CompiledInitial => ({
    targets: targetsOf(initial.targets),
    content: initial.content ?? [],
  });
  const visit = (state: ChartState, compiled: Mutable<CompiledState>): void => {
    if (state.initial !== undefined) compiled.initial = initialOf(state.initial);
    else if (compiled.kind === 'compound') {
      compiled.initial = { targets: compiled.children.slice(0, 1), content: [] };
    }
    compiled.transitions = (state.transitions ?? []).map((transition, index) =>
      linkTransition(transition, index, compiled, targetsOf),
    );
    for (const inner of state.states ?? []) visit(inner, byId.get(inner.id)!);
  };
  visit(rootOf(definition), states[0]!);
}

function linkTransition(
  transition: ChartTransition,
  index: number,
  source: CompiledState,
  targetsOf: (names: readonly string[]) => CompiledState[],
): CompiledTransition {
  return {
    source,
    index,
    events: transition.events?.map((descriptor) => descriptor.replace(/\.\*?$/, '')),
    cond: transition.cond,
    targets: targetsOf(transition.targets ?? []),
    internal: transition.internal ?? false,
    content: transition.content ?? [],
  };
}

function* declaredBy({
  data,
  states,
}: Pick<ChartDefinition, 'data' | 'states'>): Generator<string> {
  for (const { id } of data ?? ([] as Datum[])) yield id;
  for (const state of states) yield* declaredBy({ data: state.data, states: state.states ?? [] });
}
