/**
 * One change of a model's rows, as data: what somebody could do about an order.
 */
import { decimal } from '@kontor/kernel';
import type { Demand, Forecast, Model, PlanningParameter, Receipt } from '../model.ts';
import { planningParameter } from '../model/supply.ts';

/** So much more of an item free on hand. */
export interface StockChange {
  readonly kind: 'stock';
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  /** In the item's stocking unit. */
  readonly quantity: string;
}

/** A change of one thing. Rows count from 0; quantities are in the item's stocking unit. */
export type ModelChange =
  | StockChange
  /** The demand asks for so much only; 0 = it is cancelled. */
  | { readonly kind: 'demand'; readonly id: string; readonly row: number; readonly to: string }
  | { readonly kind: 'forecast'; readonly id: string; readonly row: number; readonly to: string }
  /** The open order comes on that day. */
  | { readonly kind: 'receipt'; readonly id: string; readonly row: number; readonly due: string }
  /** The safety stock is at most so much, in each of its steps. */
  | {
      readonly kind: 'safetyStock' | 'reorderMin';
      readonly item: string;
      readonly location: string;
      readonly to: string;
    }
  /** Open orders due within so many days from today are taken to be moved in. */
  | {
      readonly kind: 'rescheduleWithinDays';
      readonly item: string;
      readonly location: string;
      readonly days: number;
    }
  /** The planned orders that need it fall away, for so much more stock of what they make. */
  | {
      readonly kind: 'parents';
      readonly orders: readonly string[];
      readonly stock: readonly StockChange[];
    };

/**
 * The model with a change; the model itself is left as it is.
 *
 * @example
 * applyChange(model, { kind: 'stock', item: 'wheel', location: 'plant', quantity: '4' })
 */
export function applyChange(model: Model, change: ModelChange): Model {
  switch (change.kind) {
    case 'stock':
      return withStock(model, [change]);
    case 'parents':
      return withStock(model, change.stock);
    case 'demand':
      return { ...model, demands: reduced<Demand>(model.demands, change.row, change.to) };
    case 'forecast':
      return { ...model, forecasts: reduced<Forecast>(model.forecasts, change.row, change.to) };
    case 'receipt':
      return { ...model, receipts: moved(model.receipts, change.row, change.due) };
    case 'rescheduleWithinDays':
      return withParameter(model, change, { rescheduleWithinDays: change.days });
    case 'reorderMin':
      return withParameter(model, change, { reorderMin: change.to });
    case 'safetyStock':
      return withSafetyStock(model, change, change.to);
  }
}

function withStock(model: Model, more: readonly StockChange[]): Model {
  const rows = more.map(({ item, location, segment, quantity }) => {
    const row = { item, location, quantity, status: 'free' as const };
    return segment === undefined ? row : { ...row, segment };
  });
  return { ...model, stock: [...model.stock, ...rows] };
}

/** The rows with less in one of them; without it where nothing is left. */
function reduced<Row extends { quantity: string; unit?: string | undefined }>(
  rows: readonly Row[],
  row: number,
  to: string,
): Row[] {
  return rows.flatMap((one, at) => {
    if (at !== row) return [one];
    if (to === '0') return [];
    const { unit: _, ...rest } = one;
    return [{ ...rest, quantity: to } as Row];
  });
}

const moved = (rows: readonly Receipt[], row: number, due: string): Receipt[] =>
  rows.map((one, at) => (at === row ? { ...one, due } : one));

interface Place {
  readonly item: string;
  readonly location: string;
}

/** The model with terms of its own for an item at a site, whether it had any or not. */
function withParameter(
  model: Model,
  { item, location }: Place,
  terms: Partial<PlanningParameter>,
): Model {
  const isAt = (row: PlanningParameter): boolean => row.item === item && row.location === location;
  const had = model.parameters.find(isAt) ?? planningParameter.parse({ item, location });
  const others = model.parameters.filter((row) => !isAt(row));
  return { ...model, parameters: [...others, { ...had, ...terms }] };
}

function withSafetyStock(model: Model, place: Place, most: string): Model {
  const { safetyStock = '0' } =
    model.parameters.find(
      ({ item, location }) => item === place.item && location === place.location,
    ) ?? {};
  const capped = (quantity: string): string => (isLess(most, quantity) ? most : quantity);
  return withParameter(model, place, {
    safetyStock:
      typeof safetyStock === 'string'
        ? capped(safetyStock)
        : safetyStock.map(({ from, quantity }) => ({ from, quantity: capped(quantity) })),
  });
}

/** Whether one decimal is less than another. */
const isLess = (one: string, other: string): boolean => decimal(one).lt(other);
