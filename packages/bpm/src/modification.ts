/**
 * Modification: a person puts a running instance where it should be.
 *
 * Changes are done one after the other, and only then tokens move; so an activity can be cancelled
 * and another one started without the scope around them ending in between. Scopes that a start
 * needs are opened: their boundary events and event sub-processes are armed and their inputs
 * computed, but none of their own starts is entered.
 *
 * @source Camunda 7, "Process Instance Modification" (the instructions and their names)
 */
import { adHocOf } from './activity/ad-hoc.ts';
import { isRepeated } from './activity/repetition.ts';
import { processAround, ROOT } from './instance-draft.ts';
import { type Burst, calledProcess, enterFrame, frameOf, send, setVariables } from './burst.ts';
import { stopActivity } from './cancel-activity.ts';
import type { CompiledFlow, CompiledNode, CompiledProcess } from './compiled.ts';
import { type ActivityRef, findFrame } from './engine/find-wait.ts';
import { BpmError } from './errors.ts';
import { openEvents } from './event/open-event.ts';
import { Halt } from './halt.ts';
import type { Frame, Variables } from './instance.ts';
import { mapped } from './variables.ts';

/** Where a change takes place, if there are several: an activity, in or next to which it is. */
interface Place {
  readonly in?: ActivityRef | undefined;
}

/** One change. Activities are those that run when its turn comes. */
export type Change =
  /** A token comes to a node, as if by none of its flows: a join is passed. */
  | ({ readonly startBefore: string } & Place)
  /** A token leaves a node by its only flow, as if the node were done. */
  | ({ readonly startAfter: string } & Place)
  /** A token comes by a flow; at a join it waits for the others. */
  | ({ readonly startFlow: string } & Place)
  /** An activity is stopped with all in it; nothing leaves it. */
  | { readonly cancel: ActivityRef }
  /** An activity is stopped, and a token comes to a node, as near to it as that can be. */
  | { readonly move: ActivityRef; readonly to: string }
  /** Variables of an activity or scope; left out: of the process. */
  | ({ readonly set: Variables } & Place);

/**
 * Does changes, in their order.
 *
 * @throws BpmError BPM_INVALID_COMMAND, BPM_ACTIVITY_NOT_ACTIVE — with the place of the change;
 * nothing is kept
 */
export function modify(burst: Burst, changes: readonly Change[]): void {
  if (changes.length === 0) throw invalid(burst, 'changes', 'are none: name at least one');
  for (const [at, change] of changes.entries()) {
    try {
      doChange(burst, change, `changes.${at}`);
    } catch (error) {
      if (!(error instanceof Halt)) throw error;
      throw invalid(burst, `changes.${at}`, `can't be done: ${error.message}`);
    }
  }
}

function doChange(burst: Burst, change: Change, path: string): void {
  if ('cancel' in change) return stopActivity(burst, refFrame(burst, change.cancel));
  if ('set' in change) return setVariables(burst, placeOf(burst, change) ?? ROOT, change.set);
  if ('move' in change) {
    const moved = refFrame(burst, change.move);
    start(burst, change.to, frameOf(burst, moved).parent, `${path}.to`);
    return stopActivity(burst, moved);
  }
  const near = placeOf(burst, change);
  if ('startBefore' in change) return start(burst, change.startBefore, near, path);
  const process = processNear(burst, near);
  const flow =
    'startFlow' in change
      ? process.flows.get(change.startFlow)
      : onlyFlow(burst, process, change.startAfter, path);
  if (flow === undefined) throw invalid(burst, path, 'names no flow of the process');
  startBy(burst, flow, near, path);
}

function placeOf(burst: Burst, { in: ref }: Place): number | undefined {
  return ref === undefined ? undefined : refFrame(burst, ref);
}

const refFrame = ({ draft }: Burst, ref: ActivityRef): number =>
  findFrame({ id: draft.id, frames: [...draft.frames.values()] }, ref);

/** The process that a change speaks of: that of the call it is in, or that of the instance. */
function processNear(burst: Burst, near: number | undefined): CompiledProcess {
  if (near === undefined) return burst.library.process(burst.draft.process);
  return calledProcess(burst, frameOf(burst, near)) ?? processAround(burst.draft, near);
}

