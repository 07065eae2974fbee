/**
 * What a bench suite is, and how two programs are measured beside each other.
 *
 * A bench answers one question: how do we compare with the peer a user would take instead? So each
 * row has both, on the same input, in the same run, by turns, and says whether both gave the same
 * result. A time alone says more about the machine than about the code.
 */
import { collectGarbage } from './memory.ts';

/** One line of the table. */
export interface Row {
  /** What is done: `net 100,000 buckets`. */
  readonly name: string;
  /** How much of it: `100,000 rows`. */
  readonly size: string;
  /** Our figure and the peer's, in `unit`. */
  readonly ours: number;
  readonly peer: number;
  readonly peerName: string;
  /** How many times better we are: above 1 is better, whatever the unit. */
  readonly ratio: number;
  readonly unit: string;
  /** Whether both gave the same result; a row that says no fails the run. */
  readonly resultsEqual: boolean;
}

/** How a suite is run. */
export interface SuiteOptions {
  readonly signal?: AbortSignal;
  /** Small sizes and few rounds: to see that a suite works, not to quote its figures. */
  readonly quick: boolean;
}

/** The rows of one engine; a file in `bench/suites` exports one as `suite`. */
export interface Suite {
  readonly engine: string;
  run(options: SuiteOptions): Promise<readonly Row[]> | readonly Row[];
}

/** What a comparison measures. */
export interface Comparison<Result> {
  readonly name: string;
  readonly size: string;
  readonly peerName: string;
  readonly ours: () => Promise<Result> | Result;
  readonly peer: () => Promise<Result> | Result;
  /** Whether two results are the same to a user. */
  readonly equal: (ours: Result, peer: Result) => boolean;
  /**
   * What the figures are: CPU `s` of one call, or `…/s` when `operations` says how many one call
   * does. Code that waits for a disk or a server is measured by the `wall` clock.
   */
  readonly operations?: { readonly count: number; readonly unit: string };
  readonly time?: 'cpu' | 'wall';
  /**
   * Whether a call leaves so much behind that collecting it would be timed with the other side:
   * then, before each sample of either side, the garbage is collected and the side is called for as
   * long as a sample, untimed, which brings the young heap back to the size that it works with.
   */
  readonly leavesMuch?: boolean;
}

/** How long and how often is measured. */
export interface Effort {
  /** Each side runs for so long before: its code is compiled while it runs, as that of a server. */
  readonly warmUpSeconds: number;
  /** A sample repeats the call until it has taken this long: the clock's grain stays below 1 %. */
  readonly sampleSeconds: number;
  /** Samples of each side; the median counts. */
  readonly samples: number;
}

/** The effort of a run. */
export const effortOf = ({ quick }: SuiteOptions): Effort =>
  quick
    ? { warmUpSeconds: 0, sampleSeconds: 0.02, samples: 3 }
    : { warmUpSeconds: 2, sampleSeconds: 0.3, samples: 7 };

/**
 * Measures ours and the peer by turns and makes a row of it.
 *
 * Both are called once before, for the results to compare, and then until they are warm. Samples
 * alternate, so that a machine that slows down slows both.
 *
 * @throws the reason of `signal`, between samples
 */
export async function compare<Result>(
  comparison: Comparison<Result>,
  options: SuiteOptions,
): Promise<Row> {
  const { name, size, peerName, operations } = comparison;
  const resultsEqual = comparison.equal(await comparison.ours(), await comparison.peer());
  const effort = effortOf(options);
  const clock = comparison.time === 'wall' ? wallSeconds : cpuSeconds;
  await warmUp(comparison.ours, effort, clock);
  await warmUp(comparison.peer, effort, clock);
  const repeats = {
    ours: await repeatsFor(comparison.ours, effort, clock),
    peer: await repeatsFor(comparison.peer, effort, clock),
  };
  const taken: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  for (let sample = 0; sample < effort.samples; sample++) {
    for (const side of sample % 2 === 0
      ? (['ours', 'peer'] as const)
      : (['peer', 'ours'] as const)) {
      options.signal?.throwIfAborted();
      if (comparison.leavesMuch === true) await settle(comparison[side], effort, clock);
      taken[side].push((await timed(comparison[side], repeats[side], clock)) / repeats[side]);
    }
  }
  const [ours, peer] = [median(taken.ours), median(taken.peer)];
  const figure = (seconds: number): number =>
    operations === undefined ? seconds : operations.count / seconds;
  return {
    name,
    size,
    ours: figure(ours),
    peer: figure(peer),
    peerName,
    ratio: peer / ours,
    unit: operations?.unit ?? (comparison.time === 'wall' ? 's' : 'CPU s'),
    resultsEqual,
  };
}

/** Seconds that one call of `work` takes: the median of a few samples, after a warm-up. */
export async function measure(
  work: () => unknown,
  options: SuiteOptions & { readonly time?: 'cpu' | 'wall' },
): Promise<number> {
  const effort = effortOf(options);
  const clock = options.time === 'wall' ? wallSeconds : cpuSeconds;
  await work();
  await warmUp(work, effort, clock);
  const repeats = await repeatsFor(work, effort, clock);
  const taken: number[] = [];
  for (let sample = 0; sample < effort.samples; sample++) {
    options.signal?.throwIfAborted();
    taken.push((await timed(work, repeats, clock)) / repeats);
  }
  return median(taken);
}

/** Seconds of this process on the CPU, user and system. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const wallSeconds = (): number => performance.now() / 1000;

async function timed(work: () => unknown, repeats: number, clock: () => number): Promise<number> {
  const start = clock();
  for (let call = 0; call < repeats; call++) {
    const result = work();
    // Waiting for a plain value would time the queue of microtasks.
    if (result instanceof Promise) await result;
  }
  return clock() - start;
}

/** The heap as a side has it that runs by itself. */
async function settle(work: () => unknown, effort: Effort, clock: () => number): Promise<void> {
  collectGarbage();
  await warmUp(work, { ...effort, warmUpSeconds: effort.sampleSeconds }, clock);
}

/** Calls it until it has run for long enough. */
async function warmUp(
  work: () => unknown,
  { warmUpSeconds }: Effort,
  clock: () => number,
): Promise<void> {
  for (let taken = 0; taken < warmUpSeconds; ) taken += await timed(work, 1, clock);
}

/** How many calls fill a sample: doubled until they do. */
async function repeatsFor(
  work: () => unknown,
  { sampleSeconds }: Effort,
  clock: () => number,
): Promise<number> {
  for (let repeats = 1; ; repeats *= 2) {
    if ((await timed(work, repeats, clock)) >= sampleSeconds) return repeats;
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
