/**
 * The terms of a run: what a planner decides about a run as a whole, not about an item.
 */
import { type Day, day } from '@kontor/kernel';
import { MrpError } from './errors.ts';
import {
  type MessageOptions,
  messageTerms,
  type MessageTerms,
} from './messages/message-options.ts';

/** What an overdue need or a release before today becomes. */
export type PastDueRelease = 'keep' | 'clamp';

/** The terms of a run, as the network and the run read them. */
export interface PlanTerms {
  readonly today: Day;
  readonly pastDueRelease: PastDueRelease;
  /** Days of a bucket; 1 = date-precise. */
  readonly bucketDays: number;
  /** When messages are silent. */
  readonly messages: MessageTerms;
}

/** The first day of a day's bucket; buckets are counted from today, also backward. */
export function bucketStart({ today, bucketDays }: PlanTerms, on: Day): Day {
  return bucketDays === 1 ? on : today + Math.floor((on - today) / bucketDays) * bucketDays;
}

/** The bucket in which a need of a day counts: not before today where the past is closed. */
export function needDay(terms: PlanTerms, on: Day): Day {
  const { today, pastDueRelease } = terms;
  return bucketStart(terms, pastDueRelease === 'clamp' ? Math.max(on, today) : on);
}

/** What of the terms a caller writes. */
export interface PlanTermsInput {
  readonly today: string;
  readonly pastDueRelease?: PastDueRelease | undefined;
  readonly bucketDays?: number | undefined;
  readonly messages?: MessageOptions | undefined;
}

/**
 * Reads the terms.
 *
 * @throws MrpError MRP_BAD_OPTION — an unknown pastDueRelease, buckets that are no whole days,
 * tolerances below 0
 * @throws KernelError KERNEL_BAD_DAY — today is no day
 */
export function planTerms(input: PlanTermsInput): PlanTerms {
  const { today, pastDueRelease = 'keep', bucketDays = 1 } = input;
  if (pastDueRelease !== 'keep' && pastDueRelease !== 'clamp') {
    refuse('pastDueRelease', pastDueRelease, "'keep' or 'clamp'");
  }
  if (!Number.isSafeInteger(bucketDays) || bucketDays < 1 || bucketDays > 366) {
    refuse('bucketDays', bucketDays, 'whole days from 1 to 366');
  }
  return { today: day(today), pastDueRelease, bucketDays, messages: messageTerms(input.messages) };
}

function refuse(option: string, value: unknown, expected: string): never {
  throw new MrpError('MRP_BAD_OPTION', { option, value: String(value), expected });
}
