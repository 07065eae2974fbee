/**
 * A condition of one field as a question to its value: what closures ask of a record's value, and
 * columns once of each distinct one.
 *
 * Operands are bound and `now` is known, so all that does not depend on the value is done here.
 */
import { assertNever, type Instant, type Json } from '@kontor/kernel';
import { foldCase } from './case-folding.ts';
import { compareOfKind, comparisons, compareText } from './compare-values.ts';
import type { FieldKind } from './field-kinds.ts';
import {
  type CompareOp,
  type ComparePredicate,
  type FieldPredicate,
  type InPredicate,
  isFieldOperand,
  isParam,
  type ValueOperand,
} from './predicate.ts';
import { spanEnds, spanOf } from './time-span.ts';
import { boundOperand, isOfKind, operandOfKind, paramOf } from './value-forms.ts';

/** Whether a value fulfils the condition; values that are not of the kind are missing ones. */
export type ValueTest = (value: unknown) => boolean;

/** What operands are bound to. */
export interface Binding {
  /** Milliseconds since 1970. */
  readonly now: Instant;
  readonly params?: Readonly<Record<string, Json>> | undefined;
}

/** A condition that compares with values, not with another field. */
export type ValuePredicate =
  | Exclude<FieldPredicate, ComparePredicate>
  | (Omit<ComparePredicate, 'value'> & { readonly value: ValueOperand });

const never: ValueTest = () => false;

/** Whether a condition compares with values, not with another field. */
export const isValuePredicate = (condition: FieldPredicate): condition is ValuePredicate =>
  !('value' in condition) || !isFieldOperand(condition.value);

/** Whether the test of a condition is another one at another time, or with other parameters. */
export function dependsOnBinding(condition: ValuePredicate): boolean {
  if (condition.op === 'isMissing') return false;
  if (condition.op === 'within') return true;
  const { value } = condition;
  return isParam(value) || (Array.isArray(value) && value.some(isParam));
}

/** The question that a condition asks of a value. */
export function valueTest(condition: ValuePredicate, kind: FieldKind, at: Binding): ValueTest {
  switch (condition.op) {
    case 'isMissing':
      return (value) => !isOfKind(kind, value);
    case 'within':
      return withinTest(kind, condition.value, at.now);
    case 'in':
      return inTest(condition, kind, at);
    case 'between': {
      const low = boundOperand(kind, condition.value[0], at.params);
      const high = boundOperand(kind, condition.value[1], at.params);
      if (low === undefined || high === undefined) return never;
      const [isHigh, isLow] = [compareTest('ge', kind, low), compareTest('le', kind, high)];
      return (value) => isHigh(value) && isLow(value);
    }
    case 'contains':
    case 'startsWith':
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge': {
      const operand = boundOperand(kind, condition.value, at.params);
      if (operand === undefined) return never;
      const { op, ignoreCase } = condition;
      if (ignoreCase !== true) return operandTest(op, kind, operand);
      return folded(operandTest(op, kind, foldCase(operand as string)));
    }
    default:
      return assertNever(condition);
  }
}

type Bound = string | number | boolean;

function operandTest(
  op: CompareOp | 'contains' | 'startsWith',
  kind: FieldKind,
  operand: Bound,
): ValueTest {
  if (op === 'contains') return containsTest(kind, operand as string);
  if (op === 'startsWith') {
    return (value) => typeof value === 'string' && value.startsWith(operand as string);
  }
  return compareTest(op, kind, operand);
}

const folded =
  (test: ValueTest): ValueTest =>
  (value) =>
    typeof value === 'string' && test(foldCase(value));

const containsTest = (kind: FieldKind, part: string): ValueTest =>
  kind === 'list'
    ? (value) => Array.isArray(value) && value.includes(part)
    : (value) => typeof value === 'string' && value.includes(part);

function compareTest(op: CompareOp, kind: FieldKind, operand: Bound): ValueTest {
  switch (kind) {
    case 'number':
      return numberTest(op, operand as number);
    case 'boolean':
      return op === 'eq'
        ? (value) => value === operand
        : (value) => typeof value === 'boolean' && value !== operand;
    case 'decimal': {
      const holds = comparisons[op];
      return (value) => isOfKind(kind, value) && holds(compareOfKind(kind, value, operand));
    }
    default:
      return textTest(op, kind, operand as string);
  }
}

function numberTest(op: CompareOp, operand: number): ValueTest {
  switch (op) {
    case 'eq':
      return (value) => value === operand;
    case 'ne':
      return (value) => Number.isFinite(value) && value !== operand;
    case 'lt':
      return (value) => Number.isFinite(value) && (value as number) < operand;
    case 'le':
      return (value) => Number.isFinite(value) && (value as number) <= operand;
    case 'gt':
      return (value) => Number.isFinite(value) && (value as number) > operand;
    case 'ge':
      return (value) => Number.isFinite(value) && (value as number) >= operand;
  }
}

function textTest(op: CompareOp, kind: FieldKind, operand: string): ValueTest {
  if (op === 'eq') return (value) => value === operand;
  if (op === 'ne') return (value) => typeof value === 'string' && value !== operand;
  if (kind === 'text') {
    const holds = comparisons[op];
    return (value) => typeof value === 'string' && holds(compareText(value, operand));
  }
  // Against ASCII, UTF-16 units are in the order of code points, and native comparison is faster.
  switch (op) {
    case 'lt':
      return (value) => typeof value === 'string' && value < operand;
    case 'le':
      return (value) => typeof value === 'string' && value <= operand;
    case 'gt':
      return (value) => typeof value === 'string' && value > operand;
    case 'ge':
      return (value) => typeof value === 'string' && value >= operand;
  }
}

function withinTest(kind: FieldKind, span: string, now: Instant): ValueTest {
  const { after, upTo } = spanEnds(kind, spanOf(span), now);
  return (value) => typeof value === 'string' && value > after && value <= upTo;
}

/**
 * The values that a list of operands, or the parameter for one, stands for; those missing aside.
 */
export function boundList(
  { value, ignoreCase }: InPredicate,
  kind: FieldKind,
  params: Binding['params'],
): Bound[] {
  const given = isParam(value)
    ? paramOf(params, value.param)
    : value.map((one) => (isParam(one) ? paramOf(params, one.param) : one));
  if (!Array.isArray(given)) return [];
  const bound = (given as readonly unknown[])
    .map((one) => operandOfKind(kind, one))
    .filter((one) => one !== undefined);
  return ignoreCase === true ? bound.map((one) => foldCase(one as string)) : bound;
}

function inTest(condition: InPredicate, kind: FieldKind, { params }: Binding): ValueTest {
  const values = boundList(condition, kind, params);
  if (kind === 'decimal') {
    return (value) =>
      isOfKind(kind, value) && values.some((one) => compareOfKind(kind, value, one) === 0);
  }
  const set = new Set<unknown>(values);
  return condition.ignoreCase === true
    ? folded((value) => set.has(value))
    : (value) => set.has(value);
}
