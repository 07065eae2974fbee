/**
 * The store in memory: for tests, browsers and small tools, and the reference the others are held
 * to.
 *
 * A commit is one synchronous function, so nothing can come between its checks and its writes.
 * Versions are one counter. Documents are copied on the way in and out, so nobody outside can
 * change the store.
 */
import { KernelError } from '../errors.ts';
import type {
  Batch,
  Check,
  Collection,
  CommitOutcome,
  Committed,
  Conflict,
  Range,
  Refused,
  ScanOptions,
  Store,
  Stored,
  Write,
} from './contract.ts';
import { checkBatch, checkId } from './document-check.ts';
import { type Increment, incrementDocument } from './increment.ts';
import { copyJson } from './json-copy.ts';
import { type IndexShape, indexShapes, MemoryTable } from './memory-table.ts';
import { checkRange, rangeDigest } from './range-order.ts';

const BATCH_WRITES_MAX = 100_000;
const PAGE_SIZE = 500;
/** Outcomes are kept for retries; beyond so many a tenant, the oldest are forgotten. */
const OUTCOMES_MAX = 100_000;

/** How a memory store is opened. */
export interface MemoryStoreOptions {
  /** Whose data the store speaks for; `forTenant` gives others. */
  readonly tenant?: string | undefined;
}

/** What one tenant has. */
interface Tenant {
  readonly tables: Map<string, MemoryTable>;
  readonly outcomes: Map<string, number>;
}

/** What all tenants share. */
interface Memory {
  version: number;
  readonly shapes: Map<string, Map<string, IndexShape>>;
  readonly tenants: Map<string, Tenant>;
}

/** Opens an empty store in memory. Its data lives as long as the store and its tenants' views. */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  return openTenant({ version: 0, shapes: new Map(), tenants: new Map() }, options.tenant ?? '');
}

function openTenant(memory: Memory, tenant: string): Store {
  let open = true;
  const state = tenantOf(memory, tenant);
  const tableOf = (collection: Collection, index?: string): MemoryTable => {
    if (!open) throw new KernelError('KERNEL_STORE_CLOSED', {});
    return preparedTable(memory, state, collection, index);
  };
  return {
    tenant,
    capabilities: { durable: false, multiProcess: false, maxBatch: BATCH_WRITES_MAX },
    prepare: async (collections, { dryRun = false } = {}) => {
      if (!dryRun) for (const collection of collections) prepareTables(memory, collection);
      return [];
    },
    get: async <Document extends object>(of: Collection<Document>, ids: readonly string[]) => {
      const table = tableOf(of);
      for (const id of ids) checkId(of, id);
      return ids.map((id) => copyRow<Document>(table.get(id)));
    },
    scan: (of, range, scanOptions) =>
      scanPages(() => tableOf(of, range?.index), of, range, scanOptions),
    commit: async (batch) => {
      const ids = checkBatch(batch, BATCH_WRITES_MAX);
      return commitNow(memory, state, batch, ids, tableOf);
    },
    outcome: async (batchId) => recorded(state, batchId),
    forTenant: (other) => openTenant(memory, other),
    close: async () => {
      open = false;
    },
  };
}

function tenantOf(memory: Memory, tenant: string): Tenant {
  const known = memory.tenants.get(tenant);
  if (known !== undefined) return known;
  const made: Tenant = { tables: new Map(), outcomes: new Map() };
  memory.tenants.set(tenant, made);
  return made;
}

function prepareTables(memory: Memory, collection: Collection): void {
  const shapes = memory.shapes.get(collection.name) ?? new Map<string, IndexShape>();
  for (const [index, shape] of indexShapes(collection)) {
    for (const { tables } of memory.tenants.values()) {
      const id = tables.get(collection.name)?.addIndex(index, shape);
      if (id === undefined) continue;
      throw new KernelError('KERNEL_DUPLICATE', { collection: collection.name, id, index });
    }
    shapes.set(index, shape);
  }
  memory.shapes.set(collection.name, shapes);
}

function preparedTable(
  memory: Memory,
  state: Tenant,
  { name }: Collection,
  index: string | undefined,
): MemoryTable {
  let table = state.tables.get(name);
  if (table === undefined) {
    const shapes = memory.shapes.get(name);
    if (shapes === undefined) throw new KernelError('KERNEL_NOT_PREPARED', { collection: name });
    table = new MemoryTable(shapes);
    state.tables.set(name, table);
  }
  if (index !== undefined && !table.hasIndex(index)) {
    throw new KernelError('KERNEL_NOT_PREPARED', { collection: name, index });
  }
  return table;
}

