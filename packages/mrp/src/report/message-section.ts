/**
 * What a planner should look at: root causes first, then each message below its cause, then lots
 * that expire.
 *
 * One late purchase order may stand behind forty messages; the short list of causes is what to do
 * something about, the long list is what that will mend.
 */
import { type CausedMessage, causedMessages } from '../enquiry/caused-messages.ts';
import { placeText } from '../enquiry/place-text.ts';
import type { ActionMessage } from '../messages/action-message.ts';
import type { MessageGroup } from '../messages/message-groups.ts';
import { type Markup, markup, type MarkupColumn, table } from './markup.ts';

/** Rows that are shown at most; shortages, elsewhere, are all shown. */
const CAUSES_SHOWN = 20;
const MESSAGES_SHOWN = 200;
const EXPIRIES_SHOWN = 50;

/** The tables of the section. */
export function messageSection(groups: readonly MessageGroup[]): Markup {
  const messages = causedMessages(groups);
  if (messages.length === 0) return markup`<p>None.</p>`;
  const causes = groups.filter(
    ({ consequences, demands }) => consequences.length > 0 || demands.length > 0,
  );
  const expiries = messages
    .map(({ message }) => message)
    .filter(({ code }) => code === 'EXPIRES')
    .toSorted((a, b) => ((a.day ?? '') < (b.day ?? '') ? -1 : 1));
  const byLateness = 'Root causes, by the number of demands that they make late';
  const byCause = 'What a planner should look at: by cause, worst first';
  const byExpiry = 'Lots that expire before they are used up';
  const tables = [
    optional(byLateness, causeColumns, causes, CAUSES_SHOWN),
    table(byCause, messageColumns, messages, MESSAGES_SHOWN),
    optional(byExpiry, expiryColumns, expiries, EXPIRIES_SHOWN),
  ];
  return markup`${tables.filter((one) => one !== undefined)}`;
}

/** A table, or nothing where it would be empty. */
function optional<Row>(
  caption: string,
  columns: readonly MarkupColumn<Row>[],
  rows: readonly Row[],
  limit: number,
): Markup | undefined {
  return rows.length === 0 ? undefined : table(caption, columns, rows, limit);
}

const causeColumns: readonly MarkupColumn<MessageGroup>[] = [
  { heading: 'late demands', cell: ({ demands }) => demands.length, align: 'right' },
  { heading: 'late orders', cell: ({ consequences }) => consequences.length, align: 'right' },
  { heading: 'what to do', cell: ({ message }) => message.text, align: 'wrap' },
];

const words = ({ code }: ActionMessage): string => code.toLowerCase().replaceAll('_', ' ');

const messageColumns: readonly MarkupColumn<CausedMessage>[] = [
  {
    heading: 'what',
    cell: ({ message, cause }) =>
      cause === undefined ? words(message) : markup`<span class="follows">${words(message)}</span>`,
  },
  { heading: 'item', cell: ({ message }) => message.item },
  { heading: 'location', cell: ({ message }) => placeText(message) },
  { heading: 'day', cell: ({ message }) => message.day ?? '' },
  { heading: 'to', cell: ({ message }) => message.to ?? '' },
  { heading: 'quantity', cell: ({ message }) => message.quantity ?? '', align: 'right' },
  { heading: 'message', cell: ({ message }) => message.text, align: 'wrap' },
];

const expiryColumns: readonly MarkupColumn<ActionMessage>[] = [
  { heading: 'expires', cell: ({ day }) => day ?? '' },
  { heading: 'item', cell: ({ item }) => item },
  { heading: 'location', cell: placeText },
  { heading: 'quantity left', cell: ({ quantity }) => quantity ?? '', align: 'right' },
  { heading: 'what to do', cell: ({ text }) => text, align: 'wrap' },
];
