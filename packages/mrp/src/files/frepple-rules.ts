/**
 * frePPLe's rules of supply → sourcing rows: purchases, lanes, and groups spread over their
 * members.
 *
 * A rule may name a group of items or of sites, or no site at all, and then holds for every member.
 * Of rules with the same supplier or origin the one nearest to the item wins. A spread rule becomes
 * a row only where the item is needed (stock, demand, an order, a parent, a lane that draws on it),
 * so that `All items` does not send screws to the shops.
 *
 * Lead times are seconds of working time in frePPLe; here they are whole working days of the
 * calendar in force, rounded up, so that an order is never released too late.
 *
 * @source frePPLe documentation, "Item suppliers" and "Item distributions"
 */
import { decimal } from '@kontor/kernel';
import type { ModelInput } from '../model.ts';
import type { FreppleFile, FreppleRow } from './frepple-file.ts';
import type { FreppleTree } from './frepple-tree.ts';

/** A sourcing row as a user writes it. */
export type SourceInput = NonNullable<ModelInput['sourcing']>[number];

/** An item at a site. */
export interface Place {
  readonly item: string;
  readonly location: string;
}

/** One way of supply for one item at one site. */
export interface SupplyRule {
  readonly source: SourceInput;
  /** Whether it comes from a rule for a group or for all sites. */
  readonly isGeneral: boolean;
  /** Steps up the trees to the rule; 0 = the rule names item and site. */
  readonly distance: number;
  /** Where its orders need something. */
  readonly needs: readonly Place[];
}

/** What rules are read against. */
export interface RuleContext {
  readonly items: FreppleTree;
  readonly locations: FreppleTree;
  /** Working minutes per day at a site. */
  siteMinutes(location: string): number;
  /** A supplier's own calendar and its minutes per day; undefined when it has none. */
  supplierCalendar(supplier: string): { id: string; minutesPerDay: number } | undefined;
}

interface LotFields {
  readonly priority?: number | null | undefined;
  readonly cost?: number | string | null | undefined;
  readonly sizeminimum?: number | string | null | undefined;
  readonly sizemultiple?: number | string | null | undefined;
  readonly sizemaximum?: number | string | null | undefined;
  readonly effective_start?: string | null | undefined;
  readonly effective_end?: string | null | undefined;
}

type LotTerms = Pick<
  SourceInput,
  'priority' | 'cost' | 'lotSizeMin' | 'lotSizeMultiple' | 'lotSizeMax' | 'from' | 'until'
>;

/**
 * Priority, cost, lot sizes and validity of a rule.
 *
 * @param perUnit - units of the item in one unit of the rule's sizes, a decimal
 */
export function lotTermsOf(fields: LotFields, perUnit = '1'): LotTerms {
  const size = (value: number | string | null | undefined): string | undefined =>
    Number(value ?? 0) === 0 ? undefined : decimal(value!).times(perUnit).toFixed();
  // An empty minimum is 1 in frePPLe; a zero one is none.
  const lotSizeMin = size(fields.sizeminimum ?? 1);
  const lotSizeMultiple = size(fields.sizemultiple);
  const lotSizeMax = size(fields.sizemaximum);
  return {
    priority: fields.priority ?? 1,
    ...(fields.cost != null && { cost: String(fields.cost) }),
    ...(lotSizeMin !== undefined && { lotSizeMin }),
    ...(lotSizeMultiple !== undefined && { lotSizeMultiple }),
    ...(lotSizeMax !== undefined && { lotSizeMax }),
    ...(fields.effective_start != null && { from: fields.effective_start.slice(0, 10) }),
    ...(fields.effective_end != null && { until: fields.effective_end.slice(0, 10) }),
  };
}

/** Seconds of working time as whole working days, rounded up. */
export function leadTimeDays(
  seconds: number | string | null | undefined,
  minutesPerDay: number,
): number {
  return decimal(seconds ?? 0)
    .div(60)
    .div(minutesPerDay)
    .ceil()
    .toNumber();
}

/** Purchases of a file, one rule per item and site. */
export function purchaseRules(file: FreppleFile, context: RuleContext): SupplyRule[] {
  const suppliers = new Set(file.rowsOf('input.supplier').map(({ fields }) => fields.name));
  return file.rowsOf('input.itemsupplier').flatMap((row) => {
    const { supplier_id: supplier, leadtime } = row.fields;
    if (!suppliers.has(supplier)) {
      file.fault(
        'input.itemsupplier',
        row.row,
        `supplier '${supplier}' is not in the file: add its row`,
      );
    }
    return spread(file, 'input.itemsupplier', row, context, (place) => {
      const calendar = context.supplierCalendar(supplier);
      const minutes = calendar?.minutesPerDay ?? context.siteMinutes(place.location);
      const source: SourceInput = {
        kind: 'buy',
        ...place,
        supplier,
        leadTimeDays: leadTimeDays(leadtime, minutes),
        ...lotTermsOf(row.fields),
        ...(calendar !== undefined && { calendar: calendar.id }),
      };
      return { source, needs: [] };
    });
  });
}

