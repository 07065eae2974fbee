/**
 * The two ways in which lots cover needs: period by period as stock runs out, or window by window.
 *
 * Every rule but Wagner–Whitin goes through the periods once, from the first need on, and never
 * looks back. Rules with a quantity of their own ask at each period that is still short how much to
 * receive; rules that put needs together ask how far one lot reaches.
 */

/** How much to receive in a period that is still `short` (> 0): at least that. */
export type LotForShortfall = (short: number) => number;

/** The period after the last one that a lot received in `from` covers; more than `from`. */
export type EndOfWindow = (from: number) => number;

/** The lots of a rule with a quantity of its own; what is left over covers later needs. */
export function coverShortfalls(net: Float64Array, lotFor: LotForShortfall): Float64Array {
  const lots = new Float64Array(net.length);
  let surplus = 0;
  for (let period = 0; period < net.length; period++) {
    surplus -= net[period]!;
    if (surplus >= 0) continue;
    const lot = lotFor(-surplus);
    lots[period] = lot;
    surplus += lot;
  }
  return lots;
}

/**
 * The lots of a rule that puts the needs of some periods together. A window opens at the first
 * period with a need that no lot covers yet, so no lot is received in a period without one.
 */
export function coverWindows(net: Float64Array, endOf: EndOfWindow): Float64Array {
  const lots = new Float64Array(net.length);
  for (let from = 0; from < net.length; ) {
    if (net[from] === 0) {
      from++;
      continue;
    }
    const end = Math.min(net.length, endOf(from));
    for (let period = from; period < end; period++) lots[from]! += net[period]!;
    from = end;
  }
  return lots;
}
