/**
 * The plan as one HTML page that needs nothing else: no network, no script, no server.
 *
 * In the order of a planner's morning: which demands come late and why, what to do something about
 * with all that follows from it, the figures, the orders on a time line per site, stock curves, and
 * the orders by week. Long lists are cut and say so. The same plan gives the same page, byte for
 * byte.
 */
import { causedMessages } from '../enquiry/caused-messages.ts';
import { placeText } from '../enquiry/place-text.ts';
import type { ActionMessage } from '../messages/action-message.ts';
import type { Model } from '../model.ts';
import type { Plan } from '../plan-view.ts';
import type { Shortage } from '../shortages.ts';
import { groupBy } from './group-by.ts';
import { loadChartKit } from './chart-kit.ts';
import { type Markup, markup, table } from './markup.ts';
import { messageSection } from './message-section.ts';
import { kindsOf } from './order-kinds.ts';
import { orderTimelines } from './order-timeline.ts';
import { ordersByWeek } from './orders-by-week.ts';
import { reportStyle } from './report-style.ts';
import { stockCharts } from './stock-chart.ts';

/** What the report is called. */
export interface ReportOptions {
  /** The page's heading; "Material plan" when left out. */
  readonly title?: string | undefined;
}

/**
 * The report of a plan.
 *
 * @param model - the model that was planned, for names and totals
 * @returns a whole HTML document
 */
export async function htmlReport(
  plan: Plan,
  model: Model,
  { title = 'Material plan' }: ReportOptions = {},
): Promise<string> {
  const kit = await loadChartKit();
  const shortages = plan.shortages();
  const groups = plan.messageGroups();
  const messages = causedMessages(groups).map(({ message }) => message);
  const names = namesOf(model);
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}, ${plan.today}</title>
<style>${{ html: reportStyle }}</style>
</head>
<body>
<header><h1>${title} <small>of ${plan.today}</small></h1>
${lead(shortages)}
<nav aria-label="Sections">${navigation}</nav></header>
<main>
<section id="shortages"><h2>Shortages <small>${shortages.length}</small></h2>
${shortageTable(shortages, names)}</section>
<section id="messages"><h2>Orders and data to look at <small>${messages.length}</small></h2>
${messageSection(groups)}</section>
<section id="figures"><h2>Key figures</h2>
${figures(plan, model, shortages, messages)}</section>
<section id="timeline"><h2>Planned orders by site</h2>
${orderTimelines(kit, plan)}</section>
<section id="stock"><h2>Stock curves</h2>
<p class="rest">Projected balance at the end of each week, counting on every planned order;
the dashed line is the safety stock.</p>
${stockCharts(kit, plan, names)}</section>
<section id="weeks"><h2>Planned orders by week</h2>
${ordersByWeek(plan)}</section>
</main>
</body>
</html>
`;
  return page.html;
}

const navigation = [
  ['shortages', 'Shortages'],
  ['messages', 'To look at'],
  ['figures', 'Key figures'],
  ['timeline', 'Time line'],
  ['stock', 'Stock'],
  ['weeks', 'By week'],
].map(([id, name]) => markup`<a href="#${id}">${name}</a>`);

function lead(shortages: readonly Shortage[]): Markup {
  if (shortages.length === 0) return markup`<p class="lead">Every demand is served on its day.</p>`;
  const count = shortages.length === 1 ? '1 demand comes' : `${shortages.length} demands come`;
  return markup`<p class="lead bad">${count} late.</p>`;
}

const namesOf = (model: Model): ReadonlyMap<string, string> =>
  new Map(model.items.map(({ id, name }) => [id, name ?? id]));

function shortageTable(shortages: readonly Shortage[], names: ReadonlyMap<string, string>): Markup {
  if (shortages.length === 0) return markup`<p>None.</p>`;
  const byDemand = table(
    'Demands that cannot be served on their day, latest first',
    [
      { heading: 'demand', cell: ({ demand }) => demand },
      { heading: 'item', cell: ({ item }) => named(item, names), align: 'wrap' },
      { heading: 'location', cell: placeText },
      { heading: 'due', cell: ({ due }) => due },
      { heading: 'quantity late', cell: ({ quantity }) => quantity, align: 'right' },
      { heading: 'days late', cell: ({ lateDays }) => lateDays ?? '–', align: 'right' },
      { heading: 'available', cell: ({ available }) => available ?? 'never' },
      { heading: 'cause', cell: ({ cause }) => cause.text, align: 'wrap' },
    ],
    shortages,
  );
  return markup`${causeTable(shortages)}${byDemand}`;
}

/** One root cause may make many demands late: it is what a planner can do something about. */
function causeTable(shortages: readonly Shortage[]): Markup {
  const causes = [...groupBy(shortages, ({ cause }) => cause.text)];
  return table(
    'Root causes, by the number of demands that they make late',
    [
      { heading: 'cause', cell: ([cause]) => cause, align: 'wrap' },
      { heading: 'demands', cell: ([, demands]) => demands.length, align: 'right' },
      { heading: 'first due', cell: ([, demands]) => firstDue(demands) },
    ],
    causes.toSorted(([, a], [, b]) => b.length - a.length),
  );
}

const firstDue = (demands: readonly Shortage[]): string =>
  demands.reduce((first, { due }) => (due < first ? due : first), demands[0]!.due);

function named(item: string, names: ReadonlyMap<string, string>): Markup {
  const name = names.get(item) ?? item;
  return name === item ? markup`${item}` : markup`${name} <small>${item}</small>`;
}

function figures(
  plan: Plan,
  model: Model,
  shortages: readonly Shortage[],
  messages: readonly ActionMessage[],
): Markup {
  const orders = plan.orders();
  const ofKind = (kind: string): number => orders.filter((order) => order.kind === kind).length;
  const late = messages.filter(
    ({ code }) => code === 'RELEASE_PAST_DUE' || code === 'NEW_IN_PAST',
  ).length;
  const expiring = messages.filter(({ code }) => code === 'EXPIRES').length;
  const onTime = model.demands.length - shortages.length;
  const rows: readonly (readonly [string, string])[] = [
    ['demands served on their day', `${onTime} of ${model.demands.length}`],
    ['items at sites', String(plan.nodes().length)],
    ['planned orders', String(plan.orderCount)],
    ...kindsOf(orders).map((kind) => [`to ${kind}`, String(ofKind(kind))] as const),
    ['open orders counted on', String(model.receipts.length)],
    ['releases past due', String(late)],
    ...(expiring > 0 ? [['lots that expire', String(expiring)] as const] : []),
  ];
  return markup`<dl class="figures">${rows.map(
    ([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}
