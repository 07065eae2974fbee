/**
 * Probability and forecast category set by hand, and released again.
 *
 * A value that was set stays through moves between open stages until it is released; then the
 * stage's is in use again. Won and lost deals are certain: nothing can be set on them.
 */
import { type Decision, refused } from '../decision.ts';
import type { CrmIssue } from '../errors.ts';
import type { ForecastCategory, OpportunityRecord } from './opportunity.ts';
import { isPercent } from './percent.ts';
import { type Pipeline, stageOf } from './pipeline.ts';

/** What is set; null releases it, what is left out stays. */
export interface ForecastTerms {
  /** In percent, at most two decimals. */
  readonly probability?: number | null | undefined;
  readonly forecastCategory?: Exclude<ForecastCategory, 'closed'> | null | undefined;
  readonly by: string;
  readonly reason?: string | undefined;
}

/**
 * Decides to set, or release, what a forecast counts a deal as.
 *
 * A released probability is the automatic one, copied when the deal entered its stage; a released
 * category is the stage's as it stands in the pipeline.
 *
 * Refusals: CRM_UNKNOWN_STAGE, CRM_OPPORTUNITY_CLOSED, CRM_INVALID_INPUT (the percentage).
 *
 * @returns one change, `forecastSet`
 */
export function setForecast(
  pipeline: Pipeline,
  opportunity: OpportunityRecord,
  { probability, forecastCategory, reason }: ForecastTerms,
): Decision {
  const stage = stageOf(pipeline, opportunity.stage);
  if (stage === undefined) {
    const stages = pipeline.stages.map(({ id }) => id);
    return refused('CRM_UNKNOWN_STAGE', {
      pipeline: pipeline.id,
      stage: opportunity.stage,
      stages,
    });
  }
  if (stage.kind !== 'open') {
    return refused('CRM_OPPORTUNITY_CLOSED', { opportunity: opportunity.id, stage: stage.id });
  }
  const issues = termIssues(probability, forecastCategory);
  if (issues.length > 0) return refused('CRM_INVALID_INPUT', { what: 'The forecast', issues });
  const values = {
    ...(probability !== undefined && {
      probability: probability ?? opportunity.probabilityAutomatic,
      probabilityIsSet: probability !== null,
    }),
    ...(forecastCategory !== undefined && {
      forecastCategory: forecastCategory ?? stage.forecastCategory,
      categoryIsSet: forecastCategory !== null,
    }),
  };
  return { ok: true, changes: [{ verb: 'forecastSet', reason, values }] };
}

function termIssues(
  probability: ForecastTerms['probability'],
  category: ForecastTerms['forecastCategory'],
): CrmIssue[] {
  const issues: CrmIssue[] = [];
  if (probability !== undefined && probability !== null && !isPercent(probability)) {
    const message = 'is a percentage from 0 to 100 with at most two decimals';
    issues.push({ path: 'probability', message });
  }
  const known = ['pipeline', 'best-case', 'commit', 'omitted', null, undefined];
  if (!known.includes(category)) {
    const message = "is 'pipeline', 'best-case', 'commit' or 'omitted' for an open deal";
    issues.push({ path: 'forecastCategory', message });
  }
  if (probability === undefined && category === undefined) {
    issues.push({ path: '', message: 'give a probability, a category, or null to release one' });
  }
  return issues;
}
