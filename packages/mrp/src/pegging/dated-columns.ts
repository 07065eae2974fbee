/**
 * Dated quantities of one node as columns that are used again for every node: its needs, or its
 * supplies.
 *
 * A large plan has some five million needs of two million orders. As objects they would cost ten
 * times the plan; as columns they stay in the processor's cache, a node at a time.
 */

/** Rows `0 … count - 1`; the arrays are longer than that. */
export interface DatedColumns {
  count: number;
  /** Which need or supply of the plan it is (numbering.ts). */
  number: Int32Array;
  day: Int32Array;
  /** In steps of the node's item. */
  quantity: Float64Array;
}

/** Cells to count in, one for each day, used again; all 0 between uses. */
export interface DayCells {
  cells: Int32Array;
}

/** Cells that grow to the longest span of days. */
export const openDays = (): DayCells => ({ cells: new Int32Array(1024) });

/** Columns without a row. */
export function openDated(capacity = 256): DatedColumns {
  return {
    count: 0,
    number: new Int32Array(capacity),
    day: new Int32Array(capacity),
    quantity: new Float64Array(capacity),
  };
}

/** Makes room for so many more rows. */
export function reserveRows(columns: DatedColumns, more: number): void {
  const least = columns.count + more;
  if (least <= columns.number.length) return;
  const wider = openDated(Math.max(least, columns.number.length * 2));
  wider.number.set(columns.number);
  wider.day.set(columns.day);
  wider.quantity.set(columns.quantity);
  columns.number = wider.number;
  columns.day = wider.day;
  columns.quantity = wider.quantity;
}

/** Writes one row. */
export function addRow(columns: DatedColumns, number: number, day: number, quantity: number): void {
  reserveRows(columns, 1);
  const row = columns.count++;
  columns.number[row] = number;
  columns.day[row] = day;
  columns.quantity[row] = quantity;
}

/**
 * Sorts rows by day; those of one day keep their order. By counting: days lie close together, so it
 * costs two passes and no comparison. Writes `into`.
 */
export function sortByDay(from: DatedColumns, into: DatedColumns, days: DayCells): void {
  const { count, day } = from;
  into.count = 0;
  reserveRows(into, count);
  into.count = count;
  if (count === 0) return;
  let [first, last] = [day[0]!, day[0]!];
  for (let row = 1; row < count; row++) {
    const on = day[row]!;
    if (on < first) first = on;
    if (on > last) last = on;
  }
  const width = last - first + 2;
  if (width > days.cells.length) days.cells = new Int32Array(width * 2);
  const place = days.cells;
  for (let row = 0; row < count; row++) place[day[row]! - first + 1]!++;
  for (let cell = 1; cell < width; cell++) place[cell]! += place[cell - 1]!;
  placeRows(from, into, first, place);
  place.fill(0, 0, width);
}

/** Puts each row where the next one of its day goes. Writes `into` and `place`. */
function placeRows(
  { count, number, day, quantity }: DatedColumns,
  into: DatedColumns,
  first: number,
  place: Int32Array,
): void {
  const { number: toNumber, day: toDay, quantity: toQuantity } = into;
  for (let row = 0; row < count; row++) {
    const on = day[row]!;
    const at = place[on - first]!++;
    toNumber[at] = number[row]!;
    toDay[at] = on;
    toQuantity[at] = quantity[row]!;
  }
}
