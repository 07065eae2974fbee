/**
 * The slow twin of bases: converted one by one, settled, and every currency made to balance.
 */
import { divideRounded, fixedText, type Ratio, type RoundingMode } from '@kontor/kernel';
import type { BookSetupInput } from '../../src/model.ts';
import { slowRate } from './slow-rates.ts';
import { abs, exponentOf, fail, rateRead, type SlowLine, sumOf } from './slow-terms.ts';

/** The lines with their bases and those of the trading account. */
export function balancedLines(
  setup: BookSetupInput,
  given: readonly SlowLine[],
  date: string,
): SlowLine[] {
  const lines = given.map((line, at) => ({ ...line, base: baseOf(setup, line, date, at) }));
  const rest = sumOf(lines, 'base');
  if (rest !== 0n) settle(setup, lines, rest);
  for (const currency of new Set(lines.map((line) => line.currency))) {
    const own = lines.filter((line) => line.currency === currency);
    const [amount, base] = [-sumOf(own, 'amount'), -sumOf(own, 'base')];
    if (amount === 0n && base === 0n) continue;
    const account = setup.accounts.find(({ trading }) => trading === true)?.id;
    if (account === undefined) {
      const difference = fixedText(-amount, exponentOf(setup, currency));
      return fail('UNBALANCED', { currency, difference });
    }
    lines.push({ account, currency, dims: {}, amount, base, generated: true });
  }
  for (const [at, line] of lines.entries()) {
    for (const field of ['amount', 'base'] as const) {
      if (String(abs(line[field])).length > 38) {
        fail('AMOUNT_OVERFLOW', { path: `lines.${at}.${field}` });
      }
    }
  }
  return lines;
}

function baseOf(
  setup: BookSetupInput,
  { input, currency, amount, base }: SlowLine,
  date: string,
  at: number,
): bigint {
  const isGiven = input!.base !== undefined || currency === setup.entity.functionalCurrency;
  if (isGiven || amount === 0n) return base;
  return convert(setup, amount, currency, input!.rate ?? rateOf(setup, currency, date), at);
}

/** An amount at a rate, rounded once. */
export function convert(
  setup: BookSetupInput,
  amount: bigint,
  currency: string,
  given: unknown,
  at: number,
): bigint {
  const rate = rateRead(given);
  if (rate === undefined) {
    const value = String(given);
    return fail('BAD_COMMAND', { path: `lines.${at}.rate`, value, expected: 'a rate above 0' });
  }
  const to = 10n ** BigInt(exponentOf(setup, setup.entity.functionalCurrency));
  const from = 10n ** BigInt(exponentOf(setup, currency));
  return divideRounded(amount * rate.numerator * to, rate.denominator * from, modeOf(setup));
}

const modeOf = (setup: BookSetupInput): RoundingMode => setup.rounding ?? 'halfEven';

/** The book's own rate of a day. */
export function rateOf(setup: BookSetupInput, from: string, date: string): Ratio {
  const [to, maxAgeDays] = [setup.entity.functionalCurrency, setup.rateMaxAgeDays ?? Infinity];
  const terms = { kind: 'spot', maxAgeDays, knownAt: undefined };
  const found = slowRate(setup.rates ?? [], to, { from, to, date, ...terms });
  if ('rate' in found) return found.rate;
  const name = found.code === 'LEDGER_RATE_STALE' ? 'RATE_STALE' : 'RATE_REQUIRED';
  return fail(name, { from, to, date });
}

/** Half a unit a converted line goes to the largest of them, or to the account for it. */
function settle(setup: BookSetupInput, lines: SlowLine[], rest: bigint): void {
  const converted = lines.filter(
    ({ input, currency, amount }) =>
      input!.base === undefined && currency !== setup.entity.functionalCurrency && amount !== 0n,
  );
  const largest = converted.reduce<SlowLine | undefined>(
    (found, line) => (found === undefined || abs(line.base) > abs(found.base) ? line : found),
    undefined,
  );
  const perLine = modeOf(setup).startsWith('half') ? 1 : 2;
  const currency = setup.entity.functionalCurrency;
  if (largest === undefined || 2n * abs(rest) > BigInt(perLine * converted.length)) {
    fail('UNBALANCED', { currency, difference: fixedText(rest, exponentOf(setup, currency)) });
  }
  const account = setup.roundingAccount;
  if (account === undefined) largest!.base -= rest;
  else lines.push({ account, currency, dims: {}, amount: -rest, base: -rest, generated: true });
}
