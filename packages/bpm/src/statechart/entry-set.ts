/**
 * Which states are entered: the targets, what is active by default inside them, and what stands
 * around them up to the domain.
 *
 * @source SCXML 1.0, appendix D: computeEntrySet, addDescendantStatesToEnter,
 * addAncestorStatesToEnter
 */
import type { SessionDraft } from './chart-draft.ts';
import {
  type Block,
  type CompiledState,
  type CompiledTransition,
  isInside,
  isLeaf,
  statesAround,
} from './compiled-chart.ts';
import { domainOf, realTargets } from './select-transitions.ts';

/** What is entered, and which default content belongs to it. */
export interface EntrySet {
  readonly states: Set<CompiledState>;
  /** Compound states entered by default: their initial content is run. */
  readonly byDefault: Set<CompiledState>;
  /** Content of the default transition of a history, by the state around it. */
  readonly historyContent: Map<CompiledState, Block>;
}

/** The states that transitions enter. */
export function entrySet(
  session: SessionDraft,
  transitions: readonly CompiledTransition[],
): EntrySet {
  const set = emptySet();
  for (const transition of transitions) {
    const domain = domainOf(session, transition);
    if (domain !== undefined) addTargets(session, set, transition.targets, domain);
  }
  return set;
}

/** The states that are entered at the start. */
export function startSet(session: SessionDraft): EntrySet {
  const root = session.chart.states[0]!;
  const set = emptySet();
  addTargets(session, set, root.initial!.targets, root);
  return set;
}

const emptySet = (): EntrySet => ({
  states: new Set(),
  byDefault: new Set(),
  historyContent: new Map(),
});

function addTargets(
  session: SessionDraft,
  set: EntrySet,
  targets: readonly CompiledState[],
  domain: CompiledState,
): void {
  for (const target of targets) addInner(session, set, target);
  for (const target of targets.flatMap((each) => realTargets(session, each))) {
    addOuter(session, set, target, domain);
  }
  // A parallel domain was emptied, so all of its regions are entered again.
  if (domain.kind === 'parallel') addRegions(session, set, domain);
}

function addInner(session: SessionDraft, set: EntrySet, state: CompiledState): void {
  if (state.kind === 'history') {
    addHistory(session, set, state);
    return;
  }
  set.states.add(state);
  if (state.kind === 'compound') {
    set.byDefault.add(state);
    const { targets } = state.initial!;
    for (const target of targets) addInner(session, set, target);
    for (const target of targets.flatMap((each) => realTargets(session, each))) {
      addOuter(session, set, target, state);
    }
  } else if (state.kind === 'parallel') addRegions(session, set, state);
}

function addHistory(session: SessionDraft, set: EntrySet, history: CompiledState): void {
  const remembered = session.history.get(history.id);
  const parent = history.parent!;
  if (remembered === undefined) set.historyContent.set(parent, history.initial!.content);
  const targets = remembered?.map((id) => session.chart.byId.get(id)!) ?? history.initial!.targets;
  for (const target of targets) addInner(session, set, target);
  for (const target of targets.flatMap((each) => realTargets(session, each))) {
    addOuter(session, set, target, parent);
  }
}

function addOuter(
  session: SessionDraft,
  set: EntrySet,
  state: CompiledState,
  domain: CompiledState,
): void {
  for (const around of statesAround(state, domain)) {
    set.states.add(around);
    if (around.kind === 'parallel') addRegions(session, set, around);
  }
}

function addRegions(session: SessionDraft, set: EntrySet, parallel: CompiledState): void {
  for (const region of parallel.children) {
    const isThere = [...set.states].some((state) => state === region || isInside(state, region));
    if (!isThere) addInner(session, set, region);
  }
}

/** What a history remembers when the state around it is left: leaves, or children. */
export function toRemember(
  active: readonly CompiledState[],
  history: CompiledState,
): CompiledState[] {
  const parent = history.parent!;
  return active.filter((state) =>
    history.deep ? isLeaf(state) && isInside(state, parent) : state.parent === parent,
  );
}
