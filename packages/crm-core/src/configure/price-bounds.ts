/**
 * What the cheapest and the dearest rest below every node cost, in one walk.
 *
 * Both ask the same edges and joints, and finding these takes longer than adding up.
 */
import type { CompiledProduct } from './compiled-product.ts';
import { DEAD_JOINT, type Diagram, type Layer } from './diagram.ts';
import { Scratch } from './scratch.ts';
import { type Allowed, openPlaces, type Reach, type WalkStart, walkUp } from './walk-up.ts';

/**
 * Of node n the cheapest at 2n and the dearest at 2n + 1, in minor units; Infinity and −Infinity
 * where nothing is valid.
 */
export type LayerBounds = Float64Array;

/** By variable. */
export type PriceBounds = readonly LayerBounds[];

const room = new Scratch();

/** The prices below every node within reach. */
export function priceBounds(
  { diagram, valuePrices }: Pick<CompiledProduct, 'diagram' | 'valuePrices'>,
  allowed: Allowed,
  start: WalkStart<LayerBounds> & { readonly reach: Reach },
): PriceBounds {
  return walkUp(diagram, start, (bounds: LayerBounds[], variable) => {
    const layer = diagram.layers[variable]!;
    const { nodes, joints } = start.reach[variable]!;
    const below = layer.branches.map((branch) => bounds[branch]!);
    const ofJoints = boundsOfJoints(layer, below, joints);
    const first = diagram.firstValues[variable]!;
    const prices = valuePrices.subarray(first, first + layer.values);
    return boundsOfNodes(layer, ofJoints, nodes, {
      open: openPlaces(diagram, allowed, variable),
      prices,
    });
  });
}

/** By joint as by node, until the next layer uses the room again. */
function boundsOfJoints(
  { joints, prices, children }: Layer,
  below: PriceBounds,
  reach: Uint8Array,
): LayerBounds {
  const bounds = room.cells(2 * joints);
  const width = below.length;
  for (let joint = DEAD_JOINT; joint < joints; joint++) {
    let low = Infinity;
    let high = -Infinity;
    if (reach[joint] === 1) {
      low = prices[joint]!;
      high = low;
      for (let branch = 0; branch < width; branch++) {
        const child = 2 * children[joint * width + branch]!;
        low += below[branch]![child]!;
        high += below[branch]![child + 1]!;
      }
    }
    bounds[2 * joint] = low;
    bounds[2 * joint + 1] = high;
  }
  return bounds;
}

/** The values of a variable that may be taken, and what each of its values costs. */
interface PricedValues {
  readonly open: readonly number[];
  readonly prices: Float64Array;
}

function boundsOfNodes(
  { nodes, values, edges }: Layer,
  ofJoints: LayerBounds,
  reach: Uint8Array,
  { open, prices }: PricedValues,
): LayerBounds {
  const bounds = new Float64Array(2 * nodes);
  for (let node = 0; node < nodes; node++) {
    let low = Infinity;
    let high = -Infinity;
    if (reach[node] === 1) {
      const first = node * values;
      for (let at = 0; at < open.length; at++) {
        const place = open[at]!;
        const joint = 2 * edges[first + place]!;
        const price = prices[place]!;
        low = Math.min(low, price + ofJoints[joint]!);
        high = Math.max(high, price + ofJoints[joint + 1]!);
      }
    }
    bounds[2 * node] = low;
    bounds[2 * node + 1] = high;
  }
  return bounds;
}

/** The prices of the cheapest and of the dearest configuration, in minor units. */
export function totalBounds(
  { tree }: Diagram,
  bounds: PriceBounds,
): { readonly cheapest: number; readonly dearest: number } {
  let [cheapest, dearest] = [0, 0];
  for (const root of tree.roots) {
    cheapest += bounds[root]![0]!;
    dearest += bounds[root]![1]!;
  }
  return { cheapest, dearest };
}
