/**
 * A burst: one trigger and all automatic steps after it, up to the next waits.
 *
 * Everything the engine does in a burst, it does by recording events on a draft. What is for the
 * world outside (a message to send, a signal to spread, a task to show) is an effect.
 */
import { assert } from '@kontor/kernel';
import { applyEvent } from './apply-event.ts';
import { type Draft, nodeOf, type ProcessByHash, ROOT } from './instance-draft.ts';
import type { CompiledNode, CompiledProcess, CompiledScope } from './compiled.ts';
import type { JsonValue } from './expression.ts';
import type { HistoryEvent } from './history.ts';
import type { EntryOptions, Frame, Incident, Token, Variables, Wait } from './instance.ts';
import type { TimerCalendars } from './timer/timer-rule.ts';

/** What the engine knows beside the instance; all of it plain data and pure functions. */
export interface Library {
  /**
   * A compiled process by its hash.
   *
   * @throws BpmError BPM_UNKNOWN_DEFINITION
   */
  process: ProcessByHash;
  /** The hash of what a call activity calls now; undefined: there is none. */
  called(process: string, version: string | undefined): string | undefined;
  /** Whether a hash is that of a statechart, which a call starts as an instance of its own. */
  isChart?(hash: string): boolean;
  /** Decisions of business rule tasks, by name: variables in, result out. */
  readonly decisions: ReadonlyMap<string, (variables: Variables) => JsonValue>;
  /** Business calendars of timers, by name. */
  readonly calendars: TimerCalendars;
  /** Steps of a burst before it is cut. */
  readonly burstSteps: number;
}

/** What a burst asks of the world outside. Each has a key that is the same on every attempt. */
export type Effect =
  /** A statechart is to be started for a wait. */
  | {
      readonly kind: 'child';
      readonly wait: number;
      readonly process: string;
      readonly version?: string;
      readonly variables: Variables;
    }
  /** A task for people was opened; what its row says beside the wait. */
  | { readonly kind: 'task'; readonly wait: number; readonly work: TaskWork }
  | {
      readonly kind: 'message';
      readonly effectKey: string;
      readonly name: string;
      readonly key: string;
      readonly variables: Variables;
    }
  | {
      readonly kind: 'signal';
      readonly effectKey: string;
      readonly name: string;
      readonly variables: Variables;
    };

/** What a person is asked to do, computed when the task was opened. */
export interface TaskWork {
  readonly name: string;
  readonly assignee?: string;
  readonly candidateUsers?: readonly string[];
  readonly candidateGroups?: readonly string[];
  /** Milliseconds since 1970. */
  readonly due?: number;
  readonly followUp?: number;
  readonly priority: number;
  readonly form?: Readonly<Record<string, JsonValue>>;
  readonly instructions?: string;
}

/** A burst under way. */
export interface Burst {
  readonly library: Library;
  readonly draft: Draft;
  /** Milliseconds since 1970; the same for all of it. */
  readonly now: number;
  readonly events: HistoryEvent[];
  readonly effects: Effect[];
  /** Frames that have done their work and are to be left. */
  readonly ending: number[];
  /** Scopes in which something ended: they may be done. */
  readonly touched: number[];
  /** Variables or conditions changed: conditional events are to be tested. */
  changed: boolean;
  steps: number;
}

/** Opens a burst on a draft. */
export function openBurst(library: Library, draft: Draft, now: number): Burst {
  return {
    library,
    draft,
    now,
    events: [],
    effects: [],
    ending: [],
    touched: [],
    changed: false,
    steps: 0,
  };
}

/** Records an event: history gets it, and the draft becomes what it makes. */
export function record(burst: Burst, event: HistoryEvent): void {
  burst.events.push(event);
  applyEvent(burst.draft, event);
}

/** A number for a frame, wait or incident that is about to be recorded. */
export const nextNumber = ({ draft }: Burst): number => draft.serial + 1;

/** A frame that must be there. */
export function frameOf({ draft }: Burst, id: number): Frame {
  const frame = draft.frames.get(id);
  assert(frame !== undefined, 'the frame is there');
  return frame;
}

