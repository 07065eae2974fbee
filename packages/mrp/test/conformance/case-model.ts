/**
 * A conformance case → a planning model: days become dates, terms become rows of the model.
 *
 * Terms that the model does not know yet (phantoms, yields, policies) are handed over under their
 * own names: the check refuses them today, and on the day it takes them the case starts to pass by
 * itself.
 */
import { type Day, day, formatDay } from '@kontor/kernel';
import type { PlannedOrder } from '@kontor/mrp';

/** A quantity of an item at a site on a day of the case. */
export interface CaseQuantity {
  readonly item: string;
  readonly location: string;
  readonly quantity: string;
  readonly day: number;
  readonly id?: string;
  readonly unit?: string;
}

/** An order that a case expects. */
export interface CaseOrder {
  readonly kind: string;
  readonly item: string;
  readonly location: string;
  readonly quantity: string;
  readonly due: number;
  readonly release: number;
  readonly origin?: string;
  /** What must be started, where that is not the quantity. */
  readonly start?: string;
}

/** How a node is planned. */
export interface CaseParameter {
  readonly item: string;
  readonly location: string;
  readonly source?: 'make' | 'buy' | 'transfer' | undefined;
  readonly origin?: string | undefined;
  /** Instead of `source`: candidates by priority. */
  readonly sources?: readonly {
    readonly origin?: string | undefined;
    readonly buy?: boolean;
    readonly priority: number;
    readonly onlyFromStock?: boolean;
    readonly lotSizing?: CaseParameter['lotSizing'] | undefined;
  }[];
  readonly leadTime?: number | string | undefined;
  readonly perUnitLeadTime?: string | undefined;
  readonly safetyStock?:
    | string
    | readonly { readonly from: number; readonly quantity: string }[]
    | undefined;
  readonly lotSizing?: Readonly<Record<string, string | number>> | undefined;
  readonly [term: string]: unknown;
}

/** An open order of a case. */
export interface CaseReceipt extends CaseQuantity {
  readonly kind: PlannedOrder['kind'];
  readonly startDay?: number;
  readonly origin?: string | null;
  readonly instant?: string;
}

/** A bill of a case. */
export interface CaseBom {
  readonly item: string;
  readonly lines: readonly { readonly component: string; readonly [term: string]: unknown }[];
  readonly outputYield?: readonly {
    readonly from: number;
    readonly until?: number;
    readonly yield: string;
  }[];
  readonly [term: string]: unknown;
}

/** A message that a case expects; what it leaves out does not matter. */
export interface CaseMessage {
  readonly code: string;
  readonly receipt?: string;
  /** Days of the case. */
  readonly from?: number;
  readonly day?: number;
  readonly movedTo?: number;
  /** A day of the case; of what is reduced, the quantity that is left. */
  readonly to?: number | string;
  readonly quantity?: string;
  readonly by?: string;
}

/** What a plan of the case must show. */
export interface CaseExpectation {
  readonly plannedOrders?: readonly CaseOrder[];
  readonly gross?: readonly CaseQuantity[];
  readonly projected?: readonly CaseQuantity[];
  readonly opening?: readonly CaseQuantity[];
  readonly lowLevelCodes?: Readonly<Record<string, number>>;
  readonly noOrdersFor?: readonly string[];
  /** What must be started for a good quantity due on a day. */
  readonly startQuantities?: readonly {
    readonly due: number;
    readonly good: string;
    readonly start: string;
  }[];
  readonly messages?: readonly CaseMessage[];
  readonly tolerance?: string;
}

/** A change of the input with expectations of its own. */
export interface CaseVariant extends CaseExpectation {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly setBomLine?: { readonly component: string; readonly [term: string]: unknown };
  readonly add?: { readonly demands?: readonly CaseQuantity[] };
  readonly bucket?: string;
}

/** One file of `cases/`. */
export interface MrpCase {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly items: readonly {
    readonly id: string;
    readonly unit?: string;
    readonly decimals?: number;
  }[];
  readonly boms: readonly CaseBom[];
  readonly locations: readonly { readonly id: string; readonly timeZone?: string }[];
  readonly units?: readonly { readonly id: string; readonly of: string; readonly factor: string }[];
  readonly stock: readonly Omit<CaseQuantity, 'day'>[];
  readonly demands: readonly CaseQuantity[];
  readonly receipts: readonly CaseReceipt[];
  readonly parameters: readonly CaseParameter[];
  readonly expected: CaseExpectation & {
    readonly variants?: readonly CaseVariant[];
    readonly cases?: readonly Readonly<Record<string, unknown>>[];
    readonly afterEach?: readonly string[];
    readonly days?: readonly { readonly location: string; readonly date: string }[];
  };
}

/** Day 0 of every case: a Monday; cases in weeks count a day for each, no calendar is in force. */
export const CASE_TODAY: Day = day('2026-01-05');

/** The date of a case's day. */
export const caseDate = (days: number): string => formatDay(CASE_TODAY + days);

const MINUTES_A_DAY = 1440;

