/**
 * The figures of a move of spare stock: what was short, what there was to spare, and whose turn.
 */
import type { FairSharePolicy } from '../fair-share.ts';
import type { ModifierStep } from './lot-step.ts';

/** A place that is to give spare stock, or wants some. */
export interface SparePlace {
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
}

/** How a move of spare stock came to its quantity. */
export interface MoveFigures {
  /** What the place lacked on the day in the plan without spare stock. */
  readonly net: string;
  /** What its higher-ranked spare sources gave for it. */
  readonly given: string;
  readonly origin: SparePlace;
  /** Stocking units of the origin's item for one of this item: a decimal or a fraction. */
  readonly quantityPer: string;
  /** Decimals of the origin's item. */
  readonly originDecimals: number;
  /** The day from which the origin must be able to do without it. */
  readonly takenOn: string;
  /** What it can spare then, in its own item, before any place took of it … */
  readonly found: string;
  /** … and when this place's turn came. */
  readonly spare: string;
  readonly policy: FairSharePolicy;
  /** The place of this need among those that asked the origin in the round, from 1. */
  readonly turn: number;
  readonly turns: number;
  /** By the policy `proportional`: what all who asked share, and this one's part. */
  readonly share?: {
    /** In the origin's item. */
    readonly supply: string;
    readonly claims: readonly (SparePlace & { readonly quantity: string })[];
    /** The row of `claims` that is this place's. */
    readonly own: number;
    /** What this place was given of its share before, in its own item. */
    readonly used: string;
  };
  /** The least of what is short, what is to spare, and the share. */
  readonly wanted: string;
  readonly min?: string;
  readonly multiple?: string;
  readonly max?: string;
  readonly modifiers: readonly ModifierStep[];
  /** What leaves the origin, in its own item. */
  readonly taken: string;
}
