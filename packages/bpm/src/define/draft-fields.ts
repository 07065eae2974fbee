/**
 * From options to the fields of a node: mappings as lists, forms as JSON Schema, times by kind.
 */
import * as z from 'zod';
import type { EventDefinition } from '../event-model.ts';
import type { When } from './path-options.ts';

/** Options of any step, types left behind. */
export interface StepOptions {
  readonly name?: string;
  readonly documentation?: string;
  readonly in?: Readonly<Record<string, string>>;
  readonly out?: Readonly<Record<string, string>>;
  readonly loop?: object;
  readonly startQuantity?: number;
  readonly completionQuantity?: number;
  readonly key?: string;
  readonly result?: string;
}

/** Fields of a node. */
export type Fields = Record<string, unknown>;

/** The same without members that are undefined: what is left out of a definition is not there. */
export const given = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** `{ sku: 'article' }` → `[{ from: 'article', to: 'sku' }]`. */
export const mappings = (
  mapping: Readonly<Record<string, string>> | undefined,
): { from: string; to: string }[] | undefined =>
  mapping && Object.entries(mapping).map(([to, from]) => ({ from, to }));

/** Fields of every element. */
export const labels = ({ name, documentation }: StepOptions): Fields =>
  given({ name, documentation });

/** Fields of every activity. */
export const activityFields = (options: StepOptions): Fields =>
  given({
    ...labels(options),
    in: mappings(options.in),
    out: mappings(options.out),
    loop: options.loop,
    startQuantity: options.startQuantity,
    completionQuantity: options.completionQuantity,
  });

/** Names that a step sets: those of its output mapping, else those of its results. */
export const setBy = ({ out }: StepOptions, results: readonly string[]): readonly string[] =>
  out === undefined ? results : Object.keys(out);

/** Names of the members of a schema, as far as it tells. */
export const membersOf = (schema: z.ZodType | undefined): readonly string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];

const ofActivity: ReadonlySet<string> = new Set(
  'name documentation in out loop form startQuantity completionQuantity'.split(' '),
);

/** What a person is asked to do: options that are not those of every activity, and the form. */
export function workOf(options: StepOptions & { readonly form?: z.ZodType }): Fields | undefined {
  const own = Object.entries(options).filter(([key]) => !ofActivity.has(key));
  const form = options.form && formSchema(options.form);
  const work = given({ ...Object.fromEntries(own), form });
  return Object.keys(work).length > 0 ? work : undefined;
}

/** The JSON Schema of what a form takes, as plain JSON. */
const formSchema = (form: z.ZodType): unknown =>
  JSON.parse(JSON.stringify(z.toJSONSchema(form, { io: 'input' })));

/** The timer that a text means: `P…` a duration, `R…` a cycle, else a date. */
export function timerOf(when: When): EventDefinition {
  if (typeof when !== 'string') return { type: 'timer', ...when };
  if (when.startsWith('P')) return { type: 'timer', duration: when };
  if (when.startsWith('R')) return { type: 'timer', cycle: when };
  return { type: 'timer', date: when };
}
