/**
 * Dimensions written beside the type of a row: each function says where keys stand, and its levels
 * and their types are inferred.
 */
import type { Reader } from './dimension/read-key.ts';
import type { HideRule, Key } from './hierarchy.ts';
import type { DimensionDefinition } from './model.ts';
import type { PeriodDefinition, PeriodLevelName } from './time/period-definition.ts';

/** Reads a value of a row. */
export type Accessor<Row, Value> = (row: Row) => Value;

/** A dimension on its way into a cube; `Levels` has the type of the keys of each level. */
export interface DimensionDraft<Row, Levels> {
  /** Only for the types. */
  readonly levels?: Levels;
  /** Only for the types. */
  readonly row?: (row: Row) => void;
  build(name: string): DimensionParts;
}

/** What a dimension gives to the definition, and the functions beside it. */
export interface DimensionParts {
  readonly definition: DimensionDefinition;
  readonly readers: Readonly<Record<string, Reader>>;
  readonly tableReaders: Readonly<Record<string, Reader>>;
  readonly rows?: readonly unknown[] | undefined;
}

/** Where the keys of levels stand, the top level first. */
export type LevelAccessors<Row> = Readonly<Record<string, Accessor<Row, Key | undefined>>>;

type KeysOf<L> = {
  readonly [Name in keyof L]: L[Name] extends (...row: never[]) => infer Of
    ? Exclude<Of, undefined>
    : never;
};

/** More about levels, by name. */
export interface LevelsOptions<Row, Name extends string> {
  /** Levels whose members are not shown without a key, or when they are called as their parent. */
  readonly hideIf?: Readonly<Partial<Record<Name, HideRule>>> | undefined;
  /** What members are ordered by, where it is not their key. */
  readonly orderBy?: Readonly<Partial<Record<Name, Accessor<Row, Key>>>> | undefined;
}

/**
 * Levels whose keys stand in the fact rows, the top one first.
 *
 * @example
 * levels({ family: (row) => row.family, product: (row) => row.product })
 */
export function levels<Row, const L extends LevelAccessors<Row>>(
  accessors: L,
  options: LevelsOptions<Row, keyof L & string> = {},
): DimensionDraft<Row, KeysOf<L>> {
  return {
    build(name) {
      const { levels: made, readers } = levelParts(name, accessors, options);
      return {
        definition: { kind: 'levels', hierarchies: { [name]: made } },
        readers,
        tableReaders: {},
      };
    },
  };
}

type Merged<H> = { readonly [Name in NamesOf<H>]: KeyOf<H, Name> };
type NamesOf<H> = { [K in keyof H]: keyof H[K] }[keyof H];
type KeyOf<H, Name> = {
  [K in keyof H]: Name extends keyof H[K]
    ? H[K][Name] extends (...row: never[]) => infer Of
      ? Exclude<Of, undefined>
      : never
    : never;
}[keyof H];

/**
 * Several hierarchies of one dimension whose keys stand in the fact rows.
 *
 * @example
 * hierarchies({ place: { country: (row) => row.country, city: (row) => row.city },
 *   kind: { kind: (row) => row.kind } })
 */
export function hierarchies<Row, const H extends Readonly<Record<string, LevelAccessors<Row>>>>(
  of: H,
): DimensionDraft<Row, Merged<H>> {
  return {
    build(name) {
      const { hierarchies: made, readers } = hierarchyParts(name, of);
      return {
        definition: { kind: 'levels', hierarchies: made },
        readers,
        tableReaders: {},
      };
    },
  };
}

/** A table of members that facts point at by key. */
export interface TableOptions<Member, H> {
  readonly key: Accessor<Member, Key>;
  readonly hierarchies: H;
  /** Collects facts of an unknown key under `(unknown)` instead of refusing them. */
  readonly unknownMember?: boolean | undefined;
}

/**
 * Members of a table of their own; facts give its key.
 *
 * @example
 * table((row) => row.storeId, stores, { key: (store) => store.id,
 *   hierarchies: { place: { country: (store) => store.country, city: (store) => store.city } } })
 */
export function table<
  Row,
  Member,
  const H extends Readonly<Record<string, LevelAccessors<Member>>>,
>(
  key: Accessor<Row, Key>,
  rows: readonly Member[],
  options: TableOptions<Member, H>,
): DimensionDraft<Row, Merged<H>> {
  return {
    build(name) {
      const { hierarchies: made, readers } = hierarchyParts(name, options.hierarchies);
      const { unknownMember } = options;
      return {
        definition: {
          kind: 'table',
          column: name,
          key: '#key',
          hierarchies: made,
          ...(unknownMember === undefined ? {} : { unknownMember }),
        },
        readers: { [name]: key },
        tableReaders: { ...readers, '#key': options.key },
        rows,
      };
    },
  };
}

/** A time hierarchy: the kind of its years and its levels, the top one first. */
export interface TimeHierarchy {
  readonly years: PeriodDefinition;
  readonly levels: readonly PeriodLevelName[];
}

type PeriodKeys<Name extends string> = {
  readonly [Level in Name]: Level extends 'year' | 'isoYear' ? number : string;
};

