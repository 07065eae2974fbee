/**
 * Inputs of JSON as values of their declared types: JSON has no dates and no exact decimals, so
 * where a type wants one, its text is read.
 *
 * Text that is none stays text, and does not conform to its type then.
 */
import { numberOfText } from '../feel/number.ts';
import { dateOfText, dateTimeOfText, durationOfText, timeOfText } from '../feel/temporal-text.ts';
import type { FeelType } from '../feel/type.ts';
import { EntriesContext, FeelContext, type FeelValue, isList } from '../feel/value.ts';
import { valueOfJson } from '../feel/value-of-json.ts';

const READERS: ReadonlyMap<string, (text: string) => FeelValue> = new Map<
  string,
  (text: string) => FeelValue
>([
  ['number', numberOfText],
  ['date', dateOfText],
  ['time', timeOfText],
  ['date and time', (text) => dateTimeOfText(text) ?? dateOfText(text)],
  ['years and months duration', durationOfText],
  ['days and time duration', durationOfText],
]);

/** The value of JSON where a value of the type is wanted. */
export function typedJson(json: unknown, type: FeelType | undefined): FeelValue {
  return asType(valueOfJson(json), type);
}

function asType(value: FeelValue, type: FeelType | undefined): FeelValue {
  if (type === undefined) return value;
  if (type.kind === 'allowed') return asType(value, type.of);
  if (type.kind === 'list' && 'of' in type) {
    // A value alone becomes a list of one where it is handed over.
    return isList(value) ? value.map((one) => asType(one, type.of)) : asType(value, type.of);
  }
  if (typeof value === 'string') return READERS.get(type.kind)?.(value) ?? value;
  if ('entries' in type && value instanceof FeelContext) {
    const entries = value
      .keys()
      .map((key) => [key, asType(value.get(key) ?? null, type.entries.get(key))] as const);
    return new EntriesContext(new Map(entries));
  }
  return value;
}
