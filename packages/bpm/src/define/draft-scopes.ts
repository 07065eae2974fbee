/**
 * Sub-processes, plain, cancellable, and for each item of a list.
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
  type NodeSpec,
  type Position,
} from './draft.ts';
import { type Fields, given, labels, type StepOptions } from './draft-fields.ts';
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
  const fields = given({ ...labels(options), type, loop: options.loop });
  for (const variable of inner.scope.sets) before.scope.sets.add(variable);
  return around(before, { kind: 'subProcess', name, fields, body: inner.scope }, inner.isLeft);
}

/** Options of a sub-process for each item. */
export interface EachOptions extends StepOptions {
  readonly items: string;
  readonly item: string;
  readonly mode?: 'parallel' | 'sequential';
  readonly until?: string;
}

/** What is kept of each iteration. */
export interface Collecting {
  readonly into: string;
  readonly from: string;
}

/** A sub-process for each item of a list. */
export function forEach(
  before: Position,
  name: string,
  options: EachOptions,
  collect: Collecting | undefined,
  write: Write,
): Position {
  const { items: collection, item, mode = 'parallel', until } = options;
  const inner = written(before, name, write);
  const output = collect && { from: collect.from, to: collect.into };
  const own = ownVariables(before.scope, inner.scope, item);
  const fields: Fields = given({
    ...labels(options),
    in: own.length > 0 ? own : undefined,
    many: given({ mode, collection, item, output, until }),
  });
  const sets = collect === undefined ? [] : [collect.into];
  return around(
    before,
    { kind: 'subProcess', name, fields, body: inner.scope, sets },
    inner.isLeft,
  );
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
  item: string,
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
