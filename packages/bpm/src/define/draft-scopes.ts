/**
 * Sub-processes: plain, cancellable, and without order.
 */
import {
  addNode,
  beginScope,
  closePath,
  type DraftNode,
  type DraftScope,
  ended,
  newRegion,
  newScope,
  type NodeSpec,
  type Position,
  type ProcessDraft,
  refuse,
} from './draft.ts';
import { activityFields, given, type StepOptions } from './draft-fields.ts';
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

/** Writes the inside of a sub-process. `isLeft`: a token may leave it. */
export function written(
  before: Position,
  stem: string,
  write: Write,
): { readonly scope: DraftScope; readonly isLeft: boolean } {
  const end = write(beginScope(before, `${stem}-start`), stem);
  closePath(end, `${stem}-end`);
  return { scope: end.scope, isLeft: end.tips.length > 0 || end.scope.hasExit };
}

/** The point after a sub-process; where no token leaves it, the path has ended. */
export function around(before: Position, spec: NodeSpec, isLeft: boolean): Position {
  const after = addNode(before, spec);
  return isLeft ? after : ended(after, false);
}

const activityKinds: ReadonlySet<string> = new Set(
  'task manual user service script send receive businessRule call subProcess'.split(' '),
);

/** Whether boundary events can hang on a node, and it can undo another. */
export const isActivityDraft = ({ kind }: DraftNode): boolean => activityKinds.has(kind);
