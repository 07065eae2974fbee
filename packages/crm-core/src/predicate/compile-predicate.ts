/**
 * Conditions as closures: what can be known before the first record is known once.
 */
import { assertNever, type Instant, type Json } from '@kontor/kernel';
import { compareDecimals, compareText } from './compare-values.ts';
import type { FieldKind, FieldKinds, RelationKinds } from './field-kinds.ts';
import {
  type CompareOp,
  type FieldPredicate,
  isParam,
  type Operand,
  type Param,
  type Predicate,
  type RelatedPredicate,
  SPAN,
} from './predicate.ts';

/** What a condition is told beside the record. */
export interface PredicateContext {
  /** Milliseconds since 1970; what `within` counts from. */
  readonly now: Instant;
  /** Values of parameters; one that is missing is a missing value. */
  readonly params?: Readonly<Record<string, Json>> | undefined;
  /** The rows that hang on a record, by the relation's name. */
  readonly related?: ((record: object, relation: string) => readonly object[]) | undefined;
}

/** A condition, ready to be asked. */
export type CompiledPredicate = (record: object, context: PredicateContext) => boolean;

type Read = (record: object) => unknown;

/**
 * Compiles a condition that was checked.
 *
 * @example
 * const isAdult = compilePredicate({ field: 'age', op: 'ge', value: 18 }, { age: 'number' });
 * isAdult({ age: 20 }, { now: 0 }) // => true
 * isAdult({}, { now: 0 }) // => false
 */
export function compilePredicate(
  condition: Predicate,
  kinds: FieldKinds,
  relations: RelationKinds = {},
): CompiledPredicate {
  if ('and' in condition) {
    return allOf(condition.and.map((part) => compilePredicate(part, kinds, relations)));
  }
  if ('or' in condition) {
    return anyOf(condition.or.map((part) => compilePredicate(part, kinds, relations)));
  }
  if ('not' in condition) {
    const test = compilePredicate(condition.not, kinds, relations);
    return (record, context) => !test(record, context);
  }
  if ('related' in condition) return compileRelated(condition, relations);
  return compileField(condition, kinds[condition.field]!);
}

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

function compileRelated(condition: RelatedPredicate, relations: RelationKinds): CompiledPredicate {
  const { related, where } = condition;
  const test = compilePredicate(where ?? { and: [] }, relations[related] ?? {});
  const rowsOf = (record: object, { related: rows }: PredicateContext): readonly object[] =>
    rows?.(record, related) ?? [];
  if (condition.quantifier === 'count') {
    const holds = comparison(condition.op);
    return (record, context) => {
      const rows = rowsOf(record, context);
      let count = 0;
      for (const row of rows) if (test(row, context)) count++;
      return holds(count - condition.value);
    };
  }
  const isWanted = condition.quantifier === 'any';
  return (record, context) =>
    rowsOf(record, context).some((row) => test(row, context)) === isWanted;
}

function compileField(condition: FieldPredicate, kind: FieldKind): CompiledPredicate {
  const read = reader(condition.field);
  switch (condition.op) {
    case 'isMissing':
      return (record) => (read(record) ?? null) === null;
    case 'within':
      return compileWithin(read, kind, condition.value);
    case 'in':
      return compileIn(read, kind, condition.value);
    case 'between': {
      const [low, high] = condition.value;
      return allOf([compileCompare(read, kind, 'ge', low), compileCompare(read, kind, 'le', high)]);
    }
    case 'contains':
      return kind === 'list'
        ? compileText(read, condition.value, (items, item) => items.includes(item))
        : compileText(read, condition.value, (text, part) => text.includes(part));
    case 'startsWith':
      return compileText(read, condition.value, (text, start) =>
        (text as string).startsWith(start),
      );
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return compileCompare(read, kind, condition.op, condition.value);
    default:
      return assertNever(condition);
  }
}

/** Reads a field of a record; the dots of a custom field lead into `ext`. */
export function reader(field: string): Read {
  const path = field.split('.');
  if (path.length === 1) return (record) => (record as Record<string, unknown>)[field];
  if (path.length === 2) {
    const [outer, inner] = path as [string, string];
    return (record) =>
      (record as Record<string, Record<string, unknown> | undefined>)[outer]?.[inner];
  }
  return (record) => {
    let value: unknown = record;
    for (const part of path) value = (value as Record<string, unknown> | undefined)?.[part];
    return value;
  };
}

const comparison = (op: CompareOp): ((difference: number) => boolean) => comparisons[op];

