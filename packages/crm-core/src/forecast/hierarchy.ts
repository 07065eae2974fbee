/**
 * Hierarchies of a forecast: who reports to whom, from when to when.
 *
 * A tree of any shape: an owner may stand under a team or right under a region, and those who lead
 * may own deals themselves. A re-cut is a new row with its first day; the old row keeps the past.
 */
import * as z from 'zod';
import { CrmError, type CrmIssue } from '../errors.ts';

const id = z.string().min(1).max(255);

const place = z.strictObject({
  /** An owner, a team, a region, …: owners of deals and what is above them. */
  id,
  /** None for the top. */
  parent: id.optional(),
  /** First day, `YYYY-MM-DD`; from ever when left out. */
  from: z.iso.date().optional(),
  /** First day on which it no longer holds; for ever when left out. */
  until: z.iso.date().optional(),
});

/** A place in a hierarchy for a time. */
export type HierarchyPlace = z.output<typeof place>;

/** The tree of a day: the parent of each node; undefined for the top. */
export type HierarchyTree = ReadonlyMap<string, string | undefined>;

/** A hierarchy with its history. */
export interface Hierarchy {
  /** The tree that holds on a day, `YYYY-MM-DD`. */
  treeOn(day: string): HierarchyTree;
}

/**
 * Checks a hierarchy.
 *
 * @throws CrmError CRM_INVALID_DEFINITION — a node in two places on one day, a parent that there is
 *   not, or nodes above themselves; each with its path
 * @example
 * const org = defineHierarchy([
 *   { id: 'sales' }, { id: 'north', parent: 'sales' }, { id: 'south', parent: 'sales' },
 *   { id: 'anna', parent: 'north', until: '2026-04-01' },
 *   { id: 'anna', parent: 'south', from: '2026-04-01' },
 * ]);
 * org.treeOn('2026-04-01').get('anna') // => 'south'
 */
export function defineHierarchy(places: readonly HierarchyPlace[]): Hierarchy {
  const parsed = z.array(place).safeParse(places);
  if (!parsed.success) {
    throw invalid(
      parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    );
  }
  // Trees change on these days only; the empty text is before all of them.
  const days = ['', ...parsed.data.flatMap(({ from = '', until = '' }) => [from, until])];
  const starts = [...new Set(days)].sort();
  const issues = placeIssues(parsed.data);
  const trees = starts.map((start) => treeFrom(parsed.data, start));
  if (issues.length === 0) issues.push(...trees.flatMap(loopIssues));
  if (issues.length > 0) throw invalid(issues);
  return {
    treeOn(day) {
      let last = 0;
      while (last + 1 < starts.length && starts[last + 1]! <= day) last++;
      return trees[last]!;
    },
  };
}

const holdsOn = ({ from = '', until }: HierarchyPlace, day: string): boolean =>
  from <= day && (until === undefined || day < until);

function treeFrom(places: readonly HierarchyPlace[], start: string): HierarchyTree {
  const now = places.filter((of) => holdsOn(of, start));
  return new Map(now.map(({ id: node, parent }) => [node, parent]));
}

function placeIssues(places: readonly HierarchyPlace[]): CrmIssue[] {
  const ids = new Set(places.map(({ id: node }) => node));
  return places.flatMap((of, index): CrmIssue[] => {
    const { id: node, parent, from = '', until } = of;
    if (until !== undefined && until <= from) {
      return [{ path: `${index}.until`, message: `ends before it begins, on ${from}` }];
    }
    if (parent !== undefined && !ids.has(parent)) {
      return [{ path: `${index}.parent`, message: `there is no '${parent}': add its place` }];
    }
    const other = places.findIndex(
      (item, at) => at < index && item.id === node && overlap(item, of),
    );
    if (other < 0) return [];
    return [{ path: `${index}`, message: `'${node}' has place ${other} at the same time: end it` }];
  });
}

function overlap(a: HierarchyPlace, b: HierarchyPlace): boolean {
  return holdsOn(a, b.from ?? '') || holdsOn(b, a.from ?? '');
}

/** Nodes that are above themselves. */
function loopIssues(tree: HierarchyTree): CrmIssue[] {
  for (const start of tree.keys()) {
    const way = [start];
    for (let node = tree.get(start); node !== undefined; node = tree.get(node)) {
      way.push(node);
      if (node === start) return [{ path: '', message: `goes in a loop: ${way.join(' → ')}` }];
      if (way.length > tree.size + 1) break;
    }
  }
  return [];
}

function invalid(issues: readonly CrmIssue[]): Error {
  return new CrmError('CRM_INVALID_DEFINITION', { what: 'The hierarchy', issues });
}
