/**
 * Runs the conformance cases against the planner: one answer per case, passed or why not.
 *
 * A case goes through the public door only: `checkModel`, `plan`, and what a plan answers.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { day, decimal } from '@kontor/kernel';
import { type ActionMessage, checkModel, MrpError, type Plan, plan } from '@kontor/mrp';
import {
  CASE_TODAY,
  type CaseExpectation,
  type CaseMessage,
  type CaseOrder,
  type CaseQuantity,
  type CaseReceipt,
  caseDate,
  caseModel,
  type CaseVariant,
  type MrpCase,
  variedCase,
} from './case-model.ts';
import { smallRuleMisses } from './small-rules.ts';

/** The outcome of all cases. */
export interface CaseSummary {
  readonly passed: number;
  readonly total: number;
  readonly misses: readonly { readonly case: string; readonly reason: string }[];
}

const CASES = new URL('cases/', import.meta.url);

/** All cases, by id. */
export function loadMrpCases(): MrpCase[] {
  return readdirSync(CASES)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => JSON.parse(readFileSync(new URL(name, CASES), 'utf8')) as MrpCase);
}

/** Runs all cases. */
export async function runMrpCases(): Promise<CaseSummary> {
  const cases = loadMrpCases();
  const misses = cases.flatMap((input) => {
    const reason = missOf(input);
    return reason === undefined ? [] : [{ case: input.id, reason }];
  });
  return { passed: cases.length - misses.length, total: cases.length, misses };
}

/** Why a case does not pass; undefined when it does. */
export function missOf(input: MrpCase): string | undefined {
  try {
    const misses = missesOf(input);
    return misses.length === 0 ? undefined : misses.join('; ');
  } catch (error) {
    // A term that the model does not know yet is refused with this code; all else is a bug.
    if (!MrpError.is(error, 'MRP_INVALID_MODEL')) throw error;
    return error.details.issues
      .map(({ path, message }) => `${path.join('.')}: ${message}`)
      .join('; ');
  }
}

function missesOf(input: MrpCase): string[] {
  switch (input.kind) {
    case 'plan':
    case 'actionMessages':
    case 'remainder':
      return planMisses(input);
    case 'lotRules':
      return lotRuleMisses(input);
    case 'siteDay':
      return siteDayMisses(input);
    case 'reorder':
      return reorderMisses(input);
    case 'successiveRuns':
      return successiveRunMisses(input);
    case 'leadTime':
      return leadTimeMisses(input);
    default:
      return smallRuleMisses(input) ?? [`the planner has nothing to ask for '${input.kind}' yet`];
  }
}

function planOf(input: MrpCase, bucketDays = 1): Plan {
  const options = { today: caseDate(0), pastDueRelease: 'keep', bucketDays } as const;
  return plan(checkModel(caseModel(input)), options);
}

function planMisses(input: MrpCase): string[] {
  const misses = expectationMisses(planOf(input), input.expected);
  for (const variant of input.expected.variants ?? []) {
    const { tolerance } = input.expected;
    const expected = { ...(tolerance !== undefined && { tolerance }), ...variant };
    const planned = planOf(variedCase(input, variant), variant.bucket === 'week' ? 7 : 1);
    misses.push(...expectationMisses(planned, expected));
  }
  return misses;
}

function expectationMisses(planned: Plan, expected: CaseExpectation): string[] {
  const misses: string[] = [];
  if (expected.plannedOrders !== undefined) misses.push(...orderMisses(planned, expected));
  misses.push(...cellMisses(planned, 'gross', expected.gross ?? []));
  misses.push(...cellMisses(planned, 'balance', expected.projected ?? []));
  for (const { item, location, quantity } of expected.opening ?? []) {
    const { onHand } = planned.record(item, location);
    if (!decimal(onHand).eq(quantity)) misses.push(`opening of ${item} ${onHand}, not ${quantity}`);
  }
  for (const [item, code] of Object.entries(expected.lowLevelCodes ?? {})) {
    const levels = planned.nodes().flatMap((node) => (node.item === item ? node.level : []));
    if (Math.max(...levels) !== code)
      misses.push(`low-level code of ${item} ${levels}, not ${code}`);
  }
  for (const item of expected.noOrdersFor ?? []) {
    if (planned.orders({ item }).length > 0) misses.push(`orders for ${item}`);
  }
  misses.push(...startMisses(planned, expected));
  if (expected.messages !== undefined) misses.push(...messageMisses(planned, expected.messages));
  return misses;
}

