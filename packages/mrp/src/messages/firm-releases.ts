/**
 * Firm planned orders that are to be released, should have been, or are given too little time.
 *
 * The run does not touch them, so their dates may have become impossible. The release is the day
 * the planner gave (`start`, `ship`), else the lead time before the due day. At most one code each:
 *
 * | release | code |
 * |---|---|
 * | before today | `RELEASE_PAST_DUE` |
 * | today or later, but less than the lead time before the due day | `LEAD_TIME_COMPRESSED` |
 * | today, or within the action window | `RELEASE_DUE` |
 *
 * @source SAP, exception messages 05, 06; iDempiere Libero, MRP-060, MRP-070
 */
import type { CompiledSource } from '../compiled-source.ts';
import { releaseDay } from '../lead-time.ts';
import type { Receipt } from '../model.ts';
import type { Network } from '../network.ts';
import { receiptName } from '../pegging/names.ts';
import type { ActionMessage, Finding } from './action-message.ts';

/** The message about the release of an open order, if it is firm planned and there is one. */
export function firmRelease(
  network: Network,
  node: number,
  receipt: number,
  steps: number,
): Finding[] {
  const row = network.model.receipts[receipt]!;
  if (row.status !== 'firmPlanned') return [];
  const due = network.index.dayAt(row.location, row.due);
  const { today, messages } = network.terms;
  const latest = latestRelease(network, node, row, steps, due);
  const release = givenRelease(network, row) ?? latest;
  const code =
    release < today
      ? 'RELEASE_PAST_DUE'
      : release > latest
        ? 'LEAD_TIME_COMPRESSED'
        : release <= today + messages.actionWindowDays
          ? 'RELEASE_DUE'
          : undefined;
  if (code === undefined) return [];
  const days = { due, release, latest };
  return [{ node, receipt, message: messageOf(network, node, receipt, steps, code, days) }];
}

/** The day the planner gave. */
function givenRelease({ index }: Network, row: Receipt): number | undefined {
  if (row.kind === 'transfer') {
    return row.ship === undefined ? undefined : index.dayAt(row.origin ?? row.location, row.ship);
  }
  return row.start === undefined ? undefined : index.dayAt(row.location, row.start);
}

/** A lead time before the due day; the due day itself where no source has the order's kind. */
function latestRelease(
  network: Network,
  node: number,
  row: Receipt,
  steps: number,
  due: number,
): number {
  const { sourcesOf, spareSourcesOf, calendar, policies } = network;
  const isOfKind = ({ kind, origin }: CompiledSource): boolean =>
    kind === row.kind && (kind !== 'transfer' || origin === row.origin);
  const source = [...sourcesOf[node]!, ...spareSourcesOf[node]!].find(isOfKind);
  if (source === undefined) return due;
  const arrival = calendar[node]!.before(due, policies[node]!.receivingDays);
  return releaseDay(source, arrival, steps, due);
}

function messageOf(
  network: Network,
  node: number,
  receipt: number,
  steps: number,
  code: 'RELEASE_PAST_DUE' | 'LEAD_TIME_COMPRESSED' | 'RELEASE_DUE',
  days: { readonly due: number; readonly release: number; readonly latest: number },
): ActionMessage {
  const place = network.nodes.at(node);
  const { units, dayText } = network.index;
  const order = receiptName(network, receipt);
  const quantity = units.format(place.item, steps);
  const [day, to, latest] = [days.release, days.due, days.latest].map(dayText);
  const what = `${order}, ${quantity} '${place.item}' at '${place.location}'`;
  const text = {
    RELEASE_PAST_DUE: `Expedite ${what} for ${to}: it should have been released on ${day}.`,
    LEAD_TIME_COMPRESSED:
      `Expedite ${what}, or give it a later day: released on ${day} it is due on ${to}, ` +
      `but its lead time begins on ${latest}.`,
    RELEASE_DUE: `Release ${what} on ${day}, due on ${to}.`,
  }[code];
  const about = { order, orderStatus: 'open' as const, day: day!, to: to!, quantity };
  return { code, ...place, ...about, text };
}
