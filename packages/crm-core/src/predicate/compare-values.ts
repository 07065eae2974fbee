/**
 * How values are compared, the same way in memory, in columns and in databases.
 */

/**
 * Text by code points, as UTF-8 bytes are ordered: UTF-16 units put what is beyond U+FFFF before
 * U+E000.
 *
 * @returns below, at or above 0
 */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return codePointRank(left) - codePointRank(right);
  }
  return a.length - b.length;
}

/** Surrogates come after all other units. */
const codePointRank = (unit: number): number =>
  unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;

/**
 * Exact decimals as text, by value: '1.50' is '1.5', '-0' is '0'.
 *
 * @returns below, at or above 0
 * @example
 * compareDecimals('-10.5', '9') < 0 // => true
 */
export function compareDecimals(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  if (left.sign !== right.sign) return left.sign - right.sign;
  return left.sign * compareMagnitudes(left, right);
}

interface DecimalParts {
  readonly sign: -1 | 0 | 1;
  readonly whole: string;
  readonly fraction: string;
}

function partsOf(text: string): DecimalParts {
  const isNegative = text.charCodeAt(0) === 45;
  const unsigned = isNegative ? text.slice(1) : text;
  const point = unsigned.indexOf('.');
  const whole = (point < 0 ? unsigned : unsigned.slice(0, point)).replace(/^0+/, '');
  const fraction = point < 0 ? '' : unsigned.slice(point + 1).replace(/0+$/, '');
  const isZero = whole === '' && fraction === '';
  return { sign: isZero ? 0 : isNegative ? -1 : 1, whole, fraction };
}

function compareMagnitudes(a: DecimalParts, b: DecimalParts): number {
  if (a.whole.length !== b.whole.length) return a.whole.length - b.whole.length;
  if (a.whole !== b.whole) return a.whole < b.whole ? -1 : 1;
  if (a.fraction === b.fraction) return 0;
  return a.fraction < b.fraction ? -1 : 1;
}
