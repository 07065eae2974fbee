/**
 * When messages are silent: tolerances of an item at a site, or those of the whole plan.
 *
 * Without tolerances a planner drowns in advice to move orders by a day. What the planning
 * parameters say of an item at a site counts before what the run says for all.
 *
 * @source APICS Dictionary, "rescheduling assumption", "nervousness"
 */
import { decimal, type DecimalInput, KernelError } from '@kontor/kernel';
import { MrpError } from '../errors.ts';

/** Tolerances of a run, for all items that have none of their own; 0 where left out. */
export interface MessageOptions {
  /** Calendar days an open order may be too late without a word. */
  readonly rescheduleInToleranceDays?: number | undefined;
  /** Calendar days an open order may be too early without a word. */
  readonly rescheduleOutToleranceDays?: number | undefined;
  /** What may be too much of an open order without a word, in each item's stocking unit. */
  readonly quantityTolerance?: DecimalInput | undefined;
  /** Releases within so many calendar days from today are due; 0: those of today. */
  readonly actionWindowDays?: number | undefined;
  /**
   * For how many calendar days from today demand is known. Where that is less than an item takes
   * from its first purchase on, `HORIZON_TOO_SHORT` says so; nothing is said when left out.
   */
  readonly horizonDays?: number | undefined;
}

/** The options, checked, with what holds where nothing is said. */
export interface MessageTerms {
  readonly rescheduleInToleranceDays: number;
  readonly rescheduleOutToleranceDays: number;
  /** Decimal text, in the item's stocking unit. */
  readonly quantityTolerance: string;
  readonly actionWindowDays: number;
  readonly horizonDays: number | undefined;
}

/**
 * Reads the options of messages.
 *
 * @throws MrpError MRP_BAD_OPTION — days that are no whole number from 0, a tolerance below 0
 */
export function messageTerms(options: MessageOptions = {}): MessageTerms {
  const { horizonDays } = options;
  return {
    rescheduleInToleranceDays: wholeDays(options, 'rescheduleInToleranceDays'),
    rescheduleOutToleranceDays: wholeDays(options, 'rescheduleOutToleranceDays'),
    quantityTolerance: tolerance(options.quantityTolerance ?? 0),
    actionWindowDays: wholeDays(options, 'actionWindowDays'),
    horizonDays: horizonDays === undefined ? undefined : wholeDays(options, 'horizonDays'),
  };
}

function wholeDays(
  options: MessageOptions,
  name: Exclude<keyof MessageOptions, 'quantityTolerance'>,
): number {
  const value = options[name] ?? 0;
  if (Number.isSafeInteger(value) && value >= 0) return value;
  return refuse(name, value, 'whole days from 0');
}

function tolerance(value: DecimalInput): string {
  try {
    const read = decimal(value);
    if (!read.isNegative() || read.isZero()) return read.toFixed();
  } catch (error) {
    if (!KernelError.is(error)) throw error;
  }
  return refuse('quantityTolerance', value, 'a quantity from 0');
}

function refuse(name: string, value: unknown, expected: string): never {
  const option = `messages.${name}`;
  throw new MrpError('MRP_BAD_OPTION', { option, value: String(value), expected });
}
