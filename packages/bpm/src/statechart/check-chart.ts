/**
 * Whether a statechart makes sense, beyond its shape: ids are there once, targets exist and can be
 * active together, histories and final states have no more than they may, expressions can be read.
 */
import type { DefinitionIssue } from '../errors.ts';
import type { ChartLanguage } from './chart-language.ts';
import type {
  Action,
  ChartDefinition,
  ChartState,
  ChartTransition,
  Datum,
  Initial,
  Payload,
  ValueSource,
} from './chart-model.ts';

/** What is known of a state while it is checked. */
interface Place {
  readonly state: ChartState;
  /** The ids around it, from the outside in. */
  readonly path: readonly string[];
}

/** All faults of a chart. */
export function checkChart(
  definition: ChartDefinition,
  language: Pick<ChartLanguage, 'check'>,
): DefinitionIssue[] {
  const issues: DefinitionIssue[] = [];
  const fault = (code: string, path: string, message: string): void => {
    issues.push({ code, path, message });
  };
  const places = placesOf(definition, fault);
  checkInitial(definition.initial, '', places, fault);
  for (const { state } of places.values()) checkState(state, places, fault);
  if (language.check !== undefined) checkTexts(definition, language.check.bind(language), fault);
  return issues;
}

type Fault = (code: string, path: string, message: string) => void;
type Places = ReadonlyMap<string, Place>;

function placesOf(definition: ChartDefinition, fault: Fault): Places {
  const places = new Map<string, Place>();
  const visit = (states: readonly ChartState[] | undefined, path: readonly string[]): void => {
    for (const state of states ?? []) {
      if (places.has(state.id)) fault('duplicate-id', state.id, 'is there twice: rename one');
      places.set(state.id, { state, path });
      visit(state.states, [...path, state.id]);
    }
  };
  visit(definition.states, []);
  if (definition.states.every(({ kind }) => kind === 'history')) {
    fault('no-state', 'states', 'has no state to be in: add one');
  }
  return places;
}

function checkState(state: ChartState, places: Places, fault: Fault): void {
  const { id, kind, states = [], transitions = [] } = state;
  const real = states.filter((inner) => inner.kind !== 'history');
  if (kind === 'parallel' && real.length === 0) {
    fault('no-region', id, 'is parallel and has no region: add one, or make it a state');
  }
  if (kind === 'final' && (states.length > 0 || transitions.length > 0)) {
    fault('final-content', id, 'is final: it has no states inside and no transitions');
  }
  if (kind === 'history') checkHistory(state, places, fault);
  else if (kind === 'state') checkInitial(state.initial, id, places, fault);
  else if (state.initial !== undefined) {
    fault('initial', `${id}.initial`, `of a ${kind} state has no meaning: remove it`);
  }
  transitions.forEach((transition, index) => {
    checkTransition(transition, `${id}.transitions.${index}`, places, fault);
  });
}

function checkHistory(state: ChartState, places: Places, fault: Fault): void {
  const { id, states = [], transitions = [], initial } = state;
  if (states.length > 0 || transitions.length > 0) {
    fault('history-content', id, 'is a history: it has no states inside and no transitions');
  }
  if (initial === undefined) {
    fault('history-default', id, 'has no default: give it an initial with targets');
    return;
  }
  const parent = places.get(id)?.path.at(-1) ?? '';
  checkInitial(initial, parent, places, fault);
}

function checkInitial(
  initial: Initial | undefined,
  owner: string,
  places: Places,
  fault: Fault,
): void {
  const path = owner === '' ? 'initial' : `${owner}.initial`;
  for (const target of initial?.targets ?? []) {
    const place = places.get(target);
    if (place === undefined) {
      fault('unknown-target', path, `'${target}' is no state: add it, or mend the name`);
    } else if (owner !== '' && !place.path.includes(owner)) {
      fault('outside', path, `'${target}' is not inside '${owner}': name a state inside`);
    }
  }
  checkTogether(initial?.targets ?? [], path, places, fault);
}

