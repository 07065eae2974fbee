/**
 * Messages one after the other, each root cause before what follows from it: a list to print, to
 * send and to keep.
 */
import type { ActionMessage } from '../messages/action-message.ts';
import type { MessageGroup } from '../messages/message-groups.ts';

/** A message and where it stands among causes. */
export interface CausedMessage {
  readonly message: ActionMessage;
  /** The root cause that it follows from; that stands before it in the list. */
  readonly cause?: ActionMessage;
  /** Of a root cause: how many orders and demands are late because of it; else 0. */
  readonly lateOrders: number;
  readonly lateDemands: number;
}

/** Every message once, by root cause: those with the most consequences first. */
export function causedMessages(groups: readonly MessageGroup[]): CausedMessage[] {
  // A message may be a root cause itself and follow from another.
  const roots = new Set(groups.map(({ message }) => message));
  return groups.flatMap(({ message: cause, consequences, demands }) => {
    const root = { message: cause, lateOrders: consequences.length, lateDemands: demands.length };
    const following = consequences
      .flatMap(({ messages }) => messages)
      .filter((message) => !roots.has(message))
      .map((message) => ({ message, cause, lateOrders: 0, lateDemands: 0 }));
    return [root, ...following];
  });
}
