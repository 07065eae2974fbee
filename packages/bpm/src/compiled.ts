/**
 * The compiled form of a process: ids became references, expressions became functions.
 *
 * Nodes and flows are numbered in document order, sub-processes included, and know their
 * neighbours, so a step never searches. Made by `compileProcess` (compile.ts); nothing here changes
 * afterwards, so one compiled process serves all its instances.
 */
import type { EventDefinition } from './event-model.ts';
import type { CompiledExpression } from './expression.ts';
import type { ZodType } from 'zod';
import type { Node, NodeKind, ProcessDefinition } from './model.ts';

/** A process ready to run. */
export interface CompiledProcess {
  readonly definition: ProcessDefinition;
  /** Content hash; instances are pinned to it. */
  readonly hash: string;
  readonly scope: CompiledScope;
  /** All nodes, sub-processes' included, by id. */
  readonly nodes: ReadonlyMap<string, CompiledNode>;
  readonly flows: ReadonlyMap<string, CompiledFlow>;
}

/** The inside of a process or sub-process. */
export interface CompiledScope {
  /** The sub-process; undefined = the process. */
  readonly owner: CompiledNode | undefined;
  /** In document order. */
  readonly nodes: readonly CompiledNode[];
  /** Where a token starts when the scope is entered. */
  readonly entries: readonly CompiledNode[];
  /**
   * What is triggered from outside, of a process: start events, receive tasks and events after
   * gateways that start instances; of an event sub-process, its start.
   */
  readonly starts: readonly CompiledNode[];
  /** Event sub-processes. */
  readonly handlers: readonly CompiledNode[];
  /** Gateways whose tokens wait until no other can come: inclusive joins and complex gateways. */
  readonly waitingJoins: readonly CompiledNode[];
}

/** A sequence flow. */
export interface CompiledFlow {
  readonly index: number;
  readonly id: string;
  readonly from: CompiledNode;
  readonly to: CompiledNode;
  readonly condition: CompiledExpression | undefined;
}

/** A node with its neighbours. */
export interface CompiledNode {
  readonly index: number;
  readonly id: string;
  readonly kind: NodeKind;
  readonly node: Node;
  readonly scope: CompiledScope;
  readonly incoming: readonly CompiledFlow[];
  readonly outgoing: readonly CompiledFlow[];
  readonly defaultFlow: CompiledFlow | undefined;
  /** Whether a token leaves by every outgoing flow, whatever holds. */
  readonly isPlain: boolean;
  readonly in: readonly CompiledMapping[] | undefined;
  readonly out: readonly CompiledMapping[] | undefined;
  /** What a catching or throwing event waits for or says. */
  readonly events: readonly CompiledEvent[];
  readonly boundaries: readonly CompiledNode[];
  /** The activity that undoes this one. */
  readonly undo: CompiledNode | undefined;
  /** The inside of a sub-process. */
  readonly body: CompiledScope | undefined;
  readonly expressions: NodeExpressions;
  /** What completes a user task: its form, as a schema. */
  readonly form: ZodType | undefined;
  /** Of an inclusive or complex gateway: which tokens can still come. */
  readonly reach: JoinReach | undefined;
}

/** The expressions of a node, by their place. */
export interface NodeExpressions {
  readonly collection?: CompiledExpression;
  readonly count?: CompiledExpression;
  readonly output?: CompiledExpression;
  readonly until?: CompiledExpression;
  readonly loop?: CompiledExpression;
  readonly script?: CompiledExpression;
  readonly key?: CompiledExpression;
  readonly activation?: CompiledExpression;
  readonly activate?: CompiledExpression;
  readonly adHocUntil?: CompiledExpression;
  readonly assignee?: CompiledExpression;
  readonly candidateUsers?: CompiledExpression;
  readonly candidateGroups?: CompiledExpression;
  readonly due?: CompiledExpression;
  readonly followUp?: CompiledExpression;
  readonly priority?: CompiledExpression;
}

/** A mapping ready to compute. */
export interface CompiledMapping {
  readonly from: CompiledExpression;
  readonly to: string;
}

/** A text, or how to compute it. */
export type CompiledText = string | CompiledExpression;

/** An event definition with its expressions. */
export interface CompiledEvent {
  readonly definition: EventDefinition;
  /** Correlation key, or the condition. */
  readonly expression: CompiledExpression | undefined;
  /** The text of a timer. */
  readonly text: CompiledText | undefined;
}

/**
 * Which incoming flows of a join a token can still reach without passing the join.
 *
 * A set of flows is words of 32 bits, flow i of `incoming` being bit i. So a test asks a few words
 * for each token, also where hundreds of branches meet.
 */
export interface JoinReach {
  readonly words: number;
  /** For each node of the scope by its index: flows a token that is in it can reach. */
  readonly fromNode: ReadonlyMap<number, Uint32Array>;
}
