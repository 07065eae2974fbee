/**
 * The difference of two texts, line by line, as a person reads it.
 *
 * A longest common subsequence by the textbook table: outputs of examples are short.
 */

/** Lines only in `expected` with `-`, lines only in `actual` with `+`; none when they are equal. */
export function differences(expected: string, actual: string): string[] {
  const [left, right] = [expected.split('\n'), actual.split('\n')];
  const common = commonLengths(left, right);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      i++;
      j++;
    } else if (
      j === right.length ||
      (i < left.length && common[i + 1]![j]! >= common[i]![j + 1]!)
    ) {
      lines.push(`- ${String(i + 1)}: ${left[i++]!}`);
    } else {
      lines.push(`+ ${String(j + 1)}: ${right[j++]!}`);
    }
  }
  return lines;
}

/** `[i][j]`: how many lines `left` from i and `right` from j have in common. */
function commonLengths(left: readonly string[], right: readonly string[]): number[][] {
  const table = Array.from({ length: left.length + 1 }, () =>
    Array.from({ length: right.length + 1 }, () => 0),
  );
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const down = table[i + 1]!;
      table[i]![j] =
        left[i] === right[j] ? down[j + 1]! + 1 : Math.max(down[j]!, table[i]![j + 1]!);
    }
  }
  return table;
}
