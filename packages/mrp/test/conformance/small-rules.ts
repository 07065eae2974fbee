/**
 * Conformance cases of one small rule each: the case's figures through the rule, misses as text.
 *
 * Quantities of these cases are whole, or of the decimals that their tolerance names; dates become
 * day numbers.
 */
import { day, formatQuantity, parseQuantity, unitTable } from '@kontor/kernel';
import {
  allocateByQuota,
  availableToPromise,
  consumeForecast,
  daysOfCover,
  fairShare,
  kitAvailability,
  spreadForecast,
} from '@kontor/mrp';
import type { MrpCase } from './case-model.ts';
import { lotSizingMisses } from './lot-sizing.ts';

interface DatedQuantity {
  readonly week: number;
  readonly quantity: string;
}

/** The terms that only these cases have. */
interface SmallRuleCase {
  readonly today?: number;
  readonly forecast: readonly {
    readonly from: number | string;
    readonly until: number | string;
    readonly quantity: string;
  }[];
  readonly masterSchedule: readonly DatedQuantity[];
  readonly customerOrders: readonly DatedQuantity[];
  readonly demands: readonly {
    readonly due?: string;
    readonly date?: string;
    readonly quantity: string;
  }[];
  readonly parameters: readonly {
    readonly consumeBackwardDays?: number;
    readonly consumeForwardDays?: number;
  }[];
  readonly expected: SmallRuleExpectation;
}

interface SmallRuleExpectation {
  readonly batches: string;
  readonly units: string;
  readonly quota: readonly { readonly source: string; readonly share: string }[];
  readonly lots: readonly string[];
  readonly chosen: readonly string[];
  readonly allocated: Readonly<Record<string, string>>;
  readonly supply: string;
  readonly needs: readonly { readonly quantity: string; readonly priority: number }[];
  readonly proportional: readonly string[];
  readonly priority: readonly string[];
  readonly tolerance: string;
  readonly netForecast: readonly string[];
  readonly consumed?: readonly {
    readonly order: number;
    readonly by: readonly [string, string][];
  }[];
  readonly daily?: readonly string[];
  readonly grouped?: readonly { readonly days: number; readonly quantities: readonly string[] }[];
  readonly availableToPromise: readonly DatedQuantity[];
  readonly cases: readonly {
    readonly date: string;
    readonly onHandAfter: string;
    readonly overdue: string;
    readonly days: number;
  }[];
}

const rules: Readonly<Record<string, (input: MrpCase) => string[]>> = {
  availableToPromise: (input) => promiseMisses(termsOf(input), input),
  daysOfCover: (input) => coverMisses(termsOf(input)),
  kitAvailability: kitMisses,
  forecastConsumption: (input) => consumptionMisses(termsOf(input)),
  forecastSpread: (input) => spreadMisses(termsOf(input)),
  quota: (input) => quotaMisses(termsOf(input).expected),
  fairShare: (input) => shareMisses(termsOf(input).expected),
  lotSizing: lotSizingMisses,
};

/** What a case of one small rule misses; undefined when no rule has the case's kind. */
export function smallRuleMisses(input: MrpCase): string[] | undefined {
  return rules[input.kind]?.(input);
}

const termsOf = (input: MrpCase): SmallRuleCase => input as unknown as SmallRuleCase;

function compared(what: string, found: unknown, wanted: unknown): string[] {
  const [is, should] = [JSON.stringify(found), JSON.stringify(wanted)];
  return is === should ? [] : [`${what} is ${is}, not ${should}`];
}

const steps = (quantity: string): number => parseQuantity(quantity, 0);
const texts = (quantities: readonly number[]): string[] => quantities.map(String);

function promiseMisses(terms: SmallRuleCase, { stock }: MrpCase): string[] {
  const weeks = Math.max(...terms.customerOrders.map(({ week }) => week));
  const row = (dated: readonly DatedQuantity[]): number[] => {
    const cells = Array.from({ length: weeks }, () => 0);
    for (const { week, quantity } of dated) cells[week - 1]! += steps(quantity);
    return cells;
  };
  const { discrete } = availableToPromise({
    onHand: steps(stock[0]!.quantity),
    schedule: row(terms.masterSchedule),
    orders: row(terms.customerOrders),
  });
  return compared('available-to-promise', discrete, row(terms.expected.availableToPromise));
}