/** A day: its number, text such as `'1997-01-31'`, or with a zone an instant. */
export type DayInput = number | string | Date | null | undefined;

/**
 * Periods of the calendar made from a day.
 *
 * @param zone - in which an instant falls on a day; days need none
 * @example
 * calendar((row) => row.day, ['year', 'quarter', 'month'])
 */
export function calendar<Row, const L extends readonly PeriodLevelName[]>(
  day: Accessor<Row, DayInput>,
  of: L,
  zone?: string,
): DimensionDraft<Row, PeriodKeys<L[number]>> {
  return periods(day, { calendar: { years: { kind: 'calendar' }, levels: of } }, zone);
}

/**
 * Periods of several hierarchies (calendar, fiscal, weeks) made from one day.
 *
 * @example
 * periods((row) => row.day, {
 *   calendar: { years: { kind: 'calendar' }, levels: ['year', 'month'] },
 *   fiscal: { years: { kind: 'fiscal', startMonth: 4 }, levels: ['fiscalYear'] } })
 */
export function periods<Row, const H extends Readonly<Record<string, TimeHierarchy>>>(
  day: Accessor<Row, DayInput>,
  of: H,
  zone?: string,
): DimensionDraft<Row, PeriodKeys<H[keyof H]['levels'][number]>> {
  return {
    build: (name) => ({
      definition: {
        kind: 'time',
        column: name,
        ...(zone === undefined ? {} : { zone }),
        hierarchies: Object.fromEntries(
          Object.entries(of).map(([hierarchy, { years, levels: names }]) => [
            hierarchy,
            { years, levels: [...names] },
          ]),
        ),
      },
      readers: { [name]: day },
      tableReaders: {},
    }),
  };
}

/** A tree of members. */
export interface TreeOptions<Member, Name extends string> {
  /** The name of the level. */
  readonly level: Name;
  readonly key: Accessor<Member, Key>;
  readonly parent: Accessor<Member, Key | undefined>;
  /** A parent of this value is none. */
  readonly root?: string | number | undefined;
  readonly orderBy?: Accessor<Member, Key> | undefined;
  /** `+`, `-` or `~`: how a member enters its parent. */
  readonly operator?: Accessor<Member, string> | undefined;
  /** Whether an account accumulates or stands. */
  readonly nature?: Accessor<Member, 'flow' | 'balance'> | undefined;
  readonly own?: 'shown' | 'hidden' | undefined;
  readonly unknownMember?: boolean | undefined;
}

/**
 * Members that name their parents (parent-child), to any depth.
 *
 * The level `own` beside the tree shows what is booked on each member itself.
 *
 * @example
 * tree((row) => row.employee, employees, { level: 'employee', key: (one) => one.id,
 *   parent: (one) => one.supervisor })
 */
export function tree<Row, Member, const Name extends string>(
  key: Accessor<Row, Key>,
  rows: readonly Member[],
  options: TreeOptions<Member, Name>,
): DimensionDraft<Row, { readonly [Level in Name | 'own']: Key }> {
  return {
    build(name) {
      const { level, root, own, unknownMember, ...accessors } = options;
      const optional = (['orderBy', 'operator', 'nature'] as const).filter(
        (column) => accessors[column] !== undefined,
      );
      return {
        definition: {
          kind: 'tree',
          column: name,
          key: 'key',
          parent: 'parent',
          level,
          ...Object.fromEntries(optional.map((column) => [column, column])),
          ...(root === undefined ? {} : { root }),
          ...(own === undefined ? {} : { own }),
          ...(unknownMember === undefined ? {} : { unknownMember }),
        },
        readers: { [name]: key },
        tableReaders: accessors as unknown as Record<string, Reader>,
        rows,
      };
    },
  };
}

interface LevelDefinition {
  readonly name: string;
  readonly column: string;
  readonly orderBy?: string;
  readonly hideIf?: HideRule;
}

function levelParts(
  dimension: string,
  accessors: Readonly<Record<string, Reader>>,
  options: LevelsOptions<never, string> = {},
): { levels: LevelDefinition[]; readers: Record<string, Reader> } {
  const readers: Record<string, Reader> = {};
  const made = Object.entries(accessors).map(([name, read]) => {
    const column = `${dimension}.${name}`;
    const order = options.orderBy?.[name];
    const hideIf = options.hideIf?.[name];
    readers[column] = read;
    if (order !== undefined) readers[`${column}#order`] = order;
    return {
      name,
      column,
      ...(order === undefined ? {} : { orderBy: `${column}#order` }),
      ...(hideIf === undefined ? {} : { hideIf }),
    };
  });
  return { levels: made, readers };
}

function hierarchyParts(
  dimension: string,
  of: Readonly<Record<string, Readonly<Record<string, Reader>>>>,
): { hierarchies: Record<string, LevelDefinition[]>; readers: Record<string, Reader> } {
  const parts = Object.entries(of).map(([name, accessors]) => {
    return { name, ...levelParts(dimension, accessors) };
  });
  return {
    hierarchies: Object.fromEntries(parts.map(({ name, levels: made }) => [name, made])),
    readers: Object.assign({}, ...parts.map(({ readers }) => readers)) as Record<string, Reader>,
  };
}
