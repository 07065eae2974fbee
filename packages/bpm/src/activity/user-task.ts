/**
 * What a person is asked to do, computed when the task is opened.
 *
 * @source BPMN 2.0.2, 10.3.4.1 (user task), WS-HumanTask for people and groups
 */
import { type Burst, record, type TaskWork } from '../burst.ts';
import type { CompiledNode } from '../compiled.ts';
import type { CompiledExpression } from '../expression.ts';
import { zoneOf } from '../event/open-event.ts';
import { badValue, Halt, textOf } from '../halt.ts';
import type { TextOrExpression } from '../event-model.ts';
import { fillText } from './fill-text.ts';
import type { UserWork } from '../model.ts';
import { isTimerIssue } from '../timer/timer-issue.ts';
import { readTimer } from '../timer/timer-rule.ts';
import { activate } from '../timer/timer-state.ts';
import { evaluateAt, variableAt } from '../variables.ts';

/** The priority of a task that names none. */
const PRIORITY = 50;

/**
 * The row of a task.
 *
 * @throws Halt expression-failed, bad-timer
 */
export function taskWork(burst: Burst, frame: number, node: CompiledNode): TaskWork {
  const work: UserWork = (node.node.kind === 'user' && node.node.work) || {};
  const { expressions } = node;
  const assignee = optionalText(burst, frame, work.assignee, expressions.assignee);
  const users = names(burst, frame, work.candidateUsers, expressions.candidateUsers);
  const groups = names(burst, frame, work.candidateGroups, expressions.candidateGroups);
  const { instructions, form, calendar } = work;
  const due = instant(burst, frame, work.due, expressions.due, calendar);
  const followUp = instant(burst, frame, work.followUp, expressions.followUp, calendar);
  return {
    name: node.node.name ?? node.id,
    ...(assignee !== undefined && { assignee }),
    ...(users && { candidateUsers: users }),
    ...(groups && { candidateGroups: groups }),
    ...(due !== undefined && { due }),
    ...(followUp !== undefined && { followUp }),
    priority: priorityOf(burst, frame, work.priority, expressions.priority),
    ...(form && { form: form }),
    ...(instructions !== undefined && {
      instructions: filled(burst, frame, node.id, instructions),
    }),
  };
}

function optionalText(
  burst: Burst,
  frame: number,
  given: TextOrExpression | undefined,
  expression: CompiledExpression | undefined,
): string | undefined {
  if (expression === undefined) return typeof given === 'string' ? given : undefined;
  const value = evaluateAt(burst, frame, expression);
  if (value === null) return undefined;
  return textOf(burst, frame, expression);
}

function names(
  burst: Burst,
  frame: number,
  given: UserWork['candidateUsers'],
  expression: CompiledExpression | undefined,
): readonly string[] | undefined {
  if (expression === undefined) return Array.isArray(given) ? given : undefined;
  const value = evaluateAt(burst, frame, expression);
  if (typeof value === 'string') return [value];
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
  throw badValue(expression, value, 'a name or a list of names');
}

/** An instant as ISO text, or a duration from now: of the calendar, where one is named. */
function instant(
  burst: Burst,
  frame: number,
  given: TextOrExpression | undefined,
  expression: CompiledExpression | undefined,
  calendar: string | undefined,
): number | undefined {
  const text = optionalText(burst, frame, given, expression);
  if (text === undefined) return undefined;
  const spec = text.startsWith('P') ? { duration: text, calendar } : { date: text };
  const { calendars } = burst.library;
  const rule = readTimer(spec, { zone: zoneOf(burst, frame), calendars });
  if (isTimerIssue(rule)) throw new Halt('bad-timer', rule.message, { text });
  return activate(rule, burst.now).due;
}

function priorityOf(
  burst: Burst,
  frame: number,
  given: UserWork['priority'],
  expression: CompiledExpression | undefined,
): number {
  if (expression === undefined) return typeof given === 'number' ? given : PRIORITY;
  const value = evaluateAt(burst, frame, expression);
  if (typeof value === 'number') return value;
  throw badValue(expression, value, 'a number');
}

/** What is to be done, in words; what they lack is noted. */
function filled(burst: Burst, frame: number, node: string, instructions: string): string {
  const { text, missing } = fillText(instructions, (name) => variableAt(burst, frame, name));
  if (missing.length > 0) {
    const detail = { node, missing };
    record(burst, { type: 'noted', code: 'unfilled-instructions', detail });
  }
  return text;
}
