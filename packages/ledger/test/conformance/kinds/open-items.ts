/**
 * Conformance kind `openItems`: items matched with one another, what is open afterwards and on an
 * earlier day, and the control account.
 */
import { day, formatMoney, money, moneyOfMinor, multiplyMoney, ratio } from '@kontor/kernel';
import type { OpenItemInput } from '../../../src/item-match.ts';
import {
  matchItems,
  type MatchInput,
  openItems,
  type OpenItems,
  openOn,
} from '../../../src/open-items.ts';
import { splitCashDiscount } from '../../../src/tax/cash-discount.ts';

interface CaseMatch {
  readonly date?: string;
  readonly debit: string;
  readonly credit: string;
  readonly amount: string;
  readonly discount?: Readonly<Record<'percent' | 'amount' | 'net' | 'tax' | 'rate', string>>;
}

interface OpenItemsCase {
  readonly currency: string;
  readonly items: readonly Readonly<Record<'id' | 'date' | 'due' | 'amount', string>>[];
  readonly matches: readonly CaseMatch[];
  readonly expected: {
    readonly openAfter: Readonly<Record<string, string>>;
    readonly controlBalance: string;
    readonly tooMuch: { readonly match: CaseMatch; readonly error: string };
  } & Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const END = day('9999-12-31');

/** Differences of an `openItems` case, as text; none when it passes. */
export function runOpenItems(input: Record<string, unknown>): string[] {
  const given = input as unknown as OpenItemsCase;
  const { openAfter, controlBalance, tooMuch, ...others } = given.expected;
  const before = openItems(
    { currency: given.currency },
    given.items.map((i) => itemOf(given, i)),
  );
  const made = matchItems(
    before,
    given.matches.map((match) => matchOf(given, match)),
  );
  const posted = made.outcomes.flatMap((outcome) => (outcome.ok ? outcome.adjustments : []));
  // The control account is added up apart from the open items: from items and adjustments.
  const control = (asOf: number): string =>
    text(
      given,
      [...before.items.values(), ...posted]
        .filter(({ date }) => date <= asOf)
        .reduce((sum, { amount }) => sum + amount, 0n),
    );
  const open = (asOf: number): Record<string, string> => ({
    ...openTexts(given, made.items, asOf),
    controlBalance: control(asOf),
  });
  const last = given.matches.at(-1)!.date!;
  const [excess] = matchItems(made.items, [
    matchOf(given, { date: last, ...tooMuch.match }),
  ]).outcomes;
  const error = excess === undefined || excess.ok ? 'taken' : excess.code;
  return [
    ...made.outcomes.flatMap((outcome) => (outcome.ok ? [] : [`refused: ${outcome.code}`])),
    ...given.matches.flatMap((match) => discountMisses(given, match)),
    ...missesOf({ ...openAfter, controlBalance }, open(END), 'after'),
    ...Object.entries(others).flatMap(([key, expected]) =>
      missesOf(expected, open(asOfDay(key)), key),
    ),
    ...missesOf({ error: tooMuch.error }, { error }, 'too much'),
  ];
}

const minorOf = ({ currency }: OpenItemsCase, amount: string): bigint =>
  money(amount, currency).minor;

const text = ({ currency }: OpenItemsCase, minor: bigint): string =>
  formatMoney(moneyOfMinor(minor, currency));

function itemOf(given: OpenItemsCase, item: OpenItemsCase['items'][number]): OpenItemInput {
  const { id, date, due, amount } = item;
  return { id, date: day(date), due: due && day(due), amount: minorOf(given, amount) } as never;
}

function matchOf(given: OpenItemsCase, match: CaseMatch): MatchInput {
  const { debit, credit, discount } = match;
  return {
    date: day(match.date!),
    debit,
    credit,
    amount: minorOf(given, match.amount),
    ...(discount && { discount: { amount: minorOf(given, discount.amount) } }),
  };
}

/** `asOf20260331` is a day. */
const asOfDay = (key: string): number =>
  day(key.replace(/^asOf(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'));

function openTexts(given: OpenItemsCase, items: OpenItems, asOf: number): Record<string, string> {
  const open = new Map(openOn(items, asOf).map((row) => [row.item.id, row.open]));
  const ids = [...items.items.keys()];
  return Object.fromEntries(ids.map((id) => [id, text(given, open.get(id) ?? 0n)]));
}

/** The discount is so many percent of the invoice, and splits at the invoice's rate. */
function discountMisses(given: OpenItemsCase, { debit, discount }: CaseMatch): string[] {
  if (discount === undefined) return [];
  const { percent, rate, ...expected } = discount;
  const invoice = given.items.find(({ id }) => id === debit)!;
  const part = ratio(`${percent}/100`);
  const amount = formatMoney(multiplyMoney(money(invoice.amount, given.currency), part, 'halfUp'));
  const { net, tax } = splitCashDiscount({ currency: given.currency, amount, rates: [{ rate }] });
  return missesOf(expected, { amount, net, tax }, `discount on ${debit}`);
}

function missesOf(
  expected: Readonly<Record<string, string>>,
  got: Readonly<Record<string, string>>,
  place: string,
): string[] {
  return Object.entries(expected).flatMap(([field, want]) =>
    got[field] === want ? [] : [`${place}: ${field} is ${got[field]}, expected ${want}`],
  );
}
