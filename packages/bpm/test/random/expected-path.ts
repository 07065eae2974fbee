/**
 * What is expected of a block: tasks that are done at once when it is entered, then commands, each
 * with the tasks that follow from it.
 *
 * Paths are put together as blocks are, so what is expected of a process follows from its structure
 * alone, without an engine.
 */
import type { Command } from '../traces/script.ts';

/** A command, and the tasks that complete by it. */
export interface Segment {
  readonly command: Command;
  readonly trace: readonly string[];
}

/** The way through a block. */
export interface Path {
  /** Tasks that complete before anything is waited for. */
  readonly lead: readonly string[];
  readonly segments: readonly Segment[];
}

/** A path without commands. */
export const atOnce = (...lead: string[]): Path => ({ lead, segments: [] });

/** A path of one command. */
export const by = (command: Command, ...trace: string[]): Path => ({
  lead: [],
  segments: [{ command, trace }],
});

/** One path after the other: what the second does at once follows from the last command before. */
export function inTurn(...paths: readonly Path[]): Path {
  const before: string[] = [];
  const segments: { readonly command: Command; readonly trace: string[] }[] = [];
  for (const path of paths) {
    (segments.at(-1)?.trace ?? before).push(...path.lead);
    segments.push(...path.segments.map(({ command, trace }) => ({ command, trace: [...trace] })));
  }
  return { lead: before, segments };
}

/**
 * Paths side by side, each of which begins with a wait: their commands shuffled.
 *
 * @param order - whose turn it is, each time, modulo those that have commands left
 */
export function sideBySide(paths: readonly Path[], order: readonly number[]): Path {
  const left = paths.map(({ segments }) => [...segments]).filter(({ length }) => length > 0);
  const segments: Segment[] = [];
  while (left.length > 0) {
    const at = (order[segments.length % order.length] ?? 0) % left.length;
    segments.push(left[at]!.shift()!);
    if (left[at]!.length === 0) left.splice(at, 1);
  }
  return { lead: [], segments };
}

/** The same path in an iteration. */
export const inIteration = ({ lead, segments }: Path, at: number): Path => ({
  lead,
  segments: segments.map(({ command, trace }) => ({
    command: { ...command, at },
    trace,
  })),
});
