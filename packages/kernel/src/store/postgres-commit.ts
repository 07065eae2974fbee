/**
 * A group of batches in one SERIALIZABLE transaction of PostgreSQL.
 *
 * The batches of a group are judged as if one after the other. Those that touch what an earlier one
 * writes cannot share a set-based statement with it: a key they had read is then a conflict,
 * decided here without the database, and anything else waits for the next group (`deferred`). What
 * is left needs four round trips together: begin, verify, write, commit.
 *
 * When a write fails (a bound, a unique index), the transaction goes back to its savepoint and
 * takes the batches one at a time, so that only the one at fault fails.
 */
import type { CommitOutcome } from './contract.ts';
import {
  applyWrites,
  firstTrouble,
  IncrementFailed,
  uniqueConflict,
  type VersionedBatch,
} from './postgres-apply.ts';
import {
  brokenConstraint,
  isConnectionLoss,
  isSerialization,
  type PostgresQueryable,
  type PostgresSession,
  type Work,
} from './postgres-session.ts';
import { verify } from './postgres-verify.ts';
import type { EncodedBatch } from './sql-batch.ts';

/** Not judged: the batch must be queued again, behind the one that it met in its group. */
export const deferred: CommitOutcome = { kind: 'conflict', reason: 'busy' };

/** What a commit takes from outside. */
export interface CommitSource {
  /** A fresh uniform random whole number from 1 to 2^53 − 1, per batch. */
  version(): number;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits a moment before the given try (from 1), with jitter. */
  pause(tries: number): Promise<void>;
}

const triesMax = 4;
const serialization: CommitOutcome = { kind: 'conflict', reason: 'serialization' };

/** A key or a batch id was inserted by a transaction that this one cannot see: judge anew. */
class Raced extends Error {}

/** Whether `judge` met another transaction's insert, and must be run in a new one. */
export const isRaced = (error: unknown): boolean => error instanceof Raced;

/**
 * Commits a group; the outcomes are in its order, `deferred` among them.
 *
 * @throws KernelError KERNEL_UNKNOWN_OUTCOME — the connection went during `commit`
 * @throws the driver's error otherwise; nothing was done
 */
export async function commitGroup(
  session: PostgresSession,
  group: readonly EncodedBatch[],
  source: CommitSource,
): Promise<readonly CommitOutcome[]> {
  const { together, behind } = arrange(group);
  const judged = await commitTogether(
    session,
    together.map((at) => group[at]!),
    source,
  );
  const outcomes = group.map(() => deferred);
  together.forEach((at, i) => {
    outcomes[at] = judged[i]!;
  });
  for (const { at, after, failed } of behind) {
    if (outcomes[after]?.kind === 'committed') outcomes[at] = failed;
  }
  return outcomes;
}

/** Which batches can share a transaction, and which have read what an earlier one overwrites. */
interface Arrangement {
  readonly together: number[];
  /** `failed` is the outcome of batch `at`, once batch `after` is committed. */
  readonly behind: { at: number; after: number; failed: CommitOutcome }[];
}

/** What the batches that go together write. */
interface Written {
  /** By key: the batch that wrote it last, and whether the document is there afterwards. */
  readonly keys: Map<string, { by: number; present: boolean }>;
  readonly tables: Set<string>;
  readonly ids: Set<string>;
}

function arrange(group: readonly EncodedBatch[]): Arrangement {
  const arrangement: Arrangement = { together: [], behind: [] };
  const written: Written = { keys: new Map(), tables: new Set(), ids: new Set() };
  group.forEach((entry, at) => {
    const overwritten = readOverwritten(written, entry);
    if (overwritten !== undefined) arrangement.behind.push({ at, ...overwritten });
    else if (canJoin(written, entry)) {
      arrangement.together.push(at);
      note(written, entry, at);
    }
  });
  return arrangement;
}

function readOverwritten(
  { keys, ids }: Written,
  { tenant, batch, checks }: EncodedBatch,
): { after: number; failed: CommitOutcome } | undefined {
  // A batch that was sent before may be recorded already: only the database can tell.
  if (batch.id !== undefined && ids.has(`${tenant}\0${batch.id}`)) return undefined;
  for (const check of checks) {
    if (check.kind !== 'key') continue;
    const { name: collection } = check.collection;
    const last = keys.get(keyOf(tenant, collection, check.id));
    if (last === undefined || last.present === (check.version === null)) continue;
    const { id } = check;
    return { after: last.by, failed: { kind: 'conflict', reason: 'key', collection, id } };
  }
  return undefined;
}

function canJoin(written: Written, { tenant, batch, checks, writes }: EncodedBatch): boolean {
  if (batch.id !== undefined && written.ids.has(`${tenant}\0${batch.id}`)) return false;
  const seesWritten = checks.some((check) =>
    check.kind === 'key'
      ? written.keys.has(keyOf(tenant, check.collection.name, check.id))
      : written.tables.has(`${tenant}\0${check.collection.name}`),
  );
  if (seesWritten) return false;
  return !writes.some(
    ({ kind, table, id }) => kind === 'insert' && written.keys.has(keyOf(tenant, table.name, id)),
  );
}

