/**
 * Joins that wait as long as a token can still come: inclusive gateways, and complex ones.
 *
 * Tested whenever the queue is empty, so also after a token has died somewhere. An inclusive join
 * fires when some incoming flow is marked and no token elsewhere could still mark another one;
 * `strict` leaves out tokens that could also reach a marked flow, as the standard does, `pragmatic`
 * does not. It takes one token from each marked flow.
 *
 * A complex gateway first waits for its activation expression; then for the flows it has not used,
 * as an inclusive join does; and begins anew.
 *
 * @source BPMN 2.0.2, 13.4.3 (inclusive), 13.4.5 (complex)
 */
import { processAround } from '../instance-draft.ts';
import { aliveIn, type Burst, childrenOf, insideOf, nodeAt, waitsOf } from '../burst.ts';
import type { CompiledNode, CompiledScope } from '../compiled.ts';
import { isTrue } from '../halt.ts';
import type { Frame } from '../instance.ts';

/** A join that fires. */
export interface JoinFiring {
  readonly node: CompiledNode;
  readonly scope: number;
  /** Flows that give a token each. */
  readonly flows: readonly string[];
  /** Of a complex gateway in its first phase: the flows it has used; else none. */
  readonly used: readonly string[];
  /** What its outgoing conditions see beside the variables. */
  readonly variables?: Readonly<Record<string, number | boolean>>;
}

/**
 * The first join that fires now, in document order; undefined: all wait.
 *
 * @throws Halt expression-failed — of an activation expression
 */
export function nextFiring(burst: Burst): JoinFiring | undefined {
  let first: JoinFiring | undefined;
  for (const frame of burst.draft.frames.values()) {
    const inside = hasJoins(burst, frame) ? insideOf(burst, frame) : undefined;
    for (const node of inside?.waitingJoins ?? []) {
      if (first !== undefined && first.node.index <= node.index) break;
      first = firingOf(burst, frame, inside!, node) ?? first;
    }
  }
  return first;
}

/**
 * Only where a token waits can a join fire; and a complex gateway be reset where something is alive
 * still: a scope without tokens has ended, also when it can't be left.
 */
const hasJoins = (burst: Burst, { id, marks, fired }: Frame): boolean =>
  marks !== undefined || (fired !== undefined && aliveIn(burst, id) > 0);

function firingOf(
  burst: Burst,
  scope: Frame,
  inside: CompiledScope,
  node: CompiledNode,
): JoinFiring | undefined {
  const marked = markedFlows(scope, node);
  const used = scope.fired?.[node.id] ?? [];
  if (node.kind === 'complex') return complexFiring(burst, scope, inside, node, marked, used);
  if (marked.length === 0 || canStillCome(burst, scope, inside, node, marked)) return undefined;
  return { node, scope: scope.id, flows: marked, used: [] };
}

function complexFiring(
  burst: Burst,
  scope: Frame,
  inside: CompiledScope,
  node: CompiledNode,
  marked: readonly string[],
  used: readonly string[],
): JoinFiring | undefined {
  const activationCount = marked.length;
  if (used.length === 0) {
    const { activation } = node.expressions;
    const extra = { activationCount, tokens: tokensOf(scope, node) };
    if (activationCount === 0) return undefined;
    if (activation !== undefined && !isTrue(burst, scope.id, activation, extra)) return undefined;
    const variables = { waitingForStart: true, activationCount };
    return { node, scope: scope.id, flows: marked, used: marked, variables };
  }
  const late = marked.filter((flow) => !used.includes(flow));
  const awaited = node.incoming.map(({ id }) => id).filter((flow) => !used.includes(flow));
  const isComplete = awaited.every((flow) => late.includes(flow));
  if (!isComplete && canStillCome(burst, scope, inside, node, [...used, ...late])) return undefined;
  const variables = { waitingForStart: false, activationCount };
  return { node, scope: scope.id, flows: late, used: [], variables };
}

/** Incoming flows that hold a token, in document order. */
export const markedFlows = ({ marks }: Frame, { incoming }: CompiledNode): string[] =>
  incoming.map(({ id }) => id).filter((flow) => (marks?.[flow] ?? 0) > 0);

const tokensOf = ({ marks }: Frame, { incoming }: CompiledNode): Record<string, number> =>
  Object.fromEntries(incoming.map(({ id }) => [id, marks?.[id] ?? 0]));

