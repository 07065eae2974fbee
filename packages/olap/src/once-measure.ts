/**
 * Amounts of a header that repeat on its lines: each counts once, in every cell that has a line.
 *
 * A join of orders with their lines repeats the freight of an order on each of them; a join of
 * accounts with their holders repeats the balance for each holder. The state of a cell is the set
 * of keys with their amounts, so a total unites keys and never adds an amount twice.
 *
 * @source R. Kimball, M. Ross, "The Data Warehouse Toolkit", 2013 (facts of differing granularity,
 *   bridge tables)
 */
import { assert } from '@kontor/kernel';
import type { Aggregate } from './aggregate/aggregate.ts';
import { OlapError } from './errors.ts';
import { captionOf } from './hierarchy.ts';
import type { Measure } from './measure.ts';
import { ObjectStates } from './states/object-state.ts';
import { scaledValue, type Value } from './value.ts';
import { type ValueColumn, valueAt } from './value-column.ts';
import type { ValueDictionary } from './value-dictionary.ts';

/** A key and its amount, in a row of the facts. */
interface Header {
  /** From 1 on; 0 is no key: such a row counts by itself. */
  readonly key: number;
  readonly row: number;
  readonly units: number;
}

/** By key: its amount and how many rows tell it. */
type Headers = Map<number, { readonly units: number; rows: number }>;

/**
 * The sum of a column, once a key.
 *
 * Rows without a key count by themselves.
 *
 * @throws OlapError OLAP_WRONG_GRAIN — when it is asked: two rows of one key differ in their amount
 */
export function onceMeasure(
  name: string,
  column: ValueColumn,
  keys: ValueDictionary,
  more: Pick<Measure, 'currency' | 'unit'> = {},
): Measure {
  const id = `once:${column.name}:${keys.name}`;
  const algebra = headerSums(name, keys, column.scale!) as Aggregate<unknown, unknown>;
  const headerOf = (row: number): Header | null => {
    const units = valueAt(column, row);
    return Number.isNaN(units) ? null : { key: keys.codes.array[row]!, row, units };
  };
  return {
    name,
    states: new Map([[id, () => new ObjectStates(id, headerOf, algebra)]]),
    finish: (cuboid, cell) => algebra.finish((cuboid.states.get(id) as ObjectStates).at(cell)),
    column,
    isAdditive: false,
    ...more,
  };
}

function headerSums(
  name: string,
  keys: ValueDictionary,
  scale: number,
): Aggregate<Header, Headers, Value> {
  const put = (headers: Headers, key: number, units: number, rows: number): void => {
    const known = headers.get(key);
    if (known === undefined) headers.set(key, { units, rows });
    else if (known.units === units) known.rows += rows;
    else throw differs(name, keys, key, [known.units, units], scale);
  };
  return {
    init: () => new Map(),
    add: (headers, header) => put(headers, slotOf(header), header.units, 1),
    retract(headers, header) {
      const known = headers.get(slotOf(header));
      assert(known !== undefined, 'only a row that was added is taken out');
      known.rows--;
      if (known.rows === 0) headers.delete(slotOf(header));
    },
    merge(headers, other) {
      for (const [key, { units, rows }] of other) put(headers, key, units, rows);
    },
    finish(headers) {
      if (headers.size === 0) return null;
      const sum = [...headers.values()].reduce((total, { units }) => total + BigInt(units), 0n);
      return scaledValue(sum, scale);
    },
  };
}

/** Codes of keys; below 0 the rows without a key. */
const slotOf = ({ key, row }: Header): number => (key === 0 ? -1 - row : key);

function differs(
  measure: string,
  keys: ValueDictionary,
  key: number,
  units: readonly number[],
  scale: number,
): Error {
  const [one, other] = units.map((of) => scaledValue(of, scale).toFixed());
  const caption = captionOf(keys.values[key - 1]!);
  const reason = `it counts once for '${caption}', but rows give both ${one} and ${other}`;
  return new OlapError('OLAP_WRONG_GRAIN', { measure, reason });
}
