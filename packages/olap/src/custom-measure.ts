/**
 * Aggregates of the user's own: a state with its algebra, and the totals come right by themselves.
 */
import type { Aggregate } from './aggregate/aggregate.ts';
import type { ObjectColumn } from './fact-table.ts';
import type { Measure } from './measure.ts';
import { ObjectStates } from './states/object-state.ts';

/** The measure of an aggregate over a column of any values; null and undefined are passed over. */
export function customMeasure(
  name: string,
  column: ObjectColumn,
  aggregate: Aggregate<never, never>,
): Measure {
  const id = `custom:${name}`;
  const algebra = aggregate as unknown as Aggregate<unknown, unknown>;
  return {
    name,
    states: new Map([[id, () => new ObjectStates(id, (row) => column.values[row], algebra)]]),
    finish: (cuboid, cell) => algebra.finish((cuboid.states.get(id) as ObjectStates).at(cell)),
    isAdditive: false,
  };
}