/** Whether a token elsewhere in the scope holds the join up. */
function canStillCome(
  burst: Burst,
  scope: Frame,
  inside: CompiledScope,
  join: CompiledNode,
  marked: readonly string[],
): boolean {
  const bits = bitsOf(join, marked);
  const isStrict = joinMode(burst, scope, join) === 'strict' || join.kind === 'complex';
  const holdsUp = (reach: Uint32Array): boolean => {
    let [others, same] = [0, 0];
    for (let word = 0; word < reach.length; word++) {
      others |= reach[word]! & ~bits[word]!;
      same |= reach[word]! & bits[word]!;
    }
    return others !== 0 && !(isStrict && same !== 0);
  };
  return (
    childrenOf(burst, scope.id).some((child) => holdsUp(reachOfFrame(burst, child, join))) ||
    tokensAtJoins(scope, inside, join).some((node) => holdsUp(reachFrom(node, join)))
  );
}

function joinMode(burst: Burst, scope: Frame, { node }: CompiledNode): 'strict' | 'pragmatic' {
  const own = node.kind === 'inclusive' ? node.join : undefined;
  return own ?? processAround(burst.draft, scope.id).definition.join;
}

function bitsOf({ incoming, reach }: CompiledNode, flows: readonly string[]): Uint32Array {
  const bits = new Uint32Array(reach!.words);
  incoming.forEach(({ id }, bit) => {
    if (flows.includes(id)) bits[bit >>> 5]! |= 1 << (bit & 31);
  });
  return bits;
}

/** The nodes of other joins at which tokens wait. */
function tokensAtJoins(
  { marks }: Frame,
  { nodes }: CompiledScope,
  join: CompiledNode,
): CompiledNode[] {
  if (marks === undefined) return [];
  const isMarked = ({ incoming }: CompiledNode): boolean =>
    incoming.some(({ id }) => (marks[id] ?? 0) > 0);
  return nodes.filter((node) => node !== join && isMarked(node));
}

/** Flows of the join that a token in a node can reach. */
function reachFrom(node: CompiledNode, { reach }: CompiledNode): Uint32Array {
  return reach!.fromNode.get(node.index) ?? new Uint32Array(reach!.words);
}

/** The same of a running frame: of its boundary events only those that can still fire. */
function reachOfFrame(burst: Burst, frame: Frame, join: CompiledNode): Uint32Array {
  const node = nodeAt(burst, frame);
  const total = new Uint32Array(join.reach!.words);
  // Handlers leave by no flow.
  if (node === undefined || frame.role === 'handler' || node.scope !== join.scope) return total;
  const add = (flows: Uint32Array): void => flows.forEach((word, at) => (total[at]! |= word));
  for (const flow of flowsAhead(frame, node)) {
    if (flow.to !== join) add(reachFrom(flow.to, join));
    else {
      const bit = join.incoming.indexOf(flow);
      total[bit >>> 5]! |= 1 << (bit & 31);
    }
  }
  for (const boundary of node.boundaries) {
    if (canFire(burst, frame, boundary)) add(reachFrom(boundary, join));
  }
  return total;
}

/** Flows by which a frame can still be left. */
function flowsAhead({ repeats, pending }: Frame, { kind, outgoing }: CompiledNode) {
  // The token of a partial join has gone out already.
  if (repeats?.gone === 'token') return [];
  // So have those of events that have started the instance.
  if (kind !== 'eventBased' || pending === undefined) return outgoing;
  return outgoing.filter(({ to }) => pending.includes(to.id));
}

const WAITING = new Set(['message', 'signal', 'timer', 'conditional']);

function canFire(burst: Burst, frame: Frame, boundary: CompiledNode): boolean {
  if (boundary.events.some(({ definition }) => !WAITING.has(definition.type))) return true;
  return waitsOf(burst, frame.id).some(({ node }) => node === boundary.id);
}

/** Marked flows of a scope whose join fired before, and the joins that never did. */
export function leftOver(
  burst: Burst,
  scope: Frame,
): { readonly stranded: readonly string[]; readonly dead: readonly CompiledNode[] } {
  const nodes = insideOf(burst, scope)?.nodes ?? [];
  const waiting = nodes.filter((node) => markedFlows(scope, node).length > 0);
  const hasFired = ({ id }: CompiledNode): boolean => scope.fired?.[id] !== undefined;
  return {
    stranded: waiting.filter(hasFired).flatMap((node) => markedFlows(scope, node)),
    dead: waiting.filter((node) => !hasFired(node)),
  };
}

/** What a join that waits for ever has and lacks. */
export function lackOf(scope: Frame, node: CompiledNode): { present: string[]; missing: string[] } {
  const present = markedFlows(scope, node);
  const missing = node.incoming.map(({ id }) => id).filter((flow) => !present.includes(flow));
  return { present, missing };
}
