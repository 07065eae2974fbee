/**
 * Turns between processes that post to one store.
 *
 * Everyone who posts reads the head of the chain and writes it. Of two processes, the one that
 * begins anew as soon as it is done wins every time: whatever the other one has read is old when it
 * has thought about it, however often it tries. So whoever has lost a few races puts up a claim,
 * and the others let him pass: who finds a claim waits until it is gone, for a fifth of a second at
 * most, as its owner may have died. Claims are a courtesy; the checks of the commits are the law.
 */
import { KernelError } from '@kontor/kernel';
import {
  randomBatchId,
  sleepByTimer,
  type Store,
  transact,
  type Transaction,
  type TryOptions,
  type Write,
} from '@kontor/kernel/store';
import { turnClaims } from './ledger-collections.ts';

/** So many lost races before a claim. */
const RACES = 4;
/** Tries of who has put up a claim. */
const TRIES = 100;
const PAUSE_MS = 10;
/** So many pauses for one claim; then it is taken for one that a dead process left. */
const PAUSES_MAX = 20;

/** Work that is told whether it has its turn. */
export type TurnWork<Result> = (tx: Transaction, hasTurn: boolean) => Promise<Result>;

/** Takes turns with others on a store. */
export class TurnTaking {
  readonly #store: Store;
  readonly #trying: TryOptions;
  readonly #isShared: boolean;
  /** Claims that were waited for in vain. */
  readonly #stale = new Set<string>();

  constructor(store: Store, trying: TryOptions) {
    const { multiProcess, joined } = store.capabilities;
    this.#store = store;
    this.#trying = { tries: TRIES, ...trying };
    // Inside one process the kernel sees to it that nobody loses for ever.
    this.#isShared = multiProcess && joined !== true;
  }

  /**
   * Runs work as `transact` does, and asks the others for a pause when it keeps losing.
   *
   * @throws what `transact` throws
   */
  async run<Result>(work: TurnWork<Result>): Promise<Result> {
    const run = (tries: number | undefined, hasTurn: boolean): Promise<Result> =>
      transact(this.#store, (tx) => work(tx, hasTurn), { ...this.#trying, tries });
    const { tries = TRIES } = this.#trying;
    if (!this.#isShared || tries <= RACES) return run(tries, false);
    try {
      return await run(RACES, false);
    } catch (error) {
      if (!KernelError.is(error, 'KERNEL_CONFLICT')) throw error;
    }
    const id = (this.#trying.batchId ?? randomBatchId)();
    await this.#write({ kind: 'put', collection: turnClaims, document: { id } });
    try {
      return await run(tries - RACES, true);
    } finally {
      await this.#write({ kind: 'remove', collection: turnClaims, id });
    }
  }

  /** Whether somebody else has put up a claim. */
  async isAsked(): Promise<boolean> {
    return this.#isShared && (await this.#claims()).length > 0;
  }

  /** Waits until the claims that are there are gone. */
  async giveWay(): Promise<void> {
    const { sleep = sleepByTimer, signal } = this.#trying;
    const asked = await this.#claims();
    for (let pause = 0; pause < PAUSES_MAX; pause++) {
      await sleep(PAUSE_MS, signal);
      const left = new Set(await this.#claims());
      if (!asked.some((id) => left.has(id))) return;
    }
    for (const id of asked) {
      this.#stale.add(id);
      await this.#write({ kind: 'remove', collection: turnClaims, id });
    }
  }

  async #claims(): Promise<string[]> {
    const ids: string[] = [];
    try {
      for await (const page of this.#store.scan(turnClaims)) ids.push(...page.map(({ id }) => id));
    } catch (error) {
      // A courtesy: the commit itself will tell what is wrong with the store.
      if (!KernelError.is(error)) throw error;
      return [];
    }
    return ids.filter((id) => !this.#stale.has(id));
  }

  async #write(write: Write): Promise<void> {
    try {
      await this.#store.commit({ checks: [], writes: [write] });
    } catch (error) {
      // A claim that is not put up, or stays, costs the others a pause.
      if (!KernelError.is(error)) throw error;
    }
  }
}
