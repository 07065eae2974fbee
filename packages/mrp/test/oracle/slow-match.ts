/**
 * The slow twin of matchReceipts: every unit by itself.
 *
 * Units of supply stand in a row. On each day units go out from the front, and then so many must
 * still be there: whoever is not there yet is fetched on that day. The first unit of a supply that
 * is fetched gives its day; how many are ever fetched is how much is needed.
 */
import type { MatchedSupply, MatchInput } from '@kontor/mrp';

/** What becomes of each supply. */
export function slowMatch({ onHand, needs, supplies }: MatchInput): MatchedSupply[] {
  const units = supplies.flatMap((quantity, supply) =>
    Array.from({ length: quantity }, () => supply),
  );
  const queue = [...Array.from({ length: onHand }, () => -1), ...units];
  const first = supplies.map((): number | undefined => undefined);
  const matched = supplies.map(() => 0);
  let fetched = 0;
  let gone = 0;
  for (const { day, quantity, required = 0 } of needs) {
    gone += quantity;
    for (; fetched < gone + required && fetched < queue.length; fetched++) {
      const supply = queue[fetched]!;
      if (supply === -1) continue;
      first[supply] ??= day;
      matched[supply]! += 1;
    }
  }
  return supplies.map((_, supply) => ({ first: first[supply], matched: matched[supply]! }));
}