/** Lanes of a file, one rule per item and receiving site. */
export function laneRules(file: FreppleFile, context: RuleContext): SupplyRule[] {
  return file.rowsOf('input.itemdistribution').flatMap((row) => {
    const { origin_id: origin, leadtime } = row.fields;
    if (!context.locations.planned.includes(origin)) {
      file.fault(
        'input.itemdistribution',
        row.row,
        `origin '${origin}' is no site of the file: name a location without members`,
      );
      return [];
    }
    return spread(file, 'input.itemdistribution', row, context, (place) => {
      if (place.location === origin) return undefined;
      const days = leadTimeDays(leadtime, context.siteMinutes(place.location));
      const source: SourceInput = {
        kind: 'transfer',
        ...place,
        origin,
        leadTimeDays: days,
        ...lotTermsOf(row.fields),
      };
      return { source, needs: [{ item: place.item, location: origin }] };
    });
  });
}

/** Makes a rule for every member of the groups that a row names. */
function spread(
  file: FreppleFile,
  table: 'input.itemsupplier' | 'input.itemdistribution',
  { row, fields }: FreppleRow<'input.itemsupplier' | 'input.itemdistribution'>,
  { items, locations }: RuleContext,
  make: (place: Place) => Pick<SupplyRule, 'source' | 'needs'> | undefined,
): SupplyRule[] {
  const { item_id: item, location_id: location } = fields;
  if (!items.has(item)) file.fault(table, row, `item '${item}' is not in the file: add its row`);
  if (location != null && !locations.has(location)) {
    file.fault(table, row, `location '${location}' is not in the file: add its row`);
  }
  if (fields.priority === 0) {
    file.note(`${table}: rules of priority 0 are for planners only and are left out`);
    return [];
  }
  const sites =
    location == null
      ? locations.planned.map((name) => ({ name, distance: Number.MAX_SAFE_INTEGER / 2 }))
      : locations.membersOf(location);
  return items.membersOf(item).flatMap((member) =>
    sites.flatMap((site) => {
      const made = make({ item: member.name, location: site.name });
      const distance = member.distance + site.distance;
      return made === undefined ? [] : [{ ...made, distance, isGeneral: distance > 0 }];
    }),
  );
}

const keyOf = ({ item, location }: Place): string => JSON.stringify([item, location]);

/**
 * The sourcing rows in force: the nearest rule of each supplier or origin, where it is needed.
 *
 * @param needed - where stock, demand, orders and safety stocks are
 */
export function rulesInForce(
  rules: readonly SupplyRule[],
  needed: readonly Place[],
): SourceInput[] {
  const byPlace = rulesByPlace(nearestRules(rules));
  const open = [...needed];
  for (const rule of rules) if (!rule.isGeneral) open.push(rule.source);
  const reached = new Set<string>();
  const inForce: SourceInput[] = [];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const key = keyOf(place);
    if (reached.has(key)) continue;
    reached.add(key);
    for (const rule of byPlace.get(key) ?? []) {
      inForce.push(rule.source);
      open.push(...rule.needs);
    }
  }
  return inForce;
}

function rulesByPlace(rules: readonly SupplyRule[]): Map<string, SupplyRule[]> {
  const byPlace = new Map<string, SupplyRule[]>();
  for (const rule of rules) {
    const atPlace = byPlace.get(keyOf(rule.source)) ?? [];
    byPlace.set(keyOf(rule.source), atPlace);
    atPlace.push(rule);
  }
  return byPlace;
}

/** Of rules for one place with the same supplier or origin, those nearest to the item. */
function nearestRules(rules: readonly SupplyRule[]): SupplyRule[] {
  const from = ({ source }: SupplyRule): string =>
    source.kind === 'buy'
      ? (source.supplier ?? '')
      : source.kind === 'transfer'
        ? source.origin
        : '';
  const nearest = new Map<string, number>();
  const key = (rule: SupplyRule): string =>
    JSON.stringify([rule.source.item, rule.source.location, rule.source.kind, from(rule)]);
  for (const rule of rules) {
    nearest.set(key(rule), Math.min(rule.distance, nearest.get(key(rule)) ?? Infinity));
  }
  return rules.filter((rule) => rule.distance === nearest.get(key(rule)));
}
