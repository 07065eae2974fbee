/**
 * Second pass, between rows: every name refers to something, and no key stands twice.
 */
import type { ModelIssue, ModelIssueCode } from '../errors.ts';
import type { ModelData } from '../model.ts';
import { sourceName } from '../compile-supply.ts';

type List = keyof ModelData;

/** Unknown items, locations, calendars and units, and duplicate keys. */
export function referenceIssues(model: ModelData): ModelIssue[] {
  return [...unknownNames(model), ...duplicates(model)];
}

/** What a field refers to. */
interface Reference {
  readonly code: ModelIssueCode;
  readonly thing: string;
  readonly known: ReadonlySet<string>;
  readonly add: string;
}

function unknownNames(model: ModelData): ModelIssue[] {
  const issues: ModelIssue[] = [];
  const ids = (rows: readonly { id: string }[]): Set<string> => new Set(rows.map((row) => row.id));
  const reference = (
    code: ModelIssueCode,
    thing: string,
    known: Set<string>,
    add: string,
  ): Reference => ({
    code,
    thing,
    known,
    add,
  });
  const item = reference('UNKNOWN_ITEM', 'item', ids(model.items), 'items');
  const location = reference('UNKNOWN_LOCATION', 'location', ids(model.locations), 'locations');
  const calendar = reference('UNKNOWN_CALENDAR', 'calendar', ids(model.calendars), 'calendars');
  const units = new Set([
    'each',
    ...model.units.map((row) => row.id),
    ...model.unitConversions.flatMap((row) => [row.unit, row.of]),
  ]);
  const unit = reference('UNKNOWN_UNIT', 'unit', units, 'units or unitConversions');
  const expect = (path: ModelIssue['path'], name: string | undefined, what: Reference): void => {
    if (name === undefined || what.known.has(name)) return;
    issues.push({
      code: what.code,
      path,
      message: `${what.thing} '${name}' is not in the model; add it to ${what.add}`,
    });
  };
  const places: readonly List[] = ['sourcing', 'parameters', 'stock', 'receipts', 'demands'];
  for (const list of places) {
    (model[list] as readonly { item: string; location: string }[]).forEach((row, index) => {
      expect([list, index, 'item'], row.item, item);
      expect([list, index, 'location'], row.location, location);
    });
  }
  for (const list of ['stock', 'receipts', 'demands'] as const) {
    model[list].forEach((row, index) => expect([list, index, 'unit'], row.unit, unit));
  }
  model.items.forEach((row, index) => expect(['items', index, 'unit'], row.unit, unit));
  model.locations.forEach((row, index) =>
    expect(['locations', index, 'calendar'], row.calendar, calendar),
  );
  model.unitConversions.forEach((row, index) =>
    expect(['unitConversions', index, 'item'], row.item, item),
  );
  model.boms.forEach((row, index) => {
    expect(['boms', index, 'item'], row.item, item);
    expect(['boms', index, 'location'], row.location, location);
    row.lines.forEach((line, at) => {
      const path = ['boms', index, 'lines', at];
      expect([...path, 'component'], line.component, item);
      expect([...path, 'location'], line.location, location);
      expect([...path, 'unit'], line.unit, unit);
    });
  });
  model.routings.forEach((row, index) => {
    expect(['routings', index, 'item'], row.item, item);
    expect(['routings', index, 'location'], row.location, location);
  });
  model.sourcing.forEach((row, index) => {
    if (row.kind !== 'make') expect(['sourcing', index, 'calendar'], row.calendar, calendar);
    if (row.kind === 'transfer') expect(['sourcing', index, 'origin'], row.origin, location);
  });
  model.receipts.forEach((row, index) =>
    expect(['receipts', index, 'origin'], row.origin, location),
  );
  return issues;
}

/** The key of a row, or undefined where it needs none. */
const KEYS: { readonly [L in List]?: (row: ModelData[L][number]) => string | undefined } = {
  units: (row) => row.id,
  unitConversions: (row) => JSON.stringify([row.unit, row.of, row.item ?? null]),
  calendars: (row) => row.id,
  locations: (row) => row.id,
  items: (row) => row.id,
  boms: (row) => JSON.stringify([row.item, row.location ?? null]),
  routings: (row) => JSON.stringify([row.item, row.location ?? null]),
  sourcing: (row) =>
    JSON.stringify([row.item, row.location, sourceName(row), row.priority, row.from ?? null]),
  parameters: (row) => JSON.stringify([row.item, row.location]),
  receipts: (row) => row.id,
  demands: (row) => row.id,
};

function duplicates(model: ModelData): ModelIssue[] {
  const issues: ModelIssue[] = [];
  for (const [list, keyOf] of Object.entries(KEYS)) {
    const first = new Map<string, number>();
    (model[list as List] as readonly object[]).forEach((row, index) => {
      const key = (keyOf as (row: object) => string | undefined)(row);
      if (key === undefined) return;
      const before = first.get(key);
      if (before === undefined) {
        first.set(key, index);
        return;
      }
      issues.push({
        code: 'DUPLICATE_KEY',
        path: [list, index],
        message: `${key} stands twice in ${list}, first in row ${before}; keep one of them`,
      });
    });
  }
  return issues;
}
