/**
 * Sources for the slow twin of `plan`: which one is chosen, and what it gathers into which lots.
 */
import { type Day, type Decimal, decimal } from '@kontor/kernel';
import type { Source } from '../../src/model.ts';
import { inForce } from './slow-plan-days.ts';

/** The first in force on the due day by priority, cost and name; none where none is. */
export function sourceFor(rows: readonly Source[], due: Day): Source | undefined {
  const ranked = rows.toSorted(
    (a, b) =>
      a.priority - b.priority ||
      Number(a.cost ?? 0) - Number(b.cost ?? 0) ||
      (nameOf(a) < nameOf(b) ? -1 : 1),
  );
  return ranked.find((row) => inForce(row, due));
}

/** A source's own id, or what tells it from the others of its place. */
export function nameOf(row: Source): string {
  if (row.id !== undefined) return row.id;
  if (row.kind === 'transfer') return `transfer:${row.origin}`;
  return row.kind === 'buy' && row.supplier !== undefined ? `buy:${row.supplier}` : row.kind;
}

/** Days whose needs one lot covers, the first one included. */
export function daysOfSupply(row: Source | undefined): number {
  return row?.lotSizing?.rule === 'periodOfSupply' ? row.lotSizing.days : 1;
}

/** At least the minimum, whole multiples, at most the maximum; the rest again. */
export function lots(net: Decimal, row: Source | undefined): Decimal[] {
  const min = decimal(row?.lotSizeMin ?? 0);
  const multiple = decimal(row?.lotSizeMultiple ?? 0);
  const max = decimal(row?.lotSizeMax ?? 0);
  const found: Decimal[] = [];
  for (let open = net; open.gt(0); open = open.minus(found.at(-1)!)) {
    let lot = open.lt(min) ? min : open;
    if (multiple.gt(0)) lot = lot.div(multiple).ceil().times(multiple);
    if (max.gt(0) && lot.gt(max)) {
      lot = multiple.gt(0) ? max.div(multiple).floor().times(multiple) : max;
    }
    found.push(lot);
  }
  return found;
}
