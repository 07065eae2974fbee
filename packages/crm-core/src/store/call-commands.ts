/**
 * Call queues in the store: lists made of records, each call taken by one agent, and what came of
 * it logged as an activity in the commit that moves or ends its place in the queue.
 *
 * A call that was taken is kept for its agent for a while (`holdMinutes`), so that an agent who is
 * gone does not keep it for ever.
 */
import type { Json } from '@kontor/kernel';
import { nameOf } from '../actor.ts';
import { type CallQueue, logCall, nextCall, type QueuedCall } from '../assignment/call-queue.ts';
import { CrmError } from '../errors.ts';
import type { Predicate } from '../predicate/predicate.ts';
import { valueOf } from '../record/fold-events.ts';
import type { CrmRecord } from '../record/record.ts';
import { type CrmWork, objectOf } from './crm-core.ts';
import { findRecords } from './find-records.ts';
import type { RunCommand } from './opportunity-commands.ts';
import { recordOf } from './record-collection.ts';
import { changeRecord, createRecord, requireRecord } from './save-record.ts';

/** How calls come into a queue. */
export interface CallTerms {
  /** The greater, the sooner; 0 when left out. */
  readonly priority?: number | undefined;
  /** UTC ISO: not before; now when left out. */
  readonly dueAt?: string | undefined;
  /** IANA zone of those whose record names none. */
  readonly zone?: string | undefined;
  /** Who may call; anyone when left out. */
  readonly agent?: string | undefined;
  readonly reason?: string | undefined;
}

/** Whom a list is made of. */
export interface CallList extends CallTerms {
  readonly object: 'contact' | 'lead';
  readonly where?: Predicate | undefined;
  readonly params?: Readonly<Record<string, Json>> | undefined;
  /** At most so many at once, as one commit writes them; 500 when left out. */
  readonly limit?: number | undefined;
}

/** What came of a call. */
export interface CallOutcome {
  /** One that the queue has a wait for is tried again; any other one is an answer. */
  readonly outcome: string;
  readonly durationMinutes?: number | undefined;
  readonly body?: string | undefined;
}

/** A call that was logged. */
export interface LoggedCall<Activity = CrmRecord, Call = CrmRecord> {
  readonly activity: Activity;
  readonly call: Call;
  /** Why it left the queue; undefined where it is tried again. */
  readonly left?: 'answered' | 'triedOut' | undefined;
}

/** The commands of call queues. */
export class CallCommands<Call, Activity> {
  readonly #run: RunCommand;

  constructor(run: RunCommand) {
    this.#run = run;
  }

  /**
   * Puts everyone who fulfils a condition, and is not in the queue yet, into it.
   *
   * @returns the calls that came in
   * @throws CrmError CRM_INVALID_PREDICATE
   * @throws CrmError CRM_INVALID_INPUT — somebody has no zone, and none is given
   */
  fill(queue: CallQueue, list: CallList): Promise<Call[]> {
    return this.#run((work) => fillQueue(work, queue, list)) as Promise<Call[]>;
  }

  /**
   * Takes the next call for the user: nobody else gets it while it is his.
   *
   * @returns undefined where nobody may be called now
   */
  next(queue: CallQueue): Promise<Call | undefined> {
    return this.#run((work) => takeNext(work, queue)) as Promise<Call | undefined>;
  }

  /**
   * Logs what came of a call: an activity that is done, and the call's next try or its end.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD
   * @throws CrmError CRM_INVALID_INPUT — another one has it, or it left the queue before
   */
  log(queue: CallQueue, id: string, outcome: CallOutcome): Promise<LoggedCall<Activity, Call>> {
    return this.#run((work) => logStored(work, queue, id, outcome)) as Promise<never>;
  }

  /**
   * Gives a call back that was not made.
   *
   * @throws CrmError as `log`
   */
  release(id: string): Promise<Call> {
    return this.#run(async (work) => {
      const call = await requireOpen(work, id);
      return changeRecord(work, call, { verb: 'released', values: FREE });
    }) as Promise<Call>;
  }

  /**
   * Takes a call out of its queue without calling.
   *
   * @throws CrmError as `log`
   */
  cancel(id: string, { reason }: { readonly reason?: string | undefined } = {}): Promise<Call> {
    return this.#run(async (work) => {
      const call = await requireOpen(work, id);
      return changeRecord(work, call, { verb: 'left', values: leftValues('cancelled'), reason });
    }) as Promise<Call>;
  }
}

const FREE = { takenBy: null, takenUntil: null };

const leftValues = (left: string) => ({ ...FREE, left, openIn: null });

/** So many that a list of 500, each with its event and its indexes, is one commit on any store. */
const LIST_LIMIT = 500;

async function fillQueue(work: CrmWork, queue: CallQueue, list: CallList): Promise<CrmRecord[]> {
  const { object, where, params, limit = LIST_LIMIT } = list;
  const { tx, core, actor, now } = work;
  const asking = { reader: tx, core, actor, now: Date.parse(now) };
  const queued = new Set((await openCalls(work, queue)).map((call) => valueOf(call, object)));
  const calls: CrmRecord[] = [];
  for (const record of await findRecords(asking, object, { where, params })) {
    if (calls.length >= limit) break;
    if (!queued.has(record.id)) calls.push(await enqueue(work, queue, record, list));
  }
  return calls;
}

