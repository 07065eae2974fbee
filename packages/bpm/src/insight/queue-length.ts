/**
 * How many wait at once: a queue over time, from the periods of waiting.
 *
 * The mean is over time, not over arrivals: all waiting in the window, divided by its length.
 *
 * @source J. D. C. Little, "A Proof for the Queuing Formula L = λW" (1961)
 */

/** A time; `to` is not in it. Milliseconds since 1970. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** A queue in a window of time. */
export interface QueueLength {
  /** Waiting of all, inside the window; exact. */
  readonly waitingMs: bigint;
  /** The mean length in thousandths, rounded, halves up: 2500 = two and a half. */
  readonly meanThousandths: number;
  /** Who waited already when the window opened. */
  readonly before: number;
  readonly most: number;
  /** When it was first that long; undefined: nothing ever waited. */
  readonly mostAt: number | undefined;
  /** The length at the start of each of the equal parts of the window, and at its end. */
  readonly series: readonly { readonly at: number; readonly length: number }[];
}

/**
 * The length of a queue over a window.
 *
 * @param periods - of waiting, in any order
 * @param parts - of the window, for the series
 */
export function queueLength(periods: readonly Period[], window: Period, parts = 24): QueueLength {
  const inside = periods
    .map(({ from, to }) => ({ from: Math.max(from, window.from), to: Math.min(to, window.to) }))
    .filter(({ from, to }) => to > from);
  const waitingMs = inside.reduce((sum, { from, to }) => sum + BigInt(to - from), 0n);
  const length = BigInt(window.to - window.from);
  const steps = stepsOf(inside);
  const peak = steps.reduce<Step | undefined>(
    (most, step) => (step.length > (most?.length ?? 0) ? step : most),
    undefined,
  );
  return {
    waitingMs,
    meanThousandths: length === 0n ? 0 : Number((2000n * waitingMs + length) / (2n * length)),
    before: periods.filter(({ from, to }) => from < window.from && to > window.from).length,
    most: peak?.length ?? 0,
    mostAt: peak?.at,
    series: seriesOf(steps, window, parts),
  };
}

interface Step {
  readonly at: number;
  readonly length: number;
}

/** The length from each instant on at which it changes. */
function stepsOf(periods: readonly Period[]): Step[] {
  const changes = new Map<number, number>();
  for (const { from, to } of periods) {
    changes.set(from, (changes.get(from) ?? 0) + 1);
    changes.set(to, (changes.get(to) ?? 0) - 1);
  }
  let length = 0;
  return [...changes]
    .toSorted(([a], [b]) => a - b)
    .map(([at, change]) => ({ at, length: (length += change) }));
}

function seriesOf(steps: readonly Step[], window: Period, parts: number): Step[] {
  let next = 0;
  let length = 0;
  return Array.from({ length: parts + 1 }, (_, part) => {
    const at = window.from + Math.floor(((window.to - window.from) * part) / parts);
    // At its end the window shows who waits still: a period that is cut there has not ended.
    const before = part === parts ? at - 1 : at;
    for (; next < steps.length && steps[next]!.at <= before; next++) length = steps[next]!.length;
    return { at, length };
  });
}
