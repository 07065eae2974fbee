/**
 * What to do about open orders: move them in, out, make them smaller, or do without.
 *
 * Each is compared with the first need that it serves and with how much of it is needed. It gets at
 * most one advice on its day and, where some of it is needed and more comes, one on its quantity.
 * Tolerances only ever silence.
 *
 * | code | when |
 * |---|---|
 * | `RECEIPT_PAST_DUE` | it was due before today; its day is not known, so no other is advised |
 * | `RESCHEDULE_IN` | first need before it by more than the tolerance; due within the horizon |
 * | `RESCHEDULE_OUT` | first need after its day by more than the tolerance |
 * | `CANCEL` | no need takes of it |
 * | `REDUCE` | a part beyond the quantity tolerance is not taken |
 *
 * @source SAP, exception messages 10, 15, 20, 07; iDempiere Libero, MRP-040, 030, 050, 110
 */
import type { Day } from '@kontor/kernel';
import { checkSigned, checkWhole } from '../given-figures.ts';

/** What may be wrong without a word. */
export interface Tolerances {
  /** Calendar days too late. */
  readonly inDays: number;
  /** Calendar days too early. */
  readonly outDays: number;
  /** Steps too much. */
  readonly quantity: number;
}

/** An open order with what it is needed for. */
export interface ReceiptNeed {
  readonly day: Day;
  /** In whole steps. */
  readonly quantity: number;
  /** The day of the first need that it serves; undefined where none does. */
  readonly first: Day | undefined;
  /** What of it is needed, in whole steps. */
  readonly matched: number;
}

/** The open orders of one item at one site. */
export interface AdviceInput {
  readonly today: Day;
  /** Calendar days from today within which an order can be moved in; 0 = none can. */
  readonly horizonDays: number;
  readonly tolerances: Tolerances;
  readonly receipts: readonly ReceiptNeed[];
}

/** An advice about one of the orders. */
export interface ReceiptAdvice {
  /** Its place in the list. */
  readonly receipt: number;
  readonly code: 'RECEIPT_PAST_DUE' | 'RESCHEDULE_IN' | 'RESCHEDULE_OUT' | 'CANCEL' | 'REDUCE';
  /** The day it is needed, not before today; of orders that nobody needs undefined. */
  readonly to: Day | undefined;
  /** Of `CANCEL` and `REDUCE`, by how much, in whole steps; else 0. */
  readonly by: number;
}

/**
 * Advises on every order, in the order of the list.
 *
 * @throws MrpError MRP_BAD_FIGURE — figures that are not whole, more matched than there is
 * @example
 * adviseReceipts({ today: 0, horizonDays: 60, tolerances: { inDays: 0, outDays: 2, quantity: 0 },
 *   receipts: [{ day: 16, quantity: 20, first: 22, matched: 2 }] })
 * // => [{ receipt: 0, code: 'RESCHEDULE_OUT', to: 22, by: 0 },
 * //     { receipt: 0, code: 'REDUCE', to: 22, by: 18 }]
 */
export function adviseReceipts(input: AdviceInput): ReceiptAdvice[] {
  checkInput(input);
  return input.receipts.flatMap((row, receipt) => {
    const to = row.first === undefined ? undefined : Math.max(row.first, input.today);
    const dated = dateAdvice(input, row, to);
    const sized = sizeAdvice(input, row);
    const by = row.quantity - row.matched;
    return [
      ...(dated === undefined ? [] : [{ receipt, code: dated, to, by: 0 }]),
      ...(sized === undefined ? [] : [{ receipt, code: sized, to, by }]),
    ];
  });
}

function dateAdvice(
  { today, horizonDays, tolerances }: AdviceInput,
  { day }: ReceiptNeed,
  to: Day | undefined,
): 'RECEIPT_PAST_DUE' | 'RESCHEDULE_IN' | 'RESCHEDULE_OUT' | undefined {
  if (day < today) return 'RECEIPT_PAST_DUE';
  if (to === undefined) return undefined;
  if (to < day) {
    const isInTime = day - to <= tolerances.inDays || day > today + horizonDays;
    return isInTime ? undefined : 'RESCHEDULE_IN';
  }
  return to - day > tolerances.outDays ? 'RESCHEDULE_OUT' : undefined;
}

function sizeAdvice(
  { tolerances }: AdviceInput,
  { quantity, matched }: ReceiptNeed,
): 'CANCEL' | 'REDUCE' | undefined {
  if (matched === 0) return quantity > 0 ? 'CANCEL' : undefined;
  return quantity - matched > tolerances.quantity ? 'REDUCE' : undefined;
}

function checkInput({ today, horizonDays, tolerances, receipts }: AdviceInput): void {
  checkSigned(today, 'today');
  checkWhole(horizonDays, 'horizonDays');
  checkWhole(tolerances.inDays, 'tolerances.inDays');
  checkWhole(tolerances.outDays, 'tolerances.outDays');
  checkWhole(tolerances.quantity, 'tolerances.quantity');
  receipts.forEach(({ day, quantity, first, matched }, at) => {
    checkSigned(day, `receipts.${at}.day`);
    if (first !== undefined) checkSigned(first, `receipts.${at}.first`);
    checkWhole(matched, `receipts.${at}.matched`);
    checkWhole(quantity, `receipts.${at}.quantity`, matched);
  });
}
