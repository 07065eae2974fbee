/**
 * Overrides: what a manager says a branch will bring, in the place of what its deals add up to.
 *
 * One is a record of its own, so who said what, when and why is in its events; the computed figure
 * is never changed.
 */
import * as z from 'zod';
import { type Decision, refused } from '../decision.ts';
import type { CrmIssue } from '../errors.ts';
import { decimalText } from '../record/field-type.ts';
import { type PastQuery, recordAt } from '../record/fold-events.ts';
import type { RecordEvent } from '../record-event.ts';

const name = z
  .string()
  .min(1)
  .max(255)
  .regex(/^\P{Cs}*$/u, 'has half a surrogate pair');

/** The fields of an override as a raw shape; its object is `forecastOverride`. */
export const forecastOverrideFields = {
  /** The node of the hierarchy whose roll-up it replaces. */
  node: name,
  /** The id of the period; none for a forecast without periods. */
  period: name.optional(),
  /** Closed is a fact, and is not overridden. */
  figure: z.enum(['weighted', 'commit', 'bestCase', 'pipeline']),
  /** In the forecast's currency; none when it is released. */
  amount: decimalText().optional(),
  author: name,
  reason: z.string().min(1).max(10_000),
  madeAt: z.iso.datetime(),
};

const forecastOverride = z.strictObject(forecastOverrideFields);

/** An override. */
export type ForecastOverride = Readonly<z.output<typeof forecastOverride>>;

/** What a manager commands; a null amount releases the override. */
export interface OverrideCommand {
  readonly node: string;
  readonly period?: string | undefined;
  readonly figure: ForecastOverride['figure'];
  readonly amount: string | null;
  readonly by: string;
  readonly reason: string;
}

/**
 * The id of the override of a figure: there is one for each node and period.
 *
 * @example
 * overrideId({ node: 'north', period: '2026-Q2', figure: 'commit' }) // => 'north:2026-Q2:commit'
 */
export function overrideId({
  node,
  period = '',
  figure,
}: Pick<ForecastOverride, 'node' | 'period' | 'figure'>): string {
  return `${encodeURIComponent(node)}:${period}:${figure}`;
}

/**
 * Decides to override a figure, or to release it.
 *
 * Refusals: CRM_INVALID_INPUT — no reason, an amount that is no decimal, or the closed figure.
 *
 * @returns one change of the record `overrideId` names, `overridden` or `released`
 */
export function overrideForecast(
  { node, period, figure, amount, by, reason }: OverrideCommand,
  { now }: { readonly now: string },
): Decision {
  const values = { node, period, figure, author: by, reason, madeAt: now };
  const parsed = forecastOverride.safeParse({ ...values, ...(amount !== null && { amount }) });
  if (!parsed.success) {
    const issues: CrmIssue[] = parsed.error.issues.map(({ path, message }) => ({
      path: path.join('.'),
      message,
    }));
    return refused('CRM_INVALID_INPUT', { what: 'The override', issues });
  }
  const verb = amount === null ? 'released' : 'overridden';
  return {
    ok: true,
    changes: [{ verb, reason, values: { ...values, period: period ?? null, amount } }],
  };
}

/**
 * The overrides in force, from a log.
 *
 * @param query `asOf`: what held then; `knownAt`: only what had been recorded by then
 */
export function overridesAt(events: Iterable<RecordEvent>, query: PastQuery): ForecastOverride[] {
  const byId = new Map<string, RecordEvent[]>();
  for (const event of events) {
    const { object, id } = event.data;
    if (object !== 'forecastOverride') continue;
    byId.set(id, [...(byId.get(id) ?? []), event]);
  }
  return [...byId.values()].flatMap((of) => {
    const record = recordAt(of, query) as unknown as ForecastOverride | undefined;
    return record?.amount === undefined ? [] : [record];
  });
}
