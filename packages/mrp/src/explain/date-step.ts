/**
 * The steps between the days of an order, as data: how many working days of which calendar.
 */
import type { WorkingWeek } from './working-week.ts';

/** One step from a day to another. */
export interface DateStep {
  /**
   * `workingDay`: back to a day that works. `planningFence`: on to the fence, if before it.
   * `making`: `setupMinutes + minutesPerUnit × started`, in whole days of the calendar.
   */
  readonly rule:
    | 'safetyTime'
    | 'workingDay'
    | 'planningFence'
    | 'receiving'
    | 'making'
    | 'leadTime';
  readonly from: string;
  readonly to: string;
  /** Working days counted; of a fence, those it lies after today. */
  readonly days: number;
  /** Left out where every day works. */
  readonly week?: WorkingWeek;
  readonly making?: MakingFigures;
  readonly leadTime?: LeadTimeFigures;
}

/** What making takes. */
export interface MakingFigures {
  readonly setupMinutes: string;
  /** Per stocking unit started. */
  readonly minutesPerUnit: string;
  readonly started: string;
  /** In force on the day it should be there; left out where all is good. */
  readonly yield?: string;
  /** Rounded up to whole minutes. */
  readonly minutes: number;
}

/** Whose lead time it is; `days` of the step is the sum. */
export interface LeadTimeFigures {
  readonly of: 'bill' | 'source' | 'item' | 'none';
  readonly days: number;
  /** Of the bill in force on the due day. */
  readonly preparationDays: number;
  readonly revision?: string;
}

/** How the days of an order were found. */
export interface DateSteps {
  readonly need: string;
  /** From the need back to the day it should be there. */
  readonly toDue: readonly DateStep[];
  /** From there back to the day it should leave. */
  readonly toRelease: readonly DateStep[];
  /** No order leaves before this day: a fence, or today where the past is closed. */
  readonly earliest?: { readonly day: string; readonly by: 'releaseFence' | 'today' };
  /** Where it should have left before that: from the earliest day on to when it is there. */
  readonly onward?: readonly DateStep[];
  readonly due: string;
  readonly release: string;
}
