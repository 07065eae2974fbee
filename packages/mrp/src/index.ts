/**
 * @kontor/mrp: multi-site material requirements planning.
 *
 * In the order of use: write a model, check it, plan it, read the plan, keep it.
 */

// The model
export {
  type Bom,
  type BomLine,
  type Demand,
  type Item,
  type Location,
  model as modelSchema,
  type Model,
  type ModelData,
  type ModelInput,
  type PlanningCalendar,
  type PlanningParameter,
  type Receipt,
  type Routing,
  type Source,
  type Stock,
  type Unit,
  type UnitConversion,
} from './model.ts';
export { type CheckedModel, checkModel, findModelIssues } from './check-model.ts';
export {
  type FileIssue,
  type FileIssueCode,
  type FreppleIssue,
  type ModelIssue,
  type ModelIssueCode,
  MrpError,
  type MrpErrorDetails,
} from './errors.ts';

// The run
export { plan, planInSteps, type PlanOptions, type RunControl } from './plan.ts';

// The plan
export type { Plan, PlannedNode } from './plan-view.ts';
export type { OrderFilter, PlannedOrder } from './planned-order.ts';
export type { PlanningRecord, RecordOptions } from './planning-record.ts';
export type {
  ActionCode,
  ActionMessage,
  MessageFilter,
  MessageNeed,
} from './messages/action-message.ts';
export type { MessageOptions } from './messages/message-options.ts';
export type { LateDemand, LateOrder, MessageGroup } from './messages/message-groups.ts';
export type { Shortage, ShortageCause } from './shortages.ts';
export type { DemandShare, DemandShares } from './pegging/demand-shares.ts';
export type {
  CoProductPegging,
  DemandPegging,
  FullPegging,
  OrderPegging,
  PegShare,
  PegShares,
  PegStep,
} from './pegging/order-pegging.ts';
export type { PlanPegging } from './pegging/peg-plan.ts';
export type { Numbering } from './pegging/numbering.ts';
export type { NeedKind, SupplyKind } from './pegging/scope.ts';
export type { Facts } from './facts.ts';
export type { PlanEnquiries } from './enquiry/plan-enquiries.ts';
export type { GroupOptions, GroupRecord } from './enquiry/group-record.ts';
export type { ForecastedDemand, ForecastReport, ForecastUse } from './enquiry/forecast-report.ts';
export type { PromiseOptions, PromiseRecord } from './enquiry/promise-record.ts';
export type { CoverOptions, CoverRecord } from './enquiry/cover-record.ts';

// The rules, one by one
export { lotsFor, nextLot, type OrderModifiers } from './lot-size/order-modifiers.ts';
export {
  type CheckedLotSizingRule,
  type LotSizeRuleName,
  lotSizeRules,
  type LotSizingPlan,
  type LotSizingProblem,
} from './lot-size/rule.ts';
export { lotSizeCost } from './lot-size/lot-cost.ts';
export { modifyLots } from './lot-size/modify-lots.ts';
export type { LotSizingInput, LotSizingRule } from './lot-size/lot-sizing.ts';
export { type Cover, netRequirements, type NettingRow } from './net.ts';
export { lowLevelCodes, type PlanningOrder, type SupplyGraph } from './low-level-code.ts';
export { findCycles } from './cycles.ts';
export {
  type ConsumedOrder,
  type ConsumptionMode,
  consumeForecast,
  consumptionModes,
  type ForecastConsumption,
  type ForecastConsumptionInput,
  type ForecastOrder,
} from './forecast/consume.ts';
export type { ForecastPeriod } from './forecast/period.ts';
export {
  type ForecastDemand,
  type ForecastSpreadInput,
  spreadForecast,
} from './forecast/spread.ts';
export {
  type AvailableToPromise,
  availableToPromise,
  type PromiseRow,
} from './available-to-promise.ts';
export {
  type CoverInput,
  type CoverPoint,
  DAYS_OF_COVER_MAX,
  daysOfCover,
} from './days-of-cover.ts';
export { type KitAvailability, kitAvailability, type KitInput } from './kit-availability.ts';
export {
  fairShare,
  type FairShareInput,
  fairSharePolicies,
  type FairSharePolicy,
  type ShareNeed,
  type SharePolicy,
} from './fair-share.ts';
export {
  allocateByQuota,
  nextByQuota,
  type QuotaAllocation,
  type QuotaInput,
  type QuotaSource,
} from './quota.ts';

// Action messages, the rules
export {
  type AdviceInput,
  adviseReceipts,
  type ReceiptAdvice,
  type ReceiptNeed,
  type Tolerances,
} from './messages/advise-receipts.ts';
export {
  type DayNeed,
  type MatchedSupply,
  type MatchInput,
  matchReceipts,
} from './messages/match-receipts.ts';

// The structure
export { type BillRow, explodeBill, type ExplosionTerms } from './structure/explode-bill.ts';
export { type BillTotal, summarizeBill } from './structure/summarize-bill.ts';
export { whereUsed, type WhereUsedRow, type WhereUsedTerms } from './structure/where-used.ts';
export { structurePath } from './structure/path.ts';
export {
  type CostElements,
  type CostRollUp,
  costRollUp,
  type CostTerms,
  type ItemCost,
  type MissingCost,
} from './structure/cost-roll-up.ts';
export type { MissingCostCode } from './structure/cost-recipe.ts';
export {
  massCheck,
  type MassRow,
  type MassTerms,
  type MassVerdict,
} from './structure/mass-check.ts';
export {
  kitAvailabilityOf,
  type KitTerms,
  type ModelKitAvailability,
} from './structure/kit-of-model.ts';
export { structureCycles } from './structure/structure-cycles.ts';
export type { EnquiryTerms, StructurePlace } from './structure/enquiry.ts';
export type { ExactFigure } from './structure/exact-figure.ts';
export {
  type StructureEdge,
  structureGraph,
  type StructureNode,
} from './structure/structure-graph.ts';

// Quantities only, for a million nodes
export {
  type ModelQuantityNetwork,
  quantityNetwork,
  type QuantityTerms,
} from './quantities/network-of-model.ts';
export {
  planQuantities,
  type QuantityOptions,
  type QuantityPlan,
} from './quantities/plan-quantities.ts';
export type {
  BucketRows,
  DenseRows,
  QuantityNetwork,
  QuantityUses,
  SparseRows,
} from './quantities/quantity-network.ts';
export type { QuantityRecord } from './quantities/quantity-record.ts';

// Keeping plans
export { Planner, type PlannerOptions, type StoredPlan } from './planner.ts';
export type { PlanKept } from './plan-events.ts';
export {
  planCollections,
  type PlanRun,
  storedForecasts,
  storedForecastUses,
  storedMessages,
  storedOrders,
  storedShortages,
} from './plan-collections.ts';

// Explaining an order
export { explain } from './explain/explain.ts';
export { explanationText } from './explain/explanation-text.ts';
export { recompute, type Recomputed } from './explain/recompute.ts';
export type * from './explain/explanation.ts';
export type * from './explain/lot-step.ts';
export type * from './explain/date-step.ts';
export type { MoveFigures, SparePlace } from './explain/move-figures.ts';
export type { WorkingWeek } from './explain/working-week.ts';
export {
  type Removal,
  type RemovalOptions,
  type RemovingChange,
  whatWouldRemove,
} from './explain/what-would-remove.ts';
export { applyChange, type ModelChange, type StockChange } from './explain/model-change.ts';
