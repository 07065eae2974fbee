/**
 * From a definition to a cube in force: dimensions with their loaders, columns, measures, names.
 *
 * All faults of a definition are told at once, each with its path.
 */
import type { Decimal } from '@kontor/kernel';
import type { Aggregate } from './aggregate/aggregate.ts';
import { customMeasure } from './custom-measure.ts';
import type { DimensionLoader } from './dimension/loader.ts';
import { openLevelsDimension } from './dimension/levels-dimension.ts';
import type { Reader } from './dimension/read-key.ts';
import { openTableDimension } from './dimension/table-dimension.ts';
import { openTimeDimension } from './dimension/time-dimension.ts';
import { openTreeDimension } from './dimension/tree-dimension.ts';
import { checkCube } from './check-cube.ts';
import { type FactTable, type ObjectColumn, openFacts } from './fact-table.ts';
import type { Formula } from './formula.ts';
import type { Dimension } from './hierarchy.ts';
import type { Measure } from './measure.ts';
import { compileMeasure, type MeasureColumns, type UnitTerms } from './compile-measure.ts';
import type { CubeDefinition, DimensionDefinition } from './model.ts';
import { Naming } from './naming.ts';
import { type ValueColumn, valueColumn } from './value-column.ts';
import { openDictionary, type ValueDictionary } from './value-dictionary.ts';

/** What a definition cannot hold: functions, tables, rates. */
export interface CubeParts {
  /** By column of the facts: how a row is read; absent: the field of that name. */
  readonly readers?: Readonly<Record<string, Reader>> | undefined;
  /** By dimension and column: how a row of its table is read. */
  readonly tableReaders?: Readonly<Record<string, Readonly<Record<string, Reader>>>> | undefined;
  /** By dimension: the rows of its table. */
  readonly tables?: Readonly<Record<string, readonly unknown[]>> | undefined;
  /** By name: aggregates of the user's own. */
  readonly aggregates?: Readonly<Record<string, Aggregate<never, never>>> | undefined;
  /** By name: how one currency is worth another on a day. */
  readonly rates?: Readonly<Record<string, RateTable>> | undefined;
}

/** What one unit of a currency is worth in another at the end of a period; undefined: not known. */
export type RateTable = (from: string, to: string, period: RatePeriod) => Decimal | undefined;

/** A period as a table of rates sees it. */
export interface RatePeriod {
  /** The key of the period: `'1997-01'`. */
  readonly key: string | number | boolean | null;
  /** First and last day. */
  readonly firstDay: number;
  readonly lastDay: number;
}

/** A column of the facts and how it is read. */
export interface ValueSource {
  readonly column: ValueColumn;
  readonly read: Reader;
  readonly isScaled: boolean;
  /** How many decimals the whole units of a row have, where rows say so themselves. */
  readonly readDecimals?: Reader | undefined;
}

/** A cube in force. */
export interface CompiledCube {
  readonly definition: CubeDefinition;
  readonly dimensions: readonly Dimension[];
  readonly loaders: readonly DimensionLoader[];
  readonly facts: FactTable;
  readonly values: readonly ValueSource[];
  readonly dictionaries: readonly { readonly dictionary: ValueDictionary; readonly read: Reader }[];
  readonly objects: readonly { readonly column: ObjectColumn; readonly read: Reader }[];
  readonly readKey: Reader | undefined;
  readonly measures: ReadonlyMap<string, Measure>;
  readonly calculated: ReadonlyMap<string, Formula>;
  readonly naming: Naming;
  readonly rates: Readonly<Record<string, RateTable>>;
}

/**
 * The cube of a definition.
 *
 * @throws OlapError OLAP_INVALID_CUBE — with every fault of the definition
 */
