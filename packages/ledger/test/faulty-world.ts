/**
 * Ledgers under torture: clerks who post side by side, through two ledgers, on a store that fails,
 * forgets answers, lands batches late and crashes. Whoever gets no answer sends the same again.
 *
 * At the end every law of the books is held against what the clerks were told: each entry they were
 * told of is there exactly once, each refused one is not, and nothing else is.
 */
import { KernelError, manualClock, type Random, seededRandom, sequentialIds } from '@kontor/kernel';
import type { Store, TryOptions } from '@kontor/kernel/store';
import { type FaultRates, faultyStore } from '@kontor/kernel/testing';
import type { Outcome, PostedEntry } from '../src/entry.ts';
import { Ledger } from '../src/ledger.ts';
import { BatchDrawer, randomSetup } from './random-batches.ts';

const CLERKS = 4;
const BATCHES_EACH = 6;

/** One database for one run. */
export interface FaultyWorld {
  readonly store: Store;
  /** Opens the data again, as after a crash. */
  reopen(): Promise<Store>;
}

/** What one run went through. */
export interface WorldReport {
  /** Commands that were given. */
  readonly deeds: number;
  /** Faults that took place, of all kinds. */
  readonly faults: number;
  /** Entries that were posted. */
  readonly entries: number;
}

/** Runs the world of a seed; throws when a law is broken. */
export async function runFaultyWorld(world: FaultyWorld, seed: number): Promise<WorldReport> {
  const random = seededRandom(seed);
  const clock = manualClock(Date.parse('2026-02-14T08:00:00Z'));
  const ids = sequentialIds('event');
  const trying = tryOptions(random);
  const calm = new Ledger({ store: world.store, clock, ids, trying });
  await calm.prepare();
  await calm.open(randomSetup);
  const faulty = faultyStore(world.store, {
    seed: seed + 0x5eed,
    rates: drawRates(random),
    reopen: () => world.reopen(),
  });
  const ledgers = [0, 1].map(() => new Ledger({ store: faulty, clock, ids, trying }));
  const told = new Map<string, Outcome>();
  const work = async (clerk: number): Promise<void> => {
    const drawer = new BatchDrawer(random, { prefix: `${clerk}-`, repeats: false });
    for (let n = 0; n < BATCHES_EACH; n++) {
      const commands = drawer.batch();
      const outcomes = await insist(() => ledgers[(clerk + n) % 2]!.postAll(commands), random);
      drawer.learn(commands, outcomes);
      outcomes.forEach((outcome, at) => told.set(commands[at]!.id, outcome));
      clock.advance(Math.floor(random() * 20_000));
    }
  };
  await Promise.all(Array.from({ length: CLERKS }, (_, clerk) => work(clerk)));
  await faulty.settled();
  const entries = await checkBooks(
    new Ledger({ store: await world.reopen(), clock, trying }),
    told,
  );
  const faults = Object.entries(faulty.faults).reduce(
    (sum, [kind, count]) => sum + (kind === 'none' ? 0 : count),
    0,
  );
  return { deeds: told.size, faults, entries };
}

/** Sends until there is an answer; now and then forgets the answer and sends again. */
async function insist(send: () => Promise<Outcome[]>, random: Random): Promise<Outcome[]> {
  for (;;) {
    try {
      const outcomes = await send();
      if (random() >= 0.1) return outcomes;
    } catch (error) {
      if (!TROUBLES.some((code) => KernelError.is(error, code))) throw error;
    }
  }
}

const TROUBLES = ['KERNEL_UNAVAILABLE', 'KERNEL_UNKNOWN_OUTCOME', 'KERNEL_CONFLICT'] as const;

/** Chance and waiting follow from the seed: a run repeats exactly. */
function tryOptions(random: Random): TryOptions {
  let batches = 0;
  return {
    tries: 8,
    random,
    batchId: () => `batch-${++batches}`,
    sleep: async (milliseconds) => {
      const turns = Math.min(40, milliseconds) + Math.floor(random() * 8);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    },
  };
}

