/**
 * A year of two warehouses for coffee and tea, as a warehouse system exports it: a row for each day
 * on which something of an item moved, with what is there when the day ends. One row a warehouse,
 * item and day: rows of one day would be added up.
 */
import { type Day, dateParts, day, formatDay } from '@kontor/kernel';

/** What moved on a day, and what was there in the evening. Quantities are in kilograms. */
export interface StockDay {
  readonly day: string;
  readonly warehouse: string;
  readonly item: string;
  /** Null where nothing came, or nothing went. */
  readonly received: number | null;
  readonly issued: number | null;
  readonly onHand: number;
}

/** How an item behaves in a warehouse. */
interface Flow {
  readonly warehouse: string;
  readonly item: string;
  /** What is there on the last day of 2025. */
  readonly start: number;
  /** What is issued at once, and how many days lie between issues. */
  readonly issue: number;
  readonly every: number;
  /** What is bought at once, when less than `reorderAt` is there; 0: nothing. */
  readonly lot: number;
  readonly reorderAt: number;
  /** The last day on which somebody asked for it. */
  readonly lastAskedFor?: string;
}

const hamburg = 'Hamburg';
const trieste = 'Trieste';
const flows: readonly Flow[] = [
  {
    warehouse: hamburg,
    item: 'Arabica',
    start: 1500,
    issue: 90,
    every: 3,
    lot: 1200,
    reorderAt: 400,
  },
  { warehouse: hamburg, item: 'Assam', start: 900, issue: 40, every: 5, lot: 600, reorderAt: 300 },
  {
    warehouse: hamburg,
    item: 'Rooibos',
    start: 400,
    issue: 25,
    every: 9,
    lot: 300,
    reorderAt: 120,
  },
  {
    warehouse: trieste,
    item: 'Arabica',
    start: 2200,
    issue: 130,
    every: 4,
    lot: 2000,
    reorderAt: 600,
  },
  {
    warehouse: trieste,
    item: 'Robusta',
    start: 1800,
    issue: 70,
    every: 6,
    lot: 900,
    reorderAt: 350,
  },
  // Nobody has asked for it since June, and it is still there.
  {
    warehouse: trieste,
    item: 'Assam',
    start: 700,
    issue: 20,
    every: 14,
    lot: 0,
    reorderAt: 0,
    lastAskedFor: '2026-06-10',
  },
];

const firstDay = day('2026-01-01');
const lastDay = day('2026-12-31');

/** The days of 2026 on which something moved, after a count on the last day of 2025. */
export function allStockDays(): StockDay[] {
  return flows.flatMap(stockDaysOf);
}

function stockDaysOf(flow: Flow): StockDay[] {
  const { warehouse, item, start, lot, reorderAt } = flow;
  let onHand = start;
  const counted = { day: formatDay(firstDay - 1), warehouse, item, onHand };
  const days: StockDay[] = [{ ...counted, received: null, issued: null }];
  for (let today = firstDay; today <= lastDay; today++) {
    const issued = Math.min(onHand, askedFor(flow, today));
    const received = lot > 0 && onHand - issued < reorderAt ? lot : 0;
    if (issued + received === 0) continue;
    onHand += received - issued;
    const moved = { received: received || null, issued: issued || null, onHand };
    days.push({ day: formatDay(today), warehouse, item, ...moved });
  }
  return days;
}

/** What is asked for on a day; from October to January a third more. */
function askedFor({ issue, every, lastAskedFor }: Flow, today: Day): number {
  if (lastAskedFor !== undefined && today > day(lastAskedFor)) return 0;
  if ((today - firstDay) % every !== every - 1) return 0;
  const { month } = dateParts(today);
  return month >= 10 || month === 1 ? Math.round((issue * 4) / 3) : issue;
}
