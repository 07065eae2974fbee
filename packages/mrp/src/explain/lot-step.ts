/**
 * The steps from a net requirement to a lot, as data: the rule's, then the modifiers'.
 */

/** A day with an event in the window of a rule. */
export interface WindowDay {
  readonly day: string;
  readonly receipts: string;
  readonly gross: string;
  readonly required: string;
}

/** A step from the net requirement to the quantity wanted; `quantity` is what it gives. */
export type RuleStep =
  | { readonly rule: 'lotForLot'; readonly quantity: string }
  /** The modifiers make whole lots of it. */
  | { readonly rule: 'fixedQuantity'; readonly size: string; readonly quantity: string }
  /** The largest shortfall from the day on until (and with) the last day of the window. */
  | {
      readonly rule: 'periodOfSupply' | 'maxCoverDays';
      readonly days: number;
      readonly until: string;
      readonly events: readonly WindowDay[];
      readonly quantity: string;
    }
  /** What the rule wants received up to the day's period, less what came of it so far. */
  | {
      readonly rule: 'planned';
      /** Of the model's rules, or `own`. */
      readonly name: string;
      readonly periodDays: number;
      /** Periods with a need or a lot, up to the day's. */
      readonly periods: readonly {
        readonly from: string;
        readonly net: string;
        readonly lot: string;
      }[];
      readonly wantedUntil: string;
      readonly received: string;
      readonly quantity: string;
    }
  /** From what is required up to a level. */
  | {
      readonly rule: 'orderUpTo';
      readonly level: string;
      readonly required: string;
      readonly quantity: string;
    };

/** A step from what is still open of the quantity wanted to one lot. */
export interface ModifierStep {
  readonly rule: 'min' | 'multiple' | 'max';
  readonly parameter: string;
  /** After the step. */
  readonly quantity: string;
}

/** How a net requirement became lots, and one of them this order. */
export interface LotFigures {
  readonly net: string;
  readonly rules: readonly RuleStep[];
  readonly wanted: string;
  /** What lots before this one cover. */
  readonly covered: string;
  /** Its place among the lots, from 1. */
  readonly number: number;
  readonly count: number;
  readonly min?: string;
  readonly multiple?: string;
  readonly max?: string;
  readonly modifiers: readonly ModifierStep[];
  readonly quantity: string;
  /** What is left for the lots after this one; none below nothing. */
  readonly remainder: string;
}
