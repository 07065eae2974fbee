/**
 * From a draft to a definition: every node and flow gets its id, and plain JSON is written.
 *
 * Ids of the author stand; all others are made of where an element is, with a number where two
 * would be the same. Equal drafts so give equal definitions, and equal hashes.
 */
import { assert } from '@kontor/kernel';
import type { z } from 'zod';
import { checkStructure } from '../check-model.ts';
import { readDefinition } from '../compile.ts';
import { contentHash } from '../content-hash.ts';
import { BpmError } from '../errors.ts';
import type { Flow, Node, ProcessInput } from '../model.ts';
import {
  closePath,
  type DraftFlow,
  type DraftNode,
  type DraftScope,
  type Position,
  type ProcessDraft,
  refuse,
} from './draft.ts';
import { type Fields, given } from './draft-fields.ts';
import type { AnyHandle } from './handle.ts';
import type { Schemas } from './path-state.ts';

/** What a process was told beside its steps. */
export interface DraftFrame {
  readonly draft: ProcessDraft;
  readonly fields: Fields;
  readonly input: z.ZodType;
  readonly messages: Schemas;
  readonly signals: Schemas;
  /** Forms of user tasks by id; grows as they are written. */
  readonly forms: Map<string, z.ZodType>;
}

/**
 * The process that a draft has become at its last point.
 *
 * @throws BpmError BPM_INVALID_DEFINITION — with all faults of its shape, or of its structure
 */
export function buildDraft(frame: DraftFrame, position: Position): AnyHandle {
  const { draft, scope } = position;
  if (scope.outer !== undefined) {
    refuse(draft, 'inner-build', draft.id, 'build the process at its outermost path');
  }
  closePath(position, 'end');
  const { fields, input, messages, signals, forms } = frame;
  const written: ProcessInput = { id: draft.id, ...fields, ...writeDraft(draft, scope) };
  const definition = readDefinition(written);
  const issues = checkStructure(definition);
  if (issues.length > 0) {
    throw new BpmError('BPM_INVALID_DEFINITION', { process: draft.id, issues });
  }
  const schemas = { input, messages, signals, forms: Object.fromEntries(forms) };
  const hash = contentHash(definition);
  return { id: draft.id, definition, hash, schemas, variables: [...scope.sets] };
}

function writeDraft(
  draft: ProcessDraft,
  scope: DraftScope,
): { readonly nodes: Node[]; readonly flows: Flow[] } {
  const writer = new Writer(draft);
  writer.nameNodes(scope);
  writer.nameFlows(scope);
  return writer.write(scope);
}

const ID_LENGTH_MAX = 128;

class Writer {
  readonly #taken: Set<string>;
  readonly #nodes = new Map<DraftNode, string>();
  readonly #flows = new Map<DraftFlow, string>();

  constructor({ named }: ProcessDraft) {
    this.#taken = new Set(named.keys());
  }

  nameNodes({ nodes }: DraftScope): void {
    for (const node of nodes) {
      this.#nodes.set(node, node.id ?? this.#free(node.stem));
      if (node.body !== undefined) this.nameNodes(node.body);
    }
  }

  nameFlows({ nodes, flows }: DraftScope): void {
    for (const flow of flows) {
      this.#flows.set(flow, this.#free(`${this.#idOf(flow.from)}-to-${this.#idOf(flow.to)}`));
    }
    for (const { body } of nodes) if (body !== undefined) this.nameFlows(body);
  }

  write({ nodes, flows }: DraftScope): { readonly nodes: Node[]; readonly flows: Flow[] } {
    const byDefault = new Map(
      flows.filter(({ isDefault }) => isDefault).map((flow) => [flow.from, flow]),
    );
    return {
      nodes: nodes.map((node) => this.#node(node, byDefault.get(node))),
      flows: flows.map((flow) => this.#flow(flow)),
    };
  }

  #node(node: DraftNode, byDefault: DraftFlow | undefined): Node {
    const { kind, fields, attachedTo, handler, body } = node;
    // What the words of a path make is read through the schema of the model when it is built.
    return given({
      kind,
      id: this.#idOf(node),
      ...fields,
      attachedTo: attachedTo && this.#idOf(attachedTo),
      handler: handler && this.#idOf(handler),
      default: byDefault && this.#flows.get(byDefault),
      ...(body && this.write(body)),
    }) as unknown as Node;
  }

  #flow(flow: DraftFlow): Flow {
    const { from, to, name, condition } = flow;
    return given({
      id: this.#flows.get(flow),
      name,
      from: this.#idOf(from),
      to: this.#idOf(to),
      condition,
    }) as unknown as Flow;
  }

  #idOf(node: DraftNode | undefined): string {
    const id = node && this.#nodes.get(node);
    assert(id !== undefined, 'a flow of a finished draft leads to a node');
    return id;
  }

  /** An id made of a stem that nothing has yet. */
  #free(stem: string): string {
    for (let number = 1; ; number += 1) {
      const suffix = number === 1 ? '' : `-${number}`;
      const id = stem.slice(0, ID_LENGTH_MAX - suffix.length) + suffix;
      if (this.#taken.has(id)) continue;
      this.#taken.add(id);
      return id;
    }
  }
}
