/**
 * What is done for each item of a list, or a number of times: a sub-process, or one activity.
 *
 * An iteration keeps what it sets: the variables known to be set in it are made its own on entry,
 * because a result goes to the nearest scope that has a variable of its name.
 */
import { type DraftNode, type DraftScope, merged, type Position, refuse } from './draft.ts';
import { type Fields, given, labels, type StepOptions } from './draft-fields.ts';
import type { Write } from './draft-gateways.ts';
import { around, isActivityDraft, written } from './draft-scopes.ts';

interface Mapping {
  readonly from: string;
  readonly to: string;
}

/** How an activity is repeated: for each item, or a number of times. */
export interface ManyTold extends StepOptions {
  readonly items?: string;
  readonly item?: string;
  readonly count?: string | number;
  readonly mode?: 'parallel' | 'sequential';
  readonly until?: string;
  readonly cancelRemaining?: false;
}

/** What is kept of each iteration. */
export interface Collecting {
  readonly into: string;
  readonly from: string;
}

const manyOf = (
  { items, item, count, mode = 'parallel', until, cancelRemaining }: ManyTold,
  collect: Collecting | undefined,
): Fields =>
  given({
    mode,
    collection: items,
    count: count === undefined ? undefined : String(count),
    item,
    output: collect && { from: collect.from, to: collect.into },
    until,
    cancelRemaining,
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
  const { body, fields } = repeatable(end, nodes.slice(count));
  fields['many'] = manyOf(options, collect);
  if (collect === undefined && body === undefined) return end;
  // Results that are collected stay in their iteration, as all that a sub-process sets.
  for (const name of sets) if (!known.has(name)) sets.delete(name);
  if (body !== undefined) fields['in'] = ownInput(start.scope, body, options.item, fields['in']);
  if (collect !== undefined) sets.add(collect.into);
  return end;
}

/** The input mapping of an iteration, with the variables that it is to keep for itself. */
function ownInput(
  outer: DraftScope,
  inner: DraftScope,
  item: string | undefined,
  told: unknown,
): Mapping[] | undefined {
  const asked = (told ?? []) as Mapping[];
  const names = new Set(asked.map(({ to }) => to));
  const own = ownVariables(outer, inner, item).filter(({ to }) => !names.has(to));
  return own.length + asked.length > 0 ? [...own, ...asked] : undefined;
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

function ownVariables(outer: DraftScope, inner: DraftScope, item: string | undefined): Mapping[] {
  const names = [...inner.sets].filter((name) => name !== item && name !== 'loopCounter');
  return names.map((name) => ({ from: isSetIn(outer, name) ? name : 'null', to: name }));
}

function isSetIn(scope: DraftScope, name: string): boolean {
  for (let at: DraftScope | undefined = scope; at !== undefined; at = at.outer) {
    if (at.sets.has(name)) return true;
  }
  return false;
}