/** Good quantities whose start quantity is not what the yield of their day asks for. */
function startMisses(planned: Plan, { startQuantities, tolerance }: CaseExpectation): string[] {
  return (startQuantities ?? []).flatMap(({ due, good, start }) => {
    const order = planned.orders().find((other) => other.due === caseDate(due));
    const found = order?.started ?? order?.quantity ?? 'nothing';
    if (order?.quantity === good && isNear(found, start, tolerance)) return [];
    return [`start for ${good} due on day ${due} is ${found}, not ${start}`];
  });
}

const isNear = (found: string, wanted: string, tolerance = '0'): boolean =>
  decimal(found).minus(wanted).abs().lte(tolerance);

/**
 * Expected orders that were not planned, and planned ones that were not expected. A variant that
 * changes one bill line lists that component's orders only.
 */
function orderMisses(planned: Plan, expected: CaseExpectation & Partial<CaseVariant>): string[] {
  const { tolerance, setBomLine } = expected;
  const open = planned.orders({ item: setBomLine?.component });
  const misses: string[] = [];
  for (const order of expected.plannedOrders ?? []) {
    const at = open.findIndex(
      (other) =>
        termsOf(other) === termsOfCase(order) &&
        isNear(other.quantity, order.quantity, tolerance) &&
        isNear(other.started ?? other.quantity, order.start ?? order.quantity, tolerance),
    );
    if (at === -1) misses.push(`not planned: ${termsOfCase(order)} ${order.quantity}`);
    else open.splice(at, 1);
  }
  return [...misses, ...open.map((order) => `not expected: ${termsOf(order)} ${order.quantity}`)];
}

type OrderTerms = Pick<CaseOrder, 'kind' | 'item' | 'location'> & {
  readonly due: string;
  readonly release: string;
  readonly origin?: string;
};

function termsOf({ kind, item, location, due, release, origin = '' }: OrderTerms): string {
  return [kind, item, location, due, release, origin].join(' ');
}

const termsOfCase = (order: CaseOrder): string =>
  termsOf({ ...order, due: caseDate(order.due), release: caseDate(order.release) });

function cellMisses(
  planned: Plan,
  row: 'gross' | 'balance',
  cells: readonly CaseQuantity[],
): string[] {
  return cells.flatMap(({ item, location, day, quantity }) => {
    const record = planned.record(item, location);
    const at = record.buckets.findLastIndex((bucket) => bucket <= caseDate(day));
    const isThere = record.buckets[at] === caseDate(day);
    const found = at === -1 ? record.onHand : row === 'gross' && !isThere ? '0' : record[row][at]!;
    if (decimal(found).eq(quantity)) return [];
    return [`${row} of ${item} at ${location} on day ${day} is ${found}, not ${quantity}`];
  });
}

/**
 * Messages by all that a case says of them. Cases leave out the bills of items that they look no
 * further into, so that one is made without a bill is no news.
 */
function messageMisses(planned: Plan, expected: readonly CaseMessage[]): string[] {
  const open = planned
    .messages()
    .filter(({ code }) => code !== 'NO_BOM')
    .map((message) => messageTerms(message));
  const misses = expected.flatMap((wanted) => {
    const terms = caseMessageTerms(wanted);
    const at = open.findIndex((found) =>
      Object.entries(terms).every(([term, value]) => found[term as keyof MessageTerms] === value),
    );
    if (at === -1) return [`no message ${JSON.stringify(terms)}`];
    open.splice(at, 1);
    return [];
  });
  return [...misses, ...open.map((found) => `message ${JSON.stringify(found)} not expected`)];
}

/** A message in the terms in which it is compared. */
interface MessageTerms {
  readonly code: string;
  readonly order?: string | undefined;
  readonly day?: string | undefined;
  readonly to?: string | undefined;
  readonly quantity?: string | undefined;
  readonly by?: string | undefined;
  readonly left?: string | undefined;
}

const messageTerms = ({
  code,
  order,
  day,
  to,
  quantity,
  by,
  left,
}: ActionMessage): MessageTerms => ({
  code,
  order,
  day,
  to,
  quantity,
  by,
  left,
});

