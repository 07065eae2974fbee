/**
 * Lot sizing by Wagner–Whitin: the cheapest cover of known demand, exactly.
 *
 * Each cheapest plan for the first periods ends with a lot that some period receives and that
 * reaches to the end; so the best end follows from the best beginnings. Tried one by one these are
 * T² lots. Here each period in which a lot may open is a straight line over accumulated demand, the
 * cheapest of all is their lower envelope, and lines come in by falling slope: a queue holds the
 * envelope, and the period in which one line takes over from the other is found by halving. That is
 * T log T steps at most. Nothing is divided, so with exact costs the plan is exact as well.
 *
 * It trusts the whole row: a change in the last period may change the first lot. Silver–Meal is the
 * rule to pick when demand is not to be trusted.
 */
import { type LotCosts, lotCosts } from './lot-cost.ts';
import type { LotSizingInput } from './lot-sizing.ts';

/**
 * The lots of least cost, among all plans that open lots in periods with demand only.
 *
 * Setup and holding cost may differ by period. A tie extends the earlier lot. Costs as
 * `lotSizeCost` counts them; with decimal costs no plan is cheaper, not by a cent.
 *
 * @source H. M. Wagner and T. M. Whitin, "Dynamic version of the economic lot size model",
 * Management Science 5 (1958); in T log T: A. Wagelmans, S. van Hoesel and A. Kolen, Operations
 * Research 40 (1992), and A. Federgruen and M. Tzur, Management Science 37 (1991)
 * @example
 * const net = Float64Array.of(69, 29, 36);
 * const setupCost = Float64Array.of(85, 102, 102);
 * wagnerWhitin({ net, setupCost, holdingCost: 1 }) // => Float64Array.of(134, 0, 0)
 */
export function wagnerWhitin(input: LotSizingInput): Float64Array {
  const needs = needsOf(input.net, lotCosts(input));
  const openedAt = cheapestOpenings(needs);
  const lots = new Float64Array(input.net.length);
  for (let last = needs.count - 1; last >= 0; ) {
    const first = openedAt[last]!;
    lots[needs.period[first]!] = needs.neededUntil[last]! - (needs.neededUntil[first - 1] ?? 0);
    last = first - 1;
  }
  return lots;
}

/**
 * The periods with demand, numbered 0, 1, … `count - 1`; the others open no lot and cost nothing.
 * The rows have a cell for each period; those from `count` on are not in use.
 */
interface Needs {
  readonly count: number;
  /** The period of each need. */
  readonly period: Int32Array;
  /** All steps needed up to each need, it included. */
  readonly neededUntil: Float64Array;
  /** What these would cost to hold from the first period on. */
  readonly heldUntil: Float64Array;
  /** Of each need's period, as in LotCosts. */
  readonly setup: Float64Array;
  readonly held: Float64Array;
}

function needsOf(net: Float64Array, costs: LotCosts): Needs {
  const periods = net.length;
  const period = new Int32Array(periods);
  const neededUntil = new Float64Array(periods);
  const heldUntil = new Float64Array(periods);
  const setup = new Float64Array(periods);
  const held = new Float64Array(periods);
  let count = 0;
  let needed = 0;
  let holding = 0;
  for (let at = 0; at < periods; at++) {
    const quantity = net[at]!;
    if (quantity === 0) continue;
    period[count] = at;
    setup[count] = costs.setup[at]!;
    held[count] = costs.held[at]!;
    neededUntil[count] = needed += quantity;
    heldUntil[count] = holding += quantity * costs.held[at]!;
    count++;
  }
  return { count, period, neededUntil, heldUntil, setup, held };
}

/**
 * For each need, where the last lot opens in the cheapest plan that ends with it.
 *
 * A lot from need i to need k after the best plan before i costs
 * `best[i-1] + setup[i] + (heldUntil[k] - heldUntil[i-1]) - held[i] · (neededUntil[k] -
 * neededUntil[i-1])`: but for `heldUntil[k]`, which all have, a line over `neededUntil[k]` with
 * slope `-held[i]` and a base known once `best[i-1]` is.
 */
