/**
 * Conditions from outside: their form, their fields, and whether values are of the fields' kinds.
 */
import { nearestNames } from '@kontor/kernel';
import { parseGiven } from '../check-given.ts';
import { CrmError, type CrmIssue } from '../errors.ts';
import type { FieldKind, FieldKinds, RelationKinds } from './field-kinds.ts';
import { type FieldPredicate, isFieldOperand, isParam, type Predicate } from './predicate.ts';
import { predicate } from './predicate.ts';
import { operandOfKind } from './value-forms.ts';

/** Deeper conditions are refused: closures, and databases, nest only so far. */
const DEPTH_MAX = 50;

const ORDERED: ReadonlySet<FieldKind> = new Set(['text', 'number', 'decimal', 'day', 'instant']);

/** What a condition may name beside fields. */
interface Names {
  readonly relations: RelationKinds;
  readonly segments: readonly string[];
}

/**
 * A condition that was checked.
 *
 * @param relations - the fields of child rows, by the relation's name
 * @param segments - other segments that it may ask for
 * @throws CrmError CRM_INVALID_PREDICATE — every fault, with its path from the root (`and.0.value`)
 * @example
 * checkPredicate({ field: 'age', op: 'ge', value: 18 }, { age: 'number' })
 */
export function checkPredicate(
  input: unknown,
  kinds: FieldKinds,
  relations: RelationKinds = {},
  segments: readonly string[] = [],
): Predicate {
  const issues = predicateIssues(input, kinds, relations, segments);
  if (issues.length > 0) throw new CrmError('CRM_INVALID_PREDICATE', { issues });
  return input as Predicate;
}

/** The faults of a condition, each with its path. */
export function predicateIssues(
  input: unknown,
  kinds: FieldKinds,
  relations: RelationKinds,
  segments: readonly string[],
): CrmIssue[] {
  const issues: CrmIssue[] = [];
  checkNode({ node: input, path: '', depth: 1 }, kinds, { relations, segments }, issues);
  return issues;
}

interface Place {
  readonly node: unknown;
  readonly path: string;
  readonly depth: number;
}

function checkNode(place: Place, kinds: FieldKinds, names: Names, issues: CrmIssue[]): void {
  const { node, path, depth } = place;
  if (depth > DEPTH_MAX) {
    issues.push({ path, message: `nests deeper than ${DEPTH_MAX}: flatten it` });
    return;
  }
  const parts = partsOf(node);
  if (parts !== undefined) {
    for (const [key, part] of parts) {
      checkNode({ node: part, path: join(path, key), depth: depth + 1 }, kinds, names, issues);
    }
  } else checkLeaf(place, kinds, names, issues);
}

/** The parts of `and`, `or` and `not`, with what leads to them. */
function partsOf(node: unknown): [key: string, part: unknown][] | undefined {
  if (typeof node !== 'object' || node === null || Object.keys(node).length !== 1) return undefined;
  const given = node as Record<string, unknown>;
  for (const key of ['and', 'or'] as const) {
    const parts = given[key];
    if (Array.isArray(parts)) return parts.map((part, index) => [`${key}.${index}`, part]);
  }
  return 'not' in given ? [['not', given['not']]] : undefined;
}

const join = (path: string, part: string): string => (path === '' ? part : `${path}.${part}`);

/** A leaf without what it nests, so that faults inside get paths of their own. */
function checkLeaf(
  { node, path, depth }: Place,
  kinds: FieldKinds,
  names: Names,
  issues: CrmIssue[],
): void {
  const { where, ...rest } = (typeof node === 'object' && node !== null ? node : {}) as {
    readonly where?: unknown;
  };
  const parsed = parseGiven(predicate, 'related' in rest ? rest : node);
  if (!parsed?.success) {
    const message =
      'is no condition: give and, or, not, or a field with an operator and a value of its form';
    issues.push({ path, message });
  } else if ('related' in parsed.data) {
    const { related } = parsed.data;
    const { relations } = names;
    const of = Object.hasOwn(relations, related) ? relations[related] : undefined;
    if (of === undefined) {
      issues.push(unknownName(join(path, 'related'), related, Object.keys(relations)));
    } else if (where !== undefined) {
      const inner = { node: where, path: join(path, 'where'), depth: depth + 1 };
      checkNode(inner, of, { relations: {}, segments: [] }, issues);
    }
  } else if ('segment' in parsed.data) {
    const { segment } = parsed.data;
    if (names.segments.includes(segment)) return;
    issues.push(unknownName(join(path, 'segment'), segment, names.segments));
  } else if ('field' in parsed.data) {
    checkField(parsed.data, (part) => join(path, part), kinds, issues);
  }
}

