/**
 * The slow, obvious twin of the cost roll-up: the money of one whole order, asked for again and
 * again down every path; a unit costs what the order costs, divided by its size.
 */
import {
  addRatios,
  compareRatios,
  divideRatios,
  multiplyRatios,
  type Ratio,
  ratio,
} from '@kontor/kernel';
import type { Bom, BomLine, Model, Source } from '@kontor/mrp';

/** Material, labour, subcontract, transfer; what is known of them. */
export interface SlowCost {
  readonly parts: readonly Ratio[];
  readonly isKnown: boolean;
}

/** Looks a cost up. */
export interface SlowCosting {
  unitCost(item: string, site: string): SlowCost;
}

const ZERO = ratio(0);
const NOTHING: SlowCost = { parts: [ZERO, ZERO, ZERO, ZERO], isKnown: true };

const plus = (a: SlowCost, b: SlowCost): SlowCost => ({
  parts: a.parts.map((part, at) => addRatios(part, b.parts[at]!)),
  isKnown: a.isKnown && b.isKnown,
});
const times = (a: SlowCost, factor: Ratio): SlowCost => ({
  parts: a.parts.map((part) => multiplyRatios(part, factor)),
  isKnown: a.isKnown,
});
/** Money of one element; unknown where nobody said. */
const money = (element: number, amount: Ratio | undefined): SlowCost => ({
  parts: NOTHING.parts.map((part, at) => (at === element ? (amount ?? ZERO) : part)),
  isKnown: amount !== undefined,
});
const read = (text: string | undefined): Ratio | undefined =>
  text === undefined ? undefined : ratio(text);