function coverMisses({ demands, expected }: SmallRuleCase): string[] {
  const found = daysOfCover({
    demands: demands.map(({ date, quantity }) => ({ day: day(date!), quantity: steps(quantity) })),
    points: expected.cases.map(({ date, onHandAfter, overdue }) => ({
      day: day(date),
      onHand: steps(onHandAfter),
      overdue: steps(overdue),
    })),
  });
  return compared(
    'days of cover',
    found,
    expected.cases.map(({ days }) => days),
  );
}

/** Quantities of the bill and the stock are brought to each component's stocking unit. */
function kitMisses(input: MrpCase): string[] {
  const { boms, items, stock } = input;
  const units = unitTable(
    (input.units ?? []).map(({ id, of, factor }) => ({ unit: id, of, factor })),
  );
  const inStock = (item: string, quantity: unknown, unit: unknown): string => {
    const stocked = items.find(({ id }) => id === item)!.unit ?? 'each';
    const { numerator, denominator } = units.factor(String(unit ?? stocked), stocked, item);
    return `${steps(String(quantity)) * Number(numerator)}/${denominator}`;
  };
  const bom = boms[0]!;
  const { batches, units: made } = kitAvailability({
    outputQuantity: String(bom['outputQuantity']),
    lines: bom.lines.map(({ component, quantityPer, unit }) => ({
      component,
      quantityPer: inStock(component, quantityPer, unit),
    })),
    stock: stock.map(({ item, quantity, unit }) => ({
      item,
      quantity: inStock(item, quantity, unit),
    })),
  });
  const { expected } = termsOf(input);
  return compared('kits', [batches, made], [expected.batches, expected.units]);
}

function consumptionMisses({ forecast, demands, parameters, expected }: SmallRuleCase): string[] {
  const { net, orders } = consumeForecast({
    periods: periodsOf(forecast),
    orders: demands.map(({ due, quantity }, index) => ({
      id: String(index + 1),
      due: day(due!),
      quantity: steps(quantity),
    })),
    backwardDays: parameters[0]!.consumeBackwardDays,
    forwardDays: parameters[0]!.consumeForwardDays,
  });
  const months = ['Jan', 'Feb', 'Mar', 'Apr'];
  const consumed = orders.map(({ id, shares }) => ({
    order: Number(id),
    by: shares.map(({ period, quantity }) => [months[period], String(quantity)]),
  }));
  return [
    ...compared('net forecast', texts(net), expected.netForecast),
    ...(expected.consumed ? compared('consumption', consumed, expected.consumed) : []),
  ];
}

function spreadMisses({ forecast, today, expected }: SmallRuleCase): string[] {
  const spread = (groupDays?: number): string[] =>
    spreadForecast({ periods: periodsOf(forecast), today: today!, groupDays }).map(({ quantity }) =>
      String(quantity),
    );
  return [
    ...(expected.daily ? compared('daily', spread(), expected.daily) : []),
    ...(expected.grouped ?? []).flatMap(({ days, quantities }) =>
      compared(`by ${days} days`, spread(days), quantities),
    ),
  ];
}

const dayOf = (date: number | string): number => (typeof date === 'string' ? day(date) : date);

const periodsOf = (
  rows: SmallRuleCase['forecast'],
): { from: number; until: number; quantity: number }[] =>
  rows.map(({ from, until, quantity }) => ({
    from: dayOf(from),
    until: dayOf(until),
    quantity: steps(quantity),
  }));

function quotaMisses({ quota, lots, chosen, allocated }: SmallRuleExpectation): string[] {
  const found = allocateByQuota({
    sources: quota.map(({ share }) => ({ quota: share })),
    lots: lots.map(steps),
  });
  const sources = quota.map(({ source }) => source);
  return [
    ...compared(
      'chosen',
      found.chosen.map((row) => sources[row]),
      chosen,
    ),
    ...compared(
      'allocated',
      Object.fromEntries(sources.map((source, row) => [source, String(found.allocated[row])])),
      allocated,
    ),
  ];
}

/** A tolerance of 0.01 is the last step of shares in hundredths: they are then compared exactly. */
function shareMisses({ supply, needs, tolerance, ...expected }: SmallRuleExpectation): string[] {
  const decimals = tolerance.length - '0.'.length;
  const inSteps = (quantity: string): number => parseQuantity(quantity, decimals);
  const shares = (policy: 'proportional' | 'priority'): string[] =>
    fairShare({
      supply: inSteps(supply),
      needs: needs.map(({ quantity, priority }) => ({ quantity: inSteps(quantity), priority })),
      policy,
    }).map((share) => formatQuantity(share, decimals));
  return [
    ...compared('proportional', shares('proportional'), expected.proportional),
    ...compared('priority', shares('priority'), expected.priority),
  ];
}
