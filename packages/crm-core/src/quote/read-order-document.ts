/**
 * Reading an order that comes in: its form, then every sum, to the cent. All faults are told, each
 * with a code, the rule of EN 16931 that it breaks where there is one, and the path.
 *
 * Sums are compared exactly. Only tax against rate has room: for what the named policy may have
 * rounded, half a minor unit for each rounding.
 */
import { currency as currencyOf, fixedText, KernelError } from '@kontor/kernel';
import { issuesOf } from '../check-given.ts';
import { type Exact, exact, minus, plus, times, ZERO } from '../price/exact.ts';
import { type OrderDocument, orderSchema, type OrderTax } from './order-schema.ts';

/** What is wrong with an order, by code. */
export type OrderFaultCode =
  | 'ORDER_NOT_JSON'
  | 'ORDER_FORM'
  | 'ORDER_UNKNOWN_CURRENCY'
  | 'ORDER_DECIMALS'
  | 'ORDER_DUPLICATE_LINE'
  | 'ORDER_LINE_AMOUNT'
  | 'ORDER_LINE_TAX'
  | 'ORDER_TAX_SUBTOTAL'
  | 'ORDER_TAX_RATE'
  | 'ORDER_TOTAL';

/** A fault of an order. */
export interface OrderFault {
  readonly code: OrderFaultCode;
  /** Of EN 16931-1: 'BR-CO-10'. */
  readonly rule?: string;
  readonly path: string;
  readonly message: string;
}

/** An order that may be worked with, or all that is wrong with it. */
export type ReadOrder =
  | { readonly ok: true; readonly order: OrderDocument }
  | { readonly ok: false; readonly faults: readonly OrderFault[] };

/**
 * Reads an order from JSON, as text or parsed.
 *
 * @example
 * readOrderDocument('{') // => { ok: false, faults: [{ code: 'ORDER_NOT_JSON', … }] }
 */
export function readOrderDocument(json: unknown): ReadOrder {
  const given = typeof json === 'string' ? parsedText(json) : { value: json };
  if (given === undefined) {
    const message = 'is no JSON: look at what was cut off';
    return { ok: false, faults: [{ code: 'ORDER_NOT_JSON', path: '', message }] };
  }
  const parsed = orderSchema.safeParse(given.value);
  if (!parsed.success) {
    const faults = issuesOf(parsed.error).map((one) => ({ code: 'ORDER_FORM' as const, ...one }));
    return { ok: false, faults };
  }
  const exponent = exponentOf(parsed.data.documentCurrencyCode);
  const faults = exponent === undefined ? [unknownCurrency] : sumFaults(parsed.data, exponent);
  return faults.length === 0 ? { ok: true, order: parsed.data } : { ok: false, faults };
}

