/**
 * Who does something: every change names its author, and a policy asks who asks.
 */
import type { Json } from '@kontor/kernel';

/** A user, or a program. */
export interface Actor {
  /** His id; events name it. */
  readonly user: string;
  /** The rules of a policy are for roles. */
  readonly roles?: readonly string[] | undefined;
  /** What conditions of a policy ask for as `{ param: 'teams' }`; `me` is the user. */
  readonly params?: Readonly<Record<string, Json>> | undefined;
}

/** Who may do everything: the program that embeds the engine. */
export interface System {
  readonly system: string;
}

/** What is said of an author: who he is. */
export const nameOf = (actor: Actor | System): string =>
  'system' in actor ? actor.system : actor.user;
