/**
 * `+ - * / **` on every pair of kinds that has a meaning; any other pair is null.
 *
 * @source DMN 1.5, tables 45 to 52
 */
import {
  add,
  divide,
  type FeelNumber,
  isNumber,
  multiply,
  negate,
  power,
  subtract,
} from './number.ts';
import type { Site } from './run.ts';
import {
  addDurations,
  between,
  divideDurations,
  negateDuration,
  type Point,
  scaleDuration,
  shareDuration,
  shifted,
} from './temporal-math.ts';
import { zoneReason } from './temporal-order.ts';
import {
  DaysDuration,
  FeelDate,
  FeelDateTime,
  FeelTime,
  type FeelValue,
  described,
  kindOf,
  MonthsDuration,
  single,
} from './value.ts';

/** The operators. */
export type Operator = '+' | '-' | '*' | '/' | '**';

type Duration = MonthsDuration | DaysDuration;

/** Undefined: the kinds have no such operation. Null: they have, but this one has no result. */
type Outcome = FeelValue | undefined;

/** The result of an operator; with `isSign` it stands alone before its right operand. */
export function calculate(
  operator: Operator,
  left: FeelValue,
  right: FeelValue,
  site: Site,
  isSign = false,
): FeelValue {
  const [a, b] = isSign ? [left, right] : [single(left), single(right)];
  const result = isSign ? sign(operator, b) : operations[operator](a, b);
  if (result !== null && result !== undefined) {
    return typeof result === 'string' ? site.run.text(result) : result;
  }
  if (result === null) return site.run.report('out-of-range', reason(operator, b), site.at);
  const kinds = isSign ? described(b) : `${described(a)} and ${described(b)}`;
  const message = `'${operator}' has no meaning for ${kinds}${zoneReason(a, b)}`;
  return site.run.report('wrong-type', message, site.at);
}

function reason(operator: Operator, right: FeelValue): string {
  if (operator === '/' && right === 0) return 'a division by zero';
  return `the result of '${operator}' is past the range of its kind`;
}

function sign(operator: Operator, value: FeelValue): Outcome {
  if (isNumber(value)) return operator === '-' ? negate(value) : value;
  if (isDuration(value)) return operator === '-' ? negateDuration(value) : value;
  return undefined;
}

const operations: Readonly<Record<Operator, (a: FeelValue, b: FeelValue) => Outcome>> = {
  '+': (a, b) => {
    if (isNumber(a) && isNumber(b)) return add(a, b);
    if (typeof a === 'string' && typeof b === 'string') return a + b;
    if (isPoint(a) && isDuration(b)) return moved(a, b, 1);
    if (isDuration(a) && isPoint(b)) return moved(b, a, 1);
    return isDuration(a) && isDuration(b) ? durationSum(a, b) : undefined;
  },
  '-': (a, b) => {
    if (isNumber(a) && isNumber(b)) return subtract(a, b);
    if (isPoint(a) && isPoint(b)) return between(a, b) ?? undefined;
    if (isPoint(a) && isDuration(b)) return moved(a, b, -1);
    return isDuration(a) && isDuration(b) ? durationSum(a, negateDuration(b)) : undefined;
  },
  '*': (a, b) => {
    if (isNumber(a) && isNumber(b)) return multiply(a, b);
    if (isDuration(a) && isNumber(b)) return scaleDuration(a, b);
    return isNumber(a) && isDuration(b) ? scaleDuration(b, a) : undefined;
  },
  '/': (a, b) => {
    if (isNumber(a) && isNumber(b)) return divide(a, b);
    if (isDuration(a) && isNumber(b)) return shareDuration(a, b);
    return isDuration(a) && isDuration(b) ? durationRatio(a, b) : undefined;
  },
  '**': (a, b) => (isNumber(a) && isNumber(b) ? power(a, b) : undefined),
};

function isDuration(value: FeelValue): value is Duration {
  return value instanceof MonthsDuration || value instanceof DaysDuration;
}

function isPoint(value: FeelValue): value is Point {
  return value instanceof FeelDate || value instanceof FeelTime || value instanceof FeelDateTime;
}

/** Months cannot be added to a time of day. */
function moved(point: Point, duration: Duration, direction: 1 | -1): Outcome {
  const isMixed = point instanceof FeelTime && duration instanceof MonthsDuration;
  return isMixed ? undefined : shifted(point, duration, direction);
}

function durationSum(a: Duration, b: Duration): Outcome {
  return kindOf(a) === kindOf(b) ? addDurations(a, b) : undefined;
}

function durationRatio(a: Duration, b: Duration): FeelNumber | null | undefined {
  return kindOf(a) === kindOf(b) ? divideDurations(a, b) : undefined;
}
