/**
 * Conditions written in TypeScript; what comes out is the JSON.
 */
import type { CompareOp, Operand, Param, Predicate } from './predicate.ts';

/** The conditions of a field. */
export interface FieldConditions {
  eq(value: Operand): Predicate;
  ne(value: Operand): Predicate;
  lt(value: Operand): Predicate;
  le(value: Operand): Predicate;
  gt(value: Operand): Predicate;
  ge(value: Operand): Predicate;
  in(values: readonly Operand[] | Param): Predicate;
  /** Both ends included. */
  between(low: Operand, high: Operand): Predicate;
  /** Of text: a part of it; of a list: one of its items. */
  contains(part: Operand): Predicate;
  startsWith(start: Operand): Predicate;
  isMissing(): Predicate;
  /** In the last `24h`, `90d` or `2w`. */
  within(span: string): Predicate;
}

/**
 * The conditions of a field; `field<keyof Contact>('surname')` knows the names.
 *
 * @example
 * field('postcode').between(1000, 1999)
 * // => { field: 'postcode', op: 'between', value: [1000, 1999] }
 */
export function field<Name extends string = string>(name: Name): FieldConditions {
  const compare =
    (op: CompareOp) =>
    (value: Operand): Predicate => ({ field: name, op, value });
  return {
    eq: compare('eq'),
    ne: compare('ne'),
    lt: compare('lt'),
    le: compare('le'),
    gt: compare('gt'),
    ge: compare('ge'),
    in: (value) => ({ field: name, op: 'in', value }),
    between: (low, high) => ({ field: name, op: 'between', value: [low, high] }),
    contains: (value) => ({ field: name, op: 'contains', value }),
    startsWith: (value) => ({ field: name, op: 'startsWith', value }),
    isMissing: () => ({ field: name, op: 'isMissing' }),
    within: (value) => ({ field: name, op: 'within', value }),
  };
}

/** A value that comes when the condition is asked. */
export const param = (name: string): Param => ({ param: name });

/** All of them hold. */
export const and = (...parts: readonly Predicate[]): Predicate => ({ and: parts });

/** One of them holds. */
export const or = (...parts: readonly Predicate[]): Predicate => ({ or: parts });

/** It does not hold. */
export const not = (part: Predicate): Predicate => ({ not: part });

/** The conditions of the rows that hang on a record. */
export interface RelatedConditions {
  any(where?: Predicate): Predicate;
  none(where?: Predicate): Predicate;
  count(op: CompareOp, value: number, where?: Predicate): Predicate;
}

/**
 * The conditions of rows that hang on a record.
 *
 * @example
 * related('deals').any(field('won').eq(true))
 * // => { related: 'deals', quantifier: 'any', where: { field: 'won', op: 'eq', value: true } }
 */
export function related(name: string): RelatedConditions {
  const given = (where: Predicate | undefined) => (where === undefined ? {} : { where });
  return {
    any: (where) => ({ related: name, quantifier: 'any', ...given(where) }),
    none: (where) => ({ related: name, quantifier: 'none', ...given(where) }),
    count: (op, value, where) => ({
      related: name,
      quantifier: 'count',
      op,
      value,
      ...given(where),
    }),
  };
}
