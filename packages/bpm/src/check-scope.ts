/**
 * What the checks of a definition look at: its scopes one by one, each with its nodes by id and its
 * flows by their ends.
 *
 * A definition under check may be wrong in any way that its shape allows, so nothing here relies on
 * ids being unique or on flows having ends.
 */
import type { DefinitionIssue } from './errors.ts';
import type { Flow, Node, ProcessDefinition, SubProcess } from './model.ts';

/** A process or sub-process under check. */
export interface CheckedScope {
  readonly definition: ProcessDefinition;
  /** The sub-process; undefined = the process. */
  readonly owner: SubProcess | undefined;
  /** The scope around it. */
  readonly outer: CheckedScope | undefined;
  /** 0 = the process. */
  readonly depth: number;
  readonly nodes: readonly Node[];
  readonly flows: readonly Flow[];
  /** Of several nodes with one id, the first. */
  readonly byId: ReadonlyMap<string, Node>;
  /** Flows within the scope by the node they lead to. */
  readonly incoming: ReadonlyMap<string, readonly Flow[]>;
  readonly outgoing: ReadonlyMap<string, readonly Flow[]>;
  /** All nodes of the definition, with the scope each is in. */
  readonly everywhere: ReadonlyMap<string, CheckedScope>;
}

/** A check of one scope: all faults of one kind. */
export type ScopeCheck = (scope: CheckedScope) => DefinitionIssue[];

/** A fault; see `DefinitionIssue`. */
export const issue = (code: string, path: string, message: string): DefinitionIssue => ({
  code,
  path,
  message,
});

/** The scopes of a definition, outer ones first. Those below `depthMost` are left out. */
export function scopesOf(definition: ProcessDefinition, depthMost: number): CheckedScope[] {
  const everywhere = new Map<string, CheckedScope>();
  const { nodes, flows } = definition;
  const outermost = { definition, owner: undefined, outer: undefined, depth: 0, nodes, flows };
  const scopes: CheckedScope[] = [opened(outermost, everywhere)];
  for (const scope of scopes) {
    for (const node of scope.nodes) {
      if (!everywhere.has(node.id)) everywhere.set(node.id, scope);
      if (node.kind !== 'subProcess' || scope.depth >= depthMost) continue;
      scopes.push(opened(inside(scope, node), everywhere));
    }
  }
  return scopes;
}

type Bare = Omit<CheckedScope, 'byId' | 'incoming' | 'outgoing' | 'everywhere'>;

const inside = (scope: CheckedScope, owner: SubProcess): Bare => ({
  definition: scope.definition,
  owner,
  outer: scope,
  depth: scope.depth + 1,
  nodes: owner.nodes,
  flows: owner.flows,
});

function opened(bare: Bare, everywhere: ReadonlyMap<string, CheckedScope>): CheckedScope {
  const byId = new Map<string, Node>();
  for (const node of bare.nodes) if (!byId.has(node.id)) byId.set(node.id, node);
  const inScope = bare.flows.filter(({ from, to }) => byId.has(from) && byId.has(to));
  const incoming = grouped(inScope, ({ to }) => to);
  const outgoing = grouped(inScope, ({ from }) => from);
  return { ...bare, byId, incoming, outgoing, everywhere };
}

/** Things by a name, those of one name in their order. */
export function grouped<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group === undefined) groups.set(nameOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Flows of the scope that lead to a node. */
export const flowsInto = (scope: CheckedScope, { id }: Node): readonly Flow[] =>
  scope.incoming.get(id) ?? [];

/** Flows of the scope that leave a node, in document order. */
export const flowsOutOf = (scope: CheckedScope, { id }: Node): readonly Flow[] =>
  scope.outgoing.get(id) ?? [];

/** A task, call activity or sub-process: what boundary events can hang on. */
export type Activity = Extract<Node, { readonly completionQuantity?: number | undefined }>;

const otherThanActivities: ReadonlySet<string> = new Set(
  'start catch boundary throw end exclusive parallel inclusive eventBased complex'.split(' '),
);

/** Whether a node is a task, a call or a sub-process. */
export const isActivity = (node: Node): node is Activity => !otherThanActivities.has(node.kind);

/** A sub-process that an event starts, not a token. */
export const isEventSubProcess = (node: Node): node is SubProcess =>
  node.kind === 'subProcess' && node.type === 'event';

/** An activity that is entered only to undo another. */
export const isHandler = (node: Node): boolean => isActivity(node) && node.undoes === true;

/** Whether what comes to a node, or to the events after it, starts an instance. */
export const isInstantiating = (node: Node): boolean =>
  (node.kind === 'receive' || node.kind === 'eventBased') && node.instantiate !== undefined;

/** Whether a boundary event stands for compensation: an activity undoes its host. */
export const isUndoBoundary = (node: Node): boolean =>
  node.kind === 'boundary' && node.on.some(({ type }) => type === 'compensation');

/** The names of the links that a throw leads to, or a catch is reached by. */
export function linkNames(node: Node): string[] {
  const events = node.kind === 'throw' ? node.throws : node.kind === 'catch' ? node.on : [];
  return (events ?? []).flatMap((event) => (event.type === 'link' ? [event.name] : []));
}
