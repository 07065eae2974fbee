/**
 * What the commands of the CRM share: where they write, what they may know, and who asks.
 */
import type { Calendar, Clock, FiscalCalendar, Ids, Instant, Trace } from '@kontor/kernel';
import type { Store, Transaction } from '@kontor/kernel/store';
import type { Actor, System } from '../actor.ts';
import { CrmError } from '../errors.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { RowPolicy } from '../record/row-policy.ts';
import type { StoredObject } from './record-collection.ts';

/** The doors and the declarations. */
export interface CrmCore {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** By name. */
  readonly objects: ReadonlyMap<string, StoredObject>;
  readonly policy: RowPolicy;
  /** By id. */
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  /** By name: what series of activities are held by. */
  readonly calendars: ReadonlyMap<string, Calendar>;
  /** Its quarters are those that opportunities close in. */
  readonly fiscal: FiscalCalendar;
  /** Whether events wait for deliveries. */
  readonly hasWebhooks: boolean;
  readonly trace: Trace | undefined;
}

/** What reads: a transaction, or the store itself where nothing hangs on it. */
export type Reader = Pick<Transaction, 'get' | 'getMany' | 'scan' | 'each'>;

/** Who asks, when. */
export interface Asking {
  readonly reader: Reader;
  readonly core: CrmCore;
  readonly actor: Actor | System;
  readonly now: Instant;
}

/** A command under way. */
export interface CrmWork {
  readonly tx: Transaction;
  readonly core: CrmCore;
  readonly actor: Actor | System;
  /** UTC ISO. */
  readonly now: string;
}

/**
 * A declared object.
 *
 * @throws CrmError CRM_UNKNOWN_OBJECT
 */
export function objectOf({ objects }: Pick<CrmCore, 'objects'>, name: string): StoredObject {
  const stored = objects.get(name);
  if (stored !== undefined) return stored;
  throw new CrmError('CRM_UNKNOWN_OBJECT', { object: name, declared: [...objects.keys()] });
}
