/**
 * Delayed sends whose time has come, and how events on their way are brought to their sessions.
 */
import { assert } from '@kontor/kernel';
import type { DelayedSend } from './chart-instance.ts';
import { type ChartRun, ContentFault, isCut, note, raiseError } from './chart-run.ts';
import { deliver } from './send.ts';
import { handle, settle } from './session-life.ts';

/** Sends what is due, each with all that follows from it, so that one may cancel the next. */
export function sendDue(run: ChartRun): void {
  for (;;) {
    const [send] = [...run.draft.delayed.values()]
      .filter(({ due }) => due <= run.now)
      .sort((one, other) => one.due - other.due || one.id - other.id);
    if (send === undefined || isCut(run)) return;
    sendNow(run, send);
    deliverMail(run);
  }
}

/** Sends one. */
export function sendNow(run: ChartRun, send: DelayedSend): void {
  const session = run.draft.sessions.get(send.session);
  assert(session !== undefined, 'a session that has ended leaves no delayed send');
  note(run, { type: 'undelayed', send: send.id });
  try {
    deliver(run, session, send, send.event, (kind, message) => {
      throw new ContentFault(kind, message, send.event.sendid);
    });
  } catch (error) {
    raiseError(run, session, error, 'send');
    settle(run, session);
  }
}

/**
 * Brings event after event to its session, and lets the session come to rest. One whose step was
 * cut comes to rest first: an event never finds a session halfway.
 */
export function deliverMail(run: ChartRun): void {
  while (!isCut(run)) {
    const mail = run.draft.mail[0];
    if (mail === undefined) return;
    const session = run.draft.sessions.get(mail.to);
    if (session === undefined || session.ended !== undefined) {
      note(run, { type: 'received', session: mail.to, lost: true });
    } else if (session.busy) {
      settle(run, session);
    } else {
      note(run, { type: 'received', session: mail.to });
      handle(run, session);
    }
  }
}
