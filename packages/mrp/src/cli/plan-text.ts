/**
 * A plan as text for a terminal: figures, shortages first, then messages, then the orders to
 * release.
 */
import type { ActionMessage } from '../messages/action-message.ts';
import type { PlannedOrder } from '../planned-order.ts';
import type { Plan } from '../plan-view.ts';
import type { Shortage } from '../shortages.ts';
import { type TextColumn, textTable } from './text-table.ts';

/** Rows of a list that are shown; the rest is counted. */
const ROWS_SHOWN = 20;

/**
 * The text of a plan.
 *
 * @param bold - makes a heading stand out, or leaves it as it is
 */
export function planText(plan: Plan, bold: (text: string) => string): string {
  const orders = plan.orders();
  const shortages = plan.shortages();
  const messages = plan.messages();
  const kinds = ['make', 'buy', 'transfer'].map(
    (kind) => `${orders.filter((order) => order.kind === kind).length} ${kind}`,
  );
  const byRelease = orders.toSorted((a, b) =>
    a.release < b.release ? -1 : Number(a.release > b.release),
  );
  const lines = [
    bold(`Plan of ${plan.today}`),
    `  ${plan.nodes().length} items at sites, ` +
      `${orders.length} planned orders (${kinds.join(', ')})`,
    '',
    ...section(`Shortages: ${shortages.length}`, shortageColumns, shortages, bold),
    ...section(`Messages: ${messages.length}`, messageColumns, messages, bold),
    ...section('Planned orders, next to release', orderColumns, byRelease, bold),
  ];
  return `${lines.join('\n')}\n`;
}

function section<Row>(
  heading: string,
  columns: readonly TextColumn<Row>[],
  rows: readonly Row[],
  bold: (text: string) => string,
): string[] {
  if (rows.length === 0) return [bold(heading), ''];
  const left = rows.length - ROWS_SHOWN;
  const rest = left > 0 ? [`  … and ${left} more (--out or --json gives all)`] : [];
  return [bold(heading), ...textTable(columns, rows.slice(0, ROWS_SHOWN)), ...rest, ''];
}

const shortageColumns: readonly TextColumn<Shortage>[] = [
  { heading: 'demand', cell: ({ demand }) => demand },
  { heading: 'item', cell: ({ item }) => item },
  { heading: 'location', cell: ({ location }) => location },
  { heading: 'due', cell: ({ due }) => due },
  { heading: 'quantity', cell: ({ quantity }) => quantity, align: 'right' },
  { heading: 'days late', cell: ({ lateDays }) => String(lateDays ?? '–'), align: 'right' },
  { heading: 'available', cell: ({ available }) => available ?? 'never' },
  { heading: 'cause', cell: ({ cause }) => cause.text },
];

const messageColumns: readonly TextColumn<ActionMessage>[] = [
  { heading: 'code', cell: ({ code }) => code },
  { heading: 'item', cell: ({ item }) => item },
  { heading: 'location', cell: ({ location }) => location },
  { heading: 'message', cell: ({ text }) => text },
];

const orderColumns: readonly TextColumn<PlannedOrder>[] = [
  { heading: 'release', cell: ({ release }) => release },
  { heading: 'due', cell: ({ due }) => due },
  { heading: 'order', cell: ({ kind }) => kind },
  { heading: 'item', cell: ({ item }) => item },
  { heading: 'location', cell: ({ location }) => location },
  { heading: 'quantity', cell: ({ quantity }) => quantity, align: 'right' },
  { heading: 'from', cell: ({ supplier, origin, location }) => supplier ?? origin ?? location },
];
