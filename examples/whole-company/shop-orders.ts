/**
 * Orders that were released to the works, to suppliers and to drivers: rows of our own, beside
 * those of the engines.
 */
import { collection } from '@kontor/kernel/store';
import type { PlannedOrder } from '@kontor/mrp';

/** A released order; its id is the planned one's. */
export type ShopOrder = Pick<
  PlannedOrder,
  'id' | 'kind' | 'item' | 'location' | 'quantity' | 'release' | 'due' | 'origin' | 'supplier'
> & {
  readonly state: 'released' | 'received';
};

/** The table `shop_order`. */
export const shopOrders = collection<ShopOrder>('shop_order', {
  id: ({ id }) => id,
  fields: {
    kind: 'text',
    item: 'text',
    location: 'text',
    quantity: 'decimal',
    due: 'text',
    state: 'text',
  },
});
