/**
 * Open items: what is still to be paid on a control account, and which payment paid what.
 *
 * An item is a debit or a credit: an invoice, a payment, a credit note. Many may pay one and one
 * may pay many. Matches are dated and are taken back by date, so what was open on a past day stays
 * what it was.
 *
 * Law: the items open on a day add up to the balance of the control account on that day.
 */
import type { Currency, Day } from '@kontor/kernel';
import * as z from 'zod';
import { badArgument, givenCurrency } from './given-figures.ts';
import { checkGiven, dayShape, minorShape, objectShape, textShape } from './given-shape.ts';
import {
  badCommand,
  type ItemMatch,
  type ItemSide,
  type MatchAdjustment,
  type MatchedPair,
  matchFault,
  matchPair,
  type MatchRefusal,
  openAmountOn,
  type OpenItem,
  type OpenItemInput,
  refuseMatch,
  sideShape,
  unmatchPair,
} from './item-match.ts';

/** The open items of one control account in one currency; each step makes a new value. */
export interface OpenItems {
  readonly currency: Currency;
  /** Where invoices stand: debits of customers, credits of suppliers. */
  readonly invoiceSide: ItemSide;
  readonly items: ReadonlyMap<string, OpenItem>;
  readonly matches: ReadonlyMap<string, ItemMatch>;
}

const bookShape = objectShape({
  items: z.instanceof(Map, { error: 'open items, as openItems makes them' }),
  matches: z.instanceof(Map, { error: 'matches, as openItems makes them' }),
});

/** A list of objects; what is wrong within one is told in its outcome. */
const listOf = (name: string): z.ZodType =>
  objectShape({ [name]: z.array(objectShape({}), `a list of ${name}`) });

const itemsShape = objectShape({
  items: z.array(
    objectShape({
      id: textShape,
      date: dayShape,
      due: dayShape.optional(),
      amount: minorShape,
    }),
    'a list of items',
  ),
});

/** A match to make. */
export interface MatchInput extends Omit<ItemMatch, 'id' | 'reversedOn'> {
  /** Names it for taking it back; the number of the match, from 1, when left out. */
  readonly id?: string | undefined;
}

/** What came of a match, and what is to be posted for it. */
export type MatchOutcome =
  | {
      readonly ok: true;
      readonly match: ItemMatch;
      readonly adjustments: readonly MatchAdjustment[];
    }
  | MatchRefusal;

/** The items after a batch, and one outcome a match, in order. */
export interface MatchedItems {
  readonly items: OpenItems;
  readonly outcomes: readonly MatchOutcome[];
}

/**
 * Opens the items of a control account.
 *
 * The currency is an ISO code, or a definition of one's own; `invoiceSide` is `debit` for
 * customers, `credit` for suppliers.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — an amount of zero or that is no bigint, a day that is
 *   none, an id twice
 * @throws LedgerError LEDGER_CURRENCY_NOT_FOUND — no such code, or one without a minor unit
 */
export function openItems(
  terms: { currency: string | Currency; invoiceSide?: ItemSide },
  items: readonly OpenItemInput[] = [],
): OpenItems {
  checkGiven(terms, objectShape({ invoiceSide: sideShape.optional() }), 'terms');
  const { currency, invoiceSide = 'debit' } = terms;
  const unit = givenCurrency(currency);
  return addOpenItems({ currency: unit, invoiceSide, items: new Map(), matches: new Map() }, items);
}

/**
 * Opens further items.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — an amount of zero or that is no bigint, a day that is
 *   none, an id twice
 */
export function addOpenItems(book: OpenItems, items: readonly OpenItemInput[]): OpenItems {
  checkGiven(book, bookShape, 'book');
  checkGiven({ items }, itemsShape, 'items');
  const known = new Map(book.items);
  items.forEach((item, index) => {
    const { id, date, due, amount } = item;
    const path = `items.${index}`;
    if (known.has(id)) throw badArgument(`${path}.id`, id, 'an id that no other item has');
    if (amount === 0n) throw badArgument(`${path}.amount`, '0', 'an amount that is not zero');
    known.set(id, { id, date, due, amount, open: amount, lastMove: undefined });
  });
  return { ...book, items: known };
}