function parsedText(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function exponentOf(code: string): number | undefined {
  try {
    return currencyOf(code).exponent;
  } catch (error) {
    if (KernelError.is(error, 'KERNEL_UNKNOWN_CURRENCY')) return undefined;
    throw error;
  }
}

const unknownCurrency: OrderFault = {
  code: 'ORDER_UNKNOWN_CURRENCY',
  path: 'documentCurrencyCode',
  message: 'is no currency that is known here: define it first',
};

function sumFaults(order: OrderDocument, exponent: number): OrderFault[] {
  return [
    ...decimalFaults(order, exponent),
    ...order.lines.flatMap((line, at) => lineFaults(order, line, at, exponent)),
    ...subtotalFaults(order, exponent),
    ...totalFaults(order, exponent),
  ];
}

/** Amounts have no more decimals than their currency. */
function decimalFaults(order: OrderDocument, exponent: number): OrderFault[] {
  const ofTaxes = (taxes: readonly OrderTax[], path: string): [string, string][] =>
    taxes.flatMap(({ taxableAmount, taxAmount }, at): [string, string][] => [
      [`${path}.${at}.taxableAmount`, taxableAmount],
      [`${path}.${at}.taxAmount`, taxAmount],
    ]);
  const amounts: [string, string][] = [
    ...order.lines.flatMap((line, at): [string, string][] => [
      [`lines.${at}.lineExtensionAmount`, line.lineExtensionAmount],
      [`lines.${at}.taxAmount`, line.taxAmount],
      ...line.allowances.map((one, index): [string, string] => [
        `lines.${at}.allowances.${index}.amount`,
        one.amount,
      ]),
      ...ofTaxes(line.taxes, `lines.${at}.taxes`),
    ]),
    ...order.allowanceCharges.flatMap((one, at): [string, string][] => [
      [`allowanceCharges.${at}.amount`, one.amount],
      ...ofTaxes(one.taxes, `allowanceCharges.${at}.taxes`),
    ]),
    ['taxTotal.taxAmount', order.taxTotal.taxAmount],
    ...ofTaxes(order.taxTotal.subtotals, 'taxTotal.subtotals'),
    ...Object.entries(order.monetaryTotal).map(([field, amount]): [string, string] => [
      `monetaryTotal.${field}`,
      amount,
    ]),
  ];
  return amounts.flatMap(([path, text]) => {
    const decimals = text.split('.')[1]?.length ?? 0;
    const message = `has ${decimals} decimals; ${order.documentCurrencyCode} has ${exponent}`;
    return decimals > exponent ? [{ code: 'ORDER_DECIMALS' as const, path, message }] : [];
  });
}

function lineFaults(
  { lines }: OrderDocument,
  line: OrderDocument['lines'][number],
  at: number,
  exponent: number,
): OrderFault[] {
  const path = `lines.${at}`;
  const faults: OrderFault[] = [];
  if (lines.findIndex(({ id }) => id === line.id) < at) {
    const message = `'${line.id}' is there twice`;
    faults.push({ code: 'ORDER_DUPLICATE_LINE', path: `${path}.id`, message });
  }
  const off = sumOf(line.allowances.map(({ amount }) => exact(amount)));
  const whole = plus(exact(line.lineExtensionAmount), off);
  // |price × quantity ÷ base − whole| ≤ ½ minor unit, times base: no division.
  const base = exact(line.price.baseQuantity);
  const product = times(exact(line.price.amount), exact(line.quantity));
  const difference = minus(product, times(whole, base));
  if (isAbove(difference, times(halfMinor(exponent), base))) {
    const message = 'is not price × quantity ÷ base quantity − allowances';
    faults.push({ code: 'ORDER_LINE_AMOUNT', path: `${path}.lineExtensionAmount`, message });
  }
  const tax = sumOf(line.taxes.map(({ taxAmount }) => exact(taxAmount)));
  if (!isSame(tax, exact(line.taxAmount))) {
    const message = 'is not the sum of the taxes of the line';
    faults.push({ code: 'ORDER_LINE_TAX', path: `${path}.taxAmount`, message });
  }
  return faults;
}

const keyOf = ({ category, code, percent }: OrderTax): string => `${category}|${code}|${percent}`;

function subtotalFaults(order: OrderDocument, exponent: number): OrderFault[] {
  const { subtotals } = order.taxTotal;
  const sources = [
    ...order.lines.map(({ taxes, quantity }) => ({ taxes, quantity })),
    ...order.allowanceCharges.map(({ taxes }) => ({ taxes, quantity: '1' })),
  ];
  const faults: OrderFault[] = [];
  const known = new Set(subtotals.map(keyOf));
  for (const tax of new Map(
    sources.flatMap(({ taxes }) => taxes).map((one) => [keyOf(one), one]),
  ).values()) {
    if (known.has(keyOf(tax))) continue;
    const message = `there is no subtotal of ${tax.category} ${tax.code} ${tax.percent} %`;
    faults.push({ code: 'ORDER_TAX_SUBTOTAL', path: 'taxTotal.subtotals', message });
  }
  subtotals.forEach((subtotal, at) => {
    const path = `taxTotal.subtotals.${at}`;
    const parts = sources.flatMap(({ taxes, quantity }) =>
      taxes
        .filter((tax) => keyOf(tax) === keyOf(subtotal))
        .map((tax) => ({ tax, quantity, taxCount: taxes.length })),
    );
    for (const field of ['taxableAmount', 'taxAmount'] as const) {
      if (isSame(sumOf(parts.map(({ tax }) => exact(tax[field]))), exact(subtotal[field])))
        continue;
      const message = 'is not the sum of lines, charges and allowances of it';
      faults.push({ code: 'ORDER_TAX_SUBTOTAL', path: `${path}.${field}`, message });
    }
    if (isOffRate(subtotal, roundings(order, parts), exponent)) {
      const message = `is not ${subtotal.percent} % of ${subtotal.taxableAmount}`;
      const path2 = `${path}.taxAmount`;
      faults.push({ code: 'ORDER_TAX_RATE', rule: 'BR-CO-17', path: path2, message });
    }
  });
  return faults;
}

/** A line with the tax that is asked about, and with so many taxes in all. */
interface TaxedPart {
  readonly quantity: string;
  readonly taxCount: number;
}

/**
 * How often a tax of so many lines was rounded at most. Out of a gross, its base was too; where one
 * tax builds on others, the last is what they, each rounded, leave of the gross.
 */
function roundings({ rounding, pricesIncludeTax }: OrderDocument, parts: readonly TaxedPart[]) {
  const chained = (count: number): number => (count > 1 ? count + 1 : 1);
  if (rounding === 'rate') {
    const most = Math.max(1, ...parts.map(({ taxCount }) => chained(taxCount)));
    return pricesIncludeTax ? 2 * most : most;
  }
  return parts.reduce((sum, { quantity, taxCount }) => {
    const pieces = rounding === 'unit' ? Math.ceil(Math.abs(Number(quantity))) + 2 : 2;
    return sum + pieces * chained(taxCount);
  }, 0);
}

/** |100 tax − percent × base| ≤ room × ½ minor unit × (100 + |percent|). */
function isOffRate(
  { percent, taxableAmount, taxAmount }: OrderTax,
  room: number,
  exponent: number,
) {
  const hundred = exact('100');
  const rate = exact(percent);
  const difference = minus(times(hundred, exact(taxAmount)), times(rate, exact(taxableAmount)));
  const one = times(halfMinor(exponent), plus(hundred, magnitude(rate)));
  return isAbove(difference, times(one, exact(String(room))));
}

function totalFaults(order: OrderDocument, exponent: number): OrderFault[] {
  const total = order.monetaryTotal;
  const charges = order.allowanceCharges.filter(({ isCharge }) => isCharge);
  const allowances = order.allowanceCharges.filter(({ isCharge }) => !isCharge);
  const amounts = (ones: readonly { readonly amount: string }[]): Exact =>
    sumOf(ones.map(({ amount }) => exact(amount)));
  const lines = sumOf(order.lines.map((line) => exact(line.lineExtensionAmount)));
  const taxes = sumOf(order.taxTotal.subtotals.map(({ taxAmount }) => exact(taxAmount)));
  const given = (field: keyof typeof total): Exact => exact(total[field]);
  const net = minus(
    plus(given('lineExtensionAmount'), given('chargeTotalAmount')),
    given('allowanceTotalAmount'),
  );
  const gross = plus(given('taxExclusiveAmount'), exact(order.taxTotal.taxAmount));
  const rules: readonly [rule: string, path: string, stated: Exact, computed: Exact][] = [
    ['BR-CO-10', 'monetaryTotal.lineExtensionAmount', given('lineExtensionAmount'), lines],
    [
      'BR-CO-11',
      'monetaryTotal.allowanceTotalAmount',
      given('allowanceTotalAmount'),
      amounts(allowances),
    ],
    ['BR-CO-12', 'monetaryTotal.chargeTotalAmount', given('chargeTotalAmount'), amounts(charges)],
    ['BR-CO-13', 'monetaryTotal.taxExclusiveAmount', given('taxExclusiveAmount'), net],
    ['BR-CO-14', 'taxTotal.taxAmount', exact(order.taxTotal.taxAmount), taxes],
    ['BR-CO-15', 'monetaryTotal.taxInclusiveAmount', given('taxInclusiveAmount'), gross],
    [
      'BR-CO-16',
      'monetaryTotal.payableAmount',
      given('payableAmount'),
      given('taxInclusiveAmount'),
    ],
  ];
  return rules.flatMap(([rule, path, stated, computed]) => {
    if (isSame(stated, computed)) return [];
    const message = `should be ${shown(computed, exponent)}`;
    return [{ code: 'ORDER_TOTAL' as const, rule, path, message }];
  });
}

const halfMinor = (exponent: number): Exact => ({ coefficient: 5n, decimals: exponent + 1 });
const sumOf = (amounts: readonly Exact[]): Exact => amounts.reduce(plus, ZERO);
const magnitude = (value: Exact): Exact => (value.coefficient < 0n ? minus(ZERO, value) : value);
const isSame = (a: Exact, b: Exact): boolean => minus(a, b).coefficient === 0n;
const isAbove = (difference: Exact, room: Exact): boolean =>
  minus(magnitude(difference), room).coefficient > 0n;
const shown = ({ coefficient, decimals }: Exact, exponent: number): string =>
  decimals >= exponent
    ? fixedText(coefficient, decimals)
    : fixedText(coefficient * 10n ** BigInt(exponent - decimals), exponent);
