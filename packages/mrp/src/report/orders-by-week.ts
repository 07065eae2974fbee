/**
 * Planned orders by the week of their release: a table of counts, and each week's orders to open.
 */
import { day, formatDay, startOfIsoWeek } from '@kontor/kernel';
import { placeText } from '../enquiry/place-text.ts';
import type { PlannedOrder } from '../planned-order.ts';
import type { Plan } from '../plan-view.ts';
import { groupBy } from './group-by.ts';
import { type Markup, markup, table } from './markup.ts';
import { kindsOf } from './order-kinds.ts';

/** Orders listed on one page, and in one week. */
const ORDERS_LISTED = 3000;
const ORDERS_A_WEEK = 400;

interface Week {
  /** Its Monday. */
  readonly week: string;
  readonly orders: readonly PlannedOrder[];
}

/** The section: counts of all weeks, lists of the first ones as far as the page allows. */
export function ordersByWeek(plan: Plan): Markup {
  const orders = plan.orders();
  const weeks = weeksOf(orders);
  let room = ORDERS_LISTED;
  const lists = weeks.map(({ week, orders }) => {
    const shown = Math.min(room, ORDERS_A_WEEK, orders.length);
    room -= shown;
    return shown === 0 ? undefined : weekList(week, orders, shown);
  });
  const listed = lists.filter((list) => list !== undefined);
  const left = weeks.length - listed.length;
  const rest =
    left > 0
      ? markup`<p class="rest">The orders of ${left} later weeks are left out here.</p>`
      : undefined;
  const counts = table('Orders to release, by week', countColumns(orders), weeks);
  return markup`${counts}${listed}${rest}`;
}

const weekOf = ({ release }: PlannedOrder): string => formatDay(startOfIsoWeek(day(release)));

function weeksOf(orders: readonly PlannedOrder[]): Week[] {
  return [...groupBy(orders, weekOf)]
    .map(([week, orders]) => ({ week, orders }))
    .toSorted((a, b) => (a.week < b.week ? -1 : 1));
}

const count = (kind: PlannedOrder['kind']) => ({
  heading: kind,
  cell: ({ orders }: Week) => orders.filter((order) => order.kind === kind).length,
  align: 'right' as const,
});

const countColumns = (orders: readonly PlannedOrder[]) => [
  { heading: 'week of', cell: ({ week }: Week) => week },
  ...kindsOf(orders).map(count),
  { heading: 'all', cell: ({ orders: all }: Week) => all.length, align: 'right' as const },
];

function weekList(week: string, orders: readonly PlannedOrder[], shown: number): Markup {
  const byRelease = orders.toSorted((a, b) =>
    a.release < b.release ? -1 : Number(a.release > b.release),
  );
  return markup`<details><summary>Week of ${week}: ${orders.length} orders</summary>
${table(`Orders to release in the week of ${week}`, orderColumns, byRelease, shown)}</details>\n`;
}

const orderColumns = [
  { heading: 'release', cell: ({ release }: PlannedOrder) => release },
  { heading: 'due', cell: ({ due }: PlannedOrder) => due },
  { heading: 'order', cell: ({ kind }: PlannedOrder) => kind },
  { heading: 'item', cell: ({ item }: PlannedOrder) => item },
  { heading: 'location', cell: (order: PlannedOrder) => placeText(order) },
  { heading: 'quantity', cell: ({ quantity }: PlannedOrder) => quantity, align: 'right' as const },
  {
    heading: 'from',
    cell: ({ supplier, origin, substitute }: PlannedOrder) =>
      supplier ?? origin ?? substitute ?? '',
  },
];
