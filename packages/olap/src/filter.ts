/**
 * Filters: which members and which values count, as plain JSON.
 *
 * `{ 'product.family': 'Food', 'time.month': ['1997-01', '1997-02'] }` asks for both at once; `or`,
 * `and`, `not` combine. A filter is a set of leaves: members that overlap count once, an empty set
 * lets nothing through.
 */
import * as z from 'zod';
import type { Key } from './hierarchy.ts';

/** A member by key (where that is one member only), or by its path from the top. */
export type MemberRef = Key | { readonly path: readonly Key[] };

/** Members of a level: one, some, a range in the order of keys, or all but some. */
export type MemberSet =
  | MemberRef
  | readonly MemberRef[]
  | { readonly from?: Key | undefined; readonly to?: Key | undefined }
  | { readonly not: MemberRef | readonly MemberRef[] };

/** Values of a measure's own column, ends included, as decimals. */
export interface RowRange {
  readonly from?: string | number | undefined;
  readonly to?: string | number | undefined;
}

/** A filter: members by level, all of which must hold; or a combination. */
export type Filter =
  | { readonly [level: string]: MemberSet }
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }
  /** Rows by the value of a measure's column. */
  | { readonly rows: Readonly<Record<string, RowRange>> };

/** The schema of a member's key. */
export const memberKey = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const member = z.union([memberKey, z.strictObject({ path: z.array(memberKey).min(1) })]);
const memberSet = z.union([
  member,
  z.array(member),
  z.strictObject({ from: memberKey.optional(), to: memberKey.optional() }),
  z.strictObject({ not: z.union([member, z.array(member)]) }),
]);
const bound = z.union([z.string(), z.number()]).optional();

/** Members by level. */
export const memberFilter = z.record(z.string().min(1), memberSet);

const filterRef: z.ZodType<Filter> = z.lazy(() => filter);

/** The schema of a filter. */
export const filter: z.ZodType<Filter> = z.union([
  z.strictObject({ and: z.array(filterRef) }),
  z.strictObject({ or: z.array(filterRef) }),
  z.strictObject({ not: filterRef }),
  z.strictObject({
    rows: z.record(z.string(), z.strictObject({ from: bound, to: bound })),
  }),
  memberFilter,
]);
