/**
 * Branches and loops as gateways and flows.
 *
 * Branches that meet again need no gateway of their own: the tips of all are open until the next
 * node comes, and a merge is drawn then if that node needs it. Only a fork has a join. Where a
 * token may end inside a branch, that join is an inclusive one, which waits for what can still
 * come: a parallel one would wait for ever.
 */
import {
  addNode,
  closePath,
  connect,
  type DraftNode,
  merged,
  newRegion,
  type NodeSpec,
  openFlow,
  placeNode,
  type Position,
  type ProcessDraft,
  refuse,
  type Tip,
} from './draft.ts';
import { given, labels, type StepOptions } from './draft-fields.ts';
import { otherwise } from './feel-text.ts';
import type { Condition } from './path-options.ts';

/** Writes a branch from a point on, and gives where it ends. */
export type Write = (from: Position, name: string) => Position;

/** The branches by name, as far as they are given. */
export interface Branches {
  readonly names: readonly string[];
  readonly write: Write;
}

/** What a gateway is told beside its branches. */
export interface GatewayTold {
  readonly name: string;
  readonly options: StepOptions & { readonly join?: string };
}

/** The first branch whose condition holds. */
export function exclusive(
  position: Position,
  told: GatewayTold,
  conditions: Readonly<Record<string, Condition>>,
  write: Write,
): Position {
  const { position: split, node } = gateway(position, 'exclusive', told);
  const ends = conditionalFlows(split, node, conditions).map(([branch, tip]) =>
    write({ ...split, tips: [tip] }, branch),
  );
  return { ...split, tips: ends.flatMap(({ tips }) => tips) };
}

/** All branches whose condition holds. */
export function inclusive(
  position: Position,
  told: GatewayTold,
  conditions: Readonly<Record<string, Condition>>,
  write: Write,
): Position {
  const { join } = told.options;
  const { position: split, node } = gateway(position, 'inclusive', told);
  const ends = conditionalFlows(split, node, conditions).map(([branch, tip]) =>
    write({ ...split, region: newRegion(split.region), tips: [tip] }, branch),
  );
  return joined(split, node, ends, { kind: 'inclusive', fields: given({ join }) });
}

/** All branches. */
export function parallel(
  position: Position,
  told: GatewayTold,
  { names, write }: Branches,
): Position {
  const { position: split, node } = gateway(position, 'parallel', told);
  const ends = namedFlows(split, node, names).map(([branch, tip]) =>
    write({ ...split, region: newRegion(split.region), tips: [tip] }, branch),
  );
  const mayEnd = ends.some(({ region }) => region.hasEnd);
  return joined(split, node, ends, { kind: mayEnd ? 'inclusive' : 'parallel' });
}

/** How a complex gateway joins. */
export interface ComplexJoin extends Branches {
  /** When it goes on; may use `activationCount` and `tokens`. */
  readonly activation: string;
  /** How many branches must come, where that is a number. */
  readonly count?: number;
  /** What is done when the others have come, too. */
  readonly reset: Write | undefined;
}

/**
 * All branches; goes on by the first phase of the join. Its second phase is told apart by
 * `waitingForStart`: it leaves by no flow, or by that of `reset`, which has a token of its own.
 */
export function complex(position: Position, told: GatewayTold, join: ComplexJoin): Position {
  const { activation, count = 1, reset, names, write } = join;
  const { position: split, node } = gateway(position, 'parallel', { ...told, options: {} });
  const tips = namedFlows(split, node, names).flatMap(([branch, tip]) => {
    const end = write({ ...split, region: newRegion(split.region), tips: [tip] }, branch);
    return merged(end, `${node.id!}-join`).tips;
  });
  if (tips.length < count || tips.length === 0) {
    const message = `waits for ${count} branches, but only ${tips.length} lead to its join`;
    refuse(split.draft, 'join-branches', node.id!, message);
  }
  const fields = { ...labels(told.options), activation };
  const to = placeNode(split, { kind: 'complex', stem: `${node.id!}-join`, fields });
  for (const tip of tips) connect(tip, to);
  const forward = openFlow(to, { condition: 'waitingForStart' });
  if (reset !== undefined) writeReset(split, to, `${node.id!}-reset`, reset);
  return { ...split, tips: [forward] };
}

