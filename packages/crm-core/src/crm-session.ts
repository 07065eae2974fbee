/**
 * The commands and questions of the CRM, as one user.
 */
import { inSpan } from '@kontor/kernel';
import type { Transaction } from '@kontor/kernel/store';
import type { Actor, System } from './actor.ts';
import { type CrmFacts, FACT_OBJECTS, facts } from './facts/facts.ts';
import type { RecordEvent } from './record-event.ts';
import { checkRecordId, type GivenValues, refuseRuled } from './record/check-record.ts';
import type { CrmObject } from './record/crm-object.ts';
import { eventsUpTo, type PastQuery, recordAt } from './record/fold-events.ts';
import type { OpportunityRuled, QuoteRuled } from './record/standard-objects.ts';
import type { Pipeline } from './pipeline/pipeline.ts';
import type { CrmRecord, NewRecord, RecordOf, RecordValues } from './record/record.ts';
import type { Predicate } from './predicate/predicate.ts';
import type { SeriesRuled } from './record/activity-objects.ts';
import { ActivityCommands } from './store/activity-commands.ts';
import { CallCommands } from './store/call-commands.ts';
import { removedRows, subjectOf } from './store/crm-collections.ts';
import {
  type Asking,
  type CrmCore,
  type CrmWork,
  objectOf,
  type Reader,
} from './store/crm-core.ts';
import { type EditOptions, editRecord } from './store/edit-record.ts';
import { countRecords, findRecords, type FindQuery } from './store/find-records.ts';
import { LeadCommands } from './store/lead-commands.ts';
import {
  createRecord,
  readLog,
  readRecord,
  removeRecord,
  requireRecord,
  restoreRecord,
} from './store/save-record.ts';
import { type RunCommand, OpportunityCommands } from './store/opportunity-commands.ts';
import { QuoteCommands } from './store/quote-commands.ts';
import { SeriesCommands } from './store/series-commands.ts';
import { type SearchHit, searchRecords, type SearchQuery } from './store/search-records.ts';
import { readObjectLog, readTimeline, type TimelineQuery } from './store/timeline.ts';
import { type UpsertKey, type Upserted, upsertRecord } from './store/upsert-record.ts';

/** The declared object of a name. */
export type ObjectNamed<
  Objects extends readonly CrmObject[],
  Name extends Objects[number]['name'],
> = Extract<Objects[number], { readonly name: Name }>;

/** What is said of a command. */
export interface CommandOptions {
  /** Why; events tell it. */
  readonly reason?: string | undefined;
  /** When it holds from, UTC ISO; now when left out. */
  readonly at?: string | undefined;
}

/** How a session reaches the store: by commits of its own, or inside a transaction. */
export interface SessionDoors {
  readonly reader: Reader;
  run<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
}

type NameOf<Objects extends readonly CrmObject[]> = Objects[number]['name'];

/** What a deal is opened with; fields that the pipeline sets are not among them. */
type OpportunityValues<Objects extends readonly CrmObject[]> = Omit<
  NewRecord<ObjectNamed<Objects, 'opportunity'>>,
  'id' | OpportunityRuled
>;

/** What a quote is drafted with, beside what it offers. */
type QuoteValues<Objects extends readonly CrmObject[]> = Omit<
  NewRecord<ObjectNamed<Objects, 'quote'>>,
  'id' | QuoteRuled
>;

/** What a series is planned with; its own bookkeeping is not among it. */
type SeriesValues<Objects extends readonly CrmObject[]> = Omit<
  NewRecord<ObjectNamed<Objects, 'activitySeries'>>,
  SeriesRuled
>;

/** The CRM as one user: what he may not see is not there, what he may not do is refused. */
export class CrmSession<
  Objects extends readonly CrmObject[],
  Pipelines extends readonly Pipeline[] = readonly [],
