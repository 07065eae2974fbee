/**
 * Types: whether a value conforms to one, and how it is coerced where it is handed over.
 *
 * A type is data, so that a decision model can bring its own and the allowed values of them.
 *
 * @source DMN 1.5, 10.3.2.9 "Semantic mapping of types", 10.3.2.9.4 "Type conversions"
 */
import {
  FeelContext,
  FeelDate,
  FeelDateTime,
  FeelFunction,
  type FeelKind,
  type FeelList,
  FeelRange,
  type FeelValue,
  isList,
  kindOf,
} from './value.ts';

/** A type of FEEL. */
export type FeelType =
  | { readonly kind: 'Any' | FeelKind }
  | { readonly kind: 'list'; readonly of: FeelType }
  | { readonly kind: 'range'; readonly of: FeelType }
  | { readonly kind: 'context'; readonly entries: ReadonlyMap<string, FeelType> }
  | { readonly kind: 'function'; readonly parameters: readonly FeelType[] }
  | {
      readonly kind: 'allowed';
      readonly of: FeelType;
      /** Whether a value of the type is one of those that are allowed. */
      readonly allows: (value: FeelValue) => boolean;
    };

const SIMPLE = new Set<string>([
  'Any',
  'boolean',
  'string',
  'number',
  'list',
  'context',
  'range',
  'function',
  'date',
  'time',
  'date and time',
  'years and months duration',
  'days and time duration',
]);

/** The type of that name; undefined when FEEL has none. */
export function simpleType(name: string): FeelType | undefined {
  if (name === 'Null') return { kind: 'null' };
  return SIMPLE.has(name) ? { kind: name as FeelKind | 'Any' } : undefined;
}

/**
 * Whether a value is of a type. Null is of none but Null, yet may stand within a list or context.
 * `instance of` does not look at the allowed values of a type; where a value is handed over, they
 * count.
 */
export function conforms(value: FeelValue, type: FeelType, countsAllowed = true): boolean {
  if (type.kind === 'allowed') {
    return conforms(value, type.of, countsAllowed) && (!countsAllowed || type.allows(value));
  }
  if (type.kind === 'Any') return value !== null;
  if (kindOf(value) !== type.kind) return false;
  const within = (inner: FeelValue, of: FeelType): boolean =>
    inner === null || conforms(inner, of, countsAllowed);
  if ('parameters' in type) return arityOf(value) === type.parameters.length;
  if ('of' in type) return partsOf(value).every((part) => within(part, type.of));
  return !('entries' in type) || entriesConform(value as FeelContext, type.entries, within);
}

function arityOf(value: FeelValue): number | undefined {
  return value instanceof FeelFunction ? value.parameters.length : undefined;
}

/** Elements of a list, ends of a range. */
function partsOf(value: FeelValue): FeelList {
  if (isList(value)) return value;
  return value instanceof FeelRange ? [value.low, value.high] : [];
}

function entriesConform(
  context: FeelContext,
  entries: ReadonlyMap<string, FeelType>,
  within: (value: FeelValue, type: FeelType) => boolean,
): boolean {
  return [...entries].every(([name, type]) => {
    const entry = context.get(name);
    return entry !== undefined && within(entry, type);
  });
}

/**
 * The value as a value of the type: itself, the element of a list of one, a list of one, or the
 * midnight of a date; undefined when it does not conform. Null is null of any type.
 */
export function coerced(value: FeelValue, type: FeelType): FeelValue | undefined {
  const fits = (one: FeelValue): boolean => one === null || conforms(one, type);
  if (fits(value)) return value;
  if (isList(value) && value.length === 1 && fits(value[0]!)) return value[0];
  const base = type.kind === 'allowed' ? type.of : type;
  if (base.kind === 'list' && !isList(value) && conforms([value], type)) return [value];
  if (base.kind === 'date and time' && value instanceof FeelDate) {
    return new FeelDateTime(value.day, 0, 0);
  }
  return undefined;
}
