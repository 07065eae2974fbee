/**
 * Taking part in a transaction that the user has open on his own client.
 *
 * Nothing is grouped and nothing is retried: his transaction has one snapshot, so a second try
 * would see the same. Each of our commits has a savepoint, because one SQL error would otherwise
 * spoil all that he has done (25P02). The level is asked before every use: at READ COMMITTED our
 * checks would prove nothing. A read that the database refuses for a serialization failure ends his
 * transaction: it is told as the conflict that it is, and so is every commit after it.
 */
import { KernelError } from '../errors.ts';
import type { CommitOutcome } from './contract.ts';
import { type CommitSource, isRaced, judge } from './postgres-commit.ts';
import {
  isSerialization,
  type PostgresQueryable,
  type PostgresSession,
  rowsOf,
  sqlState,
} from './postgres-session.ts';
import type { EncodedBatch } from './sql-batch.ts';

/** Reads and commits in the user's transaction, one after the other. */
export interface Joined {
  readonly rows: PostgresSession['rows'];
  commit(batch: EncodedBatch): Promise<CommitOutcome>;
  idle(): Promise<void>;
}

/** Joins the transaction that is open on the client. */
export function joinTransaction(client: PostgresQueryable, source: CommitSource): Joined {
  let last: Promise<unknown> = Promise.resolve();
  // A commit is several statements; another one of ours must not come between them.
  const alone = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  let isDoomed = false;
  return {
    rows: (text, values) =>
      alone(async () => {
        try {
          await requireSerializable(client);
          return await rowsOf(client, text, values);
        } catch (error) {
          if (!isSerialization(error)) throw error;
          isDoomed = true;
          const details = { tries: 1, reason: 'serialization' };
          throw new KernelError('KERNEL_CONFLICT', details, { cause: error });
        }
      }),
    commit: (batch) =>
      alone(async () => {
        if (isDoomed) return { kind: 'conflict', reason: 'serialization' };
        await requireSerializable(client);
        return commitJoined(client, batch, source);
      }),
    idle: async () => {
      await last;
    },
  };
}

async function commitJoined(
  client: PostgresQueryable,
  batch: EncodedBatch,
  source: CommitSource,
): Promise<CommitOutcome> {
  await openSavepoint(client);
  try {
    const { result } = await judge(client, [batch], source, true);
    await client.query('release savepoint kontor_commit');
    return result[0]!;
  } catch (error) {
    await client.query('rollback to savepoint kontor_commit');
    await client.query('release savepoint kontor_commit');
    if (isSerialization(error) || isRaced(error)) {
      return { kind: 'conflict', reason: 'serialization' };
    }
    throw error;
  }
}

async function openSavepoint(client: PostgresQueryable): Promise<void> {
  try {
    await client.query('savepoint kontor_commit');
  } catch (error) {
    if (sqlState(error) !== '25P01') throw error;
    const reason =
      'The client has no transaction open, so there is none to take part in: ' +
      `open one with 'begin isolation level serializable'`;
    throw new KernelError('KERNEL_OPEN_TRANSACTION', { reason }, { cause: error });
  }
}

async function requireSerializable(client: PostgresQueryable): Promise<void> {
  const [row] = await rowsOf(client, `select current_setting('transaction_isolation') as level`);
  if (row?.['level'] === 'serializable') return;
  throw new KernelError('KERNEL_OPEN_TRANSACTION', {
    reason:
      `The client's transaction is '${row?.['level']}', and the store needs 'serializable': ` +
      `open it with 'begin isolation level serializable'`,
  });
}
