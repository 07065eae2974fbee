/**
 * Supply, compiled: sources by rank, and what each of them uses.
 *
 * Every source that a run may choose gives its uses, not only the first, so that low-level codes
 * hold whichever is chosen. A node whose sources leave days uncovered gets a stand-in to buy from
 * nobody: its orders are planned and reported, never dropped.
 */
import { divideRatios, ratio } from '@kontor/kernel';
import { flattenBills, timeOf, yieldsOf } from './bill-of-material.ts';
import type { CompiledSource, Use } from './compiled-source.ts';
import { MrpError } from './errors.ts';
import type { Source } from './model.ts';
import type { ModelIndex } from './model-index.ts';
import { byText, type ItemAtLocation, type NodeTable, numberNodes } from './node-table.ts';
import { productionTime } from './production-time.ts';
import { FOREVER, type SiteCalendar } from './site-calendar.ts';

/** What is known of each node's supply. */
export interface Supply {
  /** The receiving calendar of each node's site. */
  readonly calendar: readonly SiteCalendar[];
  readonly sources: readonly CompiledSource[];
  /** Per node, its sources by rank. */
  readonly sourcesOf: readonly (readonly CompiledSource[])[];
  readonly uses: readonly Use[];
}

/** Every item×location with stock, demand, receipt, parameter, source or use. */
export function nodesOf(index: ModelIndex): NodeTable {
  const { model } = index;
  const pairs: ItemAtLocation[] = [];
  for (const rows of [model.stock, model.demands, model.parameters]) {
    for (const row of rows) pairs.push(row);
  }
  for (const rows of [model.sourcing, model.receipts]) {
    for (const row of rows) {
      pairs.push(row);
      if (row.kind === 'transfer' && row.origin !== undefined) {
        pairs.push({ item: row.item, location: row.origin });
      }
      if (row.kind !== 'make') continue;
      for (const { component, location } of flattenBills(index, row.item, row.location)) {
        pairs.push({ item: component, location });
      }
    }
  }
  return numberNodes(model, pairs);
}

/** Compiles sources, their uses, safety stocks and receiving calendars. */
export function compileSupply(index: ModelIndex, nodes: NodeTable): Supply {
  const sources: CompiledSource[] = [];
  const uses: Use[] = [];
  const sourcesOf = rankedRows(index, nodes).map((rows, node) => {
    const ranked = rows.map((row) => {
      const source = compileSource(index, node, row, sources.length);
      sources.push(source);
      uses.push(...usesOf(index, nodes, source, row));
      return source;
    });
    if (ranked.some((source) => source.from === -FOREVER && source.until === FOREVER))
      return ranked;
    const standIn = standInSource(index, nodes, node, sources.length);
    sources.push(standIn);
    return [...ranked, standIn];
  });
  return {
    calendar: Array.from(nodes.location, (at) => index.calendarOf(nodes.locations[at]!)),
    sources,
    sourcesOf,
    uses,
  };
}

/** The sourcing rows of each node by priority, then cost, then id. */
function rankedRows({ model }: ModelIndex, nodes: NodeTable): Source[][] {
  const rows = Array.from({ length: nodes.count }, (): Source[] => []);
  for (const row of model.sourcing) rows[nodes.find(row.item, row.location)]!.push(row);
  const cost = (row: Source): number => Number(row.cost ?? 0);
  for (const ofNode of rows) {
    ofNode.sort(
      (a, b) =>
        a.priority - b.priority || cost(a) - cost(b) || byText(sourceName(a), sourceName(b)),
    );
  }
  return rows;
}

/** A source's own id, or what names it among the sources of its item and site. */
export function sourceName(row: Source): string {
  if (row.id !== undefined) return row.id;
  if (row.kind === 'transfer') return `transfer:${row.origin}`;
  return row.kind === 'buy' && row.supplier !== undefined ? `buy:${row.supplier}` : row.kind;
}

