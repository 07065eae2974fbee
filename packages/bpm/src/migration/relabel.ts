/**
 * The parts of an instance under the names of another definition: what a migration does to each.
 *
 * A called process has names of its own. So each part is looked at by the definition that it runs
 * on, and only those on the one that is left are named anew.
 */
import type { Completion, EntryOptions, Frame, Token, Wait } from '../instance.ts';

/** How elements are called from now on. */
export interface Names {
  readonly from: string;
  readonly to: string;
  readonly nodes: ReadonlyMap<string, string>;
  readonly gone: ReadonlySet<string>;
  readonly flows: ReadonlyMap<string, string>;
}

/** The names of a migration. */
export function namesOf(event: {
  readonly from: string;
  readonly to: string;
  readonly nodes: Readonly<Record<string, string>>;
  readonly gone: readonly string[];
  readonly flows: Readonly<Record<string, string>>;
}): Names {
  const { from, to } = event;
  return {
    from,
    to,
    nodes: new Map(Object.entries(event.nodes)),
    gone: new Set(event.gone),
    flows: new Map(Object.entries(event.flows)),
  };
}

/** A node by its new name. */
export const renamed = ({ nodes }: Names, id: string): string => nodes.get(id) ?? id;

/**
 * Frames whose inside runs on a definition: the process, calls of it, and all in them that is not
 * the inside of another call.
 *
 * @param frames - those around come before those inside
 */
export function framesOn(frames: Iterable<Frame>, process: string, hash: string): Set<number> {
  const found = new Set<number>();
  for (const { id, parent, calls } of frames) {
    const runsOn = calls ?? (parent === 0 ? process : undefined);
    if (runsOn === undefined ? found.has(parent) : runsOn === hash) found.add(id);
  }
  return found;
}

/**
 * A frame under its new names.
 *
 * @param moved - frames whose inside is on the definition that is left
 */
export function relabelFrame(frame: Frame, names: Names, moved: ReadonlySet<number>): Frame {
  const node = moved.has(frame.parent) ? renamed(names, frame.node) : frame.node;
  if (!moved.has(frame.id)) return node === frame.node ? frame : { ...frame, node };
  const { calls, fired, done, undoing, pending, ...rest } = frame;
  const completions = done?.flatMap((one) => relabelCompletion(one, names));
  return {
    ...rest,
    node,
    ...(calls !== undefined && { calls: calls === names.from ? names.to : calls }),
    ...(fired && { fired: relabelFired(fired, names) }),
    ...(completions !== undefined && completions.length > 0 && { done: completions }),
    ...(undoing && { undoing: undoing.flatMap((one) => relabelCompletion(one, names)) }),
    ...(pending && { pending: pending.map((id) => renamed(names, id)) }),
  };
}

type Fired = NonNullable<Frame['fired']>;

/** Joins that are gone have no record any more. */
const relabelFired = (fired: Fired, names: Names): Fired =>
  Object.fromEntries(
    Object.entries(fired)
      .filter(([join]) => !names.gone.has(join))
      .map(([join, flows]) => [
        renamed(names, join),
        flows.flatMap((flow) => names.flows.get(flow) ?? []),
      ]),
  );

/** What was done in a call stays with the definition that it ran on. */
function relabelCompletion(one: Completion, names: Names): Completion[] {
  if (names.gone.has(one.node)) return [];
  const node = renamed(names, one.node);
  if (one.inner === undefined || one.calls !== undefined) return [{ ...one, node }];
  return [{ ...one, node, inner: one.inner.flatMap((inner) => relabelCompletion(inner, names)) }];
}

/** A wait under its new names; undefined: its element is gone. */
export function relabelWait(
  wait: Wait,
  names: Names,
  parentOf: (frame: number) => number,
  moved: ReadonlySet<number>,
): Wait | undefined {
  const place = wait.inside === true ? wait.frame : parentOf(wait.frame);
  if (!moved.has(place)) return wait;
  if (names.gone.has(wait.node)) return undefined;
  const node = renamed(names, wait.node);
  return node === wait.node ? wait : { ...wait, node };
}

/** A token under way under its new names. */
export function relabelToken(token: Token, names: Names, moved: ReadonlySet<number>): Token {
  if (!moved.has(token.in)) return token;
  const { to, in: scope, by, as } = token;
  const flow = by === undefined ? undefined : names.flows.get(by);
  return {
    to: renamed(names, to),
    in: scope,
    ...(flow !== undefined && { by: flow }),
    ...(as && { as: relabelEntry(as, names) }),
  };
}

function relabelEntry(as: EntryOptions, names: Names): EntryOptions {
  if (as.inner === undefined || as.calls !== undefined) return as;
  return { ...as, inner: as.inner.flatMap((one) => relabelCompletion(one, names)) };
}
