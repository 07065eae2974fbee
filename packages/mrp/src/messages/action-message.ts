/**
 * Action messages: what a planner should look at, as data.
 *
 * A message is about one order or about an item at a site. It says what is wrong, on which day, by
 * how much, whose need is behind it and, in one sentence, what to do.
 *
 * @source APICS Dictionary, "exception report", "action message"
 */

/** The kinds of message, worst first. */
export const actionCodes = [
  /** Supply is needed where no source is in force. */
  'NO_SOURCE',
  /** Supply is needed at a site that has no planning data for the item; other sites have. */
  'NO_PLANNING_DATA',
  /** Something is made for which there is no bill of material. */
  'NO_BOM',
  /** Supply is needed of what is planned by hand. */
  'PLANNING_DISABLED',
  /** An open order was due before today. */
  'RECEIPT_PAST_DUE',
  /** A planned order whose due day, too, lies before today. */
  'NEW_IN_PAST',
  /** An order should have been released before today; it is due later. */
  'RELEASE_PAST_DUE',
  /** A firm planned order is given less time than its lead time. */
  'LEAD_TIME_COMPRESSED',
  /** An open order is needed before it is due. */
  'RESCHEDULE_IN',
  /** A need within a time fence was answered at its end. */
  'FENCE_CONFLICT',
  /** The projected balance falls below the stock that is required. */
  'BELOW_SAFETY_STOCK',
  /** A lot expires before it is used up. */
  'EXPIRES',
  /** Demand is not known for as long as supply takes. */
  'HORIZON_TOO_SHORT',
  /** An order is to be released now. */
  'RELEASE_DUE',
  /** An open order is due before it is needed. */
  'RESCHEDULE_OUT',
  /** More comes with an open order than is needed. */
  'REDUCE',
  /** Nobody needs an open order. */
  'CANCEL',
  /** More stock than the needs of the days that it may cover. */
  'EXCESS',
] as const;

/** A kind of message. */
export type ActionCode = (typeof actionCodes)[number];

/** Whose need a message is about. */
export interface MessageNeed {
  /**
   * A demand, a forecast, a planned order or an open one that takes it; stock that is required;
   * stock that is owed.
   */
  readonly kind: 'demand' | 'forecast' | 'order' | 'openOrder' | 'safetyStock' | 'debt';
  /** What names the demand, the forecast or the order. */
  readonly id?: string;
  readonly day: string;
}

/** Advice on an order or on the master data of an item at a site. */
export interface ActionMessage {
  readonly code: ActionCode;
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  /** The planned or open order it is about. */
  readonly order?: string;
  /** Whether that order is proposed by the run or was there before. */
  readonly orderStatus?: 'planned' | 'open';
  /**
   * The day it is about: of an open order its due day, of a release that day, of a shortage of
   * stock its first day, of a fence the day of the need.
   */
  readonly day?: string;
  /** The day it should become, or became: of a release the due day. */
  readonly to?: string;
  /** What it is about, in the item's stocking unit. */
  readonly quantity?: string;
  /** By how much an order is too large. */
  readonly by?: string;
  /** What of the order is left, once reduced. */
  readonly left?: string;
  readonly need?: MessageNeed;
  /** The demands at the top of the chain that the order serves, by day; a few of them. */
  readonly demands?: readonly string[];
  /** One sentence with the remedy. */
  readonly text: string;
}

/** Which messages; what is left out does not matter. */
export interface MessageFilter {
  readonly code?: ActionCode | undefined;
  readonly item?: string | undefined;
  readonly location?: string | undefined;
  /** '' = those of no segment. */
  readonly segment?: string | undefined;
}

const ranks: ReadonlyMap<ActionCode, number> = new Map(
  actionCodes.map((code, rank) => [code, rank]),
);

/** How bad a kind of message is: 0 = worst. */
export const rankOf = (code: ActionCode): number => ranks.get(code)!;

/** A message, and what of the plan it is about, by number: for whoever looks for its causes. */
export interface Finding {
  readonly node: number;
  /** The planned order in the draft. */
  readonly order?: number;
  /** The row of the model's receipts. */
  readonly receipt?: number;
  readonly message: ActionMessage;
}
