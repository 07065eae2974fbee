/**
 * How processes are kept: collections that SQL users find as tables `bpm_…` with views `bpm_…_v`.
 *
 * An instance is its snapshot; its history is append-only. All other rows of a running instance
 * (jobs, timers, subscriptions, tasks, incidents) say where its waits can be found: they are
 * written in the commit that opens a wait and removed in the one that closes it.
 */
import { type EventEnvelope, type Json } from '@kontor/kernel';
import { type Collection, collection } from '@kontor/kernel/store';
import type { HistoryPage } from '../history.ts';
import type { Variables } from '../instance.ts';
import type { ProcessDefinition } from '../model.ts';
import type { ChartDefinition } from '../statechart/chart-model.ts';
import type { TimerState } from '../timer/timer-state.ts';
import type { Snapshot } from './snapshot.ts';
import type { StoredCandidate, StoredTask, StoredTaskRecord } from './stored-task.ts';

export type { StoredCandidate, StoredTask, StoredTaskRecord, TaskNote } from './stored-task.ts';

/** A deployed definition, of a process or a statechart; its id is its hash. */
export interface StoredDefinition {
  readonly hash: string;
  readonly process: string;
  /** The version that its author gave it. */
  readonly tag?: string;
  /** Counts the definitions of a process, from 1. */
  readonly number: number;
  readonly deployedAt: number;
  /** No instance may be started on it since then. */
  readonly suspendedAt?: number;
  readonly definition: ProcessDefinition | ChartDefinition;
}

/** What starts a process from outside: a message or signal start of its latest definition. */
export interface StoredStart {
  readonly id: string;
  readonly kind: 'message' | 'signal' | 'condition';
  /** Of the message or signal; '' for a condition. */
  readonly name: string;
  readonly process: string;
  readonly hash: string;
  readonly node: string;
}

/** An instance. */
export interface StoredInstance {
  readonly id: string;
  readonly process: string;
  /** The hash of the definition that it runs on. */
  readonly definition: string;
  /** That of its snapshot, or `suspended`. */
  readonly state: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  /** What it is for: an order, a customer, as its starter named it. */
  readonly key?: string;
  /** Unique among running instances: what a message start with a key was for. */
  readonly startKey?: string;
  /** Who has called it, and waits for its end; how many stand above it. */
  readonly parent?: { readonly instance: string; readonly wait: number };
  readonly depth?: number;
  readonly snapshot: Snapshot;
}

/** A page of history. */
export interface StoredHistory extends HistoryPage {
  readonly id: string;
}

/** A job that can be claimed. */
export interface StoredJob {
  readonly id: string;
  readonly instance: string;
  readonly wait: number;
  readonly type: string;
  /**
   * When it can be claimed; while it is locked, when the lock ends. Left out: an incident is open.
   */
  readonly due?: number;
  readonly owner?: string;
  /** When its last claim was made. */
  readonly claimedAt?: number;
  /** Counts claims. */
  readonly fence: number;
  readonly effectKey: string;
}

/** A timer. */
export interface StoredTimer {
  readonly id: string;
  readonly instance: string;
  readonly wait: number;
  readonly due: number;
  /** It starts a process: no instance, and what it starts. */
  readonly start?: {
    readonly hash: string;
    readonly node: string;
    readonly timer: TimerState;
    /** It was due before its definition was deployed. */
    readonly missed?: true;
  };
}

/** A subscription to a message or signal. */
export interface StoredSubscription {
  readonly id: string;
  /** Those of a suspended instance are told apart: messages are held for it, signals pass it by. */
  readonly kind: 'message' | 'signal' | 'suspended message' | 'suspended signal';
  readonly name: string;
  readonly key: string;
  readonly instance: string;
  readonly wait: number;
  readonly openedAt: number;
}

/** A message that waits for a subscription. */
export interface StoredMessage {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly variables: Variables;
  readonly publishedAt: number;
  /** Alive before this instant. */
  readonly expiresAt: number;
  /** A suspended instance that waited for it when it came. */
  readonly heldFor?: string;
}

