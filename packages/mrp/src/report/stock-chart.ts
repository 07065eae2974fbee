/**
 * Stock curves: the projected balance by week of the items that deserve a look, with their safety stock.
 *
 * First the items at the root of a shortage, then those whose orders should have been released, then
 * those with the largest requirements. The balance is the plan's: it counts on every planned order, also
 * on those that need expediting.
 *
 * @source APICS Dictionary, "projected available balance"
 */
import type { Plan, PlannedNode } from '../plan-view.ts';
import type { PlanningRecord } from '../planning-record.ts';
import { type ChartKit, dateOf } from './chart-kit.ts';
import { type Markup, markup, table } from './markup.ts';

/** Charts of one report. */
const CHARTS_SHOWN = 9;
/** Nodes that are looked at for the largest requirements: those with the most orders come first. */
const NODES_WEIGHED = 2000;
const WEEKS_SHOWN = 26;

/** The section's charts, each with its figures as a table. */
export function stockCharts(kit: ChartKit, plan: Plan): Markup {
  const records = criticalNodes(plan).map(({ item, location }) =>
    plan.record(item, location, { bucket: 'week' }),
  );
  if (records.length === 0) return markup`<p>Nothing moves.</p>`;
  return markup`<div class="charts">${records.map((record) => stockFigure(kit, record))}</div>`;
}

type Place = Pick<PlannedNode, 'item' | 'location'>;

/** The items at sites that deserve a look, most urgent first. */
export function criticalNodes(plan: Plan): Place[] {
  const urgent: Place[] = [
    ...plan.shortages().map(({ cause }) => cause),
    ...plan.messages().filter(({ code }) => code !== 'NO_BOM'),
  ];
  const found = new Map<string, Place>();
  for (const { item, location } of [...urgent, ...busiest(plan)]) {
    if (found.size === CHARTS_SHOWN) break;
    found.set(JSON.stringify([item, location]), { item, location });
  }
  return [...found.values()];
}

function busiest(plan: Plan): Place[] {
  return plan
    .nodes()
    .slice(0, NODES_WEIGHED)
    .map((node) => ({ node, gross: totalGross(plan.record(node.item, node.location, { bucket: 'week' })) }))
    .filter(({ gross }) => gross > 0)
    .sort((a, b) => b.gross - a.gross)
    .slice(0, CHARTS_SHOWN)
    .map(({ node }) => node);
}

const totalGross = ({ gross }: PlanningRecord): number =>
  gross.reduce((total, quantity) => total + Number(quantity), 0);

interface Week {
  readonly week: string;
  readonly gross: string;
  readonly receipts: string;
  readonly planned: string;
  readonly balance: string;
}

function stockFigure(kit: ChartKit, record: PlanningRecord): Markup {
  const { item, location, safetyStock } = record;
  const weeks = record.buckets.slice(0, WEEKS_SHOWN).map((week, at) => ({
    week,
    gross: record.gross[at]!,
    receipts: record.receipts[at]!,
    planned: record.plannedReceipts[at]!,
    balance: record.balance[at]!,
  }));
  const lowest = weeks.reduce((low, { balance }) => Math.min(low, Number(balance)), Infinity);
  const title = `Stock of ${item} at ${location}`;
  const description =
    `Projected balance at the end of ${weeks.length} weeks; lowest ${lowest}, ` +
    `safety stock ${safetyStock}.`;
  return markup`<figure><figcaption>${item} <small>at ${location}</small></figcaption>
${kit.draw(stockPlot(kit, weeks, Number(safetyStock)), title, description)}
<details><summary>Figures</summary>${table(title, weekColumns, weeks)}</details></figure>\n`;
}

const weekColumns = [
  { heading: 'week of', cell: ({ week }: Week) => week },
  { heading: 'requirements', cell: ({ gross }: Week) => gross, align: 'right' as const },
  { heading: 'receipts', cell: ({ receipts }: Week) => receipts, align: 'right' as const },
  { heading: 'planned', cell: ({ planned }: Week) => planned, align: 'right' as const },
  { heading: 'balance', cell: ({ balance }: Week) => balance, align: 'right' as const },
];

function stockPlot(
  { plot }: ChartKit,
  weeks: readonly Week[],
  safetyStock: number,
): Parameters<ChartKit['draw']>[0] {
  const balance = ({ balance }: Week): number => Number(balance);
  const at = ({ week }: Week): Date => dateOf(week);
  const top = weeks.reduce((most, week) => Math.max(most, balance(week)), Math.max(1, safetyStock));
  const isBelow = (week: Week): boolean => balance(week) < safetyStock;
  return {
    width: 360,
    height: 170,
    marginLeft: 48,
    marginRight: 12,
    x: { type: 'utc', label: null, ticks: 5 },
    y: { label: null, grid: true, ticks: 4, nice: true, tickFormat: 's', domain: lowTo(weeks, top) },
    marks: [
      plot.areaY(weeks, { x: at, y: balance, curve: 'step-after', fill: 'var(--make)', fillOpacity: 0.15 }),
      plot.lineY(weeks, { x: at, y: balance, curve: 'step-after', stroke: 'var(--make)' }),
      ...(safetyStock > 0
        ? [plot.ruleY([safetyStock], { stroke: 'var(--late)', strokeDasharray: '5 4' })]
        : []),
      plot.dot(weeks.filter(isBelow), { x: at, y: balance, fill: 'var(--late)', r: 3 }),
      plot.ruleY([0]),
    ],
  };
}

const lowTo = (weeks: readonly Week[], top: number): [number, number] => [
  weeks.reduce((low, { balance }) => Math.min(low, Number(balance)), 0),
  top,
];
