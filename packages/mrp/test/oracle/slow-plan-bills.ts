/**
 * Bills of material for the slow twin of `plan`: what an order really takes, line by line.
 *
 * A phantom is replaced by its lines where it stands, by recursion. Each line keeps every time it
 * is in force as the rows say it; the day of consumption is held against each of them. A share is a
 * top over a bottom in decimals, so that nothing is rounded before the order's need is.
 */
import { type Day, type Decimal, decimal } from '@kontor/kernel';
import type { Bom, BomLine, BomOutput, Model } from '../../src/model.ts';
import { type InTime, inForce } from './slow-plan-days.ts';

const zero = decimal(0);
const one = decimal(1);

/** `top / bottom`, not divided yet. */
interface Share {
  readonly top: Decimal;
  readonly bottom: Decimal;
}

/** What an order takes of one component: a share of what is started, and something once. */
export interface SlowLine {
  readonly component: string;
  readonly location: string;
  readonly per: Share;
  readonly once: Share;
  /** Working days of the parent's site from release to consumption. */
  readonly offsetDays: number;
  /** All of these must be in force on the day of consumption. */
  readonly times: readonly InTime[];
}

/** What is made, where, by which of its alternates, and of what site's components. */
export interface Made {
  readonly item: string;
  readonly location: string;
  readonly alternate: string | undefined;
  readonly componentsAt: string;
}

/** The bills and units of a model. */
export class SlowBills {
  readonly #model: Model;
  readonly #items: Map<string, Model['items'][number]>;
  readonly #bills: Map<string, Bom[]>;
  readonly #lines = new Map<string, readonly SlowLine[]>();

  constructor(model: Model) {
    this.#model = model;
    this.#items = new Map(model.items.map((row) => [row.id, row]));
    this.#bills = new Map(model.items.map((row) => [row.id, []]));
    for (const bill of model.boms) this.#bills.get(bill.item)!.push(bill);
  }