/** What came of a message with an id, so that a second delivery does nothing. */
export interface StoredDelivery {
  readonly id: string;
  readonly outcome: Json;
  readonly forgetAt: number;
}

/** A signal on its way to those who had subscribed when it was sent. */
export interface StoredSignal {
  readonly id: string;
  readonly name: string;
  readonly variables: Variables;
  readonly sentAt: number;
  /** Its place among what its commit has sent. */
  readonly place: number;
  readonly recipients: readonly SignalRecipient[];
}

/** Who gets a signal: a wait of an instance, or a start event. */
export type SignalRecipient =
  | { readonly instance: string; readonly wait: number }
  | { readonly hash: string; readonly node: string };

/** An incident that is open. */
export interface StoredIncident {
  readonly id: string;
  readonly instance: string;
  readonly incident: number;
  readonly process: string;
  readonly code: string;
  readonly node: string;
  readonly message: string;
  readonly openedAt: number;
}

/** News for the world outside, kept until they are delivered. */
export interface StoredNews {
  readonly id: string;
  readonly at: number;
  readonly event: EventEnvelope;
}

/** A message of an instance that is still to be brought to others; or a call, or the end of one. */
export interface StoredOutgoing {
  readonly id: string;
  readonly at: number;
  /** Its place among what its commit has sent. */
  readonly place: number;
  /** Of the message; of the process or chart that is called. */
  readonly name: string;
  readonly key: string;
  readonly variables: Variables;
  /** A call: what is to be started, and who waits for it. */
  readonly begins?: {
    readonly parent: { readonly instance: string; readonly wait: number };
    readonly version?: string;
    readonly depth: number;
  };
  /** The end of what was called. `failed`: the code with which it did not come to a good end. */
  readonly ends?: {
    readonly parent: { readonly instance: string; readonly wait: number };
    readonly failed?: string;
  };
}

/** Up to when timers were served; one document. */
export interface StoredWatch {
  readonly id: 'clock';
  readonly servedUntil: number;
}

const idOf = ({ id }: { readonly id: string }): string => id;

/** Definitions by hash. */
export const definitions = collection<StoredDefinition>('bpm_definition', {
  id: ({ hash }) => hash,
  fields: { process: 'text', tag: 'text', number: 'integer', deployedAt: 'integer' },
  indexes: { byTag: ['process', 'tag', 'number'] },
  unique: { byProcess: ['process', 'number'] },
});

/** Start events that something outside triggers. */
export const starts = collection<StoredStart>('bpm_start', {
  id: idOf,
  fields: { kind: 'text', name: 'text', process: 'text' },
  indexes: { byName: ['kind', 'name'], byProcess: ['process'] },
});

/** Instances. */
export const instances = collection<StoredInstance>('bpm_instance', {
  id: idOf,
  fields: {
    process: 'text',
    definition: 'text',
    state: 'text',
    startedAt: 'integer',
    key: 'text',
    startKey: 'text',
  },
  indexes: {
    byState: ['state', 'process', 'startedAt'],
    byDefinition: ['definition', 'state'],
    byKey: ['key', 'startedAt'],
  },
  unique: { byStartKey: ['startKey'] },
});

/** History, in pages of one commit each. */
export const history = collection<StoredHistory>('bpm_history', {
  id: idOf,
  fields: { instance: 'text', first: 'integer', at: 'integer' },
});

/** Jobs. */
export const jobs = collection<StoredJob>('bpm_job', {
  id: idOf,
  fields: { instance: 'text', wait: 'integer', type: 'text', due: 'integer', owner: 'text' },
  indexes: { byType: ['type', 'due', 'wait'] },
});

/** Timers. Of those due at one instant, the one that was opened first is the first. */
export const timers = collection<StoredTimer>('bpm_timer', {
  id: idOf,
  fields: { instance: 'text', wait: 'integer', due: 'integer' },
  indexes: { byDue: ['due', 'wait'] },
});

