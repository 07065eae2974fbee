/**
 * A snapshot opened for writing: frames and waits by number, and how much is alive in each scope.
 *
 * Only events change one (apply-event.ts); all others read it.
 */
import { assert } from '@kontor/kernel';
import type { CompiledNode, CompiledProcess } from './compiled.ts';
import type {
  Frame,
  Incident,
  Instance,
  InstanceState,
  ThrownError,
  Token,
  Wait,
} from './instance.ts';

/** The frame of the process. */
export const ROOT = 1;

/** Finds a compiled process by its hash. */
export type ProcessByHash = (hash: string) => CompiledProcess;

/** A snapshot opened for writing. */
export interface Draft {
  readonly id: string;
  process: string;
  state: InstanceState;
  lastElement: string | undefined;
  called: boolean;
  error: ThrownError | undefined;
  suspended: boolean;
  sequence: number;
  serial: number;
  readonly frames: Map<number, Frame>;
  readonly waits: Map<number, Wait>;
  readonly queue: Token[];
  /** Tokens of the queue that were taken. */
  head: number;
  incidents: readonly Incident[];
  key: string | undefined;
  cuts: number;
  /** For each frame: its children, and the tokens under way in it. */
  readonly alive: Map<number, number>;
  readonly processOf: ProcessByHash;
}

/** A draft of an instance that was not started yet. */
export function emptyDraft(id: string, processOf: ProcessByHash): Draft {
  return {
    id,
    process: '',
    state: 'active',
    lastElement: undefined,
    called: false,
    error: undefined,
    suspended: false,
    sequence: 0,
    serial: 0,
    frames: new Map(),
    waits: new Map(),
    queue: [],
    head: 0,
    incidents: [],
    key: undefined,
    cuts: 0,
    alive: new Map(),
    processOf,
  };
}

/** Opens a snapshot; it stays as it is. */
export function openDraft(instance: Instance, processOf: ProcessByHash): Draft {
  const draft = emptyDraft(instance.id, processOf);
  draft.process = instance.process;
  draft.state = instance.state;
  draft.lastElement = instance.lastElement;
  draft.called = instance.called === true;
  draft.error = instance.error;
  draft.suspended = instance.suspended === true;
  draft.sequence = instance.sequence;
  draft.serial = instance.serial;
  for (const frame of instance.frames) {
    draft.frames.set(frame.id, frame);
    grow(draft, frame.parent, 1);
  }
  for (const wait of instance.waits) draft.waits.set(wait.id, wait);
  for (const token of instance.queue ?? []) put(draft, token);
  draft.incidents = instance.incidents ?? [];
  draft.key = instance.key;
  draft.cuts = instance.cuts ?? 0;
  return draft;
}

/** The draft as a snapshot. */
export function closeDraft(draft: Draft): Instance {
  // Property by property, as this is done at each commit and spreading takes three times as long.
  const instance = {
    id: draft.id,
    process: draft.process,
    state: draft.state,
  } as { -readonly [Name in keyof Instance]: Instance[Name] };
  if (draft.lastElement !== undefined) instance.lastElement = draft.lastElement;
  if (draft.called) instance.called = true;
  if (draft.error !== undefined) instance.error = draft.error;
  if (draft.suspended) instance.suspended = true;
  instance.sequence = draft.sequence;
  instance.serial = draft.serial;
  instance.frames = [...draft.frames.values()];
  instance.waits = [...draft.waits.values()];
  if (draft.queue.length > draft.head) instance.queue = draft.queue.slice(draft.head);
  if (draft.incidents.length > 0) instance.incidents = draft.incidents;
  if (draft.key !== undefined) instance.key = draft.key;
  if (draft.cuts > 0) instance.cuts = draft.cuts;
  return instance;
}

/** The process that a frame runs in: that of the call around it, or that of the instance. */
export function processAround(draft: Draft, frame: number): CompiledProcess {
  let at = draft.frames.get(frame);
  for (; at !== undefined && at.calls === undefined; at = draft.frames.get(at.parent));
  return draft.processOf(at?.calls ?? draft.process);
}

/** The node of a frame other than that of the process. */
export function nodeOf(draft: Draft, frame: Frame): CompiledNode {
  const node = processAround(draft, frame.parent).nodes.get(frame.node);
  assert(node !== undefined, 'a frame stands on a node of its process');
  return node;
}

/** A token at the end of the queue. */
export function put(draft: Draft, token: Token): void {
  draft.queue.push(token);
  grow(draft, token.in, 1);
}

/** Takes the head of the queue. */
export function shift(draft: Draft): void {
  const { in: scope } = draft.queue[draft.head++]!;
  grow(draft, scope, -1);
  if (draft.head < 1024) return;
  draft.queue.splice(0, draft.head);
  draft.head = 0;
}

/** Takes all tokens of a scope from the queue. */
export function takeTokens(draft: Draft, scope: number): void {
  for (let at = draft.head; at < draft.queue.length; ) {
    if (draft.queue[at]!.in === scope) {
      draft.queue.splice(at, 1);
      grow(draft, scope, -1);
    } else at++;
  }
}

/** So much more is alive in a frame. */
export function grow(draft: Draft, frame: number, by: number): void {
  draft.alive.set(frame, (draft.alive.get(frame) ?? 0) + by);
}
