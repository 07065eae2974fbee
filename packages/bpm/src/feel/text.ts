/**
 * Values as text, as `string()` gives them: texts as they are, quoted within lists and contexts.
 */
import { isNumber, textOfNumber } from './number.ts';
import type { Run } from './run.ts';
import { textOfDay, textOfDays, textOfMonths, textOfTime } from './temporal-text.ts';
import {
  DaysDuration,
  FeelContext,
  FeelDate,
  FeelDateTime,
  FeelFunction,
  type FeelObject,
  FeelRange,
  FeelTime,
  type FeelValue,
  isList,
  MonthsDuration,
} from './value.ts';

/** The value as text; it pays for every node, for values may share parts many times. */
export function textOfValue(value: FeelValue, run: Run): string {
  return typeof value === 'string' ? value : run.text(written(value, run));
}

/** The value as it is written in an expression. */
function written(value: FeelValue, run: Run): string {
  run.spend(1);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string')
    return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  if (isNumber(value)) return textOfNumber(value);
  if (isList(value)) {
    return run.text(`[${value.map((element) => written(element, run)).join(', ')}]`);
  }
  return writtenObject(value, run);
}

function writtenObject(value: FeelObject, run: Run): string {
  if (value instanceof FeelContext) return writtenContext(value, run);
  if (value instanceof FeelRange) return writtenRange(value, run);
  if (value instanceof FeelFunction) return `function(${value.parameters.join(', ')})`;
  return temporalText(value);
}

/** Dates, times and durations as ISO text. */
export function temporalText(
  value: FeelDate | FeelTime | FeelDateTime | MonthsDuration | DaysDuration,
): string {
  if (value instanceof FeelDate) return textOfDay(value.day);
  if (value instanceof FeelTime) return textOfTime(value.nanos, value.zone);
  if (value instanceof MonthsDuration) return textOfMonths(value);
  if (value instanceof DaysDuration) return textOfDays(value);
  return `${textOfDay(value.day)}T${textOfTime(value.nanos, value.zone)}`;
}

function writtenContext(context: FeelContext, run: Run): string {
  const entry = (key: string): string =>
    `${/^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(key) ? key : written(key, run)}: ` +
    written(context.get(key) ?? null, run);
  return run.text(`{${context.keys().map(entry).join(', ')}}`);
}

function writtenRange(range: FeelRange, run: Run): string {
  const end = (value: FeelValue): string =>
    isTemporal(value) ? `@"${written(value, run)}"` : written(value, run);
  if (range.comparison !== undefined) {
    return `(${range.comparison} ${end(range.low ?? range.high)})`;
  }
  const ends = `${end(range.low)}..${end(range.high)}`;
  return `${range.lowIncluded ? '[' : '('}${ends}${range.highIncluded ? ']' : ')'}`;
}

function isTemporal(value: FeelValue): boolean {
  return (
    value instanceof FeelDate ||
    value instanceof FeelTime ||
    value instanceof FeelDateTime ||
    value instanceof MonthsDuration ||
    value instanceof DaysDuration
  );
}
