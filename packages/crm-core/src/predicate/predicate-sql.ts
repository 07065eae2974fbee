/**
 * Conditions as SQL with bound values, for the `where` of a query over the store's tables.
 *
 * Two-valued by construction: below a `not` each part is made true or false (`is true`) before it
 * is negated. Elsewhere NULL counts as false in a `where` anyway, and plain comparisons are what
 * indexes can be used for.
 */
import type { Instant, Json } from '@kontor/kernel';
import { foldCase } from './case-folding.ts';
import { unknownSegment } from './compile-predicate.ts';
import type { FieldKind, FieldKinds, RelationKinds } from './field-kinds.ts';
import type {
  ComparePredicate,
  FieldOperand,
  FieldPredicate,
  Predicate,
  RelatedPredicate,
  ValueOperand,
} from './predicate.ts';
import { operators, postgres, type SqlDialect, sqlite } from './sql-dialect.ts';
import { joined, numbered, raw, sql, type SqlText, type SqlValue } from './sql-text.ts';
import { spanEnds, spanOf } from './time-span.ts';
import { boundOperand } from './value-forms.ts';
import { type Binding, boundList, isValuePredicate, type ValuePredicate } from './value-test.ts';

/** The rows that a record, or a child row, is read from. */
export interface SqlRows {
  /** The column or expression that is the JSON document; `document` when left out. */
  readonly document?: string | undefined;
  /**
   * Expressions of fields that have columns of their own, by field: NULL where there is no value,
   * decimals as text. They are taken as they are: never give what comes from outside.
   */
  readonly columns?: Readonly<Record<string, string>> | undefined;
}

/** Where child rows are. */
export interface SqlRelation extends SqlRows {
  /** The table, with a name of its own: `crm_opportunity as deal`. */
  readonly from: string;
  /** What ties it to the record: `deal.tenant = crm_account.tenant and …`. */
  readonly on: string;
}

/** How a condition becomes SQL. */
export interface SqlOptions extends SqlRows {
  readonly dialect: 'sqlite' | 'postgres';
  /** Milliseconds since 1970; what `within` counts from. */
  readonly now: Instant;
  readonly params?: Readonly<Record<string, Json>> | undefined;
  /** The fields of child rows, by the relation's name. */
  readonly relations?: RelationKinds | undefined;
  /** Where they are, by the relation's name. */
  readonly related?: Readonly<Record<string, SqlRelation>> | undefined;
  /** The number of the first value in PostgreSQL, where the query has others before; 1. */
  readonly firstPlace?: number | undefined;
}

/** A condition as SQL. */
export interface PredicateSql {
  /** For a `where`, in parentheses where it needs them. */
  readonly text: string;
  /** Values in the order of their places; whole, decimal and true alike as text or numbers. */
  readonly values: readonly SqlValue[];
}

/** What a condition is written for. */
interface Scope {
  readonly dialect: SqlDialect;
  readonly kinds: FieldKinds;
  readonly rows: SqlRows;
  readonly at: Binding;
  readonly relations: RelationKinds;
  readonly related: Readonly<Record<string, SqlRelation>>;
}

/**
 * A condition that was checked, as SQL.
 *
 * @throws CrmError CRM_UNKNOWN_SEGMENT — it asks for another segment: see `defineSegments`
 * @example
 * predicateSql(field('owner').eq(param('me')), { owner: 'text' },
 *   { dialect: 'postgres', now: 0, params: { me: 'anna' }, columns: { owner: 'owner' } })
 * // => { text: 'owner = $1::text', values: ['anna'] }
 */
export function predicateSql(
  condition: Predicate,
  kinds: FieldKinds,
  options: SqlOptions,
): PredicateSql {
  const dialect = options.dialect === 'sqlite' ? sqlite : postgres;
  const { now, params, relations = {}, related = {}, firstPlace = 1 } = options;
  const at = { now, params };
  const scope: Scope = { dialect, kinds, rows: options, at, relations, related };
  const written = nodeSql(condition, scope);
  const text = numbered(written, (place) => dialect.place(place + firstPlace));
  return { text, values: written.values };
}

const TRUE = raw('1 = 1');
const FALSE = raw('1 = 0');

function nodeSql(condition: Predicate, scope: Scope): SqlText {
  if ('and' in condition) return partsSql(condition.and, ' and ', TRUE, scope);
  if ('or' in condition) return partsSql(condition.or, ' or ', FALSE, scope);
  if ('not' in condition) return sql`not ((${nodeSql(condition.not, scope)}) is true)`;
  if ('segment' in condition) throw unknownSegment(condition.segment);
  if ('related' in condition) return relatedSql(condition, scope);
  return fieldSql(condition, scope);
}

function partsSql(
  parts: readonly Predicate[],
  between: ' and ' | ' or ',
  none: SqlText,
  scope: Scope,
): SqlText {
  if (parts.length === 0) return none;
  return sql`(${joined(
    parts.map((part) => nodeSql(part, scope)),
    between,
  )})`;
}

