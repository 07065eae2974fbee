/**
 * Stock curves: the projected balance by week of the items that deserve a look, with their safety
 * stock.
 *
 * First the items at the root of a shortage, then those whose orders should have been released,
 * then those that come closest to their safety stock, measured in weeks of requirements. The
 * balance is the plan's: it counts on every planned order, also on those that need expediting.
 *
 * @source APICS Dictionary, "projected available balance"
 */
import { day, formatDay } from '@kontor/kernel';
import { placeText } from '../enquiry/place-text.ts';
import type { Plan, PlannedNode } from '../plan-view.ts';
import type { PlanningRecord } from '../planning-record.ts';
import { type ChartKit, dateOf } from './chart-kit.ts';
import { type Markup, markup, table } from './markup.ts';

/** Charts of one report. */
const CHARTS_SHOWN = 9;
const WEEKS_SHOWN = 26;

/** The section's charts, each with its figures as a table. */
export function stockCharts(kit: ChartKit, plan: Plan, names: ReadonlyMap<string, string>): Markup {
  const records = criticalNodes(plan).map(({ item, location, segment }) =>
    plan.record(item, location, { segment, bucket: 'week' }),
  );
  if (records.length === 0) return markup`<p>Nothing moves.</p>`;
  const figures = records.map((record) => stockFigure(kit, record, names));
  return markup`<div class="charts">${figures}</div>`;
}

type Place = Pick<PlannedNode, 'item' | 'location' | 'segment'>;

/** The items at sites that deserve a look, most urgent first. */
export function criticalNodes(plan: Plan): Place[] {
  const urgent: Place[] = [
    ...plan.shortages().map(({ cause }) => cause),
    ...plan.messages().filter(({ code }) => code !== 'NO_BOM'),
  ];
  const found = new Map<string, Place>();
  for (const { item, location, segment } of [...urgent, ...leastCovered(plan)]) {
    if (found.size === CHARTS_SHOWN) break;
    const place = { item, location, ...(segment !== undefined && { segment }) };
    found.set(JSON.stringify(place), place);
  }
  return [...found.values()];
}

/**
 * Items with requirements, least cover above safety stock first; those with a safety stock lead.
 */
function leastCovered(plan: Plan): Place[] {
  const covers = plan.nodes().map((node) => {
    const { item, location, segment } = node;
    const { weeks, isGuarded } = cover(plan.record(item, location, { segment, bucket: 'week' }));
    return { node, weeks, isGuarded };
  });
  return covers
    .filter(({ weeks }) => Number.isFinite(weeks))
    .toSorted((a, b) => Number(b.isGuarded) - Number(a.isGuarded) || a.weeks - b.weeks)
    .slice(0, CHARTS_SHOWN)
    .map(({ node }) => node);
}

/**
 * The lowest balance above safety stock, in weeks of average requirements; infinite without any.
 */
function cover({ gross, balance, safetyStock }: PlanningRecord): {
  weeks: number;
  isGuarded: boolean;
} {
  const total = gross.reduce((sum, quantity) => sum + Number(quantity), 0);
  const lowest = balance.reduce((low, quantity) => Math.min(low, Number(quantity)), Infinity);
  const weeks = total === 0 ? Infinity : ((lowest - Number(safetyStock)) * gross.length) / total;
  return { weeks, isGuarded: Number(safetyStock) > 0 };
}

interface Week {
  readonly week: string;
  readonly gross: string;
  readonly receipts: string;
  readonly planned: string;
  readonly balance: string;
}

function stockFigure(
  kit: ChartKit,
  record: PlanningRecord,
  names: ReadonlyMap<string, string>,
): Markup {
  const { item, safetyStock } = record;
  const weeks = record.buckets.slice(0, WEEKS_SHOWN).map((week, at) => ({
    week,
    gross: record.gross[at]!,
    receipts: record.receipts[at]!,
    planned: record.plannedReceipts[at]!,
    balance: record.balance[at]!,
  }));
  const lowest = weeks.reduce((low, { balance }) => Math.min(low, Number(balance)), Infinity);
  const place = placeText(record);
  const title = `Stock of ${item} at ${place}`;
  const description =
    `Projected balance at the end of ${weeks.length} weeks; lowest ${lowest}, ` +
    `safety stock ${safetyStock}.`;
  return markup`<figure><figcaption>${names.get(item) ?? item}
<small>${item} at ${place}</small></figcaption>
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
  // A curve ends where its last week ends; without this point the last step has no width.
  const last = weeks.at(-1)!;
  const steps = [...weeks, { ...last, week: formatDay(day(last.week) + 7) }];
  const at = ({ week }: Week): Date => dateOf(week);
  const top = weeks.reduce((most, week) => Math.max(most, balance(week)), Math.max(1, safetyStock));
  const isBelow = (week: Week): boolean => balance(week) < safetyStock;
  return {
    width: 360,
    height: 170,
    marginLeft: 48,
    marginRight: 12,
    marginBottom: 34,
    x: { type: 'utc', label: null, ticks: 5 },
    y: {
      label: null,
      grid: true,
      ticks: 4,
      nice: true,
      tickFormat: shortNumber,
      domain: lowTo(weeks, top),
    },
    marks: [
      plot.areaY(steps, {
        x: at,
        y: balance,
        curve: 'step-after',
        fill: 'var(--make)',
        fillOpacity: 0.15,
      }),
      plot.lineY(steps, { x: at, y: balance, curve: 'step-after', stroke: 'var(--make)' }),
      ...(safetyStock > 0
        ? [plot.ruleY([safetyStock], { stroke: 'var(--late)', strokeDasharray: '5 4' })]
        : []),
      plot.dot(weeks.filter(isBelow), { x: at, y: balance, fill: 'var(--late)', r: 3 }),
      plot.ruleY([0]),
    ],
  };
}

/** `12500` → `12.5k`. */
const shortNumber = (value: number): string =>
  Math.abs(value) < 10_000 ? String(value) : `${value / 1000}k`;

const lowTo = (weeks: readonly Week[], top: number): [number, number] => [
  weeks.reduce((low, { balance }) => Math.min(low, Number(balance)), 0),
  top,
];
