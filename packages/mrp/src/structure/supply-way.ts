/**
 * By which way an item is supplied at a site on a day, as costs see it: the first source in force,
 * else a bill, else the bill that yields it as a co- or by-product, else a price.
 *
 * The first by priority, cost and id takes everything; what quotas split, and sources that only
 * give spare stock, are left to plans.
 */
import type { Day } from '@kontor/kernel';
import { timeOf } from '../bill-of-material.ts';
import type { Bom, BomOutput, ModelData, Source } from '../model.ts';
import type { ModelIndex } from '../model-index.ts';
import { byRank } from '../source-rank.ts';
import { isOn } from './bill-use.ts';
import { ANYWHERE } from './enquiry.ts';

/** A supply by making, at home or by a supplier. */
export interface MadeWay {
  readonly kind: 'make' | 'subcontract';
  readonly source: Extract<Source, { kind: 'make' | 'subcontract' }> | undefined;
  /** Which of the item's alternate bills. */
  readonly alternate: string | undefined;
  /** The bill in force; undefined where there is none. */
  readonly bill: Bom | undefined;
}

/** A supply beside another item: `output` of the bill by which that one is made at `site`. */
export interface OutputWay {
  readonly kind: 'output';
  readonly bill: Bom;
  readonly output: BomOutput;
  readonly site: string;
}

/** How an item is supplied. */
export type SupplyWay =
  | MadeWay
  | OutputWay
  | { readonly kind: 'buy'; readonly source: Source | undefined }
  | { readonly kind: 'transfer'; readonly source: Extract<Source, { kind: 'transfer' }> };

/** What chooses ways. */
export interface WayChooser {
  wayOf(item: string, location: string): SupplyWay;
}

/**
 * Chooses ways on a day.
 *
 * @param alternates - by item, the alternate bill that it is made by whatever its sources say
 */
export function wayChooser(
  index: ModelIndex,
  on: Day,
  alternates: Readonly<Record<string, string>>,
): WayChooser {
  const outputs = outputsByItem(index.model);
  const madeWay = (item: string, location: string): SupplyWay | undefined => {
    const source = firstSource(index.sourcesOf(item, location), on);
    const asked = Object.hasOwn(alternates, item) ? alternates[item] : undefined;
    const isMade = source?.kind === 'make' || source?.kind === 'subcontract';
    if (source !== undefined && !isMade && asked === undefined) {
      return source.kind === 'transfer' ? { kind: 'transfer', source } : { kind: 'buy', source };
    }
    const own = isMade ? source : undefined;
    const alternate = asked ?? own?.alternate;
    const bills = index.billsOf(item, location, alternate);
    const bill = bills.find((row) => isOn(timeOf(row), on));
    if (own === undefined && bill === undefined) return undefined;
    return { kind: own?.kind ?? 'make', source: own, alternate, bill };
  };
  const outputWay = (item: string, location: string): OutputWay | undefined => {
    for (const { bill, output } of outputs.get(item) ?? []) {
      const site = siteOf(index.model, bill, output, location);
      if (output.location !== undefined && output.location !== location) continue;
      const way = madeWay(bill.item, site);
      if (way !== undefined && 'bill' in way && way.bill === bill) {
        return { kind: 'output', bill, output, site };
      }
    }
    return undefined;
  };
  return {
    wayOf: (item, location) =>
      madeWay(item, location) ?? outputWay(item, location) ?? { kind: 'buy', source: undefined },
  };
}

interface NamedOutput {
  readonly bill: Bom;
  readonly output: BomOutput;
}

function outputsByItem({ boms }: ModelData): ReadonlyMap<string, readonly NamedOutput[]> {
  const named = new Map<string, NamedOutput[]>();
  for (const bill of boms) {
    for (const output of bill.outputs) {
      const others = named.get(output.item) ?? [];
      named.set(output.item, [...others, { bill, output }]);
    }
  }
  return named;
}

/**
 * Where the bill runs whose output lands at a site: its own site, else where it lands; an output
 * that lands elsewhere comes from the first site that makes the bill's item.
 */
function siteOf(model: ModelData, bill: Bom, output: BomOutput, location: string): string {
  if (bill.location !== undefined) return bill.location;
  if (output.location === undefined) return location;
  const maker = model.sourcing.find((row) => row.kind === 'make' && row.item === bill.item);
  return maker?.location ?? ANYWHERE;
}

/** The first source in force that plans would order from. */
function firstSource(rows: readonly Source[], on: Day): Source | undefined {
  const planned = rows.filter(
    (row) =>
      row.kind !== 'substitute' &&
      !(row.kind === 'transfer' && row.onlyFromStock) &&
      isOn(timeOf(row), on),
  );
  return byRank(planned)[0];
}
