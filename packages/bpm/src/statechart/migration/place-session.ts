/**
 * Where a session stands on the new chart: its leaves, its histories and what it has invoked, under
 * their new names; and what keeps it from standing there.
 */
import { contentHash } from '../../content-hash.ts';
import type { DefinitionIssue } from '../../errors.ts';
import type { ActiveInvocation } from '../chart-instance.ts';
import type { Invocation } from '../chart-model.ts';
import { type CompiledState, isLeaf, statesAround } from '../compiled-chart.ts';
import { choiceFor } from './chart-plan.ts';
import type { StatePairs } from './state-pairs.ts';

/** What of a session has names of its chart in it. */
export interface SessionPlace {
  /** Active leaves in document order. */
  readonly active: readonly string[];
  readonly history: Readonly<Record<string, readonly string[]>>;
  readonly bound: readonly string[];
  readonly invoked: readonly ActiveInvocation[];
  /** States whose invocations are to be started. */
  readonly starting: readonly string[];
}

/** A place on the new chart. */
export interface NewPlace {
  readonly place: SessionPlace;
  /** Why it can't be had; empty: it can. */
  readonly blocks: readonly DefinitionIssue[];
}

/**
 * Finds the place of a session on the new chart.
 *
 * @param isRunning - whether something is still to come of an invocation
 */
export function placeSession(
  pairs: StatePairs,
  session: SessionPlace,
  isRunning: (invocation: ActiveInvocation) => boolean,
): NewPlace {
  return new Placing(pairs, isRunning).place(session);
}

class Placing {
  readonly #pairs: StatePairs;
  readonly #isRunning: (invocation: ActiveInvocation) => boolean;
  readonly #blocks: DefinitionIssue[] = [];

  constructor(pairs: StatePairs, isRunning: (invocation: ActiveInvocation) => boolean) {
    this.#pairs = pairs;
    this.#isRunning = isRunning;
  }