function checkTransition(
  { events, targets = [], content = [] }: ChartTransition,
  path: string,
  places: Places,
  fault: Fault,
): void {
  if (events === undefined && targets.length === 0 && content.length === 0) {
    fault('endless', path, 'does nothing, without end: give it an event, a target or content');
  }
  for (const target of targets) {
    if (!places.has(target)) {
      fault('unknown-target', path, `'${target}' is no state: add it, or mend the name`);
    }
  }
  checkTogether(targets, path, places, fault);
}

/** Targets may be active together: where the ways to two of them part, a parallel state stands. */
function checkTogether(
  targets: readonly string[],
  path: string,
  places: Places,
  fault: Fault,
): void {
  const known = targets.filter((target) => places.has(target));
  for (const [at, one] of known.entries()) {
    for (const other of known.slice(at + 1)) {
      if (one !== other && !areTogether(wayTo(one, places), wayTo(other, places), places)) {
        fault('apart', path, `'${one}' and '${other}' can't be active together: choose one`);
      }
    }
  }
}

const wayTo = (id: string, places: Places): string[] => [...places.get(id)!.path, id];

function areTogether(one: string[], other: string[], places: Places): boolean {
  let shared = 0;
  while (one[shared] !== undefined && one[shared] === other[shared]) shared++;
  if (shared === one.length || shared === other.length) return true;
  const fork = one[shared - 1];
  return fork !== undefined && places.get(fork)?.state.kind === 'parallel';
}

/** Reads every expression, where the language can say beforehand that a text is none. */
function checkTexts(
  definition: ChartDefinition,
  check: (text: string) => string | undefined,
  fault: Fault,
): void {
  for (const [path, text] of textsOf(definition)) {
    const message = check(text);
    if (message !== undefined) fault('expression', path, message);
  }
}

type Text = readonly [path: string, text: string];

function* textsOf(definition: ChartDefinition): Generator<Text> {
  yield* textsOfData(definition.data, 'data');
  yield* textsOfActions(definition.initial?.content, 'initial');
  for (const state of definition.states) yield* textsOfState(state);
}

function* textsOfState(state: ChartState): Generator<Text> {
  const { id } = state;
  yield* textsOfData(state.data, `${id}.data`);
  for (const block of state.onentry ?? []) yield* textsOfActions(block, `${id}.onentry`);
  for (const block of state.onexit ?? []) yield* textsOfActions(block, `${id}.onexit`);
  yield* textsOfActions(state.initial?.content, `${id}.initial`);
  for (const [index, { cond, content }] of (state.transitions ?? []).entries()) {
    const path = `${id}.transitions.${index}`;
    if (cond !== undefined) yield [path, cond];
    yield* textsOfActions(content, path);
  }
  for (const invocation of state.invokes ?? []) {
    yield* textsOfPayload(invocation, `${id}.invokes`);
    yield* textsOfActions(invocation.finalize, `${id}.invokes`);
  }
  if (state.done !== undefined) yield* textsOfPayload(state.done, `${id}.done`);
  for (const inner of state.states ?? []) yield* textsOfState(inner);
}

function* textsOfData(data: readonly Datum[] | undefined, path: string): Generator<Text> {
  for (const { id, from } of data ?? []) yield* textsOfSource(from, `${path}.${id}`);
}

function* textsOfSource(from: ValueSource | undefined, path: string): Generator<Text> {
  if (from !== undefined && 'expr' in from) yield [path, from.expr];
}

function* textsOfPayload({ params, content }: Payload, path: string): Generator<Text> {
  for (const { expr } of params ?? []) yield [path, expr];
  yield* textsOfSource(content, path);
}

function* textsOfActions(content: readonly Action[] | undefined, path: string): Generator<Text> {
  for (const action of content ?? []) {
    if (action.do === 'assign') yield* textsOfSource(action.from, path);
    else if (action.do === 'send') yield* textsOfPayload(action, path);
    else if (action.do === 'log' && action.expr !== undefined) yield [path, action.expr];
    else if (action.do === 'foreach') {
      yield [path, action.array];
      yield* textsOfActions(action.content, path);
    } else if (action.do === 'if') {
      for (const { cond, content: inner } of action.branches) {
        if (cond !== undefined) yield [path, cond];
        yield* textsOfActions(inner, path);
      }
    }
  }
}
