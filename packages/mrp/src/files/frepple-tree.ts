/**
 * frePPLe's trees of items and locations: a rule for a group holds for every member below it.
 *
 * A tree's leaves are what is planned. A group becomes an item or a site of its own only when
 * stock, demand or an order names it.
 */
import type { FreppleFile, FreppleRow } from './frepple-file.ts';

/** One tree. */
export interface FreppleTree {
  has(name: string): boolean;
  /** Leaves, and groups that are used themselves, in the order of the file. */
  readonly planned: readonly string[];
  /** The planned members of a group with their distance from it; a leaf is its own only member. */
  membersOf(name: string): readonly { readonly name: string; readonly distance: number }[];
}

/**
 * Builds the tree of a table's rows by `owner_id`.
 *
 * @param used - names that stock, demand, orders and bills refer to
 */
export function freppleTree(
  file: FreppleFile,
  table: 'input.item' | 'input.location',
  used: ReadonlySet<string>,
): FreppleTree {
  const rows: readonly FreppleRow<'input.item' | 'input.location'>[] = file.rowsOf(table);
  const owner = new Map(rows.map(({ fields }) => [fields.name, fields.owner_id ?? undefined]));
  const groups = new Set(owner.values());
  for (const { row, fields } of rows) checkOwners(file, table, row, fields.name, owner);
  const planned = [...owner.keys()].filter((name) => !groups.has(name) || used.has(name));
  const members = new Map<string, { name: string; distance: number }[]>();
  for (const name of planned) {
    let distance = 0;
    const seen = new Set<string>();
    for (let at: string | undefined = name; at !== undefined && !seen.has(at); at = owner.get(at)) {
      seen.add(at);
      const ofGroup = members.get(at) ?? [];
      members.set(at, ofGroup);
      ofGroup.push({ name, distance: distance++ });
    }
  }
  return { has: (name) => owner.has(name), planned, membersOf: (name) => members.get(name) ?? [] };
}

function checkOwners(
  file: FreppleFile,
  table: string,
  row: number,
  name: string,
  owner: ReadonlyMap<string, string | undefined>,
): void {
  const way = [name];
  for (let at = owner.get(name); at !== undefined; at = owner.get(at)) {
    if (!owner.has(at)) {
      if (way.length === 1) file.fault(table, row, `owner '${at}' is not in the file: add its row`);
      return;
    }
    if (at === name) {
      file.fault(table, row, `owns itself: ${[...way, at].join(' → ')}; cut the circle`);
      return;
    }
    if (way.includes(at)) return;
    way.push(at);
  }
}
