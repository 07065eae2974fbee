/**
 * The process engine, measured: a ten-step process in memory against bpmn-engine and XState, what a
 * sleeping instance takes, and steps on SQL stores against bare commits of the same documents.
 */
import {
  advance,
  compileProcess,
  type Instance,
  type Library,
  ProcessEngine,
  processCollections,
} from '@kontor/bpm';
import { type Collection, type Store, transact, type Write } from '@kontor/kernel/store';
import { postgresStore } from '@kontor/kernel/postgres';
import { startPostgres } from '../../packages/kernel/test/store/postgres-server.ts';
import { bytesInUse } from '../memory.ts';
import { peer } from '../peer.ts';
import { compare, type Row, type Suite, type SuiteOptions } from '../suite.ts';

/** The rows of `@kontor/bpm`. */
export const suite: Suite = {
  engine: 'bpm',
  async run(options) {
    return [
      ...(await againstBpmnEngine(options)),
      ...(await againstXState(options)),
      sleeping(options),
      await onPostgres(options),
    ];
  },
};

const STEPS = 10;

/** start, ten activities, end. */
function tenSteps(kind: 'task' | 'user') {
  const steps = Array.from({ length: STEPS }, (_, at) => ({ kind, id: `t${at + 1}` }));
  const nodes = [
    { kind: 'start', id: 'start' } as const,
    ...steps,
    { kind: 'end', id: 'end' } as const,
  ];
  const flows = nodes.slice(1).map(({ id }, at) => ({ id: `f${at}`, from: nodes[at]!.id, to: id }));
  return compileProcess({ id: 'ten', nodes, flows }, { languages: [] });
}

function libraryOf(process: ReturnType<typeof tenSteps>): Library {
  return {
    process: () => process,
    called: () => undefined,
    decisions: new Map(),
    calendars: {},
    burstSteps: 1000,
  };
}

/** Runs instances of ten automatic steps; how many have ended. */
function runAutomatic(library: Library, hash: string, count: number): number {
  let ended = 0;
  for (let at = 0; at < count; at++) {
    const subject = { id: `i${at}`, process: hash };
    const { instance, events } = advance(library, subject, { kind: 'start' }, 0);
    if (instance.state === 'completed' && events.length > 2 * STEPS) ended++;
  }
  return ended;
}

/** Runs instances of ten tasks, each completed by a command; how many have ended. */
function runCommanded(library: Library, hash: string, count: number): number {
  let ended = 0;
  for (let at = 0; at < count; at++) {
    let { instance } = advance(library, { id: `i${at}`, process: hash }, { kind: 'start' }, 0);
    while (instance.state === 'active') {
      const { id: wait } = instance.waits[0]!;
      ({ instance } = advance(library, instance, { kind: 'complete', wait }, 0));
    }
    if (instance.state === 'completed') ended++;
  }
  return ended;
}

interface BpmnEngine {
  readonly Engine: new (options: {
    source: unknown;
    name: string;
  }) => {
    execute(): Promise<{ waitFor?: unknown }>;
  };
}

async function againstBpmnEngine(options: SuiteOptions): Promise<Row[]> {
  const module = await peer<BpmnEngine & { default?: BpmnEngine }>('bpmn-engine');
  if (module === undefined) return [];
  const Engine = module.Engine ?? module.default?.Engine;
  const process = tenSteps('task');
  const library = libraryOf(process);
  const count = options.quick ? 5 : 50;
  const source = tenStepXml();
  return [
    await compare<number>(
      {
        name: 'ten automatic steps, history kept',
        size: `${count} instances, start to end`,
        peerName: 'bpmn-engine',
        operations: { count, unit: 'instances/CPU s' },
        ours: () => runAutomatic(library, process.hash, count),
        peer: async () => {
          let ended = 0;
          for (let at = 0; at < count; at++) {
            await new Engine({ name: `i${at}`, source }).execute();
            ended++;
          }
          return ended;
        },
        equal: (ours, theirs) => ours === theirs,
      },
      options,
    ),
  ];
}

