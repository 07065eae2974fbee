/**
 * The CRM: records and their log in a store. The only part of the engine that sees a store or a
 * clock.
 *
 * A command is one commit: what it needs is read, the rule decides, and record, event, timelines
 * and outbox are written together.
 */
import {
  type Calendar,
  type Clock,
  createFiscalCalendar,
  type FiscalCalendarDefinition,
  type Ids,
  type Trace,
} from '@kontor/kernel';
import {
  numberSeries,
  type Store,
  transact,
  type Transaction,
  type TryOptions,
} from '@kontor/kernel/store';
import type { Actor, System } from './actor.ts';
import { CrmSession } from './crm-session.ts';
import { CrmError } from './errors.ts';
import type { Pipeline } from './pipeline/pipeline.ts';
import type { RecordEvent } from './record-event.ts';
import type { CrmObject } from './record/crm-object.ts';
import { openPolicy, type PolicyRule, rowPolicy } from './record/row-policy.ts';
import { crmCollections, outboxRows } from './store/crm-collections.ts';
import type { CrmCore } from './store/crm-core.ts';
import {
  type ImportOptions,
  importRecords,
  type ImportResult,
  type ImportRow,
} from './store/import-records.ts';
import { storedObject } from './store/record-collection.ts';
import { storeReader } from './store/store-reader.ts';
import { webhookCollections, Webhooks } from './store/webhook-deliveries.ts';

/** What a CRM is given. */
export interface CrmOptions<
  Objects extends readonly CrmObject[],
  Pipelines extends readonly Pipeline[],
> {
  readonly store: Store;
  readonly clock: Clock;
  /** Names records and events; `ulids(clock)` in earnest, so that events sort by time. */
  readonly ids: Ids;
  /** The kinds of record there are: standard ones, with your custom fields, and your own. */
  readonly objects: Objects;
  /** Side by side; an opportunity is in one of them. */
  readonly pipelines?: Pipelines | undefined;
  /** Calendar years in quarters when left out. */
  readonly fiscalCalendar?: FiscalCalendarDefinition | undefined;
  /** By name: they tell series of activities which days are off. */
  readonly calendars?: Readonly<Record<string, Calendar>> | undefined;
  /** Who may do what; everyone everything when left out. */
  readonly policy?: readonly PolicyRule[] | undefined;
  /** Events are delivered to those who subscribe (`webhooks`); off when left out. */
  readonly hasWebhooks?: boolean | undefined;
  /** How commits are tried again; simulations hand in chance and waiting. */
  readonly trying?: TryOptions | undefined;
  /** A span for each command that is saved, each question, and each try. */
  readonly trace?: Trace | undefined;
}

/**
 * A CRM in a store; another tenant of the store has other records.
 *
 * @example
 * const crm = new Crm({ store, clock, ids: ulids(clock), objects: [accountObject()] });
 * await crm.prepare();
 * const anna = crm.as({ user: 'anna' });
 * const { id } = await anna.create('account', { name: 'Hansa Cycles' });
 */
export class Crm<
  const Objects extends readonly CrmObject[],
  const Pipelines extends readonly Pipeline[] = readonly [],
> {
  readonly #options: CrmOptions<Objects, Pipelines>;
  readonly #core: CrmCore;
  /** Who is told of events; they are told only with `hasWebhooks`. */
  readonly webhooks: Webhooks;

  /**
   * @throws CrmError CRM_INVALID_DEFINITION — two objects of one name, an index over something that
   * cannot be looked up, a policy with faults
   */
  constructor(options: CrmOptions<Objects, Pipelines>) {
    const { store, clock, ids, objects, policy, trace } = options;
    const names = objects.map(({ name }) => name);
    const twice = names.filter((name, at) => names.indexOf(name) !== at);
    if (twice.length > 0) {
      const issues = twice.map((name) => ({ path: name, message: 'is declared twice' }));
      throw new CrmError('CRM_INVALID_DEFINITION', { what: 'The CRM', issues });
    }
    this.#options = options;
    this.#core = {
      store,
      clock,
      ids,
      objects: new Map(objects.map((object) => [object.name, storedObject(object)])),
      policy: policy === undefined ? openPolicy : rowPolicy(policy, objects),
      pipelines: new Map((options.pipelines ?? []).map((one) => [one.id, one])),
      calendars: new Map(Object.entries(options.calendars ?? {})),
      fiscal: createFiscalCalendar(options.fiscalCalendar ?? { kind: 'months' }),
      hasWebhooks: options.hasWebhooks === true,
      trace,
    };
    this.webhooks = new Webhooks(this.#core, this.#trying);
  }

  /** Creates the tables; returns the statements, empty for stores without SQL. */
  prepare(): Promise<readonly string[]> {
    const rows = [...this.#core.objects.values()].map((stored) => stored.rows);
    return this.#core.store.prepare([
      ...rows,
      ...crmCollections,
      ...webhookCollections,
      numberSeries,
    ]);
  }

  /** The CRM as a user sees it, by the policy. */
  as(actor: Actor): CrmSession<Objects, Pipelines> {
    return this.#session(actor);
  }

  /** The CRM as a program sees it: all of it. Events name the program. */
  system(name: string): CrmSession<Objects, Pipelines> {
    return this.#session({ system: name });
  }

  /**
   * Commands inside a transaction of yours: with other engines and your own documents, all or
   * nothing.
   *
   * @param tx - of `transact`, on a store of the same tenant
   */
  within(tx: Transaction, actor: Actor | System): CrmSession<Objects, Pipelines> {
    return new CrmSession(this.#core, { reader: tx, run: (work) => work(tx) }, actor);
  }

  /** The same CRM for another tenant of the store. */
  forTenant(tenant: string): Crm<Objects, Pipelines> {
    return new Crm({ ...this.#options, store: this.#options.store.forTenant(tenant) });
  }

  /**
   * Imports rows, as many as there are, with an outcome for each.
   *
   * @throws CrmError CRM_UNKNOWN_OBJECT
   * @throws KernelError KERNEL_CONFLICT, KERNEL_UNAVAILABLE, KERNEL_UNKNOWN_OUTCOME — what came
   * before is written; begin again
   */
  importRecords(
    actor: Actor | System,
    object: Objects[number]['name'],
    rows: Iterable<ImportRow> | AsyncIterable<ImportRow>,
    options: ImportOptions = {},
  ): Promise<ImportResult> {
    const doors = { core: this.#core, actor, trying: this.#trying };
    return importRecords(doors, object, rows, options);
  }

  /**
   * Events that are still to be delivered, in the order of their ids.
   *
   * @param limit - at most so many; 100 when left out
   */
  async events({ limit = 100 }: { readonly limit?: number } = {}): Promise<RecordEvent[]> {
    const rows = await storeReader(this.#core.store).scan(outboxRows, {}, { limit });
    return rows.map(({ event }) => event);
  }

  /** Removes events that were delivered, by their ids. */
  async removeEvents(ids: readonly string[]): Promise<void> {
    const most = this.#core.store.capabilities.maxBatch;
    for (let at = 0; at < ids.length; at += most) {
      await this.#transact(async (tx) => {
        for (const id of ids.slice(at, at + most)) tx.remove(outboxRows, id);
      });
    }
  }

  get #trying(): TryOptions {
    return { trace: this.#core.trace, ...this.#options.trying };
  }

  #session(actor: Actor | System): CrmSession<Objects, Pipelines> {
    const reader = storeReader(this.#core.store);
    return new CrmSession(this.#core, { reader, run: (work) => this.#transact(work) }, actor);
  }

  #transact<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return transact(this.#core.store, work, this.#trying);
  }
}