> {
  readonly #core: CrmCore;
  readonly #doors: SessionDoors;
  readonly actor: Actor | System;
  /** Deals: opened, moved, forecast, approved. */
  readonly opportunities: OpportunityCommands<
    OpportunityValues<Objects>,
    RecordOf<ObjectNamed<Objects, 'opportunity'>>,
    Pipelines[number]['stages'][number]['id']
  >;
  /** Quotes: drafted, approved, sent, accepted. */
  readonly quotes: QuoteCommands<QuoteValues<Objects>, RecordOf<ObjectNamed<Objects, 'quote'>>>;
  /** Activities: agendas, what is done, reminders. */
  readonly activities: ActivityCommands<RecordOf<ObjectNamed<Objects, 'activity'>>>;
  /** Activities that repeat: planned, changed, ended, and one occurrence by itself. */
  readonly series: SeriesCommands<
    SeriesValues<Objects>,
    Omit<RecordValues<ObjectNamed<Objects, 'activitySeries'>>, SeriesRuled>,
    RecordOf<ObjectNamed<Objects, 'activitySeries'>>,
    Omit<RecordValues<ObjectNamed<Objects, 'activity'>>, 'series' | 'occurrence'>,
    RecordOf<ObjectNamed<Objects, 'activity'>>
  >;
  /** Call queues: filled, worked through, logged. */
  readonly calls: CallCommands<
    RecordOf<ObjectNamed<Objects, 'queuedCall'>>,
    RecordOf<ObjectNamed<Objects, 'activity'>>
  >;
  /** Leads: taken in, converted. */
  readonly leads: LeadCommands<{
    readonly lead: RecordOf<ObjectNamed<Objects, 'lead'>>;
    readonly account: RecordOf<ObjectNamed<Objects, 'account'>>;
    readonly contact: RecordOf<ObjectNamed<Objects, 'contact'>>;
    readonly opportunity: RecordOf<ObjectNamed<Objects, 'opportunity'>>;
  }>;

  constructor(core: CrmCore, doors: SessionDoors, actor: Actor | System) {
    this.#core = core;
    this.#doors = doors;
    this.actor = actor;
    const run: RunCommand = (command) => this.#work(command);
    this.opportunities = new OpportunityCommands(run);
    this.quotes = new QuoteCommands(run);
    this.leads = new LeadCommands(run);
    this.activities = new ActivityCommands(run);
    this.series = new SeriesCommands(run);
    this.calls = new CallCommands(run);
  }

  /**
   * Creates a record.
   *
   * @throws CrmError CRM_INVALID_INPUT — every fault with its path
   * @throws CrmError CRM_UNKNOWN_RELATED, CRM_DUPLICATE_VALUE, CRM_DUPLICATE_ID, CRM_NOT_ALLOWED
   */
  create<Name extends NameOf<Objects>>(
    object: Name,
    record: NewRecord<ObjectNamed<Objects, Name>>,
    options: CommandOptions = {},
  ): Promise<RecordOf<ObjectNamed<Objects, Name>>> {
    const { id: given, ...values } = record as GivenValues & { readonly id?: string };
    const id = given === undefined ? this.#core.ids.next() : checkRecordId(given, object);
    refuseRuled(objectOf(this.#core, object).object, values);
    return this.#work((work) =>
      createRecord(work, object, id, { verb: 'created', values, ...options }),
    ) as Promise<never>;
  }

  /**
   * Changes fields of a record; null empties one.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD
   * @throws CrmError CRM_CONFLICTING_EDIT — others changed the same fields since `revision`
   * @throws CrmError as `create`
   */
  change<Name extends NameOf<Objects>>(
    object: Name,
    id: string,
    values: RecordValues<ObjectNamed<Objects, Name>>,
    options: EditOptions = {},
  ): Promise<RecordOf<ObjectNamed<Objects, Name>>> {
    return this.#work((work) =>
      editRecord(work, object, id, values as GivenValues, options),
    ) as Promise<never>;
  }

  /**
   * Creates a record, or changes the one that is known by that key: twice is as good as once.
   *
   * @throws CrmError as `create`
   */
  upsert<Name extends NameOf<Objects>>(
    object: Name,
    record: NewRecord<ObjectNamed<Objects, Name>>,
    key: UpsertKey,
    { reason }: Pick<CommandOptions, 'reason'> = {},
  ): Promise<Upserted<RecordOf<ObjectNamed<Objects, Name>>>> {
    return this.#work((work) =>
      upsertRecord(work, object, record as GivenValues, key, reason),
    ) as Promise<never>;
  }

  /**
   * Removes a record: it is found no more, and its history stays.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD, CRM_STILL_RELATED, CRM_NOT_ALLOWED
   */
  remove(object: NameOf<Objects>, id: string, { reason }: CommandOptions = {}): Promise<void> {
    return this.#work(async (work) =>
      removeRecord(work, await requireRecord(work, object, id), reason),
    );
  }

  /**
   * Brings a removed record back.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD — there is no removed one
   */
  restore<Name extends NameOf<Objects>>(
    object: Name,
    id: string,
    { reason }: CommandOptions = {},
  ): Promise<RecordOf<ObjectNamed<Objects, Name>>> {
    return this.#work((work) => restoreRecord(work, object, id, reason)) as Promise<never>;
  }

  /** A record; undefined where there is none that the user may see. */
  async get<Name extends NameOf<Objects>>(
    object: Name,
    id: string,
  ): Promise<RecordOf<ObjectNamed<Objects, Name>> | undefined> {
    return (await this.#visible(object, id)) as never;
  }

  /** The records that fulfil a condition. */
  find<Name extends NameOf<Objects>>(
    object: Name,
    query: FindQuery = {},
  ): Promise<RecordOf<ObjectNamed<Objects, Name>>[]> {
    return inSpan(this.#core.trace, 'kontor.crm.find', { object }, () =>
      findRecords(this.#asking(), object, query),
    ) as Promise<never>;
  }

  /** How many records fulfil a condition. */
  count(object: NameOf<Objects>, where?: Predicate): Promise<number> {
    return countRecords(this.#asking(), object, { where });
  }

  /** Records that have all the words, the best first. */
  search(text: string, query: SearchQuery = {}): Promise<SearchHit[]> {
    return searchRecords(this.#asking(), text, query);
  }

  /** What happened to a record and to all that hangs on it, in order. */
  async timeline(
    object: NameOf<Objects>,
    id: string,
    query: TimelineQuery = {},
  ): Promise<RecordEvent[]> {
    objectOf(this.#core, object);
    const subject = subjectOf({ object, id });
    return readTimeline(this.#doors.reader, this.#core, this.actor, subject, query);
  }

  /** The events of one record up to an instant, in the order in which they hold. */
  async history(object: NameOf<Objects>, id: string, past: PastQuery = {}): Promise<RecordEvent[]> {
    const subject = subjectOf({ object, id });
    const { reader } = this.#doors;
    const record =
      (await readRecord(reader, objectOf(this.#core, object), id)) ??
      (await reader.get(removedRows, subject))?.record;
    if (record === undefined || !this.#core.policy.allows(this.actor, 'read', record)) return [];
    return eventsUpTo(await readLog(reader, subject), past);
  }

  /**
   * The events of all records of an object that the user may see, in the order in which they were
   * recorded: what figures of the past are folded from.
   *
   * @example
   * dealsAt(await session.log('opportunity'), { asOf: '2026-03-31T23:59:59.999Z' })
   */
  log(object: NameOf<Objects>): Promise<RecordEvent[]> {
    return readObjectLog(this.#doors.reader, this.#core, this.actor, object);
  }

  /**
   * Facts for cubes of what the user may see: tables of plain columns.
   *
   * @param asOf UTC ISO: as it was then; now when left out
   * @example
   * cube.add((await session.facts()).opportunities)
   */
  async facts({ asOf }: { readonly asOf?: string | undefined } = {}): Promise<CrmFacts> {
    const until = asOf ?? new Date(this.#core.clock.now()).toISOString();
    const events: RecordEvent[] = [];
    for (const object of FACT_OBJECTS) {
      if (this.#core.objects.has(object)) events.push(...(await this.log(object)));
    }
    return facts(events, until);
  }

  /** A record as it was, or as it was known to be; undefined where it was not there. */
  async recordAt<Name extends NameOf<Objects>>(
    object: Name,
    id: string,
    past: PastQuery,
  ): Promise<RecordOf<ObjectNamed<Objects, Name>> | undefined> {
    return recordAt(await this.history(object, id), past) as never;
  }

  async #visible(object: string, id: string): Promise<CrmRecord | undefined> {
    const record = await readRecord(this.#doors.reader, objectOf(this.#core, object), id);
    const isVisible = record !== undefined && this.#core.policy.allows(this.actor, 'read', record);
    return isVisible ? record : undefined;
  }

  #asking(): Asking {
    const { reader } = this.#doors;
    return { reader, core: this.#core, actor: this.actor, now: this.#core.clock.now() };
  }

  #work<Result>(command: (work: CrmWork) => Promise<Result>): Promise<Result> {
    const now = new Date(this.#core.clock.now()).toISOString();
    return inSpan(this.#core.trace, 'kontor.crm.save', {}, () =>
      this.#doors.run((tx) => command({ tx, core: this.#core, actor: this.actor, now })),
    );
  }
}
