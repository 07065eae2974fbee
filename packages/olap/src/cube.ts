/**
 * A cube: facts that come and go, and questions that are answered from what is kept of them.
 */
import { assert, inSpan, type Trace } from '@kontor/kernel';
import { type Advice, adviseCube, type AdviceOptions } from './advise-cube.ts';
import type { CellSet } from './cell-set.ts';
import { type Facts, rowsOfFacts } from './column-rows.ts';
import { type CompiledCube, compileCube, type CubeParts } from './compile-cube.ts';
import { keyOf } from './dimension/read-key.ts';
import { drillThrough, type DrillOptions, type FactRow } from './drill-through.ts';
import { invalidQuery, OlapError, type RowIssue } from './errors.ts';
import { liveRows, removeRow } from './fact-table.ts';
import { captionOf, type Key } from './hierarchy.ts';
import { Lattice } from './lattice.ts';
import { type LoadOptions, type LoadResult, loadRows } from './load-rows.ts';
import { Members } from './members.ts';
import type { CubeDefinition } from './model.ts';
import { query } from './query.ts';
import type { CubeRequest } from './request.ts';
import { grainOf } from './row-set.ts';
import { restoreSnapshot, snapshotOf } from './snapshot.ts';

/** Limits of a cube. */
export interface CubeOptions {
  /** Cells of aggregates that are kept without being chosen; default 4 million. */
  readonly cachedCells?: number | undefined;
  /** A span for each load and each question. */
  readonly trace?: Trace | undefined;
}

/** What a cube holds, for other ways to ask it. */
export interface CubeInside {
  readonly compiled: CompiledCube;
  readonly lattice: Lattice;
}

const insides = new WeakMap<object, CubeInside>();

/** What a cube holds. */
export function insideOf(cube: object): CubeInside {
  const inside = insides.get(cube);
  assert(inside !== undefined, 'a cube is made by its constructor');
  return inside;
}

/** Facts, their dimensions, and what is aggregated of them. */
export class Cube<Row = unknown> {
  protected readonly compiled: CompiledCube;
  protected readonly lattice: Lattice;
  private readonly trace: Trace | undefined;

  /**
   * @throws OlapError OLAP_INVALID_CUBE — the definition has faults: all of them, with paths
   * @throws OlapError OLAP_ROWS_REFUSED — a dimension's table has faults
   */
  constructor(definition: CubeDefinition, parts: CubeParts = {}, options: CubeOptions = {}) {
    this.compiled = compileCube(definition, parts);
    this.trace = options.trace;
    const { facts, dimensions } = this.compiled;
    this.lattice = new Lattice(facts, dimensions, options.cachedCells ?? 4_000_000);
    insides.set(this, { compiled: this.compiled, lattice: this.lattice });
    for (const [name, rows] of Object.entries(parts.tables ?? {})) this.addMembers(name, rows);
  }

  /** The definition as plain JSON. */
  get definition(): CubeDefinition {
    return this.compiled.definition;
  }

  /** The way from member to member. */
  get members(): Members {
    return new Members(this.compiled.naming);
  }

  /** Whether there is a level of this name: `'product.family'`. */
  hasLevel(ref: string): boolean {
    return this.compiled.dimensions.some(({ levels }) =>
      [...levels.values()].some((level) => level.ref === ref),
    );
  }

  /** How many facts there are. */
  get size(): number {
    return liveRows(this.compiled.facts);
  }

  /**
   * Adds facts, rows or columns; all of a batch or none, or with `onFault: 'report'` those without
   * fault.
   *
   * @throws OlapError OLAP_ROWS_REFUSED — a row has a fault; nothing was loaded
   */
  add(facts: Facts<Row>, options?: LoadOptions): LoadResult {
    const rows = rowsOfFacts(facts);
    return this.loaded(rows, options);
  }

  /**
   * Adds rows of a dimension's own table; all or none.
   *
   * @throws OlapError OLAP_ROWS_REFUSED — keys that repeat, parents that are not there, circles
   */
  addMembers(dimension: string, rows: readonly unknown[]): void {
    const loader = this.compiled.loaders.find(({ dimension: of }) => of.name === dimension);
    if (loader?.addMembers === undefined) {
      const reason = `'${dimension}' is no dimension with a table of its own`;
      throw invalidQuery([dimension], reason);
    }
    const issues: readonly RowIssue[] = loader.addMembers(rowsOfFacts(rows));
    if (issues.length > 0) throw new OlapError('OLAP_ROWS_REFUSED', { issues, rows: rows.length });
  }

  /**
   * Removes facts by key; all or none.
   *
   * @throws OlapError OLAP_NO_FACT_KEY — the cube has no key
   * @throws OlapError OLAP_UNKNOWN_FACT — no fact of that key; nothing was removed
   */
  remove(keys: readonly Key[]): void {
    const { facts } = this.compiled;
    const rows = keys.map((key) => this.rowOf(key, 'Removing facts'));
    for (const [index, row] of rows.entries()) {
      removeRow(facts, row);
      facts.rowOfKey!.delete(keys[index]!);
    }
  }

