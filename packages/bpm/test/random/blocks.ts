/**
 * Random processes as trees of blocks. A block says beforehand which way is taken: which branches,
 * how often, whether the error comes. So the tree is a model and its expected path in one, and it
 * shrinks by leaving blocks out (the method of Zeebe's random process tests).
 */
import * as fc from 'fast-check';

/** How something is waited for, or comes in between. */
export type Trigger = 'message' | 'signal' | 'timer' | 'condition';

/** A block. */
export type Block =
  | { readonly kind: 'task' | 'user' }
  | { readonly kind: 'service' | 'receive' | 'script' }
  | { readonly kind: 'catch'; readonly by: Trigger }
  | { readonly kind: 'sequence'; readonly of: readonly Block[] }
  | { readonly kind: 'exclusive'; readonly of: readonly Block[]; readonly takes: number }
  | {
      readonly kind: 'parallel';
      readonly of: readonly Block[];
      readonly order: readonly number[];
    }
  /** Branches that are not taken, and those that end before the join. */
  | {
      readonly kind: 'inclusive';
      readonly of: readonly Block[];
      readonly order: readonly number[];
      readonly takes: readonly boolean[];
      readonly dies: readonly boolean[];
    }
  /** An event-based gateway. */
  | {
      readonly kind: 'choice';
      readonly of: readonly Block[];
      readonly by: readonly Trigger[];
      readonly takes: number;
    }
  | { readonly kind: 'scope' | 'call'; readonly inner: Block }
  /** A sub-process or task with a boundary event that fires while somebody works. */
  | {
      readonly kind: 'interrupted' | 'beside';
      readonly by: Trigger;
      readonly inner: Block;
      readonly isScope: boolean;
      readonly times: number;
    }
  /** An error, from a service or an end event, caught at the boundary or in the sub-process. */
  | {
      readonly kind: 'error';
      readonly inner: Block;
      readonly isThrown: boolean;
      readonly isInside: boolean;
    }
  /** An escalation, whose thrower goes on or not. */
  | { readonly kind: 'escalation'; readonly inner: Block; readonly isInterrupting: boolean }
  /** An event sub-process that is triggered while somebody works. */
  | {
      readonly kind: 'handler';
      readonly by: Trigger;
      readonly inner: Block;
      readonly isInterrupting: boolean;
      readonly times: number;
    }
  | {
      readonly kind: 'many';
      readonly inner: Block;
      readonly count: number;
      /** Completed iterations after which the others are stopped; 0 = all are done. */
      readonly until: number;
      readonly isParallel: boolean;
      readonly order: readonly number[];
    }
  | { readonly kind: 'loop'; readonly inner: Block; readonly rounds: number }
  /** Tasks, those with a handler undone at the end; in a transaction by its cancel end. */
  | {
      readonly kind: 'undo';
      readonly steps: readonly UndoStep[];
      readonly isTransaction: boolean;
      readonly inner: Block;
    };

/** A task that may be undone, or a sub-process of such. */
export interface UndoStep {
  readonly isUser: boolean;
  readonly isUndone: boolean;
  readonly within: readonly UndoStep[];
}

const triggers = fc.constantFrom<Trigger>('message', 'signal', 'timer', 'condition');
const orders = fc.array(fc.nat(5), { minLength: 1, maxLength: 6 });
const threeTimes = fc.array(fc.boolean(), { minLength: 3, maxLength: 3 });

function undoSteps(depth: number): fc.Arbitrary<UndoStep[]> {
  const within = depth === 0 ? fc.constant<UndoStep[]>([]) : undoSteps(depth - 1);
  const step = fc.record({
    isUser: fc.boolean(),
    isUndone: fc.boolean(),
    within: fc.oneof({ weight: 2, arbitrary: fc.constant<UndoStep[]>([]) }, within),
  });
  return fc.array(step, { minLength: 1, maxLength: 3 });
}

const leaves: fc.Arbitrary<Block> = fc.oneof(
  fc.constantFrom('task', 'user', 'service', 'receive', 'script').map((kind) => ({ kind })),
  triggers.map((by): Block => ({ kind: 'catch', by })),
);

/** Blocks within blocks, down to a depth. */
export function blocks(depth: number): fc.Arbitrary<Block> {
  if (depth === 0) return leaves;
  const inner = blocks(depth - 1);
  const of = fc.array(inner, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    leaves,
    of.map((parts): Block => ({ kind: 'sequence', of: parts })),
    ...branching(of),
    fc.record({ kind: fc.constantFrom('scope', 'call'), inner }).map((one) => one as Block),
    ...eventful(inner),
    ...repeated(inner),
    fc
      .record({ steps: undoSteps(1), isTransaction: fc.boolean(), inner })
      .map((one): Block => ({ kind: 'undo', ...one })),
  );
}

function branching(of: fc.Arbitrary<Block[]>): fc.Arbitrary<Block>[] {
  return [
    fc.record({ of, takes: fc.nat(1) }).map((one): Block => ({ kind: 'exclusive', ...one })),
    fc.record({ of, order: orders }).map((one): Block => ({ kind: 'parallel', ...one })),
    fc
      .record({ of, order: orders, takes: threeTimes, dies: threeTimes })
      .map((one): Block => ({ kind: 'inclusive', ...one })),
    fc
      .record({
        of,
        by: fc.array(triggers, { minLength: 3, maxLength: 3 }),
        takes: fc.nat(1),
      })
      .map((one): Block => ({ kind: 'choice', ...one })),
  ];
}

function eventful(inner: fc.Arbitrary<Block>): fc.Arbitrary<Block>[] {
  const often = { times: fc.nat(2), by: triggers, inner };
  return [
    fc
      .record({ kind: fc.constantFrom('interrupted', 'beside'), isScope: fc.boolean(), ...often })
      .map((one) => one as Block),
    fc
      .record({ isInterrupting: fc.boolean(), ...often })
      .map((one): Block => ({ kind: 'handler', ...one })),
    fc
      .record({ inner, isThrown: fc.boolean(), isInside: fc.boolean() })
      .map((one): Block => ({ kind: 'error', ...one })),
    fc
      .record({ inner, isInterrupting: fc.boolean() })
      .map((one): Block => ({ kind: 'escalation', ...one })),
  ];
}

function repeated(inner: fc.Arbitrary<Block>): fc.Arbitrary<Block>[] {
  return [
    fc
      .record({
        inner,
        count: fc.nat(3),
        until: fc.nat(2),
        isParallel: fc.boolean(),
        order: orders,
      })
      .map((one): Block => ({ kind: 'many', ...one })),
    fc
      .record({ inner, rounds: fc.integer({ min: 1, max: 3 }) })
      .map((one): Block => ({ kind: 'loop', ...one })),
  ];
}
