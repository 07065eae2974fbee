/**
 * The rank of sources: in which order a node's ways of supply are asked.
 */
import type { Source } from './model.ts';
import { byText } from './node-table.ts';

/** Sourcing rows by priority, then cost, then id. */
export function byRank(rows: readonly Source[]): Source[] {
  const cost = (row: Source): number => Number(row.cost ?? 0);
  return rows.toSorted(
    (a, b) => a.priority - b.priority || cost(a) - cost(b) || byText(sourceName(a), sourceName(b)),
  );
}

/** A source's own id, or what names it among the sources of its item and site. */
export function sourceName(row: Source): string {
  if (row.id !== undefined) return row.id;
  switch (row.kind) {
    case 'transfer':
      return `transfer:${row.origin}`;
    case 'substitute':
      return `substitute:${row.substitute}`;
    case 'make':
      return row.alternate === undefined ? 'make' : `make:${row.alternate}`;
    default:
      return row.supplier === undefined ? row.kind : `${row.kind}:${row.supplier}`;
  }
}