/** The model of a case, for `checkModel`. */
export function caseModel(input: MrpCase): unknown {
  const units = [...new Set(input.items.map((item) => item.unit ?? 'each'))];
  const others = (input.units ?? []).filter((unit) => !units.includes(unit.id));
  return {
    units: [...units.map((id) => ({ id })), ...others.map(({ id }) => ({ id }))],
    unitConversions: (input.units ?? []).map(({ id, of, factor }) => ({ unit: id, of, factor })),
    items: input.items.map((item) => caseItem(input, item)),
    locations: input.locations,
    boms: input.boms.map(caseBom),
    routings: input.parameters.filter(isTimed).map(caseRouting),
    sourcing: input.parameters.flatMap(caseSources),
    parameters: input.parameters.map(caseParameter),
    stock: input.stock,
    demands: input.demands.map(({ day: due, ...row }) => ({ ...row, due: caseDate(due) })),
    receipts: input.receipts.map(caseReceipt),
  };
}

const dated = (term: unknown): unknown => (typeof term === 'number' ? caseDate(term) : term);

/** Where a case allows a tolerance its goods are divisible: to a thousandth, if it does not say. */
function caseItem({ expected }: MrpCase, item: MrpCase['items'][number]): unknown {
  return { ...item, ...(expected.tolerance !== undefined && { decimals: item.decimals ?? 3 }) };
}

function caseBom({ lines, outputYield, ...bom }: CaseBom): unknown {
  return {
    ...bom,
    ...(outputYield !== undefined && {
      yield: outputYield.map((step) => ({
        yield: step.yield,
        from: caseDate(step.from),
        ...(step.until !== undefined && { until: caseDate(step.until) }),
      })),
    }),
    lines: lines.map((line) => ({
      ...line,
      ...('from' in line && { from: dated(line['from']) }),
      ...('until' in line && { until: dated(line['until']) }),
    })),
  };
}

/** Whether the lead time is not in whole days: it becomes the minutes of a routing. */
const isTimed = (row: CaseParameter): boolean =>
  row.perUnitLeadTime !== undefined || !Number.isInteger(Number(row.leadTime ?? 0));

const minutes = (days: unknown): string => String(Number(days ?? 0) * MINUTES_A_DAY);

function caseRouting(row: CaseParameter): unknown {
  return {
    item: row.item,
    location: row.location,
    operations: [
      {
        sequence: 10,
        setupMinutes: minutes(row.leadTime),
        minutesPerUnit: minutes(row.perUnitLeadTime),
      },
    ],
  };
}

/** A row names its source, or candidates by priority. */
function caseSources({ sources, ...row }: CaseParameter): unknown[] {
  if (sources === undefined) return row.source === undefined ? [] : [caseSource(row)];
  return sources.map(({ buy, priority, onlyFromStock, ...rest }) => ({
    ...(caseSource({ ...row, ...rest, source: buy === true ? 'buy' : 'transfer' }) as object),
    priority,
    ...(onlyFromStock !== undefined && { onlyFromStock }),
  }));
}

function caseSource(row: CaseParameter): unknown {
  const { rule = 'lotForLot', quantity, min, multiple, max, ...rest } = row.lotSizing ?? {};
  const isFixed = rule === 'fixed';
  return {
    kind: row.source,
    item: row.item,
    location: row.location,
    ...(row.origin !== undefined && { origin: row.origin }),
    leadTimeDays: isTimed(row) ? 0 : Number(row.leadTime ?? 0),
    // Lots of one size are lots between that size and that size.
    ...((isFixed || min !== undefined) && { lotSizeMin: isFixed ? quantity : min }),
    ...(multiple !== undefined && { lotSizeMultiple: multiple }),
    ...((isFixed || max !== undefined) && { lotSizeMax: isFixed ? quantity : max }),
    ...(!isFixed && rule !== 'lotForLot' && { lotSizing: { rule, ...rest } }),
  };
}

/** Terms that belong to the source of a node. */
const SOURCE_TERMS = new Set([
  'source',
  'sources',
  'origin',
  'leadTime',
  'perUnitLeadTime',
  'lotSizing',
]);

/** Terms that say what holds anyway: the only policy; order up to nothing below nothing. */
const PLAIN_TERMS: Readonly<Record<string, unknown>> = {
  safetyStockPolicy: 'eachEvent',
  reorderMin: '0',
  reorderMax: '0',
};

function caseParameter({ safetyStock, ...row }: CaseParameter): unknown {
  const steps = Array.isArray(safetyStock)
    ? safetyStock.map((step) => ({ ...step, from: caseDate(step.from) }))
    : safetyStock;
  return Object.fromEntries(
    Object.entries({ ...row, ...(steps !== undefined && { safetyStock: steps }) }).filter(
      ([term, value]) => !SOURCE_TERMS.has(term) && PLAIN_TERMS[term] !== value,
    ),
  );
}

function caseReceipt(row: CaseReceipt): unknown {
  const { item, location, quantity, id, unit, kind, instant, startDay, origin } = row;
  return {
    item,
    location,
    quantity,
    ...(id !== undefined && { id }),
    ...(unit !== undefined && { unit }),
    ...(kind !== undefined && { kind }),
    ...(origin != null && { origin }),
    ...(startDay !== undefined && { start: caseDate(startDay) }),
    due: instant ?? caseDate(row.day),
  };
}

/** The case with a variant's change. */
export function variedCase(input: MrpCase, variant: CaseVariant): MrpCase {
  const { set = {}, setBomLine, add } = variant;
  return {
    ...input,
    demands: [...input.demands, ...(add?.demands ?? [])],
    parameters: input.parameters.map((row) => ({ ...row, ...set })),
    boms: input.boms.map((bom) => ({
      ...bom,
      lines: bom.lines.map((line) =>
        line.component === setBomLine?.component ? { ...line, ...setBomLine } : line,
      ),
    })),
  };
}
