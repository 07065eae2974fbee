/**
 * The workload "forecast": deals of owners in teams over stages and months, drawn from a seed.
 *
 * @source own: xorshift32 (G. Marsaglia, "Xorshift RNGs", 2003; shifts 13, 17, 5)
 */
import type { ForecastDeal } from '@kontor/crm-core/sales';

/** How much of it. */
export interface DealWorkload {
  readonly deals: number;
  readonly owners: number;
  readonly teams: number;
  readonly months: number;
}

const STAGES = [
  { stage: 'qualify', probability: 10, forecastCategory: 'pipeline' },
  { stage: 'demo', probability: 25, forecastCategory: 'pipeline' },
  { stage: 'propose', probability: 60, forecastCategory: 'best-case' },
  { stage: 'negotiate', probability: 90, forecastCategory: 'commit' },
  { stage: 'won', probability: 100, forecastCategory: 'closed' },
  { stage: 'lost', probability: 0, forecastCategory: 'omitted' },
] as const;

/** Draws the deals: always the same ones. Amounts are up to 250,000.00. */
export function generateDeals({ deals, owners, teams, months }: DealWorkload): ForecastDeal[] {
  let state = 20260101;
  const draw = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
  return Array.from({ length: deals }, (_, index) => {
    const owner = draw(owners);
    const month = draw(months);
    const cents = draw(25_000_000);
    const { stage, ...standing } = STAGES[draw(STAGES.length)]!;
    const closeDate = `${2022 + Math.floor(month / 12)}-${pad(1 + (month % 12))}-${pad(1 + draw(28))}`;
    return {
      id: `O-${index}`,
      owner: `owner-${owner}`,
      team: `team-${owner % teams}`,
      stage,
      amount: `${Math.floor(cents / 100)}.${pad(cents % 100)}`,
      currency: 'EUR',
      closeDate,
      ...(standing.forecastCategory === 'closed' && { closedAt: `${closeDate}T12:00:00.000Z` }),
      ...standing,
    };
  });
}

const pad = (value: number): string => String(value).padStart(2, '0');
