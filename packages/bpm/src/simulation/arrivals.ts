/**
 * When cases come: by chance, by a rhythm, at known instants, or as they came in the past.
 */
import type { Calendar } from '@kontor/kernel';
import type { HistoryPage } from '../history.ts';
import type { Stream } from './chance.ts';
import {
  type Amount,
  amountOf,
  constant,
  type Distribution,
  distributionFault,
  exponential,
  samplerOf,
} from './distribution.ts';

/** How cases come. */
export type Arrivals =
  | {
      /** One gap after the other; the first case comes after the first gap. */
      readonly kind: 'gaps';
      readonly gap: Distribution;
      /** Gaps are working time: nobody comes while it is closed. */
      readonly calendar?: Calendar | undefined;
    }
  /** At instants of ISO 8601, or so long after the start of the run. */
  | { readonly kind: 'list'; readonly at: readonly Amount[] };

/** When gaps run. */
export interface ArrivalOptions {
  readonly calendar?: Calendar | undefined;
}

/** Cases by gaps of some distribution. */
export const gaps = (gap: Distribution, { calendar }: ArrivalOptions = {}): Arrivals => ({
  kind: 'gaps',
  gap,
  ...(calendar && { calendar }),
});

/**
 * Cases that come by themselves, none knowing of another: exponential gaps with a mean.
 *
 * @example
 * poisson('PT5M') // => { kind: 'gaps', gap: { kind: 'exponential', mean: 'PT5M' } }
 */
export const poisson = (mean: Amount, options?: ArrivalOptions): Arrivals =>
  gaps(exponential(mean), options);

/** One case after each gap of the same length. */
export const every = (gap: Amount, options?: ArrivalOptions): Arrivals =>
  gaps(constant(gap), options);

/** Cases at instants (`2026-03-02T09:00:00Z`), or so long after the start (`PT90M`). */
export const arrivalsAt = (at: readonly Amount[]): Arrivals => ({ kind: 'list', at });

/** The cases of some pages of history, at the instants at which they were started. */
export function arrivalsOf(pages: Iterable<HistoryPage>): Arrivals {
  const at: number[] = [];
  for (const page of pages) if (page.first === 1) at.push(page.at);
  at.sort((a, b) => a - b);
  return arrivalsAt(at.map((instant) => new Date(instant).toISOString()));
}

/** What is wrong with arrivals; undefined: nothing. */
export function arrivalsFault(arrivals: Arrivals): string | undefined {
  if (arrivals.kind === 'gaps') {
    const fault = distributionFault(arrivals.gap, true);
    if (fault !== undefined) return fault;
    // The largest gap that can come: without one, all cases come at once and for ever.
    if (samplerOf(arrivals.gap)(1 - 2 ** -53) > 0) return undefined;
    return 'has gaps of 0 only: cases would never stop coming at the first instant';
  }
  const bad = arrivals.at.find((at) => Number.isNaN(instantOf(at, 0)));
  if (bad === undefined) return undefined;
  return `'${bad}' is neither an instant nor a fixed duration: write 2026-03-02T09:00:00Z or PT90M`;
}

/** The instant of a text, or so long after `from`; NaN: it is neither. */
export function instantOf(at: Amount, from: number): number {
  const amount = amountOf(at);
  if (amount !== undefined) return from + amount;
  // Without a zone it would be the machine's.
  return /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:\d{2})$/.test(String(at)) ? Date.parse(`${at}`) : NaN;
}

/** Instants of arrivals in order, one after the other, from the start of a run on. */
export function* arrivalInstants(
  arrivals: Arrivals,
  stream: Stream,
  from: number,
): Generator<number, void> {
  if (arrivals.kind === 'list') {
    const instants = arrivals.at.map((at) => Math.round(instantOf(at, from)));
    for (const at of instants.toSorted((a, b) => a - b)) if (at >= from) yield at;
    return;
  }
  const { calendar } = arrivals;
  const sample = samplerOf(arrivals.gap);
  // Kept with its fraction of a millisecond, so that rounding does not add up; and rounded before
  // it is added to the start, whose size leaves a double too few digits for the fraction.
  let passed = 0;
  for (let arrival = 0; ; arrival++) {
    passed += sample(stream.at({ case: arrival }));
    yield calendar === undefined
      ? from + Math.round(passed)
      : calendar.addMinutes(from, passed / 60_000);
  }
}
