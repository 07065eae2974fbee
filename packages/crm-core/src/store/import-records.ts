/**
 * Importing records by the hundred thousand, with an outcome for each row.
 *
 * Rows go in batches, one commit each. A row that is refused leaves nothing, and the rest go on; an
 * import that broke off is begun again, and finds what it has written by its key.
 */
import { type Store, transact, type TryOptions } from '@kontor/kernel/store';
import type { Actor, System } from '../actor.ts';
import { CrmError, type CrmErrorDetails } from '../errors.ts';
import type { GivenValues } from '../record/check-record.ts';
import type { ExternalId } from '../record/external-id.ts';
import type { CrmCore } from './crm-core.ts';
import { trialStore } from './trial-store.ts';
import { type Upserted, upsertRecord } from './upsert-record.ts';

/** A row of an import: values, with the name of the record in the other system where it has one. */
export type ImportRow = GivenValues & { readonly externalId?: ExternalId | undefined };

/** How rows are imported. */
export interface ImportOptions {
  /** A unique field by which records are found. */
  readonly by?: string | undefined;
  readonly reason?: string | undefined;
  /** Rows a commit; 100 when left out. */
  readonly batchSize?: number | undefined;
  /** Judges all rows, each after those before it, and writes none. */
  readonly isDryRun?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What came of a row. */
export type RowOutcome =
  | { readonly ok: true; readonly id: string; readonly action: Upserted['action'] }
  | {
      readonly ok: false;
      readonly code: keyof CrmErrorDetails;
      readonly details: CrmErrorDetails[keyof CrmErrorDetails];
      readonly message: string;
    };

/** What came of an import. */
export interface ImportResult {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  /** In the order of the rows. */
  readonly outcomes: readonly RowOutcome[];
}

/** What an import works with. */
interface ImportDoors {
  readonly core: CrmCore;
  readonly actor: Actor | System;
  readonly trying: TryOptions;
}

/**
 * Imports rows. In a dry run each row is judged as if those before it had been written.
 *
 * @throws CrmError CRM_UNKNOWN_OBJECT, CRM_INVALID_INPUT — rows that are no list
 * @throws KernelError KERNEL_CONFLICT, KERNEL_UNAVAILABLE, KERNEL_UNKNOWN_OUTCOME — the batches
 * before are written; begin again
 */
export async function importRecords(
  doors: ImportDoors,
  object: string,
  rows: Iterable<ImportRow> | AsyncIterable<ImportRow>,
  options: ImportOptions = {},
): Promise<ImportResult> {
  const { batchSize = 100, isDryRun = false, signal } = options;
  if (!isIterable(rows)) {
    const issues = [{ path: 'rows', message: 'must be a list, or another iterable of rows' }];
    throw new CrmError('CRM_INVALID_INPUT', { what: 'The import', issues });
  }
  const store = isDryRun ? trialStore(doors.core.store) : doors.core.store;
  const outcomes: RowOutcome[] = [];
  for await (const batch of batchesOf(rows, batchSize)) {
    signal?.throwIfAborted();
    outcomes.push(...(await importBatch(doors, store, object, batch, options)));
  }
  const count = (action: string): number =>
    outcomes.filter((outcome) => outcome.ok && outcome.action === action).length;
  return {
    created: count('created'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    refused: outcomes.filter(({ ok }) => !ok).length,
    outcomes,
  };
}

const isIterable = (rows: unknown): boolean =>
  typeof rows === 'object' &&
  rows !== null &&
  (Symbol.iterator in rows || Symbol.asyncIterator in rows);

async function importBatch(
  { core, actor, trying }: ImportDoors,
  store: Store,
  object: string,
  batch: readonly ImportRow[],
  { by, reason }: ImportOptions,
): Promise<readonly RowOutcome[]> {
  const now = new Date(core.clock.now()).toISOString();
  return transact(
    store,
    async (tx) => {
      const outcomes: RowOutcome[] = [];
      const work = { tx, core, actor, now };
      for (const row of batch) {
        outcomes.push(
          await outcomeOf(async () => {
            const { externalId, ...values } = checkedRow(row);
            return upsertRecord(work, object, values, { externalId, by }, reason);
          }),
        );
      }
      return outcomes;
    },
    trying,
  );
}

function checkedRow(row: unknown): ImportRow {
  if (typeof row === 'object' && row !== null) return row as ImportRow;
  const issues = [{ path: '', message: 'must be an object of values by their fields' }];
  throw new CrmError('CRM_INVALID_INPUT', { what: 'The row', issues });
}

async function outcomeOf(work: () => Promise<Upserted>): Promise<RowOutcome> {
  try {
    const { record, action } = await work();
    return { ok: true, id: record.id, action };
  } catch (error) {
    // What a row does wrong is said of the row; whatever else went wrong ends the import.
    if (!CrmError.is(error) || error.code === 'CRM_UNKNOWN_OBJECT') throw error;
    return { ok: false, code: error.code, details: error.details, message: error.message };
  }
}

async function* batchesOf(
  rows: Iterable<ImportRow> | AsyncIterable<ImportRow>,
  size: number,
): AsyncGenerator<readonly ImportRow[]> {
  let batch: ImportRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
