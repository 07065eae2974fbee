/**
 * Second pass, between rows: every name refers to something, and no key stands twice.
 */
import type { ModelIssue, ModelIssueCode } from '../errors.ts';
import type { ModelData } from '../model.ts';
import { sourceName } from '../source-rank.ts';

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

/** Collects a fault where a field names nothing known. */
type Expect = (path: ModelIssue['path'], name: string | undefined, what: Reference) => void;

/** The kinds of thing that a model's rows name. */
type References = Readonly<Record<'item' | 'location' | 'calendar' | 'unit' | 'demand', Reference>>;

function unknownNames(model: ModelData): ModelIssue[] {
  const issues: ModelIssue[] = [];
  const expect: Expect = (path, name, what) => {
    if (name === undefined || what.known.has(name)) return;
    issues.push({
      code: what.code,
      path,
      message: `${what.thing} '${name}' is not in the model; add it to ${what.add}`,
    });
  };
  const known = referencesOf(model);
  masterData(model, known, expect);
  structures(model, known, expect);
  sources(model, known, expect);
  flows(model, known, expect);
  return [...issues, ...unknownAlternates(model)];
}

function referencesOf(model: ModelData): References {
  const ids = (rows: readonly { id: string }[]): Set<string> => new Set(rows.map((row) => row.id));
  const units = ids(model.units).add('each');
  for (const row of model.unitConversions) units.add(row.unit).add(row.of);
  return {
    item: { code: 'UNKNOWN_ITEM', thing: 'item', known: ids(model.items), add: 'items' },
    location: {
      code: 'UNKNOWN_LOCATION',
      thing: 'location',
      known: ids(model.locations),
      add: 'locations',
    },
    calendar: {
      code: 'UNKNOWN_CALENDAR',
      thing: 'calendar',
      known: ids(model.calendars),
      add: 'calendars',
    },
    unit: { code: 'UNKNOWN_UNIT', thing: 'unit', known: units, add: 'units or unitConversions' },
    demand: {
      code: 'UNKNOWN_DEMAND',
      thing: 'demand',
      known: new Set(model.demands.flatMap(({ id }) => id ?? [])),
      add: 'demands, with this id',
    },
  };
}

function masterData(model: ModelData, known: References, expect: Expect): void {
  model.items.forEach((row, index) => expect(['items', index, 'unit'], row.unit, known.unit));
  model.locations.forEach((row, index) =>
    expect(['locations', index, 'calendar'], row.calendar, known.calendar),
  );
  model.unitConversions.forEach((row, index) =>
    expect(['unitConversions', index, 'item'], row.item, known.item),
  );
}

function structures(model: ModelData, known: References, expect: Expect): void {
  for (const list of ['boms', 'routings'] as const) {
    model[list].forEach((row, index) => {
      expect([list, index, 'item'], row.item, known.item);
      expect([list, index, 'location'], row.location, known.location);
    });
  }
  model.boms.forEach((row, index) => {
    row.lines.forEach((line, at) => {
      const path = ['boms', index, 'lines', at];
      expect([...path, 'component'], line.component, known.item);
      expect([...path, 'location'], line.location, known.location);
      expect([...path, 'unit'], line.unit, known.unit);
    });
    row.outputs.forEach((output, at) => {
      const path = ['boms', index, 'outputs', at];
      expect([...path, 'item'], output.item, known.item);
      expect([...path, 'location'], output.location, known.location);
      expect([...path, 'unit'], output.unit, known.unit);
    });
  });
}

function sources(model: ModelData, known: References, expect: Expect): void {
  model.sourcing.forEach((row, index) => {
    const at = ['sourcing', index] as const;
    if ('calendar' in row) expect([...at, 'calendar'], row.calendar, known.calendar);
    if (row.kind === 'transfer') expect([...at, 'origin'], row.origin, known.location);
    if (row.kind === 'substitute') expect([...at, 'substitute'], row.substitute, known.item);
    if (row.kind === 'subcontract') {
      expect([...at, 'componentsAt'], row.componentsAt, known.location);
    }
  });
}

function flows(model: ModelData, known: References, expect: Expect): void {
  const places: readonly List[] = [
    'sourcing',
    'parameters',
    'stock',
    'receipts',
    'demands',
    'reservations',
    'forecasts',
  ];
  for (const list of places) {
    (model[list] as readonly { item: string; location: string }[]).forEach((row, index) => {
      expect([list, index, 'item'], row.item, known.item);
      expect([list, index, 'location'], row.location, known.location);
    });
  }
  for (const list of ['stock', 'receipts', 'demands', 'reservations', 'forecasts'] as const) {
    model[list].forEach((row, index) => expect([list, index, 'unit'], row.unit, known.unit));
  }
  model.receipts.forEach((row, index) =>
    expect(['receipts', index, 'origin'], row.origin, known.location),
  );
  model.reservations.forEach((row, index) =>
    expect(['reservations', index, 'demand'], row.demand, known.demand),
  );
}

/** Sources and open orders that follow an alternate which no bill of their item has. */
function unknownAlternates(model: ModelData): ModelIssue[] {
  const keyOf = (item: string, location: string | null, alternate: string): string =>
    JSON.stringify([item, location, alternate]);
  const bills = new Set(
    model.boms.flatMap(({ item, location, alternate }) =>
      alternate === undefined ? [] : keyOf(item, location ?? null, alternate),
    ),
  );
  return (['sourcing', 'receipts'] as const).flatMap((list) =>
    model[list].flatMap((row, index): ModelIssue[] => {
      const { item, location } = row;
      const alternate = 'alternate' in row ? row.alternate : undefined;
      if (alternate === undefined) return [];
      const isKnown = [location, null].some((site) => bills.has(keyOf(item, site, alternate)));
      if (isKnown) return [];
      const message =
        `no bill of '${item}' at '${location}' has the alternate '${alternate}'; ` +
        `add it to boms, or leave the alternate out`;
      return [{ code: 'UNKNOWN_BILL', path: [list, index, 'alternate'], message }];
    }),
  );
}

/** The key of a row, or undefined where it needs none. */
const KEYS: { readonly [L in List]?: (row: ModelData[L][number]) => string | undefined } = {
  units: (row) => row.id,
  unitConversions: (row) => JSON.stringify([row.unit, row.of, row.item ?? null]),
  calendars: (row) => row.id,
  locations: (row) => row.id,
  items: (row) => row.id,
  boms: ({ item, location = null, alternate = null, revision = null }) =>
    JSON.stringify([item, location, alternate, revision]),
  routings: (row) => JSON.stringify([row.item, row.location ?? null]),
  sourcing: (row) =>
    JSON.stringify([row.item, row.location, sourceName(row), row.priority, row.from ?? null]),
  parameters: (row) => JSON.stringify([row.item, row.location]),
  receipts: (row) => row.id,
  demands: (row) => row.id,
  forecasts: (row) => row.id,
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
