/**
 * A receipt as an entry: what comes into a site, and what leaves another, in units and at standard
 * cost.
 *
 * Bought goods are owed to their supplier. Made goods take up their components and the wages of
 * their making; units of one item become units of another, and the trading account takes the
 * difference, item by item. Moved goods change their site and nothing else.
 */
import { decimal } from '@kontor/kernel';
import type { EntryInput, LineInput } from '@kontor/ledger';
import { accounts, stockAt } from './books.ts';
import { componentsOf, costOf } from './goods.ts';
import { negated } from './sale-entries.ts';
import type { ShopOrder } from './shop-orders.ts';

/** The entry of an order that is received on its due day. */
export function receiptEntry(order: ShopOrder): EntryInput {
  const { id, due: date, kind, item, location, quantity } = order;
  const received = movement(location, item, quantity);
  const terms = { id: `receipt-${id}`, date, source: id, journal: 'stock' };
  const text = `${kind} ${quantity} ${item}`;
  return { ...terms, text, lines: [received, ...otherSide(order)] };
}

function otherSide({ kind, item, location, quantity, origin }: ShopOrder): LineInput[] {
  if (kind === 'transfer') return [movement(origin!, item, negated(quantity))];
  const worth = costOf(item, quantity);
  if (kind !== 'make') return [{ account: accounts.goodsReceived, amount: negated(worth) }];
  const used = componentsOf(item, quantity).map((part) =>
    movement(location, part.item, negated(part.quantity)),
  );
  const wages = used.reduce((rest, { base }) => rest.plus(base), decimal(worth));
  return [...used, { account: accounts.wages, amount: wages.negated().toFixed(2) }];
}

/** Units of an item into a site, or out of it. */
const movement = (site: string, item: string, quantity: string) => ({
  account: stockAt(site),
  currency: item,
  amount: quantity,
  base: costOf(item, quantity),
});
