/**
 * A store to try things on: it reads what another one holds, keeps what is committed to itself, and
 * lets nothing through.
 *
 * A dry run commits to it batch by batch, so each batch sees what those before it would have made.
 * One who tries alone meets no conflict, so checks are not judged. Own documents stand in buckets
 * by the values that a scan fixes: an import looks for unique values row by row, and must not go
 * through all rows before it each time.
 */
import {
  type Batch,
  type Collection,
  comparePositions,
  type CommitOutcome,
  copyJson,
  incrementDocument,
  indexFields,
  inRange,
  type Position,
  positionOf,
  type Range,
  type ScanOptions,
  type Store,
  type Stored,
  type Write,
} from '@kontor/kernel/store';

/** A store over another one, which stays as it is. */
export function trialStore(beneath: Store): Store {
  const kept = new Map<string, OwnRows>();
  const ownOf = (of: Collection): OwnRows => {
    const own = kept.get(of.name) ?? new OwnRows(of);
    kept.set(of.name, own);
    return own;
  };
  let version = 0;
  const get = async (of: Collection, ids: readonly string[]): Promise<(Stored | undefined)[]> => {
    const own = ownOf(of);
    const others = await beneath.get(
      of,
      ids.filter((id) => !own.knows(id)),
    );
    const found = new Map(others.flatMap((row) => (row === undefined ? [] : [[row.id, row]])));
    return ids.map((id) => (own.knows(id) ? own.get(id) : found.get(id)));
  };
  const commit = async ({ writes }: Batch): Promise<CommitOutcome> => {
    version++;
    const waysBack: (() => void)[] = [];
    for (const write of writes) {
      const own = ownOf(write.collection);
      const id = write.kind === 'put' || write.kind === 'insert' ? idOf(write) : write.id;
      waysBack.push(own.wayBack(id));
      if (write.kind === 'remove') own.remove(id);
      else if (write.kind !== 'increment') own.put(id, version, write.document);
      else {
        const [row] = await get(write.collection, [id]);
        const next = row && incrementDocument(row.document, write);
        if (typeof next !== 'object') {
          for (const goBack of waysBack.reverse()) goBack();
          return refusal(write, next ?? 'incrementAbsent');
        }
        own.put(id, version, next);
      }
    }
    return { kind: 'committed', version };
  };
  return {
    tenant: beneath.tenant,
    capabilities: beneath.capabilities,
    prepare: async () => [],
    get: get as Store['get'],
    scan: ((of: Collection, range: Range = {}, options: ScanOptions = {}) =>
      merged(beneath, ownOf(of), range, options)) as Store['scan'],
    commit,
    outcome: async () => undefined,
    forTenant: (tenant) => trialStore(beneath.forTenant(tenant)),
    close: async () => undefined,
  };
}

const idOf = ({ collection, document }: Extract<Write, { readonly document: object }>): string =>
  collection.id(document);

function refusal(
  { collection, id, field }: Extract<Write, { readonly kind: 'increment' }>,
  reason: 'incrementAbsent' | 'incrementField' | 'incrementBound',
): CommitOutcome {
  return { kind: 'refused', reason, collection: collection.name, id, field };
}

/** Rows of both in one order; those of the store beneath that own ones replace are left out. */
async function* merged(
  beneath: Store,
  own: OwnRows,
  range: Range,
  { limit = Infinity, reverse = false, ...how }: ScanOptions,
): AsyncGenerator<readonly Stored[]> {
  const sign = reverse ? -1 : 1;
  const ours = own.in(range).sort((a, b) => sign * comparePositions(a.position, b.position));
  let next = 0;
  let left = limit;
  const given = function* (rows: readonly Stored[]): Generator<Stored> {
    for (const row of rows) if (left-- > 0) yield row;
  };
  for await (const page of beneath.scan(own.of, range, { ...how, reverse })) {
    const rows: Stored[] = [];
    for (const row of page) {
      const position = positionOf(own.of, range.index, row.id, row.document)!;
      while (next < ours.length && sign * comparePositions(ours[next]!.position, position) < 0) {
        rows.push(ours[next++]!.row);
      }
      if (!own.knows(row.id)) rows.push(row);
    }
    yield [...given(rows)];
    if (left <= 0) return;
  }
  yield [...given(ours.slice(next).map(({ row }) => row))];
}

interface OwnRow {
  readonly position: Position;
  readonly row: Stored;
}

/** What was committed of one collection: documents, and ids that were removed. */
class OwnRows {
  readonly of: Collection;
  readonly #rows = new Map<string, Stored | undefined>();
  /** Ids by an index and the values that a scan has fixed of it; made at the first such scan. */
  readonly #buckets = new Map<string, Map<string, Set<string>>>();

  constructor(of: Collection) {
    this.of = of;
  }

  knows(id: string): boolean {
    return this.#rows.has(id);
  }

  get(id: string): Stored | undefined {
    const row = this.#rows.get(id);
    return row && { ...row, document: copyJson(row.document) };
  }

  put(id: string, version: number, document: object): void {
    const row = { id, version, document: copyJson(document) };
    this.#rows.set(id, row);
    for (const [name, bucket] of this.#buckets) this.#file(name, bucket, row);
  }

  remove(id: string): void {
    this.#rows.set(id, undefined);
  }

  /** What makes an id as it is now again. */
  wayBack(id: string): () => void {
    const isKnown = this.knows(id);
    const row = this.#rows.get(id);
    return () => {
      if (isKnown) this.#rows.set(id, row);
      else this.#rows.delete(id);
    };
  }

  in(range: Range): OwnRow[] {
    const found: OwnRow[] = [];
    for (const id of this.#candidates(range)) {
      const row = this.get(id);
      const position = row && positionOf(this.of, range.index, id, row.document);
      if (position !== undefined && inRange(range, position)) found.push({ position, row: row! });
    }
    return found;
  }

  #candidates({ index, equals = [] }: Range): Iterable<string> {
    if (index === undefined || equals.length === 0) return this.#rows.keys();
    const name = JSON.stringify([equals.length, index]);
    let bucket = this.#buckets.get(name);
    if (bucket === undefined) {
      this.#buckets.set(name, (bucket = new Map<string, Set<string>>()));
      for (const row of this.#rows.values()) if (row !== undefined) this.#file(name, bucket, row);
    }
    return bucket.get(JSON.stringify(equals)) ?? [];
  }

  /** A document that has moved on stays where it was, too: each is looked at once it is found. */
  #file(name: string, bucket: Map<string, Set<string>>, { id, document }: Stored): void {
    const [length, index] = JSON.parse(name) as [number, string];
    const fields = indexFields(this.of, index).slice(0, length);
    const key = JSON.stringify(
      fields.map((field) => (document as Readonly<Record<string, unknown>>)[field]),
    );
    const ids = bucket.get(key) ?? new Set<string>();
    bucket.set(key, ids.add(id));
  }
}
