/**
 * The laws of the process engine, held when the faults have stopped and everything has ended: no
 * effect lost or doubled, every acknowledged command in the history once, every message correlated
 * once, the trace as without faults, history and snapshot one, and no row left behind.
 */
import { type HistoryEvent, processCollections } from '@kontor/bpm';
import { type Collection, collection, type Store } from '@kontor/kernel/store';
import { raceOf, type SimulatedProcess } from './bpm-process.ts';
import { isSame, type Witness } from './bpm-witness.ts';
import { law } from './simulation.ts';

/** What a handler of the inside leaves: one document for each effect, that counts how often. */
export interface EffectCount {
  readonly id: string;
  readonly times: number;
}

/** Effects of handlers inside. */
export const effectCounts = collection<EffectCount>('sim_effect', { id: ({ id }) => id });

/** What people and workers were told. */
export interface Told {
  readonly started: Set<string>;
  /** Commands that were acknowledged. */
  readonly done: { readonly instance: string; readonly by: string }[];
  /** The receiver of what workers do: how often each effect was told. */
  readonly received: Map<string, number>;
}

/** Checks every law; throws when one is broken. */
export async function checkBpmLaws(
  store: Store,
  process: SimulatedProcess,
  witness: Witness,
  told: Told,
): Promise<void> {
  law(witness.seen.size === told.started.size, `${witness.seen.size} instances were started`);
  for (const [id, { events, instance }] of witness.seen) {
    law(instance?.state === 'completed', `${id} is ${JSON.stringify(instance)}`);
    checkTrace(id, events, process);
    checkMessages(id, events, process);
  }
  checkCommands(witness, told);
  await checkEffects(store, process, told);
  await checkKept(store, witness);
}

/** The tasks of each block in any order, and the blocks in theirs. */
function checkTrace(
  id: string,
  events: readonly HistoryEvent[],
  { definition, expected }: SimulatedProcess,
): void {
  const names = namesOf(expected);
  const bodies = bodiesIn(events);
  const tasks = events.flatMap((event) =>
    event.type === 'left' && !bodies.has(event.frame) ? (names.get(event.node) ?? []) : [],
  );
  let from = 0;
  for (const block of expected) {
    const got = tasks.slice(from, from + block.length).sort();
    from += block.length;
    law(
      got.join() === block.join(),
      `${id} did ${got.join()} where ${block.join()} was due, in ${JSON.stringify(definition)}`,
    );
  }
  law(tasks.length === from, `${id} did ${tasks.slice(from).join()} beyond its end`);
}

/** How the trace names a task: itself, or the race it is in. */
function namesOf(expected: SimulatedProcess['expected']): Map<string, string> {
  const names = new Map<string, string>();
  for (const name of expected.flat()) for (const node of name.split(RACE)) names.set(node, name);
  return names;
}

const RACE = raceOf('', '');

/** Frames that only hold the iterations of a repeated task. */
const bodiesIn = (events: readonly HistoryEvent[]): ReadonlySet<number> =>
  new Set(
    events.flatMap((event) =>
      event.type === 'entered' && event.as?.role === 'body' ? [event.frame] : [],
    ),
  );

/** Each message from outside came once, as did those of the process itself. */
function checkMessages(
  id: string,
  events: readonly HistoryEvent[],
  { messages }: SimulatedProcess,
): void {
  const got = triggersOf(events)
    .filter(({ kind }) => kind === 'message')
    .flatMap(({ variables = {} }) => Object.keys(variables));
  const wanted = messages.map((name) => `got_${name}`);
  law(isSame(got.sort(), wanted.sort()), `${id} got ${got.join()}, not ${wanted.join()}`);
}

interface ToldTrigger {
  readonly kind: string;
  readonly by?: string;
  /** Of a job: `by` names its worker then, who does many. */
  readonly claimedAt?: number;
  readonly wait?: number;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const triggersOf = (events: readonly HistoryEvent[]): ToldTrigger[] =>
  events.flatMap((event) =>
    event.type === 'triggered' ? [event.trigger as unknown as ToldTrigger] : [],
  );

/** What was acknowledged has happened once; nothing has happened twice. */
function checkCommands({ seen }: Witness, { done }: Told): void {
  const counts = new Map<string, number>();
  for (const [id, { events }] of seen) {
    for (const { kind, by, claimedAt, wait } of triggersOf(events)) {
      if (by === undefined) continue;
      if (claimedAt !== undefined && kind === 'crash') continue;
      const command = claimedAt === undefined ? `${id} ${by}` : `${id} job ${wait}`;
      counts.set(command, (counts.get(command) ?? 0) + 1);
    }
  }
  for (const [command, count] of counts) law(count === 1, `${command} happened ${count} times`);
  for (const { instance, by } of done) {
    law(counts.get(`${instance} ${by}`) === 1, `${by} was acknowledged, and is in no history`);
  }
}

/** Inside: once by the count. Outside: told at least once, and nothing that is not of a job. */
async function checkEffects(
  store: Store,
  { effects }: SimulatedProcess,
  { started, received }: Told,
): Promise<void> {
  const counts = await readAll(store, effectCounts);
  for (const { id, times } of counts) law(times === 1, `effect ${id} happened ${times} times`);
  const insideMost = effects.inside * started.size;
  law(counts.length === insideMost, `${counts.length} effects inside, not ${insideMost}`);
  const outsideMost = effects.outside * started.size;
  law(received.size === outsideMost, `${received.size} effects outside, not ${outsideMost}`);
}

/** What may be there when everything has ended; all other rows belong to somebody who waits. */
const LASTING = new Set(
  'bpm_definition bpm_start bpm_instance bpm_history bpm_delivery bpm_news bpm_watch'.split(' '),
);

/** History as it was kept gives the snapshot that was kept, and nothing waits any more. */
async function checkKept(store: Store, { seen }: Witness): Promise<void> {
  for (const of of processCollections) {
    const rows = await readAll(store, of);
    if (of.name === 'bpm_instance') {
      for (const row of rows as readonly { readonly id: string; readonly snapshot: object }[]) {
        law(isSame(row.snapshot, seen.get(row.id)?.instance), `${row.id} was kept as it was seen`);
      }
    }
    if (of.name === 'bpm_history') {
      const pages = rows as readonly { readonly instance: string; readonly events: unknown[] }[];
      for (const [id, { events }] of seen) {
        const kept = pages.filter(({ instance }) => instance === id).flatMap((one) => one.events);
        law(isSame(kept, events), `the history of ${id} was kept as it was seen`);
      }
    }
    if (LASTING.has(of.name)) continue;
    law(rows.length === 0, `${of.name} still has ${JSON.stringify(rows)}`);
  }
}

async function readAll<Document extends object>(
  store: Store,
  collection: Collection<Document>,
): Promise<Document[]> {
  const found: Document[] = [];
  for await (const page of store.scan(collection)) {
    found.push(...page.map(({ document }) => document));
  }
  return found;
}
