/**
 * A plan as text for a terminal: figures, shortages first, then root causes and the messages that
 * follow from them, then the orders to release.
 */
import { type CausedMessage, causedMessages } from '../enquiry/caused-messages.ts';
import { placeText } from '../enquiry/place-text.ts';
import type { MessageGroup } from '../messages/message-groups.ts';
import type { PlannedOrder } from '../planned-order.ts';
import type { Plan } from '../plan-view.ts';
import type { Shortage } from '../shortages.ts';
import { type TextColumn, textTable } from './text-table.ts';

/** Rows of a list that are shown; the rest is counted. */
const ROWS_SHOWN = 20;
/** Root causes that are shown: so many a planner sees through in a morning. */
const CAUSES_SHOWN = 10;

/**
 * The text of a plan.
 *
 * @param bold - makes a heading stand out, or leaves it as it is
 */
export function planText(plan: Plan, bold: (text: string) => string): string {
  const orders = plan.orders();
  const shortages = plan.shortages();
  const groups = plan.messageGroups();
  const causes = groups.filter(hasConsequences);
  const messages = causedMessages(groups);
  const byRelease = orders.toSorted((a, b) =>
    a.release < b.release ? -1 : Number(a.release > b.release),
  );
  const lines = [
    bold(`Plan of ${plan.today}`),
    `  ${plan.nodes().length} items at sites, ` +
      `${orders.length} planned orders (${countsByKind(orders)})`,
    '',
    ...section(`Shortages: ${shortages.length}`, shortageColumns, shortages, bold),
    ...(causes.length > 0
      ? section(`Root causes: ${causes.length}`, causeColumns, causes, bold, CAUSES_SHOWN)
      : []),
    ...section(`Messages: ${messages.length}`, messageColumns, messages, bold),
    ...section('Planned orders, next to release', orderColumns, byRelease, bold),
  ];
  return `${lines.join('\n')}\n`;
}

/** `3 make, 2 buy, 0 transfer`; the rarer kinds only where there are some. */
function countsByKind(orders: readonly PlannedOrder[]): string {
  const count = (kind: PlannedOrder['kind']): number =>
    orders.filter((order) => order.kind === kind).length;
  const rare = (['subcontract', 'substitute'] as const).filter((kind) => count(kind) > 0);
  return [...(['make', 'buy', 'transfer'] as const), ...rare]
    .map((kind) => `${count(kind)} ${kind}`)
    .join(', ');
}

const hasConsequences = ({ consequences, demands }: MessageGroup): boolean =>
  consequences.length > 0 || demands.length > 0;

function section<Row>(
  heading: string,
  columns: readonly TextColumn<Row>[],
  rows: readonly Row[],
  bold: (text: string) => string,
  shown = ROWS_SHOWN,
): string[] {
  if (rows.length === 0) return [bold(heading), ''];
  const left = rows.length - shown;
  const rest = left > 0 ? [`  … and ${left} more (--out or --json gives all)`] : [];
  return [bold(heading), ...textTable(columns, rows.slice(0, shown)), ...rest, ''];
}

const shortageColumns: readonly TextColumn<Shortage>[] = [
  { heading: 'demand', cell: ({ demand }) => demand },
  { heading: 'item', cell: ({ item }) => item },
  { heading: 'location', cell: placeText },
  { heading: 'due', cell: ({ due }) => due },
  { heading: 'quantity', cell: ({ quantity }) => quantity, align: 'right' },
  { heading: 'days late', cell: ({ lateDays }) => String(lateDays ?? '–'), align: 'right' },
  { heading: 'available', cell: ({ available }) => available ?? 'never' },
  { heading: 'cause', cell: ({ cause }) => cause.text },
];

const causeColumns: readonly TextColumn<MessageGroup>[] = [
  { heading: 'late orders', cell: ({ consequences }) => `${consequences.length}`, align: 'right' },
  { heading: 'demands', cell: ({ demands }) => `${demands.length}`, align: 'right' },
  { heading: 'what to do', cell: ({ message }) => message.text },
];

/** What follows from a root cause stands behind it, set in. */
const messageColumns: readonly TextColumn<CausedMessage>[] = [
  {
    heading: 'code',
    cell: ({ message, cause }) => (cause === undefined ? message.code : `  ${message.code}`),
  },
  { heading: 'item', cell: ({ message }) => message.item },
  { heading: 'location', cell: ({ message }) => placeText(message) },
  { heading: 'message', cell: ({ message }) => message.text },
];

const orderColumns: readonly TextColumn<PlannedOrder>[] = [
  { heading: 'release', cell: ({ release }) => release },
  { heading: 'due', cell: ({ due }) => due },
  { heading: 'order', cell: ({ kind }) => kind },
  { heading: 'item', cell: ({ item }) => item },
  { heading: 'location', cell: placeText },
  { heading: 'quantity', cell: ({ quantity }) => quantity, align: 'right' },
  {
    heading: 'from',
    cell: ({ supplier, origin, substitute, location }) =>
      supplier ?? origin ?? substitute ?? location,
  },
];
