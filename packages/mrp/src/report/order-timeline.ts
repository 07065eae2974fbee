/**
 * Planned orders on a time line, one chart per site: a bar from release to due, a row per item.
 *
 * A Gantt chart after H. L. Gantt, "Work, Wages and Profits" (1910). Shows the items with the
 * earliest releases; what does not fit is counted under the chart.
 */
import { day, formatDay } from '@kontor/kernel';
import type { PlannedOrder } from '../planned-order.ts';
import type { Plan } from '../plan-view.ts';
import { type ChartKit, dateOf } from './chart-kit.ts';
import { groupBy } from './group-by.ts';
import { type Markup, markup } from './markup.ts';
import { kindsOf, orderKinds } from './order-kinds.ts';

/** What one chart shows at most. */
const ITEMS_SHOWN = 14;
const DAYS_SHOWN = 26 * 7;
const SITES_SHOWN = 12;

/** The section's charts, sites with the most orders first. */
export function orderTimelines(kit: ChartKit, plan: Plan): Markup {
  const bySite = groupBy(plan.orders(), ({ location }) => location);
  const sites = [...bySite].toSorted(([, a], [, b]) => b.length - a.length);
  const charts = sites.slice(0, SITES_SHOWN).map(([site, orders]) => {
    return timelineOfSite(kit, site, orders, plan.today);
  });
  if (charts.length === 0) return markup`<p>No orders are planned.</p>`;
  const left = sites.length - charts.length;
  const rest =
    left > 0 ? markup`<p class="rest">${left} more sites are left out here.</p>` : undefined;
  return markup`${legend(plan.orders())}${charts}${rest}`;
}

function legend(orders: readonly PlannedOrder[]): Markup {
  const kinds = kindsOf(orders).map((kind) => markup`<span class="${kind}">${kind}</span> `);
  return markup`<p class="legend">${kinds}<span class="late">release before today</span></p>`;
}

function timelineOfSite(
  kit: ChartKit,
  site: string,
  orders: readonly PlannedOrder[],
  today: string,
): Markup {
  const end = formatDay(day(today) + DAYS_SHOWN);
  const inSight = orders.filter(({ release }) => release < end);
  const byItem = groupBy(inSight, ({ item }) => item);
  const items = [...byItem].toSorted(([, a], [, b]) =>
    firstRelease(a) < firstRelease(b) ? -1 : 1,
  );
  const shown = items.slice(0, ITEMS_SHOWN);
  const rows = shown.flatMap(([, rows]) => rows);
  const left = orders.length - rows.length;
  const title = `Planned orders at ${site}`;
  const description =
    `${rows.length} orders of ${shown.length} items from release to due, ` +
    `from ${firstRelease(rows)} on. The tables by week list them.`;
  const rest =
    left > 0
      ? markup`<p class="rest">${left} orders of other items, or released after ${end}, are left
out here.</p>`
      : undefined;
  return markup`<figure><figcaption>${site}</figcaption>
<div class="scroll">${kit.draw(
    timeline(
      kit,
      rows,
      shown.map(([item]) => item),
      today,
      end,
    ),
    title,
    description,
  )}</div>
${rest}</figure>\n`;
}

const firstRelease = (orders: readonly PlannedOrder[]): string =>
  orders.reduce((first, { release }) => (release < first ? release : first), '9999-12-31');

function timeline(
  { plot }: ChartKit,
  orders: readonly PlannedOrder[],
  items: readonly string[],
  today: string,
  end: string,
): Parameters<ChartKit['draw']>[0] {
  const first = firstRelease(orders);
  const colour = ({ kind, release }: PlannedOrder): string => (release < today ? 'late' : kind);
  return {
    width: 1120,
    height: 64 + 22 * items.length,
    marginLeft: labelWidth(items),
    marginRight: 16,
    marginBottom: 34,
    x: {
      type: 'utc',
      label: null,
      grid: true,
      domain: [dateOf(first < today ? first : today), dateOf(end)],
    },
    y: { type: 'band', domain: [...items], label: null, padding: 0.3 },
    color: {
      type: 'ordinal',
      domain: [...orderKinds, 'late'],
      range: [...orderKinds, 'late'].map((kind) => `var(--${kind})`),
    },
    marks: [
      plot.barX(orders, {
        x1: ({ release }: PlannedOrder) => dateOf(release),
        x2: (order: PlannedOrder) => barEnd(order, end),
        y: 'item',
        fill: colour,
        fillOpacity: 0.7,
        stroke: 'var(--page)',
        strokeWidth: 0.75,
        rx: 2,
        title: ({ kind, quantity, item, release, due }: PlannedOrder) =>
          `${kind} ${quantity} ${item}: ${release} to ${due}`,
      }),
      plot.ruleX([dateOf(today)], { stroke: 'currentColor', strokeWidth: 1.5 }),
      plot.text([today], {
        x: dateOf(today),
        text: () => 'today',
        frameAnchor: 'top',
        dy: -12,
        fontWeight: 600,
      }),
    ],
  };
}

/**
 * An order due on its release day is a day wide, or there would be no bar; none leaves the chart.
 */
function barEnd({ release, due }: PlannedOrder, end: string): Date {
  return dateOf(formatDay(Math.min(day(end), Math.max(day(due), day(release) + 1))));
}

/** Room for the longest name, in pixels of Plot's 10 px font. */
const labelWidth = (names: readonly string[]): number =>
  Math.min(260, 24 + 6 * names.reduce((longest, { length }) => Math.max(longest, length), 0));
