/**
 * Elements by definition and id: what a history, which only says ids, is read with.
 */
import type { Store } from '@kontor/kernel/store';
import { definitions } from '../engine/engine-collections.ts';
import { BpmError } from '../errors.ts';
import type { Flow, Node, ProcessDefinition } from '../model.ts';

/** A definition with its elements at hand. */
export interface KnownProcess {
  readonly definition: ProcessDefinition;
  /** The sub-processes' too. */
  readonly nodes: ReadonlyMap<string, Node>;
  readonly flows: ReadonlyMap<string, Flow>;
}

/** Finds a definition by its hash. @throws BpmError BPM_UNKNOWN_DEFINITION */
export type ProcessLookup = (hash: string) => KnownProcess;

/** A look-up over definitions at hand, by hash. */
export function lookupOf(byHash: ReadonlyMap<string, ProcessDefinition>): ProcessLookup {
  const known = new Map<string, KnownProcess>();
  return (hash) => {
    const found = known.get(hash);
    if (found !== undefined) return found;
    const definition = byHash.get(hash);
    if (definition === undefined) {
      throw new BpmError('BPM_UNKNOWN_DEFINITION', { process: hash });
    }
    const nodes = everyNode(definition.nodes);
    const inner = nodes.flatMap((node) => (node.kind === 'subProcess' ? node.flows : []));
    const entry: KnownProcess = {
      definition,
      nodes: new Map(nodes.map((node) => [node.id, node])),
      flows: new Map([...definition.flows, ...inner].map((flow) => [flow.id, flow])),
    };
    known.set(hash, entry);
    return entry;
  };
}

/** A look-up over all definitions that a store holds now. */
export async function storedLookup(store: Store): Promise<ProcessLookup> {
  const byHash = new Map<string, ProcessDefinition>();
  for await (const page of store.scan(definitions, {})) {
    for (const { hash, definition } of page.map(({ document }) => document)) {
      // Statecharts are kept beside processes; their states are no elements.
      if ('nodes' in definition) byHash.set(hash, definition);
    }
  }
  return lookupOf(byHash);
}

/** All nodes, those of a sub-process right after it. */
export function everyNode(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node) =>
    node.kind === 'subProcess' ? [node, ...everyNode(node.nodes)] : [node],
  );
}

/** What a person calls an element. */
export const labelOf = (node: Pick<Node, 'id' | 'name'>): string => node.name ?? node.id;
