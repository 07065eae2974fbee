/**
 * Linear sums with a comparison: what is left is the sum still to be made.
 *
 * Weights are whole numbers (decimals scaled alike). A sum that holds, or fails, whatever follows
 * is decided at once, so its diagram has one node where any weight left will do.
 */
import type { OpenRule, Residual } from './residual.ts';

/** How the sum is compared. */
export type Comparison = '<=' | '<' | '=' | '!=' | '>' | '>=';

/** The part of one variable: what each of its values adds. */
export interface LinearPart {
  readonly variable: number;
  readonly weights: readonly bigint[];
}

/** Holds when the parts' sum compares so with the bound. Each variable is in one part. */
export function linearResidual(
  parts: readonly LinearPart[],
  compare: Comparison,
  bound: bigint,
): Residual {
  const least = sumOf(parts, lightest);
  const most = sumOf(parts, heaviest);
  const decided = decide(least, most, compare, bound);
  if (decided !== undefined) return decided;
  const rule: OpenRule = {
    key: `${parts.map(({ variable }) => variable).join()}${compare}${bound}`,
    scope: parts.map(({ variable }) => variable),
    assign(variable, value) {
      const part = parts.find((one) => one.variable === variable);
      if (part === undefined) return rule;
      const left = parts.filter((one) => one !== part);
      return linearResidual(left, compare, bound - part.weights[value]!);
    },
  };
  return rule;
}

const sumOf = (parts: readonly LinearPart[], of: (part: LinearPart) => bigint): bigint =>
  parts.reduce((sum, part) => sum + of(part), 0n);

const lightest = ({ weights }: LinearPart): bigint => weights.reduce((a, b) => (b < a ? b : a));
const heaviest = ({ weights }: LinearPart): bigint => weights.reduce((a, b) => (b > a ? b : a));

/** Whether every sum from `least` to `most` holds, or none; undefined where it depends. */
function decide(
  least: bigint,
  most: bigint,
  compare: Comparison,
  bound: bigint,
): Residual | undefined {
  switch (compare) {
    case '<=':
      return most <= bound ? true : least > bound ? false : undefined;
    case '<':
      return most < bound ? true : least >= bound ? false : undefined;
    case '>=':
      return least >= bound ? true : most < bound ? false : undefined;
    case '>':
      return least > bound ? true : most <= bound ? false : undefined;
    case '=':
      return equals(least, most, bound);
    case '!=': {
      const isEqual = equals(least, most, bound);
      return isEqual === undefined ? undefined : !isEqual;
    }
  }
}

function equals(least: bigint, most: bigint, bound: bigint): boolean | undefined {
  if (bound < least || bound > most) return false;
  return least === most ? true : undefined;
}
