/**
 * Summarized explosion: how much of each component an item takes in all.
 *
 * The sum of the indented rows, found without making them: over low-level codes a place passes its
 * need on once, however many paths lead to it. A fixed quantity counts once an order, and every row
 * of the indented list is an order: so a place also passes on how many rows it stands for.
 *
 * @source APICS Dictionary, "summarized bill of material"
 */
import { addRatios, multiplyRatios, type Ratio, ratio } from '@kontor/kernel';
import type { Model } from '../model.ts';
import type { BillUse } from './bill-use.ts';
import { checkAlternate, openEnquiry, placeName, shownSite } from './enquiry.ts';
import { type ExactFigure, exactFigure, NONE } from './exact-figure.ts';
import { type ExplosionTerms, isPhantom, keyOf, usesOfItem } from './explode-bill.ts';
import { levelsOf, reach, type Reached } from './reach.ts';

/** What a structure takes of one component at one site. */
export interface BillTotal {
  /** The deepest level on which it stands. */
  readonly level: number;
  readonly item: string;
  readonly location?: string;
  /** Its stocking units. */
  readonly quantity: ExactFigure;
  readonly phantom: boolean;
  /** Whether it has no bill: what is bought in the end. */
  readonly isLeaf: boolean;
}

/** A place of the structure; the top may go by an alternate. */
interface Place {
  readonly item: string;
  readonly location: string;
  readonly alternate: string | undefined;
}

/**
 * Totals of the components of an item at a site, by level, then in the order in which the bills
 * name them. Takes linear time in places and lines, at any depth.
 *
 * @throws MrpError MRP_BAD_FIGURE, MRP_BOM_CYCLE — as explodeBill
 * @throws KernelError KERNEL_BAD_DAY, KERNEL_BAD_DECIMAL, KERNEL_DIVISION_BY_ZERO — as explodeBill
 * @source APICS Dictionary, "summarized bill of material"
 * @example
 * // A bike takes 2 wheels and 4 screws, a wheel 36 spokes and 1 screw.
 * summarizeBill(model, 'bike').map((row) => `${row.quantity.decimal} ${row.item}`)
 * // => ['2 wheel', '6 screw', '72 spoke']
 */
export function summarizeBill(
  model: Model,
  item: string,
  terms: Omit<ExplosionTerms, 'levels'> = {},
): BillTotal[] {
  const enquiry = openEnquiry(model, item, terms);
  const { alternate } = terms;
  if (alternate !== undefined) checkAlternate(model, item, alternate, 'alternate');
  const top = { item, location: enquiry.location, alternate };
  const reached = reach<Place, BillUse>([top], {
    keyOf: (place) => keyOf(place.item, place.location, place.alternate),
    needsOf: (place) => usesOfItem(enquiry, place.item, place.location, place.alternate),
    placeOf: ({ line }, from) => ({
      item: line.component,
      location: line.location ?? from.location,
      alternate: undefined,
    }),
  });
  const { code, sequence } = levelsOf(reached, placeName);
  const totals = totalsOf(reached, sequence, ratio(terms.quantity ?? 1, 'quantity'));
  const { units } = enquiry.index;
  return Array.from(sequence.subarray(1), (number) => {
    const place = reached.places[number]!;
    const decimals = terms.roundUp === true ? units.decimalsOf(place.item) : undefined;
    return {
      level: code[number]!,
      item: place.item,
      ...shownSite(place.location),
      quantity: exactFigure(totals[number]!, decimals),
      phantom: isPhantom(enquiry.index, place.item, place.location),
      isLeaf: reached.needs[number]!.length === 0,
    };
  });
}

/** The need of every place, from the top down. */
function totalsOf(
  { needs, leadsTo }: Reached<Place, BillUse>,
  sequence: Int32Array,
  quantity: Ratio,
): readonly Ratio[] {
  const total: Ratio[] = needs.map((_, number) => (number === 0 ? quantity : NONE));
  const rows: bigint[] = needs.map((_, number) => (number === 0 ? 1n : 0n));
  for (const number of sequence) {
    needs[number]!.forEach(({ per, fixed }, at) => {
      const below = leadsTo[number]![at]!;
      const once = multiplyRatios(fixed, ratio(rows[number]!));
      const need = addRatios(multiplyRatios(total[number]!, per), once);
      total[below] = addRatios(total[below]!, need);
      rows[below] = rows[below]! + rows[number]!;
    });
  }
  return total;
}