function onlyFlow(
  burst: Burst,
  { nodes }: CompiledProcess,
  id: string,
  path: string,
): CompiledFlow {
  const outgoing = nodes.get(id)?.outgoing ?? [];
  if (outgoing.length === 1) return outgoing[0]!;
  const names = outgoing.map((flow) => flow.id).join(', ');
  const remedy = names === '' ? '' : `: name one of its flows ${names} with startFlow`;
  throw invalid(burst, path, `'${id}' has ${outgoing.length} flows that leave it${remedy}`);
}

/** A token comes to a node. */
function start(burst: Burst, id: string, near: number | undefined, path: string): void {
  const node = processNear(burst, near).nodes.get(id);
  if (node === undefined) throw invalid(burst, path, `'${id}' is no node of the process`);
  const reason = notStartable(node);
  if (reason !== undefined) throw invalid(burst, path, `'${id}' ${reason}`);
  send(burst, [{ to: id, in: scopeFor(burst, node, near, path) }]);
}

/** Why no token can come to a node; undefined: one can. */
function notStartable({ node, kind, events, scope }: CompiledNode): string | undefined {
  if (kind === 'boundary') return 'is a boundary event: start after it, or by its flow';
  if (kind === 'start' && events.length > 0) return 'is triggered by its event: start after it';
  if ('undoes' in node && node.undoes === true) return 'only undoes: throw a compensation';
  if (kind === 'subProcess' && node.kind === 'subProcess' && node.type === 'event') {
    return 'is started by its event: send that, or start inside it while it runs';
  }
  if (adHocOf(scope.owner) === undefined) return undefined;
  return `is in the ad-hoc sub-process '${scope.owner!.id}': activate it there`;
}

function startBy(burst: Burst, flow: CompiledFlow, near: number | undefined, path: string): void {
  const scope = scopeFor(burst, flow.to, near, path);
  send(burst, [{ to: flow.to.id, in: scope, by: flow.id }]);
}

/** The frame of the scope that a node is in; those that are missing are opened. */
function scopeFor(
  burst: Burst,
  { scope: { owner } }: CompiledNode,
  near: number | undefined,
  path: string,
): number {
  const around = near === undefined ? [] : pathTo(burst, near);
  if (owner === undefined) return processFrame(burst, around);
  const outer = scopeFor(burst, owner, near, path);
  const running = scopesOf(burst, owner, outer);
  const meant = running.find(({ id }) => around.includes(id));
  if (meant !== undefined) return meant.id;
  if (isRepeated(owner)) {
    const reason = `'${owner.id}' is repeated: name one of its iterations, { activity, at }, as in`;
    throw invalid(burst, `${path}.in`, reason);
  }
  if (running.length > 1) {
    const reason = `'${owner.id}' runs ${running.length} times: name an activity in one of them`;
    throw invalid(burst, `${path}.in`, reason);
  }
  return running[0]?.id ?? openScopeFor(burst, owner, outer, path);
}

/** A frame and those around it, the innermost first. */
function pathTo({ draft }: Burst, id: number): number[] {
  const path: number[] = [];
  for (let at = draft.frames.get(id); at !== undefined; at = draft.frames.get(at.parent)) {
    path.push(at.id);
  }
  return path;
}

const processFrame = (burst: Burst, around: readonly number[]): number =>
  around.find((id) => calledProcess(burst, frameOf(burst, id)) !== undefined) ?? ROOT;

/** Running instances of a sub-process in a scope; of a repeated one, its iterations. */
function scopesOf({ draft }: Burst, owner: CompiledNode, outer: number): Frame[] {
  return [...draft.frames.values()].filter(({ node, role, parent }) => {
    if (node !== owner.id || role === 'body') return false;
    const body = draft.frames.get(parent);
    return parent === outer || (body?.role === 'body' && body.parent === outer);
  });
}

/** Opens a sub-process in which something is to be started. */
function openScopeFor(burst: Burst, owner: CompiledNode, outer: number, path: string): number {
  const reason = notStartable(owner);
  if (reason !== undefined) throw invalid(burst, path, `stands in '${owner.id}', which ${reason}`);
  const frame = enterFrame(burst, owner, outer);
  for (const boundary of owner.boundaries) openEvents(burst, frame, boundary);
  if (owner.in !== undefined) setVariables(burst, frame, mapped(burst, frame, owner.in));
  for (const handler of owner.body!.handlers) {
    for (const node of handler.body!.starts) openEvents(burst, frame, node);
  }
  return frame;
}

const invalid = ({ draft }: Burst, path: string, reason: string): BpmError =>
  new BpmError('BPM_INVALID_COMMAND', { instance: draft.id, path, reason });
