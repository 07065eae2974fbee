/**
 * The fields of an opportunity: a possible sale in one pipeline.
 *
 * What every record has (id, owner, team, region, custom fields) is not here. Close date is the day
 * that the sale is expected on, and may be edited; the closed instant is when it entered won or
 * lost, and is the rule's. The probability in use and the automatic one, which is the stage's, are
 * two fields: they stay tied only while no one has set it by hand.
 */
import * as z from 'zod';
import { decimalText } from '../record/field-type.ts';
import { approvalState } from './approval-state.ts';
import { percent } from './percent.ts';

/** What a deal counts as in a forecast. */
export const forecastCategory = z.enum(['pipeline', 'best-case', 'commit', 'closed', 'omitted']);
export type ForecastCategory = z.output<typeof forecastCategory>;

const name = z.string().min(1).max(255);
const instant = z.iso.datetime();
const reasonText = z.string().min(1).max(10_000);

/** The share of a deal that counts for one person. */
export const opportunitySplit = z.strictObject({
  owner: name,
  /** Revenue splits of a deal sum to 100; overlay splits come on top and need not. */
  kind: z.enum(['revenue', 'overlay']).default('revenue'),
  percent,
});
export type OpportunitySplit = z.output<typeof opportunitySplit>;

/** The fields of an opportunity as a raw shape; what is not known is left out. */
export const opportunityFields = {
  name,
  account: name.optional(),
  contact: name.optional(),
  pipeline: name,
  stage: name,
  stageEnteredAt: instant,
  /** In units of the currency: '12500.00'. */
  amount: decimalText().optional(),
  currency: z.string().min(1).max(12).optional(),
  /** Expected, `YYYY-MM-DD`. */
  closeDate: z.iso.date().optional(),
  /** When it entered won or lost; none while it is open. */
  closedAt: instant.optional(),
  /** In percent: the one that forecasts use. */
  probability: percent,
  /** In percent: the stage's at the time of entry. */
  probabilityAutomatic: percent,
  /** Whether `probability` was set by hand. */
  probabilityIsSet: z.boolean().default(false),
  forecastCategory,
  /** Whether `forecastCategory` was set by hand. */
  categoryIsSet: z.boolean().default(false),
  wonReason: name.optional(),
  wonReasonText: reasonText.optional(),
  lostReason: name.optional(),
  lostReasonText: reasonText.optional(),
  approvals: z.array(approvalState).default([]),
  splits: z
    .array(opportunitySplit)
    .default([])
    .refine(sumsToWhole, { message: 'revenue splits of a deal sum to 100 %' }),
  competitors: z.array(name).default([]),
};

/** An opportunity's own fields. */
export const opportunity = z.strictObject(opportunityFields);

export type Opportunity = z.output<typeof opportunity>;

/** An opportunity as a rule reads it: its own fields among those of the record. */
export type OpportunityRecord = Readonly<Opportunity> & { readonly id: string };

function sumsToWhole(splits: readonly { kind: string; percent: number }[]): boolean {
  const revenue = splits.filter(({ kind }) => kind === 'revenue');
  const hundredths = revenue.reduce((sum, { percent: share }) => sum + Math.round(share * 100), 0);
  return revenue.length === 0 || hundredths === 10_000;
}