  place({ active, history, bound, invoked, starting }: SessionPlace): NewPlace {
    const leaves = this.#leaves(active);
    const around = new Set(leaves.flatMap((leaf) => [leaf, ...statesAround(leaf)]));
    const kept = invoked.flatMap((one) => this.#goesOn(one, around));
    const begins = new Set([...this.#named(starting), ...stillToStart(around, kept)]);
    const place = {
      active: leaves.map(({ id }) => id),
      history: this.#remembered(history),
      bound: this.#named(bound),
      invoked: kept,
      starting: [...begins],
    };
    return { place, blocks: this.#blocks };
  }

  #leaves(active: readonly string[]): CompiledState[] {
    const targets = active.flatMap((id) => {
      const state = this.#pairs.from.byId.get(id)!;
      const target = this.#pairs.becomes(state);
      if (target === undefined && !this.#pairs.isLeft(state)) {
        const message = `stands in '${id}', which is gone: map it, or move it out by modify first`;
        this.#block('unmapped-state', id, message);
      }
      return target ?? [];
    });
    return [...new Set(targets)].sort((one, other) => one.index - other.index);
  }

  #named(ids: readonly string[]): string[] {
    return ids.flatMap((id) => this.#pairs.becomes(this.#pairs.from.byId.get(id)!)?.id ?? []);
  }

  /** A history that is not mapped forgets; so does one of which all states were left. */
  #remembered(history: SessionPlace['history']): Record<string, readonly string[]> {
    return Object.fromEntries(
      Object.entries(history).flatMap(([id, states]) => {
        const target = this.#pairs.becomes(this.#pairs.from.byId.get(id)!);
        if (target === undefined) return [];
        const known = states.flatMap((state) => this.#rememberedState(id, state));
        return known.length === 0 ? [] : [[target.id, known] as const];
      }),
    );
  }

  #rememberedState(history: string, id: string): string[] {
    const state = this.#pairs.from.byId.get(id)!;
    const target = this.#pairs.becomes(state);
    if (target !== undefined) return [target.id];
    if (!this.#pairs.isLeft(state)) {
      const message = `remembers '${id}', which is gone: map that, or the history to null`;
      this.#block('unmapped-memory', history, message);
    }
    return [];
  }

  #goesOn(invocation: ActiveInvocation, around: ReadonlySet<CompiledState>): ActiveInvocation[] {
    const state = this.#pairs.from.byId.get(invocation.state)!;
    const choice = choiceFor(this.#pairs.plan.invokes, state.id);
    if (this.#pairs.isLeft(state) || choice === 'restart') return [];
    const { id } = invocation;
    const found = this.#counterpart(state, invocation.index);
    if (found === undefined) {
      if (choice === 'keep' && this.#isRunning(invocation)) this.#invokeGone(invocation);
      return [];
    }
    const place = { state: found.target.id, index: found.index };
    if (choice === 'cancel') return [{ id, ...place }];
    if (isTakenAnew(found.before, found.after)) return [];
    if (this.#isRunning(invocation) && !around.has(found.target)) {
      const message =
        `has '${id}' running, and '${found.target.id}' would not be active: map it to a state ` +
        `around its leaves, or say cancel for it in invokes`;
      this.#block('not-around', state.id, message);
    }
    return [{ ...invocation, ...place, ...jobOf(invocation, found.after) }];
  }

  #invokeGone({ id, state }: ActiveInvocation): void {
    const message =
      `has '${id}' running, and the new chart has nothing for it: let it end first, or say ` +
      `cancel or restart for '${state}' in invokes`;
    this.#block('invoke-gone', state, message);
  }

  /** The invocation of the same id, else of the same place, and of the same kind. */
  #counterpart(state: CompiledState, at: number) {
    const target = this.#pairs.becomes(state);
    const before = state.invokes[at]!.definition;
    if (target === undefined) return undefined;
    const all = target.invokes.map(({ definition }) => definition);
    const index =
      before.id === undefined ? at : all.findIndex((invocation) => invocation.id === before.id);
    const after = all[index];
    if (after === undefined || sortOf(before) !== sortOf(after)) return undefined;
    return { target, index, before, after };
  }

  #block(code: string, path: string, message: string): void {
    this.#blocks.push({ code, path, message });
  }
}

/** What a running invocation is made of: this must stay. */
const sortOf = ({ type = 'scxml', chart }: Invocation): string =>
  JSON.stringify([type, chart === undefined ? null : contentHash(chart)]);

/** A subscription whose name or key is written otherwise is opened anew. */
const isTakenAnew = (before: Invocation, after: Invocation): boolean =>
  (before.type === 'message' || before.type === 'signal') &&
  JSON.stringify([before.src, before.key]) !== JSON.stringify([after.src, after.key]);

/** A job that waits is of the type that the new chart says. */
function jobOf({ wait }: ActiveInvocation, { src }: Invocation): Pick<ActiveInvocation, 'wait'> {
  if (wait?.kind !== 'job' || typeof src !== 'string') return wait === undefined ? {} : { wait };
  return { wait: { ...wait, type: src } };
}

/** Active states with an invocation that does not go on from before. */
const stillToStart = (
  around: ReadonlySet<CompiledState>,
  kept: readonly ActiveInvocation[],
): string[] =>
  [...around]
    .filter(({ id, invokes }) =>
      invokes.some((_, index) => !kept.some((one) => one.state === id && one.index === index)),
    )
    .sort((one, other) => one.index - other.index)
    .map(({ id }) => id);

/** Regions to be entered: their parallel state is active, and they are not. */
export function regionsToEnter(
  enter: readonly string[],
  active: readonly CompiledState[],
): CompiledState[] {
  const known = new Set(active);
  return active.flatMap(({ kind, children }) =>
    kind !== 'parallel'
      ? []
      : children.filter((region) => !known.has(region) && enter.includes(region.id)),
  );
}

/** Leaves of regions that are left, and the states around them inside of those. */
export const statesOfLeftRegions = (
  { isLeft }: StatePairs,
  active: readonly CompiledState[],
): CompiledState[] => active.filter(isLeft);

/** Active leaves by their old and new names, for a report. */
export function leafMoves(
  pairs: StatePairs,
  active: readonly string[],
): { readonly from: string; readonly to: string; readonly count: number }[] {
  return active.flatMap((id) => {
    const target = pairs.becomes(pairs.from.byId.get(id)!);
    return target !== undefined && isLeaf(target) ? [{ from: id, to: target.id, count: 1 }] : [];
  });
}
