/**
 * The command line tool as a function: arguments and a world in, an exit code out.
 *
 * Three kinds of trouble come out differently: what the caller got wrong is a message with its
 * remedy and exit code 2; news of the domain is exit code 1; what nobody foresaw is exit code 3
 * with its trace.
 */
import { KernelError } from '@kontor/kernel';
import { MrpError } from '../errors.ts';
import type { Model } from '../model.ts';
import { type CliRequest, helpText, readArguments } from './arguments.ts';
import { CliError } from './cli-error.ts';
import { type CliIo, type CliStream, exitCodes } from './cli-io.ts';
import { jsonLine } from './json-lines.ts';
import { type InputFault, type LoadedInput, loadInput } from './load-input.ts';
import { planCommand } from './plan-command.ts';
import { type Progress, progressOn } from './progress.ts';

/** Faults printed as text; the rest is counted. */
const FAULTS_SHOWN = 100;

/**
 * Runs the tool.
 *
 * @param argv - the arguments, without node and script
 * @returns the exit code (cli-io.ts lists them); never throws
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    return await run(readArguments(argv), io);
  } catch (error) {
    if (io.signal.aborted) return exitCodes.interrupted;
    const isCallers = CliError.is(error) || MrpError.is(error) || KernelError.is(error);
    const text = isCallers ? (error as Error).message : String((error as Error).stack ?? error);
    await io.stderr.write(`kontor-mrp: ${text}\n`);
    return isCallers ? exitCodes.badInput : exitCodes.internal;
  }
}

async function run(request: CliRequest, io: CliIo): Promise<number> {
  if (request.command === 'help' || request.command === 'version') {
    await io.stdout.write(request.command === 'help' ? helpText : `kontor-mrp ${io.version}\n`);
    return exitCodes.ok;
  }
  const progress = progressOn(io, request.progress);
  try {
    await progress.phase('Reading');
    const input = await loadInput(request, io);
    await progress.end();
    for (const note of input.notes) await io.stderr.write(`note: ${note}\n`);
    return await deliver(request, input, io, progress);
  } catch (error) {
    await progress.end();
    throw error;
  }
}

async function deliver(
  request: Extract<CliRequest, { command: 'check' | 'plan' }>,
  input: LoadedInput,
  io: CliIo,
  progress: Progress,
): Promise<number> {
  const { model, faults } = input;
  if (model === undefined) {
    const isCheck = request.command === 'check';
    await printFaults(faults, request.json, isCheck || request.json ? io.stdout : io.stderr);
    return isCheck ? exitCodes.findings : exitCodes.badInput;
  }
  if (request.command === 'plan') return planCommand(request, { ...input, model }, io, progress);
  const counts = countsOf(model);
  const text = request.json
    ? jsonLine({ type: 'model', faults: 0, ...counts })
    : checkedText(counts);
  await io.stdout.write(text);
  return exitCodes.ok;
}

const countsOf = (model: Model): Record<string, number> =>
  Object.fromEntries(Object.entries(model).map(([list, rows]) => [list, rows.length]));

function checkedText(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return `No faults: ${parts.map(([list, count]) => `${count} ${list}`).join(', ')}.\n`;
}

/** Faults are what `check` is asked for, and the reason why a `plan` failed. */
async function printFaults(
  faults: readonly InputFault[],
  json: boolean,
  stream: CliStream,
): Promise<void> {
  if (json) {
    await stream.write(faults.map((fault) => jsonLine({ type: 'fault', ...fault })).join(''));
    return;
  }
  const shown = faults
    .slice(0, FAULTS_SHOWN)
    .map(({ place, message, code }) => `${place}: ${message} [${code}]\n`);
  const left = faults.length - shown.length;
  const rest = left > 0 ? `… and ${left} more (--json gives all)\n` : '';
  await stream.write(`Faults: ${faults.length}\n${shown.join('')}${rest}`);
}
