/**
 * @kontor/bpm/insight: seeing what processes do.
 *
 * Questions to stored history, durations and bottlenecks of steps, drawings of where an instance
 * stands, event logs for mining tools. All of it reads; nothing here changes an instance.
 */
export {
  type ActivityInstance,
  type ActivityTimes,
  timesOf,
  type WorkPeriod,
} from './insight/activity-instance.ts';
export { activitiesOf, type TaskNotes } from './insight/activity-log.ts';
export type { AuditLine } from './insight/audit-line.ts';
export { auditLines, auditTrail } from './insight/audit-trail.ts';
export {
  type Bottleneck,
  type BottleneckOptions,
  type BottleneckReport,
  bottlenecks,
} from './insight/bottlenecks.ts';
export { durationWords } from './insight/duration-words.ts';
export {
  type ActivityPage,
  type ActivityQuery,
  eachActivity,
  findActivities,
  readActivities,
} from './insight/find-activities.ts';
export type { InstanceFilter } from './insight/find-instances.ts';
export { type KnownProcess, lookupOf, type ProcessLookup } from './insight/process-lookup.ts';
export type { Period, QueueLength } from './insight/queue-length.ts';
export { type DurationSummary, summarize } from './insight/statistics.ts';
export { stepDurations, type StepDurations } from './insight/step-durations.ts';
export { passCounts, type PassCounts, type Position, positionOf } from './insight/position.ts';
export { type DiagramOptions, processDiagramSvg } from './insight/process-diagram.ts';
export { processPage, type ProcessPageOptions } from './insight/process-page.ts';
export { type ChartDiagramOptions, chartDiagramSvg } from './insight/chart-diagram.ts';
export { chartPage, type ChartPageOptions } from './insight/chart-page.ts';
export {
  type ChartPassCounts,
  chartPassCounts,
  type ChartPosition,
  chartPositionOf,
} from './insight/chart-position.ts';
export { chartAuditLines } from './insight/chart-audit.ts';
export { type ActivityStream, csvLog, ocelLog, xesLog } from './insight/event-log.ts';
