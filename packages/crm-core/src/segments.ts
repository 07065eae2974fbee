/**
 * @kontor/crm-core/segments: conditions over many records: columns, SQL, live membership, reasons.
 */

// Segments
export { type Segment, segment, type SegmentInput } from './predicate/segment.ts';
export {
  defineSegments,
  type SegmentDefinition,
  type Segments,
} from './predicate/define-segments.ts';

// The same condition in memory, as columns and as SQL
export { type Columns, columnsOf, type RelatedRows } from './predicate/columns-of.ts';
export { selectRows } from './predicate/select-rows.ts';
export {
  type PredicateSql,
  predicateSql,
  type SqlOptions,
  type SqlRelation,
  type SqlRows,
} from './predicate/predicate-sql.ts';

// Who is in, and why
export {
  Membership,
  type MembershipEvent,
  type MembershipOptions,
} from './predicate/membership.ts';
export type { MembershipReason } from './predicate/membership-reason.ts';
export {
  type ExplainPredicate,
  explainPredicate,
  type PredicateExplanation,
} from './predicate/explain-predicate.ts';
