/**
 * A cube beside the type of its rows: names are checked and completed, rows of answers are typed.
 *
 * What it makes is the plain definition with the functions beside it; `Cube` runs both.
 */
import type { CellSet } from './cell-set.ts';
import type { CubeParts, RateTable } from './compile-cube.ts';
import { Cube, type CubeOptions } from './cube.ts';
import type { Accessor, DimensionDraft } from './dimensions.ts';
import type { Reader } from './dimension/read-key.ts';
import type { Formula } from './formula.ts';
import type { FormulaDraft } from './formulas.ts';
import type { Key } from './hierarchy.ts';
import type { MeasureDraft } from './measures.ts';
import type { CubeDefinition } from './model.ts';
import type { CubeRequest, RowOrder, Top } from './request.ts';
import { shareColumns } from './share-columns.ts';
import type { Value } from './value.ts';

type Dimensions<Row> = Readonly<Record<string, DimensionDraft<Row, unknown>>>;
type Measures<Row> = Readonly<Record<string, MeasureDraft<Row, unknown>>>;
type Formulas = Readonly<Record<string, FormulaDraft<unknown>>>;

/** The levels of dimensions, with the type of their keys: `'product.family'` → 'Food' | 'Drink'. */
export type LevelKeys<D> = {
  readonly [Ref in LevelRefs<D>]: Ref extends `${infer Name}.${infer Level}`
    ? Name extends keyof D
      ? Level extends keyof LevelsOf<D[Name]>
        ? LevelsOf<D[Name]>[Level]
        : never
      : never
    : never;
};

type LevelsOf<Draft> = Draft extends { readonly levels?: infer Levels }
  ? NonNullable<Levels>
  : never;

type LevelRefs<D> = {
  [Name in keyof D & string]: `${Name}.${keyof LevelsOf<D[Name]> & string}`;
}[keyof D & string];

type OutOf<Draft> = Draft extends { readonly out?: infer Out } ? Exclude<Out, undefined> : never;

/** The measures and formulas of a cube, with the type of their values. */
export type MeasureValues<M, C> = {
  readonly [Name in keyof M | keyof C]: Name extends keyof M
    ? OutOf<M[Name]>
    : Name extends keyof C
      ? OutOf<C[Name]>
      : never;
};

/** Members of a level: one, some, a range, or all but some. */
export type MembersOf<Of> =
  | Of
  | null
  | { readonly path: readonly Key[] }
  | readonly (Of | null | { readonly path: readonly Key[] })[]
  | { readonly from?: Of; readonly to?: Of }
  | { readonly not: Of | null | readonly (Of | null)[] };

/** A filter over typed levels. */
export type TypedFilter<Levels> =
  | { readonly [Ref in keyof Levels]?: MembersOf<Levels[Ref]> }
  | { readonly and: readonly TypedFilter<Levels>[] }
  | { readonly or: readonly TypedFilter<Levels>[] }
  | { readonly not: TypedFilter<Levels> }
  | { readonly rows: Readonly<Record<string, { from?: string | number; to?: string | number }>> };

/** The values of a query's own formulas: typed where they are made by functions. */
type OwnValues<Own> = Own extends Formulas
  ? { readonly [Name in keyof Own]: [OutOf<Own[Name]>] extends [never] ? Value : OutOf<Own[Name]> }
  : unknown;

/** A query over typed levels and measures; `Own` are formulas of the query itself. */
export interface TypedRequest<Levels, Values, By, Shown, Own = undefined>
  extends Omit<
    CubeRequest,
    'by' | 'measures' | 'calculated' | 'where' | 'order' | 'top' | 'totals'
  > {
  readonly by?: readonly By[];
  readonly measures: readonly Shown[];
  readonly calculated?: Own;
  readonly where?: TypedFilter<Levels>;
  readonly totals?: 'none' | 'rollup' | 'cube' | readonly (readonly By[])[];
  readonly order?: readonly (Omit<RowOrder, 'by'> & {
    readonly by: keyof Levels | keyof Values | keyof NoInfer<Own>;
  })[];
  readonly top?: Omit<Top, 'by' | 'within'> & {
    readonly by: keyof Values | keyof NoInfer<Own>;
    readonly within?: By | undefined;
  };
}

