/**
 * What is possible: all that some valid configuration passes, marked from the roots down.
 */
import { assert } from '@kontor/kernel';
import type { Diagram, Layer } from './diagram.ts';
import { Slab } from './slab.ts';
import { type Allowed, openPlaces, type Reach, touchedBy } from './walk-up.ts';

/** What valid configurations pass: nodes and joints, and the values that are offered. */
export interface Support {
  readonly reach: Reach;
  /** By place over all values: 1 where a complete valid configuration has the value. */
  readonly offered: Uint8Array;
}

/**
 * Marks what valid configurations pass; there must be one.
 *
 * A branch that is entered by the same nodes as before, and in which nothing has changed, is as it
 * was.
 *
 * @param rests what can be completed, with the same values allowed
 */
export function supportOf(
  diagram: Diagram,
  allowed: Allowed,
  rests: Reach,
  earlier?: { readonly support: Support; readonly changed: readonly number[] },
): Support {
  const { tree, layers, firstValues } = diagram;
  const isCompletable = tree.roots.every((root) => rests[root]!.nodes[0] === 1);
  assert(isCompletable, 'what was chosen has a completion');
  const { reach: before, offered: offeredBefore } = earlier?.support ?? { reach: [] };
  const offered = offeredBefore?.slice() ?? new Uint8Array(diagram.values);
  const reach = [...before];
  const marks = new Slab(diagram);
  /** By variable, the nodes that edges from above lead to; none where all is as it was above. */
  const entered: Uint8Array[] = [];
  for (const root of tree.roots) entered[root] = Uint8Array.of(1);
  const isTouched = touchedBy(tree, earlier?.changed ?? tree.topDown);
  for (const variable of tree.topDown) {
    const nodes = entered[variable];
    if (isTouched[variable] === 0) {
      if (nodes === undefined || sameMarks(nodes, before[variable]!.nodes)) continue;
    }
    const layer = layers[variable]!;
    const joints = marks.take(layer.joints);
    joints.set(rests[variable]!.joints);
    const first = firstValues[variable]!;
    passJoints(layer, nodes!, joints, {
      open: openPlaces(diagram, allowed, variable),
      offered: offered.subarray(first, first + layer.values).fill(0),
    });
    const children = layer.branches.map((branch) => marks.take(layers[branch]!.nodes));
    enterChildren(layer, joints, children);
    reach[variable] = { nodes: nodes!, joints };
    for (const [at, branch] of layer.branches.entries()) entered[branch] = children[at]!;
  }
  return { reach, offered };
}

function sameMarks(a: Uint8Array, b: Uint8Array): boolean {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** Beside 1, of joints that have a valid rest. */
const PASSED = 2;

/** The values of a variable that may be taken, and by place those that are found to be offered. */
interface MarkedValues {
  readonly open: readonly number[];
  readonly offered: Uint8Array;
}

/** Marks the joints with a rest that edges from entered nodes lead to, and those edges' values. */
function passJoints(
  { nodes, values, edges }: Layer,
  isEntered: Uint8Array,
  joints: Uint8Array,
  { open, offered }: MarkedValues,
): void {
  for (let node = 0; node < nodes; node++) {
    if (isEntered[node] === 0) continue;
    for (let at = 0; at < open.length; at++) {
      const joint = edges[node * values + open[at]!]!;
      if (joints[joint] === 0) continue;
      joints[joint] = PASSED;
      offered[open[at]!] = 1;
    }
  }
}

/** Leaves 1 at joints that were passed and 0 at others, and marks the children of the former. */
function enterChildren(
  { children }: Layer,
  joints: Uint8Array,
  entered: readonly Uint8Array[],
): void {
  const width = entered.length;
  for (let joint = 0; joint < joints.length; joint++) {
    const isPassed = joints[joint] === PASSED;
    joints[joint] = isPassed ? 1 : 0;
    if (!isPassed) continue;
    for (let branch = 0; branch < width; branch++) {
      entered[branch]![children[joint * width + branch]!] = 1;
    }
  }
}
