/**
 * The slow, obvious twin of working time: look at each minute, and ask every shift around it.
 */
import { instantByTrying } from './wall-clock.ts';

/** Shifts of a day, in minutes since its midnight. */
export type ShiftsOf = (day: number) => readonly { open: number; close: number }[];

/** A walk over minutes in one zone. */
export class MinuteWalk {
  readonly #windows = new Map<number, readonly [number, number][]>();
  readonly #zone: string;
  readonly #shiftsOf: ShiftsOf;

  constructor(zone: string, shiftsOf: ShiftsOf) {
    this.#zone = zone;
    this.#shiftsOf = shiftsOf;
  }

  /** Whether any shift of the days around covers the instant. */
  works(instant: number): boolean {
    const today = Math.floor(instant / 86_400_000);
    for (let day = today - 3; day <= today + 2; day++) {
      if (this.#windowsOf(day).some(([open, close]) => open <= instant && instant < close)) {
        return true;
      }
    }
    return false;
  }

  /** Working minutes from one whole minute to a later one. */
  between(from: number, to: number): number {
    let minutes = 0;
    for (let at = from; at < to; at += 60_000) if (this.works(at)) minutes++;
    return minutes;
  }

  /** Forward: the first instant at which the minutes are done. */
  after(instant: number, minutes: number): number {
    let at = instant;
    for (let left = minutes; left > 0; at += 60_000) if (this.works(at)) left--;
    return at;
  }

  /** Backward: the last instant from which the minutes lead to `instant`. */
  before(instant: number, minutes: number): number {
    let at = instant;
    for (let left = minutes; left > 0; ) {
      at -= 60_000;
      if (this.works(at)) left--;
    }
    return at;
  }

  #windowsOf(day: number): readonly [number, number][] {
    let windows = this.#windows.get(day);
    if (windows === undefined) {
      windows = this.#shiftsOf(day).map(({ open, close }) => [
        instantByTrying(this.#zone, day * 1440 + open),
        instantByTrying(this.#zone, day * 1440 + close),
      ]);
      this.#windows.set(day, windows);
    }
    return windows;
  }
}
