/**
 * A store that is broken on purpose, in one way: it drops, alters, adds or doubles a write,
 * acknowledges what it has not done, forgets to check, or misreads what it has kept.
 *
 * A simulation that runs on it must fail, by the law that this breaks: a law that nobody has ever
 * seen fail may be one that cannot.
 */
import type {
  Batch,
  Collection,
  CommitOutcome,
  Range,
  ScanOptions,
  Store,
  Stored,
  Write,
} from '@kontor/kernel/store';

/** A document, whatever it is of. */
export type Row = Readonly<Record<string, unknown>>;

/** Documents that are read otherwise than they are kept. */
export interface Misreading {
  readonly of: string;
  /** Only by this index, and not by ids. */
  readonly by?: string | undefined;
  /** From the n-th time on that all of a collection was read, such as by an audit. */
  readonly since?: readonly [collection: string, nth: number] | undefined;
  /** Until another one is read. */
  readonly until?: string | undefined;
  readonly change: (row: Row) => Row;
}

/** One way to be broken. */
export interface Sabotage {
  /** What becomes of a batch; undefined: nothing in it is to be broken. */
  readonly breaks: (batch: Batch) => Batch | 'acknowledged only' | undefined;
  /** Only the n-th of the batches that could be broken, from 1; every one when left out. */
  readonly nth?: number | undefined;
  readonly misreads?: Misreading | undefined;
  /** What collections are, to the database. */
  readonly declares?: ((of: Collection<never>) => Collection<never>) | undefined;
}

/** Which writes are meant: of a collection, of a kind, of some documents. */
export interface Target {
  readonly of: string;
  readonly kind?: Write['kind'] | undefined;
  readonly where?: ((row: Row, batch: Batch) => boolean) | undefined;
  readonly nth?: number | undefined;
}

/** Breaks a store; every view of it that is opened anew is broken by the same count. */
export function breaker(sabotage: Sabotage): (store: Store) => Store {
  const broken = new Map<string, boolean>();
  let matches = 0;
  const isMeant = ({ id }: Batch): boolean => {
    // The same batch, sent again, meets the same.
    const before = id === undefined ? undefined : broken.get(id);
    if (before !== undefined) return before;
    const isTurn = sabotage.nth === undefined || ++matches === sabotage.nth;
    if (id !== undefined) broken.set(id, isTurn);
    return isTurn;
  };
  const reading = sabotage.misreads && misreader(sabotage.misreads);
  const named = <Of>(of: Of): Of => (sabotage.declares?.(of as never) as Of | undefined) ?? of;
  const view = (store: Store): Store => ({
    tenant: store.tenant,
    capabilities: store.capabilities,
    prepare: (collections, options) => store.prepare(collections.map(named), options),
    get: (of, ids) => store.get(named(of), ids),
    scan: (of, range, options) => store.scan(named(of), range, options),
    // Who reads well reads as soon as ever: turns of their own would be another weather.
    ...(reading && misreads(store, reading)),
    commit: async (batch): Promise<CommitOutcome> => {
      const instead = sabotage.breaks(batch);
      const sent = instead !== undefined && isMeant(batch) ? instead : batch;
      if (sent === 'acknowledged only') return { kind: 'committed', version: 1 };
      const writes = sent.writes.map((write) => ({
        ...write,
        collection: named(write.collection),
      }));
      return store.commit({ ...sent, writes });
    },
    outcome: (id) => store.outcome(id),
    forTenant: (tenant) => view(store.forTenant(tenant)),
    close: () => store.close(),
  });
  return view;
}

/** Reads documents of a collection; is told when all of one was read. */
interface Reader {
  read(of: string, row: Stored, by?: string): Stored;
  wholly(of: string): void;
}

function misreader({ of: misread, by: only, since = ['', 0], until, change }: Misreading): Reader {
  const [awaited, nth] = since;
  let times = 0;
  let isOver = false;
  return {
    read: (of, row, by) => {
      isOver ||= times >= nth && of === until;
      const isMeant = of === misread && (only === undefined || by === only);
      if (isOver || times < nth || !isMeant) return row;
      return { ...row, document: change(row.document as Row) };
    },
    wholly: (of) => {
      if (of === awaited) times++;
    },
  };
}

function misreads(store: Store, { read, wholly }: Reader): Pick<Store, 'get' | 'scan'> {
  const get = async (of: Collection, ids: readonly string[]): Promise<(Stored | undefined)[]> =>
    (await store.get(of, ids)).map((row) => row && read(of.name, row));
  const scan = async function* (
    of: Collection,
    ...how: [Range?, ScanOptions?]
  ): AsyncGenerator<readonly Stored[]> {
    const by = how[0] === undefined || !('index' in how[0]) ? undefined : how[0].index;
    for await (const page of store.scan(of, ...how)) {
      yield page.map((row) => read(of.name, row, by));
    }
    if (Object.keys(how[0] ?? {}).length === 0) wholly(of.name);
  };
  return { get, scan } as Pick<Store, 'get' | 'scan'>;
}

const rowOf = (write: Write): Row => ('document' in write ? (write.document as Row) : { ...write });

function isAimed(write: Write, batch: Batch, { of, kind, where }: Target): boolean {
  if (write.collection.name !== of) return false;
  if (kind !== undefined && write.kind !== kind) return false;
  return where?.(rowOf(write), batch) ?? true;
}

/** Each write that is meant is done in another way: not at all, or as several. */
export function instead(target: Target, change: (write: Write) => readonly Write[]): Sabotage {
  return {
    nth: target.nth,
    breaks: (batch) => {
      if (!batch.writes.some((write) => isAimed(write, batch, target))) return undefined;
      const writes = batch.writes.flatMap((write) =>
        isAimed(write, batch, target) ? change(write) : [write],
      );
      return { ...batch, writes };
    },
  };
}

/** A write gets lost, and the rest of its commit is done. */
export const dropped = (target: Target): Sabotage => instead(target, () => []);

/** A document is kept otherwise than it was given. */
export const altered = (target: Target, change: (row: Row) => Row): Sabotage =>
  instead(target, (write) => [{ ...write, document: change(rowOf(write)) } as unknown as Write]);

/** Another document is put beside the one that was given. */
export const added = (target: Target, other: (row: Row) => Row): Sabotage =>
  instead(target, (write) => [
    write,
    { kind: 'put', collection: write.collection, document: other(rowOf(write)) },
  ]);

/** A commit is acknowledged, and nothing of it is done. */
export const acknowledgedOnly = (target: Target): Sabotage => ({
  nth: target.nth,
  breaks: (batch) =>
    batch.writes.some((write) => isAimed(write, batch, target)) ? 'acknowledged only' : undefined,
});

/** What was kept is read otherwise, at some time. */
export const misread = (misreads: Misreading): Sabotage => ({ breaks: () => undefined, misreads });

/** Two at once. */
export const both = (one: Sabotage, other: Sabotage): Sabotage => ({
  breaks: (batch) => {
    const first = one.breaks(batch) ?? batch;
    return first === 'acknowledged only' ? first : (other.breaks(first) ?? first);
  },
});

/** Nobody looks whether others have been faster. */
export const unchecked = (of: string): Sabotage => ({
  breaks: (batch) => {
    const checks = batch.checks.filter(({ collection }) => collection.name !== of);
    return checks.length < batch.checks.length ? { ...batch, checks } : undefined;
  },
});

/** Unique indexes of a collection are none. */
export const notUnique = (name: string): Sabotage => ({
  breaks: () => undefined,
  declares: (of) => (of.name === name ? { ...of, unique: {} } : of),
});
