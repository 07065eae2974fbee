/**
 * Cells that were computed in a slot each, in the order of their numbers in mixed radix.
 */
import { type Cuboid, likeCuboid, statesOf } from './cuboid.ts';
import { reserveCodes, widen } from './int-column.ts';

/** A column of a number in mixed radix. */
export interface Place {
  readonly radix: number;
  readonly placeValue: number;
}

/** The cuboid of the slots that have rows; the states as they are where all have. */
export function closeDense(dense: Cuboid, places: readonly Place[], slots: number): Cuboid {
  const present = presentSlots(dense.rows.counts, slots);
  const cuboid = present.length === slots ? dense : compacted(dense, present);
  pushPlaces(cuboid, places, present);
  cuboid.cells = present.length;
  return cuboid;
}

function presentSlots(counts: Float64Array, slots: number): Int32Array {
  const found = new Int32Array(slots);
  let present = 0;
  for (let slot = 0; slot < slots; slot++) if (counts[slot] !== 0) found[present++] = slot;
  return found.slice(0, present);
}

function compacted(dense: Cuboid, present: Int32Array): Cuboid {
  const cuboid = likeCuboid(dense, dense.grain);
  for (const state of statesOf(cuboid)) state.reserve(present.length);
  const into = new Int32Array(present.length);
  for (let index = 0; index < into.length; index++) into[index] = index;
  const range = { cells: present, start: 0, count: present.length };
  for (const [id, state] of cuboid.states) state.merge(dense.states.get(id)!, range, into);
  cuboid.rows.merge(dense.rows, range, into);
  return cuboid;
}

/** Writes the members of new cells, read from their numbers, which are below 2^31. */
export function pushPlaces(cuboid: Cuboid, places: readonly Place[], cells: Int32Array): void {
  for (const [column, { radix, placeValue }] of places.entries()) {
    const codes = cuboid.codes[column]!;
    widen(codes, radix - 1);
    reserveCodes(codes, cells.length);
    const { array } = codes;
    for (let index = 0; index < cells.length; index++) {
      array[index] = ((cells[index]! / placeValue) | 0) % radix;
    }
    codes.length = cells.length;
  }
}
