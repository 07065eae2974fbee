/**
 * Paths through an indented list: rows that stand under one another.
 *
 * A list holds for each row only the number of the row that it stands under, as whole paths would
 * take the square of the depth in memory. While a list is made depth first, the places on the path
 * to the row at hand are kept, so that an item that comes back under itself is found.
 */
import { MrpError } from '../errors.ts';
import { placeName, type StructurePlace } from './enquiry.ts';

/**
 * The rows from level 1 down to a row of an indented list, the row itself last.
 *
 * @param rows - what `explodeBill` or `whereUsed` gave
 * @param row - the number of the row, from 0
 * @example
 * structurePath([{ under: -1 }, { under: 0 }, { under: 0 }], 2) // => [{ under: -1 }, { under: 0 }]
 */
export function structurePath<Row extends { readonly under: number }>(
  rows: readonly Row[],
  row: number,
): Row[] {
  const path: Row[] = [];
  for (let at = row; at >= 0 && at < rows.length; at = rows[at]!.under) path.push(rows[at]!);
  return path.reverse();
}

/** The places on the way down to the row at hand. */
export interface OpenPath {
  /**
   * Steps to a place at a depth, from 0; what was deeper or as deep is left.
   *
   * @throws MrpError MRP_BOM_CYCLE — the place is on the way already
   */
  stepTo(place: StructurePlace, key: string, depth: number): void;
}

/**
 * Starts a path.
 *
 * @param upward - whether a place is needed by the next one, instead of needing it
 */
export function openPath(upward = false): OpenPath {
  const path: { readonly place: StructurePlace; readonly key: string }[] = [];
  const open = new Set<string>();
  return {
    stepTo(place, key, depth) {
      while (path.length > depth) open.delete(path.pop()!.key);
      path.push({ place, key });
      if (!open.has(key)) {
        open.add(key);
        return;
      }
      const round = path.slice(path.findIndex((step) => step.key === key));
      const names = round.map((step) => placeName(step.place));
      throw new MrpError('MRP_BOM_CYCLE', { path: upward ? names.reverse() : names });
    },
  };
}
