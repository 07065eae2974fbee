/**
 * @kontor/bpm: a process engine to embed. A process is plain data, a step is a pure function, and a
 * commit holds a step with all that belongs to it.
 */

// Errors
export { BpmError, type BpmErrorDetails, type DefinitionIssue } from './errors.ts';

// Definitions
export {
  type Expression,
  type EventDefinition,
  type MessageEvent,
  type TextOrExpression,
  type TimerEvent,
} from './event-model.ts';
export {
  type Flow,
  type Mapping,
  type Node,
  type NodeKind,
  type NodeOf,
  type ProcessDefinition,
  processDefinition,
  type ProcessInput,
  type RetryRule,
  type SubProcess,
  type UserWork,
} from './model.ts';
export { compileProcess, type CompileOptions, readDefinition } from './compile.ts';
export type { CompiledProcess } from './compiled.ts';
export { checkStructure, definitionNotes } from './check-model.ts';
export {
  checkSoundness,
  type Soundness,
  type SoundnessOptions,
  type SoundnessVerdict,
} from './soundness/check-soundness.ts';
export type { SoundnessCode, SoundnessFinding } from './soundness/soundness-findings.ts';
export type { WitnessStep } from './soundness/token-net.ts';
export { contentHash } from './content-hash.ts';

// Expressions
export type {
  CompiledExpression,
  EvaluationMoment,
  EvaluationResult,
  ExpressionDiagnostic,
  ExpressionDiagnosticCode,
  ExpressionIssue,
  ExpressionKind,
  ExpressionLanguage,
  JsonValue,
  NameScope,
  VariableLookup,
} from './expression.ts';
export { feel, feelLanguage } from './feel/language.ts';

// The pure step
export { advance, replay, type Step } from './advance.ts';
export type { Subject, Trigger } from './trigger.ts';
export type { Effect, Library, TaskWork } from './burst.ts';
export { libraryOf } from './library.ts';
export type {
  Completion,
  EntryOptions,
  Frame,
  Incident,
  IncidentCode,
  Instance,
  InstanceState,
  JobWait,
  Repetition,
  Token,
  Variables,
  Wait,
  WaitOf,
} from './instance.ts';
export type { DiagnosticCode, FrameChange, HistoryEvent, HistoryPage } from './history.ts';
export { explain, type Reason } from './explain.ts';
export { facts, type ProcessFacts } from './facts.ts';

// Versions
export {
  type ElementMapping,
  invertPlan,
  type MigrationOptions,
  planMigration,
} from './migration/plan-migration.ts';
export type { MigrationPlan } from './migration/migration-plan.ts';
export { examine, type Examination, type Move } from './migration/examine.ts';
export type { Change } from './modification.ts';
export type { Audit } from './trigger.ts';
export type {
  InstanceMigration,
  MigrateOptions,
  MigrationReport,
} from './engine/migrate-instances.ts';
export type { Version } from './engine/versions.ts';

// Timers
export {
  readTimer,
  type TimerContext,
  type TimerRule,
  type TimerSpec,
} from './timer/timer-rule.ts';
export { activate, following, recomputeDue, type TimerState } from './timer/timer-state.ts';
export { missedAt, type MissedFirings } from './timer/missed.ts';
export { isTimerIssue, type TimerIssue, type TimerIssueCode } from './timer/timer-issue.ts';

// Service steps
export {
  type BusinessError,
  businessError,
  isBusinessError,
  service,
  type ServiceContract,
} from './contract.ts';

// The engine
export {
  type After,
  type ProcessCommands,
  ProcessEngine,
  type ProcessEngineOptions,
  type StartOptions,
} from './process-engine.ts';
export {
  processCollections,
  type StoredIncident,
  type StoredTask,
  type StoredTaskRecord,
  type TaskNote,
} from './engine/engine-collections.ts';
export type { Deployed } from './engine/deployment.ts';
export type { ActivityRef } from './engine/find-wait.ts';
export type { AfterChart, ChartCommandsWithin } from './engine/commands.ts';
export type { ChartCommands, ChartModification, ModifyOptions } from './engine/chart-commands.ts';
export type { ChartSurroundings, DefinitionInput } from './engine/deployment.ts';
export type { EventAddress, EventInput, EventTaken } from './engine/send-event.ts';
export type { Snapshot } from './engine/snapshot.ts';
export type { Handler, InsideJob, JobContext, WorkerJob } from './engine/handlers.ts';
export type { MessageInput, MessageOutcome, Published } from './engine/messages.ts';
export type { Round } from './engine/rounds.ts';
export type { TaskAction, TaskQuery } from './engine/task-list.ts';
export type { ClaimedJob, ClaimOptions, JobResult } from './engine/worker.ts';

// Statecharts
export { advanceChart, nextDue, replayChart } from './statechart/advance-chart.ts';
export type { ChartStep, ChartSubject } from './statechart/advance-chart.ts';
export type { ChartTrigger } from './statechart/chart-trigger.ts';
export { compileChart, type ChartOptions } from './statechart/compile-chart.ts';
export type { CompiledChart } from './statechart/compiled-chart.ts';
export type { ChartEffect, ChartLibrary } from './statechart/chart-run.ts';
export type { ChartHistoryEvent } from './statechart/chart-history.ts';
export type { ChartEvent, ChartInstance, ChartSession } from './statechart/chart-instance.ts';
export type { ChartEvaluator, ChartLanguage, ChartScope } from './statechart/chart-language.ts';
export type {
  Action,
  ChartDefinition,
  ChartState,
  ChartTransition,
  ValueSource,
} from './statechart/chart-model.ts';
export { chartLanguage } from './statechart/feel-chart.ts';
export {
  type ChartMigrationOptions,
  invertChartPlan,
  planChartMigration,
  type StateMapping,
} from './statechart/migration/plan-chart-migration.ts';
export type {
  ChartMigrationPlan,
  InvokeChoices,
  SendChoices,
} from './statechart/migration/chart-plan.ts';
export {
  type ChartFinding,
  type ChartSoundness,
  checkChartSoundness,
} from './statechart/soundness/check-chart-soundness.ts';
export { examineChart } from './statechart/migration/examine-chart.ts';
export type { ChartStructure } from './statechart/compile-chart.ts';
export type { ChartChange } from './statechart/modify-chart.ts';

// Decisions
export { compileDecisions } from './decision/compile-decisions.ts';
export type { CompileDecisionsOptions, DecisionIssues } from './decision/compile-decisions.ts';
export type { CompiledDecisions, DecisionResult } from './decision/compiled-decisions.ts';
export type { MatchedRule, TableMatch } from './feel/run.ts';
export { decisionFunctions, type DecisionNews } from './decision/decision-functions.ts';
export {
  decisionTable,
  type TableCell,
  type TableInput,
  type TableOutput,
  type TableRow,
  type TableSpec,
} from './decision/decision-table.ts';
export {
  type Box,
  type Boxed,
  type ContextEntry,
  type Decision,
  type DecisionModel,
  decisionModel,
  type DecisionModelInput,
  type DecisionService,
  type FunctionBox,
  type HitPolicy,
  type InputData,
  type ItemDefinition,
  type KnowledgeModel,
  type NamedBox,
  type Reference,
  type TableBox,
  type Typed,
} from './decision/model.ts';
export type { DecisionDiagnostic } from './decision/request.ts';
