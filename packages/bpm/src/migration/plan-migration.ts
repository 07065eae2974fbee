/**
 * A migration plan: which element of an old definition goes on as which of a new one.
 *
 * Elements with equal ids and types are mapped by themselves, so a plan names only what was renamed
 * or is gone. All that speaks against it comes at once; what speaks against a single instance is
 * found when that is looked at (examine.ts). Plain JSON, so a plan can be kept and shown.
 */
import { BpmError, type DefinitionIssue } from '../errors.ts';
import { readDefinition } from '../compile.ts';
import type { ProcessInput } from '../model.ts';
import { flowIssues, inScope, joinIssues, nodeIssues, restIssues } from './check-plan.ts';
import type { MigrationPlan } from './migration-plan.ts';
import { type Elements, elementsOf, isJoin } from './elements.ts';
import { typeChange } from './type-change.ts';
import { turned, twins } from './way-back.ts';

/** What a plan can't know by itself: new ids by old ones; null = it is gone, and not by mistake. */
export type ElementMapping = Readonly<Record<string, string | null>>;

/** How a plan is made. */
export interface MigrationOptions {
  /** New elements whose running timers start anew at the migration; true = all of them. */
  readonly recompute?: true | readonly string[] | undefined;
}

/**
 * Plans how instances of one definition go on on another one of the same process.
 *
 * @param mapping - elements that were renamed, nodes and flows by their ids; null for those that
 * are gone
 * @throws BpmError BPM_INVALID_MIGRATION — with all findings, each with its path; their codes are
 * `other-process`, `same-version`, `unknown-source`, `unknown-target`, `type-changed`,
 * `scope-changed`, `host-changed`, `twice-mapped`, `unmapped-wait`, `unmapped-join`
 * @throws BpmError BPM_INVALID_DEFINITION — one of the two is none
 * @example
 * const plan = planMigration(orderV1, orderV2, { approve: 'approve2', archive: null });
 * plan.nodes; // => { start: 'start', approve: 'approve2', end: 'end' }
 */
export function planMigration(
  from: ProcessInput,
  to: ProcessInput,
  mapping: ElementMapping = {},
  { recompute = [] }: MigrationOptions = {},
): MigrationPlan {
  const [old, next] = [elementsOf(readDefinition(from)), elementsOf(readDefinition(to))];
  const given = new Map(Object.entries(mapping));
  const nodes = mapNodes(old, next, given);
  const flows = mapFlows(old, next, given, nodes);
  const dropped = [...given].flatMap(([id, target]) => (target === null ? [id] : []));
  const issues = [
    ...versionIssues(old, next),
    ...mappingIssues(old, next, given),
    ...nodeIssues(old, next, nodes),
    ...flowIssues(old, next, nodes, flows),
    ...restIssues(old, next, nodes, dropped),
    ...joinIssues(old, nodes, flows, dropped),
  ];
  if (issues.length > 0) {
    throw new BpmError('BPM_INVALID_MIGRATION', { process: old.process, issues });
  }
  return {
    process: old.process,
    from: old.hash,
    to: next.hash,
    nodes: Object.fromEntries(nodes),
    flows: Object.fromEntries(flows),
    dropped,
    recompute: recompute === true ? true : [...recompute],
  };
}

/**
 * The plan that undoes a plan: instances go back to where they came from. What they have gone
 * through since may have no place there; then the dry run says so.
 *
 * @throws BpmError BPM_INVALID_MIGRATION — several elements became one (`not-one-to-one`)
 */
export function invertPlan(plan: MigrationPlan): MigrationPlan {
  const issues = [...twins(plan.nodes), ...twins(plan.flows)];
  const { process, from, to, nodes, flows } = plan;
  if (issues.length > 0) throw new BpmError('BPM_INVALID_MIGRATION', { process, issues });
  return {
    process,
    from: to,
    to: from,
    nodes: turned(nodes),
    flows: turned(flows),
    dropped: [],
    recompute: [],
  };
}

function versionIssues(old: Elements, next: Elements): DefinitionIssue[] {
  if (old.process !== next.process) {
    const message = `'${next.process}' is another process than '${old.process}': migrate versions`;
    return [{ code: 'other-process', path: 'to', message }];
  }
  if (old.hash !== next.hash) return [];
  return [{ code: 'same-version', path: 'to', message: 'both are one definition: nothing to do' }];
}

function mappingIssues(
  old: Elements,
  next: Elements,
  given: ReadonlyMap<string, string | null>,
): DefinitionIssue[] {
  return [...given].flatMap(([id, target]) => {
    const isFlow = !old.nodes.has(id);
    const path = `mapping.${id}`;
    if (isFlow && !old.flows.has(id)) {
      return [{ code: 'unknown-source', path, message: `the old definition has no '${id}'` }];
    }
    const known = isFlow ? next.flows : next.nodes;
    if (target === null || known.has(target)) return [];
    const kind = isFlow ? 'flow' : 'node';
    const message = `the new definition has no ${kind} '${target}'`;
    return [{ code: 'unknown-target', path, message }];
  });
}

/** What the mapping says, and what goes without saying. Hosts come before their boundary events. */
function mapNodes(
  old: Elements,
  next: Elements,
  given: ReadonlyMap<string, string | null>,
): Map<string, string> {
  const nodes = new Map<string, string>();
  const isHost = ([, { element }]: [string, { element: { kind: string } }]): boolean =>
    element.kind !== 'boundary';
  const all = [...old.nodes];
  for (const [id, placed] of [...all.filter(isHost), ...all.filter((one) => !isHost(one))]) {
    const target = given.get(id);
    const meant = next.nodes.get(target ?? id);
    if (target === null || meant === undefined) continue;
    const goesWithoutSaying =
      typeChange(placed.element, meant.element) === undefined &&
      inScope(placed, meant, nodes) &&
      isOnHost(placed.element, meant.element, nodes);
    if (target !== undefined || goesWithoutSaying) nodes.set(id, meant.element.id);
  }
  return nodes;
}

type AnyNode = Parameters<typeof typeChange>[0];

const isOnHost = (before: AnyNode, after: AnyNode, nodes: ReadonlyMap<string, string>): boolean =>
  before.kind !== 'boundary' ||
  (after.kind === 'boundary' && nodes.get(before.attachedTo) === after.attachedTo);

/** Flows into joins, and those that the mapping names. */
function mapFlows(
  old: Elements,
  next: Elements,
  given: ReadonlyMap<string, string | null>,
  nodes: ReadonlyMap<string, string>,
): Map<string, string> {
  const flows = new Map<string, string>();
  for (const [id, { element }] of old.flows) {
    const target = given.get(id);
    const isNamed = typeof target === 'string' && !old.nodes.has(id);
    if (isNamed && next.flows.has(target)) flows.set(id, target);
    if (isNamed || target === null || !isJoin(old, element.to)) continue;
    const found = counterpart(next, element, nodes);
    if (found !== undefined) flows.set(id, found);
  }
  return flows;
}

/** The flow of the same id into the same join; else the only one between the same two nodes. */
function counterpart(
  { flows }: Elements,
  { id, from, to }: { readonly id: string; readonly from: string; readonly to: string },
  nodes: ReadonlyMap<string, string>,
): string | undefined {
  const join = nodes.get(to);
  if (join === undefined) return undefined;
  if (flows.get(id)?.element.to === join) return id;
  const between = [...flows.values()].filter(
    ({ element }) => element.to === join && element.from === nodes.get(from),
  );
  return between.length === 1 ? between[0]!.element.id : undefined;
}
