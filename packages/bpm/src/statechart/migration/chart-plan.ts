/** What a migration plan of a statechart is: plain JSON that can be kept, shown, and used again. */
import * as z from 'zod';
import { BpmError } from '../../errors.ts';

const names = z.record(z.string(), z.string());
const sendChoice = z.enum(['keep', 'cancel']);
const invokeChoice = z.enum(['keep', 'cancel', 'restart']);

const chartMigrationPlan = z.strictObject({
  /** The id that both charts have. */
  chart: z.string(),
  /** The hash of the definition that is left. */
  from: z.string(),
  /** The hash of the one that is gone to. */
  to: z.string(),
  /** Old states, histories among them, by the new ones they go on as. */
  states: names,
  /** States that are gone, as the mapping says: an instance that stands there is not moved. */
  dropped: z.array(z.string()),
  /** Old data by the names under which their values go on. */
  data: names,
  /** Old data whose values are given up. */
  forgotten: z.array(z.string()),
  /** New data: they get the first values that the new chart gives them. */
  added: z.array(z.string()),
  /** New regions that are entered by default where an instance has no state for them. */
  enter: z.array(z.string()),
  /** Old regions that are left, with their exits, before the instance goes over. */
  leave: z.array(z.string()),
  /** What becomes of delayed sends: of all, or by their events. What is not named is kept. */
  sends: z.union([sendChoice, z.record(z.string(), sendChoice)]),
  /**
   * What becomes of what runs for a state: of all, or by old states. `cancel`: it ends, and nobody
   * hears of it; `restart`: it ends, and what the new chart says is started.
   */
  invokes: z.union([invokeChoice, z.record(z.string(), invokeChoice)]),
});

/** A plan; made by `planChartMigration`. */
export type ChartMigrationPlan = z.output<typeof chartMigrationPlan>;

/** What becomes of delayed sends: of all, or by their events. */
export type SendChoices = ChartMigrationPlan['sends'];

/** What becomes of what runs for a state: of all, or by old states. */
export type InvokeChoices = ChartMigrationPlan['invokes'];

/** The choice for a name. */
export function choiceFor<Choice extends string>(
  choices: Choice | Readonly<Record<string, Choice>>,
  name: string,
): Choice | 'keep' {
  if (typeof choices === 'string') return choices;
  return Object.hasOwn(choices, name) ? choices[name]! : 'keep';
}

/**
 * A plan that comes from outside.
 *
 * @throws BpmError BPM_INVALID_MIGRATION — it has not the shape of one
 */
export function readChartPlan(input: unknown): ChartMigrationPlan {
  const read = chartMigrationPlan.safeParse(input);
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) => ({
    code: 'shape',
    path: path.join('.') || 'plan',
    message: `${message}: make it by planChartMigration`,
  }));
  const { chart } = (input ?? {}) as { readonly chart?: unknown };
  const name = typeof chart === 'string' ? chart : '?';
  throw new BpmError('BPM_INVALID_MIGRATION', { process: name, issues });
}
