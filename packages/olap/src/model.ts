/**
 * A cube as a user writes it: dimensions, measures and formulas as plain JSON; the schema is the
 * type.
 *
 * Names of columns say where a value stands in a row; `cubeOf` gives functions for them instead and
 * makes this same form. Words are those of MDX and of Kimball.
 */
import { fiscalDefinition, roundingModes } from '@kontor/kernel';
import * as z from 'zod';
import { formula } from './formula.ts';
import { type PeriodLevelName, periodLevelNames } from './time/period-definition.ts';

const name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^.#]+$/, 'a name has no point and no #');
const column = z.string().min(1);

const level = z.strictObject({
  name,
  /** Where the key stands in the row (of the facts, of the dimension's table). */
  column,
  /** What members are ordered by, where it is not their key. */
  orderBy: column.optional(),
  /** When a member is not shown; its facts stay where they are. */
  hideIf: z.enum(['never', 'blank', 'parentName']).optional(),
});

/** Hierarchies by name, each its levels from the top. */
const hierarchies = z.record(name, z.array(level).min(1));

/** Levels whose keys stand in the fact rows themselves. */
const levelsDimension = z.strictObject({ kind: z.literal('levels'), hierarchies });

/** Members of a table of their own, which facts point at by key. */
const tableDimension = z.strictObject({
  kind: z.literal('table'),
  column,
  /** Where the key stands in a row of the table. */
  key: column,
  hierarchies,
  /** Collects facts of an unknown key under `(unknown)` instead of refusing them. */
  unknownMember: z.boolean().optional(),
});

const periodLevels = [...new Set(Object.values(periodLevelNames).flat())] as [
  PeriodLevelName,
  ...PeriodLevelName[],
];

const [, weeks, , nrf] = fiscalDefinition.options;

/** Kinds of year: of the calendar, fiscal by months or by weeks, ISO. */
const years = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('calendar') }),
  z.strictObject({ kind: z.literal('iso') }),
  z.strictObject({
    kind: z.literal('fiscal'),
    startMonth: z.number().int().min(1).max(12),
    yearNamedBy: z.enum(['start', 'end']).optional(),
  }),
  weeks,
  nrf,
]);

/** Periods made from a day. */
const timeDimension = z.strictObject({
  kind: z.literal('time'),
  column,
  /** Zone in which an instant falls on a day; days as such need none. */
  zone: z.string().optional(),
  hierarchies: z.record(
    name,
    z.strictObject({ years, levels: z.array(z.enum(periodLevels)).min(1) }),
  ),
});

/** A tree of members: each names its parent (parent-child). */
const treeDimension = z.strictObject({
  kind: z.literal('tree'),
  column,
  key: column,
  parent: column,
  /** The one level's name. */
  level: name,
  /** A parent of this value is none. */
  root: z.union([z.string(), z.number()]).optional(),
  orderBy: column.optional(),
  /** Column of `+`, `-` or `~`: how a member enters its parent. */
  operator: column.optional(),
  /** Column of the account's nature: `flow` or `balance`. */
  nature: column.optional(),
  /** Whether what is booked on a parent itself is a member among its children. */
  own: z.enum(['shown', 'hidden']).optional(),
  unknownMember: z.boolean().optional(),
});

/** A dimension. */
export const dimensionDefinition = z.discriminatedUnion('kind', [
  levelsDimension,
  tableDimension,
  timeDimension,
  treeDimension,
]);

/**
 * Whole units of 10^-scale. `isScaled`: rows give the units themselves; `scaledBy`: they give whole
 * units of 10^-decimals, and this column tells how many decimals those of the row have.
 */
const scaled = {
  column,
  scale: z.number().int().min(0).max(8).optional(),
  isScaled: z.boolean().optional(),
  scaledBy: column.optional(),
};

/** The level that tells the unit of a quantity; quantities of two units are never added. */
const measured = { unit: z.strictObject({ level: z.string().min(3) }).optional() };

// `once`: the column of a key for which the amount counts once, however many rows repeat it.

/** How a quotient is rounded when it is shown; without `decimals` it has 40 digits. */
const rounded = {
  decimals: z.number().int().min(0).max(30).optional(),
  rounding: z.enum(roundingModes).optional(),
};

const along = name;

/** A measure: how facts become one value. */
export const measureDefinition = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rows') }),
  z.strictObject({ kind: z.literal('count'), column }),
  z.strictObject({ kind: z.literal('sum'), ...scaled, ...measured, once: column.optional() }),
  z.strictObject({ kind: z.literal('floatSum'), column }),
  z.strictObject({
    kind: z.literal('money'),
    ...scaled,
    once: column.optional(),
    /** One currency by code, or the level that says which. */
    currency: z.union([
      z.strictObject({ code: z.string().length(3) }),
      z.strictObject({ level: z.string().min(3) }),
    ]),
  }),
  z.strictObject({ kind: z.enum(['min', 'max']), ...scaled }),
  z.strictObject({ kind: z.literal('average'), ...scaled, ...rounded }),
  z.strictObject({
    kind: z.literal('weightedAverage'),
    ...scaled,
    weight: column,
    weightScale: z.number().int().min(0).max(8).optional(),
    ...rounded,
  }),
  z.strictObject({
    kind: z.enum(['variance', 'deviation']),
    ...scaled,
    /** Sample: over n − 1. Population: over n. */
    of: z.enum(['sample', 'population']),
    ...rounded,
  }),
  z.strictObject({ kind: z.literal('distinct'), column }),
  z.strictObject({
    kind: z.literal('approximateDistinct'),
    column,
    precision: z.number().int().min(4).max(18).optional(),
  }),
  z.strictObject({
    kind: z.literal('percentile'),
    ...scaled,
    /** From 0 to 1 as decimal text. */
    at: z.string(),
    method: z.enum(['continuous', 'discrete']).optional(),
    ...rounded,
  }),
  z.strictObject({
    kind: z.literal('approximatePercentile'),
    column,
    at: z.string(),
  }),
  z.strictObject({
    kind: z.enum(['last', 'first', 'lastNonEmpty', 'firstNonEmpty', 'opening', 'closing']),
    ...scaled,
    ...measured,
    along,
    /** Of which cells the last one is meant: each leaf's, or the one shown. */
    scope: z.enum(['leaf', 'cell']).optional(),
  }),
  z.strictObject({
    kind: z.literal('averageOverTime'),
    ...scaled,
    along,
    /** Over periods that have a value, or over all of the calendar. */
    over: z.enum(['nonEmpty', 'calendar']),
    ...rounded,
  }),
  z.strictObject({
    kind: z.literal('byAccount'),
    ...scaled,
    along,
    /** The tree dimension whose members have a nature. */
    accounts: name,
  }),
  z.strictObject({ kind: z.literal('custom'), column, aggregate: z.string() }),
]);

/** The cube. */
export const cubeDefinition = z.strictObject({
  name: z.string().min(1).optional(),
  dimensions: z.record(name, dimensionDefinition),
  measures: z.record(name, measureDefinition),
  calculated: z.record(name, formula).optional(),
  /** Column that tells facts apart; needed to correct or remove them by key. */
  key: column.optional(),
});

/** A cube as written. */
export type CubeDefinition = z.input<typeof cubeDefinition>;

/** A dimension as written. */
export type DimensionDefinition = z.input<typeof dimensionDefinition>;

/** A measure as written. */
export type MeasureDefinition = z.input<typeof measureDefinition>;