function cheapestOpenings(needs: Needs): Int32Array {
  const { count, neededUntil, heldUntil, setup, held } = needs;
  const envelope = openEnvelope(needs);
  const openedAt = new Int32Array(count);
  let best = 0;
  for (let need = 0; need < count; need++) {
    const before = need === 0 ? 0 : heldUntil[need - 1]!;
    const neededBefore = need === 0 ? 0 : neededUntil[need - 1]!;
    envelope.base[need] = best + setup[need]! - before + held[need]! * neededBefore;
    enter(envelope, needs, need);
    const first = lowest(envelope, need);
    openedAt[need] = first;
    best = heldUntil[need]! + lineAt(envelope, needs, first, need);
  }
  return openedAt;
}

/** The lines that are the lowest somewhere from the present need on, in order of taking over. */
interface Envelope {
  /** The value of each line where nothing is needed yet. */
  readonly base: Float64Array;
  /** Cells `head` to `tail - 1` hold the lines, numbered by their need. */
  readonly line: Int32Array;
  /** The first need at which the line in a cell is below the one before it. */
  readonly from: Int32Array;
  head: number;
  tail: number;
}

const openEnvelope = ({ count }: Needs): Envelope => ({
  base: new Float64Array(count),
  line: new Int32Array(count),
  from: new Int32Array(count),
  head: 0,
  tail: 0,
});

const lineAt = ({ base }: Envelope, needs: Needs, line: number, need: number): number =>
  base[line]! - needs.held[line]! * needs.neededUntil[need]!;

/** Whether `line` is below `other` at `need`; if so, it is from there on. */
const isBelow = (
  envelope: Envelope,
  needs: Needs,
  line: number,
  other: number,
  need: number,
): boolean => lineAt(envelope, needs, line, need) < lineAt(envelope, needs, other, need);

/** Puts a line behind the others; those that it keeps from ever being the lowest leave. */
function enter(envelope: Envelope, needs: Needs, line: number): void {
  while (envelope.tail > envelope.head) {
    const last = envelope.tail - 1;
    const other = envelope.line[last]!;
    const low = Math.max(line, envelope.from[last]!);
    if (last === envelope.head || !isBelow(envelope, needs, line, other, low)) {
      const from = takeover(envelope, needs, line, other, low);
      if (from < needs.count) append(envelope, line, from);
      return;
    }
    envelope.tail--;
  }
  append(envelope, line, line);
}

function append(envelope: Envelope, line: number, from: number): void {
  envelope.line[envelope.tail] = line;
  envelope.from[envelope.tail] = from;
  envelope.tail++;
}

/** The line that is the lowest at `need`; those before it never will be again. */
function lowest(envelope: Envelope, need: number): number {
  while (envelope.head + 1 < envelope.tail && envelope.from[envelope.head + 1]! <= need) {
    envelope.head++;
  }
  return envelope.line[envelope.head]!;
}

/**
 * The first need from `low` on at which `line` is below `other`; the number of needs if it never
 * is. Found by looking 1, 2, 4, … needs ahead, then by halving: lines take over soon, if at all.
 */
function takeover(
  envelope: Envelope,
  needs: Needs,
  line: number,
  other: number,
  low: number,
): number {
  const end = needs.count;
  if (!isBelow(envelope, needs, line, other, end - 1)) return end;
  let from = low;
  let until = low;
  for (let ahead = 1; until < end && !isBelow(envelope, needs, line, other, until); ahead *= 2) {
    from = until + 1;
    until += ahead;
  }
  until = Math.min(until, end);
  while (from < until) {
    const middle = (from + until) >> 1;
    if (isBelow(envelope, needs, line, other, middle)) until = middle;
    else from = middle + 1;
  }
  return from;
}
