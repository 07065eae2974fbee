/**
 * The row of the model that a compiled source came from.
 */
import type { CompiledSource } from '../compiled-source.ts';
import type { Source } from '../model.ts';
import type { Network } from '../network.ts';

/**
 * The row; undefined for a source that the run put in: a stand-in, or common stock for a segment.
 *
 * Sources of a node are numbered in the order of their rows by rank, after its common stock.
 */
export function sourceRow(network: Network, { index, node }: CompiledSource): Source | undefined {
  const { item, location } = network.nodes.at(node);
  const spare = network.spareSourcesOf[node]!;
  const all = [...network.sourcesOf[node]!, ...spare];
  const hasCommon = spare.some(isCommonStock);
  const first = Math.min(...all.map((source) => source.index)) + (hasCommon ? 1 : 0);
  return network.index.sourcesOf(item, location)[index - first];
}

/** Whether a source is the common stock of a site that gives it to its segments. */
export const isCommonStock = ({ priority }: Pick<CompiledSource, 'priority'>): boolean =>
  priority === Number.MIN_SAFE_INTEGER;
