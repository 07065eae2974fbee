/**
 * Executable content. A fault raises `error.execution` and ends its block, and no other.
 *
 * @source SCXML 1.0, chapter 4
 */
import { type SessionDraft } from './chart-draft.ts';
import {
  asFault,
  type ChartRun,
  dataOf,
  dataToChange,
  note,
  raiseError,
  raiseEvent,
} from './chart-run.ts';
import { isSystemLocation } from './chart-language.ts';
import type { Action, Branch } from './chart-model.ts';
import { cancelSend, send } from './send.ts';

/** Runs a block of content. */
export function runBlock(run: ChartRun, session: SessionDraft, block: readonly Action[]): void {
  if (block.length === 0) return;
  try {
    runActions(run, session, block);
  } catch (error) {
    raiseError(run, session, error, 'script');
  }
}

function runActions(run: ChartRun, session: SessionDraft, actions: readonly Action[]): void {
  for (const action of actions) {
    try {
      runAction(run, session, action);
    } catch (error) {
      throw asFault(error, action.do);
    }
  }
}

function runAction(run: ChartRun, session: SessionDraft, action: Action): void {
  switch (action.do) {
    case 'raise':
      return raiseEvent(run, session, { name: action.event, type: 'internal' });
    case 'assign': {
      const data = dataToChange(run, session);
      if (isSystemLocation(action.location)) throw new Error(`'${action.location}' is read only`);
      return data.assign(action.location, action.from);
    }
    case 'send':
      return send(run, session, action);
    case 'cancel':
      return cancelSend(run, session, action.id);
    case 'log':
      return log(run, session, action);
    case 'script':
      return dataToChange(run, session).run(action.text);
    case 'if':
      return runBranch(run, session, action.branches);
    case 'foreach':
      return forEach(run, session, action);
  }
}

function log(
  run: ChartRun,
  session: SessionDraft,
  { label, expr }: Extract<Action, { do: 'log' }>,
): void {
  const value = expr === undefined ? undefined : dataOf(run, session).value(expr);
  note(run, {
    type: 'logged',
    session: session.id,
    ...(label !== undefined && { label }),
    ...(value !== undefined && { value }),
  });
}

function runBranch(run: ChartRun, session: SessionDraft, branches: readonly Branch[]): void {
  const data = dataOf(run, session);
  const branch = branches.find(({ cond }) => {
    if (cond === undefined) return true;
    try {
      return data.isTrue(cond);
    } catch (error) {
      raiseError(run, session, error, 'if');
      return false;
    }
  });
  runActions(run, session, branch?.content ?? []);
}

function forEach(
  run: ChartRun,
  session: SessionDraft,
  { array, item, index, content }: Extract<Action, { do: 'foreach' }>,
): void {
  const data = dataToChange(run, session);
  for (const [at, value] of data.items(array).entries()) {
    data.bind(item, value);
    if (index !== undefined) data.bind(index, at);
    runActions(run, session, content);
  }
}
