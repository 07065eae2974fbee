/**
 * Drafts: a process while it is written, as nodes and flows that know each other.
 *
 * Names that the author gives are ids at once, so that a second one is refused where it is written.
 * All other ids are made when the process is finished (draft-definition.ts), so that none of ours
 * takes one of his. A flow can be there before its target is: the order of the flows out of a
 * gateway counts, and is that of its branches.
 */
import { BpmError } from '../errors.ts';
import { type Expression, elementId } from '../event-model.ts';
import type { NodeKind } from '../model.ts';
import { slug } from './slug.ts';

/** A node that is being written. */
export interface DraftNode {
  readonly kind: NodeKind;
  /** The author's id; undefined: one is made of the stem. */
  readonly id: string | undefined;
  readonly stem: string;
  /** The fields of the definition beside id and kind. */
  readonly fields: Record<string, unknown>;
  readonly region: Region;
  scope: DraftScope;
  readonly body?: DraftScope;
  readonly attachedTo?: DraftNode;
  readonly handler?: DraftNode;
}

/** A flow; without a target until the next node is there. */
export interface DraftFlow {
  readonly from: DraftNode;
  to: DraftNode | undefined;
  readonly name?: string | undefined;
  readonly condition?: Expression | undefined;
  readonly isDefault?: boolean;
}

/** A process or sub-process that is being written. */
export interface DraftScope {
  readonly nodes: DraftNode[];
  readonly flows: DraftFlow[];
  readonly outer: DraftScope | undefined;
  /** Names of variables that are known to be set in it. */
  readonly sets: Set<string>;
  /** It may have ended before its last path does. */
  hasExit: boolean;
  /** Names of links, with the region whose token goes by them. */
  readonly links: Map<string, Region>;
}

/**
 * Nodes that are passed by the same token: the branches of a fork are regions of their own, and
 * what an event adds beside the path is one, too.
 */
export interface Region {
  readonly outer: Region | undefined;
  /** A token of it may end within it. */
  hasEnd: boolean;
}

/** The whole of a draft. */
export interface ProcessDraft {
  readonly id: string;
  /** Nodes with an id of their author's. */
  readonly named: Map<string, DraftNode>;
}

/** Where the next node is connected: to a flow that is there, or by a new one. */
export interface Tip {
  readonly from: DraftNode;
  readonly flow?: DraftFlow;
}

/** A point of a draft. Without tips no token comes to it, but where a path begins by itself. */
export interface Position {
  readonly draft: ProcessDraft;
  readonly scope: DraftScope;
  readonly region: Region;
  readonly tips: readonly Tip[];
  /** The next node is entered without a flow. */
  readonly isOpen?: true;
}

/** A node to be added. `name`: the author's; its slug is the id, and it is the label. */
export interface NodeSpec {
  readonly kind: NodeKind;
  readonly name?: string | undefined;
  readonly stem?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly body?: DraftScope;
  readonly attachedTo?: DraftNode;
  readonly handler?: DraftNode;
  /** Names of variables that it sets. */
  readonly sets?: readonly string[];
}

/** A new region around which another one is. */
export const newRegion = (outer?: Region): Region => ({ outer, hasEnd: false });

/** A new scope, without a node. */
export const newScope = (outer?: DraftScope): DraftScope => ({
  nodes: [],
  flows: [],
  outer,
  sets: new Set(),
  hasExit: false,
  links: new Map(),
});

/**
 * Refuses what its author wrote, where he wrote it.
 *
 * @throws BpmError BPM_INVALID_DEFINITION
 */
export function refuse({ id }: ProcessDraft, code: string, path: string, message: string): never {
  throw new BpmError('BPM_INVALID_DEFINITION', { process: id, issues: [{ code, path, message }] });
}

/** Adds a node that nothing leads to. */
export function placeNode({ draft, scope, region }: Position, spec: NodeSpec): DraftNode {
  const { kind, name, fields = {}, body, attachedTo, handler } = spec;
  const id = name === undefined ? undefined : takeableId(draft, name);
  const isLabel = name !== undefined && name !== id;
  const node: DraftNode = {
    kind,
    id,
    stem: slug(spec.stem ?? kind).replaceAll(/[^\p{L}\p{N}_.-]/gu, '_'),
    fields: { ...(isLabel && { name }), ...fields },
    region,
    scope,
    ...(body && { body }),
    ...(attachedTo && { attachedTo }),
    ...(handler && { handler }),
  };
  scope.nodes.push(node);
  if (id !== undefined) draft.named.set(id, node);
  for (const variable of spec.sets ?? []) scope.sets.add(variable);
  return node;
}

function takeableId(draft: ProcessDraft, name: string): string {
  const id = slug(name);
  if (!elementId.safeParse(id).success) {
    const message = `'${name}' makes no id: begin it with a letter, at most 128 signs`;
    refuse(draft, 'element-id', name, message);
  }
  if (!draft.named.has(id)) return id;
  return refuse(draft, 'duplicate-id', id, `'${name}' was given already; choose another name`);
}

/** Adds a node that all tips lead to, and goes on from it. */
export function addNode(position: Position, spec: NodeSpec): Position {
  const { draft, scope, region, tips, isOpen } = position;
  if (tips.length === 0 && isOpen === undefined) {
    const path = spec.name ?? spec.kind;
    refuse(draft, 'path-ended', path, 'no token comes here: the path before it has ended');
  }
  const isMerging = spec.kind === 'end' || spec.kind === 'exclusive';
  const from = isMerging ? position : merged(position, spec.name);
  const node = placeNode(from, spec);
  for (const tip of from.tips) connect(tip, node);
  return { draft, scope, region, tips: [{ from: node }] };
}

/** The same point with one tip: several meet in an exclusive gateway. */
export function merged(position: Position, before = 'merge'): Position {
  const { tips } = position;
  if (tips.length < 2) return position;
  const gateway = placeNode(position, { kind: 'exclusive', stem: `before-${before}` });
  for (const tip of tips) connect(tip, gateway);
  return { ...position, tips: [{ from: gateway }] };
}

/** Leads a tip to a node. */
export function connect({ from, flow }: Tip, to: DraftNode): void {
  if (flow === undefined) to.scope.flows.push({ from, to });
  else flow.to = to;
}

/** A flow whose target comes later. */
export function openFlow(
  from: DraftNode,
  details: Pick<DraftFlow, 'name' | 'condition' | 'isDefault'> = {},
): Tip {
  const flow: DraftFlow = { from, to: undefined, ...details };
  from.scope.flows.push(flow);
  return { from, flow };
}

/** The same point, where a path has ended. @param isExit - the scope may end with it */
export function ended(position: Position, isExit: boolean): Position {
  const { scope } = position;
  if (isExit) scope.hasExit = true;
  return { ...position, tips: [] };
}

/** A token has ended here: forks around it can't count on it. */
export function markEnd(region: Region): void {
  for (let at: Region | undefined = region; at !== undefined; at = at.outer) at.hasEnd = true;
}

/** A point at the start of a new scope. */
export function beginScope(
  { draft, scope }: Position,
  stem: string,
  fields: Readonly<Record<string, unknown>> = {},
): Position {
  const inner = { draft, scope: newScope(scope), region: newRegion(), tips: [] };
  const start = placeNode(inner, { kind: 'start', stem, fields });
  return { ...inner, tips: [{ from: start }] };
}

/** Leads what is open to an end. */
export function closePath(position: Position, stem: string): void {
  if (position.tips.length > 0) addNode(position, { kind: 'end', stem });
}