  /** What making an item may take, whenever; phantoms are blown through. */
  linesOf(made: Made): readonly SlowLine[] {
    const { item, location, alternate, componentsAt } = made;
    const key = JSON.stringify([item, location, alternate ?? null, componentsAt]);
    const lines =
      this.#lines.get(key) ??
      this.#billsOf(item, location, alternate).flatMap((bill) =>
        this.#linesOfBill(bill, componentsAt),
      );
    this.#lines.set(key, lines);
    return lines;
  }

  /** The bill in force on a day. */
  billOn({ item, location, alternate }: Made, on: Day): Bom | undefined {
    return this.#billsOf(item, location, alternate).find((bill) => inForce(bill, on));
  }

  /** Every bill that may make an item, whenever. */
  billsOf({ item, location, alternate }: Made): readonly Bom[] {
    return this.#billsOf(item, location, alternate);
  }

  /** What must be started so that so much is good on the due day, in whole steps of the item. */
  started({ item, location, alternate }: Made, good: Decimal, due: Day): Decimal {
    for (const bill of this.#billsOf(item, location, alternate)) {
      const steps = typeof bill.yield === 'string' ? [{ yield: bill.yield }] : bill.yield;
      const step = steps.find((row) => inForce(bill, due) && inForce(row, due));
      if (step !== undefined) return this.#roundUp(item, good.div(step.yield));
    }
    return good;
  }

  /** What an order that starts so much takes of a line, in whole steps of the component. */
  need({ component, per, once }: SlowLine, started: Decimal): Decimal {
    const { top, bottom } = sum({ top: started.times(per.top), bottom: per.bottom }, once);
    return this.#roundUp(component, top.div(bottom));
  }

  /** What an order that starts so much yields of an output, in whole steps of it, rounded down. */
  yielded(bill: Bom, output: BomOutput, started: Decimal): Decimal {
    const per = this.inStock(output.item, output.quantityPer, output.unit);
    const scale = this.#scale(output.item);
    return started.times(per).times(scale).div(bill.outputQuantity).floor().div(scale);
  }

  /** Whole steps of an item: 10^-decimals of its stocking unit. */
  steps(item: string, quantity: Decimal): Decimal {
    return quantity.times(this.#scale(item));
  }

  /** A quantity of an item in its stocking unit; left alone where it has no unit of its own. */
  inStock(item: string, text: string, unit: string | undefined): Decimal {
    const stocked = this.#items.get(item)!.unit;
    if (unit === undefined || unit === stocked) return decimal(text);
    const rows = this.#model.unitConversions.filter(
      (row) => row.unit === unit && row.of === stocked,
    );
    const row =
      rows.find((found) => found.item === item) ?? rows.find((found) => found.item === undefined);
    return decimal(text).times(row!.factor);
  }

  #linesOfBill(bill: Bom, location: string): SlowLine[] {
    return bill.lines.flatMap((line) => {
      const own = this.#lineOf(bill, line, location);
      const phantoms = this.#billsOf(own.component, own.location, undefined).filter(
        (row) => row.phantom,
      );
      if (phantoms.length === 0) return [own];
      return phantoms.flatMap((phantom) =>
        this.#linesOfBill(phantom, own.location).map((below) => standIn(own, phantom, below)),
      );
    });
  }

  /** started / output × quantity per, then scrap; the fixed quantity once. */
  #lineOf(bill: Bom, line: BomLine, location: string): SlowLine {
    const lost = decimal(line.scrap ?? 0);
    const quantity = this.inStock(line.component, line.quantityPer, line.unit);
    const per =
      line.scrapConvention === 'markUp'
        ? { top: quantity.times(one.plus(lost)), bottom: decimal(bill.outputQuantity) }
        : { top: quantity, bottom: one.minus(lost).times(bill.outputQuantity) };
    return {
      component: line.component,
      location: line.location ?? location,
      per,
      once: { top: this.inStock(line.component, line.quantityFixed, line.unit), bottom: one },
      offsetDays: line.offsetDays,
      times: [bill, line],
    };
  }

  /** The site's own bills of an alternate, else the item's general ones. */
  #billsOf(item: string, location: string, alternate: string | undefined): Bom[] {
    const ofItem = this.#bills.get(item)!.filter((bill) => bill.alternate === alternate);
    const own = ofItem.filter((bill) => bill.location === location);
    return own.length > 0 ? own : ofItem.filter((bill) => bill.location === undefined);
  }

  /** To the item's step, upward. */
  #roundUp(item: string, quantity: Decimal): Decimal {
    const scale = this.#scale(item);
    return quantity.times(scale).ceil().div(scale);
  }

  #scale(item: string): Decimal {
    const row = this.#items.get(item)!;
    const unit = this.#model.units.find(({ id }) => id === row.unit);
    return decimal(10).pow(row.decimals ?? unit?.decimals ?? 0);
  }
}

/** A phantom's line in the place of the line that names the phantom. */
function standIn(own: SlowLine, phantom: Bom, below: SlowLine): SlowLine {
  const perPhantom = product(below.per, { top: one, bottom: yieldOf(phantom) });
  return {
    ...below,
    per: product(own.per, perPhantom),
    once: sum(product(own.once, perPhantom), below.once),
    offsetDays: own.offsetDays + below.offsetDays,
    times: [...own.times, ...below.times],
  };
}

/** A phantom has one yield. */
const yieldOf = ({ yield: given }: Bom): Decimal =>
  decimal(typeof given === 'string' ? given : given[0]!.yield);

const product = (a: Share, b: Share): Share => ({
  top: a.top.times(b.top),
  bottom: a.bottom.times(b.bottom),
});

const sum = (a: Share, b: Share): Share =>
  b.top.eq(zero)
    ? a
    : { top: a.top.times(b.bottom).plus(b.top.times(a.bottom)), bottom: a.bottom.times(b.bottom) };

/** The row of the site, else the item's general one. */
export function ofSite<Row extends { item: string; location?: string | undefined }>(
  rows: readonly Row[],
  item: string,
  location: string,
): Row | undefined {
  const ofItem = rows.filter((row) => row.item === item);
  return (
    ofItem.find((row) => row.location === location) ??
    ofItem.find((row) => row.location === undefined)
  );
}
