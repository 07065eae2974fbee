/**
 * Which of an entity's periods count for a shown period: last, first, non-empty, opening, closing.
 *
 * An entity is a leaf of the other dimensions, or with scope `cell` all that a shown cell shows.
 *
 * @source R. Kimball, M. Ross, "The Data Warehouse Toolkit", 2013 (semi-additive facts); Microsoft,
 *   "Define Semiadditive Behavior" (LastChild, LastNonEmpty, ByAccount)
 */
import type { Nature } from './hierarchy.ts';
import type { Timing } from './measure.ts';

/** Cells of one entity in order of time. */
export interface TimedEntity {
  readonly tuple: Int32Array;
  readonly positions: readonly number[];
  readonly cells: readonly number[];
  readonly nature: Nature | undefined;
  /** The last period of any entity: no balance is carried beyond it. */
  readonly latest: number;
}

/** Indexes of the cells that make the value of the periods `from … to`. */
export function pickCells(
  { rule }: Timing,
  { positions, nature, latest }: TimedEntity,
  from: number,
  to: number,
): readonly number[] {
  const first = positions.findIndex((position) => position >= from);
  const after = positions.findIndex((position) => position > to);
  const last = (after < 0 ? positions.length : after) - 1;
  const inside = first < 0 ? [] : range(first, last);
  switch (rule) {
    case 'last':
      return last >= 0 && positions[last] === to ? [last] : [];
    case 'first':
      return first >= 0 && positions[first] === from ? [first] : [];
    case 'lastNonEmpty':
      return inside.slice(-1);
    case 'firstNonEmpty':
      return inside.slice(0, 1);
    case 'closing':
      return last >= 0 && from <= latest ? [last] : [];
    case 'opening': {
      const before = (first < 0 ? positions.length : first) - 1;
      return before >= 0 && from <= latest + 1 ? [before] : [];
    }
    case 'byAccount':
      return nature === 'balance' ? inside.slice(-1) : inside;
    default:
      return inside;
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
