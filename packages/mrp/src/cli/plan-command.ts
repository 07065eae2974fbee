/**
 * `kontor-mrp plan`: read, plan, keep, write, print.
 *
 * The database is committed before the files take their places; each is whole or not there.
 */
import { basename, dirname, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { ulids } from '@kontor/kernel';
import { sqliteStore } from '@kontor/kernel/sqlite';
import { csvOfPlan } from '../files/csv-plan.ts';
import type { OrderExplanation } from '../explain/explanation.ts';
import { explanationText } from '../explain/explanation-text.ts';
import type { Model } from '../model.ts';
import { planInSteps, type PlanOptions, type RunControl } from '../plan.ts';
import type { Plan } from '../plan-view.ts';
import { Planner } from '../planner.ts';
import { htmlReport } from '../report/html-report.ts';
import type { PlanRequest } from './arguments.ts';
import { type CliIo, exitCodes } from './cli-io.ts';
import { jsonLine, planLines } from './json-lines.ts';
import type { LoadedInput } from './load-input.ts';
import { type OutputFolder, stageOutput } from './output-files.ts';
import { planText } from './plan-text.ts';
import type { Progress } from './progress.ts';
import { openSqlite } from './sqlite-driver.ts';

/** Plans the model and delivers the plan; returns the exit code. */
export async function planCommand(
  request: PlanRequest,
  { model, today }: LoadedInput & { readonly model: Model },
  io: CliIo,
  progress: Progress,
): Promise<number> {
  const { pastDue: pastDueRelease, bucketDays, explain } = request;
  const options: PlanOptions = { today, pastDueRelease, bucketDays };
  await progress.phase('Planning');
  const control: RunControl = {
    signal: io.signal,
    onProgress: (done, total) => void progress.phase(`Planning ${done} of ${total} items at sites`),
  };
  const plan =
    request.sqliteFile === undefined
      ? await planInSteps(model, options, control)
      : await planAndStore(resolve(io.cwd, request.sqliteFile), model, options, control, io);
  // Asked of an order that is not there, the tool writes nothing.
  const why = explain === undefined ? undefined : plan.explain(explain);
  await progress.phase('Writing');
  await writeFiles(request, plan, model, io);
  await progress.end();
  if (why === undefined) await print(request, plan, io);
  else await printExplanation(request, why, io);
  return plan.shortages().length > 0 ? exitCodes.findings : exitCodes.ok;
}

/** Plans, and keeps the plan in a database file. */
async function planAndStore(
  file: string,
  model: Model,
  options: PlanOptions,
  control: RunControl,
  io: CliIo,
): Promise<Plan> {
  const database = await openSqlite(file);
  try {
    const clock = { now: () => io.now().getTime() };
    const store = sqliteStore(database);
    const planner = new Planner({ store, clock, ids: ulids(clock) });
    await planner.prepare();
    const { plan } = await planner.planAndStore(model, options, control);
    await store.close();
    return plan;
  } finally {
    database.close();
  }
}

/** All files together, or none. */
async function writeFiles(
  request: PlanRequest,
  plan: Plan,
  model: Model,
  io: CliIo,
): Promise<void> {
  const folders = await outputOf(request, plan, model, io.cwd);
  // A pending Ctrl-C is delivered here, before anything is put in its place.
  await setImmediate();
  io.signal.throwIfAborted();
  if (folders.length === 0) return;
  const staged = await stageOutput(folders, io.signal);
  try {
    await setImmediate();
    io.signal.throwIfAborted();
    await staged.commit();
  } finally {
    await staged.discard();
  }
}

/** What is asked for, by folder: the report may go into the folder of the other files. */
async function outputOf(
  { out, html }: PlanRequest,
  plan: Plan,
  model: Model,
  cwd: string,
): Promise<OutputFolder[]> {
  const folders = new Map<string, OutputFolder>();
  if (out !== undefined) {
    const lines = { name: 'plan.jsonl', text: [...planLines(plan)].join('') };
    const path = resolve(cwd, out);
    folders.set(path, { path, files: [...csvOfPlan(plan), lines] });
  }
  if (html !== undefined) {
    const file = resolve(cwd, html);
    const path = dirname(file);
    const report = { name: basename(file), text: await htmlReport(plan, model) };
    folders.set(path, { path, files: [...(folders.get(path)?.files ?? []), report] });
  }
  return [...folders.values()];
}

/** What the plan is asked to explain, in the place of the plan. */
async function printExplanation(
  { json }: PlanRequest,
  why: OrderExplanation,
  io: CliIo,
): Promise<void> {
  const text = json ? jsonLine({ type: 'explanation', ...why }) : `${explanationText(why)}\n`;
  await io.stdout.write(text);
}

/** How a heading stands out: bold on a terminal, else not at all. */
function emphasis({ stdout, env }: CliIo): (text: string) => string {
  const isPlain = !stdout.isTerminal || (env['NO_COLOR'] ?? '') !== '';
  return isPlain ? (text) => text : bold;
}

async function print({ json }: PlanRequest, plan: Plan, io: CliIo): Promise<void> {
  if (!json) {
    await io.stdout.write(planText(plan, emphasis(io)));
    return;
  }
  let page: string[] = [];
  for (const line of planLines(plan)) {
    page.push(line);
    if (page.length < LINES_A_WRITE) continue;
    io.signal.throwIfAborted();
    await io.stdout.write(page.join(''));
    page = [];
  }
  await io.stdout.write(page.join(''));
}

const LINES_A_WRITE = 1000;

const bold = (text: string): string => `\u001B[1m${text}\u001B[22m`;
