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
  connect,
  type DraftNode,
  merged,
  newRegion,
  openFlow,
  placeNode,
  type Position,
  type ProcessDraft,
  refuse,
  type Tip,
} from './draft.ts';
import { otherwise } from './feel-text.ts';
import type { Condition } from './path-options.ts';

/** Writes a branch from a point on, and gives where it ends. */
export type Write = (from: Position, name: string) => Position;

/** The branches by name, as far as they are given. */
export interface Branches {
  readonly names: readonly string[];
  readonly write: Write;
}

/** The first branch whose condition holds. */
export function exclusive(
  position: Position,
  name: string,
  conditions: Readonly<Record<string, Condition>>,
  write: Write,
): Position {
  const { position: split, node } = gateway(position, 'exclusive', name);
  const ends = conditionalFlows(split, node, conditions).map(([branch, tip]) =>
    write({ ...split, tips: [tip] }, branch),
  );
  return { ...split, tips: ends.flatMap(({ tips }) => tips) };
}

/** All branches whose condition holds. */
export function inclusive(
  position: Position,
  name: string,
  conditions: Readonly<Record<string, Condition>>,
  write: Write,
): Position {
  const { position: split, node } = gateway(position, 'inclusive', name);
  const ends = conditionalFlows(split, node, conditions).map(([branch, tip]) =>
    write({ ...split, region: newRegion(split.region), tips: [tip] }, branch),
  );
  return joined(split, node, ends, 'inclusive');
}

/** All branches. */
export function parallel(position: Position, name: string, { names, write }: Branches): Position {
  const { position: split, node } = gateway(position, 'parallel', name);
  const ends = namedFlows(split, node, names).map(([branch, tip]) =>
    write({ ...split, region: newRegion(split.region), tips: [tip] }, branch),
  );
  const mayEnd = ends.some(({ region }) => region.hasEnd);
  return joined(split, node, ends, mayEnd ? 'inclusive' : 'parallel');
}

/** The branch whose first event comes first. */
export function eventBased(position: Position, name: string, { names, write }: Branches): Position {
  const { position: split, node } = gateway(position, 'eventBased', name);
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
  const { position: split, node } = gateway(again, 'exclusive', name);
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
  const { position: split, node } = gateway(body, 'exclusive', name);
  const outside = openFlow(node, { condition });
  connect(openFlow(node, { isDefault: true }), back);
  return { ...split, tips: [outside] };
}

type GatewayKind = 'exclusive' | 'inclusive' | 'parallel' | 'eventBased';

function gateway(
  before: Position,
  kind: GatewayKind,
  name: string,
): { readonly position: Position; readonly node: DraftNode } {
  const position = addNode(before, { kind, name });
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
  kind: 'parallel' | 'inclusive',
): Position {
  const tips = ends.flatMap((end) => merged(end, `${id!}-join`).tips);
  if (tips.length < 2) return { ...split, tips };
  const join = placeNode(split, { kind, stem: `${id!}-join` });
  for (const tip of tips) connect(tip, join);
  return { ...split, tips: [{ from: join }] };
}