function writeReset(split: Position, join: DraftNode, stem: string, reset: Write): void {
  const tip = openFlow(join, { condition: 'not(waitingForStart)' });
  const end = reset({ ...split, region: newRegion(split.region), tips: [tip] }, stem);
  closePath(end, `${stem}-end`);
}

/** The branch whose first event comes first. */
export function eventBased(
  position: Position,
  told: GatewayTold,
  { names, write }: Branches,
): Position {
  const { position: split, node } = gateway(position, 'eventBased', told);
  const ends = namedFlows(split, node, names).map(([branch, tip]) =>
    write({ ...split, tips: [tip] }, branch),
  );
  return { ...split, tips: ends.flatMap(({ tips }) => tips) };
}

/** A loop that is tested before each pass. */
export function repeatWhile(
  position: Position,
  name: string,
  condition: string,
  write: Write,
): Position {
  const again = addNode(position, { kind: 'exclusive', stem: `${name}-again` });
  const back = again.tips[0]!.from;
  const { position: split, node } = gateway(again, 'exclusive', { name, options: {} });
  const inside = openFlow(node, { condition });
  const outside = openFlow(node, { isDefault: true });
  const body = write({ ...split, tips: [inside] }, name);
  for (const tip of body.tips) connect(tip, back);
  return { ...split, tips: [outside] };
}

/** A loop that is tested after each pass. */
export function repeatUntil(
  position: Position,
  name: string,
  condition: string,
  write: Write,
): Position {
  const again = addNode(position, { kind: 'exclusive', stem: `${name}-again` });
  const back = again.tips[0]!.from;
  const body = write(again, name);
  if (body.tips.length === 0) return body;
  const { position: split, node } = gateway(body, 'exclusive', { name, options: {} });
  const outside = openFlow(node, { condition });
  connect(openFlow(node, { isDefault: true }), back);
  return { ...split, tips: [outside] };
}

type GatewayKind = 'exclusive' | 'inclusive' | 'parallel' | 'eventBased';

function gateway(
  before: Position,
  kind: GatewayKind,
  { name, options }: GatewayTold,
): { readonly position: Position; readonly node: DraftNode } {
  const position = addNode(before, { kind, name, fields: labels(options) });
  return { position, node: position.tips[0]!.from };
}

function conditionalFlows(
  { draft }: Position,
  node: DraftNode,
  conditions: Readonly<Record<string, Condition>>,
): [string, Tip][] {
  const names = Object.keys(conditions);
  refuseNumbers(draft, names);
  if (names.filter((name) => conditions[name] === otherwise).length > 1) {
    refuse(draft, 'several-defaults', node.id!, 'only one branch can be the one that is left');
  }
  return names.map((name) => {
    const condition = conditions[name]!;
    const choice = condition === otherwise ? { isDefault: true } : { condition };
    return [name, openFlow(node, { name, ...choice })];
  });
}

function namedFlows(
  { draft }: Position,
  node: DraftNode,
  names: readonly string[],
): [string, Tip][] {
  refuseNumbers(draft, names);
  return names.map((name) => [name, openFlow(node, { name })]);
}

/** An object puts whole numbers first, whatever the order they are written in. */
function refuseNumbers(draft: ProcessDraft, names: readonly string[]): void {
  const number = names.find((name) => /^\d+$/.test(name));
  if (number === undefined) return;
  refuse(draft, 'branch-name', number, 'a branch needs a name that is no number: its order counts');
}

function joined(
  split: Position,
  { id }: DraftNode,
  ends: readonly Position[],
  spec: Pick<NodeSpec, 'kind' | 'fields'>,
): Position {
  const tips = ends.flatMap((end) => merged(end, `${id!}-join`).tips);
  if (tips.length < 2) return { ...split, tips };
  const join = placeNode(split, { ...spec, stem: `${id!}-join` });
  for (const tip of tips) connect(tip, join);
  return { ...split, tips: [{ from: join }] };
}
