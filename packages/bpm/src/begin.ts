/**
 * What happens when a token enters a node: one rule for each kind.
 *
 * An activity first arms its boundary events, then computes its inputs, then does what its kind
 * does. A repeated activity arms them once, for all its iterations.
 *
 * @source BPMN 2.0.2, 13.3
 */
import { beginAdHoc, adHocOf } from './activity/ad-hoc.ts';
import { beginRepetition, isRepeated } from './activity/repetition.ts';
import { taskWork } from './activity/user-task.ts';
import { type Burst, frameOf, nodeAt, openWait, record, setVariables, waitsOf } from './burst.ts';
import type { CompiledNode } from './compiled.ts';
import { openEvents } from './event/open-event.ts';
import { sendMessage, throwEvents } from './event/throw-event.ts';
import type { JsonValue } from './expression.ts';
import { Halt, textOf } from './halt.ts';
import type { Frame, Variables } from './instance.ts';
import type { NodeKind, NodeOf } from './model.ts';
import { openScope } from './scope.ts';
import { undoCall } from './undo.ts';
import { evaluateAt, mapped, takeResults, visibleVariables } from './variables.ts';

/**
 * Begins the work of a frame; also once more, when an incident of its beginning was resolved.
 *
 * @throws Halt with the incident to open
 */
export function begin(burst: Burst, id: number): void {
  const frame = frameOf(burst, id);
  const node = nodeAt(burst, frame)!;
  for (const { id: wait } of waitsOf(burst, id)) record(burst, { type: 'closed', wait });
  if (frame.role !== 'iteration') {
    for (const boundary of node.boundaries) openEvents(burst, id, boundary);
  }
  if (frame.role === 'body') return beginRepetition(burst, frame, node);
  if (node.in !== undefined && !isThrower(node)) {
    setVariables(burst, id, mapped(burst, id, node.in));
  }
  beginnings[node.kind](burst, frame, node);
}

/** The role in which a token enters a node. */
export const isBody = (node: CompiledNode, role: Frame['role']): boolean =>
  role !== 'iteration' && role !== 'handler' && isRepeated(node);

const isThrower = ({ kind }: CompiledNode): boolean =>
  kind === 'throw' || kind === 'end' || kind === 'call';

type Beginning = (burst: Burst, frame: Frame, node: CompiledNode) => void;

/** Nothing to wait for: it has done its work. */
const passOn: Beginning = (burst, { id }) => void burst.ending.push(id);

const beginnings: Readonly<Record<NodeKind, Beginning>> = {
  start: passOn,
  task: passOn,
  manual: passOn,
  exclusive: passOn,
  parallel: passOn,
  inclusive: passOn,
  complex: passOn,
  boundary: passOn,
  user: openTask,
  service: openJob,
  script: runScript,
  businessRule: decide,
  send: sendTask,
  receive: (burst, { id }, node) => openEvents(burst, id, node),
  catch: awaitEvent,
  eventBased: awaitFirst,
  throw: (burst, { id }, node) => throwEvents(burst, id, node),
  end: (burst, { id }, node) => throwEvents(burst, id, node),
  call: beginCall,
  subProcess: beginSubProcess,
};

function openTask(burst: Burst, { id }: Frame, node: CompiledNode): void {
  const work = taskWork(burst, id, node);
  const wait = openWait(burst, { frame: id, node: node.id, kind: 'task' });
  burst.effects.push({ kind: 'task', wait, work });
}

/** Attempts of a job whose task names no number. */
const ATTEMPTS = 3;

/** How often a job of a service task may be tried. */
export const attemptsOf = ({ node }: CompiledNode): number =>
  (node as NodeOf<'service'>).retry?.attempts ?? ATTEMPTS;

function openJob(burst: Burst, { id }: Frame, node: CompiledNode): void {
  const { type } = node.node as NodeOf<'service'>;
  const attempts = attemptsOf(node);
  openWait(burst, { frame: id, node: node.id, kind: 'job', type, attempts, failed: 0 });
}

function runScript(burst: Burst, { id }: Frame, node: CompiledNode): void {
  const { result } = node.node as NodeOf<'script'>;
  const value = evaluateAt(burst, id, node.expressions.script!);
  takeResults(burst, id, node, named(value, result));
  burst.ending.push(id);
}

function decide(burst: Burst, { id }: Frame, node: CompiledNode): void {
  const { decision, result } = node.node as NodeOf<'businessRule'>;
  const rule = burst.library.decisions.get(decision);
  if (rule === undefined) {
    throw new Halt('unknown-decision', `there is no decision '${decision}': give it to the engine`);
  }
  takeResults(burst, id, node, named(rule(visibleVariables(burst, id)), result));
  burst.ending.push(id);
}

/** A value under a name; without one, its members. */
function named(value: JsonValue, name: string | undefined): Variables | undefined {
  if (name !== undefined) return { [name]: value };
  const isContext = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isContext ? (value as Variables) : undefined;
}

function sendTask(burst: Burst, { id }: Frame, node: CompiledNode): void {
  const { message } = node.node as NodeOf<'send'>;
  const { key } = node.expressions;
  const variables = frameOf(burst, id).variables ?? {};
  sendMessage(burst, id, {
    name: message,
    key: key === undefined ? '' : textOf(burst, id, key),
    variables,
  });
  burst.ending.push(id);
}

/** A link's catch is where its throw goes on; all other events are waited for. */
function awaitEvent(burst: Burst, { id }: Frame, node: CompiledNode): void {
  if (node.events.some(({ definition }) => definition.type === 'link')) burst.ending.push(id);
  else openEvents(burst, id, node);
}

function awaitFirst(burst: Burst, { id }: Frame, node: CompiledNode): void {
  for (const { to } of node.outgoing) openEvents(burst, id, to);
}

function beginSubProcess(burst: Burst, { id }: Frame, node: CompiledNode): void {
  if (adHocOf(node) === undefined) return openScope(burst, id, node.body!);
  for (const handler of node.body!.handlers) {
    for (const start of handler.body!.starts) openEvents(burst, id, start);
  }
  beginAdHoc(burst, frameOf(burst, id), node);
}

/** A called process runs in the frame of its call, with variables of its own. */
function beginCall(burst: Burst, frame: Frame, node: CompiledNode): void {
  const { id, role, calls } = frame;
  if (role === 'handler' && calls !== undefined) return undoCall(burst, frame);
  const { process, version } = node.node as NodeOf<'call'>;
  const hash = burst.library.called(process, version);
  if (hash === undefined) {
    throw new Halt('unknown-process', `no process '${process}' is deployed: deploy it`);
  }
  if (burst.library.isChart?.(hash) === true) return callChart(burst, frame, node, hash);
  const { scope } = burst.library.process(hash);
  if (scope.entries.length === 0) {
    throw new Halt('unknown-process', `'${process}' has no start event without a trigger`);
  }
  const given = node.in && mapped(burst, id, node.in);
  const change = { calls: hash, ...(given === undefined && { sees: true as const }) };
  record(burst, { type: 'updated', frame: id, change });
  setVariables(burst, id, given ?? {});
  openScope(burst, id, scope);
}

/** A called statechart is an instance of its own, on the version of now; its end ends the call. */
function callChart(burst: Burst, { id: frame }: Frame, node: CompiledNode, version: string): void {
  const { process } = node.node as NodeOf<'call'>;
  const given =
    node.in === undefined ? visibleVariables(burst, frame) : mapped(burst, frame, node.in);
  const wait = openWait(burst, { kind: 'child', frame, node: node.id, process, version });
  burst.effects.push({ kind: 'child', wait, process, version, variables: given });
}
