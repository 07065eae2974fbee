/**
 * @kontor/olap: cubes whose totals are right, exact and fast.
 */

// Writing a cube
export {
  cubeOf,
  type CubeDraft,
  type LevelKeys,
  type MeasureValues,
  type TypedCube,
  type TypedRequest,
  type TypedRow,
} from './cube-of.ts';
export {
  type Accessor,
  calendar,
  type DayInput,
  type DimensionDraft,
  hierarchies,
  levels,
  periods,
  table,
  tree,
} from './dimensions.ts';
export {
  aggregate,
  type Amount,
  approximateDistinct,
  approximatePercentile,
  average,
  averageOverTime,
  byAccount,
  closing,
  count,
  deviation,
  distinct,
  first,
  firstNonEmpty,
  floatSum,
  last,
  lastNonEmpty,
  max,
  type MeasureDraft,
  median,
  min,
  money,
  opening,
  percentile,
  rows,
  sum,
  variance,
  weightedAverage,
} from './measures.ts';
export {
  add,
  at,
  classes,
  coalesce,
  constant,
  convert,
  favourable,
  type FormulaDraft,
  growth,
  multiply,
  rank,
  ratio,
  running,
  share,
  shift,
  subtract,
  toDate,
  window,
} from './formulas.ts';
export type { Aggregate } from './aggregate/aggregate.ts';

// The cube and its answers
export { Cube, type CubeOptions } from './cube.ts';
export type { Advice, AdviceOptions } from './advise-cube.ts';
export { type CellRow, type CellSet, type Explanation, type Pivot } from './cell-set.ts';
export { type CubeDefinition, cubeDefinition } from './model.ts';
export { type CubeParts, type RatePeriod, type RateTable } from './compile-cube.ts';
export {
  type CalculatedMember,
  type CubeRequest,
  cubeRequest,
  type Member,
  type MemberRows,
  type RowOrder,
  type Top,
} from './request.ts';
export type { Members } from './members.ts';
export { drillDown, drillUp } from './drill.ts';
export {
  type AcrossCells,
  type AcrossCube,
  type AcrossRequest,
  type AcrossRow,
  drillAcross,
} from './drill-across.ts';
export { type Filter, type MemberRef, type MemberSet } from './filter.ts';
export { type Formula } from './formula.ts';
export { type Key } from './hierarchy.ts';
export { type Flag, type Value } from './value.ts';
export type { Facts } from './column-rows.ts';
export { type LoadOptions, type LoadResult } from './load-rows.ts';
export { type DrillOptions, type FactRow } from './drill-through.ts';

// Trouble
export {
  type CubeIssue,
  type CubeIssueCode,
  OlapError,
  type OlapErrorCode,
  type OlapErrorDetails,
  type RowIssue,
  type RowIssueCode,
} from './errors.ts';
