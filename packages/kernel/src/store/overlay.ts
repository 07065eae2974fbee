/**
 * What a transaction has written and not yet committed, laid over what the store holds.
 *
 * Later reads of the same transaction see it: a buffered put hides or adds a document, an increment
 * shows its sum. The store's own rows stay known apart, for checks speak of them only.
 */
import type { Collection, Position, Range, Write } from './contract.ts';
import { type Increment, incrementDocument } from './increment.ts';
import { comparePositions, inRange, positionOf } from './range-order.ts';

/**
 * What was done to one id: `base` replaces the stored document (null: removed), then increments.
 */
interface Own {
  base: object | null | undefined;
  increments: Increment[] | undefined;
}

/** A document of our own that stands in a range. */
export interface OwnRow {
  readonly position: Position;
  readonly document: object;
}

/** Whether an own write stands alone, or needs the stored document to be read. */
export type Seen =
  | { readonly known: true; readonly document: object | undefined }
  | { readonly known: false };

/** The buffered writes of one transaction. Hands out its own objects: copy them. */
export class Overlay {
  readonly writes: Write[] = [];
  readonly #own = new Map<string, Map<string, Own>>();

  /** Takes a write in; `id` is its document's. */
  add(write: Write, id: string): void {
    this.writes.push(write);
    const own = this.#ownOf(write.collection.name, id);
    if (write.kind === 'increment') {
      (own.increments ??= []).push(write);
      return;
    }
    own.base = write.kind === 'remove' ? null : write.document;
    own.increments = undefined;
  }

  /** What the own writes alone say of a document. */
  see(collection: Collection, id: string): Seen {
    const own = this.#own.get(collection.name)?.get(id);
    if (own?.base === undefined) return { known: false };
    return { known: true, document: own.base === null ? undefined : grown(own.base, own) };
  }

  /** The stored document with the own increments; the same object when there are none. */
  apply(collection: Collection, id: string, document: object): object {
    const own = this.#own.get(collection.name)?.get(id);
    return own?.increments === undefined ? document : grown(document, own);
  }

  /** The ids whose stored documents the own writes replace or remove. */
  hidden(collection: Collection): ReadonlySet<string> {
    const ids = new Set<string>();
    for (const [id, { base }] of this.#own.get(collection.name) ?? []) {
      if (base !== undefined) ids.add(id);
    }
    return ids;
  }

  /** The own documents in a range, in its order. */
  rowsIn(collection: Collection, range: Range, reverse: boolean): OwnRow[] {
    const rows: OwnRow[] = [];
    for (const [id, own] of this.#own.get(collection.name) ?? []) {
      if (own.base === undefined || own.base === null) continue;
      const position = positionOf(collection, range.index, id, own.base);
      if (position === undefined || !inRange(range, position)) continue;
      rows.push({ position, document: grown(own.base, own) });
    }
    rows.sort((a, b) => comparePositions(a.position, b.position));
    return reverse ? rows.toReversed() : rows;
  }

  #ownOf(name: string, id: string): Own {
    let ids = this.#own.get(name);
    if (ids === undefined) this.#own.set(name, (ids = new Map<string, Own>()));
    let own = ids.get(id);
    if (own === undefined) ids.set(id, (own = { base: undefined, increments: undefined }));
    return own;
  }
}

/** An increment that the commit will refuse leaves the document as it was: the commit says why. */
function grown(document: object, { increments = [] }: Own): object {
  let now = document;
  for (const increment of increments) {
    const next = incrementDocument(now, increment);
    if (typeof next === 'object') now = next;
  }
  return now;
}
