/**
 * What the rows of a model bring and take, whatever is planned: the given part of each place's row.
 *
 * Stock, open orders, demands and what is left of forecasts, each on the first day of its bucket.
 */
import { type Day, type Decimal, day, decimal } from '@kontor/kernel';
import type { Receipt, Source, Stock } from '../../src/model.ts';
import { forecastDemand } from './slow-plan-forecast.ts';
import { grouped, keyOf, type Place, type SlowModel } from './slow-plan-model.ts';
import { componentsOf, type Flow, type Making, outputsOf, releaseDay } from './slow-plan-orders.ts';

/** Supply that is there from a day on: always (-Infinity), and until it expires (or Infinity). */
export interface Lot extends Flow {
  readonly expires: number;
  /** The id of the open order that may be moved in to an earlier need; none of anything else. */
  readonly movable: string | undefined;
}

/** The given flows by place. */
export class SlowFlows {
  readonly #model: SlowModel;
  readonly #issues: Map<string, Flow[]>;
  readonly #lots: Map<string, Lot[]>;
  readonly #reserved: Map<string, Flow[]>;

  constructor(model: SlowModel) {
    this.#model = model;
    const open = model.model.receipts.filter((row) => row.status !== 'closed');
    const demands = [...this.#demands(), ...forecastDemand(model)];
    const issues = [...demands, ...open.flatMap((row) => this.#issuesOf(row))];
    const lots = [
      ...model.model.stock.flatMap((row) => this.#stockLot(row)),
      ...open.flatMap((row) => this.#receiptLot(row)),
      ...open.flatMap((row) => this.#outputLots(row)),
    ];
    const keyOfFlow = ({ place }: Flow): string => keyOf(place);
    this.#issues = grouped(issues, keyOfFlow);
    this.#lots = grouped(lots, keyOfFlow);
    this.#reserved = grouped(this.#reservations(), keyOfFlow);
  }

  /** Demands, forecast, what open orders take; not what stock below nothing owes. */
  issuesOf(place: Place): readonly Flow[] {
    return this.#issues.get(keyOf(place)) ?? [];
  }

  /** Stock, held stock, open orders and their co-products. */
  lotsOf(place: Place): readonly Lot[] {
    return this.#lots.get(keyOf(place)) ?? [];
  }

  /** Free on hand; below nothing where more was taken than was there. */
  onHandOf(place: Place): Decimal {
    const there = this.lotsOf(place).filter((lot) => lot.day === -Infinity);
    const reserved = this.#reserved.get(keyOf(place)) ?? [];
    return total(there).minus(total(reserved));
  }

  /** Demands, less what is reserved for them. */
  #demands(): Flow[] {
    const { bills, model } = this.#model;
    return model.demands.map((row) => {
      const reserved = model.reservations
        .filter(({ demand }) => demand === row.id)
        .map(({ item, quantity, unit }) => bills.inStock(item, quantity, unit));
      const asked = bills.inStock(row.item, row.quantity, row.unit);
      return {
        place: this.#placeOf(row),
        day: this.#needDay(this.#model.dayAt(row.location, row.due)),
        quantity: reserved.reduce((left, quantity) => left.minus(quantity), asked),
      };
    });
  }

  /** What is reserved of the stock at the place of its demand. */
  #reservations(): Flow[] {
    const { bills, model, today } = this.#model;
    return model.reservations.map(({ item, demand, quantity, unit }) => ({
      place: this.#placeOf(model.demands.find(({ id }) => id === demand)!),
      day: today,
      quantity: bills.inStock(item, quantity, unit),
    }));
  }

  #stockLot(row: Stock): Lot[] {
    const from = this.#availableFrom(row);
    if (from === undefined) return [];
    const lot = this.#lot(row, from, row.expires);
    return lot.expires <= Math.max(from, this.#model.today) ? [] : [lot];
  }

  /** Held stock comes on its day; free stock is there, unless its day is still to come. */
  #availableFrom({ status, availableOn }: Stock): number | undefined {
    if (availableOn === undefined) return status === 'free' ? -Infinity : undefined;
    const { today } = this.#model;
    if (status === 'free' && day(availableOn) <= today) return -Infinity;
    return this.#model.bucket(Math.max(day(availableOn), today));
  }

  #receiptLot(row: Receipt): Lot[] {
    const { today } = this.#model;
    const due = this.#model.dayAt(row.location, row.due);
    const lot = this.#lot(row, this.#model.bucket(Math.max(due, today)), row.expires);
    if (lot.expires <= lot.day) return [];
    return [{ ...lot, movable: row.expires === undefined ? (row.id ?? '') : undefined }];
  }

  #lot(row: Stock | Receipt, from: number, expires: string | undefined): Lot {
    const last = expires === undefined ? Infinity : this.#model.bucket(day(expires));
    const quantity = this.#model.bills.inStock(row.item, row.quantity, row.unit);
    return { place: this.#placeOf(row), day: from, expires: last, quantity, movable: undefined };
  }

  /** What an open order still takes: components from its start on, goods at its origin. */
  #issuesOf(row: Receipt): Flow[] {
    const start = this.#startOf(row);
    if (start === undefined) return [];
    const making = this.#makingOf(row, start);
    if (making !== undefined) return componentsOf(this.#model, making);
    const { item, origin, quantity, unit } = row;
    const place = this.#model.place(item, origin!, this.#placeOf(row).segment);
    return [
      {
        place,
        day: this.#needDay(start),
        quantity: this.#model.bills.inStock(item, quantity, unit),
      },
    ];
  }

  /** The co-products of an open order that has not started. */
  #outputLots(row: Receipt): Lot[] {
    const start = this.#startOf(row);
    const making = start === undefined ? undefined : this.#makingOf(row, start);
    if (making === undefined) return [];
    const on = Math.max(making.due, this.#model.today);
    return outputsOf(this.#model, making, on).map((flow) => ({
      ...flow,
      expires: Infinity,
      movable: undefined,
    }));
  }