function enqueue(
  work: CrmWork,
  queue: CallQueue,
  record: CrmRecord,
  { object, priority = 0, dueAt = work.now, zone, agent, reason }: CallList,
): Promise<CrmRecord> {
  const zoneOfCalled = textOf(record, 'zone') ?? zone;
  if (zoneOfCalled === undefined) {
    const message = `the ${object} '${record.id}' has none, and the list gives none`;
    const issues = [{ path: 'zone', message }];
    throw new CrmError('CRM_INVALID_INPUT', { what: `The call list '${queue.id}'`, issues });
  }
  const account = textOf(record, 'account');
  const values = {
    queue: queue.id,
    openIn: queue.id,
    [object]: record.id,
    priority,
    dueAt,
    queuedAt: work.now,
    zone: zoneOfCalled,
    attempts: [],
    ...(account !== undefined && { account }),
    ...(agent !== undefined && { agent, owner: agent }),
  };
  const change = { verb: 'created', values, reason: reason ?? `list ${queue.id}` };
  return createRecord(work, 'queuedCall', work.core.ids.next(), change);
}

/** The calls of a queue that were not made to the end, those among them that somebody has. */
async function openCalls({ tx, core }: CrmWork, queue: CallQueue): Promise<CrmRecord[]> {
  const stored = objectOf(core, 'queuedCall');
  const found = await tx.scan(stored.rows, {
    index: stored.indexOf.get('openIn')!,
    equals: [queue.id],
  });
  return found.map((document) => recordOf(stored, document));
}

async function takeNext(work: CrmWork, queue: CallQueue): Promise<CrmRecord | undefined> {
  const user = nameOf(work.actor);
  const isSeen = work.core.policy.filter(work.actor, 'read', 'queuedCall');
  // Whoever was removed since then is nobody to call.
  const isSomebody = (call: CrmRecord) =>
    ['contact', 'lead'].some((of) => valueOf(call, of) !== null);
  const calls = (await openCalls(work, queue)).filter(
    (call) => isSomebody(call) && isSeen(call) && !isTakenByOther(call, user, work.now),
  );
  const now = Date.parse(work.now);
  const next = nextCall(queue, calls.map(asQueued), now, user);
  if (next === undefined) return undefined;
  const takenUntil = new Date(now + queue.holdMinutes * 60_000).toISOString();
  const call = calls.find(({ id }) => id === next.id)!;
  return changeRecord(work, call, { verb: 'taken', values: { takenBy: user, takenUntil } });
}

function isTakenByOther(call: CrmRecord, user: string, now: string): boolean {
  const until = textOf(call, 'takenUntil');
  return until !== undefined && until > now && textOf(call, 'takenBy') !== user;
}

async function logStored(
  work: CrmWork,
  queue: CallQueue,
  id: string,
  { outcome, durationMinutes, body }: CallOutcome,
): Promise<LoggedCall> {
  const before = await requireOpen(work, id);
  const user = nameOf(work.actor);
  const logged = logCall(queue, asQueued(before), { outcome, at: Date.parse(work.now) });
  const of = Object.fromEntries(
    (['contact', 'lead', 'account'] as const).flatMap((field) => {
      const value = textOf(before, field);
      return value === undefined ? [] : [[field, value]];
    }),
  );
  const told = { durationMinutes, body };
  const done = { status: 'done', doneAt: work.now, direction: 'out', outcome };
  const values = {
    kind: 'call',
    subject: `Call, ${queue.id}`,
    owner: user,
    ...done,
    ...of,
    ...told,
  };
  const change = { verb: 'completed', values, reason: `call ${id}` };
  const activity = await createRecord(work, 'activity', work.core.ids.next(), change);
  const { left } = logged;
  const call = await changeRecord(work, before, {
    verb: left === undefined ? 'tried' : 'left',
    values: left === undefined ? triedValues(logged.call!) : leftValues(left),
    details: { outcome, activity: activity.id },
  });
  return { activity, call, ...(left !== undefined && { left }) };
}

const triedValues = ({ attempts, dueAt }: QueuedCall) => ({
  ...FREE,
  attempts: attempts.map((at) => new Date(at).toISOString()),
  dueAt: new Date(dueAt).toISOString(),
});

/** A call that is still in its queue, and not in the hands of somebody else. */
async function requireOpen(work: CrmWork, id: string): Promise<CrmRecord> {
  const call = await requireRecord(work, 'queuedCall', id);
  const left = textOf(call, 'left');
  const fault =
    left !== undefined
      ? { path: 'left', message: `it has left its queue: ${left}` }
      : isTakenByOther(call, nameOf(work.actor), work.now)
        ? { path: 'takenBy', message: `${textOf(call, 'takenBy')} has it for now` }
        : undefined;
  if (fault === undefined) return call;
  throw new CrmError('CRM_INVALID_INPUT', { what: `The call '${id}'`, issues: [fault] });
}

function asQueued(call: CrmRecord): QueuedCall {
  const attempts = (valueOf(call, 'attempts') ?? []) as readonly string[];
  return {
    id: call.id,
    priority: valueOf(call, 'priority') as number,
    dueAt: Date.parse(textOf(call, 'dueAt')!),
    queuedAt: Date.parse(textOf(call, 'queuedAt')!),
    zone: textOf(call, 'zone')!,
    attempts: attempts.map((at) => Date.parse(at)),
    agent: textOf(call, 'agent'),
  };
}

function textOf(record: CrmRecord, field: string): string | undefined {
  const value = valueOf(record, field);
  return typeof value === 'string' ? value : undefined;
}