function checkField(
  condition: FieldPredicate,
  at: (part: string) => string,
  kinds: FieldKinds,
  issues: CrmIssue[],
): void {
  const { field, op } = condition;
  const kind = kindOf(kinds, field);
  if (kind === undefined) {
    issues.push(unknownName(at('field'), field, Object.keys(kinds)));
    return;
  }
  if (!isAllowed(op, kind)) {
    issues.push({ path: at('op'), message: `'${op}' is not for ${field}, which is ${kind}` });
    return;
  }
  if ('ignoreCase' in condition && condition.ignoreCase === true) {
    const isFoldable = kind === 'text' && (op === 'eq' || op === 'ne' || !ORDERING.has(op));
    if (!isFoldable || isFieldOperand(condition.value)) {
      const message = 'is for text that is equal to a value, in a list, or has a part';
      issues.push({ path: at('ignoreCase'), message });
    }
  }
  if (op === 'isMissing') return;
  if (op === 'within') {
    if (kind !== 'day' || !condition.value.endsWith('h')) return;
    issues.push({ path: at('value'), message: 'a day has no hours: give days or weeks' });
  } else if (isFieldOperand(condition.value)) {
    checkOther(condition.value.field, kind, at('value.field'), kinds, issues);
  } else checkValues(condition.value, kind, at, issues);
}

const ORDERING: ReadonlySet<string> = new Set(['lt', 'le', 'gt', 'ge']);

const kindOf = (kinds: FieldKinds, field: string): FieldKind | undefined =>
  Object.hasOwn(kinds, field) ? kinds[field] : undefined;

function checkOther(
  other: string,
  kind: FieldKind,
  path: string,
  kinds: FieldKinds,
  issues: CrmIssue[],
): void {
  const found = kindOf(kinds, other);
  if (found === undefined) issues.push(unknownName(path, other, Object.keys(kinds)));
  else if (found !== kind) {
    issues.push({ path, message: `'${other}' is ${found}: give a field that is ${kind}` });
  }
}

function checkValues(
  given: unknown,
  kind: FieldKind,
  at: (part: string) => string,
  issues: CrmIssue[],
): void {
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  values.forEach((value, index) => {
    if (isParam(value) || operandOfKind(kind, value) !== undefined) return;
    const path = Array.isArray(given) ? at(`value.${index}`) : at('value');
    issues.push({ path, message: `${JSON.stringify(value)} ${FORMS[kind]}` });
  });
}

/** What is wrong with a value that is none of the kind. */
const FORMS: Readonly<Record<FieldKind, string>> = {
  text: 'is no text, or has characters that no store keeps',
  list: 'is no text, or has characters that no store keeps',
  number: 'is no number',
  boolean: 'is neither true nor false',
  decimal: "is no decimal: give text such as '12.50'",
  day: 'is no day: give YYYY-MM-DD',
  instant: 'is no instant: give YYYY-MM-DDTHH:MM:SS.sssZ',
};

function isAllowed(op: FieldPredicate['op'], kind: FieldKind): boolean {
  switch (op) {
    case 'isMissing':
      return true;
    case 'eq':
    case 'ne':
    case 'in':
      return kind !== 'list';
    case 'contains':
      return kind === 'text' || kind === 'list';
    case 'startsWith':
      return kind === 'text';
    case 'within':
      return kind === 'day' || kind === 'instant';
    default:
      return ORDERED.has(kind);
  }
}

function unknownName(path: string, name: string, known: readonly string[]): CrmIssue {
  const near = nearestNames(name, known, { part: Infinity });
  const meant = near.length === 0 ? 'there are none' : `the nearest are ${near.join(', ')}`;
  return { path, message: `there is no '${name}'; ${meant}` };
}
