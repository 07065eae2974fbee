/**
 * A query as plain JSON: what is shown, of which facts, with which totals, in which order.
 */
import * as z from 'zod';
import { invalidQuery } from './errors.ts';
import { type Filter, filter, memberKey } from './filter.ts';
import { type Formula, formula } from './formula.ts';
import type { Key } from './hierarchy.ts';
import { RecentRequests } from './recent-requests.ts';

/** A question to a cube. Levels are written `'dimension.level'`. */
export interface CubeRequest {
  /** Levels whose members make the rows, the outer ones first; none: one row for all. */
  readonly by?: readonly string[] | undefined;
  readonly measures: readonly string[];
  /** Formulas of this query only. */
  readonly calculated?: Readonly<Record<string, Formula>> | undefined;
  readonly where?: Filter | undefined;
  /** Rows of coarser grain: none, those of ROLLUP or CUBE, or the levels kept in each set. */
  readonly totals?: 'none' | 'rollup' | 'cube' | readonly (readonly string[])[] | undefined;
  /** Whether the rows of totals stand before those that they are totals of; default false. */
  readonly totalsFirst?: boolean | undefined;
  /** Members of several levels of one hierarchy as rows, each before its descendants. */
  readonly members?: MemberRows | undefined;
  /** Members of this query only, whose values are formulas; they stand where totals stand. */
  readonly calculatedMembers?: readonly CalculatedMember[] | undefined;
  /** By name of a formula: its place among calculated members where they cross; default 0. */
  readonly solveOrder?: Readonly<Record<string, number>> | undefined;
  /** Whether rows without facts are left out; default true. */
  readonly nonEmpty?: boolean | undefined;
  readonly order?: readonly RowOrder[] | undefined;
  /** The best rows only. */
  readonly top?: Top | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

/** A member by its level and its path from the top; or all of a dimension together. */
export type Member =
  | { readonly level: string; readonly path: readonly Key[] }
  | { readonly all: string };

/** A set of members of one hierarchy. */
export interface MemberRows {
  readonly set: readonly Member[];
  /** Whether a parent shows the total of its descendants in the set, not of all there are. */
  readonly visualTotals?: boolean | undefined;
}

/** A member that is computed: `{ op: 'value' }` in its formula is the measure that is shown. */
export interface CalculatedMember {
  /** The level of `by` that it stands at. */
  readonly in: string;
  readonly name: string;
  readonly formula: Formula;
  /** Where calculated members cross, the highest computes the cell; default 0. */
  readonly solve?: number | undefined;
}

/** What rows are ordered by. */
export interface RowOrder {
  /** A measure, a formula, or a level shown. */
  readonly by: string;
  readonly descending?: boolean | undefined;
  /** Without: siblings are ordered under their parents. */
  readonly breakHierarchy?: boolean | undefined;
}

/** The best members of the last level of `by`: so many, or up to a share or an amount. */
export interface Top {
  readonly count?: number | undefined;
  /** The smallest number of rows whose share reaches this, from 0 to 1 as decimal text. */
  readonly share?: string | undefined;
  /** The smallest number of rows whose total reaches this. */
  readonly sum?: string | undefined;
  readonly by: string;
  /** Choose members of this level, and show all their rows; without it rows are chosen. */
  readonly of?: string | undefined;
  /** The worst ones instead. */
  readonly ascending?: boolean | undefined;
  /** Chosen anew within each member of the levels before this one, this one included. */
  readonly within?: string | undefined;
  /** One more row for the members that are not shown. */
  readonly others?: boolean | undefined;
}

const decimalText = z.string().min(1);

const member: z.ZodType<Member> = z.union([
  z.strictObject({ level: z.string(), path: z.array(memberKey).min(1) }),
  z.strictObject({ all: z.string() }),
]);

const calculatedMember: z.ZodType<CalculatedMember> = z.strictObject({
  in: z.string(),
  name: z.string().min(1),
  formula,
  solve: z.number().int().optional(),
});

/** The schema of a query. */
export const cubeRequest: z.ZodType<CubeRequest> = z.strictObject({
  by: z.array(z.string()).optional(),
  measures: z.array(z.string()).min(1),
  calculated: z.record(z.string(), formula).optional(),
  where: filter.optional(),
  totals: z.union([z.enum(['none', 'rollup', 'cube']), z.array(z.array(z.string()))]).optional(),
  totalsFirst: z.boolean().optional(),
  members: z
    .strictObject({ set: z.array(member), visualTotals: z.boolean().optional() })
    .optional(),
  calculatedMembers: z.array(calculatedMember).optional(),
  solveOrder: z.record(z.string(), z.number().int()).optional(),
  nonEmpty: z.boolean().optional(),
  order: z
    .array(
      z.strictObject({
        by: z.string(),
        descending: z.boolean().optional(),
        breakHierarchy: z.boolean().optional(),
      }),
    )
    .optional(),
  top: z
    .strictObject({
      count: z.number().int().optional(),
      share: decimalText.optional(),
      sum: decimalText.optional(),
      by: z.string(),
      of: z.string().optional(),
      ascending: z.boolean().optional(),
      within: z.string().optional(),
      others: z.boolean().optional(),
    })
    .refine(
      ({ count, share, sum }) => [count, share, sum].filter((of) => of !== undefined).length === 1,
      {
        message: 'give one of count, share and sum',
      },
    )
    .optional(),
  limit: z.number().int().min(0).optional(),
  offset: z.number().int().min(0).optional(),
});

// Whether a question has the right shape does not depend on the cube, so that all share these.
const recent = new RecentRequests<CubeRequest>();

/**
 * The query, checked in shape.
 *
 * @throws OlapError OLAP_INVALID_QUERY — with the path of the first fault
 */
export function checkRequest(input: unknown): CubeRequest {
  const known = recent.find(input);
  if (known !== undefined) return known;
  const parsed = cubeRequest.safeParse(input);
  if (parsed.success) {
    recent.keep(parsed.data);
    return parsed.data;
  }
  const { path, message } = parsed.error.issues[0]!;
  const at = path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  throw invalidQuery(at, message);
}

/** What rows are ordered by: where only the best are asked for, they come first. */
export const orderOf = ({ order, top }: CubeRequest): readonly RowOrder[] =>
  order ?? (top === undefined ? [] : [{ by: top.by, descending: top.ascending !== true }]);

/** The sets of a ROLLUP: all levels, then without the last one, and so on to none. */
export const rollupSets = <Ref>(by: readonly Ref[]): Ref[][] =>
  [...by.keys(), by.length].reverse().map((count) => by.slice(0, count));
