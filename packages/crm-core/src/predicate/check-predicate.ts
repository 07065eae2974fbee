/**
 * Conditions from outside: their form, their fields, and whether values are of the fields' kinds.
 */
import { CrmError, type CrmIssue } from '../errors.ts';
import type { FieldKind, FieldKinds, RelationKinds } from './field-kinds.ts';
import { type FieldPredicate, isParam, type Predicate, predicate } from './predicate.ts';

/** Deeper conditions are refused: closures, and databases, nest only so far. */
const DEPTH_MAX = 50;

const ORDERED: ReadonlySet<FieldKind> = new Set(['text', 'number', 'decimal', 'day', 'instant']);
const DECIMAL = /^-?\d{1,40}(\.\d{1,40})?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * A condition that was checked.
 *
 * @throws CrmError CRM_INVALID_PREDICATE — every fault, with its path from the root (`and.0.value`)
 * @example
 * checkPredicate({ field: 'age', op: 'ge', value: 18 }, { age: 'number' })
 */
export function checkPredicate(
  input: unknown,
  kinds: FieldKinds,
  relations: RelationKinds = {},
): Predicate {
  const depth = depthOf(input);
  if (depth > DEPTH_MAX) {
    const message = `nests deeper than ${DEPTH_MAX}: flatten it`;
    throw new CrmError('CRM_INVALID_PREDICATE', { issues: [{ path: '', message }] });
  }
  const issues: CrmIssue[] = [];
  checkNode(input, '', kinds, relations, issues);
  if (issues.length > 0) throw new CrmError('CRM_INVALID_PREDICATE', { issues });
  return input as Predicate;
}

function depthOf(input: unknown): number {
  let level: unknown[] = [input];
  for (let depth = 0; ; depth++) {
    level = level.flatMap((node) =>
      typeof node === 'object' && node !== null ? (Object.values(node) as unknown[]) : [],
    );
    if (level.length === 0 || depth > 3 * DEPTH_MAX) return Math.ceil(depth / 2);
  }
}

function checkNode(
  node: unknown,
  path: string,
  kinds: FieldKinds,
  relations: RelationKinds,
  issues: CrmIssue[],
): void {
  const at = (part: string): string => (path === '' ? part : `${path}.${part}`);
  const given = (typeof node === 'object' && node !== null ? node : {}) as Record<string, unknown>;
  for (const key of ['and', 'or'] as const) {
    const parts = given[key];
    if (!Array.isArray(parts)) continue;
    parts.forEach((part, index) =>
      checkNode(part, at(`${key}.${index}`), kinds, relations, issues),
    );
    return;
  }
  if ('not' in given) return checkNode(given['not'], at('not'), kinds, relations, issues);
  const parsed = predicate.safeParse(node);
  if (!parsed.success) {
    const message =
      'is no condition: give and, or, not, or a field with an operator and a value of its form';
    issues.push({ path, message });
  } else if ('related' in parsed.data) {
    const { related, where } = parsed.data;
    const of = relations[related];
    if (of === undefined) issues.push(unknownName(at('related'), related, Object.keys(relations)));
    else if (where !== undefined) checkNode(where, at('where'), of, {}, issues);
  } else if ('field' in parsed.data) {
    checkField(parsed.data, at, kinds, issues);
  }
}

function checkField(
  condition: FieldPredicate,
  at: (part: string) => string,
  kinds: FieldKinds,
  issues: CrmIssue[],
): void {
  const { field, op } = condition;
  const kind = Object.hasOwn(kinds, field) ? kinds[field]! : undefined;
  if (kind === undefined) {
    issues.push(unknownName(at('field'), field, Object.keys(kinds)));
    return;
  }
  if (!isAllowed(op, kind)) {
    issues.push({ path: at('op'), message: `'${op}' is not for ${field}, which is ${kind}` });
    return;
  }
  if (op === 'isMissing' || op === 'within') return;
  const values = Array.isArray(condition.value) ? condition.value : [condition.value];
  values.forEach((value: unknown, index) => {
    const where = Array.isArray(condition.value) ? at(`value.${index}`) : at('value');
    const fault = isParam(value) ? undefined : valueFault(value, kind === 'list' ? 'text' : kind);
    if (fault !== undefined) issues.push({ path: where, message: fault });
  });
}

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

/** What is wrong with a value for a kind. */
function valueFault(value: unknown, kind: FieldKind): string | undefined {
  const shown = JSON.stringify(value);
  switch (kind) {
    case 'number':
      return Number.isFinite(value) ? undefined : `${shown} is no number`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `${shown} is neither true nor false`;
    case 'decimal':
      return isDecimal(value) ? undefined : `${shown} is no decimal: give text such as '12.50'`;
    case 'day':
      return isText(value, DAY) ? undefined : `${shown} is no day: give YYYY-MM-DD`;
    case 'instant':
      return isText(value, INSTANT)
        ? undefined
        : `${shown} is no instant: give YYYY-MM-DDTHH:MM:SS.sssZ`;
    default:
      return typeof value === 'string' ? undefined : `${shown} is no text`;
  }
}

const isText = (value: unknown, form: RegExp): boolean =>
  typeof value === 'string' && form.test(value) && !Number.isNaN(Date.parse(value));

const isDecimal = (value: unknown): boolean =>
  Number.isSafeInteger(value) || (typeof value === 'string' && DECIMAL.test(value));

function unknownName(path: string, name: string, known: readonly string[]): CrmIssue {
  const near = known
    .map((one) => ({ one, shared: sharedStart(one.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => b.shared - a.shared)
    .slice(0, 5)
    .map(({ one }) => one);
  return { path, message: `there is no '${name}'; there are ${near.join(', ')}, …` };
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
