/**
 * Checks of reservations: stock is set aside for a demand that is there, of the same item at the
 * same site, and never more than the demand asks for or than is free.
 *
 * Stock and demand meet where both count for one segment. What expires, or is still held, depends
 * on the day of planning, which a model does not know: rows of status `free` count in full here.
 */
import type { ItemUnits } from '../item-units.ts';
import type { Demand, ModelData, Reservation } from '../model.ts';
import { checkAmount, type Report } from './cells.ts';

/** A reservation of a demand of its item and site, with its steps. */
interface Sound {
  readonly row: Reservation;
  readonly index: number;
  readonly demand: Demand;
  readonly quantity: number;
}

/** Faults of the reservations whose item is known. */
export function checkReservations(model: ModelData, units: ItemUnits, report: Report): void {
  if (model.reservations.length === 0) return;
  const sound = soundReservations(model, units, report);
  const segmentOf = segmentsOf(model);
  const demanded = new Map<string, number>();
  for (const { id, item, quantity, unit } of model.demands) {
    if (id !== undefined) demanded.set(id, stepsOf(units, item, quantity, unit));
  }
  limit(sound, demanded, (at) => at.row.demand, 'the demand asks for', units, report);
  const free = new Map<string, number>();
  const nodeOf = ({ item, location, segment }: Pick<Demand, 'item' | 'location' | 'segment'>) =>
    JSON.stringify([item, location, segmentOf(item, location, segment)]);
  for (const row of model.stock.filter(({ status }) => status === 'free')) {
    const steps = stepsOf(units, row.item, row.quantity, row.unit);
    free.set(nodeOf(row), (free.get(nodeOf(row)) ?? 0) + steps);
  }
  limit(sound, free, (at) => nodeOf(at.demand), 'the stock free for it is', units, report);
}

function soundReservations(model: ModelData, units: ItemUnits, report: Report): Sound[] {
  const demands = new Map(model.demands.map((row) => [row.id, row]));
  return model.reservations.flatMap((row, index) => {
    const at = ['reservations', index] as const;
    const demand = demands.get(row.demand);
    if (!units.knows(row.item)) return [];
    const path = [...at, 'quantity'];
    const quantity = checkAmount(units, row.item, row.quantity, row.unit, path, report);
    // That there is no such demand is said with the other names that nothing carries.
    if (demand === undefined || quantity === undefined) return [];
    if (demand.item === row.item && demand.location === row.location) {
      return [{ row, index, demand, quantity }];
    }
    const message =
      `demand '${row.demand}' is of '${demand.item}' at '${demand.location}'; ` +
      `reserve that, or name another demand`;
    report('UNKNOWN_DEMAND', [...at, 'demand'], message);
    return [];
  });
}

/** Reports each reservation with which a sum passes what there is. */
function limit(
  rows: readonly Sound[],
  most: ReadonlyMap<string, number>,
  keyOf: (at: Sound) => string,
  what: string,
  units: ItemUnits,
  report: Report,
): void {
  const sums = new Map<string, number>();
  for (const at of rows) {
    const key = keyOf(at);
    const [sum, there] = [(sums.get(key) ?? 0) + at.quantity, most.get(key) ?? 0];
    sums.set(key, sum);
    // Nothing can be taken of what is owed.
    if (sum <= Math.max(0, there) || at.quantity === 0) continue;
    const [reserved, limited] = [sum, there].map((steps) => units.format(at.row.item, steps));
    const message = `${reserved} is reserved in all, but ${what} ${limited}; reserve less`;
    report('OVER_RESERVED', ['reservations', at.index, 'quantity'], message);
  }
}

/** The segment that counts at a site; '' where all are planned in common. */
function segmentsOf({ parameters }: ModelData) {
  const apart = new Set(
    parameters
      .filter(({ segments }) => segments !== 'common')
      .map(({ item, location }) => JSON.stringify([item, location])),
  );
  return (item: string, location: string, segment = ''): string =>
    apart.has(JSON.stringify([item, location])) ? segment : '';
}

/** Steps of a quantity; none where it has a fault, which is told where it stands. */
function stepsOf(units: ItemUnits, item: string, text: string, unit: string | undefined): number {
  if (!units.knows(item) || units.fault(item, text, unit) !== undefined) return 0;
  return units.steps(item, text, unit);
}
