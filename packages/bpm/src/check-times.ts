/**
 * Faults of times that are written out: timers, due dates of tasks, pauses of retries, zones.
 *
 * What an expression computes is read when it is needed, and is an incident then; a literal text
 * need not wait so long.
 */
import { eventsOf } from './check-events.ts';
import { type CheckedScope, issue, type ScopeCheck } from './check-scope.ts';
import type { DefinitionIssue } from './errors.ts';
import type { TextOrExpression, TimerEvent } from './event-model.ts';
import type { Node, NodeOf, RetryRule, UserWork } from './model.ts';
import { readDuration } from './timer/iso-duration.ts';
import { isTimerIssue } from './timer/timer-issue.ts';
import { readTimer, type TimerSpec } from './timer/timer-rule.ts';
import { isTimerZone } from './timer/wall-time.ts';

/** Faults of the times of a scope. */
export const checkTimes: ScopeCheck = (scope) => [
  ...(scope.owner === undefined ? checkZone(scope) : []),
  ...scope.nodes.flatMap((node) => [
    ...checkTimers(node),
    ...(node.kind === 'user' ? checkWork(node) : []),
    ...(node.kind === 'service' && node.retry !== undefined ? checkRetry(node.id, node.retry) : []),
  ]),
];

function checkZone({ definition: { id, zone } }: CheckedScope): DefinitionIssue[] {
  if (zone === undefined || isTimerZone(zone)) return [];
  const message = `'${zone}' is no time zone; write an IANA name such as Europe/Rome`;
  return [issue('timer-zone', `${id}.zone`, message)];
}

function checkTimers(node: Node): DefinitionIssue[] {
  return eventsOf(node).events.flatMap((event, at) =>
    event.type === 'timer' ? checkTimer(event, `${node.id}.on.${at}`) : [],
  );
}

/** The faults that reading finds; a timer without one kind of text is told of elsewhere. */
function checkTimer(timer: TimerEvent, path: string): DefinitionIssue[] {
  const { date, duration, cycle, cron, zone, missed } = timer;
  const texts = Object.entries({ date, duration, cycle, cron }).filter(
    ([, text]) => text !== undefined,
  );
  const [kind, text] = texts[0] ?? [];
  if (texts.length !== 1 || kind === undefined) return [];
  // Days of a calendar that only the engine knows are read as those of the week.
  const literal = typeof text === 'string' ? { [kind]: text } : { date: '2000-01-01' };
  return read({ ...literal, zone, missed }, path);
}

function read(spec: TimerSpec, path: string): DefinitionIssue[] {
  const rule = readTimer(spec);
  if (!isTimerIssue(rule)) return [];
  return [issue(rule.code, `${path}.${rule.at}`, rule.message)];
}

function checkWork({ id, work }: NodeOf<'user'>): DefinitionIssue[] {
  const fault = (field: 'due' | 'followUp', text: TextOrExpression | undefined) => {
    if (typeof text !== 'string') return [];
    const spec = text.startsWith('P') ? { duration: text } : { date: text };
    const rule = readTimer(spec);
    return isTimerIssue(rule) ? [issue(rule.code, `${id}.work.${field}`, rule.message)] : [];
  };
  return [...fault('due', work?.due), ...fault('followUp', work?.followUp), ...unused(id, work)];
}

function unused(id: string, work: UserWork | undefined): DefinitionIssue[] {
  const { calendar, due, followUp } = work ?? {};
  if (calendar === undefined || due !== undefined || followUp !== undefined) return [];
  const message = 'counts nothing: give a due or follow-up date as a duration, or leave it out';
  return [issue('calendar-without-date', `${id}.work.calendar`, message)];
}

function checkRetry(id: string, { pause, most }: RetryRule): DefinitionIssue[] {
  return Object.entries({ pause, most }).flatMap(([field, text]) => {
    if (text === undefined || isFixed(text)) return [];
    const message = `'${text}' is no duration of fixed length; write one such as PT5S`;
    return [issue('retry-duration', `${id}.retry.${field}`, message)];
  });
}

function isFixed(text: string): boolean {
  const duration = readDuration(text);
  return duration !== undefined && duration.months === 0;
}
