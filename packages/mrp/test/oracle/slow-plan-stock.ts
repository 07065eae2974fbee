/**
 * Stock policies for the slow twin of `plan`: what must be there on a day, and which days ask.
 */
import { type Day, type Decimal, decimal, day } from '@kontor/kernel';
import type { PlanningParameter } from '../../src/model.ts';
import type { Place, SlowModel } from './slow-plan-model.ts';

const most = (a: Decimal, b: Decimal): Decimal => (a.gt(b) ? a : b);

/** What stock a place must hold; nothing where the model has no row for it, or for a segment. */
export class SlowStock {
  readonly #row: PlanningParameter | undefined;
  readonly #model: SlowModel;

  constructor(model: SlowModel, { item, location, segment }: Place) {
    this.#row = segment === '' ? model.parameter(item, location) : undefined;
    this.#model = model;
  }

  get rebuildsNow(): boolean {
    return this.#row?.safetyStockPolicy === 'rebuildNow';
  }

  /** Whether demand is planned first, and stock after it. */
  get isDeferred(): boolean {
    return this.#row?.safetyStockPolicy === 'afterDemand';
  }

  /** The safety stock or the reorder level, whichever is more; nothing before today. */
  required(on: Day): Decimal {
    if (on < this.#model.today) return decimal(0);
    return most(this.#safetyStock(on), decimal(this.#row?.reorderMin ?? 0));
  }

  /** What an order brings the balance up to; nothing where there is no such level. */
  upTo(): Decimal {
    return most(decimal(this.#row?.reorderMax ?? 0), decimal(this.#row?.reorderMin ?? 0));
  }

  /** Days that ask for their stock although nothing comes or goes. */
  events(): Day[] {
    const { today } = this.#model;
    const starts = this.#steps()
      .map(({ from }) => from)
      .filter((start) => start >= today);
    return this.#row?.safetyStockPolicy === 'dueNow' ? [today, ...starts] : starts;
  }

  #safetyStock(on: Day): Decimal {
    const given = this.#row?.safetyStock ?? '0';
    if (typeof given === 'string') return decimal(given);
    const begun = this.#steps().filter(({ from }) => from <= on);
    return decimal(begun.at(-1)?.quantity ?? 0);
  }

  /** The steps by their days, each from the first day of its bucket on. */
  #steps(): { from: Day; quantity: string }[] {
    const given = this.#row?.safetyStock;
    if (typeof given !== 'object') return [];
    return given
      .toSorted((a, b) => day(a.from) - day(b.from))
      .map(({ from, quantity }) => ({ from: this.#model.bucket(day(from)), quantity }));
  }
}
