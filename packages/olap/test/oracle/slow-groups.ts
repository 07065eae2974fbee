/**
 * Facts grouped by joined keys in a plain Map: the slow, obvious twin of `src/group-rows.ts`,
 * `src/roll-up.ts` and `src/lattice.ts`.
 */

/** A fact: a key a dimension, an amount in whole units, who it is of. */
export interface SlowFact {
  readonly id: number;
  /** By dimension `d0`, `d1` …; null is the member `(none)`. */
  readonly keys: readonly (number | null)[];
  readonly amount: number | null;
  readonly who: number;
}

/** What a group comes to, as text, so that no digit is lost. */
export interface SlowCell {
  readonly rows: string;
  readonly values: string;
  readonly amount: string;
  readonly least: string;
  readonly most: string;
  /** The smallest amount that half of the amounts do not exceed. */
  readonly middle: string;
  readonly people: string;
}

/** By the keys of a group, joined, its cell. */
export function slowGroups(
  facts: readonly SlowFact[],
  by: readonly number[],
): Map<string, SlowCell> {
  const groups = new Map<string, SlowFact[]>();
  for (const fact of facts) {
    const key = joined(by.map((dimension) => fact.keys[dimension]!));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [fact]);
    else group.push(fact);
  }
  return new Map([...groups].map(([key, group]) => [key, slowCell(group)]));
}

/** Keys as one text. */
export const joined = (keys: readonly unknown[]): string =>
  keys.map((key) => String(key)).join('|');

function slowCell(group: readonly SlowFact[]): SlowCell {
  const amounts = group.flatMap(({ amount }) => (amount === null ? [] : [amount]));
  const sorted = amounts.toSorted((a, b) => a - b);
  const sum = amounts.reduce((total, amount) => total + BigInt(amount), 0n);
  return {
    rows: String(group.length),
    values: String(amounts.length),
    amount: amounts.length === 0 ? 'null' : String(sum),
    least: String(sorted[0] ?? null),
    most: String(sorted.at(-1) ?? null),
    middle: String(sorted[Math.ceil(sorted.length / 2) - 1] ?? null),
    people: String(new Set(group.map(({ who }) => who)).size),
  };
}