function tenStepXml(): string {
  const ids = ['start', ...Array.from({ length: STEPS }, (_, at) => `t${at + 1}`), 'end'];
  const flows = ids
    .slice(1)
    .map((id, at) => `<sequenceFlow id="f${at}" sourceRef="${ids[at]}" targetRef="${id}" />`);
  const tasks = ids.slice(1, -1).map((id) => `<task id="${id}" />`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">
  <process id="ten" isExecutable="true"><startEvent id="start" />${tasks.join('')}
  <endEvent id="end" />${flows.join('')}</process></definitions>`;
}

interface XState {
  createMachine(definition: unknown): unknown;
  createActor(machine: unknown): {
    start(): void;
    send(event: { type: string }): void;
    getSnapshot(): { status: string };
  };
}

async function againstXState(options: SuiteOptions): Promise<Row[]> {
  const xstate = await peer<XState>('xstate');
  if (xstate === undefined) return [];
  const count = options.quick ? 100 : 2000;
  const size = `${count.toLocaleString('en')} instances, start to end`;
  const operations = { count, unit: 'instances/CPU s' };
  const peerName = 'XState';
  const equal = (ours: number, theirs: number): boolean => ours === theirs;
  const [automatic, commanded] = [tenSteps('task'), tenSteps('user')];
  return [
    await compare<number>(
      {
        name: 'ten automatic steps, history kept',
        size,
        peerName,
        operations,
        ours: () => runAutomatic(libraryOf(automatic), automatic.hash, count),
        peer: () => runChart(xstate, 'always', count),
        equal,
      },
      options,
    ),
    await compare<number>(
      {
        name: 'ten tasks completed by ten commands, history kept',
        size,
        peerName,
        operations,
        ours: () => runCommanded(libraryOf(commanded), commanded.hash, count),
        peer: () => runChart(xstate, 'on', count),
        equal,
      },
      options,
    ),
  ];
}

/** A chart of ten states, left by themselves or by an event each; how many runs have ended. */
function runChart(xstate: XState, by: 'always' | 'on', count: number): number {
  const states: Record<string, unknown> = { [`s${STEPS}`]: { type: 'final' } };
  for (let at = 0; at < STEPS; at++) {
    const target = `s${at + 1}`;
    states[`s${at}`] = by === 'always' ? { always: target } : { on: { NEXT: target } };
  }
  const machine = xstate.createMachine({ initial: 's0', states });
  let ended = 0;
  for (let run = 0; run < count; run++) {
    const actor = xstate.createActor(machine);
    actor.start();
    if (by === 'on') for (let at = 0; at < STEPS; at++) actor.send({ type: 'NEXT' });
    if (actor.getSnapshot().status === 'done') ended++;
  }
  return ended;
}

/** Bytes that a sleeping instance may take in memory. */
const SLEEPING_BYTES = 400;

/** Instances that wait at their fifth task, with two variables. */
function sleeping(options: SuiteOptions): Row {
  const process = tenSteps('user');
  const library = libraryOf(process);
  const count = options.quick ? 2000 : 100_000;
  const kept: string[] = [];
  const before = bytesInUse();
  // Through bytes: the text as it is read, not the pieces it was put together from.
  for (let at = 0; at < count; at++) {
    const text = JSON.stringify(asleep(library, process.hash, at));
    kept.push(Buffer.from(text).toString('latin1'));
  }
  const bytes = Math.round((bytesInUse() - before) / count);
  const [first] = kept;
  return {
    name: 'a sleeping instance in memory, as its JSON',
    size: `${count.toLocaleString('en')} instances at the fifth of ten tasks`,
    ours: bytes,
    peer: SLEEPING_BYTES,
    peerName: 'none: our target',
    ratio: SLEEPING_BYTES / bytes,
    unit: 'bytes',
    resultsEqual: (JSON.parse(first!) as Instance).waits[0]!.node === 't5',
  };
}

function asleep(library: Library, process: string, at: number): Instance {
  const variables = { orderId: `o-${at}`, amount: at };
  let { instance } = advance(library, { id: `i${at}`, process }, { kind: 'start', variables }, 0);
  for (let step = 1; step < 5; step++) {
    const { id: wait } = instance.waits[0]!;
    ({ instance } = advance(library, instance, { kind: 'complete', wait }, 0));
  }
  return instance;
}

/** Callers that complete tasks at once. */
const CALLERS = 8;

/** What one transaction has read and written. */
interface Deed {
  readonly reads: (readonly [Collection, readonly string[]])[];
  writes: readonly Write[];
}

/** Each caller runs instances with an engine of its own on the same database. */
async function onPostgres(options: SuiteOptions): Promise<Row> {
  const server = await startPostgres();
  try {
    const store = postgresStore(server.pool());
    await store.prepare(processCollections);
    const rounds = options.quick ? 1 : 5;
    const taken = { ours: [] as number[], peer: [] as number[] };
    const instances = options.quick ? 1 : 10;
    let commits = 0;
    let resultsEqual = true;
    for (let round = 0; round < rounds; round++) {
      const own = store.forTenant(`ours${round}`);
      await new ProcessEngine({ store: own }).deploy(tenSteps('user').definition);
      const deeds = callers((): Deed[] => []);
      const start = performance.now();
      const ended = await Promise.all(
        deeds.map((into) => runInstances(recording(own, into), instances)),
      );
      taken.ours.push(performance.now() - start);
      commits = deeds.flat().length;
      resultsEqual &&= ended.every((count) => count === instances);
      const bare = store.forTenant(`bare${round}`);
      const before = performance.now();
      await Promise.all(deeds.map((done) => repeat(bare, done)));
      taken.peer.push(performance.now() - before);
    }
    const [ours, bare] = [median(taken.ours), median(taken.peer)];
    return {
      name: 'ten tasks completed durably on PostgreSQL',
      size: `${CALLERS} callers, ${commits} commits`,
      ours: (commits * 1000) / ours,
      peer: (commits * 1000) / bare,
      peerName: 'the same reads and writes in bare transactions',
      ratio: bare / ours,
      unit: 'commits/s',
      resultsEqual,
    };
  } finally {
    await server.stop();
  }
}

const callers = <Result>(make: () => Result): Result[] => Array.from({ length: CALLERS }, make);

async function runInstances(store: Store, count: number): Promise<number> {
  const engine = new ProcessEngine({ store });
  let ended = 0;
  for (let at = 0; at < count; at++) {
    let { instance } = await engine.start('ten', { orderId: 'o', amount: at });
    while (instance.state === 'active') {
      ({ instance } = await engine.complete(instance.id, instance.waits[0]!.node));
    }
    if (instance.state === 'completed') ended++;
  }
  return ended;
}

/** Does deeds again without deciding anything: reads by id, then writes. */
async function repeat(store: Store, deeds: readonly Deed[]): Promise<void> {
  for (const { reads, writes } of deeds) {
    await transact(store, async (tx) => {
      for (const [collection, ids] of reads) await tx.getMany(collection, ids);
      for (const write of writes) {
        if (write.kind === 'remove') tx.remove(write.collection, write.id);
        else if (write.kind !== 'increment') tx[write.kind](write.collection, write.document);
      }
    });
  }
}

/** A store that notes what each transaction reads by id and writes. */
function recording(store: Store, into: Deed[]): Store {
  let deed: Deed = { reads: [], writes: [] };
  const get: Store['get'] = (collection, ids) => {
    deed.reads.push([collection, ids]);
    return store.get(collection, ids);
  };
  const commit: Store['commit'] = async (batch) => {
    deed.writes = batch.writes;
    into.push(deed);
    deed = { reads: [], writes: [] };
    return store.commit(batch);
  };
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'get') return get;
      if (name === 'commit') return commit;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1]!;
