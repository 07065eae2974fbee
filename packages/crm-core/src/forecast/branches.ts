/**
 * The branches of one period: every node with its own sums, those of all below, and the figures
 * that overrides make of them.
 */
import { addSums, type ExactSums, NO_SUMS } from './cell-sums.ts';
import {
  type ExactFigures,
  exactFigures,
  type FigureName,
  type ForecastMethod,
} from './figures.ts';
import type { HierarchyTree } from './hierarchy.ts';

/** A node with all below it. */
export interface Branch {
  readonly own: ExactSums;
  readonly all: ExactSums;
  /** Figures of `all`, where overrides of the node and below it have their say. */
  readonly adjusted: ExactFigures;
}

/** The branches of a tree. */
export interface Branches {
  /** Nodes above which there is none. */
  readonly tops: readonly string[];
  /** The nodes right below a node. */
  readonly children: ReadonlyMap<string, readonly string[]>;
  readonly byNode: ReadonlyMap<string, Branch>;
}

/** What branches are made of. */
export interface BranchInput {
  readonly tree: HierarchyTree;
  /** Sums of the deals of each owner. */
  readonly own: ReadonlyMap<string, ExactSums>;
  /** Overridden figures by node. */
  readonly overridden: ReadonlyMap<string, ExactFigures>;
  readonly method: ForecastMethod;
}

/** Sums the branches of a tree, from the leaves up. */
export function branchesOf({ tree, own, overridden, method }: BranchInput): Branches {
  const { tops, children } = shapeOf(tree, [...own.keys(), ...overridden.keys()]);
  const byNode = new Map<string, Branch>();
  for (const node of leavesFirst(tops, children)) {
    const below = (children.get(node) ?? []).map((child) => byNode.get(child)!);
    const mine = own.get(node) ?? NO_SUMS;
    const sum = [exactFigures(mine, method), ...below.map(({ adjusted }) => adjusted)].reduce(plus);
    byNode.set(node, {
      own: mine,
      all: below.reduce((total, { all }) => addSums(total, all), mine),
      adjusted: { ...sum, ...overridden.get(node) },
    });
  }
  return { tops, children, byNode };
}

/** a + b, figure by figure. */
export function plus(a: ExactFigures, b: ExactFigures): ExactFigures {
  const names = Object.keys(a) as FigureName[];
  return Object.fromEntries(names.map((name) => [name, (a[name] ?? 0n) + (b[name] ?? 0n)]));
}

/** Children of each node, in the order of their names; nodes without a place are tops. */
function shapeOf(
  tree: HierarchyTree,
  others: readonly string[],
): Pick<Branches, 'tops' | 'children'> {
  const tops: string[] = [];
  const children = new Map<string, string[]>();
  const nodes = new Set([...tree.keys(), ...others]);
  for (const node of [...nodes].sort()) {
    const parent = tree.get(node);
    // A parent may have no place on this day: those below it are tops then.
    if (parent === undefined || !tree.has(parent)) tops.push(node);
    else children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  return { tops, children };
}

function leavesFirst(
  tops: readonly string[],
  children: ReadonlyMap<string, readonly string[]>,
): string[] {
  const order: string[] = [];
  const open = [...tops];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    order.push(node);
    open.push(...(children.get(node) ?? []));
  }
  return order.reverse();
}
