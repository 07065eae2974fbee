/**
 * Lanes as assignment: who has no candidates is offered to the lane that it stands in.
 */
import type { Node, NodeOf } from '../model.ts';
import type { BpmnElement } from './document.ts';
import { idOf, type Reading } from './reading.ts';

/** The nodes, user tasks without assignee and candidates with their lane as candidate group. */
export function assignByLane(
  reading: Reading,
  process: BpmnElement,
  nodes: readonly Node[],
): Node[] {
  const lanes = new Map<string, string>();
  for (const set of reading.children(process, 'laneSets')) readLaneSet(reading, set, lanes);
  const assigned: string[] = [];
  const read = assign(nodes, lanes, undefined, assigned);
  if (assigned.length > 0) {
    const message =
      `User tasks without candidates got their lane as candidate group: ${assigned.join(', ')}. ` +
      `Name candidates to have others.`;
    reading.say('rewritten', 'note', process, message);
  }
  return read;
}

/** Lanes by the id of the node in them; an inner lane counts before the one around it. */
function readLaneSet(reading: Reading, set: BpmnElement, lanes: Map<string, string>): void {
  reading.take(set, 'name');
  for (const lane of reading.children(set, 'lanes')) {
    const name = reading.text(lane, 'name') || idOf(lane);
    reading.take(lane, 'flowNodeRef');
    for (const id of (lane['flowNodeRef'] ?? []) as readonly string[]) {
      const node = reading.index.find(id);
      if (node !== undefined) lanes.set(idOf(node), name);
    }
    for (const inner of reading.children(lane, 'childLaneSet')) readLaneSet(reading, inner, lanes);
  }
}

function assign(
  nodes: readonly Node[],
  lanes: ReadonlyMap<string, string>,
  around: string | undefined,
  assigned: string[],
): Node[] {
  return nodes.map((node) => {
    const lane = lanes.get(node.id) ?? around;
    if (node.kind === 'subProcess') {
      return { ...node, nodes: assign(node.nodes, lanes, lane, assigned) };
    }
    if (node.kind !== 'user' || lane === undefined || hasPeople(node)) return node;
    assigned.push(node.id);
    return { ...node, work: { ...node.work, candidateGroups: [lane] } };
  });
}

const hasPeople = ({ work }: NodeOf<'user'>): boolean =>
  work?.assignee !== undefined ||
  work?.candidateUsers !== undefined ||
  work?.candidateGroups !== undefined;
