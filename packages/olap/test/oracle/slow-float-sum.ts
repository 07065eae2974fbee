/**
 * The sum of doubles as a fraction of bigints, rounded once, by the definition.
 */

/** Every double is a whole number of 2^-1074. */
const UNIT_BITS = 1074;

/** The double nearest to the sum, ties to even. */
export function slowFloatSum(values: readonly number[]): number {
  return nearestDouble(values.reduce((sum, value) => sum + unitsOf(value), 0n));
}

function unitsOf(value: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(value));
  const word = bits.getBigUint64(0);
  const exponent = word >> 52n;
  const fraction = word & ((1n << 52n) - 1n);
  const units = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return value < 0 ? -units : units;
}

function nearestDouble(units: bigint): number {
  const magnitude = units < 0n ? -units : units;
  const excess = BigInt(Math.max(0, magnitude.toString(2).length - 53));
  const rest = magnitude & ((1n << excess) - 1n);
  const half = excess === 0n ? 1n : 1n << (excess - 1n);
  let kept = magnitude >> excess;
  if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
  const value = scaled(Number(kept), Number(excess) - UNIT_BITS);
  return units < 0n ? -value : value;
}

/** `whole` × 2^`power`, in two steps, as the power by itself may be no double. */
function scaled(whole: number, power: number): number {
  const half = Math.trunc(power / 2);
  return whole * 2 ** half * 2 ** (power - half);
}