function compileSource(
  index: ModelIndex,
  node: number,
  row: Source,
  number: number,
): CompiledSource {
  const steps = (text: string | undefined): number =>
    text === undefined ? 0 : index.units.steps(row.item, text);
  const isMade = row.kind === 'make';
  return {
    index: number,
    node,
    kind: row.kind,
    id: sourceName(row),
    supplier: row.kind === 'buy' ? row.supplier : undefined,
    origin: row.kind === 'transfer' ? row.origin : undefined,
    priority: row.priority,
    leadTimeDays: row.leadTimeDays,
    time: isMade ? productionTime(index, row.item, row.location) : undefined,
    modifiers: {
      min: steps(row.lotSizeMin),
      multiple: steps(row.lotSizeMultiple),
      max: steps(row.lotSizeMax),
    },
    ...timeOf(row),
    calendar: index.calendar(isMade ? undefined : row.calendar, row.location),
    periodDays: row.lotSizing?.rule === 'periodOfSupply' ? row.lotSizing.days : 0,
    yields: isMade ? yieldsOf(index, row.item, row.location) : [],
    missing: isMade && index.billsOf(row.item, row.location).length === 0 ? 'bom' : undefined,
  };
}

/** Buys from nobody with no lead time; its orders carry NO_SOURCE. */
function standInSource(
  index: ModelIndex,
  nodes: NodeTable,
  node: number,
  number: number,
): CompiledSource {
  return {
    index: number,
    node,
    kind: 'buy',
    id: 'no source',
    supplier: undefined,
    origin: undefined,
    priority: Number.MAX_SAFE_INTEGER,
    leadTimeDays: 0,
    time: undefined,
    modifiers: { min: 0, multiple: 0, max: 0 },
    from: -FOREVER,
    until: FOREVER,
    calendar: index.calendarOf(nodes.at(node).location),
    periodDays: 0,
    yields: [],
    missing: 'source',
  };
}

function usesOf(index: ModelIndex, nodes: NodeTable, source: CompiledSource, row: Source): Use[] {
  if (row.kind === 'buy') return [];
  if (row.kind === 'make') return usesOfBill(index, nodes, row.item, row.location, source);
  return [
    {
      source: source.index,
      parent: source.node,
      child: nodes.find(row.item, row.origin),
      numerator: 1,
      constant: 0,
      denominator: 1,
      offsetDays: 0,
      from: -FOREVER,
      until: FOREVER,
    },
  ];
}

/**
 * What making an item at a site uses, line by line; nothing where it has no bill.
 *
 * @param source - the source that makes it; a receipt that no source made has number and node -1
 * @throws MrpError MRP_QUANTITY_TOO_LARGE — a fraction, over phantoms, has more than 15 digits
 */
export function usesOfBill(
  index: ModelIndex,
  nodes: NodeTable,
  item: string,
  location: string,
  source: { readonly index: number; readonly node: number },
): Use[] {
  return flattenBills(index, item, location).map((line) => {
    // Over the least common denominator: with b/d = m/n in lowest terms, it is bn = dm, and
    // (q × a/b + c/d) = (q × an + cm) / bn.
    const { per, fixed } = line;
    const apart = divideRatios(ratio(per.denominator), ratio(fixed.denominator));
    const numerator = Number(per.numerator * apart.denominator);
    const constant = Number(fixed.numerator * apart.numerator);
    const denominator = Number(per.denominator * apart.denominator);
    if (![numerator, constant, denominator].every(Number.isSafeInteger)) {
      throw new MrpError('MRP_QUANTITY_TOO_LARGE', {
        item: line.component,
        location: line.location,
      });
    }
    return {
      source: source.index,
      parent: source.node,
      child: nodes.find(line.component, line.location),
      numerator,
      constant,
      denominator,
      offsetDays: line.offsetDays,
      from: line.from,
      until: line.until,
    };
  });
}