/** A row of an answer. */
export type TypedRow<Levels, Values, By extends PropertyKey, Shown extends PropertyKey> = {
  readonly [Ref in By & keyof Levels]: Levels[Ref] | null;
} & { readonly [Name in Shown & keyof Values]: Values[Name] } & {
  readonly rolledUp: readonly string[];
  readonly isOthers: boolean;
};

/** A cube whose names and rows are typed. */
export interface TypedCube<Row, Levels, Values> extends Omit<Cube<Row>, 'query'> {
  query<
    const By extends keyof Levels & string = never,
    const Own extends Formulas | undefined = undefined,
    const Shown extends (keyof Values | keyof Own) & string = keyof Values & string,
  >(
    request: TypedRequest<Levels, Values, By, Shown, Own>,
  ): CellSet<TypedRow<Levels, Values & OwnValues<Own>, By, Shown>>;
}

/** A cube as it is written. */
export interface CubeDraft<Row, D, M, C> {
  readonly name?: string | undefined;
  readonly dimensions: D;
  readonly measures: M;
  readonly calculated?: C | undefined;
  /** What tells facts apart; needed to correct or remove them. */
  readonly key?: Accessor<Row, Key> | undefined;
  /** Rates by name, for conversions. */
  readonly rates?: Readonly<Record<string, RateTable>> | undefined;
}

/**
 * A cube of rows of a type.
 *
 * @example
 * const sales = cubeOf<Sale>()({
 *   dimensions: { product: levels({ family: (row) => row.family, name: (row) => row.product }) },
 *   measures: { revenue: money((row) => row.cents, { currency: 'EUR', isScaled: true }) },
 * });
 * sales.add(rows);
 * sales.query({ by: ['product.family'], measures: ['revenue'] }).rows;
 */
export function cubeOf<Row>(): <
  const D extends Dimensions<Row>,
  const M extends Measures<Row>,
  const C extends Formulas | undefined = undefined,
>(
  draft: CubeDraft<Row, D, M, C>,
  options?: CubeOptions,
) => TypedCube<Row, LevelKeys<D>, MeasureValues<M, C>> {
  return (draft, options) => {
    const { definition, parts } = partsOfDraft(draft);
    return new Cube<Row>(definition, parts, options) as never;
  };
}

type AnyDraft = CubeDraft<never, Dimensions<never>, Measures<never>, Formulas | undefined>;

/** The plain definition of a draft and the functions that it cannot hold. */
export function partsOfDraft(draft: AnyDraft): { definition: CubeDefinition; parts: CubeParts } {
  const dimensions = builtOf(draft.dimensions);
  const read = Object.values(dimensions).flatMap((part) => Object.keys(part.readers));
  const measures = shareColumns(builtOf(draft.measures), new Set(read));
  const { key, calculated, name, rates } = draft;
  const readers: Record<string, Reader> = {};
  for (const part of [...Object.values(dimensions), ...Object.values(measures)]) {
    Object.assign(readers, part.readers);
  }
  if (key !== undefined) readers['#key'] = key;
  const definition: CubeDefinition = {
    ...(name === undefined ? {} : { name }),
    dimensions: mapped(dimensions, (part) => part.definition),
    measures: mapped(measures, (part) => part.definition),
    ...(calculated === undefined
      ? {}
      : { calculated: mapped(calculated, (formula) => formula as Formula) }),
    ...(key === undefined ? {} : { key: '#key' }),
  };
  const withRows = Object.entries(dimensions).filter(([, part]) => part.rows !== undefined);
  const own = Object.entries(measures).filter(([, part]) => part.aggregate !== undefined);
  return {
    definition,
    parts: {
      readers,
      tableReaders: mapped(dimensions, (part) => part.tableReaders),
      tables: Object.fromEntries(withRows.map(([of, part]) => [of, part.rows!])),
      aggregates: Object.fromEntries(own.map(([of, part]) => [of, part.aggregate!])),
      rates,
    },
  };
}

function builtOf<Part>(
  drafts: Readonly<Record<string, { build(name: string): Part }>>,
): Record<string, Part> {
  return Object.fromEntries(Object.entries(drafts).map(([name, of]) => [name, of.build(name)]));
}

function mapped<From, To>(
  of: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [name, change(value)]));
}
