/**
 * Call queues: whom to call next, and when to try again.
 *
 * By priority, then by when the call is due, then by who waits longest; at an hour that suits the
 * one who is called, by his own zone, and not more often than is decent.
 */
import { type Instant, isKnownZone, localOf, weekday } from '@kontor/kernel';
import * as z from 'zod';
import { checkGiven } from '../check-given.ts';
import { CrmError } from '../errors.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:00');

/** How a queue calls. */
export const callQueue = z.strictObject({
  /** Names the queue in the store. */
  id: z.string().min(1).max(128).default('calls'),
  /** Local times of the called, half-open. */
  windows: z
    .array(z.strictObject({ from: time, to: time }))
    .min(1)
    .default([{ from: '09:00', to: '18:00' }]),
  /** 1 = Monday … 7 = Sunday. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5]),
  attemptsMax: z.int().min(1).default(6),
  attemptsPerDayMax: z.int().min(1).default(2),
  /** Minutes until the next try, by what came of the last one. */
  retryMinutes: z
    .record(z.string(), z.int().min(0))
    .default({ busy: 15, noAnswer: 240, voiceMail: 1440 }),
  /** Minutes for which a call that was taken from the store is kept for who took it. */
  holdMinutes: z.int().min(1).default(15),
});

/** A queue in force. */
export type CallQueue = z.output<typeof callQueue>;

/** Somebody who is to be called. */
export interface QueuedCall {
  readonly id: string;
  /** The greater, the sooner. */
  readonly priority: number;
  /** Not before this instant, milliseconds since 1970. */
  readonly dueAt: Instant;
  /** When it came into the queue. */
  readonly queuedAt: Instant;
  /** IANA zone of the called. */
  readonly zone: string;
  /** Instants of the tries so far. */
  readonly attempts: readonly Instant[];
  /** Who may call; anyone when left out. */
  readonly agent?: string | undefined;
}

/** Why a call is not made now. */
export type CallBar = 'notDue' | 'outsideHours' | 'triedToday' | 'triedOut' | 'otherAgent';

/**
 * Checks a queue.
 *
 * @throws CrmError CRM_INVALID_DEFINITION — every fault with its path
 */
export function defineCallQueue(input: z.input<typeof callQueue> = {}): CallQueue {
  const about = { code: 'CRM_INVALID_DEFINITION', what: 'The call queue' } as const;
  return checkGiven(callQueue, input, about, ({ windows }) =>
    windows.flatMap(({ from, to }, at) =>
      from < to ? [] : [{ path: `windows.${at}.to`, message: `must be after ${from}` }],
    ),
  );
}

/**
 * Why a call is not to be made at an instant; undefined where it may be.
 *
 * @throws CrmError CRM_INVALID_INPUT — a zone that there is not
 */
export function callBar(
  queue: CallQueue,
  call: QueuedCall,
  now: Instant,
  agent?: string,
): CallBar | undefined {
  if (call.agent !== undefined && call.agent !== agent) return 'otherAgent';
  if (call.attempts.length >= queue.attemptsMax) return 'triedOut';
  if (call.dueAt > now) return 'notDue';
  const here = localTime(call, now);
  const today = call.attempts.filter((at) => localTime(call, at).day === here.day).length;
  if (today >= queue.attemptsPerDayMax) return 'triedToday';
  const isOpen =
    queue.weekdays.includes(here.weekday) &&
    queue.windows.some(({ from, to }) => from <= here.time && here.time < to);
  return isOpen ? undefined : 'outsideHours';
}

function localTime(
  { id, zone }: QueuedCall,
  at: Instant,
): { readonly day: string; readonly weekday: number; readonly time: string } {
  if (!isKnownZone(zone)) {
    const issues = [{ path: 'zone', message: `there is no zone '${zone}'` }];
    throw new CrmError('CRM_INVALID_INPUT', { what: `The call '${id}'`, issues });
  }
  const { day, minute } = localOf(zone, at);
  const text = (value: number): string => String(value).padStart(2, '0');
  const time = `${text(Math.floor(minute / 60))}:${text(minute % 60)}`;
  return { day: String(day), weekday: weekday(day) === 0 ? 7 : weekday(day), time };
}

/**
 * The next call; undefined where none may be made now.
 *
 * @param agent who asks; calls that are kept for another one are not his
 */
export function nextCall(
  queue: CallQueue,
  calls: readonly QueuedCall[],
  now: Instant,
  agent?: string,
): QueuedCall | undefined {
  return calls
    .filter((call) => callBar(queue, call, now, agent) === undefined)
    .sort(
      (a, b) =>
        b.priority - a.priority ||
        a.dueAt - b.dueAt ||
        a.queuedAt - b.queuedAt ||
        (a.id < b.id ? -1 : 1),
    )[0];
}

/** What came of a call, and what becomes of its place in the queue. */
export interface CallLog {
  /** The call with one more try; undefined where it leaves the queue. */
  readonly call: QueuedCall | undefined;
  /** Why it leaves: it was answered, or tried as often as it may be. */
  readonly left?: 'answered' | 'triedOut' | undefined;
}

/**
 * Logs what came of a call. An outcome that the queue has a wait for is tried again after it; any
 * other one is an answer.
 */
export function logCall(
  queue: CallQueue,
  call: QueuedCall,
  { outcome, at }: { readonly outcome: string; readonly at: Instant },
): CallLog {
  const wait = Object.hasOwn(queue.retryMinutes, outcome) ? queue.retryMinutes[outcome] : undefined;
  if (wait === undefined) return { call: undefined, left: 'answered' };
  const attempts = [...call.attempts, at];
  if (attempts.length >= queue.attemptsMax) return { call: undefined, left: 'triedOut' };
  return { call: { ...call, attempts, dueAt: at + wait * 60_000 } };
}
