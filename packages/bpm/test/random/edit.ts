/**
 * Random edits of a definition that keep its wait states: elements get other ids, and automatic
 * tasks are put in between. With them goes the mapping that a migration needs.
 */
import type { ElementMapping } from '../../src/migration/plan-migration.ts';
import type { EventDefinition } from '../../src/event-model.ts';
import type { Flow, Node, ProcessDefinition } from '../../src/model.ts';

/** Which elements are touched: of each list, the one at the element's place, over and over. */
export interface Edits {
  readonly renames: readonly boolean[];
  readonly inserts: readonly boolean[];
}

/** A definition that was edited. */
export interface Edited {
  readonly definition: ProcessDefinition;
  readonly mapping: ElementMapping;
  /** The new id of a node. */
  nameOf(id: string): string;
}

interface Inside {
  readonly nodes: Node[];
  readonly flows: Flow[];
}

/** Edits a definition. */
export function edited(definition: ProcessDefinition, { renames, inserts }: Edits): Edited {
  const names = new Map<string, string>();
  const mapping: Record<string, string> = {};
  let count = 0;
  const isTouched = (list: readonly boolean[]): boolean => list[count++ % list.length]!;
  const nameOf = (id: string): string => names.get(id) ?? id;

  const nameAll = ({ nodes }: Pick<Inside, 'nodes'>): void => {
    for (const node of nodes) {
      if (isTouched(renames)) {
        names.set(node.id, `${node.id}x`);
        mapping[node.id] = `${node.id}x`;
      }
      if (node.kind === 'subProcess') nameAll(node);
    }
  };

  const editFlow = (flow: Flow, from: Node, added: Inside): Flow => {
    const next = { ...flow, from: nameOf(flow.from), to: nameOf(flow.to) };
    if (from.kind === 'eventBased' || !isTouched(inserts)) return next;
    const [id, second] = [`K${count}`, `k${count}`];
    added.nodes.push({ kind: 'task', id });
    added.flows.push({ id: second, from: id, to: next.to });
    // Tokens that wait for a join wait on the last stretch.
    mapping[flow.id] = second;
    return { ...next, to: id };
  };

  const editInside = ({ nodes, flows }: Inside): Inside => {
    const added: Inside = { nodes: [], flows: [] };
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const kept = flows.map((flow) => editFlow(flow, byId.get(flow.from)!, added));
    const named = nodes.map((node) => {
      const next = renamedNode(node, nameOf);
      return next.kind === 'subProcess' ? { ...next, ...editInside(next) } : next;
    });
    return { nodes: [...named, ...added.nodes], flows: [...kept, ...added.flows] };
  };

  nameAll(definition);
  return { definition: { ...definition, ...editInside(definition) }, mapping, nameOf };
}

/** A node with its own name, and those it speaks of. */
function renamedNode(node: Node, nameOf: (id: string) => string): Node {
  const next: Node = { ...node, id: nameOf(node.id) };
  if (next.kind === 'boundary') {
    next.attachedTo = nameOf(next.attachedTo);
    if (next.handler !== undefined) next.handler = nameOf(next.handler);
  }
  if ((next.kind === 'throw' || next.kind === 'end') && next.throws !== undefined) {
    next.throws = next.throws.map((event) => renamedEvent(event, nameOf));
  }
  return next;
}

function renamedEvent(event: EventDefinition, nameOf: (id: string) => string): EventDefinition {
  if (event.type !== 'compensation' || event.activity === undefined) return event;
  return { ...event, activity: nameOf(event.activity) };
}
