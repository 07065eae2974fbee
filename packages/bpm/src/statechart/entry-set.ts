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
} from './compiled-chart.ts';
import { realTargetsOf } from './select-transitions.ts';

/** What is entered, and which default content belongs to it. */
export interface Entry {
  /** In document order. */
  readonly states: readonly CompiledState[];
  /** Compound states entered by default: their initial content is run. */
  readonly byDefault: ReadonlySet<CompiledState>;
  /** Content of the default transition of a history, by the state around it. */
  readonly historyContent: ReadonlyMap<CompiledState, Block>;
}

/** The same while it is found. */
interface EntrySet {
  readonly states: Set<CompiledState>;
  readonly byDefault: Set<CompiledState>;
  readonly historyContent: Map<CompiledState, Block>;
}

/** The states that transitions enter. */
export function entrySet(
  session: SessionDraft,
  transitions: readonly CompiledTransition[],
  domains: readonly (CompiledState | undefined)[],
): Entry {
  const plain = plainTargets(transitions, domains);
  if (plain !== undefined) return { states: plain, byDefault: NONE, historyContent: NO_CONTENT };
  const set = emptySet();
  for (let at = 0; at < transitions.length; at++) {
    const domain = domains[at];
    if (domain !== undefined) addTargets(session, set, transitions[at]!.targets, domain);
  }
  return inOrder(set);
}

const NONE: Entry['byDefault'] = new Set();
const NO_CONTENT: Entry['historyContent'] = new Map();

/** Most transitions go to one state without states inside, beside the one they leave. */
function plainTargets(
  transitions: readonly CompiledTransition[],
  domains: readonly (CompiledState | undefined)[],
): CompiledState[] | undefined {
  const states: CompiledState[] = [];
  for (let at = 0; at < transitions.length; at++) {
    const { targets } = transitions[at]!;
    const [domain, target] = [domains[at], targets[0]];
    if (targets.length > 1 || target === undefined || domain === undefined) return undefined;
    if (!isLeaf(target) || target.parent !== domain || domain.kind === 'parallel') return undefined;
    states.push(target);
  }
  return states.length < 2 ? states : states.sort(byPlace);
}

const byPlace = (one: CompiledState, other: CompiledState): number => one.index - other.index;

function inOrder({ states, byDefault, historyContent }: EntrySet): Entry {
  return { states: [...states].sort(byPlace), byDefault, historyContent };
}

/** The states that are entered at the start. */
export const startSet = (session: SessionDraft): Entry =>
  configurationOf(session, session.chart.states[0]!.initial!.targets);

/** All states that are active when targets are, with the default for what they leave open. */
export function configurationOf(session: SessionDraft, targets: readonly CompiledState[]): Entry {
  const set = emptySet();
  addTargets(session, set, targets, session.chart.states[0]!);
  return inOrder(set);
}

/** A state with what is entered inside of it by default. */
export function defaultEntry(session: SessionDraft, state: CompiledState): Entry {
  const set = emptySet();
  addInner(session, set, state);
  return inOrder(set);
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
  for (const target of realTargetsOf(session, targets)) addOuter(session, set, target, domain);
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
    for (const target of realTargetsOf(session, targets)) addOuter(session, set, target, state);
  } else if (state.kind === 'parallel') addRegions(session, set, state);
}

function addHistory(session: SessionDraft, set: EntrySet, history: CompiledState): void {
  const remembered = session.history.get(history.id);
  const parent = history.parent!;
  if (remembered === undefined) set.historyContent.set(parent, history.initial!.content);
  const targets = remembered?.map((id) => session.chart.byId.get(id)!) ?? history.initial!.targets;
  for (const target of targets) addInner(session, set, target);
  for (const target of realTargetsOf(session, targets)) addOuter(session, set, target, parent);
}

function addOuter(
  session: SessionDraft,
  set: EntrySet,
  state: CompiledState,
  domain: CompiledState,
): void {
  for (let around = state.parent; around !== undefined && around !== domain; ) {
    set.states.add(around);
    if (around.kind === 'parallel') addRegions(session, set, around);
    around = around.parent;
  }
}

function addRegions(session: SessionDraft, set: EntrySet, parallel: CompiledState): void {
  for (const region of parallel.children) {
    if (!hasInside(set.states, region)) addInner(session, set, region);
  }
}

function hasInside(states: ReadonlySet<CompiledState>, region: CompiledState): boolean {
  for (const state of states) if (state === region || isInside(state, region)) return true;
  return false;
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
