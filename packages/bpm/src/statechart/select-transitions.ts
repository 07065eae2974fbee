/**
 * Which transitions are taken: for each active leaf in document order the innermost enabled one,
 * and of two that would leave the same state, the one from further inside, else the earlier.
 *
 * @source SCXML 1.0, appendix D: selectTransitions, removeConflictingTransitions. One thing is
 * other than there: a parallel state may be the domain of a transition, so that a region's
 * transition to itself does not leave the parallel state.
 */
import { activeStates, leavesOf, type SessionDraft } from './chart-draft.ts';
import { type ChartRun, dataOf, raiseError } from './chart-run.ts';
import {
  type CompiledState,
  type CompiledTransition,
  isInside,
  statesAround,
} from './compiled-chart.ts';

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
  // One answer for each transition: a condition is asked once, however many leaves are inside.
  const answers = new Map<CompiledTransition, boolean>();
  const isEnabled = (transition: CompiledTransition): boolean => {
    if (!matches(transition.events, event)) return false;
    const known = answers.get(transition);
    if (known !== undefined) return known;
    const answer = holds(run, session, transition);
    answers.set(transition, answer);
    return answer;
  };
  const chosen = new Set<CompiledTransition>();
  for (const leaf of leavesOf(session)) {
    for (const state of [leaf, ...statesAround(leaf)]) {
      const first = state.transitions.find(isEnabled);
      if (first === undefined) continue;
      chosen.add(first);
      break;
    }
  }
  return chosen.size < 2 ? [...chosen] : withoutConflicts(session, [...chosen]);
}

/** Whether an event has a name that is described: the name itself, a prefix of it, or `*`. */
export function matches(
  descriptors: readonly string[] | undefined,
  event: string | undefined,
): boolean {
  if (descriptors === undefined || event === undefined) return descriptors === event;
  return descriptors.some(
    (descriptor) =>
      descriptor === '*' || event === descriptor || event.startsWith(`${descriptor}.`),
  );
}

function holds(run: ChartRun, session: SessionDraft, { cond }: CompiledTransition): boolean {
  if (cond === undefined) return true;
  try {
    return dataOf(run, session).isTrue(cond);
  } catch (error) {
    raiseError(run, session, error, 'transition');
    return false;
  }
}

function withoutConflicts(
  session: SessionDraft,
  enabled: readonly CompiledTransition[],
): CompiledTransition[] {
  const left = new Map(enabled.map((each) => [each, statesLeft(session, [each])]));
  const overlap = (one: CompiledTransition, other: CompiledTransition): boolean =>
    left.get(one)!.some((state) => left.get(other)!.includes(state));
  let kept: CompiledTransition[] = [];
  for (const one of enabled) {
    const against = kept.filter((other) => overlap(one, other));
    if (!against.every((other) => isInside(one.source, other.source))) continue;
    kept = [...kept.filter((other) => !against.includes(other)), one];
  }
  return kept;
}

/** The active states that transitions leave, in document order. */
export function statesLeft(
  session: SessionDraft,
  transitions: readonly CompiledTransition[],
): CompiledState[] {
  const domains = transitions
    .map((transition) => domainOf(session, transition))
    .filter((domain) => domain !== undefined);
  return activeStates(session).filter((state) => domains.some((domain) => isInside(state, domain)));
}

/** The state inside which a transition changes things; undefined: it has no targets. */
export function domainOf(
  session: SessionDraft,
  { source, internal, targets }: CompiledTransition,
): CompiledState | undefined {
  if (targets.length === 0) return undefined;
  const real = targets.flatMap((target) => realTargets(session, target));
  const around = (state: CompiledState): boolean => real.every((target) => isInside(target, state));
  if (internal && source.kind === 'compound' && around(source)) return source;
  return statesAround(source).find(around);
}

/** What a target stands for: a history for what it remembers, or for its default. */
export function realTargets(session: SessionDraft, target: CompiledState): CompiledState[] {
  if (target.kind !== 'history') return [target];
  const remembered = session.history.get(target.id);
  if (remembered !== undefined) return remembered.map((id) => session.chart.byId.get(id)!);
  return target.initial!.targets.flatMap((each) => realTargets(session, each));
}
