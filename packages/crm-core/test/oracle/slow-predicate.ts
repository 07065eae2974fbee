/**
 * What a condition means, the long way: every value is read, checked and compared anew, decimals by
 * decimal.js, text as the bytes of its UTF-8, times as numbers.
 */
import { Decimal } from 'decimal.js';
import type { FieldKind, FieldKinds, Predicate, RelationKinds } from '@kontor/crm-core';

/** What is asked of. */
export interface SlowContext {
  readonly kinds: FieldKinds;
  readonly relations: RelationKinds;
  readonly now: number;
  readonly params: Readonly<Record<string, unknown>>;
  readonly related: (record: object, relation: string) => readonly object[];
}

const Exact = Decimal.clone({ precision: 200 });
const spanMs = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Whether a record fulfils a condition. */
export function slowHolds(condition: Predicate, record: object, at: SlowContext): boolean {
  if ('and' in condition) return condition.and.every((part) => slowHolds(part, record, at));
  if ('or' in condition) return condition.or.some((part) => slowHolds(part, record, at));
  if ('not' in condition) return !slowHolds(condition.not, record, at);
  if ('segment' in condition) throw new Error('the twin knows no segments');
  if ('related' in condition) {
    const { related, where = { and: [] } } = condition;
    const inside = { ...at, kinds: at.relations[related]! };
    const { length } = at.related(record, related).filter((row) => slowHolds(where, row, inside));
    if (condition.quantifier === 'count') {
      return ordered(condition.op, Math.sign(length - condition.value));
    }
    return length > 0 === (condition.quantifier === 'any');
  }
  const kind = at.kinds[condition.field]!;
  const value = valueOf(record, condition.field, kind);
  if (condition.op === 'isMissing') return value === undefined;
  if (value === undefined) return false;
  const fold = 'ignoreCase' in condition && condition.ignoreCase ? small : (same: unknown) => same;
  const operand = (given: unknown): unknown => fold(operandOf(given, kind, record, at));
  const compared = (op: string, given: unknown): boolean => {
    const other = operand(given);
    return other !== undefined && ordered(op, order(kind, fold(value), other));
  };
  switch (condition.op) {
    case 'within':
      return isWithin(value as string, kind, condition.value, at.now);
    case 'in':
      return listOf(condition.value, at).some((one) => compared('eq', one));
    case 'between':
      return compared('ge', condition.value[0]) && compared('le', condition.value[1]);
    case 'contains':
    case 'startsWith': {
      const part = operand(condition.value);
      if (part === undefined) return false;
      if (kind === 'list') return (value as unknown[]).includes(part);
      const found = (fold(value) as string).indexOf(part as string);
      return condition.op === 'contains' ? found >= 0 : found === 0;
    }
    default:
      return compared(condition.op, condition.value);
  }
}

/** A field's value; undefined where there is none of the kind. */
function valueOf(record: object, field: string, kind: FieldKind): unknown {
  const value = field
    .split('.')
    .reduce<unknown>(
      (of, part) => (of as Record<string, unknown> | null | undefined)?.[part],
      record,
    );
  const isOfKind = {
    text: typeof value === 'string',
    number: typeof value === 'number',
    decimal: typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value),
    boolean: typeof value === 'boolean',
    day: typeof value === 'string',
    instant: typeof value === 'string',
    list: Array.isArray(value),
  };
  return isOfKind[kind] ? value : undefined;
}

function operandOf(given: unknown, kind: FieldKind, record: object, at: SlowContext): unknown {
  if (typeof given === 'object' && given !== null) {
    if ('field' in given) return valueOf(record, given.field as string, kind);
    if ('param' in given) return operandOf(at.params[given.param as string], kind, record, at);
    return undefined;
  }
  const isOfKind = {
    text: typeof given === 'string',
    list: typeof given === 'string',
    number: typeof given === 'number',
    boolean: typeof given === 'boolean',
    decimal:
      Number.isSafeInteger(given) ||
      (typeof given === 'string' && /^-?\d{1,40}(\.\d{1,40})?$/.test(given)),
    day: typeof given === 'string' && isTime(`${given}T00:00:00.000Z`),
    instant: typeof given === 'string' && isTime(given),
  };
  return isOfKind[kind] ? given : undefined;
}

const isTime = (text: string): boolean =>
  !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;

function listOf(value: unknown, at: SlowContext): readonly unknown[] {
  const given =
    typeof value === 'object' && value !== null && 'param' in value
      ? at.params[value.param as string]
      : value;
  return Array.isArray(given) ? given : [];
}

function order(kind: FieldKind, a: unknown, b: unknown): number {
  if (kind === 'decimal') return new Exact(a as string).comparedTo(String(b));
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b as string));
  return Number(a) === Number(b) ? 0 : Number(a) < Number(b) ? -1 : 1;
}

function ordered(op: string, sign: number): boolean {
  if (op === 'eq') return sign === 0;
  if (op === 'ne') return sign !== 0;
  if (op === 'lt') return sign < 0;
  if (op === 'le') return sign <= 0;
  return op === 'gt' ? sign > 0 : sign >= 0;
}

function isWithin(value: string, kind: FieldKind, span: string, now: number): boolean {
  const length = Number(span.slice(0, -1)) * spanMs[span.at(-1) as 'h' | 'd' | 'w'];
  if (kind === 'instant') {
    const instant = Date.parse(value);
    return instant > now - length && instant <= now;
  }
  const dayOf = (instant: number): number => Math.floor(instant / spanMs.d);
  const day = dayOf(Date.parse(`${value}T00:00:00.000Z`));
  return day > dayOf(now - length) && day <= dayOf(now);
}

/** The capital letters of ISO 8859-1 made small, one by one. */
const small = (text: unknown): unknown =>
  typeof text === 'string' ? text.replaceAll(/[\0-\u{DE}]/gu, (one) => one.toLowerCase()) : text;
