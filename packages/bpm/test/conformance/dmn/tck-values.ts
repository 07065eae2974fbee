/**
 * Values as the cases of the TCK write them, and when a result is the expected one.
 */
import { equals } from '../../../src/feel/equality.ts';
import { decimalOf, isNumber, numberOfText } from '../../../src/feel/number.ts';
import type { Site } from '../../../src/feel/run.ts';
import {
  dateOfText,
  dateTimeOfText,
  durationOfText,
  timeOfText,
} from '../../../src/feel/temporal-text.ts';
import { EntriesContext, FeelContext, type FeelValue, isList } from '../../../src/feel/value.ts';
import { childOf, childrenOf, type XmlElement } from '../../../src/dmn/xml.ts';

const READERS: Readonly<Record<string, (text: string) => FeelValue>> = {
  decimal: numberOfText,
  double: numberOfText,
  integer: numberOfText,
  string: (text) => text,
  boolean: (text) => text === 'true',
  date: dateOfText,
  time: timeOfText,
  dateTime: dateTimeOfText,
  duration: durationOfText,
};

/** The value of an element that holds a `value`, a `list` or components. */
export function tckValue(element: XmlElement): FeelValue {
  const list = childOf(element, 'list');
  if (list !== undefined) return childrenOf(list, 'item').map(tckValue);
  const components = childrenOf(element, 'component');
  if (components.length > 0) {
    const entries = components.map((it) => [it.attributes['name']!, tckValue(it)] as const);
    return new EntriesContext(new Map(entries));
  }
  const value = childOf(element, 'value');
  if (value === undefined || value.attributes['nil'] === 'true') return null;
  const type = (value.attributes['type'] ?? 'string').replace(/^.*:/, '');
  return READERS[type]!(type === 'string' ? value.text : value.text.trim());
}

/** Cases give numbers with the digits of their author: eight decimals count. */
const TOLERANCE = 1e-8;

/** Whether a result is the expected value. */
export function isExpected(result: FeelValue, expected: FeelValue, site: Site): boolean {
  if (isNumber(result) && isNumber(expected)) {
    return decimalOf(result).minus(decimalOf(expected)).abs().lte(TOLERANCE);
  }
  if (isList(result) && isList(expected)) {
    const sameLength = result.length === expected.length;
    return sameLength && result.every((value, at) => isExpected(value, expected[at]!, site));
  }
  if (result instanceof FeelContext && expected instanceof FeelContext) {
    const [keys, wanted] = [result.keys(), expected.keys()];
    const sameKeys = keys.length === wanted.length && keys.every((key) => wanted.includes(key));
    return sameKeys && keys.every((key) => isExpected(result.get(key)!, expected.get(key)!, site));
  }
  return equals(result, expected, site) === true;
}
