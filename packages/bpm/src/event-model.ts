/**
 * The events of a definition: what a start, catch or boundary event waits for, and what a throw or
 * end event says. Words and kinds are those of BPMN 2.0.2, chapter 10.5.
 */
import * as z from 'zod';

/** An id of an element: what XML allows in an id, and a person can type. */
export const elementId = z
  .string()
  .regex(/^[\p{L}_][\p{L}\p{N}_.-]{0,127}$/u, 'a letter first, then letters, digits, _ . -');

/** A name that a person reads. */
export const label = z.string().max(400);

/** A name that things are matched by: a message, a signal, a type of job. */
export const matchName = z.string().min(1).max(200);

/** The text of an expression in the language of its process, or in one that it names. */
export const expression = z.union([
  z.string().min(1).max(10_000),
  z.strictObject({ language: z.string().min(1), text: z.string().max(10_000) }),
]);
export type Expression = z.output<typeof expression>;

/** A literal text, or `{ expression }` where the text is to be computed. */
export const textOrExpression = z.union([
  z.string().min(1).max(2000),
  z.strictObject({ expression }),
]);
export type TextOrExpression = z.output<typeof textOrExpression>;

/** What happens to occurrences of a timer that came due while no engine was running. */
export const missedPolicy = z.enum(['fireOnce', 'fireAll', 'skip']);

/** A message: goes to one subscription, by name and correlation key. */
export const messageEvent = z.strictObject({
  type: z.literal('message'),
  name: matchName,
  /** Its value is the correlation key; left out = the empty key. */
  key: expression.optional(),
});

/** A signal: goes to all who wait for it now. */
export const signalEvent = z.strictObject({ type: z.literal('signal'), name: matchName });

/** A time: one of date, duration, cycle (ISO 8601) or cron. */
export const timerEvent = z.strictObject({
  type: z.literal('timer'),
  date: textOrExpression.optional(),
  duration: textOrExpression.optional(),
  cycle: textOrExpression.optional(),
  cron: textOrExpression.optional(),
  /** An IANA zone; left out = that of the process, or UTC. */
  zone: z.string().optional(),
  missed: missedPolicy.optional(),
  /** A business calendar, by the name under which the engine was given it. */
  calendar: z.string().optional(),
});

/** An error: business news that stops its thrower. Without code, any. */
export const errorEvent = z.strictObject({
  type: z.literal('error'),
  code: matchName.optional(),
});

/** An escalation: news for those above; its thrower goes on. Without code, any. */
export const escalationEvent = z.strictObject({
  type: z.literal('escalation'),
  code: matchName.optional(),
});

/** A condition on variables, that fires when it becomes true. */
export const conditionalEvent = z.strictObject({
  type: z.literal('conditional'),
  condition: expression,
});

/** Compensation: of one activity, or of all that the scope has done. */
export const compensationEvent = z.strictObject({
  type: z.literal('compensation'),
  activity: elementId.optional(),
});

/** Cancels the transaction. */
export const cancelEvent = z.strictObject({ type: z.literal('cancel') });

/** Ends its scope with all that goes on in it. */
export const terminateEvent = z.strictObject({ type: z.literal('terminate') });

/** A jump within a scope, to the catch event of the same name. */
export const linkEvent = z.strictObject({ type: z.literal('link'), name: matchName });

/** Any event. */
export const eventDefinition = z.discriminatedUnion('type', [
  messageEvent,
  signalEvent,
  timerEvent,
  errorEvent,
  escalationEvent,
  conditionalEvent,
  compensationEvent,
  cancelEvent,
  terminateEvent,
  linkEvent,
]);
export type EventDefinition = z.output<typeof eventDefinition>;
export type MessageEvent = z.output<typeof messageEvent>;
export type TimerEvent = z.output<typeof timerEvent>;
