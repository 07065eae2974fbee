/**
 * The set-up as it is stored: read anew only when it has changed, and changed with care.
 *
 * The head of the chain has the digest of the set-up. Whoever posts reads the head anyway, so he
 * posts by the set-up that is in force, and finds a conflict where it is changed meanwhile; the
 * set-up itself, which may be large, is read when its digest is another one.
 */
import type { Transaction } from '@kontor/kernel/store';
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import { canonicalJson } from './canonical-json.ts';
import { LedgerError } from './errors.ts';
import { jsonCopy } from './json-copy.ts';
import { heads, setups, type StoredHead } from './ledger-collections.ts';
import type { BookSetupInput } from './model.ts';
import { type CheckedSetup, checkSetup } from './open-books.ts';
import { checkIdSizes, checkSetupChange } from './setup-change.ts';

/** What everyone who reads or posts starts from. */
export interface OpenLedger {
  readonly head: StoredHead;
  readonly setup: CheckedSetup;
}

/** Reads and changes the set-up of one store. */
export class StoredSetup {
  #last: { readonly digest: string; readonly checked: CheckedSetup } | undefined;

  /**
   * The set-up in force and the end of the chain.
   *
   * @throws LedgerError LEDGER_BAD_ARGUMENT — the books are not set up
   * @throws LedgerError LEDGER_BROKEN_CHAIN — the set-up is not the one that the head names
   */
  async read(tx: Transaction): Promise<OpenLedger> {
    const head = await tx.get(heads, 'head');
    if (head === undefined) throw notSetUp();
    if (this.#last?.digest !== head.setup) {
      this.#last = { digest: head.setup, checked: checkSetup(await setupUnder(tx, head)) };
    }
    return { head, setup: this.#last.checked };
  }

  /**
   * The set-up in force as it was given; undefined where there is none.
   *
   * @throws LedgerError LEDGER_BROKEN_CHAIN — the set-up is not the one that the head names
   */
  async given(tx: Transaction): Promise<BookSetupInput | undefined> {
    const head = await tx.get(heads, 'head');
    return head === undefined ? undefined : setupUnder(tx, head);
  }

  /**
   * Changes the set-up, inside a transaction.
   *
   * @param change - gets the one in force; undefined where there is none
   * @param check - what the change has to keep of the one in force
   * @throws LedgerError LEDGER_INVALID_SETUP, LEDGER_BAD_ARGUMENT — as `open` of a ledger
   */
  async change(
    tx: Transaction,
    change: (setup: BookSetupInput | undefined) => BookSetupInput,
    check: typeof checkSetupChange = checkSetupChange,
  ): Promise<void> {
    const before = await tx.get(setups, 'setup');
    const given = change(before?.setup);
    const after = checkSetup(given);
    checkIdSizes(after);
    if (before !== undefined) await check(tx, checkSetup(before.setup), after);
    const setup = jsonCopy(given);
    const digest = digestOf(setup);
    const head = await tx.get(heads, 'head');
    if (head?.setup === digest) return;
    tx.put(setups, { id: 'setup', setup });
    const start = { batch: 0, hash: '', sequence: 0, refusals: 0 };
    tx.put(heads, { ...start, ...head, id: 'head', setup: digest });
  }
}

/** The error of who asks books that are not there. */
export function notSetUp(): LedgerError {
  const expected = 'books that are set up: call open first';
  return new LedgerError('LEDGER_BAD_ARGUMENT', { path: 'ledger', value: 'empty', expected });
}

async function setupUnder(tx: Transaction, head: StoredHead): Promise<BookSetupInput> {
  const stored = await tx.get(setups, 'setup');
  if (stored !== undefined && digestOf(stored.setup) === head.setup) return stored.setup;
  const reason = 'the set-up is not the one that the head of the chain names';
  throw new LedgerError('LEDGER_BROKEN_CHAIN', { batch: head.batch, reason });
}

const digestOf = (setup: BookSetupInput): string =>
  bytesToHex(sha256(utf8ToBytes(canonicalJson(setup, 'setup'))));
