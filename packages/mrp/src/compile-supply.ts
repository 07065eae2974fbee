/**
 * Supply, compiled: sources by rank, and what each of them uses and yields.
 *
 * Every source that a run may choose gives its uses, not only the first, so that low-level codes
 * hold whichever is chosen. A node whose sources leave days uncovered gets a stand-in to buy from
 * nobody: its orders are planned and reported, never dropped. Sources that only give spare stock
 * stand apart: they need nothing, so they make no level (spare-stock.ts).
 */
import { ratio } from '@kontor/kernel';
import { leadTimesOf, timeOf, yieldsOf } from './bill-of-material.ts';
import { always, outputUsesOf, spareUseOf, usesOf } from './compile-uses.ts';
import type { CompiledSource, Quota, Use } from './compiled-source.ts';
import { compileLotRule } from './lot-size/lot-rule.ts';
import type { LotSizingRule } from './lot-size/lot-sizing.ts';
import type { Source } from './model.ts';
import type { ModelIndex } from './model-index.ts';
import type { NodeTable } from './node-table.ts';
import { productionTime } from './production-time.ts';
import { FOREVER, type SiteCalendar } from './site-calendar.ts';
import { sourceName } from './source-rank.ts';

/** What is known of each node's supply. */
export interface Supply {
  /** The receiving calendar of each node's site. */
  readonly calendar: readonly SiteCalendar[];
  readonly sources: readonly CompiledSource[];
  /** Per node, the sources that netting chooses from, by rank. */
  readonly sourcesOf: readonly (readonly CompiledSource[])[];
  /** Per node, the sources that only give spare stock, by rank. */
  readonly spareSourcesOf: readonly (readonly CompiledSource[])[];
  readonly uses: readonly Use[];
  readonly outputs: readonly Use[];
}

/** Lot-sizing rules of the caller's, by item. */
export type OwnLotSizing = Readonly<Record<string, LotSizingRule>>;

/** Compiles sources with what they use and yield, and receiving calendars. */
export function compileSupply(
  index: ModelIndex,
  nodes: NodeTable,
  ownRules: OwnLotSizing = {},
): Supply {
  const supply: Growing = { sources: [], sourcesOf: [], spareSourcesOf: [], uses: [], outputs: [] };
  for (let node = 0; node < nodes.count; node++) addSourcesOf(supply, index, nodes, node, ownRules);
  const calendar = Array.from(nodes.location, (at) => index.calendarOf(nodes.locations[at]!));
  return { calendar, ...supply };
}

/** The supply of the nodes so far. */
interface Growing {
  readonly sources: CompiledSource[];
  readonly sourcesOf: CompiledSource[][];
  readonly spareSourcesOf: CompiledSource[][];
  readonly uses: Use[];
  readonly outputs: Use[];
}

/** Compiles the sources of one node. Writes `supply`. */
function addSourcesOf(
  supply: Growing,
  index: ModelIndex,
  nodes: NodeTable,
  node: number,
  ownRules: OwnLotSizing,
): void {
  const { item, location, segment } = nodes.at(node);
  const [ranked, spare]: [CompiledSource[], CompiledSource[]] = [[], []];
  const add = (list: CompiledSource[], source: CompiledSource): void => {
    supply.sources.push(source);
    list.push(source);
  };
  const common = commonStock(index, nodes, node, supply.sources.length);
  if (common !== undefined) add(spare, common);
  for (const row of index.sourcesOf(item, location)) {
    const number = supply.sources.length;
    const source = compileSource(index, nodes, node, row, number, ownRules[item]);
    add(source.spare === undefined ? ranked : spare, source);
    if (source.spare !== undefined) continue;
    supply.uses.push(...usesOf(index, nodes, row, segment, source));
    supply.outputs.push(...outputUsesOf(index, nodes, row, segment, source));
  }
  if (!ranked.some((source) => source.from === -FOREVER && source.until === FOREVER)) {
    add(ranked, standInSource(index, nodes, node, supply.sources.length));
  }
  supply.sourcesOf.push(ranked);
  supply.spareSourcesOf.push(spare);
}

