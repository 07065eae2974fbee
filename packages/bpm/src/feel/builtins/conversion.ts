/**
 * Conversion functions: text and parts to numbers, dates, times, durations and ranges.
 *
 * @source DMN 1.5, 10.3.4.1
 */
import {
  anyParameter,
  builtin,
  dateTimeParameter,
  dayParameter,
  daysParameter,
  nullable,
  numberParameter,
  signature,
  textParameter,
  timeParameter,
  wholeParameter,
  dateParameter,
} from '../builtin.ts';
import { decimalOf, type FeelNumber, numberOfText } from '../number.ts';
import { rangeOfText } from '../range-text.ts';
import type { Site } from '../run.ts';
import { monthsBetween } from '../temporal-math.ts';
import {
  dateOfParts,
  dateOfText,
  dateTimeOfText,
  durationOfText,
  isOffset,
  timeOfText,
} from '../temporal-text.ts';
import { textOfValue } from '../text.ts';
import {
  type DaysDuration,
  FeelDate,
  FeelDateTime,
  type FeelFunction,
  FeelTime,
  type FeelValue,
  MonthsDuration,
} from '../value.ts';
import { isZoneName } from '../zone-offset.ts';

/** A conversion of one text. */
function ofText(what: string, read: (text: string) => FeelValue) {
  return signature(
    [textParameter('from')],
    ([from], site) =>
      read(from) ?? site.run.report('bad-text', `'${shortened(from)}' is no ${what}`, site.at),
  );
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

const SEPARATORS: ReadonlySet<string> = new Set([' ', ',', '.']);

function numberFrom(
  from: string,
  grouping: string | null | undefined,
  decimal: string | null | undefined,
  site: Site,
): FeelValue {
  const areSeparators =
    (grouping == null || SEPARATORS.has(grouping)) &&
    (decimal == null || decimal === '.' || decimal === ',') &&
    (grouping == null || grouping !== decimal);
  if (!areSeparators) {
    const message = 'separators are a space, a comma or a point, and two different ones';
    return site.run.report('wrong-arguments', message, site.at);
  }
  const plain = from.replaceAll(grouping ?? '', '').replace(decimal ?? '.', '.');
  const isDigits = decimal == null || decimal === '.' || !from.includes('.') || grouping === '.';
  const value = isDigits ? numberOfText(plain) : null;
  return value ?? site.run.report('bad-text', `'${shortened(from)}' is no number`, site.at);
}

function timeFrom(
  hour: number,
  minute: number,
  second: FeelNumber,
  offset: DaysDuration | null | undefined,
  site: Site,
): FeelValue {
  const seconds = decimalOf(second);
  const isTime =
    hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && seconds.gte(0) && seconds.lt(60);
  const zone = offset == null ? undefined : Number(offset.nanos) / 1e9;
  if (!isTime || (zone !== undefined && !isOffset(zone))) {
    return site.run.report('out-of-range', 'there is no such time of day', site.at);
  }
  const nanos = seconds.times(1e9).trunc().toNumber();
  return new FeelTime((hour * 60 + minute) * 60e9 + nanos, zone);
}

function zoned(from: FeelDateTime, zone: string, site: Site): FeelValue {
  if (isZoneName(zone)) return new FeelDateTime(from.day, from.nanos, zone);
  return site.run.report('bad-text', `there is no time zone '${shortened(zone)}'`, site.at);
}

/** Conversion functions by name. */
export const conversionBuiltins: readonly [string, FeelFunction][] = [
  builtin(
    'date',
    ofText('date', dateOfText),
    signature([dayParameter('from')], ([{ day }]) => new FeelDate(day)),
    signature(
      [wholeParameter('year'), wholeParameter('month'), wholeParameter('day')],
      ([year, month, day], site) =>
        dateOfParts(year, month, day) ??
        site.run.report('out-of-range', `there is no day ${year}-${month}-${day}`, site.at),
    ),
  ),
  builtin(
    'time',
    ofText('time', timeOfText),
    signature([timeParameter('from')], ([from]) => from),
    signature([dateTimeParameter('from')], ([{ nanos, zone }]) => new FeelTime(nanos, zone)),
    signature([dateParameter('from')], () => new FeelTime(0, 0)),
    signature(
      [
        wholeParameter('hour'),
        wholeParameter('minute'),
        numberParameter('second'),
        nullable(daysParameter('offset')),
      ],
      ([hour, minute, second, offset], site) => timeFrom(hour, minute, second, offset, site),
    ),
  ),
  builtin(
    'date and time',
    ofText('date and time', dateTimeOfText),
    signature([dateTimeParameter('from')], ([from]) => from),
    signature([dateParameter('from')], ([{ day }]) => new FeelDateTime(day, 0, 0)),
    signature(
      [dayParameter('date'), timeParameter('time')],
      ([{ day }, { nanos, zone }]) => new FeelDateTime(day, nanos, zone),
    ),
    signature([dateTimeParameter('date'), textParameter('timezone')], ([from, zone], site) =>
      zoned(from, zone, site),
    ),
  ),
  builtin('duration', ofText('duration', durationOfText)),
  builtin(
    'years and months duration',
    signature(
      [dayParameter('from'), dayParameter('to')],
      ([from, to]) => new MonthsDuration(monthsBetween(from, to)),
    ),
  ),
  builtin(
    'number',
    ofText('number', numberOfText),
    signature(
      [
        textParameter('from'),
        { ...nullable(textParameter('grouping separator')), isOptional: false },
        { ...nullable(textParameter('decimal separator')), isOptional: false },
      ],
      ([from, grouping, decimal], site) => numberFrom(from, grouping, decimal, site),
    ),
  ),
  builtin(
    'string',
    signature([anyParameter('from')], ([from], { run }) =>
      from === null ? null : textOfValue(from, run),
    ),
  ),
  builtin('range', ofText('range', rangeOfText)),
];
