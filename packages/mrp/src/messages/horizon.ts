/**
 * Whether demand is known for long enough: for as long as an item takes from its first purchase on.
 *
 * What is sold later than that, and not known yet, would have to be ordered today. The longest way
 * is walked once over all nodes, suppliers before the supplied: a node is there when its first
 * source, begun once the latest of what it takes is there, is done. The days are those of an order
 * of the least lot begun today, with every calendar on the way.
 *
 * @source APICS Dictionary, "cumulative lead time", "planning horizon"
 */
import { hasFlows } from '../flows.ts';
import { readyDay } from '../lead-time.ts';
import type { Network } from '../network.ts';
import type { Finding } from './action-message.ts';

/** A message for each item at a site with demand that takes longer than demand is known. */
export function horizonFindings(network: Network): Finding[] {
  const { terms, order, nodes, index, demands, forecasts } = network;
  const { horizonDays } = terms.messages;
  if (horizonDays === undefined) return [];
  const ready = readyDays(network);
  const end = terms.today + horizonDays;
  return Array.from(order.sequence).flatMap((node): Finding[] => {
    const there = ready[node]!;
    if (there <= end || !(hasFlows(demands, node) || hasFlows(forecasts, node))) return [];
    const place = nodes.at(node);
    const [day, to] = [index.dayText(end), index.dayText(there)];
    const text =
      `Demand is known until ${day}, but '${place.item}' at '${place.location}' takes ` +
      `until ${to} from its first purchase on: give demand or forecast at least that far.`;
    return [{ node, message: { code: 'HORIZON_TOO_SHORT', ...place, day, to, text } }];
  });
}

/** The day on which each node has what is begun today, all it takes included. */
export function readyDays(network: Network): Int32Array {
  const { order, sources, sourcesOf, policies, calendar, uses, terms, nodes, index } = network;
  const begin = new Int32Array(sources.length).fill(terms.today);
  const ready = new Int32Array(nodes.count).fill(terms.today);
  for (let at = order.sequence.length - 1; at >= 0; at--) {
    const node = order.sequence[at]!;
    const source = sourcesOf[node]![0]!;
    const unit = 10 ** index.units.decimalsOf(nodes.items[nodes.item[node]!]!);
    const done = readyDay(
      source,
      begin[source.index]!,
      Math.max(source.modifiers.min, unit),
      terms.today,
    );
    ready[node] = calendar[node]!.after(done, policies[node]!.receivingDays);
    for (let use = uses.start[node]!; use < uses.start[node + 1]!; use++) {
      const parent = uses.list[use]!.source;
      begin[parent] = Math.max(begin[parent]!, ready[node]);
    }
  }
  return ready;
}
