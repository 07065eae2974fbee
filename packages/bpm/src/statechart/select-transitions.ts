/**
 * Which transitions are taken: for each active leaf in document order the innermost enabled one,
 * and of two that would leave the same state, the one from further inside, else the earlier.
 *
 * @source SCXML 1.0, appendix D: selectTransitions, removeConflictingTransitions. One thing is
 * other than there: a parallel state may be the domain of a transition, so that a region's
 * transition to itself does not leave the parallel state.
 */
import type { SessionDraft } from './chart-draft.ts';
import { type ChartRun, dataOf, raiseError } from './chart-run.ts';
import { type CompiledState, type CompiledTransition, isInside, isLeaf } from './compiled-chart.ts';

/**
 * The transitions of a microstep, in the order in which they are taken.
 *
 * @param event - its name; undefined: those without an event
 */
export function selectTransitions(
  run: ChartRun,
  session: SessionDraft,
  event: string | undefined,
): CompiledTransition[] {
  const answers: Answers = { given: undefined };
  const chosen: CompiledTransition[] = [];
  for (const leaf of session.active) {
    if (!isLeaf(leaf)) continue;
    for (let state: CompiledState | undefined = leaf; state !== undefined; state = state.parent) {
      const first = firstEnabled(run, session, state, event, answers);
      if (first === undefined) continue;
      if (!chosen.includes(first)) chosen.push(first);
      break;
    }
  }
  return chosen.length < 2 ? chosen : withoutConflicts(session, chosen);
}

/** A condition is asked once, however many leaves are inside of its state. */
interface Answers {
  given: Map<CompiledTransition, boolean> | undefined;
}

// Loops instead of `find`: a chart asks this twice an event, of every state around its leaves.
function firstEnabled(
  run: ChartRun,
  session: SessionDraft,
  { transitions }: CompiledState,
  event: string | undefined,
  answers: Answers,
): CompiledTransition | undefined {
  for (const transition of transitions) {
    if (!matches(transition.events, event)) continue;
    if (transition.cond === undefined) return transition;
    answers.given ??= new Map();
    let answer = answers.given.get(transition);
    if (answer === undefined) {
      answer = holds(run, session, transition.cond);
      answers.given.set(transition, answer);
    }
    if (answer) return transition;
  }
  return undefined;
}

/** Whether an event has a name that is described: the name itself, a prefix of it, or `*`. */
export function matches(
  descriptors: readonly string[] | undefined,
  event: string | undefined,
): boolean {
  if (descriptors === undefined || event === undefined) return descriptors === event;
  for (const descriptor of descriptors) {
    if (descriptor === '*' || descriptor === event) return true;
    if (event[descriptor.length] === '.' && event.startsWith(descriptor)) return true;
  }
  return false;
}

function holds(run: ChartRun, session: SessionDraft, cond: string): boolean {
  try {
    return dataOf(run, session).isTrue(cond);
  } catch (error) {
    raiseError(run, session, error, 'transition');
    return false;
  }
}

/** A transition and the state inside which it changes things. */
interface Move {
  readonly transition: CompiledTransition;
  readonly domain: CompiledState | undefined;
}

function withoutConflicts(
  session: SessionDraft,
  enabled: readonly CompiledTransition[],
): CompiledTransition[] {
  let kept: Move[] = [];
  for (const transition of enabled) {
    const move = { transition, domain: domainOf(session, transition) };
    const against = kept.filter((other) => isConflict(move, other));
    const isInner = (other: Move): boolean => isInside(transition.source, other.transition.source);
    if (!against.every(isInner)) continue;
    if (against.length > 0) kept = kept.filter((other) => !against.includes(other));
    kept.push(move);
  }
  return kept.map((move) => move.transition);
}

/**
 * Whether both leave a state: one domain is the other or inside of it, as states are active inside
 * of either.
 */
function isConflict({ domain }: Move, { domain: other }: Move): boolean {
  if (domain === undefined || other === undefined) return false;
  return domain === other || isInside(domain, other) || isInside(other, domain);
}

/** The active states that are left inside of domains, in document order. */
export function statesLeft(
  session: SessionDraft,
  domains: readonly (CompiledState | undefined)[],
): CompiledState[] {
  const left: CompiledState[] = [];
  for (const state of session.active) if (isAnyLeft(state, domains)) left.push(state);
  return left;
}

function isAnyLeft(state: CompiledState, domains: readonly (CompiledState | undefined)[]): boolean {
  for (const domain of domains) if (domain !== undefined && isInside(state, domain)) return true;
  return false;
}

/** The state inside which a transition changes things; undefined: it has no targets. */
export function domainOf(
  session: SessionDraft,
  { source, internal, targets }: CompiledTransition,
): CompiledState | undefined {
  if (targets.length === 0) return undefined;
  const real = realTargetsOf(session, targets);
  if (internal && source.kind === 'compound' && isAround(source, real)) return source;
  let domain = source.parent;
  while (domain !== undefined && !isAround(domain, real)) domain = domain.parent;
  return domain;
}

function isAround(state: CompiledState, targets: readonly CompiledState[]): boolean {
  for (const target of targets) if (!isInside(target, state)) return false;
  return true;
}

/** What targets stand for: states themselves, nearly always. */
export function realTargetsOf(
  session: SessionDraft,
  targets: readonly CompiledState[],
): readonly CompiledState[] {
  for (const { kind } of targets) {
    if (kind === 'history') return targets.flatMap((target) => realTargets(session, target));
  }
  return targets;
}

/** What a target stands for: a history for what it remembers, or for its default. */
function realTargets(session: SessionDraft, target: CompiledState): CompiledState[] {
  if (target.kind !== 'history') return [target];
  const remembered = session.history.get(target.id);
  if (remembered !== undefined) return remembered.map((id) => session.chart.byId.get(id)!);
  return target.initial!.targets.flatMap((each) => realTargets(session, each));
}
