/**
 * @kontor/olap/analysis: what a series or a list of members says: trends, seasons, forecasts, what
 * stands out, and what a change is made of. Pure functions, of cubes or of anything else.
 */
export { abcClasses, type Classified } from './abc-classes.ts';
export {
  anomalies,
  type Anomaly,
  robustScores,
  type RobustScores,
  seasonalAnomalies,
} from './anomalies.ts';
export {
  type ChangeExplained,
  type Contribution,
  explainChange,
  type MemberChange,
} from './contribution.ts';
export { type Growth, growthOf, type Nature, planVariance, type PlanVariance } from './growth.ts';
export {
  type Forecast,
  type ForecastOptions,
  holtWinters,
  type Smoothing,
} from './holt-winters.ts';
export { linearTrend, type LinearTrend } from './linear-trend.ts';
export {
  type PriceVolumeMix,
  priceVolumeMix,
  type ProductSales,
  type UnitsSold,
} from './price-volume-mix.ts';
export { type MannKendall, mannKendall, type TheilSen, theilSen } from './robust-trend.ts';
export {
  centredMeans,
  decomposeSeason,
  type SeasonalDecomposition,
  type SeasonalModel,
} from './seasonal-decomposition.ts';
export type { Series } from './series.ts';
