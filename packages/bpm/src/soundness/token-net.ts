/**
 * A scope as a net of tokens: what each element takes and gives, and nothing of data or time.
 *
 * Whatever a condition could say, it may say; whatever can happen to an activity, may happen. So
 * every run of the scope is a run of its net. An edge is a place of the net; a node stands for one
 * transition for each way in which it can end.
 *
 * @source W. M. P. van der Aalst, "The Application of Petri Nets to Workflow Management" (1998);
 *   R. Dijkman, M. Dumas, C. Ouyang, "Semantics and analysis of business process models in BPMN"
 *   (2008)
 */

/** An element that ended, and the flows by which its tokens left. */
export interface WitnessStep {
  readonly node: string;
  readonly flows: readonly string[];
}

/**
 * Whether a token goes on at once (`auto`), only when something comes (`waits`), or by what is
 * inside (`either`). It matters to inclusive joins, which fire when nothing goes on by itself.
 */
export type Mode = 'auto' | 'waits' | 'either';

/** A place for tokens: on the way to a node, or in it. */
export interface NetEdge {
  to: NetNode;
  /** The flows that it stands for at its start; none for a link, or where a scope begins. */
  readonly flows: readonly string[];
  /** What a token has passed when it is at the end of it: elements that were reduced away. */
  path: readonly WitnessStep[];
  /** All elements that were reduced into it. */
  members: readonly string[];
}

/** A way in which an activity can end other than by its own flows. */
export interface NetBoundary {
  readonly id: string;
  readonly interrupts: boolean;
  readonly outs: NetEdge[];
}

/** An element, or several that were reduced into one. */
export interface NetNode {
  readonly index: number;
  readonly id: string;
  readonly mode: Mode;
  /** A token of any edge, of each edge, or of all that can still get one. */
  readonly join: 'any' | 'all' | 'or';
  readonly isStrict: boolean;
  /** By one flow, by all, or by some of them, at least one. */
  readonly split: 'one' | 'all' | 'some';
  readonly ins: NetEdge[];
  readonly outs: NetEdge[];
  /** Those of `outs` that are taken whatever holds, of `some`. */
  readonly always: ReadonlySet<NetEdge>;
  readonly byDefault: NetEdge | undefined;
  readonly boundaries: readonly NetBoundary[];
  /** It ends its scope with all tokens in it. */
  readonly clears: boolean;
  /** A token passed these inside it, its own element first. */
  readonly path: readonly WitnessStep[];
  readonly members: readonly string[];
}

/** A net. */
export interface TokenNet {
  /** In document order. */
  readonly nodes: readonly NetNode[];
  /** Each a way to begin: the edges that get a token. */
  readonly begins: readonly (readonly NetEdge[])[];
}

/** Tokens that must all be there, or be waited for: a join of several edges. */
export const isJoin = ({ join, ins }: Pick<NetNode, 'join' | 'ins'>): boolean =>
  join !== 'any' && ins.length > 1;

/** Two modes one after the other. */
export function afterEachOther(a: Mode, b: Mode): Mode {
  if (a === 'waits' || b === 'waits') return 'waits';
  return a === 'either' || b === 'either' ? 'either' : 'auto';
}