function compileSource(
  index: ModelIndex,
  nodes: NodeTable,
  node: number,
  row: Source,
  number: number,
  ownRule: LotSizingRule | undefined,
): CompiledSource {
  const { item, location, segment } = nodes.at(node);
  const isMade = row.kind === 'make';
  const alternate = 'alternate' in row ? row.alternate : undefined;
  const hasBill = isMade || row.kind === 'subcontract';
  const calendar = 'calendar' in row ? row.calendar : undefined;
  return {
    index: number,
    node,
    kind: row.kind,
    id: sourceName(row),
    supplier: 'supplier' in row ? row.supplier : undefined,
    origin: row.kind === 'transfer' ? row.origin : undefined,
    substitute: row.kind === 'substitute' ? row.substitute : undefined,
    priority: row.priority,
    leadTimes: hasBill
      ? leadTimesOf(index, item, location, row.leadTimeDays, alternate)
      : { days: row.leadTimeDays ?? index.itemOf(item).leadTimeDays ?? 0, steps: [] },
    time: isMade ? productionTime(index, item, location) : undefined,
    ...lotTerms(index, row, ownRule),
    quota: quotaOf(index, row),
    spare: spareUseOf(index, nodes, row, segment, { index: number, node }),
    ...timeOf(row),
    calendar: index.calendar(calendar, location),
    yields: hasBill ? yieldsOf(index, item, location, alternate) : [],
    missing: hasBill && index.billsOf(item, location, alternate).length === 0 ? 'bom' : undefined,
  };
}

function lotTerms(
  index: ModelIndex,
  row: Source,
  ownRule: LotSizingRule | undefined,
): Pick<CompiledSource, 'modifiers' | 'rule'> {
  const steps = (text: string | undefined): number =>
    text === undefined ? 0 : index.units.steps(row.item, text);
  const rule = compileLotRule(row.lotSizing, 10 ** index.units.decimalsOf(row.item), ownRule);
  if (row.lotSizing?.rule === 'fixedQuantity') {
    const size = steps(row.lotSizing.quantity);
    return { modifiers: { min: size, multiple: size, max: size }, rule };
  }
  const modifiers = {
    min: steps(row.lotSizeMin),
    multiple: steps(row.lotSizeMultiple),
    max: steps(row.lotSizeMax),
  };
  return { modifiers, rule };
}

function quotaOf({ units }: ModelIndex, row: Source): Quota {
  if (row.quota === undefined) return NO_QUOTA;
  const { numerator, denominator } = ratio(row.quota);
  const allocated = units.steps(row.item, row.quotaAllocated);
  return { numerator: Number(numerator), denominator: Number(denominator), allocated };
}

const NO_QUOTA: Quota = { numerator: 0, denominator: 1, allocated: 0 };

/** What all sources have that the model does not name. */
const PLAIN = {
  supplier: undefined,
  origin: undefined,
  substitute: undefined,
  leadTimes: { days: 0, steps: [] },
  time: undefined,
  modifiers: { min: 0, multiple: 0, max: 0 },
  rule: undefined,
  quota: NO_QUOTA,
  from: -FOREVER,
  until: FOREVER,
  yields: [],
} as const;

/** Buys from nobody with no lead time; its orders carry NO_SOURCE. */
function standInSource(
  index: ModelIndex,
  nodes: NodeTable,
  node: number,
  number: number,
): CompiledSource {
  return {
    ...PLAIN,
    index: number,
    node,
    kind: 'buy',
    id: 'no source',
    priority: Number.MAX_SAFE_INTEGER,
    spare: undefined,
    calendar: index.calendarOf(nodes.at(node).location),
    missing: 'source',
  };
}

/** Spare stock of no segment, where a site gives it to its segments first. */
function commonStock(
  index: ModelIndex,
  nodes: NodeTable,
  node: number,
  number: number,
): CompiledSource | undefined {
  const { item, location, segment } = nodes.at(node);
  if (segment === undefined) return undefined;
  if (index.parameterOf(item, location)?.segments !== 'ownThenCommon') return undefined;
  const child = nodes.find(item, location);
  return {
    ...PLAIN,
    index: number,
    node,
    kind: 'transfer',
    id: 'common',
    origin: location,
    priority: Number.MIN_SAFE_INTEGER,
    spare: always({ index: number, node }, child, ratio(1)),
    calendar: index.calendarOf(location),
    missing: undefined,
  };
}
