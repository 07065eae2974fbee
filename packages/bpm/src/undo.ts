/**
 * Compensation: what was completed is undone, last first.
 *
 * Only what has completed, each completion once, in the reverse order of completion by event
 * number. A sub-process is undone as one unit at its place: by its handler, else by its
 * compensation event sub-process, else by what was completed in it. A handler sees the variables as
 * they were when its activity completed; its results go to the scope of now.
 *
 * @source BPMN 2.0.2, 10.7 and 13.5.5
 */
import { assert } from '@kontor/kernel';
import { processAround } from './instance-draft.ts';
import { type Burst, calledProcess, frameOf, record, send } from './burst.ts';
import type { CompiledNode, CompiledProcess, CompiledScope } from './compiled.ts';
import type { Completion, Frame } from './instance.ts';
import { visibleVariables } from './variables.ts';

/** What is kept of a frame that completes, so that it can be undone; undefined: it can't be. */
export function completionOf(
  burst: Burst,
  frame: Frame,
  node: CompiledNode,
): Completion | undefined {
  const inner = frame.done;
  const isUndone =
    node.undo !== undefined || inner !== undefined || compensator(node.body) !== undefined;
  if (!isUndone || frame.role === 'handler') return undefined;
  if (node.node.kind === 'call' && node.node.compensates !== true) return undefined;
  return {
    at: burst.draft.sequence + 1,
    node: node.id,
    frame: frame.id,
    variables: visibleVariables(burst, frame.id),
    ...(inner !== undefined && { inner }),
    ...(frame.calls !== undefined && { calls: frame.calls }),
  };
}

/** The compensation event sub-process of a scope. */
function compensator(scope: CompiledScope | undefined): CompiledNode | undefined {
  return scope?.handlers.find(({ body }) =>
    body!.starts.some(({ events }) =>
      events.some(({ definition }) => definition.type === 'compensation'),
    ),
  );
}

/**
 * Begins to undo, in a frame that waits for it. Writes `undoing` of the frame.
 *
 * @param activities - completions of these elements, one after the other; undefined = all of the
 * scope
 */
export function beginUndo(
  burst: Burst,
  frame: number,
  activities: readonly (string | undefined)[],
): void {
  const found = activities.flatMap((activity) =>
    scopesOf(burst, frame).flatMap((scope) => takeDone(burst, scope, activity)),
  );
  const process = processAround(burst.draft, frame);
  const undoing = found.flatMap((completion) => unitsOf(process, completion));
  record(burst, { type: 'updated', frame, change: { undoing } });
  nextUndo(burst, frame);
}

/** The scope around; of an event sub-process, the scope that owns it, too. */
function scopesOf(burst: Burst, frame: number): Frame[] {
  const scope = frameOf(burst, frameOf(burst, frame).parent);
  if (scope.role !== 'handler') return [scope];
  const owner = frameOf(burst, scope.parent);
  return owner.undoing === undefined ? [scope, owner] : [scope];
}

/** Takes completions out of a scope, last first: none is undone twice. */
function takeDone(burst: Burst, { id, done }: Frame, activity: string | undefined): Completion[] {
  const taken = (done ?? []).filter(({ node }) => activity === undefined || node === activity);
  if (taken.length === 0) return [];
  const rest = done!.filter((completion) => !taken.includes(completion));
  const change = { done: rest.length > 0 ? rest : null };
  record(burst, { type: 'updated', frame: id, change });
  return taken.reverse();
}

/** What undoes a completion: itself, where something does; else what was completed in it. */
function unitsOf(process: CompiledProcess, completion: Completion): Completion[] {
  const node = process.nodes.get(completion.node)!;
  const isRepeated = completion.inner?.every((inner) => inner.node === node.id) === true;
  const hasHandler = node.undo !== undefined || compensator(node.body) !== undefined;
  if (completion.calls !== undefined || (hasHandler && !isRepeated)) return [completion];
  // What was done inside sees the variables as they were when the whole of it completed.
  return [...(completion.inner ?? [])].reverse().flatMap((inner) => {
    const variables = { ...inner.variables, ...completion.variables };
    return unitsOf(process, { ...inner, variables });
  });
}

/** Undoes a called process, in a frame that stands for the call. Writes `undoing` of the frame. */
export function undoCall(burst: Burst, frame: Frame): void {
  const called = calledProcess(burst, frame)!;
  const handler = compensator(called.scope);
  const units = takeDone(burst, frame, undefined).flatMap((one) => unitsOf(called, one));
  if (handler === undefined) {
    record(burst, { type: 'updated', frame: frame.id, change: { undoing: units } });
    return nextUndo(burst, frame.id);
  }
  record(burst, { type: 'updated', frame: frame.id, change: { undoing: [] } });
  const as = { role: 'handler', inner: units } as const;
  send(burst, [{ to: handler.id, in: frame.id, as }]);
}

/** Prepares a cancelled transaction to be undone. Writes `undoing` of its frame. */
export function undoTransaction(burst: Burst, frame: Frame): void {
  const process = processAround(burst.draft, frame.parent);
  const done = takeDone(burst, frameOf(burst, frame.id), undefined);
  const undoing = done.flatMap((completion) => unitsOf(process, completion));
  record(burst, { type: 'updated', frame: frame.id, change: { undoing } });
}

/** Starts the next handler; without one, the frame that waited is done. */
export function nextUndo(burst: Burst, frame: number): void {
  const [next, ...rest] = frameOf(burst, frame).undoing ?? [];
  if (next === undefined) {
    burst.ending.push(frame);
    return;
  }
  record(burst, { type: 'updated', frame, change: { undoing: rest } });
  const { variables, inner, calls, node } = next;
  const as = {
    role: 'handler',
    variables,
    ...(inner !== undefined && { inner }),
    ...(calls !== undefined && { calls }),
  } as const;
  const to = calls === undefined ? handlerOf(burst, frame, node).id : node;
  send(burst, [{ to, in: frame, as }]);
}

function handlerOf(burst: Burst, frame: number, undone: string): CompiledNode {
  const inside = frameOf(burst, frame).calls === undefined ? frameOf(burst, frame).parent : frame;
  const node = processAround(burst.draft, inside).nodes.get(undone);
  const handler = node?.undo ?? compensator(node?.body);
  assert(handler !== undefined, 'a completion is kept for what undoes it');
  return handler;
}

/** The frame that waits for a handler, when this one was such; undefined: it was not. */
export function waiterOf(burst: Burst, frame: Frame): Frame | undefined {
  if (frame.role !== 'handler') return undefined;
  const parent = frameOf(burst, frame.parent);
  return parent.undoing === undefined ? undefined : parent;
}