interface Dated {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** Costs on a day, of orders of so many. Units: `pair` is two, all else is the stocking unit. */
export function slowCosting(model: Model, on: string, lot: Ratio): SlowCosting {
  const inForce = ({ from = '', until = '~' }: Dated): boolean => from <= on && on < until;
  const billOf = (item: string, site: string, alternate?: string): readonly Bom[] => {
    const all = model.boms.filter((row) => row.item === item && row.alternate === alternate);
    const own = all.filter((row) => row.location === site);
    return own.length > 0 ? own : all.filter((row) => row.location === undefined);
  };
  const goodPart = (bill: Bom): Ratio => {
    if (typeof bill.yield === 'string') return ratio(bill.yield);
    return ratio(bill.yield.find(inForce)?.yield ?? 1);
  };
  const firstSource = (item: string, site: string): Source | undefined =>
    model.sourcing
      .filter((row) => row.item === item && row.location === site && inForce(row))
      .filter((row) => row.kind !== 'substitute')
      .filter((row) => row.kind !== 'transfer' || !row.onlyFromStock)
      .toSorted(
        (a, b) =>
          a.priority - b.priority ||
          Number(a.cost ?? 0) - Number(b.cost ?? 0) ||
          (a.id! < b.id! ? -1 : 1),
      )[0];

  /** What an order of so many good units takes, phantoms taken apart. */
  const components = (
    bill: Bom,
    good: Ratio,
    site: string,
  ): { readonly line: BomLine; readonly at: string; readonly need: Ratio }[] => {
    const started = divideRatios(good, goodPart(bill));
    const runs = divideRatios(started, ratio(bill.outputQuantity));
    return bill.lines.filter(inForce).flatMap((line) => {
      const at = line.location ?? site;
      const pieces = ratio(line.unit === 'pair' ? 2 : 1);
      const lost = ratio(line.scrap ?? 0);
      const left = { numerator: lost.denominator - lost.numerator, denominator: lost.denominator };
      const more = { numerator: lost.denominator + lost.numerator, denominator: lost.denominator };
      const each = multiplyRatios(ratio(line.quantityPer), pieces);
      const gross =
        line.scrapConvention === 'divide' ? divideRatios(each, left) : multiplyRatios(each, more);
      const once = multiplyRatios(ratio(line.quantityFixed), pieces);
      const need = addRatios(multiplyRatios(runs, gross), once);
      const phantoms = billOf(line.component, at).filter((row) => row.phantom);
      if (phantoms.length === 0) return [{ line, at, need }];
      return phantoms.filter(inForce).flatMap((phantom) => components(phantom, need, at));
    });
  };

  const labour = (item: string, site: string, bill: Bom | undefined): SlowCost => {
    const routing =
      model.routings.find((row) => row.item === item && row.location === site) ??
      model.routings.find((row) => row.item === item && row.location === undefined);
    if (routing === undefined || bill?.phantom === true) return NOTHING;
    const started = bill === undefined ? lot : divideRatios(lot, goodPart(bill));
    return routing.operations
      .map((step) => {
        const running = multiplyRatios(ratio(step.minutesPerUnit), started);
        const hours = divideRatios(addRatios(running, ratio(step.setupMinutes)), ratio(60));
        return money(1, multiplyRatios(hours, ratio(step.costPerHour)));
      })
      .reduce(plus, NOTHING);
  };

  const price = (item: string): SlowCost =>
    money(0, read(model.items.find((row) => row.id === item)!.cost));

  /** Which bill an item is made by, if it is made. */
  const making = (
    item: string,
    site: string,
  ): { readonly bill: Bom | undefined; readonly source: Source | undefined } | undefined => {
    const source = firstSource(item, site);
    if (source !== undefined && source.kind !== 'make' && source.kind !== 'subcontract') {
      return undefined;
    }
    const bill = billOf(item, site, source?.alternate).find(inForce);
    return bill === undefined && source === undefined ? undefined : { bill, source };
  };

  /** An order of `lot` good units, co-products not yet taken off. */
  const orderCost = (item: string, site: string): SlowCost => {
    const { bill, source } = making(item, site)!;
    const isMade = source?.kind !== 'subcontract';
    const charge = isMade ? money(1, ratio(source?.cost ?? 0)) : money(2, read(source.cost));
    const own = times(charge, lot);
    const work = isMade ? labour(item, site, bill) : NOTHING;
    if (bill === undefined) return plus(plus(own, work), times(price(item), lot));
    const at = source?.kind === 'subcontract' ? (source.componentsAt ?? site) : site;
    return components(bill, lot, at)
      .map((part) => times(unitCost(part.line.component, part.at), part.need))
      .reduce(plus, plus(own, work));
  };

  const sharedOut = (bill: Bom): Ratio =>
    bill.outputs.reduce((sum, output) => addRatios(sum, ratio(output.costShare)), ZERO);

  const unitCost = (item: string, site: string): SlowCost => {
    const source = firstSource(item, site);
    if (source?.kind === 'buy') {
      return source.cost === undefined ? price(item) : money(0, ratio(source.cost));
    }
    if (source?.kind === 'transfer') {
      return plus(unitCost(item, source.origin), money(3, read(source.cost)));
    }
    const made = making(item, site);
    if (made !== undefined) {
      const kept = made.bill === undefined ? ZERO : sharedOut(made.bill);
      const part = { numerator: kept.denominator - kept.numerator, denominator: kept.denominator };
      return times(orderCost(item, site), divideRatios(part, lot));
    }
    return besideCost(item, site) ?? price(item);
  };

  /** What an item costs that comes beside another. */
  const besideCost = (item: string, site: string): SlowCost | undefined => {
    for (const bill of model.boms) {
      const from = bill.location ?? site;
      const output = bill.outputs.find((row) => row.item === item);
      if (output === undefined || making(bill.item, from)?.bill !== bill) continue;
      const share = ratio(output.costShare);
      if (compareRatios(share, ZERO) === 0) return NOTHING;
      const runs = divideRatios(divideRatios(lot, goodPart(bill)), ratio(bill.outputQuantity));
      const pieces = multiplyRatios(
        ratio(output.quantityPer),
        ratio(output.unit === 'pair' ? 2 : 1),
      );
      const yielded = multiplyRatios(runs, pieces);
      return times(orderCost(bill.item, from), divideRatios(share, yielded));
    }
    return undefined;
  };
  return { unitCost };
}
