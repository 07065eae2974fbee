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
  type FeelKind,
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
 */
export function conforms(value: FeelValue, type: FeelType): boolean {
  if (type.kind === 'allowed') return conforms(value, type.of) && type.allows(value);
  if (type.kind === 'Any') return value !== null;
  if (kindOf(value) !== type.kind) return false;
  if ('of' in type) return elementsConform(value, type.of);
  return !('entries' in type) || entriesConform(value as FeelContext, type.entries);
}

const within = (value: FeelValue, type: FeelType): boolean =>
  value === null || conforms(value, type);

function elementsConform(value: FeelValue, of: FeelType): boolean {
  if (isList(value)) return value.every((element) => within(element, of));
  return value instanceof FeelRange && within(value.low, of) && within(value.high, of);
}

function entriesConform(context: FeelContext, entries: ReadonlyMap<string, FeelType>): boolean {
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
  if (within(value, type)) return value;
  if (isList(value) && value.length === 1 && within(value[0]!, type)) return value[0];
  const base = type.kind === 'allowed' ? type.of : type;
  if (base.kind === 'list' && !isList(value) && conforms([value], type)) return [value];
  if (base.kind === 'date and time' && value instanceof FeelDate) {
    return new FeelDateTime(value.day, 0, 0);
  }
  return undefined;
}
