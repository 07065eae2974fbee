/**
 * Stock that is too low, too high, or too old.
 *
 * The balance is that of the days on which things are there: planned orders on their due days, open
 * orders as the run took them. It is looked at from today on, at the end of each day.
 *
 * @source SAP, exception message 96; frePPLe, "below safety stock", "excess"; FEFO
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { requiredOn } from '../node-policy.ts';
import { receiptName } from '../pegging/names.ts';
import type { ActionMessage, Finding } from './action-message.ts';
import { balances, type NodeDays, requiresStock } from './node-days.ts';

/** The messages about a node's stock. */
export function stockFindings(network: Network, draft: Draft, days: NodeDays): Finding[] {
  const { node, assumptions } = days;
  const { maxCoverDays } = network.policies[node]!;
  const isGuarded = requiresStock(network, node);
  const findings = assumptions.expired.map((lot) => expiry(network, node, lot));
  if (!isGuarded && maxCoverDays === 0) return findings;
  const projection = project(network, draft, days);
  const low = isGuarded ? belowSafetyStock(network, node, projection) : undefined;
  const high = maxCoverDays > 0 ? excess(network, days, projection) : undefined;
  return [...findings, ...(low ?? []), ...(high ?? [])];
}

/** The balance at the end of each day from `first` on. */
interface Projection {
  readonly first: number;
  readonly balance: Float64Array;
}

function project(network: Network, draft: Draft, days: NodeDays): Projection {
  const { node, row } = days;
  const { today } = network.terms;
  const isEmpty = row.last < row.first;
  let first = isEmpty ? today : Math.min(today, row.origin);
  let last = isEmpty ? today : Math.max(today, row.origin + row.last);
  for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
    first = Math.min(first, draft.due[order]!);
    last = Math.max(last, draft.due[order]!);
  }
  return { first, balance: balances(network, draft, days, first, last) };
}

/** The first stretch of days on which less is there than is required, and the most that lacks. */
function belowSafetyStock(
  network: Network,
  node: number,
  { first, balance }: Projection,
): Finding[] | undefined {
  const { policies, terms, nodes, index } = network;
  // A balance below nothing is a demand that waits, not a safety stock that is used.
  const lackOn = (at: number): number => {
    const required = requiredOn(policies[node]!, first + at);
    return required > 0 ? required - balance[at]! : 0;
  };
  let start = terms.today - first;
  while (start < balance.length && lackOn(start) <= 0) start++;
  if (start === balance.length) return undefined;
  let end = start;
  let lack = 0;
  for (; end < balance.length && lackOn(end) > 0; end++) lack = Math.max(lack, lackOn(end));
  const place = nodes.at(node);
  const day = index.dayText(first + start);
  const to = end === balance.length ? undefined : index.dayText(first + end);
  const quantity = index.units.format(place.item, lack);
  const until = to === undefined ? '' : ` until ${to}`;
  const text =
    `'${place.item}' at '${place.location}' is up to ${quantity} below the stock it should keep ` +
    `from ${day} on${until}: expedite what comes in, or lower the safety stock.`;
  const message = { code: 'BELOW_SAFETY_STOCK' as const, ...place, day, quantity, text };
  return [{ node, message: to === undefined ? message : { ...message, to } }];
}

/** The first day with more than the needs of the days that stock may cover. */
function excess(
  network: Network,
  { node, row }: NodeDays,
  { first, balance }: Projection,
): Finding[] | undefined {
  const { policies, terms, nodes, index } = network;
  const { maxCoverDays } = policies[node]!;
  const shift = first - row.origin;
  const grossOn = (at: number): number =>
    at + shift >= row.first && at + shift <= row.last ? row.gross[at + shift]! : 0;
  const today = terms.today - first;
  let coming = 0;
  for (let at = today + 1; at <= today + maxCoverDays; at++) coming += grossOn(at);
  for (let at = today; at < balance.length; at++) {
    const over = balance[at]! - requiredOn(policies[node]!, first + at) - coming;
    if (over > 0) {
      const place = nodes.at(node);
      const day = index.dayText(first + at);
      const quantity = index.units.format(place.item, over);
      const text =
        `'${place.item}' at '${place.location}' has ${quantity} more from ${day} on than it ` +
        `needs within ${maxCoverDays} days: use it up, or order less.`;
      return [{ node, message: { code: 'EXCESS', ...place, day, quantity, text } }];
    }
    coming += grossOn(at + 1 + maxCoverDays) - grossOn(at + 1);
  }
  return undefined;
}

function expiry(
  network: Network,
  node: number,
  { lot, quantity: steps }: NodeDays['assumptions']['expired'][number],
): Finding {
  const { model, nodes, index, terms } = network;
  const place = nodes.at(node);
  const day = index.dayText(Math.max(lot.expires, terms.today));
  const quantity = index.units.format(place.item, steps);
  const name =
    lot.kind === 'receipt' ? receiptName(network, lot.row) : (model.stock[lot.row]!.lot ?? 'stock');
  const text =
    `${quantity} of ${name} of '${place.item}' at '${place.location}' expire unused on ${day}: ` +
    `use them before, or write them off.`;
  const code = 'EXPIRES' as const;
  if (lot.kind === 'stock') return { node, message: { code, ...place, day, quantity, text } };
  const order: Pick<ActionMessage, 'order' | 'orderStatus'> = { order: name, orderStatus: 'open' };
  const message = { code, ...place, ...order, day, quantity, text };
  return { node, receipt: lot.row, message };
}