/** The node of a frame; undefined: it is that of the process. */
export const nodeAt = ({ draft }: Burst, frame: Frame): CompiledNode | undefined =>
  frame.id === ROOT ? undefined : nodeOf(draft, frame);

/** The process that a frame is, or calls; undefined: it is neither. */
export function calledProcess({ draft }: Burst, frame: Frame): CompiledProcess | undefined {
  if (frame.id === ROOT) return draft.processOf(draft.process);
  return frame.calls === undefined ? undefined : draft.processOf(frame.calls);
}

/** The inside of a frame; undefined: it is no scope. Iterations of a sub-process have one each. */
export function insideOf(burst: Burst, frame: Frame): CompiledScope | undefined {
  const called = calledProcess(burst, frame);
  if (called !== undefined) return called.scope;
  return frame.role === 'body' ? undefined : nodeOf(burst.draft, frame).body;
}

/** Frames in a frame, itself left out; children after their parents. */
export function framesIn({ draft }: Burst, id: number): Frame[] {
  const found = new Set([id]);
  const frames: Frame[] = [];
  for (const frame of draft.frames.values()) {
    if (!found.has(frame.parent)) continue;
    found.add(frame.id);
    frames.push(frame);
  }
  return frames;
}

/** Children of a frame, in the order of entering. */
export const childrenOf = ({ draft }: Burst, id: number): Frame[] =>
  [...draft.frames.values()].filter(({ parent }) => parent === id);

/** Waits of a frame, in the order of opening. */
export const waitsOf = ({ draft }: Burst, id: number): Wait[] =>
  [...draft.waits.values()].filter(({ frame }) => frame === id);

/** What is alive in a frame: children and tokens under way. */
export const aliveIn = ({ draft }: Burst, id: number): number => draft.alive.get(id) ?? 0;

/** Enters a node other than by a token. @returns the number of its frame */
export function enterFrame(
  burst: Burst,
  node: CompiledNode,
  parent: number,
  as?: EntryOptions,
): number {
  const frame = nextNumber(burst);
  record(burst, { type: 'entered', node: node.id, frame, parent, ...(as && { as }) });
  return frame;
}

/** Puts tokens at the end of the queue. */
export function send(burst: Burst, tokens: readonly Token[]): void {
  if (tokens.length > 0) record(burst, { type: 'sent', tokens });
}

/** Opens a wait. */
export function openWait(burst: Burst, wait: WaitDraft): number {
  const id = nextNumber(burst);
  record(burst, { type: 'opened', wait: { id, ...wait } as Wait });
  if (wait.kind === 'condition') burst.changed = true;
  return id;
}

/** A wait without its number. */
export type WaitDraft = Wait extends infer One
  ? One extends Wait
    ? Omit<One, 'id'>
    : never
  : never;

/** Sets variables of a frame; nothing where there are none. */
export function setVariables(burst: Burst, frame: number, variables: Variables): void {
  if (Object.keys(variables).length === 0) return;
  record(burst, { type: 'set', frame, variables });
  burst.changed = true;
}

/** Stops a frame with all in it, the innermost first. */
export function cancelFrame(burst: Burst, id: number): void {
  cancelInside(burst, id);
  record(burst, { type: 'cancelled', node: frameOf(burst, id).node, frame: id });
}

/** Stops all in a frame but one child. */
export function cancelInside(burst: Burst, id: number, except?: number): void {
  const inside = framesIn(burst, id);
  const kept = new Set(except === undefined ? [] : [except]);
  for (const { id: frame, parent } of inside) if (kept.has(parent)) kept.add(frame);
  for (const { id: frame, node } of inside.reverse()) {
    if (!kept.has(frame)) record(burst, { type: 'cancelled', node, frame });
  }
  record(burst, { type: 'cleared', frame: id });
}

/** Opens an incident: its frame stands still, all others go on. */
export function raise(burst: Burst, incident: Omit<Incident, 'id'>): void {
  record(burst, { type: 'incident', incident: { id: nextNumber(burst), ...incident } });
}

/** The key of an effect: the same however often its step is tried. */
export const effectKey = ({ draft }: Burst, frame: number, place: number): string =>
  `${draft.id}/${frame}/${place}`;