async function* scanPages<Document extends object>(
  openTable: () => MemoryTable,
  of: Collection<Document>,
  range: Range = {},
  { limit = Infinity, reverse = false, pageSize = PAGE_SIZE, signal }: ScanOptions = {},
): AsyncGenerator<readonly Stored<Document>[]> {
  checkRange(of, range);
  let after: ReturnType<MemoryTable['position']> | undefined;
  for (let left = limit; left > 0; left -= pageSize) {
    signal?.throwIfAborted();
    const table = openTable();
    const size = Math.min(pageSize, left);
    const rows = table.select({ range, limit: size, reverse, after });
    if (rows.length > 0) yield rows.map((row) => copyRow<Document>(row)!);
    if (rows.length < size) return;
    after = table.position(range.index ?? '', rows.at(-1)!);
  }
}

function copyRow<Document extends object>(row: Stored | undefined): Stored<Document> | undefined {
  return row && { id: row.id, version: row.version, document: copyJson(row.document) as Document };
}

function recorded(state: Tenant, batchId: string | undefined): Committed | undefined {
  const version = batchId === undefined ? undefined : state.outcomes.get(batchId);
  return version === undefined ? undefined : { kind: 'committed', version, repeated: true };
}

type TableOf = (collection: Collection, index?: string) => MemoryTable;

function commitNow(
  memory: Memory,
  state: Tenant,
  batch: Batch,
  ids: readonly string[],
  tableOf: TableOf,
): CommitOutcome {
  const before = recorded(state, batch.id);
  if (before !== undefined) return before;
  const conflict = firstConflict(batch.checks, tableOf);
  if (conflict !== undefined) return conflict;
  const version = batch.writes.length === 0 ? 0 : memory.version + 1;
  const trouble = writeAll(batch.writes, ids, version, tableOf);
  if (trouble !== undefined) return trouble;
  memory.version = Math.max(memory.version, version);
  if (batch.id !== undefined) record(state, batch.id, version);
  return { kind: 'committed', version };
}

function firstConflict(checks: readonly Check[], tableOf: TableOf): Conflict | undefined {
  for (const check of checks) {
    const collection = check.collection.name;
    if (check.kind === 'key') {
      const { id } = check;
      const version = tableOf(check.collection).get(id)?.version ?? null;
      if (version !== check.version) return { kind: 'conflict', reason: 'key', collection, id };
      continue;
    }
    const { range } = check;
    const rows = tableOf(check.collection, range.index).select({
      range,
      limit: Infinity,
      reverse: false,
    });
    if (rangeDigest(rows) === check.digest) continue;
    const { index } = range;
    return { kind: 'conflict', reason: 'range', collection, ...(index !== undefined && { index }) };
  }
  return undefined;
}

/** Writes in list order; when one fails, puts back what the earlier ones replaced. */
function writeAll(
  writes: readonly Write[],
  ids: readonly string[],
  version: number,
  tableOf: TableOf,
): Conflict | Refused | undefined {
  const undo: (() => void)[] = [];
  let trouble: Conflict | Refused | undefined;
  try {
    for (let i = 0; i < writes.length && trouble === undefined; i++) {
      const write = writes[i]!;
      const id = ids[i]!;
      const table = tableOf(write.collection);
      const before = table.get(id);
      undo.push(() => table.set(id, before));
      trouble = writeOne(table, write, id, before, version);
    }
  } catch (error) {
    rollBack(undo);
    throw error;
  }
  if (trouble !== undefined) rollBack(undo);
  return trouble;
}

function rollBack(undo: readonly (() => void)[]): void {
  for (const step of undo.toReversed()) step();
}

function writeOne(
  table: MemoryTable,
  write: Write,
  id: string,
  before: Stored | undefined,
  version: number,
): Conflict | Refused | undefined {
  const collection = write.collection.name;
  if (write.kind === 'remove') {
    table.set(id, undefined);
    return undefined;
  }
  if (write.kind === 'increment') return incrementOne(table, write, before, version);
  if (write.kind === 'insert' && before !== undefined) {
    return { kind: 'conflict', reason: 'exists', collection, id };
  }
  const row: Stored = { id, version, document: copyJson(write.document) };
  const index = table.duplicate(row);
  if (index !== undefined) return { kind: 'conflict', reason: 'unique', collection, id, index };
  table.set(id, row);
  return undefined;
}

function incrementOne(
  table: MemoryTable,
  write: Increment,
  before: Stored | undefined,
  version: number,
): Refused | undefined {
  const refused = (reason: Refused['reason']): Refused => ({
    kind: 'refused',
    reason,
    collection: write.collection.name,
    id: write.id,
    field: write.field,
  });
  if (before === undefined) return refused('incrementAbsent');
  const document = incrementDocument(before.document, write);
  if (typeof document === 'string') return refused(document);
  table.set(write.id, { id: write.id, version, document });
  return undefined;
}

function record(state: Tenant, batchId: string, version: number): void {
  state.outcomes.set(batchId, version);
  if (state.outcomes.size <= OUTCOMES_MAX) return;
  const [oldest] = state.outcomes.keys();
  state.outcomes.delete(oldest!);
}
