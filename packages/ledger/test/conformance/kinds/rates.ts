/**
 * Conformance kind `rates`: questions to a rate store, and amounts converted at its answers.
 */
import { currency, formatMoney, formatRatio, money, moneyOfMinor, ratio } from '@kontor/kernel';
import { convert, openRates } from '../../../src/exchange-rate.ts';

interface RateQuestion {
  readonly date: string;
  readonly from: string;
  readonly to: string;
  readonly rate?: string;
  readonly exact?: string;
  readonly rateDate?: string;
  readonly convert?: string;
  readonly result?: string;
  readonly error?: string;
}

interface RatesCase {
  readonly baseCurrency: string;
  readonly maxAgeDays: number;
  readonly rates: readonly unknown[];
  readonly queries: readonly RateQuestion[];
}

/** Differences of a `rates` case, as text; none when it passes. */
export function runRates(input: Record<string, unknown>): string[] {
  const { baseCurrency, maxAgeDays, rates: rows, queries } = input as unknown as RatesCase;
  const rates = openRates(rows, { baseCurrency });
  return queries.flatMap((query) => {
    const { from, to, date } = query;
    const found = rates.find({ from, to, date, maxAgeDays });
    const got: Partial<Record<keyof RateQuestion, string>> =
      'code' in found
        ? {
            error: found.code,
            ...('rateDate' in found.details && { rateDate: found.details.rateDate }),
          }
        : {
            rate: formatRatio(found.rate),
            exact: formatRatio(found.rate),
            rateDate: found.rateDate,
            ...(query.convert !== undefined && { result: converted(query, found.rate) }),
          };
    return (['rate', 'exact', 'rateDate', 'result', 'error'] as const).flatMap((field) => {
      const isRate = field === 'rate' || field === 'exact';
      const want = query[field] && isRate ? formatRatio(ratio(query[field])) : query[field];
      // An answer that the case does not expect at all is a difference too.
      if (want === undefined && !(field === 'error' && got.error !== undefined)) return [];
      if (got[field] === want) return [];
      return [`${date} ${from} ${to}: ${field} is ${got[field]}, expected ${want}`];
    });
  });
}

function converted({ from, to, convert: text }: RateQuestion, rate: Parameters<typeof convert>[3]) {
  const amount = money(text!, from);
  const { exponent } = currency(to);
  const minor = convert(amount.minor, amount.currency.exponent, exponent, rate, 'halfEven');
  return formatMoney(moneyOfMinor(minor, to));
}
