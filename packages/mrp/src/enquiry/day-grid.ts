/**
 * A grid of days or ISO weeks, for answers that have a cell for each of them.
 */
import { type Day, startOfIsoWeek } from '@kontor/kernel';

/** How an answer cuts time. */
export type BucketOf = 'day' | 'week';

/** Buckets that follow one another without a gap. */
export interface DayGrid {
  /** The first day of each bucket. */
  readonly buckets: readonly Day[];
  /** The bucket of a day; days before the first one count as its own. */
  at(day: Day): number;
}

/** The buckets from the one of the first day to that of the last. */
export function dayGrid(first: Day, last: Day, bucket: BucketOf): DayGrid {
  const days = bucket === 'week' ? 7 : 1;
  const origin = bucket === 'week' ? startOfIsoWeek(first) : first;
  const count = Math.floor((last - origin) / days) + 1;
  return {
    buckets: Array.from({ length: count }, (_, index) => origin + index * days),
    at: (day) => Math.max(0, Math.floor((day - origin) / days)),
  };
}