/** Subscriptions. */
export const subscriptions = collection<StoredSubscription>('bpm_subscription', {
  id: idOf,
  fields: {
    kind: 'text',
    name: 'text',
    key: 'text',
    instance: 'text',
    wait: 'integer',
    openedAt: 'integer',
  },
  indexes: { byName: ['kind', 'name', 'key', 'openedAt', 'instance', 'wait'] },
});

/** Buffered messages. */
export const messages = collection<StoredMessage>('bpm_message', {
  id: idOf,
  fields: { name: 'text', key: 'text', publishedAt: 'integer', expiresAt: 'integer' },
  indexes: { byName: ['name', 'key', 'publishedAt'], byExpiry: ['expiresAt'] },
});

/** Message ids that were seen. */
export const deliveries = collection<StoredDelivery>('bpm_delivery', {
  id: idOf,
  fields: { forgetAt: 'integer' },
  indexes: { byAge: ['forgetAt'] },
});

/** Signals under way. */
export const signals = collection<StoredSignal>('bpm_signal', {
  id: idOf,
  fields: { name: 'text', sentAt: 'integer', place: 'integer' },
  indexes: { byTime: ['sentAt', 'place'] },
});

/** Tasks. */
export const tasks = collection<StoredTask>('bpm_task', {
  id: idOf,
  fields: {
    instance: 'text',
    process: 'text',
    node: 'text',
    assignee: 'text',
    due: 'integer',
    followUp: 'integer',
    priority: 'integer',
    createdAt: 'integer',
  },
  indexes: {
    byAssignee: ['assignee', 'createdAt'],
    byProcess: ['process', 'createdAt'],
    byInstance: ['instance'],
    byDue: ['due'],
  },
});

/** Candidates of tasks. */
export const candidates = collection<StoredCandidate>('bpm_candidate', {
  id: idOf,
  fields: { task: 'text', kind: 'text', name: 'text' },
  indexes: { byName: ['kind', 'name'] },
});

/** What was done with tasks that are over, kept for whoever asks later. */
export const taskRecords = collection<StoredTaskRecord>('bpm_task_record', {
  id: idOf,
  fields: { instance: 'text', process: 'text', node: 'text', endedAt: 'integer' },
  indexes: { byInstance: ['instance', 'endedAt'] },
});

/** Open incidents. */
export const incidents = collection<StoredIncident>('bpm_incident', {
  id: idOf,
  fields: { instance: 'text', process: 'text', code: 'text', node: 'text', openedAt: 'integer' },
  indexes: { byProcess: ['process', 'openedAt'], byInstance: ['instance'] },
});

/** The outbox. */
export const news = collection<StoredNews>('bpm_news', {
  id: idOf,
  fields: { at: 'integer' },
  indexes: { byTime: ['at'] },
});

/** Messages of processes on their way. */
export const outgoing = collection<StoredOutgoing>('bpm_outgoing', {
  id: idOf,
  fields: { at: 'integer', place: 'integer', name: 'text' },
  indexes: { byTime: ['at', 'place'] },
});

/** The watch over timers. */
export const watches = collection<StoredWatch>('bpm_watch', {
  id: idOf,
  fields: { servedUntil: 'integer' },
});

/** All of them; what a process engine prepares. */
export const processCollections: readonly Collection[] = [
  definitions,
  starts,
  instances,
  history,
  jobs,
  timers,
  subscriptions,
  messages,
  deliveries,
  signals,
  tasks,
  candidates,
  taskRecords,
  incidents,
  news,
  outgoing,
  watches,
];

/** The id of a row that stands for a wait. */
export const waitRow = (instance: string, wait: number): string => `${instance}/${wait}`;

/** The instance and the wait that the id of a row stands for; an instance's id may hold a `/`. */
export function rowParts(id: string): { readonly instance: string; readonly activity: string } {
  const at = id.lastIndexOf('/');
  return { instance: id.slice(0, Math.max(0, at)), activity: id.slice(at + 1) };
}
