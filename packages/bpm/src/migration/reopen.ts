/**
 * What becomes of the waits of an instance that was migrated.
 *
 * A task, a job or a timer goes on: its number, its attempts and its due instant stay. A
 * subscription whose name or key is written otherwise is opened anew, and so is a condition. An
 * event that the new definition adds to what runs is armed; one that has fired already is not armed
 * again.
 */
import { type Burst, childrenOf, insideOf, nodeAt, record, waitsOf } from '../burst.ts';
import type { CompiledEvent, CompiledNode, CompiledProcess } from '../compiled.ts';
import { nodeOfWait } from '../event/catch-event.ts';
import { openEvent, openEvents, startTimer } from '../event/open-event.ts';
import type { Frame, Wait } from '../instance.ts';
import type { NodeOf } from '../model.ts';
import type { MigrationPlan } from './migration-plan.ts';

/** A migration whose names are changed. */
export interface Moved {
  readonly plan: MigrationPlan;
  readonly from: CompiledProcess;
  /** Frames whose inside was on the old definition. */
  readonly moved: ReadonlySet<number>;
  /** Waits by number, as they were before. */
  readonly before: ReadonlyMap<number, Wait>;
}

/**
 * Opens, changes and closes waits, so that they are those of the new definition.
 *
 * @throws Halt expression-failed, bad-timer
 */
export function reopenWaits(burst: Burst, migration: Moved): void {
  const { moved, plan } = migration;
  const known = new Set(Object.values(plan.nodes));
  for (const frame of burst.draft.frames.values()) {
    for (const wait of waitsOf(burst, frame.id)) {
      const place = wait.inside === true ? frame.id : frame.parent;
      if (moved.has(place)) renew(burst, migration, wait);
    }
    if (hasNotBegun(burst, frame)) continue;
    if (moved.has(frame.parent)) armEvents(burst, frame, known);
    if (moved.has(frame.id)) armHandlers(burst, frame, known);
  }
}

/** A wait that goes on, by what the new definition says of it. */
function renew(burst: Burst, { plan, from, before }: Moved, wait: Wait): void {
  const at = wait.event ?? 0;
  const old = from.nodes.get(before.get(wait.id)!.node)!;
  const next = nodeOfWait(burst, wait);
  switch (wait.kind) {
    case 'task':
    case 'child':
      return;
    case 'job': {
      const { type } = next.node as NodeOf<'service'>;
      if (type !== wait.type) record(burst, { type: 'changed', wait: { ...wait, type } });
      return;
    }
    case 'timer':
      if (plan.recompute !== true && !plan.recompute.includes(next.id)) return;
      record(burst, {
        type: 'changed',
        wait: { ...wait, timer: startTimer(burst, wait.frame, eventAt(next, at)) },
      });
      return;
    default:
      if (saidOf(old, at) !== saidOf(next, at)) openAnew(burst, wait, next);
  }
}

const eventAt = ({ events }: CompiledNode, at: number): CompiledEvent => events[at]!;

/** What is subscribed to, as it is written. */
const saidOf = (node: CompiledNode, at: number): string =>
  JSON.stringify(eventAt(node, at).definition);

function openAnew(burst: Burst, { id, ...wait }: Wait, node: CompiledNode): void {
  record(burst, { type: 'closed', wait: id });
  const { frame, inside, event } = wait;
  const place = {
    frame,
    node: node.id,
    ...(inside && { inside }),
    ...(event !== undefined && { event }),
  };
  openEvent(burst, place, eventAt(node, event ?? 0));
}

/** Its beginning is to be done again: that arms its events. */
const hasNotBegun = ({ draft }: Burst, { id }: Frame): boolean =>
  draft.incidents.some(({ frame, stage }) => frame === id && stage === 'begin');

/** Boundary events of what runs, and ways out of an event-based gateway, that are new. */
function armEvents(burst: Burst, frame: Frame, known: ReadonlySet<string>): void {
  const node = nodeAt(burst, frame)!;
  // One that has started the instance awaits what it has not got, and nothing new.
  const isChoosing = node.kind === 'eventBased' && frame.pending === undefined;
  const ways = isChoosing ? node.outgoing.map(({ to }) => to) : [];
  const boundaries = frame.role === 'iteration' ? [] : node.boundaries;
  for (const event of [...boundaries, ...ways]) {
    if (!known.has(event.id)) openEvents(burst, frame.id, event);
  }
}

/** Event sub-processes that are new, unless one has taken the scope over already. */
function armHandlers(burst: Burst, frame: Frame, known: ReadonlySet<string>): void {
  const scope = insideOf(burst, frame);
  if (scope === undefined) return;
  const isTaken = childrenOf(burst, frame.id).some(
    (child) => child.role === 'handler' && isInterrupting(nodeAt(burst, child)!),
  );
  if (isTaken) return;
  for (const { body } of scope.handlers) {
    for (const start of body!.starts) {
      if (!known.has(start.id)) openEvents(burst, frame.id, start);
    }
  }
}

const isInterrupting = ({ body }: CompiledNode): boolean =>
  body?.starts.some(({ node }) => node.kind === 'start' && node.interrupting !== false) === true;
