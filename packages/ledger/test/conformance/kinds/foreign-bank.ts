/**
 * Conformance kind `foreignBank`: inflows and one outflow of a foreign bank account, its cost by
 * each method.
 */
import { formatMoney, money, moneyOfMinor, ratio } from '@kontor/kernel';
import { convert } from '../../../src/exchange-rate.ts';
import {
  foreignAccount,
  foreignBalance,
  moveForeignAccount,
  type OutflowMethod,
} from '../../../src/foreign-account.ts';

interface BankMovement {
  readonly amount: string;
  readonly rate?: string;
  readonly spot?: string;
  readonly base: string;
}

interface ForeignBankCase {
  readonly functionalCurrency: string;
  readonly currency: string;
  readonly inflows: readonly BankMovement[];
  readonly outflow: BankMovement;
  readonly expected: Readonly<Record<OutflowMethod, Readonly<Record<string, string>>>>;
}

/** Differences of a `foreignBank` case, as text; none when it passes. */
export function runForeignBank(input: Record<string, unknown>): string[] {
  const bank = input as unknown as ForeignBankCase;
  const misses = [...bank.inflows, bank.outflow].flatMap((movement) => {
    const at = movement.rate ?? movement.spot!;
    const spot = atRate(bank, movement.amount, at);
    return spot === movement.base
      ? []
      : [`${movement.amount} at ${at} is ${spot}, expected ${movement.base}`];
  });
  for (const [method, expected] of Object.entries(bank.expected)) {
    const got = outflow(bank, method as OutflowMethod);
    for (const [field, want] of Object.entries(expected)) {
      if (got[field] === want) continue;
      misses.push(`${method}: ${field} is ${got[field]}, expected ${want}`);
    }
  }
  return misses;
}

function outflow(bank: ForeignBankCase, method: OutflowMethod): Record<string, string> {
  const minor = (sign: bigint, { amount, base }: BankMovement) => ({
    amount: sign * money(amount, bank.currency).minor,
    base: sign * money(base, bank.functionalCurrency).minor,
  });
  const movements = [...bank.inflows.map((one) => minor(1n, one)), minor(-1n, bank.outflow)];
  const { account, rows } = moveForeignAccount(foreignAccount(method), movements, 'halfEven');
  const { released, realised } = rows.at(-1)!;
  const left = foreignBalance(account);
  const base = (value: bigint): string => formatMoney(moneyOfMinor(value, bank.functionalCurrency));
  return {
    released: base(released),
    realised: base(realised),
    left: formatMoney(moneyOfMinor(left.amount, bank.currency)),
    leftBase: base(left.base),
  };
}

function atRate(bank: ForeignBankCase, amount: string, rate: string): string {
  const given = money(amount, bank.currency);
  const { exponent } = money(0, bank.functionalCurrency).currency;
  const from = given.currency.exponent;
  const minor = convert(given.minor, from, exponent, ratio(rate), 'halfEven');
  return formatMoney(moneyOfMinor(minor, bank.functionalCurrency));
}
