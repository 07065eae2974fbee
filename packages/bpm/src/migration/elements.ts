/**
 * The elements of a definition, each with the scope it is in: what a migration plan speaks of.
 */
import { contentHash } from '../content-hash.ts';
import type { Flow, Node, ProcessDefinition } from '../model.ts';

/** An element and the sub-process around it; '' = the process. */
export interface Placed<Element> {
  readonly element: Element;
  readonly scope: string;
}

/** A definition by its elements; outer ones before inner ones. */
export interface Elements {
  readonly process: string;
  readonly hash: string;
  readonly nodes: ReadonlyMap<string, Placed<Node>>;
  readonly flows: ReadonlyMap<string, Placed<Flow>>;
  /** Flows into each node. */
  readonly incoming: ReadonlyMap<string, number>;
}

/**
 * Lists the elements of a definition, sub-processes' included.
 *
 * @param hash - its content hash, where that is known already
 */
export function elementsOf(definition: ProcessDefinition, hash?: string): Elements {
  const nodes = new Map<string, Placed<Node>>();
  const flows = new Map<string, Placed<Flow>>();
  const incoming = new Map<string, number>();
  const open = [{ scope: '', nodes: definition.nodes, flows: definition.flows }];
  for (const { scope, ...inside } of open) {
    for (const element of inside.nodes) {
      nodes.set(element.id, { element, scope });
      if (element.kind === 'subProcess') open.push({ scope: element.id, ...element });
    }
    for (const element of inside.flows) {
      flows.set(element.id, { element, scope });
      incoming.set(element.to, (incoming.get(element.to) ?? 0) + 1);
    }
  }
  const { id: process } = definition;
  return { process, hash: hash ?? contentHash(definition), nodes, flows, incoming };
}

/** Whether tokens wait before a node until others have come. */
export function isJoin({ nodes, incoming }: Elements, id: string): boolean {
  const node = nodes.get(id)?.element;
  if (node === undefined) return false;
  if ('startQuantity' in node && (node.startQuantity ?? 1) > 1) return true;
  return JOINS.has(node.kind) && (incoming.get(id) ?? 0) > 1;
}

const JOINS: ReadonlySet<string> = new Set(['parallel', 'inclusive', 'complex']);

/** Whether an instance can stand in a node from one commit to the next. */
export function canRest(elements: Elements, id: string): boolean {
  const node = elements.nodes.get(id)?.element;
  if (node === undefined) return false;
  if (node.kind === 'catch') return node.on.every(({ type }) => type !== 'link');
  if (node.kind === 'throw' || node.kind === 'end') {
    return (node.throws ?? []).some(({ type }) => type === 'compensation');
  }
  return RESTS.has(node.kind) || isJoin(elements, id);
}

const RESTS: ReadonlySet<string> = new Set(
  'user service receive call subProcess eventBased'.split(' '),
);
