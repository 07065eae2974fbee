/**
 * @kontor/crm-core/sales: What sales figures: history of stages, forecasts, quotas, accuracy,
 * commission.
 */

// History of stages
export { type StageVisit, stageVisits } from './pipeline/stage-visits.ts';
export { type TimeInStage, timeInStage } from './pipeline/time-in-stage.ts';
export {
  type Cohort,
  type Conversion,
  stageConversion,
  type StageFunnel,
} from './pipeline/stage-conversion.ts';
export { type ClosedDeal, type ClosedWithin, type WinRate, winRate } from './pipeline/win-rate.ts';
export {
  type Velocity,
  velocity,
  type VelocityFactors,
  velocityOf,
} from './pipeline/sales-velocity.ts';
export { type AgeingDeal, type StageAge, stageAges } from './pipeline/stage-ageing.ts';
export { amountByStage, type StageAmount, type StagedDeal } from './pipeline/amount-by-stage.ts';

// Facts
export { type CrmFacts, facts } from './facts/facts.ts';
export type { OpportunityFacts } from './facts/opportunity-facts.ts';
export type { StageFacts } from './facts/stage-facts.ts';
export type { QuoteFacts, QuoteLineFacts } from './facts/quote-facts.ts';
export type { ActivityFacts } from './facts/activity-facts.ts';
export { type CommissionFacts, commissionFacts } from './facts/commission-facts.ts';

// Forecasts
export { dealsAt, type PastDeal } from './forecast/deals-at.ts';
export type { ForecastDeal } from './forecast/deal.ts';
export { splitDeals, type SplitDeal } from './forecast/splits.ts';
export type { ForecastRates, ReportingOptions } from './forecast/reporting-currency.ts';
export type { PeriodOptions, TimeLevel } from './forecast/forecast-period.ts';
export type { FigureName, Figures, ForecastMethod } from './forecast/figures.ts';
export type { CellKey } from './forecast/cell-keys.ts';
export {
  type Forecast,
  type ForecastCell,
  type ForecastExplanation,
  type ForecastOptions,
  rollUpForecast,
} from './forecast/roll-up.ts';
export type { ForecastLine } from './forecast/explain.ts';

// Forecasts over a hierarchy
export {
  defineHierarchy,
  type Hierarchy,
  type HierarchyPlace,
  type HierarchyTree,
} from './forecast/hierarchy.ts';
export {
  type HierarchyForecast,
  type HierarchyOptions,
  type NodeForecast,
  rollUpHierarchy,
} from './forecast/roll-up-hierarchy.ts';
export {
  type ForecastOverride,
  forecastOverrideFields,
  overrideForecast,
  type OverrideCommand,
  overrideId,
  overridesAt,
} from './forecast/override.ts';
export { type Attainment, attainmentOf, type QuotaCase } from './forecast/attainment.ts';
export { type Quota, quotaAttainment, type QuotaStanding } from './forecast/quota-attainment.ts';

// What changed, how likely it is, and how right it was
export {
  compareForecasts,
  type ChangeSum,
  type ComparisonOptions,
  type ForecastChange,
  type ForecastComparison,
} from './forecast/compare-forecasts.ts';
export type { ChangeCause } from './forecast/change-steps.ts';
export type { FigureChoice } from './forecast/figure-of-deal.ts';
export {
  type DistributionOptions,
  type DistributionPoint,
  type ForecastDistribution,
  forecastDistribution,
  forecastDistributions,
} from './forecast/distribution.ts';
export { type Accuracy, forecastAccuracy, type ForecastOutcome } from './forecast/accuracy.ts';
export {
  type Calibration,
  type CalibrationDecile,
  calibrationOf,
  type ProbabilityOutcome,
} from './forecast/calibration.ts';

// Commission
export {
  type CommissionPlan,
  type CommissionPlanInput,
  defineCommissionPlan,
} from './commission/commission-plan.ts';
export {
  type CommissionAmount,
  type CommissionBase,
  commissionOf,
  type CommissionSlice,
  type PlanCliff,
  planCliffs,
} from './commission/commission-of.ts';
export { type Credit, creditsOf, type CreditSplit } from './commission/credits.ts';
export {
  type CommissionFact,
  commissionFact,
  type CommissionSource,
  type CommissionStatement,
  commissionStatements,
  type StatementInput,
  type StatementLine,
} from './commission/statement.ts';

// Scores
export { addFading, fadedTo, type FadingSum } from './score/fading-sum.ts';
export {
  defineScoreModel,
  type LeadScore,
  scoreAt,
  type ScoreModel,
  type ScorePart,
  type ScoreSignal,
} from './score/lead-score.ts';
export {
  type DealOutcome,
  emptyFrequencies,
  type Frequency,
  frequencyOf,
  type FrequencyTable,
  learn,
  predictiveScore,
  type PredictiveScore,
  type ScoredDeal,
  type ScoreFactor,
  unlearn,
} from './score/predictive-score.ts';
