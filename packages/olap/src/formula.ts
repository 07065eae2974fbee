/**
 * Formulas of calculated measures: plain JSON over the names of measures.
 *
 * A formula is computed from finished values where it says so (sums, ratios) and from states where
 * totals would be wrong otherwise (shifts, periods to date, windows): those go back to the cells.
 */
import * as z from 'zod';
import { memberFilter } from './filter.ts';

/** A formula: the name of a measure, a number, or an operation on formulas. */
export type Formula<Name extends string = string> =
  | Name
  | { readonly number: string | number }
  | {
      readonly op: 'add' | 'subtract' | 'multiply' | 'divide';
      readonly of: readonly [Formula<Name>, Formula<Name>];
    }
  | { readonly op: 'negate' | 'absolute'; readonly of: Formula<Name> }
  /** In the formula of a calculated member: the measure that is shown. */
  | { readonly op: 'value' }
  /** The first that is not empty. */
  | { readonly op: 'coalesce'; readonly of: readonly Formula<Name>[] }
  /** The value of the same period so many ancestors earlier (negative: earlier). */
  | {
      readonly op: 'shift';
      readonly of: Formula<Name>;
      readonly along: string;
      /** The level that is moved by; absent: the level shown. */
      readonly level?: string | undefined;
      readonly by: number;
    }
  /** From the first period of the ancestor up to the one shown. */
  | {
      readonly op: 'toDate';
      readonly of: Formula<Name>;
      readonly along: string;
      readonly level: string;
    }
  /** The last `periods` periods, the one shown included. */
  | {
      readonly op: 'window';
      readonly of: Formula<Name>;
      readonly along: string;
      readonly periods: number;
      /** Totals of the window, or the mean of its periods. */
      readonly as: 'total' | 'mean';
      /** Whether a window that begins before the first period has a value. */
      readonly partial?: boolean | undefined;
    }
  /** (now − then) ÷ |then|. */
  | {
      readonly op: 'growth';
      readonly of: Formula<Name>;
      readonly from: Formula<Name>;
    }
  /** `'favourable'` or `'unfavourable'`: whether `of` is at least, or at most, `from`. */
  | {
      readonly op: 'favourable';
      readonly of: Formula<Name>;
      readonly from: Formula<Name>;
      /** Revenue is better the more there is, cost the less. */
      readonly when: 'more' | 'less';
    }
  /** Share of a total; which total, and of which members, is always named. */
  | {
      readonly op: 'share';
      readonly of: Formula<Name>;
      /** The parent on a hierarchy, all of it, or the ancestor at a level. */
      readonly total: { readonly parentOn: string } | { readonly allOf: string } | 'grand';
      readonly members: 'visible' | 'all';
    }
  /** 1 + how many are strictly better. */
  | {
      readonly op: 'rank';
      readonly of: Formula<Name>;
      /** Compared with siblings under this level, or with all rows of the same grain. */
      readonly within?: string | undefined;
      readonly order?: 'descending' | 'ascending' | undefined;
      readonly dense?: boolean | undefined;
    }
  /** Total of the rows shown so far, in their order. */
  | {
      readonly op: 'running';
      readonly of: Formula<Name>;
      readonly within?: string | undefined;
    }
  /** A, B or C by the share accumulated before the row. */
  | {
      readonly op: 'classes';
      readonly of: Formula<Name>;
      readonly cuts: readonly { readonly name: string; readonly upTo: string }[];
      readonly within?: string | undefined;
    }
  /** The value at other members, whatever the row shows. */
  | { readonly op: 'at'; readonly of: Formula<Name>; readonly where: Record<string, unknown> }
  /** Money in another currency by named rates. */
  | {
      readonly op: 'convert';
      readonly of: Formula<Name>;
      readonly to: string;
      /** A table of rates handed to the cube. */
      readonly rates: string;
      /** Flows at the rate of their own period, balances at the rate of the period shown. */
      readonly at: 'own' | 'shown';
    };

const formulaRef: z.ZodType<Formula, Formula> = z.lazy(() => formula);
const dimensionName = z.string().min(1);
const levelName = z.string().min(1);
const pair = z.tuple([formulaRef, formulaRef]);

/** The schema of a formula. */
export const formula: z.ZodType<Formula, Formula> = z.union([
  z.string().min(1),
  z.strictObject({ number: z.union([z.string(), z.number()]) }),
  z.discriminatedUnion('op', [
    z.strictObject({ op: z.enum(['add', 'subtract', 'multiply', 'divide']), of: pair }),
    z.strictObject({ op: z.enum(['negate', 'absolute']), of: formulaRef }),
    z.strictObject({ op: z.literal('value') }),
    z.strictObject({ op: z.literal('coalesce'), of: z.array(formulaRef).min(1) }),
    z.strictObject({
      op: z.literal('shift'),
      of: formulaRef,
      along: dimensionName,
      level: levelName.optional(),
      by: z.number().int(),
    }),
    z.strictObject({
      op: z.literal('toDate'),
      of: formulaRef,
      along: dimensionName,
      level: levelName,
    }),
    z.strictObject({
      op: z.literal('window'),
      of: formulaRef,
      along: dimensionName,
      periods: z.number().int().min(1),
      as: z.enum(['total', 'mean']),
      partial: z.boolean().optional(),
    }),
    z.strictObject({ op: z.literal('growth'), of: formulaRef, from: formulaRef }),
    z.strictObject({
      op: z.literal('favourable'),
      of: formulaRef,
      from: formulaRef,
      when: z.enum(['more', 'less']),
    }),
    z.strictObject({
      op: z.literal('share'),
      of: formulaRef,
      total: z.union([
        z.literal('grand'),
        z.strictObject({ parentOn: dimensionName }),
        z.strictObject({ allOf: dimensionName }),
      ]),
      members: z.enum(['visible', 'all']),
    }),
    z.strictObject({
      op: z.literal('rank'),
      of: formulaRef,
      within: levelName.optional(),
      order: z.enum(['descending', 'ascending']).optional(),
      dense: z.boolean().optional(),
    }),
    z.strictObject({ op: z.literal('running'), of: formulaRef, within: levelName.optional() }),
    z.strictObject({
      op: z.literal('classes'),
      of: formulaRef,
      cuts: z.array(z.strictObject({ name: z.string(), upTo: z.string() })).min(1),
      within: levelName.optional(),
    }),
    z.strictObject({ op: z.literal('at'), of: formulaRef, where: memberFilter }),
    z.strictObject({
      op: z.literal('convert'),
      of: formulaRef,
      to: z.string().length(3),
      rates: z.string().min(1),
      at: z.enum(['own', 'shown']),
    }),
  ]),
]);

/** The formulas that a formula stands on directly. */
export function partsOf(of: Formula): readonly Formula[] {
  if (typeof of === 'string' || 'number' in of || of.op === 'value') return [];
  if (of.op === 'growth' || of.op === 'favourable') return [of.of, of.from];
  const inner = of.of;
  return Array.isArray(inner) ? (inner as readonly Formula[]) : [inner as Formula];
}
