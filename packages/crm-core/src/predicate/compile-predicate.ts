/**
 * Conditions as closures: what can be known before the first record is known once.
 */
import { CrmError } from '../errors.ts';
import { compareOfKind, comparisons } from './compare-values.ts';
import type { FieldKind, FieldKinds, RelationKinds } from './field-kinds.ts';
import type {
  CompareOp,
  FieldOperand,
  FieldPredicate,
  Predicate,
  RelatedPredicate,
  WithinPredicate,
} from './predicate.ts';
import { isInSpan, spanOf } from './time-span.ts';
import { isOfKind } from './value-forms.ts';
import {
  type Binding,
  dependsOnBinding,
  isValuePredicate,
  type ValuePredicate,
  type ValueTest,
  valueTest,
} from './value-test.ts';

/** What a condition is told beside the record; parameters that are missing are missing values. */
export interface PredicateContext extends Binding {
  /** The rows that hang on a record, by the relation's name. */
  readonly related?: ((record: object, relation: string) => readonly object[]) | undefined;
}

/** A condition, ready to be asked. */
export type CompiledPredicate = (record: object, context: PredicateContext) => boolean;

/** Reads a field of a record. */
export type ReadField = (record: object) => unknown;

/** What compiles a question for another segment. */
export type CompileSegment = (segment: string) => CompiledPredicate;

const noSegments: CompileSegment = (segment) => {
  throw unknownSegment(segment);
};

/**
 * Compiles a condition that was checked.
 *
 * @param segmentTest - what answers questions for other segments; none when left out
 * @throws CrmError CRM_UNKNOWN_SEGMENT — it asks for another segment: see `defineSegments`
 * @example
 * const isAdult = compilePredicate({ field: 'age', op: 'ge', value: 18 }, { age: 'number' });
 * isAdult({ age: 20 }, { now: 0 }) // => true
 * isAdult({}, { now: 0 }) // => false
 */
export function compilePredicate(
  condition: Predicate,
  kinds: FieldKinds,
  relations: RelationKinds = {},
  segmentTest: CompileSegment = noSegments,
): CompiledPredicate {
  const inner = (part: Predicate): CompiledPredicate =>
    compilePredicate(part, kinds, relations, segmentTest);
  if ('and' in condition) return allOf(condition.and.map(inner));
  if ('or' in condition) return anyOf(condition.or.map(inner));
  if ('not' in condition) {
    const test = inner(condition.not);
    return (record, context) => !test(record, context);
  }
  if ('segment' in condition) return segmentTest(condition.segment);
  if ('related' in condition) return compileRelated(condition, relations);
  return compileField(condition, kinds[condition.field]!);
}

/** The error of a segment that nobody has defined here. */
export const unknownSegment = (segment: string, defined: readonly string[] = []) =>
  new CrmError('CRM_UNKNOWN_SEGMENT', { segment, defined });

function allOf(tests: readonly CompiledPredicate[]): CompiledPredicate {
  if (tests.length === 1) return tests[0]!;
  if (tests.length === 2) {
    const [first, second] = tests as [CompiledPredicate, CompiledPredicate];
    return (record, context) => first(record, context) && second(record, context);
  }
  return (record, context) => {
    for (const test of tests) if (!test(record, context)) return false;
    return true;
  };
}

function anyOf(tests: readonly CompiledPredicate[]): CompiledPredicate {
  if (tests.length === 1) return tests[0]!;
  return (record, context) => {
    for (const test of tests) if (test(record, context)) return true;
    return false;
  };
}

/** Whether a count of child rows is the one that is asked for. */
export function countTest(condition: RelatedPredicate): (count: number) => boolean {
  switch (condition.quantifier) {
    case 'any':
      return (count) => count > 0;
    case 'none':
      return (count) => count === 0;
    case 'count': {
      const holds = comparisons[condition.op];
      return (count) => holds(count - condition.value);
    }
  }
}

function compileRelated(condition: RelatedPredicate, relations: RelationKinds): CompiledPredicate {
  const { related, where } = condition;
  const test = compilePredicate(where ?? { and: [] }, relations[related] ?? {});
  const rowsOf = (record: object, { related: rows }: PredicateContext): readonly object[] =>
    rows?.(record, related) ?? [];
  if (condition.quantifier === 'count') {
    const holds = countTest(condition);
    return (record, context) => {
      let count = 0;
      for (const row of rowsOf(record, context)) if (test(row, context)) count++;
      return holds(count);
    };
  }
  const isWanted = condition.quantifier === 'any';
  return (record, context) =>
    rowsOf(record, context).some((row) => test(row, context)) === isWanted;
}

/** A condition of one field. */
export function compileField(condition: FieldPredicate, kind: FieldKind): CompiledPredicate {
  const read = fieldReader(condition.field);
  if (!isValuePredicate(condition)) {
    const other = fieldReader((condition.value as FieldOperand).field);
    const holds = fieldsTest(condition.op, kind);
    return (record) => holds(read(record), other(record));
  }
  if (!dependsOnBinding(condition)) {
    const test = valueTest(condition, kind, { now: 0 });
    return (record) => test(read(record));
  }
  if (condition.op === 'within') return compileWithin(read, condition, kind);
  return compileBound(read, condition, kind);
}

/** Operands are bound when the parameters are other ones: one set of them serves a whole scan. */
function compileBound(
  read: ReadField,
  condition: ValuePredicate,
  kind: FieldKind,
): CompiledPredicate {
  let bound: Binding | undefined;
  let test: ValueTest;
  return (record, { now, params }) => {
    if (bound === undefined || params !== bound.params) {
      bound = { now, params };
      test = valueTest(condition, kind, bound);
    }
    return test(read(record));
  };
}

/**
 * The ends of a span are written as text once for a scan, which asks of one `now` again and again.
 * Where `now` moves on with every record, reading the one value is less work.
 */
function compileWithin(
  read: ReadField,
  condition: WithinPredicate,
  kind: FieldKind,
): CompiledPredicate {
  const length = spanOf(condition.value);
  let last = Number.NaN;
  let test: ValueTest | undefined;
  return (record, at) => {
    const value = read(record);
    if (at.now !== last) {
      last = at.now;
      test = undefined;
      const isIn = isInSpan(kind, length, value, at.now);
      if (isIn !== undefined) return isIn;
    }
    test ??= valueTest(condition, kind, at);
    return test(value);
  };
}

/** A comparison of two fields of a kind, asked of both values. */
export function fieldsTest(
  op: CompareOp,
  kind: FieldKind,
): (value: unknown, other: unknown) => boolean {
  const holds = comparisons[op];
  return (value, other) =>
    isOfKind(kind, value) && isOfKind(kind, other) && holds(compareOfKind(kind, value, other));
}

/** Reads a field by its name; the dots of a custom field lead into `ext`. */
export function fieldReader(field: string): ReadField {
  const path = field.split('.');
  if (path.length === 1) return (record) => (record as Record<string, unknown>)[field];
  if (path.length === 2) {
    const [outer, inner] = path as [string, string];
    return (record) =>
      (record as Record<string, Record<string, unknown> | null | undefined>)[outer]?.[inner];
  }
  return (record) => {
    let value: unknown = record;
    for (const part of path) value = (value as Record<string, unknown> | null | undefined)?.[part];
    return value;
  };
}
