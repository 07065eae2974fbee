/**
 * Territories: who is responsible for which part of the market, from when on.
 *
 * The most specific territory that holds a record has it; of equals the one of higher priority. A
 * tie is refused, since a record with two owners has none. A re-cut holds from its day on, so what
 * was sold before stays where it was.
 */
import type { Json } from '@kontor/kernel';
import * as z from 'zod';
import { checkGiven } from '../check-given.ts';
import type { CrmIssue } from '../errors.ts';
import { checkPredicate } from '../predicate/check-predicate.ts';
import { type CompiledPredicate, compilePredicate } from '../predicate/compile-predicate.ts';
import type { FieldKinds } from '../predicate/field-kinds.ts';
import { type Predicate, predicate } from '../predicate/predicate.ts';

/** A territory. */
export const territory = z.strictObject({
  id: z.string().min(1).max(64),
  /** Which records are of it; every one when left out: the rest of the world. */
  where: predicate.optional(),
  owner: z.string().min(1).max(64),
  team: z.string().min(1).max(64).optional(),
  priority: z.int().default(0),
  /** The first day, and the last; none = always. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});

/** A territory as it is written. */
export type TerritoryInput = z.input<typeof territory>;

/** Whose a record is. */
export type TerritoryOutcome =
  | {
      readonly kind: 'owned';
      readonly territory: string;
      readonly owner: string;
      readonly team?: string | undefined;
    }
  /** Several hold it, and none is more specific or of higher priority. */
  | { readonly kind: 'tied'; readonly territories: readonly string[] }
  | { readonly kind: 'none' };

/** Territories, ready to be asked. */
export interface Territories {
  /** Whose the record is on a day, `YYYY-MM-DD`. */
  ownerOf(record: object, date: string): TerritoryOutcome;
}

interface Compiled {
  readonly territory: z.output<typeof territory>;
  readonly test: CompiledPredicate;
  /** Conditions that all have to hold: the more, the smaller the part of the market. */
  readonly specificity: number;
}

/**
 * Territories over records with these fields.
 *
 * @throws CrmError CRM_INVALID_DEFINITION — every fault with its path
 * @throws CrmError CRM_INVALID_PREDICATE — of the condition of a territory
 * @example
 * const territories = defineTerritories(
 *   [{ id: 'all', owner: 'mia' }, { id: 'de', where: field('country').eq('DE'), owner: 'anna' }],
 *   { country: 'text' },
 * );
 * territories.ownerOf({ country: 'DE' }, '2026-03-02')
 * // => { kind: 'owned', territory: 'de', owner: 'anna' }
 */
export function defineTerritories(
  inputs: readonly TerritoryInput[],
  kinds: FieldKinds,
): Territories {
  const about = { code: 'CRM_INVALID_DEFINITION', what: 'The territories' } as const;
  const compiled = checkGiven(z.array(territory), inputs, about, territoryIssues).map(
    (one): Compiled => {
      const where = checkPredicate(one.where ?? { and: [] }, kinds);
      const test = compilePredicate(where, kinds);
      return { territory: one, test, specificity: specificityOf(where) };
    },
  );
  return { ownerOf: (record, date) => ownerOf(compiled, record, date) };
}

function territoryIssues(territories: readonly z.output<typeof territory>[]): CrmIssue[] {
  return territories.flatMap(({ id, from, to }, at): CrmIssue[] => [
    ...(territories.findIndex((one) => one.id === id) < at
      ? [{ path: `${at}.id`, message: `'${id}' is there twice: give a re-cut an id of its own` }]
      : []),
    ...(from !== undefined && to !== undefined && to < from
      ? [{ path: `${at}.to`, message: `is before ${from}, its first day` }]
      : []),
  ]);
}

/** Leaves that all have to hold; of alternatives, those of the least specific one. */
function specificityOf(where: Predicate): number {
  if ('and' in where) return where.and.reduce((sum, part) => sum + specificityOf(part), 0);
  if ('or' in where) return where.or.length === 0 ? 0 : Math.min(...where.or.map(specificityOf));
  return 1;
}

function ownerOf(compiled: readonly Compiled[], record: object, date: string): TerritoryOutcome {
  const context = { now: Date.parse(`${date}T00:00:00Z`), params: {} as Record<string, Json> };
  const holding = compiled.filter(
    ({ territory: { from, to }, test }) =>
      (from === undefined || from <= date) &&
      (to === undefined || date <= to) &&
      test(record, context),
  );
  const rank = (a: Compiled, b: Compiled): number =>
    b.specificity - a.specificity || b.territory.priority - a.territory.priority;
  const [best, ...others] = holding.toSorted(rank);
  if (best === undefined) return { kind: 'none' };
  const tied = others.filter((one) => rank(best, one) === 0);
  if (tied.length > 0) {
    const territories = [best, ...tied].map((one) => one.territory.id).sort();
    return { kind: 'tied', territories };
  }
  const { id, owner, team } = best.territory;
  return { kind: 'owned', territory: id, owner, ...(team !== undefined && { team }) };
}