function relatedSql(condition: RelatedPredicate, scope: Scope): SqlText {
  const relation = scope.related[condition.related];
  // Without rows to look at there are none, as in memory.
  const rows =
    relation === undefined
      ? undefined
      : sql`from ${relation.from} where ${relation.on} and ${childSql(condition, relation, scope)}`;
  switch (condition.quantifier) {
    case 'any':
      return rows === undefined ? FALSE : sql`exists (select 1 ${rows})`;
    case 'none':
      return rows === undefined ? TRUE : sql`not exists (select 1 ${rows})`;
    case 'count': {
      const count = rows === undefined ? raw('0') : sql`(select count(*) ${rows})`;
      return sql`${count} ${operators[condition.op]} ${String(condition.value)}`;
    }
  }
}

const childSql = (condition: RelatedPredicate, rows: SqlRelation, scope: Scope): SqlText =>
  nodeSql(condition.where ?? { and: [] }, {
    ...scope,
    rows,
    kinds: scope.relations[condition.related] ?? {},
  });

/** A field, in parentheses that keep it in one piece. */
function expressionOf(field: string, { dialect, kinds, rows }: Scope): SqlText {
  const kind = kinds[field]!;
  const column = rows.columns?.[field];
  const expression =
    column === undefined
      ? sql`(${dialect.field(rows.document ?? 'document', field.split('.'), kind)})`
      : raw(column);
  return kind === 'decimal' ? dialect.decimal(expression) : expression;
}

function fieldSql(condition: FieldPredicate, scope: Scope): SqlText {
  const kind = scope.kinds[condition.field]!;
  const expression = expressionOf(condition.field, scope);
  if (!isValuePredicate(condition)) return fieldsSql(condition, kind, expression, scope);
  switch (condition.op) {
    case 'isMissing':
      return missingSql(kind, expression, scope);
    case 'within': {
      const { after, upTo } = spanEnds(kind, spanOf(condition.value), scope.at.now);
      return joined(
        [
          compareSql('gt', kind, expression, after, scope),
          compareSql('le', kind, expression, upTo, scope),
        ],
        ' and ',
      );
    }
    case 'between': {
      const ends = condition.value.map((end) => boundOperand(kind, end, scope.at.params));
      const [low, high] = ends;
      if (low === undefined || high === undefined) return FALSE;
      return joined(
        [
          compareSql('ge', kind, expression, low, scope),
          compareSql('le', kind, expression, high, scope),
        ],
        ' and ',
      );
    }
    case 'in': {
      const folded = condition.ignoreCase === true ? scope.dialect.fold(expression) : expression;
      const values = boundList(condition, kind, scope.at.params);
      return listSql(kind, folded, values, scope);
    }
    default:
      return operandSql(condition, kind, expression, scope);
  }
}

type Bound = string | number | boolean;

const compareSql = (
  op: ComparePredicate['op'],
  kind: FieldKind,
  expression: SqlText,
  value: Bound,
  { dialect }: Scope,
): SqlText => dialect.compare(op, kind, expression, dialect.value(kind, value));

const fieldsSql = (
  { op, value }: ComparePredicate,
  kind: FieldKind,
  expression: SqlText,
  scope: Scope,
): SqlText =>
  scope.dialect.compare(op, kind, expression, expressionOf((value as FieldOperand).field, scope));

/** Text that is no decimal is a missing value: it is not equal to itself. */
function missingSql(kind: FieldKind, expression: SqlText, { dialect }: Scope): SqlText {
  if (kind !== 'decimal') return sql`${expression} is null`;
  return sql`(${dialect.compare('eq', kind, expression, expression)}) is null`;
}

function listSql(
  kind: FieldKind,
  expression: SqlText,
  values: readonly Bound[],
  scope: Scope,
): SqlText {
  if (values.length === 0) return FALSE;
  const { dialect } = scope;
  if (kind === 'decimal') {
    const parts = values.map((value) => compareSql('eq', kind, expression, value, scope));
    return sql`(${joined(parts, ' or ')})`;
  }
  const bound = values.map((value) => dialect.value(kind, value));
  return sql`${expression} in (${joined(bound, ', ')})`;
}

function operandSql(
  condition: Extract<ValuePredicate, { readonly value: ValueOperand; readonly op: string }>,
  kind: FieldKind,
  expression: SqlText,
  scope: Scope,
): SqlText {
  const { dialect, at } = scope;
  const bound = boundOperand(kind, condition.value, at.params);
  if (bound === undefined) return FALSE;
  const isFolded = 'ignoreCase' in condition && condition.ignoreCase === true;
  const left = isFolded ? dialect.fold(expression) : expression;
  const value = isFolded ? foldCase(bound as string) : bound;
  switch (condition.op) {
    case 'contains':
      return kind === 'list'
        ? dialect.hasItem(left, value as string)
        : dialect.contains(left, dialect.value(kind, value));
    case 'startsWith':
      return dialect.startsWith(left, dialect.value(kind, value));
    default:
      return compareSql(condition.op as ComparePredicate['op'], kind, left, value, scope);
  }
}