/** What a case says; days as dates. */
function caseMessageTerms(message: CaseMessage): Partial<MessageTerms> {
  const { code, receipt, from, day: on = from, movedTo, quantity, by } = message;
  const isReduced = code === 'REDUCE';
  const to = isReduced ? undefined : (movedTo ?? message.to);
  return {
    code,
    ...(receipt !== undefined && { order: receipt }),
    ...(on !== undefined && { day: caseDate(on) }),
    ...(to !== undefined && { to: caseDate(Number(to)) }),
    ...(quantity !== undefined && { quantity }),
    ...(by !== undefined && { by }),
    ...(isReduced && { left: String(message.to) }),
  };
}

/** One need, ordered under each row's lot rules. */
function lotRuleMisses(input: MrpCase): string[] {
  return (input.expected.cases ?? []).flatMap(({ need, orders, ...lotSizing }) => {
    const place = { item: 'X', location: 'MAIN' };
    const planned = planOf({
      ...input,
      locations: [{ id: 'MAIN' }],
      demands: [{ ...place, day: 5, quantity: String(need) }],
      parameters: [{ ...place, source: 'buy', lotSizing: lotSizing as Record<string, string> }],
    });
    const lots = planned.orders().map((order) => order.quantity);
    const found = lots.join(' ');
    const wanted = (orders as string[]).join(' ');
    return found === wanted ? [] : [`need ${need}: ${found}, not ${wanted}`];
  });
}

/** An instant becomes the day of its site. */
function siteDayMisses(input: MrpCase): string[] {
  const today = input.receipts[0]!.instant!.slice(0, 10);
  const planned = plan(checkModel(caseModel(input)), { today });
  return (input.expected.days ?? []).flatMap(({ location, date }) => {
    const { buckets, receipts } = planned.record(input.items[0]!.id, location);
    const found = buckets.filter((_, at) => Number(receipts[at]) > 0).join(' ');
    return found === date ? [] : [`received at ${location} on ${found}, not ${date}`];
  });
}

/** Working days from release to due under each row's lead times of bill and route. */
function leadTimeMisses(input: MrpCase): string[] {
  const [place] = input.parameters;
  const { item, location } = place!;
  return (input.expected.cases ?? []).flatMap((row) => {
    const { routeDays, bomDays, preparationDays, leadTimeDays } = row;
    const bom = {
      item,
      lines: [],
      preparationDays,
      ...(bomDays !== null && { leadTimeDays: bomDays }),
    };
    const [order] = planOf({
      ...input,
      boms: [bom],
      demands: [{ item, location, day: 20, quantity: '1' }],
      parameters: [{ item, location, source: 'make', leadTime: Number(routeDays) }],
    }).orders();
    const found = day(order!.due) - day(order!.release);
    return found === leadTimeDays ? [] : [`lead time is ${found}, not ${String(leadTimeDays)}`];
  });
}

/** What is ordered under each row's reorder level and order-up-to level. */
function reorderMisses(input: MrpCase): string[] {
  const { item, location } = input.receipts[0]!;
  return (input.expected.cases ?? []).flatMap(({ min, max, quantity }) => {
    const levels = { reorderMin: min, reorderMax: max };
    const planned = planOf({
      ...input,
      parameters: [{ item, location, source: 'make', ...levels }],
    });
    const found = sumOf(planned.orders());
    return decimal(found).eq(String(quantity)) ? [] : [`ordered ${found}, not ${quantity}`];
  });
}

/** One more demand each run, the orders of the runs before kept as firm: what there is in all. */
function successiveRunMisses(input: MrpCase): string[] {
  const receipts: CaseReceipt[] = [];
  return (input.expected.afterEach ?? []).flatMap((wanted, run) => {
    const demands = input.demands.slice(0, run + 1);
    for (const order of planOf({ ...input, demands, receipts: [...receipts] }).orders()) {
      const { item, location, kind, quantity } = order;
      receipts.push({ item, location, kind, quantity, day: day(order.due) - CASE_TODAY });
    }
    const found = sumOf(receipts);
    return decimal(found).eq(wanted) ? [] : [`after run ${run + 1}: ${found}, not ${wanted}`];
  });
}

const sumOf = (rows: readonly { readonly quantity: string }[]): string =>
  rows.reduce((all, row) => all.plus(row.quantity), decimal(0)).toFixed();
