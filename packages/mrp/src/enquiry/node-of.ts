/**
 * The node that an enquiry names.
 */
import { MrpError } from '../errors.ts';
import type { Network } from '../network.ts';

/**
 * The number of a node.
 *
 * @throws MrpError MRP_UNKNOWN_NODE — the item is not planned there, or not in that segment
 */
export function nodeOf(
  { nodes }: Network,
  item: string,
  location: string,
  segment: string | undefined,
): number {
  const node = nodes.find(item, location, segment ?? '');
  if (node === -1) throw new MrpError('MRP_UNKNOWN_NODE', { item, location });
  return node;
}
