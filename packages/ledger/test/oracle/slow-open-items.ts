/**
 * The slow twin of open items: a list of what was taken, by whom and when, added up anew for every
 * question. A match fits if no item is overdrawn on any day after it.
 */
import type { Day } from '@kontor/kernel';
import type { ItemSide, OpenItemInput } from '../../src/item-match.ts';
import type { MatchInput, UnmatchInput } from '../../src/open-items.ts';

/** A match with the day on which it ended. */
interface Row extends MatchInput {
  end: Day;
}

/** A ledger of items that remembers everything and knows nothing. */
export class SlowOpenItems {
  readonly items: readonly OpenItemInput[];
  readonly invoiceSide: ItemSide;
  readonly rows: Row[] = [];

  constructor(items: readonly OpenItemInput[], invoiceSide: ItemSide) {
    this.items = items;
    this.invoiceSide = invoiceSide;
  }

  /** Makes the match, or says no. */
  match(input: MatchInput): boolean {
    const debit = this.items.find(({ id, amount }) => id === input.debit && amount > 0n);
    const credit = this.items.find(({ id, amount }) => id === input.credit && amount < 0n);
    if (debit === undefined || credit === undefined || input.amount <= 0n) return false;
    if (debit.date > input.date || credit.date > input.date) return false;
    this.rows.push({ ...input, end: Infinity });
    const days = this.rows.flatMap(({ date, end }) => [date, end]).filter((d) => d >= input.date);
    const fits = days.every(
      (on) => this.open(debit.id, on) >= 0n && this.open(credit.id, on) <= 0n,
    );
    if (!fits) this.rows.pop();
    return fits;
  }

  /** Ends the match with that number, or says no. */
  unmatch({ match, date }: UnmatchInput): boolean {
    const row = this.rows[Number(match) - 1];
    if (row === undefined || row.end !== Infinity || date < row.date) return false;
    row.end = date;
    return true;
  }

  /** What is open of an item on a day. */
  open(id: string, on: Day): bigint {
    const item = this.items.find((one) => one.id === id)!;
    if (item.date > on) return 0n;
    let { amount } = item;
    for (const row of this.#holding(on)) {
      if (row.debit === id) amount -= row.amount + this.#rest(row, 'debit');
      if (row.credit === id) amount += row.amount + this.#rest(row, 'credit');
    }
    return amount;
  }

  #holding(on: Day): Row[] {
    return this.rows.filter(({ date, end }) => date <= on && on < end);
  }

  #rest({ discount, writeOff }: Row, side: ItemSide): bigint {
    let amount = 0n;
    for (const rest of [discount, writeOff]) {
      if (rest !== undefined && (rest.on ?? this.invoiceSide) === side) amount += rest.amount;
    }
    return amount;
  }
}
