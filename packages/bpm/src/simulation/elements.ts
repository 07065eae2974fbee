/** The elements of a definition and of those it calls, sub-processes included, by id. */
import type { Flow, Node, ProcessDefinition } from '../model.ts';

/** What options can name. */
export interface Elements {
  readonly nodes: ReadonlyMap<string, Node>;
  /** Flows that leave a node. */
  readonly leaving: ReadonlyMap<string, readonly Flow[]>;
  /** Names of messages that something waits for. */
  readonly messages: ReadonlySet<string>;
}

/** The elements of some definitions. */
export function elementsOf(definitions: readonly ProcessDefinition[]): Elements {
  const nodes = new Map<string, Node>();
  const leaving = new Map<string, Flow[]>();
  const messages = new Set<string>();
  const walk = (scope: { readonly nodes: readonly Node[]; readonly flows: readonly Flow[] }) => {
    for (const flow of scope.flows) {
      const known = leaving.get(flow.from);
      if (known === undefined) leaving.set(flow.from, [flow]);
      else known.push(flow);
    }
    for (const node of scope.nodes) {
      nodes.set(node.id, node);
      for (const name of awaited(node)) messages.add(name);
      if (node.kind === 'subProcess') walk(node);
    }
  };
  for (const definition of definitions) walk(definition);
  return { nodes, leaving, messages };
}

function awaited(node: Node): string[] {
  if (node.kind === 'receive') return [node.message];
  const events = 'on' in node ? (node.on ?? []) : [];
  return events.flatMap((event) => (event.type === 'message' ? [event.name] : []));
}

/** Activities that a resource can work at; automatic and manual tasks then wait as tasks do. */
export const isWork = ({ kind }: Node): boolean =>
  kind === 'user' || kind === 'service' || kind === 'task' || kind === 'manual';
