/**
 * Names in a frePPLe file: rows refer to items, sites and calendars by name, and every name must
 * exist.
 *
 * Rules of supply are not looked at here: they may name groups, and check what they name
 * themselves.
 */
import type { FreppleFile } from './frepple-file.ts';
import { type FreppleTree, freppleTree } from './frepple-tree.ts';

/** The trees of a file's items and sites. */
export interface FreppleTrees {
  readonly items: FreppleTree;
  readonly locations: FreppleTree;
}

/** Builds both trees; groups that a row names count as items or sites of their own. */
export function readTrees(file: FreppleFile): FreppleTrees {
  const usedItems = new Set<string>();
  const usedLocations = new Set<string>();
  for (const [, , { item, locations }] of references(file)) {
    if (item != null) usedItems.add(item);
    for (const location of locations) if (location != null) usedLocations.add(location);
  }
  return {
    items: freppleTree(file, 'input.item', usedItems),
    locations: freppleTree(file, 'input.location', usedLocations),
  };
}

interface Reference {
  readonly item?: string | null | undefined;
  readonly locations: readonly (string | null | undefined)[];
}

/** Every row that names an item or a site: its table, its number, and what it names. */
function references(file: FreppleFile): (readonly [string, number, Reference])[] {
  const tables = [
    'input.buffer',
    'input.demand',
    'input.operation',
    'input.operationmaterial',
    'input.operationplan',
  ] as const;
  return tables.flatMap((table) =>
    file.rowsOf(table).map(({ row, fields }) => {
      const destination = 'destination_id' in fields ? fields.destination_id : undefined;
      const origin = 'origin_id' in fields ? fields.origin_id : undefined;
      const locations = [fields.location_id, destination, origin];
      return [table, row, { item: fields.item_id, locations }] as const;
    }),
  );
}

/** Names of items, sites, suppliers and calendars that nothing in the file carries. */
export function checkNames(file: FreppleFile, trees: FreppleTrees): void {
  for (const [table, row, { item, locations }] of references(file)) {
    if (item != null && !trees.items.has(item)) file.fault(table, row, lost('item', item));
    for (const location of locations) {
      if (location == null || trees.locations.has(location)) continue;
      file.fault(table, row, lost('location', location));
    }
  }
  const calendars = new Set(file.rowsOf('input.calendar').map(({ fields }) => fields.name));
  for (const table of ['input.location', 'input.supplier'] as const) {
    for (const { row, fields } of file.rowsOf(table)) {
      const calendar = fields.available_id;
      if (calendar == null || calendars.has(calendar)) continue;
      file.fault(table, row, lost('calendar', calendar));
    }
  }
}

const lost = (what: string, name: string): string =>
  `${what} '${name}' is not in the file: add its row`;