const comparisons: Readonly<Record<CompareOp, (difference: number) => boolean>> = {
  eq: (difference) => difference === 0,
  ne: (difference) => difference !== 0,
  lt: (difference) => difference < 0,
  le: (difference) => difference <= 0,
  gt: (difference) => difference > 0,
  ge: (difference) => difference >= 0,
};

/** The types that values of a kind have; another one is taken for missing. */
const typeOfKind = (kind: FieldKind): 'string' | 'number' | 'boolean' => {
  if (kind === 'number') return 'number';
  return kind === 'boolean' ? 'boolean' : 'string';
};

/** Two values of a kind, neither of them missing. */
export function compareOfKind(kind: FieldKind, a: unknown, b: unknown): number {
  switch (kind) {
    case 'number':
      return (a as number) - (b as number);
    case 'boolean':
      return Number(a) - Number(b);
    case 'decimal':
      return compareDecimals(a as string, b as string);
    default:
      return compareText(a as string, b as string);
  }
}

/** Decimals may be given as whole numbers. */
const ofKind = (kind: FieldKind, value: unknown): unknown =>
  kind === 'decimal' && typeof value === 'number' ? String(value) : value;

function compileCompare(
  read: Read,
  kind: FieldKind,
  op: CompareOp,
  operand: Operand,
): CompiledPredicate {
  const holds = comparison(op);
  const type = typeOfKind(kind);
  if (!isParam(operand)) {
    const value = ofKind(kind, operand);
    if (op === 'eq' && kind !== 'decimal') return (record) => read(record) === value;
    return (record) => {
      const given = read(record);
      return typeof given === type && holds(compareOfKind(kind, given, value));
    };
  }
  return (record, context) => {
    const given = read(record);
    const value = paramOf(context, operand, kind);
    return (
      typeof given === type && typeof value === type && holds(compareOfKind(kind, given, value))
    );
  };
}

const paramOf = ({ params }: PredicateContext, { param }: Param, kind: FieldKind): unknown =>
  ofKind(kind, params?.[param] ?? null);

function compileText(
  read: Read,
  operand: Operand,
  holds: (value: string | readonly string[], part: string) => boolean,
): CompiledPredicate {
  return (record, context) => {
    const value = read(record) as string | readonly string[] | null | undefined;
    if (value === undefined || value === null) return false;
    const part = isParam(operand) ? context.params?.[operand.param] : operand;
    return typeof part === 'string' && holds(value, part);
  };
}

function compileIn(
  read: Read,
  kind: FieldKind,
  operands: readonly Operand[] | Param,
): CompiledPredicate {
  const isPlain = !isParam(operands) && !operands.some(isParam) && kind !== 'decimal';
  if (isPlain) {
    const values = new Set<unknown>(operands);
    return (record) => values.has(read(record));
  }
  const type = typeOfKind(kind);
  return (record, context) => {
    const given = read(record);
    if (typeof given !== type) return false;
    const listed = isParam(operands) ? context.params?.[operands.param] : operands;
    if (!Array.isArray(listed)) return false;
    return (listed as readonly Operand[]).some((operand) => {
      const value = isParam(operand) ? paramOf(context, operand, kind) : ofKind(kind, operand);
      return typeof value === type && compareOfKind(kind, given, value) === 0;
    });
  };
}

const HOUR_MS = 3_600_000;
const spanHours: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 };

/** How long a span of `within` is: milliseconds. */
export function spanMs(span: string): number {
  const [, count, unit] = SPAN.exec(span)!;
  return Number(count) * spanHours[unit!]! * HOUR_MS;
}

function compileWithin(read: Read, kind: FieldKind, span: string): CompiledPredicate {
  const length = spanMs(span);
  const isDay = kind === 'day';
  // One `now` serves a whole scan: its ends are made once.
  let ends = { now: Number.NaN, after: '', upTo: '' };
  return (record, { now }) => {
    const value = read(record);
    if (typeof value !== 'string') return false;
    if (ends.now !== now) ends = { now, ...endsOfSpan(now, length, isDay) };
    return value > ends.after && value <= ends.upTo;
  };
}

/** The ends of the last so many milliseconds of now: the first is not in it, the last is. */
export function endsOfSpan(
  now: Instant,
  length: number,
  isDay: boolean,
): { readonly after: string; readonly upTo: string } {
  const iso = (instant: number): string =>
    new Date(instant).toISOString().slice(0, isDay ? 10 : 24);
  return { after: iso(now - length), upTo: iso(now) };
}
