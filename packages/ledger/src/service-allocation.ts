/**
 * Service departments: what power, computers or the canteen cost, charged to those who produce.
 *
 * Three methods differ in what they make of services that serve each other. `direct` ignores it.
 * `stepDown` closes one service after the other, so each charges those still open. `reciprocal`
 * solves for what each service costs with its share of all others, x = c + Aᵀx, exactly in
 * fractions, and rounds once. Under each of them the receivers get the primary cost, to the cent.
 *
 * @source Horngren, Cost Accounting, on support-department cost allocation
 */
import {
  allocateSigned,
  addRatios,
  allocate,
  type Currency,
  type DecimalInput,
  fixedText,
  multiplyRatios,
  type Ratio,
  type RatioInput,
  ratio,
  roundRatio,
} from '@kontor/kernel';
import {
  badArgument,
  givenAmount,
  givenCurrency,
  givenWeights,
  shownValue,
} from './given-figures.ts';
import * as z from 'zod';
import { checkGiven, objectShape, textShape } from './given-shape.ts';
import { solveLinear } from './linear-system.ts';

/** A department whose cost is charged to others. */
export interface ServiceDepartment {
  readonly id: string;
  /** Its primary cost. */
  readonly cost: DecimalInput;
  /** Who uses it, other services too: weights by department, of any sum. */
  readonly to: Readonly<Record<string, RatioInput>>;
}

/** What services make of each other. */
export type ServiceMethod = 'direct' | 'stepDown' | 'reciprocal';

/** Services and how they are charged. */
export interface ServiceAllocation {
  readonly currency: string | Currency;
  readonly method: ServiceMethod;
  readonly services: readonly ServiceDepartment[];
  /** Of `stepDown`: every service once, the first to be closed first; as given when left out. */
  readonly order?: readonly string[] | undefined;
}

const serviceAllocation = objectShape({
  services: z.array(
    objectShape({ id: textShape, to: z.record(z.string(), z.unknown(), 'weights by department') }),
    'a list of services',
  ),
  order: z.array(textShape, 'a list of services, by id').optional(),
});

/** Who charges what to whom. */
export interface ServiceCharge {
  readonly from: string;
  readonly to: string;
  readonly amount: string;
}

/** What an allocation comes to; amounts with all decimals of the currency. */
export interface AllocatedServices {
  /** What each department that is no service gets, in the order in which they are first named. */
  readonly receivers: Readonly<Record<string, string>>;
  /** What each service costs with its share of the others: what it charges in all. */
  readonly services: Readonly<Record<string, string>>;
  /** The charges to post, in order; none under `reciprocal`, which is solved at once. */
  readonly charges: readonly ServiceCharge[];
}

/** A service, read: cost in minor units, weights of all departments it names. */
interface Service {
  readonly id: string;
  readonly index: number;
  readonly cost: bigint;
  readonly to: readonly { readonly id: string; readonly weight: Ratio }[];
}

/** What a method comes to, in minor units. */
interface Charged {
  readonly amounts: ReadonlyMap<string, bigint>;
  readonly charges: readonly { from: string; to: string; amount: bigint }[];
}

/**
 * Charges the cost of service departments to the departments they serve.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a department named twice, an order that is not of the
 *   services, a weight below 0, a service that has nobody to charge, no such method
 * @throws LedgerError LEDGER_AMOUNT_PRECISION, LEDGER_AMOUNT_OVERFLOW, LEDGER_CURRENCY_NOT_FOUND
 * @example
 * allocateServices({ currency: 'EUR', method: 'stepDown', services: [
 *   { id: 'S1', cost: 50000, to: { S2: 25, A: 45, B: 30 } },
 *   { id: 'S2', cost: 30000, to: { S1: 20, A: 30, B: 50 } },
 * ] }).receivers // => { A: '38437.50', B: '41562.50' }
 */
export function allocateServices(allocation: ServiceAllocation): AllocatedServices {
  checkGiven(allocation, serviceAllocation, 'allocation');
  const { method } = allocation;
  const currency = givenCurrency(allocation.currency);
  const services = readServices(allocation, currency);
  if (typeof method !== 'string' || !Object.hasOwn(methods, method)) {
    throw badArgument('method', shownValue(method), Object.keys(methods).join(', '));
  }
  const { amounts, charges } = methods[method](services, allocation.order);
  const isService = new Set(services.map(({ id }) => id));
  const text = (minor: bigint): string => fixedText(minor, currency.exponent);
  const shown = (wanted: boolean): Record<string, string> =>
    Object.fromEntries(
      [...amounts]
        .filter(([id]) => isService.has(id) === wanted)
        .map(([id, minor]) => [id, text(minor)]),
    );
  return {
    receivers: shown(false),
    services: shown(true),
    charges: charges.map((charge) => ({ ...charge, amount: text(charge.amount) })),
  };
}

