/**
 * What a user writes down about fiscal years: plain JSON, and the schema is the type.
 *
 * Three conventions have names of their own because they are published: ISO weeks, the retail
 * calendar of the National Retail Federation, and years of calendar months.
 */
import * as z from 'zod';

const yearNamedBy = z.enum(['start', 'end']);

/** Years of twelve calendar months. */
const months = z.strictObject({
  kind: z.literal('months'),
  /** The month the year starts with, 1 … 12. */
  startMonth: z.number().int().min(1).max(12).default(1),
  /** Whether the year has the number of the calendar year it starts or ends in. */
  yearNamedBy: yearNamedBy.default('end'),
});

/** Years of 52 or 53 whole weeks, in twelve periods. */
const weeks = z.strictObject({
  kind: z.literal('weeks'),
  /** Weeks of the three periods of each quarter. */
  pattern: z.enum(['4-4-5', '4-5-4', '5-4-4']).default('4-4-5'),
  /** The last day of the year. */
  yearEnd: z.strictObject({
    /** 0 = Sunday … 6 = Saturday. */
    weekday: z.number().int().min(0).max(6),
    /** The month the year ends with, 1 … 12. */
    month: z.number().int().min(1).max(12),
    /** The last such weekday of the month, or the one nearest to the month's last day. */
    rule: z.enum(['last', 'nearest']),
  }),
  /** By the month it ends with and the month after the last one, not by the very days. */
  yearNamedBy: yearNamedBy.default('end'),
  /** The period, 1 … 12, that takes a 53rd week. */
  week53In: z.number().int().min(1).max(12).default(12),
});

/** A fiscal calendar: months, weeks, or a published convention by name. */
export const fiscalDefinition = z.discriminatedUnion('kind', [
  months,
  weeks,
  /** ISO 8601 weeks: Monday to Sunday; week 1 has the year's first Thursday. */
  z.strictObject({ kind: z.literal('iso'), pattern: weeks.shape.pattern }),
  /** Retail 4-5-4: ends on the Saturday nearest to 31 January, named by the year it starts in. */
  z.strictObject({ kind: z.literal('nrf') }),
]);

/** A fiscal calendar as written, defaults left out. */
export type FiscalCalendarDefinition = z.input<typeof fiscalDefinition>;

/** A fiscal calendar in force: every convention spelled out. */
export type FiscalDefinition = z.output<typeof months> | z.output<typeof weeks>;

/**
 * Spells a published convention out.
 *
 * @source ISO 8601 (a year ends on the Sunday nearest to 31 December); National Retail Federation,
 *   "4-5-4 Calendar"
 */
export function spelledOut(definition: z.output<typeof fiscalDefinition>): FiscalDefinition {
  if (definition.kind === 'iso') {
    return {
      kind: 'weeks',
      pattern: definition.pattern,
      yearEnd: { weekday: 0, month: 12, rule: 'nearest' },
      yearNamedBy: 'end',
      week53In: 12,
    };
  }
  if (definition.kind === 'nrf') {
    return {
      kind: 'weeks',
      pattern: '4-5-4',
      yearEnd: { weekday: 6, month: 1, rule: 'nearest' },
      yearNamedBy: 'start',
      week53In: 12,
    };
  }
  return definition;
}
