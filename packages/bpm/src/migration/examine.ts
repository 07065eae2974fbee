/**
 * What a migration does to one instance, and what keeps it from being done: the dry run's answer.
 *
 * A plan is sound for all instances or none; whether a single one can go by it depends on where it
 * stands. Every obstacle is told at once, with what to do about it.
 */
import type { CompiledProcess } from '../compiled.ts';
import type { DefinitionIssue } from '../errors.ts';
import { isCounting } from '../gateway/parallel-join.ts';
import type { Completion, Frame, Instance, Token } from '../instance.ts';
import type { MigrationPlan } from './migration-plan.ts';
import { framesOn } from './relabel.ts';

/** An element in which something waits, and what it goes on as. */
export interface Move {
  readonly from: string;
  readonly to: string;
  /** Things that wait there: iterations, tokens. */
  readonly count: number;
}

/** What a plan does to an instance. */
export interface Examination {
  /** In the order of entering; at joins, flows. */
  readonly moves: readonly Move[];
  /** Why it can't be moved; empty: it can. */
  readonly blocks: readonly DefinitionIssue[];
}

/**
 * Looks at an instance with a plan.
 *
 * @returns obstacles by the codes `ended`, `other-version`, `unmapped-element`, `unmapped-flow`,
 * `unmapped-completion`, `handler-gone`
 */
export function examine(plan: MigrationPlan, to: CompiledProcess, instance: Instance): Examination {
  const { id, state, frames, process } = instance;
  if (state !== 'active') return blocked('ended', id, `is ${state}: nothing of it runs`);
  const moved = framesOn(frames, process, plan.from);
  if (moved.size === 0) {
    return blocked('other-version', id, `runs on '${process}', not on '${plan.from}'`);
  }
  return new Examiner(plan, to, moved).look(instance);
}

const blocked = (code: string, path: string, message: string): Examination => ({
  moves: [],
  blocks: [{ code, path, message }],
});

class Examiner {
  readonly #plan: MigrationPlan;
  readonly #to: CompiledProcess;
  readonly #moved: ReadonlySet<number>;
  readonly #nodes: ReadonlyMap<string, string>;
  readonly #flows: ReadonlyMap<string, string>;
  readonly #dropped: ReadonlySet<string>;
  readonly #moves = new Map<string, Move>();
  readonly #blocks = new Map<string, DefinitionIssue>();

  constructor(plan: MigrationPlan, to: CompiledProcess, moved: ReadonlySet<number>) {
    this.#plan = plan;
    this.#to = to;
    this.#moved = moved;
    this.#nodes = new Map(Object.entries(plan.nodes));
    this.#flows = new Map(Object.entries(plan.flows));
    this.#dropped = new Set(plan.dropped);
  }

  look({ frames, queue = [] }: Instance): Examination {
    const holding = new Set(frames.map(({ parent }) => parent));
    for (const frame of frames) {
      if (this.#moved.has(frame.parent)) this.#stand(frame, !holding.has(frame.id));
      if (this.#moved.has(frame.id)) this.#inside(frame);
    }
    for (const token of queue) if (this.#moved.has(token.in)) this.#underWay(token);
    return { moves: [...this.#moves.values()], blocks: [...this.#blocks.values()] };
  }

  /** A frame must find its element. */
  #stand({ node }: Frame, isLeaf: boolean): void {
    const to = this.#nodes.get(node);
    if (to === undefined) {
      const message = `stands in '${node}', which is gone: map it, or complete, move or cancel it`;
      this.#block('unmapped-element', node, message);
    } else if (isLeaf) this.#move(node, to, 1);
  }

  #inside({ node: id, marks = {}, done = [], undoing = [], pending = [] }: Frame): void {
    for (const [flow, count] of Object.entries(marks)) {
      const to = this.#flows.get(flow);
      if (to === undefined) this.#block('unmapped-flow', flow, `${NO_FLOW}, or map it`);
      else this.#move(flow, to, count);
    }
    for (const node of pending) {
      if (!this.#nodes.has(node)) this.#block('unmapped-element', node, 'is still to be started');
    }
    if (pending.length > 0) this.#awaiting(id);
    for (const one of done) this.#completed(one);
    for (const one of undoing) this.#toBeUndone(one);
  }

  /** A gateway that awaits all its events has begun: what it never began to await never comes. */
  #awaiting(gateway: string): void {
    const next = this.#to.nodes.get(this.#nodes.get(gateway) ?? '');
    if (next?.kind !== 'eventBased') return;
    const known = new Set(this.#nodes.values());
    for (const { to } of next.outgoing) {
      if (known.has(to.id)) continue;
      const message = `is new, and '${gateway}' awaits all its events already: let them come first`;
      this.#block('awaits-more', to.id, message);
    }
  }

  /** What can be undone later must be known later, unless it is forgotten on purpose. */
  #completed({ node, inner = [], calls }: Completion): void {
    if (this.#dropped.has(node)) return;
    if (!this.#nodes.has(node)) {
      const message = `has completed and could be undone: map '${node}', or to null to forget it`;
      this.#block('unmapped-completion', node, message);
    }
    if (calls === undefined) for (const one of inner) this.#completed(one);
  }

  /** Undoing has begun: each must still find what undoes it. */
  #toBeUndone({ node, calls }: Completion): void {
    const next = this.#to.nodes.get(this.#nodes.get(node) ?? '');
    const hasHandler = next !== undefined && (next.undo !== undefined || next.body !== undefined);
    if (calls !== undefined ? next !== undefined : hasHandler) return;
    const message = `is being undone, and nothing of '${this.#plan.to}' does so: let it end first`;
    this.#block('handler-gone', node, message);
  }

  #underWay({ to, by }: Token): void {
    const next = this.#nodes.get(to);
    if (next === undefined) {
      this.#block('unmapped-element', to, `a token is on its way to '${to}': map it`);
      return;
    }
    const node = this.#to.nodes.get(next)!;
    const isJoin = isCounting(node) || node.reach !== undefined;
    if (by !== undefined && isJoin && !this.#flows.has(by)) {
      this.#block('unmapped-flow', by, `${NO_FLOW}, or map it`);
    }
  }

  #move(from: string, to: string, count: number): void {
    const before = this.#moves.get(from)?.count ?? 0;
    this.#moves.set(from, { from, to, count: before + count });
  }

  #block(code: string, path: string, message: string): void {
    this.#blocks.set(`${code} ${path}`, { code, path, message });
  }
}

const NO_FLOW = 'a token waits on this flow, and no flow takes its place: let the join fire first';
