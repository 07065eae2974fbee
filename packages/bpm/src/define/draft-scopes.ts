/**
 * Sub-processes, plain, cancellable, without order, and what is done for each item of a list.
 *
 * An iteration keeps what it sets: the variables known to be set in it are made its own on entry,
 * because a result goes to the nearest scope that has a variable of its name.
 */
import {
  addNode,
  beginScope,
  closePath,
  type DraftNode,
  type DraftScope,
  ended,
  merged,
  newRegion,
  newScope,
  type NodeSpec,
  type Position,
  type ProcessDraft,
  refuse,
} from './draft.ts';
import { activityFields, type Fields, given, labels, type StepOptions } from './draft-fields.ts';
import type { Write } from './draft-gateways.ts';

/** What a sub-process is. */
export interface ScopeSpec {
  readonly name: string;
  readonly options: StepOptions;
  readonly type?: 'transaction';
}

/** A sub-process, plain or a transaction. */
export function subProcess(before: Position, spec: ScopeSpec, write: Write): Position {
  const { name, options, type } = spec;
  const inner = written(before, name, write);
  const fields = given({ ...activityFields(options), type });
  const sets = leftBy(inner.scope, options);
  return around(
    before,
    { kind: 'subProcess', name, fields, body: inner.scope, sets },
    inner.isLeft,
  );
}

/** What a sub-process sets around it: not its own variables, but what it is told to give. */
const leftBy = ({ sets }: DraftScope, options: StepOptions): readonly string[] => [
  ...[...sets].filter((name) => options.in === undefined || !Object.hasOwn(options.in, name)),
  ...Object.keys(options.out ?? {}),
];

/** Options of an ad-hoc sub-process. */
export interface AdHocTold extends StepOptions {
  readonly ordering?: 'parallel' | 'sequential';
  readonly activate?: string | readonly string[];
  readonly until?: string;
  readonly cancelRemaining?: boolean;
}

/** A sub-process of paths that begin by themselves: there is no start event, and no end. */
export function adHoc(
  before: Position,
  name: string,
  options: AdHocTold,
  paths: readonly Write[],
): Position {
  const { draft } = before;
  const { ordering, until, cancelRemaining } = options;
  const scope = newScope(before.scope);
  for (const write of paths) {
    write({ draft, scope, region: newRegion(), tips: [], isOpen: true }, name);
  }
  const activate = activated(draft, scope, options.activate);
  const rule = given({ ordering, activate, until, cancelRemaining });
  const fields = { ...activityFields(options), type: 'adHoc', adHoc: rule };
  const sets = leftBy(scope, options);
  return addNode(before, { kind: 'subProcess', name, fields, body: scope, sets });
}

function activated(
  draft: ProcessDraft,
  { nodes, flows }: DraftScope,
  activate: AdHocTold['activate'],
): string | undefined {
  if (activate === undefined || typeof activate === 'string') return activate;
  const first = nodes.filter((node) => flows.every(({ to }) => to !== node));
  const wrong = activate.find((id) => !first.some((node) => node.id === id));
  if (wrong === undefined) return `[${activate.map((id) => JSON.stringify(id)).join(', ')}]`;
  const known = first.flatMap(({ id }) => (id === undefined ? [] : [id])).join(', ');
  const message = `no path of it begins with '${wrong}'; those that do are: ${known}`;
  return refuse(draft, 'unknown-activity', wrong, message);
}

/** How an activity is repeated: for each item, or a number of times. */
export interface ManyTold extends StepOptions {
  readonly items?: string;
  readonly item?: string;
  readonly count?: string | number;
  readonly mode?: 'parallel' | 'sequential';
  readonly until?: string;
}

/** What is kept of each iteration. */
export interface Collecting {
  readonly into: string;
  readonly from: string;
}

const manyOf = (
  { items, item, count, mode = 'parallel', until }: ManyTold,
  collect: Collecting | undefined,
): Fields =>
  given({
    mode,
    collection: items,
    count: count === undefined ? undefined : String(count),
    item,
    output: collect && { from: collect.from, to: collect.into },
    until,
  });

/** A sub-process for each item of a list, or a number of times. */
export function forEach(
  before: Position,
  name: string,
  options: ManyTold,
  collect: Collecting | undefined,
  write: Write,
): Position {
  const inner = written(before, name, write);
  const own = ownVariables(before.scope, inner.scope, options.item);
  const fields: Fields = given({
    ...labels(options),
    in: own.length > 0 ? own : undefined,
    many: manyOf(options, collect),
  });
  const sets = collect === undefined ? [] : [collect.into];
  return around(
    before,
    { kind: 'subProcess', name, fields, body: inner.scope, sets },
    inner.isLeft,
  );
}

/** The one activity of a body, itself repeated. */
export function multiInstance(
  before: Position,
  options: ManyTold,
  collect: Collecting | undefined,
  write: Write,
): Position {
  const start = merged(before, 'each');
  const { nodes, sets } = start.scope;
  const [count, known] = [nodes.length, new Set(sets)];
  const end = write(start, 'each');
  const activity = repeatable(end, nodes.slice(count));
  activity.fields['many'] = manyOf(options, collect);
  // Results that are collected stay in their iteration.
  if (collect !== undefined) {
    for (const name of sets) if (!known.has(name)) sets.delete(name);
    sets.add(collect.into);
  }
  return end;
}

function repeatable({ draft, tips }: Position, [node, ...others]: readonly DraftNode[]): DraftNode {
  const isOne = node !== undefined && others.length === 0 && tips[0]?.from === node;
  if (!isOne || !isActivityDraft(node)) {
    const message = 'repeats one activity; use forEach for several, and catch its events after it';
    return refuse(draft, 'not-one-activity', node?.id ?? draft.id, message);
  }
  const taken = ['many', 'loop', 'out'].find((field) => node.fields[field] !== undefined);
  if (taken === undefined) return node;
  const message = `'${taken}' has no meaning for one iteration; collect what each gives instead`;
  return refuse(draft, 'repeated-twice', `${node.id!}.${taken}`, message);
}

/** Writes the inside of a sub-process. `isLeft`: a token may leave it. */
function written(
  before: Position,
  stem: string,
  write: Write,
): { readonly scope: DraftScope; readonly isLeft: boolean } {
  const end = write(beginScope(before, `${stem}-start`), stem);
  closePath(end, `${stem}-end`);
  return { scope: end.scope, isLeft: end.tips.length > 0 || end.scope.hasExit };
}

function around(before: Position, spec: NodeSpec, isLeft: boolean): Position {
  const after = addNode(before, spec);
  return isLeft ? after : ended(after, false);
}

function ownVariables(
  outer: DraftScope,
  inner: DraftScope,
  item: string | undefined,
): { from: string; to: string }[] {
  const names = [...inner.sets].filter((name) => name !== item && name !== 'loopCounter');
  return names.map((name) => ({ from: isSetIn(outer, name) ? name : 'null', to: name }));
}

function isSetIn(scope: DraftScope, name: string): boolean {
  for (let at: DraftScope | undefined = scope; at !== undefined; at = at.outer) {
    if (at.sets.has(name)) return true;
  }
  return false;
}

const activityKinds: ReadonlySet<string> = new Set(
  'task manual user service script send receive businessRule call subProcess'.split(' '),
);

/** Whether boundary events can hang on a node, and it can undo another. */
export const isActivityDraft = ({ kind }: DraftNode): boolean => activityKinds.has(kind);
