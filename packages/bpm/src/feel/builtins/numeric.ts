/**
 * Numeric functions.
 *
 * @source DMN 1.5, 10.3.4.5
 */
import {
  builtin,
  durationParameter,
  numberParameter,
  optional,
  signature,
  wholeParameter,
} from '../builtin.ts';
import {
  absolute,
  exponential,
  type FeelNumber,
  floorModulo,
  isOdd,
  isWhole,
  naturalLogarithm,
  type Rounding,
  roundNumber,
  squareRoot,
} from '../number.ts';
import type { Site } from '../run.ts';
import { negateDuration } from '../temporal-math.ts';
import { DaysDuration, type FeelFunction, type FeelValue, MonthsDuration } from '../value.ts';

const SCALE_MIN = -6111;
const SCALE_MAX = 6176;

/** Rounds to a scale, which has bounds of its own. */
function rounded(n: FeelNumber, scale: number, mode: Rounding, site: Site): FeelValue {
  if (scale < SCALE_MIN || scale > SCALE_MAX) {
    const message = `the scale ${scale} is not from ${SCALE_MIN} to ${SCALE_MAX}`;
    return site.run.report('out-of-range', message, site.at);
  }
  return roundNumber(n, scale, mode);
}

function rounding(name: string, mode: Rounding): [string, FeelFunction] {
  return builtin(
    name,
    signature([numberParameter('n'), optional(wholeParameter('scale'))], ([n, scale], site) =>
      rounded(n, scale ?? 0, mode, site),
    ),
  );
}

/** A function of one number that may have no result. */
function ofNumber(
  name: string,
  reason: string,
  body: (value: FeelNumber) => FeelValue,
): [string, FeelFunction] {
  return builtin(
    name,
    signature(
      [numberParameter('number')],
      ([value], site) => body(value) ?? site.run.report('out-of-range', reason, site.at),
    ),
  );
}

/** Numeric functions by name. */
export const numericBuiltins: readonly [string, FeelFunction][] = [
  builtin(
    'decimal',
    signature([numberParameter('n'), wholeParameter('scale')], ([n, scale], site) =>
      rounded(n, scale, 'halfEven', site),
    ),
  ),
  rounding('floor', 'floor'),
  rounding('ceiling', 'ceiling'),
  rounding('round up', 'up'),
  rounding('round down', 'down'),
  rounding('round half up', 'halfUp'),
  rounding('round half down', 'halfDown'),
  builtin(
    'abs',
    signature([numberParameter('n')], ([n]) => absolute(n)),
    signature([durationParameter('n')], ([n]) => absoluteDuration(n)),
  ),
  builtin(
    'modulo',
    signature(
      [numberParameter('dividend'), numberParameter('divisor')],
      ([dividend, divisor], site) =>
        floorModulo(dividend, divisor) ??
        site.run.report('out-of-range', 'a division by zero', site.at),
    ),
  ),
  ofNumber('sqrt', 'no real root of a number below zero', squareRoot),
  ofNumber('log', 'no logarithm of a number that is not above zero', naturalLogarithm),
  ofNumber('exp', 'the result is past the range of numbers', exponential),
  ofNumber('odd', '', isOdd),
  ofNumber('even', '', (value) => isWhole(value) && !isOdd(value)),
];

function absoluteDuration(duration: MonthsDuration | DaysDuration): FeelValue {
  const isNegative = duration instanceof MonthsDuration ? duration.months < 0 : duration.nanos < 0n;
  return isNegative ? negateDuration(duration) : duration;
}
