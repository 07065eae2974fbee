/**
 * What a forecast reads of a deal. Records of opportunities are such deals, and so are rows of
 * one's own.
 */
import { CrmError } from '../errors.ts';
import type { ForecastCategory } from '../pipeline/opportunity.ts';

/** A deal of a forecast. Any other text field of it can be rolled up by. */
export interface ForecastDeal {
  readonly id: string;
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
  readonly region?: string | undefined;
  /** Decimal text in units of the currency; a deal without one counts 0. */
  readonly amount?: string | undefined;
  /** That of the forecast when left out. */
  readonly currency?: string | undefined;
  /** Expected, `YYYY-MM-DD`. */
  readonly closeDate?: string | undefined;
  /** When it was won or lost, UTC ISO. */
  readonly closedAt?: string | undefined;
  /** In percent, at most two decimals. */
  readonly probability: number;
  readonly forecastCategory: ForecastCategory;
}

/** Categories in the order in which sums of a cell are kept. */
export const CATEGORIES = ['closed', 'commit', 'best-case', 'pipeline', 'omitted'] as const;

/** The place of each category. */
const CATEGORY_PLACE: Readonly<Record<ForecastCategory, number>> = {
  closed: 0,
  commit: 1,
  'best-case': 2,
  pipeline: 3,
  omitted: 4,
};

/** Hundredths of a percent in 1: probabilities are whole numbers of them. */
export const WHOLE = 10_000;

/**
 * The share of a deal's amount that a weighted forecast counts, in hundredths of a percent: closed
 * counts whole, omitted not at all.
 */
export function weightOf({ forecastCategory, probability }: ForecastDeal): number {
  if (forecastCategory === 'closed') return WHOLE;
  return forecastCategory === 'omitted' ? 0 : Math.round(probability * 100);
}

/**
 * The place of a deal's category.
 *
 * @throws CrmError CRM_INVALID_INPUT — no such category, or a probability that is no percentage
 */
export function placeOf({ id, forecastCategory, probability }: ForecastDeal): number {
  const place = CATEGORY_PLACE[forecastCategory] as number | undefined;
  if (place !== undefined && probability >= 0 && probability <= 100) return place;
  const [path, message] =
    place === undefined
      ? ['forecastCategory', `'${forecastCategory}' is none of ${CATEGORIES.join(', ')}`]
      : ['probability', `${probability} is no percentage from 0 to 100`];
  throw new CrmError('CRM_INVALID_INPUT', {
    what: `The deal '${id}'`,
    issues: [{ path, message }],
  });
}
