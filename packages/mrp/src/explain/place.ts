/**
 * A node as an explanation speaks of it: its item, and steps and days as text.
 */
import { formatDay } from '@kontor/kernel';
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import type { ItemAtLocation } from '../node-table.ts';

/** A node of a plan, and how its figures are written. */
export interface Place {
  readonly network: Network;
  readonly draft: Draft;
  readonly node: number;
  readonly at: ItemAtLocation;
  /** The calendar of its site; undefined = every day works. */
  readonly calendar: string | undefined;
  /** The id of a planned order of any node. */
  orderName(order: number): string;
  /** Steps of the item as decimal text. */
  text(steps: number | bigint): string;
}

/** A day as text; undefined for one that no plan reaches. */
export const dayOrNone = (day: number, never: number): string | undefined =>
  day === never ? undefined : formatDay(day);