  #makingOf(row: Receipt, start: Day): Making | undefined {
    const { item, location, kind, alternate } = row;
    if (kind !== 'make' && kind !== 'subcontract') return undefined;
    const source = this.#sourcesFor(row)[0];
    const site = source?.kind === 'subcontract' ? source.componentsAt : undefined;
    return {
      item,
      location,
      alternate,
      componentsAt: site ?? location,
      segment: this.#placeOf(row).segment,
      quantity: this.#model.bills.inStock(item, row.quantity, row.unit),
      due: this.#model.dayAt(location, row.due),
      release: this.#model.notPast(start),
    };
  }

  /** The day an open order takes what it needs; none once it has taken it. */
  #startOf(row: Receipt): Day | undefined {
    if (row.kind === 'buy' || (row.kind === 'transfer' && row.origin === undefined)) {
      return undefined;
    }
    const given = row.kind === 'transfer' ? row.ship : row.start;
    const site = row.kind === 'transfer' ? row.origin! : row.location;
    if (given !== undefined) return this.#model.dayAt(site, given);
    if (row.status !== 'firmPlanned') return undefined;
    const due = this.#model.dayAt(row.location, row.due);
    const source = this.#sourcesFor(row)[0];
    if (source === undefined) return due;
    const quantity = this.#model.bills.inStock(row.item, row.quantity, row.unit);
    return releaseDay(this.#model, this.#placeOf(row), source, quantity, due);
  }

  /** The sources that may have given rise to an open order, by rank; lanes that plan first. */
  #sourcesFor({ item, location, kind, origin }: Receipt): Source[] {
    const rows = [
      ...this.#model.primarySources(item, location),
      ...this.#model.surplusSources(item, location),
    ];
    return rows.filter(
      (row) => row.kind === kind && (row.kind !== 'transfer' || row.origin === origin),
    );
  }

  #needDay(on: Day): Day {
    return this.#model.bucket(this.#model.notPast(on));
  }

  #placeOf(row: {
    readonly item: string;
    readonly location: string;
    readonly segment?: string | undefined;
  }): Place {
    return this.#model.place(row.item, row.location, row.segment);
  }
}

/** What flows add up to. */
export const total = (flows: readonly { readonly quantity: Decimal }[]): Decimal =>
  flows.reduce((sum, { quantity }) => sum.plus(quantity), decimal(0));
