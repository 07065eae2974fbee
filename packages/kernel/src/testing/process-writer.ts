/**
 * What a child process does in the process conformance tests: write, and say what was acknowledged.
 *
 * The adapter's test supplies a small script that opens its store and calls `runProcessWriter` with
 * the plan it was started with. Everything it prints is a line for the parent.
 */
import type { Store } from '../store/contract.ts';
import { transact } from '../store/transact.ts';
import { accounts, CONFORMANCE_COLLECTIONS, entries } from './conformance/collections.ts';

/** Documents that one deed writes together, besides the number. */
export const DEED_DOCUMENTS = 5;

/** What a child is to do; plain JSON, to be passed as an argument. */
export interface WriterPlan {
  /** Unique among the children of a test. */
  readonly writer: string;
  readonly tenant: string;
  /** How many deeds; 0 for none (only `prepare`), -1 for "until killed". */
  readonly deeds: number;
}

/**
 * Prepares, prints `ready`, does its deeds one after another, prints `acknowledged <n>` after each
 * commit, and `done` at the end.
 *
 * A deed is one transaction: raise the number document, write five entries that carry the number.
 */
export async function runProcessWriter(
  store: Store,
  plan: WriterPlan,
  print: (line: string) => void,
): Promise<void> {
  await store.prepare(CONFORMANCE_COLLECTIONS);
  print('ready');
  for (let deed = 0; deed !== plan.deeds; deed++) {
    await transact(
      store,
      async (tx) => {
        const number = BigInt((await tx.get(accounts, 'number'))?.balance ?? '0') + 1n;
        tx.put(accounts, { id: 'number', balance: String(number) });
        for (let part = 0; part < DEED_DOCUMENTS; part++) {
          const id = `${plan.writer}-${deed}-${part}`;
          tx.insert(entries, { id, account: plan.writer, day: Number(number) });
        }
      },
      { tries: 500 },
    );
    print(`acknowledged ${deed}`);
  }
  print('done');
}
