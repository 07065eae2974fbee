/**
 * What lies in the store beside the records: their log, and what is found by it.
 */
import { type Collection, collection } from '@kontor/kernel/store';
import type { RecordEvent } from '../record-event.ts';
import type { CrmRecord } from '../record/record.ts';

/** An event, with what it is looked up by. */
export interface StoredEvent {
  readonly id: string;
  /** `<object>/<id>`. */
  readonly subject: string;
  readonly object: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly event: RecordEvent;
}

/** The log. */
export const storedEvents: Collection<StoredEvent> = collection('crm_event', {
  id: (row: StoredEvent) => row.id,
  fields: { subject: 'text', object: 'text', revision: 'integer', recordedAt: 'text' },
  indexes: { byObject: ['object', 'recordedAt'], byTime: ['recordedAt'] },
  unique: { bySubject: ['subject', 'revision'] },
});

/** An event on the timeline of a record that it is about. */
export interface TimelineRow {
  /** `<subject>|<event>`. */
  readonly id: string;
  /** Whose timeline: `<object>/<id>`. */
  readonly subject: string;
  readonly at: string;
  readonly event: string;
  /** Whose event: `<object>/<id>`. */
  readonly of: string;
}

/** Timelines. */
export const timelineRows: Collection<TimelineRow> = collection('crm_timeline', {
  id: (row: TimelineRow) => row.id,
  fields: { subject: 'text', at: 'text', event: 'text', of: 'text' },
  indexes: { bySubject: ['subject', 'at', 'event'] },
});

/** A removed record, as it was. */
export interface RemovedRow {
  /** `<object>/<id>`. */
  readonly id: string;
  readonly removedAt: string;
  readonly record: CrmRecord;
}

/** Removed records. */
export const removedRows: Collection<RemovedRow> = collection('crm_removed', {
  id: (row: RemovedRow) => row.id,
  fields: { removedAt: 'text' },
});

/** A word that a record is found by. */
export interface SearchRow {
  /** `<word>|<object>/<id>`. */
  readonly id: string;
  readonly word: string;
  readonly subject: string;
  /** Thousandths. */
  readonly weight: number;
}

/** Words. */
export const searchRows: Collection<SearchRow> = collection('crm_search', {
  id: (row: SearchRow) => row.id,
  fields: { word: 'text', subject: 'text', weight: 'integer' },
  indexes: { byWord: ['word', 'subject'] },
});

/** What a record is called by another system. */
export interface ExternalIdRow {
  /** `<object>|<source>|<external id>`. */
  readonly id: string;
  readonly record: string;
  /** `<object>/<id>`. */
  readonly subject: string;
}

/** Ids of other systems. */
export const externalIds: Collection<ExternalIdRow> = collection('crm_external_id', {
  id: (row: ExternalIdRow) => row.id,
  fields: { record: 'text', subject: 'text' },
  indexes: { bySubject: ['subject'] },
});

/** An event that is still to be delivered. */
export interface OutboxRow {
  readonly id: string;
  readonly recordedAt: string;
  readonly event: RecordEvent;
}

/** The outbox: events in the order in which they were recorded, until they are removed. */
export const outboxRows: Collection<OutboxRow> = collection('crm_outbox', {
  id: (row: OutboxRow) => row.id,
  fields: { recordedAt: 'text' },
});

/** All of them, for `prepare`; those of the objects come beside. */
export const crmCollections: readonly Collection[] = [
  storedEvents,
  timelineRows,
  removedRows,
  searchRows,
  externalIds,
  outboxRows,
];

/** What a record is called among all objects. */
export const subjectOf = ({
  object,
  id,
}: {
  readonly object: string;
  readonly id: string;
}): string => `${object}/${id}`;

/** The key of a word of a record: ids are ASCII, words need not be. */
export const searchId = (word: string, subject: string): string =>
  `${encodeURIComponent(word)}|${subject}`;