export function compileCube(input: unknown, parts: CubeParts = {}): CompiledCube {
  const definition = checkCube(input, parts);
  const readerOf = readersOf(parts.readers);
  const loaders = Object.entries(definition.dimensions).map(([name, dimension]) =>
    openLoader(name, dimension, readerOf, readersOf(parts.tableReaders?.[name])),
  );
  const dimensions = loaders.map(({ dimension }) => dimension);
  const columns = new ColumnSet(readerOf);
  const measures = new Map<string, Measure>();
  for (const [name, measure] of Object.entries(definition.measures)) {
    const made =
      measure.kind === 'custom'
        ? customMeasure(name, columns.object(measure.column), parts.aggregates![measure.aggregate]!)
        : compileMeasure(name, measure, columns, dimensions);
    measures.set(name, made);
  }
  const calculated = new Map(Object.entries(definition.calculated ?? {}));
  return {
    definition,
    dimensions,
    loaders,
    facts: columns.openFacts(dimensions.length, definition.key !== undefined),
    values: columns.values,
    dictionaries: columns.dictionaries,
    objects: columns.objects,
    readKey: definition.key === undefined ? undefined : readerOf(definition.key),
    measures,
    calculated,
    naming: new Naming({ dimensions, measures, calculated }),
    rates: parts.rates ?? {},
  };
}

const readersOf =
  (readers: Readonly<Record<string, Reader>> = {}) =>
  (column: string): Reader =>
    Object.hasOwn(readers, column)
      ? readers[column]!
      : (row: never) => (row as Record<string, unknown>)[column];

function openLoader(
  name: string,
  definition: DimensionDefinition,
  readerOf: (column: string) => Reader,
  tableReaderOf: (column: string) => Reader,
): DimensionLoader {
  switch (definition.kind) {
    case 'levels':
      return openLevelsDimension(name, definition, readerOf);
    case 'table':
      return openTableDimension(name, definition, readerOf, tableReaderOf);
    case 'time':
      return openTimeDimension(name, definition, readerOf);
    default:
      return openTreeDimension(name, definition, readerOf, tableReaderOf);
  }
}

interface ValueTerms extends Pick<ValueSource, 'read' | 'readDecimals'> {
  readonly name: string;
  readonly scale?: number;
  readonly isScaled?: boolean;
}

/** The columns that measures ask for, each once. */
class ColumnSet implements MeasureColumns {
  readonly values: ValueSource[] = [];
  readonly dictionaries: { dictionary: ValueDictionary; read: Reader }[] = [];
  readonly objects: { column: ObjectColumn; read: Reader }[] = [];

  constructor(private readonly readerOf: (column: string) => Reader) {}

  scaled(column: string, scale: number, { isScaled = false, scaledBy }: UnitTerms): ValueColumn {
    const by = scaledBy === undefined ? '' : `@${scaledBy}`;
    const name = `${column}@${scale}${isScaled ? 'u' : ''}${by}`;
    const readDecimals = scaledBy === undefined ? undefined : this.readerOf(scaledBy);
    return this.value({ name, scale, isScaled, read: this.readerOf(column), readDecimals });
  }

  float(column: string): ValueColumn {
    return this.value({ name: `${column}@float`, read: this.readerOf(column) });
  }

  presence(column: string): ValueColumn {
    const read = this.readerOf(column);
    const isThere = (row: never): number | null => ((read(row) ?? null) === null ? null : 1);
    return this.value({ name: `${column}@presence`, read: isThere, scale: 0 });
  }

  dictionary(column: string): ValueDictionary {
    const known = this.dictionaries.find(({ dictionary }) => dictionary.name === column);
    if (known !== undefined) return known.dictionary;
    const dictionary = openDictionary(column);
    this.dictionaries.push({ dictionary, read: this.readerOf(column) });
    return dictionary;
  }

  object(name: string): ObjectColumn {
    const known = this.objects.find(({ column }) => column.name === name);
    if (known !== undefined) return known.column;
    const column: ObjectColumn = { name, values: [] };
    this.objects.push({ column, read: this.readerOf(name) });
    return column;
  }

  openFacts(dimensions: number, hasKey: boolean): FactTable {
    return openFacts({
      dimensions,
      values: this.values.map(({ column }) => column),
      dictionaries: this.dictionaries.map(({ dictionary }) => dictionary),
      objects: this.objects.map(({ column }) => column),
      hasKey,
    });
  }

  private value({ name, scale, isScaled = false, read, readDecimals }: ValueTerms): ValueColumn {
    const known = this.values.find(({ column }) => column.name === name);
    if (known !== undefined) return known.column;
    const column = valueColumn(name, scale);
    this.values.push({ column, read, isScaled, readDecimals });
    return column;
  }
}