/** Each seed has its own weather: calm, rough, or one kind of fault above all. */
function drawRates(random: Random): Partial<FaultRates> {
  const strength = random() * 0.4;
  const rates: readonly Partial<FaultRates>[] = [
    {},
    { loseAnswer: strength },
    { loseRequest: strength },
    { landLate: strength },
    { conflict: strength },
    { crash: strength / 2 },
    { failBefore: strength, failRead: strength / 8 },
    { loseAnswer: strength / 2, landLate: strength / 2, delay: 0.8 },
  ];
  return rates[Math.floor(random() * rates.length)]!;
}

function law(holds: boolean, text: string): void {
  if (!holds) throw new Error(`broken law: ${text}`);
}

/**
 * Checks the books, all of their entries and their whole outbox, against what was told.
 *
 * @returns how many entries there are
 */
export async function checkBooks(
  ledger: Ledger,
  told: ReadonlyMap<string, Outcome>,
): Promise<number> {
  await checkSound(ledger, told);
  await checkLimits(ledger);
  const taken = [...told.values()].filter(({ ok }) => ok).length;
  await checkEvents(ledger, taken);
  return taken;
}

/** Checks entries, chain, sums and numbers against what was told. */
export async function checkSound(
  ledger: Ledger,
  told: ReadonlyMap<string, Outcome>,
): Promise<void> {
  const taken = [...told.values()].filter(({ ok }) => ok).length;
  for (const [id, outcome] of told) await checkTold(id, outcome, await ledger.entry(id));
  const verdict = await ledger.verify();
  law(verdict.ok && verdict.entries === taken, `${taken} taken, verdict ${show(verdict)}`);
  const audit = await ledger.audit();
  law(audit.ok && audit.entries === taken, `${taken} taken, audit ${show(audit)}`);
  law(Number((await ledger.trialBalance()).total) === 0, 'bases add up to zero');
  for (const journal of ['general', 'Verkäufe', 'bank']) {
    for (const { gaps, repeated, year } of await ledger.series(journal)) {
      law(gaps.length + repeated.length === 0, `numbers of ${journal} ${year}: ${show(gaps)}`);
    }
  }
}

async function checkTold(
  id: string,
  outcome: Outcome,
  entry: PostedEntry | undefined,
): Promise<void> {
  law(outcome.ok === (entry !== undefined), `${id} was told ${show(outcome)}: ${show(entry)}`);
  if (!outcome.ok || entry === undefined) return;
  law(outcome.sequence === entry.sequence, `${id} has sequence ${entry.sequence}`);
  law(outcome.number === entry.number, `${id} has number ${entry.number}`);
}

/** Bounds of accounts in cents, on their normal side. */
const BOUNDS: readonly (readonly [string, 1 | -1, number, number])[] = [
  ['box', 1, 0, 400_00],
  ['ann', -1, 0, Number.POSITIVE_INFINITY],
  ['bob', -1, -50_00, Number.POSITIVE_INFINITY],
];

/** No balance limit was passed, after no entry. */
async function checkLimits(ledger: Ledger): Promise<void> {
  const { account, amount, currency, entry } = await ledger.facts();
  for (const [id, sign, floor, ceiling] of BOUNDS) {
    let balance = 0;
    for (let line = 0; line < account.length; line++) {
      if (account[line] === id && currency[line] === 'EUR') balance += sign * Number(amount[line]);
      // Lines of one entry are looked at together.
      if (entry[line + 1] === entry[line]) continue;
      law(balance >= floor && balance <= ceiling, `${id} has ${balance} after ${entry[line]}`);
    }
  }
}

/** Each entry is told of by one event, and events by their batches. */
async function checkEvents(ledger: Ledger, taken: number): Promise<void> {
  const events = await ledger.events({ limit: 10_000 });
  const entries = events.flatMap(({ data }) => data.entries);
  const sequences = entries.map(({ sequence }) => sequence);
  law(
    sequences.length === taken && sequences.every((sequence, at) => sequence === at + 1),
    `events tell of ${show(sequences)}`,
  );
  await ledger.removeEvents(events.map(({ id }) => id));
  law((await ledger.events()).length === 0, 'the outbox is empty');
}

const show = (value: unknown): string => JSON.stringify(value);
