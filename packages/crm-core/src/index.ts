/**
 * @kontor/crm-core: everything from the first contact to the signed quote, over an injected store.
 *
 * What sales figures is the subpath `sales`, prices and quotes `quote`, products with options
 * `configure`, conditions over many records `segments`.
 */

// Errors
export { CrmError, type CrmErrorDetails, type CrmIssue } from './errors.ts';

// Rules and their events
export { type Decision, type RecordChange, type Refusal, refused } from './decision.ts';
export type { RecordEvent, RecordEventData } from './record-event.ts';

// Objects and records
export {
  type CrmObject,
  defineObject,
  type ObjectDeclaration,
  type Relation,
} from './record/crm-object.ts';
export { decimalText, type FieldType, instantText } from './record/field-type.ts';
export type { CrmRecord, NewRecord, RecordBase, RecordOf, RecordValues } from './record/record.ts';
export {
  accountObject,
  contactObject,
  forecastOverrideObject,
  leadObject,
  opportunityObject,
  productObject,
  quoteObject,
  regionObject,
  teamObject,
  userObject,
} from './record/standard-objects.ts';
export type { Custom } from './record/common-fields.ts';
export {
  activityObject,
  activitySeriesObject,
  queuedCallObject,
} from './record/activity-objects.ts';
export { eventsUpTo, type PastQuery, recordAt } from './record/fold-events.ts';
export type { ExternalId } from './record/external-id.ts';
export {
  type PolicyAction,
  type PolicyRule,
  type RowPolicy,
  rowPolicy,
} from './record/row-policy.ts';

// Conditions
export {
  and,
  field,
  type FieldConditions,
  fieldsOf,
  not,
  or,
  param,
  related,
} from './predicate/build-predicate.ts';
export { checkPredicate } from './predicate/check-predicate.ts';
export {
  type CompiledPredicate,
  compilePredicate,
  type PredicateContext,
} from './predicate/compile-predicate.ts';
export type { FieldKind, FieldKinds, RelationKinds } from './predicate/field-kinds.ts';
export { type Operand, type Param, type Predicate, predicate } from './predicate/predicate.ts';

// The engine on a store
export type { Actor, System } from './actor.ts';
export { Crm, type CrmOptions } from './crm.ts';
export type { CommandOptions, CrmSession } from './crm-session.ts';
export type { CrmFacts } from './facts/facts.ts';
export type { EditOptions } from './store/edit-record.ts';
export type { FindQuery } from './store/find-records.ts';
export type { SearchHit, SearchQuery } from './store/search-records.ts';
export type { ImportOptions, ImportResult, ImportRow, RowOutcome } from './store/import-records.ts';
export type { TimelineQuery } from './store/timeline.ts';
export type { UpsertKey, Upserted } from './store/upsert-record.ts';

// Webhooks
export {
  type SignedRequest,
  signWebhook,
  verifyWebhook,
  type WebhookHeaders,
} from './sign-webhook.ts';
export type { Webhook } from './webhook.ts';
export type {
  DeliverOptions,
  Delivery,
  DeliveryRound,
  SendWebhook,
  WebhookRequest,
  Webhooks,
} from './store/webhook-deliveries.ts';

// Leads
export { type FieldMap, standardFieldMap } from './lead/convert-lead.ts';
export type { LeadStream } from './lead/lead-stream.ts';
export type {
  Capture,
  Captured,
  Converted,
  ConvertOptions,
  LeadCommands,
} from './store/lead-commands.ts';
export type { PartyMatch } from './store/find-parties.ts';
export { freeMailDomains, type Party, type PartyRule, sameParty } from './lead/same-party.ts';

// Activities
export {
  type Appointment,
  type Clash,
  clashesOf,
  freeSlots,
  type Slot,
  type SlotQuery,
} from './agenda.ts';
export type { ActivityCommands, Done } from './store/activity-commands.ts';
export type { Agenda, AgendaQuery } from './store/read-agenda.ts';

// Activities that repeat
export type { NthWeekday, RecurrenceRule, WeekdayCode } from './recurrence/recurrence-rule.ts';
export type { ActivitySchedule, ActivityScheduleInput } from './recurrence/activity-schedule.ts';
export { type Occurrence, type OccurrenceQuery, occurrences } from './recurrence/occurrences.ts';
export { type SplitSeries, splitSeries } from './recurrence/split-series.ts';
export type { SeriesCommands, SeriesEdit, SeriesEnd } from './store/series-commands.ts';
export type {
  CallCommands,
  CallList,
  CallOutcome,
  CallTerms,
  LoggedCall,
} from './store/call-commands.ts';

// Assignment and calls
export {
  assignByQuota,
  type AssignmentNeeds,
  type Candidate,
  eligible,
  leastLoaded,
  nextInTurn,
  type QuotaHolder,
  type QuotaItem,
  type QuotaRound,
  type Turn,
  type TurnState,
} from './assignment/assign.ts';
export {
  defineTerritories,
  type Territories,
  type TerritoryInput,
  type TerritoryOutcome,
} from './assignment/territory.ts';
export {
  callBar,
  type CallBar,
  type CallLog,
  type CallQueue,
  defineCallQueue,
  logCall,
  nextCall,
  type QueuedCall,
} from './assignment/call-queue.ts';

// Pipelines
export {
  definePipeline,
  type CloseReasonDefinition,
  type PipelineDefinition,
  type StageDefinition,
} from './pipeline/define-pipeline.ts';
export type { CloseReason, Pipeline, Stage, StageKind } from './pipeline/pipeline.ts';
export {
  approved,
  required,
  satisfies,
  type StageGuard,
  type StageGuardInput,
} from './pipeline/stage-guard.ts';
export {
  type ForecastCategory,
  type Opportunity,
  opportunityFields,
  type OpportunityRecord,
  type OpportunitySplit,
} from './pipeline/opportunity.ts';
export type { OpenedOpportunity, OpportunityCommands } from './store/opportunity-commands.ts';
export type { PipelineContext } from './pipeline/command-context.ts';
export { type NewOpportunity, openOpportunity } from './pipeline/open-opportunity.ts';
export { movePipeline, moveStage, type StageMove } from './pipeline/move-stage.ts';
export { type ForecastTerms, setForecast } from './pipeline/set-by-hand.ts';
export {
  type ApprovalAnswer,
  type ApprovalRequest,
  type ApprovalStanding,
  approvalStanding,
  answerApproval,
  requestApproval,
} from './pipeline/approval.ts';