const methods = {
  direct: (services) => inTurn(services, services),
  stepDown: (services, order) => inTurn([], inOrder(services, order)),
  reciprocal: (services) => solved(services),
} as const satisfies Record<
  ServiceMethod,
  (services: readonly Service[], order: readonly string[] | undefined) => Charged
>;

function readServices({ services }: ServiceAllocation, currency: Currency): Service[] {
  const ids = services.map(({ id }) => id);
  return services.map(({ id, cost, to }, index) => {
    const path = `services.${index}`;
    if (ids.indexOf(id) < index) throw badArgument(`${path}.id`, `'${id}'`, 'each service once');
    const names = Object.keys(to);
    const weights = givenWeights(
      names.map((name) => [`${path}.to.${name}`, to[name]!]),
      `${path}.to`,
    );
    return {
      id,
      index,
      cost: givenAmount(cost, currency, `${path}.cost`),
      to: names.map((name, at) => ({ id: name, weight: weights[at]! })),
    };
  });
}

/**
 * Charges one service after the other; who was closed takes no charge any more.
 *
 * @param closed from the start: all services where none charges another
 */
function inTurn(closed: readonly Service[], order: readonly Service[]): Charged {
  const amounts = primaryAmounts(order);
  const done = new Set(closed.map(({ id }) => id));
  const charges = order.flatMap((service) => {
    done.add(service.id);
    const open = service.to.filter(({ id }) => !done.has(id));
    if (open.every(({ weight }) => weight.numerator === 0n)) throw nobodyToCharge(service);
    const weights = open.map(({ weight }) => weight);
    const parts = allocate(amounts.get(service.id)!, weights);
    return open.map(({ id }, at) => {
      const amount = parts[at]!;
      amounts.set(id, amounts.get(id)! + amount);
      return { from: service.id, to: id, amount };
    });
  });
  return { amounts, charges: charges.filter(({ amount }) => amount !== 0n) };
}

/** The primary cost of every service, and zero for everybody else whom they name. */
function primaryAmounts(services: readonly Service[]): Map<string, bigint> {
  const inGivenOrder = [...services].sort((a, b) => a.index - b.index);
  const amounts = new Map(inGivenOrder.map(({ id, cost }) => [id, cost]));
  for (const { id } of inGivenOrder.flatMap(({ to }) => to)) {
    if (!amounts.has(id)) amounts.set(id, 0n);
  }
  return amounts;
}

function nobodyToCharge({ index, id }: Service): Error {
  const value = `of departments that '${id}' cannot charge`;
  return badArgument(`services.${index}.to`, value, 'a weight above 0 for one that it can');
}

function inOrder(
  services: readonly Service[],
  order: readonly string[] | undefined,
): readonly Service[] {
  if (order === undefined) return services;
  const inTheirOrder = order.flatMap((wanted) => services.filter(({ id }) => id === wanted));
  if (order.length !== services.length || new Set(inTheirOrder).size !== services.length) {
    const ids = services.map(({ id }) => id).join(', ');
    throw badArgument('order', order.join(', '), `each of ${ids} once`);
  }
  return inTheirOrder;
}

/** Solves x = c + Aᵀx, and rounds what the receivers get of it once. */
function solved(services: readonly Service[]): Charged {
  const amounts = primaryAmounts(services);
  const totals = totalCosts(services);
  const exact = new Map<string, Ratio>();
  services.forEach((service, at) => {
    for (const [id, part] of partsOf(service)) {
      const charged = multiplyRatios(totals[at]!, part);
      exact.set(id, addRatios(exact.get(id) ?? ratio(0n), charged));
    }
  });
  for (const { id } of services) exact.delete(id);
  const primary = services.reduce((sum, { cost }) => sum + cost, 0n);
  const shares = allocateSigned(primary, [...exact.values()]);
  [...exact.keys()].forEach((id, at) => amounts.set(id, shares[at]!));
  services.forEach(({ id }, at) => amounts.set(id, roundRatio(totals[at]!, 'halfEven')));
  return { amounts, charges: [] };
}

/** What each service costs with its share of all others. */
function totalCosts(services: readonly Service[]): Ratio[] {
  const parts = services.map((service) => new Map(partsOf(service)));
  const matrix = services.map((service, row) =>
    parts.map((ofOther, column) => {
      const { numerator, denominator } = ofOther.get(service.id) ?? ratio(0n);
      return ratio({ numerator: (row === column ? denominator : 0n) - numerator, denominator });
    }),
  );
  const totals = solveLinear(
    matrix,
    services.map(({ cost }) => ratio(cost)),
  );
  if (totals !== undefined) return totals;
  const expected = 'for each service a way to a department that is none';
  throw badArgument('services', 'in a circle that serves only itself', expected);
}

/** What part of a service each department uses; the parts sum to one. */
function partsOf({ to }: Service): (readonly [string, Ratio])[] {
  const { numerator, denominator } = to.map(({ weight }) => weight).reduce(addRatios);
  const perWeight = ratio({ numerator: denominator, denominator: numerator });
  return to.map(({ id, weight }) => [id, multiplyRatios(weight, perWeight)]);
}
