/**
 * HyperLogLog by its definition: the slow, obvious twin of `src/aggregate/hyperloglog.ts`.
 *
 * Hashes are bigints, registers plain numbers, and the estimator's series are summed term by term.
 */

/** The registers after these hashes of 64 bits. */
export function slowRegisters(hashes: readonly bigint[], precision: number): number[] {
  const registers = Array.from({ length: 2 ** precision }, () => 0);
  for (const hash of hashes) {
    const bits = hash.toString(2).padStart(64, '0');
    const index = Number.parseInt(bits.slice(0, precision), 2);
    const rest = bits.slice(precision);
    const run = rest.includes('1') ? rest.indexOf('1') + 1 : rest.length + 1;
    registers[index] = Math.max(registers[index]!, run);
  }
  return registers;
}

/** Ertl's improved raw estimate (arXiv:1702.01284, equation 21 and algorithm 6). */
export function slowEstimate(registers: readonly number[], precision: number): number {
  const m = registers.length;
  const longest = 64 - precision + 1;
  const shareOf = (run: number): number => registers.filter((value) => value === run).length / m;
  let below = 0;
  for (let run = 1; run < longest; run++) below += m * shareOf(run) * 2 ** -run;
  const z = m * sigma(shareOf(0)) + below + m * tau(1 - shareOf(longest)) * 2 ** (1 - longest);
  return (m * m) / (2 * Math.LN2 * z);
}

const TERMS = Array.from({ length: 60 }, (_, index) => index + 1);

const sigma = (x: number): number =>
  x + TERMS.reduce((sum, k) => sum + x ** (2 ** k) * 2 ** (k - 1), 0);

const tau = (x: number): number =>
  (1 - x - TERMS.reduce((sum, k) => sum + (1 - x ** (2 ** -k)) ** 2 * 2 ** -k, 0)) / 3;
