/**
 * The planning workload: seeded, any size, the same on every machine.
 *
 * A tenth of the items are sold, the last level is bought, all between is made; bills mostly reach
 * one level down and sometimes further, so that low-level codes matter. Every sold item has a
 * demand each week. The order of draws is part of the definition: check sums in the tests pin it.
 */
import { day, formatDay } from '@kontor/kernel';
import type { ModelInput } from '@kontor/mrp';

/** How large, and which. */
export interface WorkloadSize {
  readonly items: number;
  readonly levels: number;
  readonly weeks: number;
  readonly seed: number;
  /** Whether lots come in the drawn multiples; lot for lot without. */
  readonly multiples?: boolean;
}

/** A workload and the figures that pin it. */
export interface Workload {
  readonly model: ModelInput;
  readonly today: string;
  readonly sums: {
    readonly lines: number;
    readonly stock: number;
    readonly stockedItems: number;
    readonly leadTimeDays: number;
    readonly demands: number;
    readonly demand: number;
  };
}

const TODAY = '2026-01-05';
const PLANT = 'plant';

/** Numbers in [0, 1) from a 32-bit state. @source Tommy Ettinger, "mulberry32" (public domain) */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Levels {
  /** Per level, the number of its first item; one more entry than levels. */
  readonly first: readonly number[];
  levelOf(item: number): number;
}

export function levelsOf({ items, levels }: WorkloadSize): Levels {
  const sold = Math.max(1, Math.round(items / 10));
  const made = Math.floor((items - sold) / (levels - 1));
  const first = [0, sold];
  while (first.length < levels) first.push(first.at(-1)! + made);
  first.push(items);
  return { first, levelOf: (item) => first.findLastIndex((start) => start <= item) };
}

/** Makes the workload; ids sort like numbers. */
export function generateWorkload(size: WorkloadSize): Workload {
  const u = mulberry32(size.seed);
  const r = (from: number, to: number): number => from + Math.floor(u() * (to - from + 1));
  const levels = levelsOf(size);
  const model = { items: [], boms: [], sourcing: [], stock: [], demands: [] } as Rows;
  const sums = { lines: 0, stock: 0, stockedItems: 0, leadTimeDays: 0, demands: 0, demand: 0 };
  for (let item = 0; item < size.items; item++) {
    addItem(size, levels, model, item, u, r);
  }
  for (let item = 0; item < levels.first[1]!; item++) {
    for (let week = 0; week < size.weeks; week++) {
      const due = formatDay(day(TODAY) + 7 * (8 + week));
      const quantity = String(r(10, 100));
      model.demands.push({ item: idOf(item), location: PLANT, due, quantity });
    }
  }
  for (const bom of model.boms) sums.lines += bom.lines.length;
  for (const row of model.stock) sums.stock += Number(row.quantity);
  for (const row of model.sourcing) sums.leadTimeDays += row.leadTimeDays ?? 0;
  for (const row of model.demands) sums.demand += Number(row.quantity);
  sums.stockedItems = model.stock.length;
  sums.demands = model.demands.length;
  return { model: { locations: [{ id: PLANT }], ...model }, today: TODAY, sums };
}

interface Rows {
  readonly items: ModelInput['items'];
  readonly boms: NonNullable<ModelInput['boms']>;
  readonly sourcing: NonNullable<ModelInput['sourcing']>;
  readonly stock: NonNullable<ModelInput['stock']>;
  readonly demands: NonNullable<ModelInput['demands']>;
}

const idOf = (item: number): string => `i${String(item).padStart(7, '0')}`;

/** Draws an item's lead time, stock, multiple and, unless it is bought, its bill. Writes `rows`. */
function addItem(
  size: WorkloadSize,
  levels: Levels,
  rows: Rows,
  item: number,
  u: () => number,
  r: (from: number, to: number) => number,
): void {
  const level = levels.levelOf(item);
  const isBought = level === size.levels - 1;
  const id = idOf(item);
  const leadTimeDays = isBought ? r(5, 20) : r(1, 5);
  const onHand = u() < 0.5 ? r(0, 200) : 0;
  const multiple = [1, 1, 5, 10, 50][r(0, 4)]!;
  const kind = isBought ? ('buy' as const) : ('make' as const);
  const lots = size.multiples ? { lotSizeMultiple: String(multiple) } : {};
  rows.items.push({ id });
  rows.sourcing.push({ kind, item: id, location: PLANT, leadTimeDays, ...lots });
  if (onHand > 0) rows.stock.push({ item: id, location: PLANT, quantity: String(onHand) });
  if (isBought) return;
  const quantityPer = new Map<number, number>();
  for (let line = r(2, 4); line > 0; line--) {
    const below = u() < 0.85 ? level + 1 : r(level + 1, size.levels - 1);
    const first = levels.first[below]!;
    const child = first + r(0, levels.first[below + 1]! - first - 1);
    if (!quantityPer.has(child)) quantityPer.set(child, r(1, 4));
  }
  const lines = Array.from(quantityPer, ([child, per]) => ({
    component: idOf(child),
    quantityPer: String(per),
  }));
  rows.boms.push({ item: id, lines });
}