/**
 * Makes matches, in order; each sees those before it, and one that is refused changes nothing.
 *
 * The index of items is copied once a batch: give many matches at a time. `matchPair` makes one
 * match of two items without any.
 *
 * @returns refusals LEDGER_BAD_COMMAND (an amount not above zero, an item on the wrong side),
 * LEDGER_ID_REUSED, LEDGER_ITEM_NOT_FOUND and LEDGER_EXCEEDS_OPEN_AMOUNT as outcomes
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no list of matches
 * @example
 * const book = openItems({ currency: 'EUR' }, [
 *   { id: 'invoice', date: 0, amount: 119_00n },
 *   { id: 'payment', date: 9, amount: -116_62n },
 * ]);
 * const paid = matchItems(book, [
 *   { date: 9, debit: 'invoice', credit: 'payment', amount: 116_62n, discount: { amount: 2_38n } },
 * ]);
 * openOn(paid.items, 9) // => []
 * paid.outcomes[0].adjustments
 * // => [{ match: '1', date: 9, item: 'invoice', kind: 'discount', amount: -238n }]
 */
export function matchItems(book: OpenItems, matches: readonly MatchInput[]): MatchedItems {
  checkGiven({ matches }, listOf('matches'), 'matches');
  return inDraft(book, matches, (draft, input) => {
    const match = matchOf(input, draft.matches.size + 1);
    const fault = matchFault(match);
    if (fault !== undefined) return fault;
    if (draft.matches.has(match.id)) {
      return refuseMatch('LEDGER_ID_REUSED', { id: match.id, field: 'id' });
    }
    const debit = draft.items.get(match.debit);
    if (debit === undefined) return refuseMatch('LEDGER_ITEM_NOT_FOUND', { item: match.debit });
    const credit = draft.items.get(match.credit);
    if (credit === undefined) return refuseMatch('LEDGER_ITEM_NOT_FOUND', { item: match.credit });
    return write(draft, match, matchPair({ debit, credit }, match, draft.terms));
  });
}

function matchOf(input: MatchInput, number: number): ItemMatch {
  const { id = String(number), date, debit, credit, amount, discount, writeOff } = input;
  return { id, date, debit, credit, amount, discount, writeOff };
}

/** A match to take back, from a day on. */
export interface UnmatchInput {
  /** Its id. */
  readonly match: string;
  readonly date: Day;
}

/**
 * Takes matches back, in order: from its day on each holds no longer, before it it still does.
 *
 * @returns refusals LEDGER_BAD_COMMAND (no such match, one taken back before, a day before the
 * match) as outcomes; adjustments are those of the match with the other sign
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no list of inputs
 */
export function unmatchItems(book: OpenItems, inputs: readonly UnmatchInput[]): MatchedItems {
  checkGiven({ inputs }, listOf('inputs'), 'inputs');
  return inDraft(book, inputs, (draft, { match: id, date }) => {
    const match = draft.matches.get(id);
    if (match === undefined) return badCommand('match', id, 'the id of a match');
    const pair = { debit: draft.items.get(match.debit)!, credit: draft.items.get(match.credit)! };
    const ended = unmatchPair(pair, match, date, draft.terms);
    return write(draft, { ...match, reversedOn: date }, ended);
  });
}

/** An item with what is open of it. */
export interface OpenAmount {
  readonly item: OpenItem;
  readonly open: bigint;
}

/**
 * The items with something open on a day, in the order in which they were opened. Matches of later
 * days are not seen.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no day
 */
export function openOn(book: OpenItems, asOf: Day): OpenAmount[] {
  checkGiven(book, bookShape, 'book');
  checkGiven({ asOf }, objectShape({ asOf: dayShape }), 'asOf');
  const rows: OpenAmount[] = [];
  for (const item of book.items.values()) {
    const open = openAmountOn(item, asOf);
    if (open !== 0n) rows.push({ item, open });
  }
  return rows;
}

/** Items and matches while a batch is written. */
interface DraftItems {
  readonly items: Map<string, OpenItem>;
  readonly matches: Map<string, ItemMatch>;
  readonly terms: { readonly invoiceSide: ItemSide; readonly exponent: number };
}

function inDraft<Input>(
  book: OpenItems,
  inputs: readonly Input[],
  step: (draft: DraftItems, input: Input) => MatchOutcome,
): MatchedItems {
  checkGiven(book, bookShape, 'book');
  const draft: DraftItems = {
    items: new Map(book.items),
    matches: new Map(book.matches),
    terms: { invoiceSide: book.invoiceSide, exponent: book.currency.exponent },
  };
  const outcomes = inputs.map((input) => step(draft, input));
  return { items: { ...book, items: draft.items, matches: draft.matches }, outcomes };
}

/** Writes a match and its items into the draft, unless it is refused. */
function write(
  draft: DraftItems,
  match: ItemMatch,
  pair: MatchedPair | MatchRefusal,
): MatchOutcome {
  if ('ok' in pair) return pair;
  draft.items.set(match.debit, pair.debit);
  draft.items.set(match.credit, pair.credit);
  draft.matches.set(match.id, match);
  return { ok: true, match, adjustments: pair.adjustments };
}
