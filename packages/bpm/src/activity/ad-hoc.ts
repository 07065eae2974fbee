/**
 * Ad-hoc sub-processes: activities without order, started by a list or by name.
 *
 * @source BPMN 2.0.2, 10.3.5 and 13.3.5
 */
import { aliveIn, type Burst, cancelInside, frameOf, nodeAt, record, send } from '../burst.ts';
import type { CompiledNode } from '../compiled.ts';
import { badValue, isTrue } from '../halt.ts';
import type { Frame } from '../instance.ts';
import { evaluateAt } from '../variables.ts';

/** The rule of an ad-hoc sub-process; undefined: the node is none. */
export function adHocOf(node: CompiledNode | undefined) {
  if (node?.node.kind !== 'subProcess' || node.node.type !== 'adHoc') return undefined;
  return node.node.adHoc ?? {};
}

/**
 * Starts what its list names: all at once, or one after the other.
 *
 * @throws Halt expression-failed — the list is none, or names what is not there
 */
export function beginAdHoc(burst: Burst, frame: Frame, node: CompiledNode): void {
  const ids = listOf(burst, frame.id, node);
  if (ids === undefined) return;
  if (ids.length === 0) {
    burst.touched.push(frame.id);
    return;
  }
  const isSequential = adHocOf(node)!.ordering === 'sequential';
  const [now, later] = isSequential ? [ids.slice(0, 1), ids.slice(1)] : [ids, []];
  if (later.length > 0) {
    record(burst, { type: 'updated', frame: frame.id, change: { pending: later } });
  }
  send(
    burst,
    now.map((to) => ({ to, in: frame.id })),
  );
}

function listOf(burst: Burst, frame: number, node: CompiledNode): string[] | undefined {
  const { activate } = node.expressions;
  if (activate === undefined) return undefined;
  const value = evaluateAt(burst, frame, activate);
  const known = new Set(startable(node).map(({ id }) => id));
  if (Array.isArray(value) && value.every((id) => known.has(id as string))) {
    return value as string[];
  }
  throw badValue(activate, value, `a list of ids out of ${[...known].join(', ')}`);
}

/** Activities that no flow leads to: those that may be started. */
export const startable = ({ body }: CompiledNode): readonly CompiledNode[] => body!.entries;

/**
 * Whether nothing more may be started: the completion condition holds, and what is active goes on.
 *
 * @throws Halt expression-failed
 */
export function isRunningOut(burst: Burst, frame: Frame): boolean {
  const node = nodeAt(burst, frame);
  const until = node?.expressions.adHocUntil;
  if (until === undefined || adHocOf(node)?.cancelRemaining !== false) return false;
  return aliveIn(burst, frame.id) > 0 && isTrue(burst, frame.id, until);
}

/**
 * Tests the completion condition after an activity of the sub-process has completed.
 *
 * @throws Halt expression-failed
 */
export function adHocProgress(burst: Burst, scope: number): void {
  const frame = frameOf(burst, scope);
  const node = nodeAt(burst, frame);
  const rule = frame.role === 'body' ? undefined : adHocOf(node);
  const until = node?.expressions.adHocUntil;
  if (rule === undefined || until === undefined || !isTrue(burst, scope, until)) return;
  if (rule.cancelRemaining === false) {
    // Nothing more is started; what is active ends by itself.
    record(burst, { type: 'updated', frame: scope, change: { pending: null } });
    if ((burst.draft.alive.get(scope) ?? 0) > 0) return;
  } else cancelInside(burst, scope);
  burst.ending.push(scope);
}
