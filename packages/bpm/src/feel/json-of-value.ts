/**
 * The border, outwards: values become JSON. Numbers stay numbers where a double has exactly their
 * digits, else they are text; everything temporal is ISO text, and so are ranges.
 */
import type { JsonValue } from '../expression.ts';
import { isNumber, jsonOfNumber } from './number.ts';
import type { Run } from './run.ts';
import { textOfValue } from './text.ts';
import { FeelContext, type FeelValue, isList } from './value.ts';

/** The value as JSON; it pays a step for each node, for values may share parts many times. */
export function jsonOfValue(value: FeelValue, run: Run): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (isNumber(value)) return jsonOfNumber(value);
  if (isList(value)) {
    run.spend(value.length);
    return value.map((element) => jsonOfValue(element, run));
  }
  if (value instanceof FeelContext) return jsonOfContext(value, run);
  return textOfValue(value, run);
}

function jsonOfContext(context: FeelContext, run: Run): JsonValue {
  const keys = context.keys();
  run.spend(keys.length);
  const entries = keys.map((key) => [key, jsonOfValue(context.get(key) ?? null, run)] as const);
  return Object.fromEntries(entries);
}
