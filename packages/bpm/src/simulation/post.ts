/**
 * Who waits for which message or signal, over all cases of a run.
 *
 * @source BPMN 2.0.2, 10.5.1: a message goes to one, a signal to all who wait for it now
 */
import type { Wait } from '../instance.ts';

/** A wait of a case. */
export interface Subscription<Case> {
  readonly of: Case;
  readonly wait: number;
}

/** The subscriptions of a run, each list in the order of opening. */
export class Post<Case> {
  readonly #open = new Map<string, Map<string, Subscription<Case>>>();

  /** A wait was opened. */
  add(of: Case, id: string, wait: Wait): void {
    const name = nameOf(wait);
    if (name === undefined) return;
    const known = this.#open.get(name) ?? new Map<string, Subscription<Case>>();
    this.#open.set(name, known.set(`${id}/${wait.id}`, { of, wait: wait.id }));
  }

  /** A wait was closed. */
  remove(id: string, wait: Wait): void {
    const name = nameOf(wait);
    if (name !== undefined) this.#open.get(name)?.delete(`${id}/${wait.id}`);
  }

  /**
   * Who gets a message; undefined: nobody waits for it, or it has no key and several cases do, so
   * that none of them may be guessed.
   */
  taker(message: string, key: string): Subscription<Case> | undefined {
    const waiting = [...(this.#open.get(nameOfMessage(message, key))?.values() ?? [])];
    const cases = new Set(waiting.map(({ of }) => of));
    return key === '' && cases.size > 1 ? undefined : waiting[0];
  }

  /** Who hears a signal now. */
  listeners(signal: string): Subscription<Case>[] {
    return [...(this.#open.get(nameOfSignal(signal))?.values() ?? [])];
  }
}

const nameOfMessage = (name: string, key: string): string => JSON.stringify(['message', name, key]);
const nameOfSignal = (name: string): string => JSON.stringify(['signal', name]);

function nameOf(wait: Wait): string | undefined {
  if (wait.kind === 'message') return nameOfMessage(wait.name, wait.key);
  return wait.kind === 'signal' ? nameOfSignal(wait.name) : undefined;
}
