/**
 * Conformance of stores whose data outlives a process: two processes at once, and death in
 * mid-commit.
 *
 * The parent starts children (process-writer.ts) through the adapter's harness, kills one at a
 * moment nobody chose, opens the data again and looks: every deed is there whole or not at all,
 * every deed that was acknowledged is there, and numbers have no gap.
 */
import { type Random, seededRandom } from '../ids.ts';
import type { Store } from '../store/contract.ts';
import { accounts, type Entry, entries } from './conformance/collections.ts';
import { readAll } from './conformance/moves.ts';
import { expectSame, expectTrue, type TestRunner } from './conformance/suite.ts';
import { DEED_DOCUMENTS, type WriterPlan } from './process-writer.ts';

/** A child process that writes. */
export interface WriterProcess {
  /** Ends it at once, without a chance to tidy up (SIGKILL). */
  kill(): void;
  /** Resolves when it has ended, however it ended, and all that it printed has been passed on. */
  readonly exited: Promise<void>;
}

/** One database that several processes can open. */
export interface ProcessHarness {
  /** Starts a child that calls `runProcessWriter` with this plan; `onLine` gets what it prints. */
  startWriter(plan: WriterPlan, onLine: (line: string) => void): WriterProcess;
  /** Runs `look` on a store over the same data in this process, and closes it again. */
  withStore<Result>(tenant: string, look: (store: Store) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** How much is run. */
export interface ProcessConformanceOptions {
  /** How often a child is killed; 3 when left out, 50 where time does not matter. */
  readonly kills?: number | undefined;
  /** Deeds of each of two processes at once; 40 when left out. */
  readonly deeds?: number | undefined;
  /** Whether two processes may use the data at once; true when left out. */
  readonly multiProcess?: boolean | undefined;
  /** Milliseconds a test may take; 120,000 when left out. */
  readonly timeoutMs?: number | undefined;
  /** Seed of the moments of death. */
  readonly seed?: number | undefined;
}

/** Registers the process conformance tests of a store adapter. */
export function processConformance(
  runner: TestRunner,
  name: string,
  createHarness: () => Promise<ProcessHarness>,
  options: ProcessConformanceOptions = {},
): void {
  const { kills = 3, deeds = 40, multiProcess = true, timeoutMs = 120_000, seed = 1 } = options;
  runner.describe(`process conformance: ${name}`, () => {
    let made: Promise<ProcessHarness> | undefined;
    const harness = (): Promise<ProcessHarness> => (made ??= createHarness());
    runner.afterAll(async () => (await made)?.close(), timeoutMs);
    const rule = (text: string, prove: (on: ProcessHarness) => Promise<void>): unknown =>
      runner.test(text, async () => prove(await harness()), timeoutMs);
    if (multiProcess) {
      rule('two processes prepare an empty database at once', twoPrepare);
      rule('two processes write at once: nothing is lost, numbers have no gap', (on) =>
        twoWrite(on, deeds),
      );
    }
    rule(`a process killed in mid-commit, ${kills} times: all or nothing, and no deed lost`, (on) =>
      killInCommit(on, kills, seededRandom(seed)),
    );
  });
}

/** A child and what it has said. */
interface Child {
  readonly process: WriterProcess;
  acknowledged: number;
  done: boolean;
  ended: boolean;
  /** Resolves when a line comes, or the child has ended. */
  readonly news: () => Promise<void>;
}

const noOneWaits = (): void => undefined;

function start(harness: ProcessHarness, plan: WriterPlan): Child {
  const bell = { ring: noOneWaits };
  const onLine = (line: string): void => {
    if (line.startsWith('acknowledged ')) child.acknowledged++;
    if (line === 'done') child.done = true;
    bell.ring();
  };
  const process = harness.startWriter(plan, onLine);
  const child: Child = {
    process,
    acknowledged: 0,
    done: false,
    ended: false,
    news: () =>
      Promise.race([
        process.exited,
        new Promise<void>((resolve) => {
          bell.ring = resolve;
        }),
      ]),
  };
  void process.exited.then(() => {
    child.ended = true;
  });
  return child;
}

async function twoPrepare(harness: ProcessHarness): Promise<void> {
  const children = ['p', 'q'].map((writer) =>
    start(harness, { writer, tenant: 'prepare', deeds: 0 }),
  );
  await Promise.all(children.map((child) => child.process.exited));
  expectSame(
    'both done',
    children.map(({ done }) => done),
    [true, true],
  );
}

async function twoWrite(harness: ProcessHarness, deeds: number): Promise<void> {
  const children = ['p', 'q'].map((writer) => start(harness, { writer, tenant: 'two', deeds }));
  await Promise.all(children.map((child) => child.process.exited));
  expectSame(
    'both done',
    children.map(({ done }) => done),
    [true, true],
  );
  await harness.withStore('two', async (store) => {
    expectSame('deeds', (await wholeDeeds(store)).length, 2 * deeds);
  });
}

async function killInCommit(harness: ProcessHarness, kills: number, random: Random): Promise<void> {
  let died = 0;
  for (let kill = 0; kill < kills; kill++) {
    const writer = `k${kill}`;
    const child = start(harness, { writer, tenant: 'kill', deeds: -1 });
    const enough = 1 + Math.floor(random() * 20);
    while (child.acknowledged < enough && !child.ended) await child.news();
    // A moment nobody chose: somewhere in one of the next commits.
    await new Promise((resolve) => setTimeout(resolve, random() * 8));
    child.process.kill();
    await child.process.exited;
    const { acknowledged } = child;
    expectTrue(`the writer ${writer} wrote before it died`, acknowledged >= enough);
    await harness.withStore('kill', async (store) => {
      const mine = (await wholeDeeds(store)).filter((deed) => deed.startsWith(`${writer}-`));
      expectTrue(`${mine.length} deeds hold ${acknowledged} answers`, mine.length >= acknowledged);
      expectTrue('at most one deed without an answer', mine.length <= acknowledged + 1);
    });
    died++;
  }
  expectSame('deaths', died, kills);
}

/** The deeds in the store; fails when one is not whole or the numbers have a gap. */
async function wholeDeeds(store: Store): Promise<string[]> {
  const parts = new Map<string, Entry[]>();
  for (const entry of await readAll(store, entries)) {
    const deed = entry.id.replace(/-\d+$/, '');
    parts.set(deed, [...(parts.get(deed) ?? []), entry]);
  }
  const numbers: number[] = [];
  for (const [deed, of] of parts) {
    expectSame(`documents of deed ${deed}`, of.length, DEED_DOCUMENTS);
    expectSame(`numbers of deed ${deed}`, new Set(of.map(({ day }) => day)).size, 1);
    numbers.push(of[0]!.day!);
  }
  const gapless = Array.from({ length: numbers.length }, (_, i) => i + 1);
  expectSame(
    'numbers',
    numbers.toSorted((a, b) => a - b),
    gapless,
  );
  const [number] = await store.get(accounts, ['number']);
  expectSame('the number document', number?.document.balance ?? '0', String(numbers.length));
  return [...parts.keys()];
}
