/**
 * What the cheapest and the dearest rest below every node cost, in one walk.
 *
 * Both ask the same edges and joints, and finding these takes longer than adding up.
 */
import type { CompiledProduct } from './compiled-product.ts';
import { DEAD_JOINT, type Diagram, type Layer } from './diagram.ts';
import { Scratch } from './scratch.ts';
import { type Allowed, openPlaces, type Reach, type WalkStart, walkUp } from './walk-up.ts';

/** By node, in minor units; Infinity and −Infinity where nothing is valid. */
export interface LayerBounds {
  readonly cheapest: Float64Array;
  readonly dearest: Float64Array;
}

/** By variable. */
export type PriceBounds = readonly LayerBounds[];

const roomOfCheapest = new Scratch();
const roomOfDearest = new Scratch();

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

/** By joint, until the next layer uses the room again. */
function boundsOfJoints(
  { joints, prices, children }: Layer,
  below: PriceBounds,
  reach: Uint8Array,
): LayerBounds {
  const cheapest = roomOfCheapest.cells(joints).fill(Infinity, 0, joints);
  const dearest = roomOfDearest.cells(joints).fill(-Infinity, 0, joints);
  const width = below.length;
  for (let joint = DEAD_JOINT + 1; joint < joints; joint++) {
    if (reach[joint] === 0) continue;
    let low = prices[joint]!;
    let high = low;
    for (let branch = 0; branch < width; branch++) {
      const child = children[joint * width + branch]!;
      low += below[branch]!.cheapest[child]!;
      high += below[branch]!.dearest[child]!;
    }
    cheapest[joint] = low;
    dearest[joint] = high;
  }
  return { cheapest, dearest };
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
  const cheapest = new Float64Array(nodes).fill(Infinity);
  const dearest = new Float64Array(nodes).fill(-Infinity);
  for (let node = 0; node < nodes; node++) {
    if (reach[node] === 0) continue;
    let low = Infinity;
    let high = -Infinity;
    const first = node * values;
    for (let at = 0; at < open.length; at++) {
      const place = open[at]!;
      const joint = edges[first + place]!;
      const price = prices[place]!;
      low = Math.min(low, price + ofJoints.cheapest[joint]!);
      high = Math.max(high, price + ofJoints.dearest[joint]!);
    }
    cheapest[node] = low;
    dearest[node] = high;
  }
  return { cheapest, dearest };
}

/** The prices of the cheapest and of the dearest configuration, in minor units. */
export function totalBounds(
  { tree }: Diagram,
  bounds: PriceBounds,
): { readonly cheapest: number; readonly dearest: number } {
  let [cheapest, dearest] = [0, 0];
  for (const root of tree.roots) {
    cheapest += bounds[root]!.cheapest[0]!;
    dearest += bounds[root]!.dearest[0]!;
  }
  return { cheapest, dearest };
}
