/**
 * Deals of the tests.
 */
import type { ForecastDeal } from '@kontor/crm-core/sales';
import fc from 'fast-check';

/** F1: five deals, one of each category. */
export const fiveDeals: readonly ForecastDeal[] = [
  deal('D1', '50000', 90, 'commit'),
  deal('D2', '120000', 60, 'best-case'),
  deal('D3', '80000', 25, 'pipeline'),
  { ...deal('D4', '40000', 100, 'closed'), closedAt: '2026-05-04T10:00:00.000Z' },
  deal('D5', '30000', 0, 'omitted'),
];

/** A deal in euros that is expected at the end of June. */
export function deal(
  id: string,
  amount: string,
  probability: number,
  forecastCategory: ForecastDeal['forecastCategory'],
  more: Partial<ForecastDeal> = {},
): ForecastDeal {
  const owner = 'anna';
  const closeDate = '2026-06-30';
  return { id, owner, amount, currency: 'EUR', closeDate, probability, forecastCategory, ...more };
}

/** How many random cases: KONTOR_FULL=1 takes more. */
export const numRuns = process.env['KONTOR_FULL'] === '1' ? 2000 : 150;

const cents = fc.oneof(
  { weight: 8, arbitrary: fc.bigInt(-2_000_000n, 50_000_000n) },
  { weight: 1, arbitrary: fc.bigInt(-(10n ** 20n), 10n ** 20n) },
);

/** Any deal but its id: amounts of any size and sign, every category, open and closed. */
export const anyDeal: fc.Arbitrary<Omit<ForecastDeal, 'id'>> = fc
  .record({
    owner: fc.constantFrom('anna', 'bo', 'clara', 'dan', undefined),
    cents,
    currency: fc.constantFrom('EUR', 'USD', 'JPY', undefined),
    month: fc.constantFrom('2026-04', '2026-05', '2026-06', '2026-07', undefined),
    hundredths: fc.integer({ min: 0, max: 10_000 }),
    forecastCategory: fc.constantFrom('pipeline', 'best-case', 'commit', 'closed', 'omitted'),
    hasAmount: fc.boolean(),
  })
  .map(({ cents: minor, currency, month, hundredths, forecastCategory, hasAmount, owner }) => {
    const sign = minor < 0n ? '-' : '';
    const digits = String(minor < 0n ? -minor : minor).padStart(3, '0');
    const text = `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
    return {
      owner,
      amount: hasAmount ? text : undefined,
      currency,
      closeDate: month === undefined ? undefined : `${month}-15`,
      closedAt:
        forecastCategory === 'closed' && month !== undefined
          ? `${month}-20T08:00:00.000Z`
          : undefined,
      probability: hundredths / 100,
      forecastCategory: forecastCategory,
    };
  });

/** Up to so many deals with ids of their own. */
export const anyDeals = (maxLength: number): fc.Arbitrary<ForecastDeal[]> =>
  fc
    .array(anyDeal, { maxLength })
    .map((deals) => deals.map((of, index) => ({ id: `D${index}`, ...of })));

/** Rates of the tests, euros for one unit. */
export const rates = { USD: '0.9137', JPY: '1/163.7' };