  /**
   * Puts facts in the place of those of the same keys; all or none.
   *
   * @throws OlapError OLAP_NO_FACT_KEY — the cube has no key
   * @throws OlapError OLAP_UNKNOWN_FACT — no fact of that key; nothing was changed
   * @throws OlapError OLAP_ROWS_REFUSED — a row has a fault; nothing was changed
   */
  correct(facts: Facts<Row>): void {
    const rows = rowsOfFacts(facts);
    const { readKey } = this.compiled;
    for (const row of rows) {
      this.rowOf(readKey === undefined ? null : keyOf(readKey(row as never)), 'Correcting facts');
    }
    this.put(rows);
  }

  /**
   * Adds facts, or puts them in the place of those of the same keys; all or none.
   *
   * So facts that are told twice count once: this is how a cube follows events.
   *
   * @throws OlapError OLAP_NO_FACT_KEY — the cube has no key
   * @throws OlapError OLAP_ROWS_REFUSED — a row has a fault; nothing was changed
   */
  put(given: Facts<Row>): void {
    const rows = rowsOfFacts(given);
    const { facts, readKey } = this.compiled;
    const known = facts.rowOfKey;
    if (known === null || readKey === undefined) {
      throw new OlapError('OLAP_NO_FACT_KEY', { asked: 'Putting facts' });
    }
    const isKnown = (row: Row): boolean => known.has(keyOf(readKey(row as never)));
    const old = rows.filter(isKnown);
    const keys = old.map((row) => keyOf(readKey(row as never)));
    const places = keys.map((key) => known.get(key)!);
    for (const key of keys) known.delete(key);
    try {
      this.loaded(rows);
    } catch (error) {
      for (const [index, key] of keys.entries()) known.set(key, places[index]!);
      throw error;
    }
    for (const place of places) removeRow(facts, place);
  }

  /** Whether there is a fact of a key. */
  has(key: Key): boolean {
    return this.compiled.facts.rowOfKey?.has(key) ?? false;
  }

  /** The facts and members as bytes; `restore` of an empty cube of this definition takes them. */
  snapshot(): Uint8Array {
    return snapshotOf(this.compiled);
  }

  /**
   * Fills this empty cube from a snapshot.
   *
   * @throws OlapError OLAP_BAD_SNAPSHOT — of another definition or format, cut off, or the cube has
   *   facts
   */
  restore(bytes: Uint8Array): void {
    restoreSnapshot(this.compiled, bytes);
  }

  /**
   * Answers a question.
   *
   * @throws OlapError OLAP_INVALID_QUERY — not of the form of a query
   * @throws OlapError OLAP_UNKNOWN_LEVEL, OLAP_UNKNOWN_MEASURE, OLAP_UNKNOWN_MEMBER,
   *   OLAP_AMBIGUOUS_MEMBER — a name, with those nearest to it
   * @throws OlapError OLAP_MIXED_CURRENCIES, OLAP_WRONG_GRAIN — the question has no meaning there
   */
  query(request: CubeRequest): CellSet {
    return inSpan(this.trace, 'kontor.olap.query', { rows: this.size }, () =>
      query(this.compiled, this.lattice, request),
    );
  }

  /** The facts that pass a filter, in the order in which they came. */
  drillThrough(options: DrillOptions = {}): FactRow[] {
    return drillThrough(this.compiled, options);
  }

  /**
   * Keeps the aggregate of a grain with the states of some measures (of all, when none are named).
   */
  materialize(by: readonly string[], measures?: readonly string[]): void {
    const { naming, measures: all } = this.compiled;
    const grain = grainOf(by.map((ref) => naming.level(ref)));
    const named = measures ?? [...all.keys()];
    const states = new Map(named.flatMap((name) => [...(naming.measure(name)?.states ?? [])]));
    this.lattice.choose(grain, states);
  }

  /** The aggregates that would save most for a log of questions, the most useful first. */
  advise(options: AdviceOptions): Advice[] {
    return adviseCube(this.compiled, options);
  }

  /** The aggregates that are kept, with their cells. */
  aggregates(): ReturnType<Lattice['list']> {
    return this.lattice.list();
  }

  private loaded(rows: readonly Row[], options?: LoadOptions): LoadResult {
    return inSpan(this.trace, 'kontor.olap.load', { rows: rows.length }, () =>
      loadRows(this.compiled, rows, options),
    );
  }

  private rowOf(key: Key, asked: string): number {
    const { rowOfKey } = this.compiled.facts;
    if (rowOfKey === null) throw new OlapError('OLAP_NO_FACT_KEY', { asked });
    const row = rowOfKey.get(key);
    if (row === undefined) throw new OlapError('OLAP_UNKNOWN_FACT', { key: captionOf(key) });
    return row;
  }
}
