/**
 * Sources for the slow twin of `plan`: their rank, their names, and what lots they take.
 */
import { type Decimal, decimal } from '@kontor/kernel';
import type { Source } from '../../src/model.ts';

/** Whether a source gives from what is to spare and is never planned from. */
export function isSurplus(row: Source): boolean {
  return row.kind === 'substitute' || (row.kind === 'transfer' && row.onlyFromStock);
}

/** By priority, cost and name. */
export function ranked(rows: readonly Source[]): Source[] {
  return rows.toSorted(
    (a, b) =>
      a.priority - b.priority ||
      Number(a.cost ?? 0) - Number(b.cost ?? 0) ||
      (nameOf(a) < nameOf(b) ? -1 : Number(nameOf(a) > nameOf(b))),
  );
}

/** A source's own id, or what tells it from the others of its place. */
export function nameOf(row: Source): string {
  if (row.id !== undefined) return row.id;
  if (row.kind === 'transfer') return `transfer:${row.origin}`;
  if (row.kind === 'substitute') return `substitute:${row.substitute}`;
  const more = row.kind === 'make' ? row.alternate : row.supplier;
  return more === undefined ? row.kind : `${row.kind}:${more}`;
}

interface LotTerms {
  readonly min: Decimal;
  readonly multiple: Decimal;
  readonly max: Decimal;
}

/** Nothing is no rule. Of a fixed quantity every lot is of that size. */
function lotTerms(row: Source | undefined): LotTerms {
  const fixed = row?.lotSizing?.rule === 'fixedQuantity' ? row.lotSizing.quantity : undefined;
  return {
    min: decimal(fixed ?? row?.lotSizeMin ?? 0),
    multiple: decimal(fixed ?? row?.lotSizeMultiple ?? 0),
    max: decimal(fixed ?? row?.lotSizeMax ?? 0),
  };
}

/** The next lot of what is open: at least the minimum, whole multiples, at most the maximum. */
export function nextLot(open: Decimal, row: Source | undefined): Decimal {
  const { min, multiple, max } = lotTerms(row);
  let lot = open.lt(min) ? min : open;
  if (multiple.gt(0)) lot = lot.div(multiple).ceil().times(multiple);
  if (max.lte(0) || lot.lte(max)) return lot;
  return multiple.gt(0) ? max.div(multiple).floor().times(multiple) : max;
}

/** What may be moved of what there is: at most the maximum, whole multiples, or nothing. */
export function mostWithin(quantity: Decimal, row: Source | undefined): Decimal {
  const { min, multiple, max } = lotTerms(row);
  const most = max.gt(0) && quantity.gt(max) ? max : quantity;
  const whole = multiple.gt(0) ? most.div(multiple).floor().times(multiple) : most;
  return whole.lt(min) ? decimal(0) : whole;
}
