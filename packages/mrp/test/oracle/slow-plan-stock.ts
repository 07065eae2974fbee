/**
 * Stock policies for the slow twin of `plan`: what must be there on a day, and which days ask.
 */
import { type Day, type Decimal, decimal, day } from '@kontor/kernel';
import type { Model, PlanningParameter } from '../../src/model.ts';

const most = (a: Decimal, b: Decimal): Decimal => (a.gt(b) ? a : b);

/** How an item at a site is planned; all is nothing where the model has no row for it. */
export class SlowStock {
  readonly #row: PlanningParameter | undefined;
  readonly #today: Day;

  constructor(model: Model, today: Day, item: string, location: string) {
    this.#row = model.parameters.find((row) => row.item === item && row.location === location);
    this.#today = today;
  }

  get rebuildsNow(): boolean {
    return this.#row?.safetyStockPolicy === 'rebuildNow';
  }

  get safetyTimeDays(): number {
    return this.#row?.safetyTimeDays ?? 0;
  }

  get receivingDays(): number {
    return this.#row?.receivingDays ?? 0;
  }

  /** The safety stock or the reorder level, whichever is more; nothing before today. */
  required(on: Day): Decimal {
    if (on < this.#today) return decimal(0);
    return most(this.#safetyStock(on), decimal(this.#row?.reorderMin ?? 0));
  }

  /** What an order brings the balance up to, beyond what is required that day. */
  raise(on: Day): Decimal {
    const upTo = most(decimal(this.#row?.reorderMax ?? 0), decimal(this.#row?.reorderMin ?? 0));
    return most(upTo.minus(this.required(on)), decimal(0));
  }

  /** Days that ask for their stock although nothing comes or goes. */
  events(): Day[] {
    const steps = typeof this.#row?.safetyStock === 'object' ? this.#row.safetyStock : [];
    const starts = steps.map(({ from }) => day(from)).filter((start) => start >= this.#today);
    return this.#row?.safetyStockPolicy === 'dueNow' ? [this.#today, ...starts] : starts;
  }

  #safetyStock(on: Day): Decimal {
    const given = this.#row?.safetyStock ?? '0';
    if (typeof given === 'string') return decimal(given);
    const begun = given.filter(({ from }) => day(from) <= on);
    const last = begun.toSorted((a, b) => day(a.from) - day(b.from)).at(-1);
    return decimal(last?.quantity ?? 0);
  }
}
