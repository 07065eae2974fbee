/**
 * The goods of the order are planned over all sites, released and received.
 *
 * The plan is a function of the quote and of what was in stock on its day: planned again after a
 * crash it is the same. Each released order is a row of our own; that it was received, and what it
 * moves in the books, is one commit.
 */
import { decimal } from '@kontor/kernel';
import { transact } from '@kontor/kernel/store';
import { checkModel, type Plan, plan, type PlannedOrder } from '@kontor/mrp';
import { stockAt } from './books.ts';
import type { Company } from './company.ts';
import { factory, items, sites } from './goods.ts';
import { receiptEntry } from './receipt-entries.ts';
import { type ShopOrder, shopOrders } from './shop-orders.ts';
import { comeTo } from './time.ts';
import { table, type Told } from './told.ts';
import { quoteId } from './win-a-deal.ts';

const today = '2026-01-21';
const dayBefore = '2026-01-20';
/** A Friday: the goods are to be in the centre before the week in which they leave. */
const readyOn = '2026-02-20';

/** Plans, releases and receives what the order needs. */
export async function planTheGoods(company: Company): Promise<Told> {
  await comeTo(company, `${today} 07:00`);
  const planned = await planOrder(company);
  const orders = byDue(planned);
  await release(company, orders);
  for (const order of orders) await receive(company, order);
  const { number } = (await company.crm.system('planning').get('quote', quoteId))!;
  await company.bpm.publish({ name: 'goods are there', key: number!, id: `goods-${number!}` });
  return tell(company, planned);
}

/** The plan, kept in the store for whoever asks it by SQL. */
async function planOrder(company: Company): Promise<Plan> {
  const { crm, planner } = company;
  const { number, offer } = (await crm.system('planning').get('quote', quoteId))!;
  const model = checkModel({
    ...factory,
    stock: await stockOn(company, dayBefore),
    demands: offer.priced.lines.map(({ id, product, quantity }) => ({
      id: `${number!}/${id}`,
      item: product,
      location: 'centre',
      due: readyOn,
      quantity,
    })),
  });
  const current = await planner.currentRun(number);
  if (current !== undefined) return plan(model, { today });
  return (await planner.planAndStore(model, { today }, { name: number! })).plan;
}

/** What the books have in each site at the end of a day. */
export async function stockOn(
  { ledger }: Company,
  asOf: string,
): Promise<{ item: string; location: string; quantity: string }[]> {
  const { rows } = await ledger.trialBalance({ asOf });
  const counted = new Set(items.map(({ id }) => id));
  return sites.flatMap((location) =>
    rows
      .filter((row) => row.account === stockAt(location) && counted.has(row.currency))
      .filter(({ amount }) => !decimal(amount).isZero())
      .map(({ currency: item, amount: quantity }) => ({ item, location, quantity })),
  );
}

/** Components before what is made of them: by due day, and deepest level first on one day. */
function byDue(planned: Plan): PlannedOrder[] {
  return planned
    .orders()
    .toReversed()
    .toSorted((a, b) => (a.due < b.due ? -1 : Number(a.due > b.due)));
}

/** All of them, in one commit. */
async function release({ store }: Company, orders: readonly PlannedOrder[]): Promise<void> {
  await transact(
    store,
    async (tx) => {
      for (const { id, kind, item, location, quantity, release, due, origin, supplier } of orders) {
        const from = { ...(origin && { origin }), ...(supplier && { supplier }) };
        const order = { id, kind, item, location, quantity, release, due, ...from };
        tx.insert(shopOrders, { ...order, state: 'released' });
      }
    },
    { id: `release ${quoteId}`, repeated: () => undefined },
  );
}

/** The goods come in on their day. */
async function receive(company: Company, { id, due }: PlannedOrder): Promise<void> {
  const { store, ledger } = company;
  const [stored] = await store.get(shopOrders, [id]);
  if (stored?.document.state === 'received') return;
  await comeTo(company, `${due} 15:00`);
  await transact(store, async (tx) => {
    const order = (await tx.get(shopOrders, id))!;
    if (order.state === 'received') return;
    const [outcome] = await ledger.postWithin(tx, [receiptEntry(order)]);
    if (outcome?.ok !== true) throw new Error(`${id}: ${outcome?.code}`);
    tx.put(shopOrders, { ...order, state: 'received' });
  });
}

async function tell(company: Company, planned: Plan): Promise<Told> {
  const orders = await Promise.all(
    byDue(planned).map(async ({ id }) => (await company.store.get(shopOrders, [id]))[0]!.document),
  );
  const rows = orders.map((order) => [
    order.kind,
    order.quantity,
    order.item,
    whereOf(order),
    order.release,
    order.due,
  ]);
  const stock = await stockOn(company, readyOn);
  const ready = stock.filter(({ location }) => location === 'centre');
  const count = (kind: string): string =>
    `${orders.filter((order) => order.kind === kind).length} ${kind}`;
  return {
    title: 'The goods are planned over all sites, released and received',
    gist: `${orders.length} orders: ${['buy', 'make', 'transfer'].map(count).join(', ')}`,
    lines: [
      ...table(['', 'units', 'item', 'where', 'release', 'due'], rows),
      `late: ${planned.shortages().length}; received: ${orders.length}`,
      `in the centre: ${ready.map(({ item, quantity }) => `${quantity} ${item}`).join(', ')}`,
    ],
  };
}

const whereOf = ({ location, origin, supplier }: ShopOrder): string => {
  const from = origin ?? supplier;
  return from === undefined ? location : `${from} → ${location}`;
};
