/**
 * Functions that make one value of a list: sums, means, extremes, and `all` and `any`.
 *
 * They take a list, or its elements as arguments. Nothing has no sum and no mean: null.
 *
 * @source DMN 1.5, 10.3.4.4
 */
import {
  booleanParameter,
  builtin,
  listParameter,
  nullable,
  signature,
  spread,
} from '../builtin.ts';
import {
  add,
  compareNumbers,
  divide,
  type FeelNumber,
  isNumber,
  multiply,
  sameNumber,
  squareRoot,
  subtract,
} from '../number.ts';
import { isSame } from '../equality.ts';
import { anyParameter } from '../builtin.ts';
import { order } from '../ordering.ts';
import type { Site } from '../run.ts';
import { type FeelFunction, type FeelList, type FeelValue } from '../value.ts';

type Fold = (list: FeelList, site: Site) => FeelValue;

/** A function of a list, or of its elements. */
function ofList(name: string, body: Fold): [string, FeelFunction] {
  const paid: Fold = (list, site) => {
    site.run.spend(list.length);
    return body(list, site);
  };
  return builtin(
    name,
    signature([listParameter('list')], ([list], site) => paid(list, site)),
    spread(paid),
  );
}

/** A function of numbers; anything else in the list is refused. */
function ofNumbers(
  name: string,
  body: (numbers: readonly FeelNumber[]) => FeelValue,
): [string, FeelFunction] {
  return ofList(name, (list, site) => {
    const numbers = list.filter((value) => isNumber(value));
    if (numbers.length === list.length) return body(numbers);
    return site.run.report('wrong-type', `${name}(): every element is a number`, site.at);
  });
}

function extreme(name: string, direction: 1 | -1): [string, FeelFunction] {
  return ofList(name, (list, site) => {
    let found = list[0] ?? null;
    for (const value of list) {
      const compared = order(value, found);
      if (compared === null) {
        return site.run.report('wrong-type', `${name}(): the elements have no order`, site.at);
      }
      if (compared * direction > 0) found = value;
    }
    return found;
  });
}

/** True and false against each other; a null leaves it open, any other value is refused. */
function decided(name: string, decisive: boolean): [string, FeelFunction] {
  return ofList(name, (list, site) => {
    if (list.includes(decisive) && list.every((it) => it === null || typeof it === 'boolean')) {
      return decisive;
    }
    if (list.some((value) => value !== null && typeof value !== 'boolean')) {
      return site.run.report('wrong-type', `${name}(): every element is a boolean`, site.at);
    }
    return list.includes(null) ? null : !decisive;
  });
}

/** A sum or product; null when it passes the range. */
function folded(
  numbers: readonly FeelNumber[],
  operator: (a: FeelNumber, b: FeelNumber) => FeelNumber | null,
): FeelNumber | null {
  if (numbers.length === 0) return null;
  return numbers.reduce((total: FeelNumber | null, value, index) => {
    if (index === 0) return value;
    return total === null ? null : operator(total, value);
  }, null);
}

const sum = (numbers: readonly FeelNumber[]): FeelNumber | null => folded(numbers, add);

function mean(numbers: readonly FeelNumber[]): FeelNumber | null {
  const total = sum(numbers);
  return total === null ? null : divide(total, numbers.length);
}

function median(numbers: readonly FeelNumber[]): FeelNumber | null {
  if (numbers.length === 0) return null;
  const inOrder = numbers.toSorted(compareNumbers);
  const middle = inOrder.length >> 1;
  return inOrder.length % 2 === 1 ? inOrder[middle]! : mean(inOrder.slice(middle - 1, middle + 1));
}

/** The deviation of a sample: its squares are shared among one less than there are. */
function deviation(numbers: readonly FeelNumber[]): FeelNumber | null {
  const average = mean(numbers);
  if (average === null || numbers.length < 2) return null;
  const squares = numbers.map((value) => {
    const off = subtract(value, average);
    return off === null ? null : multiply(off, off);
  });
  const known = squares.filter((square) => square !== null);
  const total = known.length === squares.length ? sum(known) : null;
  const variance = total === null ? null : divide(total, numbers.length - 1);
  return variance === null ? null : squareRoot(variance);
}

/** The numbers that come most often, in ascending order. */
function mode(numbers: readonly FeelNumber[]): FeelList {
  const inOrder = numbers.toSorted(compareNumbers);
  let [most, run] = [0, 0];
  let modes: FeelNumber[] = [];
  for (const [index, value] of inOrder.entries()) {
    run = index > 0 && sameNumber(value, inOrder[index - 1]!) ? run + 1 : 1;
    if (run > most) modes = [];
    most = Math.max(most, run);
    if (run === most) modes.push(value);
  }
  return modes;
}

/** Aggregates by name. */
export const aggregateBuiltins: readonly [string, FeelFunction][] = [
  extreme('min', -1),
  extreme('max', 1),
  ofNumbers('sum', sum),
  ofNumbers('mean', mean),
  ofNumbers('product', (numbers) => folded(numbers, multiply)),
  ofNumbers('median', median),
  ofNumbers('stddev', deviation),
  ofNumbers('mode', mode),
  decided('all', false),
  decided('any', true),
  builtin(
    'not',
    signature([{ ...nullable(booleanParameter('negand')), isOptional: false }], ([negand]) =>
      typeof negand === 'boolean' ? !negand : null,
    ),
  ),
  builtin(
    'is',
    signature(
      [nullable(anyParameter('value1')), nullable(anyParameter('value2'))],
      ([one, two], site) => isSame(one ?? null, two ?? null, site),
    ),
  ),
];
