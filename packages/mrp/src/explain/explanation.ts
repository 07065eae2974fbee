/**
 * The explanation of an order: every figure on the way from needs to dates, as plain data.
 *
 * One record says what a planner would work out by hand, in his order: the needs of the day, the
 * balance, what the lot rule and the modifiers made of the net requirement, which source took it,
 * and how its days were counted. It holds every figure that the arithmetic takes, so that
 * `recompute` does it again from the record alone. The record of a day without an order is the
 * same up to where planning stopped.
 *
 * Quantities are decimal text in the item's stocking unit, days `YYYY-MM-DD`.
 */
import type { OrderKind } from '../compiled-source.ts';
import type { PlanningParameter } from '../model.ts';
import type { PegShare } from '../pegging/order-pegging.ts';
import type { DateSteps } from './date-step.ts';
import type { LotFigures } from './lot-step.ts';
import type { MoveFigures } from './move-figures.ts';

/** A need of the day. */
export interface NeedPart {
  /**
   * `order`: a planned order that needs it, or takes spare stock; `receipt`: an open order that
   * still takes it; `debt`: stock below nothing; `expired`: what of a lot nobody uses in time.
   */
  readonly kind: 'demand' | 'forecast' | 'order' | 'receipt' | 'debt' | 'expired';
  /** Of the demand, forecast, order or lot. */
  readonly id: string;
  /** What the order that needs it makes or moves, and where. */
  readonly for?: { readonly item: string; readonly location: string; readonly segment?: string };
  /** What stock is reserved for is left out. */
  readonly quantity: string;
}

/** What serves the needs of the day. */
export interface CoverPart {
  readonly kind: 'stock' | 'heldStock' | 'receipt' | 'order' | 'coProduct';
  readonly id: string;
  /** From when it is there. */
  readonly day: string;
  readonly quantity: string;
}

/** How the balance of a day comes about, and what is short of it. */
export interface BalanceFigures {
  /**
   * The day whose receipts and needs are counted: the need's day; with `rebuild` that of the break.
   */
  readonly day: string;
  /** Free stock at the start of the run. */
  readonly onHand: string;
  /** Of all days before: open orders and the like, orders of this run, needs. */
  readonly receiptsBefore: string;
  readonly plannedBefore: string;
  readonly grossBefore: string;
  /** `onHand + receiptsBefore + plannedBefore - grossBefore`. */
  readonly before: string;
  readonly receipts: string;
  /** Orders of this run that were there for the day already: spare stock, an earlier pass. */
  readonly planned: string;
  readonly gross: string;
  /** `before + receipts + planned - gross`. */
  readonly balance: string;
  readonly required: string;
  /** What it is that is required. */
  readonly requiredBy: 'nothing' | 'safetyStock' | 'reorderLevel';
  readonly policy: PlanningParameter['safetyStockPolicy'];
  /** With the policy `afterDemand`: whether demand or the stock is covered. */
  readonly pass?: 'demand' | 'stock';
  /**
   * With the policy `rebuildNow`: the part of a break that was missing before it is ordered for
   * today, `min(required - before, what is short on the day)`.
   */
  readonly rebuild?: { readonly required: string };
  /** `required - balance` where that is more than nothing. */
  readonly net: string;
}

/** What the run took for granted, as far as it touches the day. */
export interface AssumedParts {
  /** Open orders that were taken to be moved in. */
  readonly movedIn: readonly {
    readonly receipt: string;
    readonly quantity: string;
    readonly from: string;
    readonly to: string;
  }[];
  /** Lots that expire unused, on or before the day. */
  readonly expired: readonly {
    readonly lot: string;
    readonly quantity: string;
    readonly day: string;
  }[];
  /** Forecasts of a period with the day in it: in all, after orders, after the demand fence. */
  readonly forecasts: readonly {
    readonly forecast: string;
    readonly quantity: string;
    readonly net: string;
    readonly planned: string;
  }[];
}

/** A way of supply, and why it took the lot or did not. */
export interface SourceVerdict {
  readonly id: string;
  readonly kind: OrderKind;
  readonly priority: number;
  readonly cost?: string;
  /** In force for orders due on or after … and before. */
  readonly from?: string;
  readonly until?: string;
  readonly quota?: string;
  /** What it was given before this lot. */
  readonly allocated?: string;
  /** Where lateness may change the source: when an order for the net requirement would leave. */
  readonly release?: string;
  /**
   * `late`: it would leave before today, and another one not. `standIn`: bought from nobody, where
   * the model names no source.
   */
  readonly verdict:
    | 'chosen'
    | 'notInForce'
    | 'lowerRank'
    | 'quota'
    | 'late'
    | 'fromStockOnly'
    | 'standIn';
}

/** The choice of a source for a lot; the sources stand by rank. */
export interface SourceFigures {
  readonly chosen: string;
  /**
   * `rank`: the first in force; `quota`: furthest behind its part; `inTime`: the first that would
   * not leave before today; `noneInTime`: the first, as each would.
   */
  readonly by: 'rank' | 'quota' | 'inTime' | 'noneInTime';
  readonly due: string;
  readonly today: string;
  readonly sources: readonly SourceVerdict[];
}

/** What must be started so that so much is good. */
export interface YieldFigures {
  /** Good output per unit started, a decimal or a fraction. */
  readonly yield: string;
  readonly started: string;
}

/** What is known of a node and a day, whether something is ordered or not. */
export interface DayFigures {
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  /** Decimals of the item's steps. */
  readonly decimals: number;
  readonly today: string;
  /** The day of the need: the first of its bucket. */
  readonly day: string;
  readonly needs: readonly NeedPart[];
  readonly coveredBy: readonly CoverPart[];
  readonly balance: BalanceFigures;
  readonly assumed: AssumedParts;
}

/** Why a planned order is there, and why it is as it is. */
export interface OrderExplanation extends DayFigures {
  readonly order: string;
  readonly kind: OrderKind;
  readonly quantity: string;
  readonly due: string;
  readonly release: string;
  readonly source: string;
  /** What the order serves; adds up to its quantity. */
  readonly serves: readonly PegShare[];
  /** Of an order that is no move of spare stock. */
  readonly lot?: LotFigures;
  readonly choice?: SourceFigures;
  /** Of a move of spare stock. */
  readonly move?: MoveFigures;
  readonly yield?: YieldFigures;
  readonly dates: DateSteps;
}

/** Why a day has no order, or which ones it has. */
export type DayReason =
  /** Orders of the run answer the day. */
  | 'ordered'
  /** Nothing is needed, received or asked for on the day, so nothing is netted. */
  | 'noEvent'
  /** Before today no stock is required, and the balance is not below nothing. */
  | 'beforeToday'
  /** Stock on hand is enough, without anything that comes in. */
  | 'stockCovers'
  /** With open orders, held stock or co-products it is enough … */
  | 'receiptsCover'
  /** … one of which is taken to be moved in. */
  | 'receiptMovedIn'
  /** Orders of this run for earlier days left enough. */
  | 'ordersCover'
  /** A planner plans it by hand: `balance.net` is what lacks. */
  | 'manual';

/** The record of an item at a site and a day. */
export interface DayExplanation extends DayFigures {
  readonly reasons: readonly DayReason[];
  /** Orders that answer the day. */
  readonly orders: readonly OrderExplanation[];
}