function note(written: Written, { tenant, batch, writes }: EncodedBatch, at: number): void {
  if (batch.id !== undefined) written.ids.add(`${tenant}\0${batch.id}`);
  for (const { kind, table, id } of writes) {
    written.tables.add(`${tenant}\0${table.name}`);
    written.keys.set(keyOf(tenant, table.name, id), { by: at, present: kind !== 'remove' });
  }
}

const keyOf = (tenant: string, collection: string, id: string): string =>
  `${tenant}\0${collection}\0${id}`;

async function commitTogether(
  session: PostgresSession,
  group: readonly EncodedBatch[],
  source: CommitSource,
): Promise<readonly CommitOutcome[]> {
  for (let tries = 1; ; tries++) {
    try {
      const final = tries > 1;
      return await session.transaction('serializable', (client) =>
        judge(client, group, source, final),
      );
    } catch (error) {
      const again = isSerialization(error) || error instanceof Raced;
      if (again && tries >= triesMax) return group.map(() => serialization);
      if (!again && !(isConnectionLoss(error) && tries === 1)) throw error;
    }
    await source.pause(tries);
  }
}

/**
 * Judges a group inside an open transaction, and writes what passes.
 *
 * `final`: a unique index that is broken is reported. The first time it may be another
 * transaction's commit that surfaces so instead of as 40001; then the checks are to be judged anew.
 */
export async function judge(
  client: PostgresQueryable,
  group: readonly EncodedBatch[],
  source: CommitSource,
  final: boolean,
): Promise<Work<readonly CommitOutcome[]>> {
  const outcomes = [...(await verify(client, group))];
  const passed: (VersionedBatch & { readonly at: number })[] = [];
  for (const [at, entry] of group.entries()) {
    const version = entry.writes.length === 0 ? 0 : source.version();
    if (outcomes[at] === undefined) passed.push({ entry, at, version });
    else if (isExists(outcomes[at]))
      outcomes[at] = await earlierTrouble(client, entry, outcomes[at]);
  }
  const results = await write(client, passed, source, final);
  passed.forEach(({ at }, i) => {
    outcomes[at] = results[i];
  });
  return { result: outcomes as CommitOutcome[], keep: true };
}

const isExists = (outcome: CommitOutcome): boolean =>
  outcome.kind === 'conflict' && outcome.reason === 'exists';

/** An increment before the insert that found its id taken may fail by itself, and first. */
async function earlierTrouble(
  client: PostgresQueryable,
  entry: EncodedBatch,
  outcome: CommitOutcome,
): Promise<CommitOutcome> {
  const increments = entry.writes.some(({ kind }) => kind === 'increment');
  return (increments ? await firstTrouble(client, entry) : undefined) ?? outcome;
}

const writesAnything = ({ entry: { writes, batch } }: VersionedBatch): boolean =>
  writes.length > 0 || batch.id !== undefined;

async function write(
  client: PostgresQueryable,
  batches: readonly VersionedBatch[],
  source: CommitSource,
  final: boolean,
): Promise<readonly CommitOutcome[]> {
  const committed = batches.map(({ version }): CommitOutcome => ({ kind: 'committed', version }));
  if (!batches.some(writesAnything)) return committed;
  await client.query('savepoint kontor_group');
  const trouble = await tryWrites(client, batches, source, final);
  if (trouble === undefined) return committed;
  if (batches.length === 1) return [trouble];
  const outcomes: CommitOutcome[] = [];
  for (const batch of batches) outcomes.push(...(await write(client, [batch], source, final)));
  return outcomes;
}

/** Writes, or goes back to the savepoint and says what came in the way. */
async function tryWrites(
  client: PostgresQueryable,
  batches: readonly VersionedBatch[],
  source: CommitSource,
  final: boolean,
): Promise<CommitOutcome | undefined> {
  try {
    await applyWrites(client, batches, source.now());
    await client.query('release savepoint kontor_group');
    return undefined;
  } catch (error) {
    const constraint = brokenConstraint(error);
    if (constraint === undefined && !(error instanceof IncrementFailed)) throw error;
    await client.query('rollback to savepoint kontor_group');
    await client.query('release savepoint kontor_group');
    const [first] = batches;
    const lone = batches.length === 1 && first !== undefined;
    const found = lone ? await firstTrouble(client, first.entry) : undefined;
    const unique = constraint === undefined ? undefined : uniqueConflict(constraint, batches);
    if (found !== undefined) return found;
    if (unique !== undefined && (final || !lone)) return unique;
    if (!lone) return deferred;
    throw new Raced();
  }
}
