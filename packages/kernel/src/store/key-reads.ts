/**
 * What a transaction has read by id, and what of it the commit has to insist on.
 *
 * A read that another document vouches for is remembered, so that it is repeatable, and not
 * checked; once it is read without a voucher, it is checked at the version that was seen first.
 */
import type { Check, Collection, Stored } from './contract.ts';

interface KeyRead {
  /** None: the id was free. */
  readonly row: Stored | null;
  isChecked: boolean;
}

/** Reads by id: maps in a map, because thousands of joined keys would have to be hashed. */
export class KeyReads {
  readonly #reads = new Map<string, { of: Collection; byId: Map<string, KeyRead> }>();

  /** Notes the first read of an id. */
  see(of: Collection, id: string, row: Stored | null, vouched: boolean): void {
    let reads = this.#reads.get(of.name);
    if (reads === undefined) this.#reads.set(of.name, (reads = { of, byId: new Map() }));
    reads.byId.set(id, { row, isChecked: !vouched });
  }

  /** Notes another read of an id; false where there was none before. */
  seeAgain({ name }: Collection, id: string, vouched: boolean): boolean {
    const read = this.#reads.get(name)?.byId.get(id);
    if (read !== undefined) read.isChecked ||= !vouched;
    return read !== undefined;
  }

  /** The document that was read; null where the id was free. */
  rowOf({ name }: Collection, id: string): Stored | null {
    return this.#reads.get(name)?.byId.get(id)?.row ?? null;
  }

  /** What the commit insists on. */
  checks(): Check[] {
    const checks: Check[] = [];
    for (const { of: collection, byId } of this.#reads.values()) {
      for (const [id, { row, isChecked }] of byId) {
        if (!isChecked) continue;
        checks.push({ kind: 'key', collection, id, version: row?.version ?? null });
      }
    }
    return checks;
  }
}
