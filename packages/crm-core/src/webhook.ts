/**
 * Webhooks: who is told of which events, and when he is told again.
 */
import * as z from 'zod';

/** A subscription. */
export const webhook = z.strictObject({
  id: z.string().regex(/^[!-.0-{}~]{1,64}$/, 'must be printable ASCII of 1 to 64 letters'),
  url: z.url({ protocol: /^https?$/ }).max(2000),
  /** Types of events, `crm.opportunity.*` for all of an object, `*` for all. */
  types: z.array(z.string().min(1).max(255)).min(1).max(100),
  /** The first one signs; further ones sign as well, while secrets change. */
  secrets: z.array(z.string()).min(1).max(5),
  /** A subscription that rests is told nothing, and is not told later what it missed. */
  isActive: z.boolean().default(true),
});

/** A subscription. */
export type Webhook = z.output<typeof webhook>;

/** Whether a subscription is to be told of a type of event. */
export const isSubscribed = ({ types, isActive }: Webhook, type: string): boolean =>
  isActive &&
  types.some((pattern) =>
    pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type,
  );

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * How long after each failure it is tried again; after the last one it is given up.
 *
 * @source Standard Webhooks specification 1.0, "Retry schedule"
 */
export const retryDelaysMs: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/**
 * When to try again; undefined when it was the last try.
 *
 * @param failures so far, from 1
 * @param jitter from 0 to 1: up to a tenth is added, so that not all come back at once
 * @example
 * retryAt(0, 2, 0) // => 300000
 */
export function retryAt(now: number, failures: number, jitter: number): number | undefined {
  const delay = retryDelaysMs[failures - 1];
  return delay === undefined ? undefined : now + Math.round(delay * (1 + jitter / 10));
}
