/**
 * What an instance of a chart waits for from outside, in the words of a process (instance.ts): the
 * rows of jobs, timers and subscriptions are made of them for both.
 *
 * They are not stored beside the sessions but read from them: a state that is left leaves no wait
 * behind.
 */
import type { Wait } from '../instance.ts';
import type { ActiveInvocation, ChartInstance, ChartSession, ChartWait } from './chart-instance.ts';
import { timerOf } from './delay.ts';

/** All waits, sends first, then session by session. */
export function chartWaits({ sessions, delayed = [] }: ChartInstance): Wait[] {
  const sends = delayed.map((send): Wait => {
    return { kind: 'timer', id: send.id, frame: send.session, node: '', timer: timerOf(send) };
  });
  const owed = sessions.flatMap(({ invoked = [] }) =>
    invoked.flatMap(({ state, wait }) => (wait === undefined ? [] : [waitOf(state, wait)])),
  );
  return [...sends, ...owed];
}

/** The number of a wait is its frame, too: the key of a job's effect is made of it. */
function waitOf(node: string, wait: ChartWait): Wait {
  if (wait.kind !== 'job') return { ...wait, frame: wait.id, node };
  const { input: _, ...job } = wait;
  return { ...job, frame: wait.id, node };
}

/** A wait with the invocation and the session that it is of. */
export interface Owed {
  readonly session: ChartSession;
  readonly invocation: ActiveInvocation;
  readonly wait: ChartWait;
}

/** What is owed under a number; undefined: nothing any more. */
export function owedAs(
  { sessions }: Pick<ChartInstance, 'sessions'>,
  id: number,
): Owed | undefined {
  for (const session of sessions) {
    for (const invocation of session.invoked ?? []) {
      const { wait } = invocation;
      if (wait?.id === id) return { session, invocation, wait };
    }
  }
  return undefined;
}
