/**
 * Master data that is missing or switched off although supply is needed.
 *
 * | code | what is needed |
 * |---|---|
 * | `NO_SOURCE` | supply on a day on which no source of the item at the site is in force |
 * | `NO_PLANNING_DATA` | supply at a site without source or parameters; other sites have them |
 * | `NO_BOM` | an order to make it, but there is no bill |
 * | `PLANNING_DISABLED` | supply of what is planned by hand |
 *
 * The plan goes on in each case: what has no source is bought from nobody, what has no bill takes
 * no components, and what is planned by hand stays short.
 *
 * @source iDempiere Libero, MRP-020, MRP-120, MRP-160; SAP, exception message 50
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import type { ItemAtLocation } from '../node-table.ts';
import { FOREVER } from '../site-calendar.ts';
import type { ActionCode, Finding } from './action-message.ts';

/** The messages about the data by which a node's orders were planned. */
export function dataFindings(network: Network, draft: Draft, node: number): Finding[] {
  const missing = new Set<'bom' | 'source'>();
  for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
    const what = network.sources[draft.source[order]!]!.missing;
    if (what !== undefined) missing.add(what);
  }
  if (missing.size === 0) return [];
  const place = network.nodes.at(node);
  const of = `'${place.item}' at '${place.location}'`;
  return [...missing].map((what) => {
    if (what === 'bom') {
      const text = `Made without components: add a bill for ${of}.`;
      return { node, message: { code: 'NO_BOM', ...place, text } };
    }
    const { code, text } = sourceFault(network, place);
    return { node, message: { code, ...place, text } };
  });
}

/** Why nothing supplies a place. */
function sourceFault(
  { model, index }: Network,
  { item, location }: ItemAtLocation,
): { readonly code: ActionCode; readonly text: string } {
  const of = `'${item}' at '${location}'`;
  const isPlanned = (at: string): boolean =>
    index.sourcesOf(item, at).length > 0 || index.parameterOf(item, at) !== undefined;
  const elsewhere = model.locations.find(({ id }) => id !== location && isPlanned(id));
  if (isPlanned(location) || elsewhere === undefined) {
    return { code: 'NO_SOURCE', text: `Nothing supplies ${of}: add a row to sourcing.` };
  }
  const text =
    `Nothing says how ${of} is planned, though it is at '${elsewhere.id}': ` +
    `add a row to sourcing, a transfer from there for one.`;
  return { code: 'NO_PLANNING_DATA', text };
}

/**
 * What is short of an item that is planned by hand.
 *
 * @param nets - net requirements by need day, in steps
 */
export function manualFindings(
  network: Network,
  node: number,
  nets: ReadonlyMap<number, number>,
): Finding[] {
  if (network.policies[node]!.planning === 'automatic' || nets.size === 0) return [];
  let [first, total] = [FOREVER, 0];
  for (const [day, net] of nets) {
    first = Math.min(first, day);
    total += net;
  }
  const place = network.nodes.at(node);
  const day = network.index.dayText(first);
  const quantity = network.index.units.format(place.item, total);
  const text =
    `${quantity} '${place.item}' at '${place.location}' lack from ${day} on, and it is planned ` +
    `by hand: add firm planned orders, or plan it automatically.`;
  return [{ node, message: { code: 'PLANNING_DISABLED', ...place, day, quantity, text } }];
}
