/**
 * The tool's arguments: commands and options as one table, read by cac and printed by --help.
 */
import { day } from '@kontor/kernel';
import { cac } from 'cac';
import type { PastDueRelease } from '../plan-terms.ts';
import { CliError } from './cli-error.ts';

/** What the command line asks for. */
export type CliRequest =
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | ({ readonly command: 'check' } & InputRequest)
  | ({ readonly command: 'plan' } & PlanRequest);

/** Where the model is and how to print. */
export interface InputRequest {
  readonly input: string;
  readonly format: 'csv' | 'frepple';
  readonly today: string | undefined;
  readonly json: boolean;
  readonly progress: boolean;
}

/** What to do with the plan. */
export interface PlanRequest extends InputRequest {
  readonly out: string | undefined;
  readonly html: string | undefined;
  /** The database file of `--store sqlite:file`. */
  readonly sqliteFile: string | undefined;
  readonly pastDue: PastDueRelease;
  /** Days of a bucket. */
  readonly bucketDays: number;
  /** The planned order to explain instead of printing the plan. */
  readonly explain: string | undefined;
}

const inputOptions = [
  ['--format <format>', 'csv: a folder of CSV files (default); frepple: a frePPLe JSON file'],
  ['--today <day>', 'Day of planning, YYYY-MM-DD (default: the current day)'],
  ['--json', 'JSON lines on stdout instead of tables'],
  ['--progress', 'Progress on stderr also where it is no terminal'],
] as const;

const planOptions = [
  ['--out <folder>', 'Write the plan as CSV files and JSON lines into this folder'],
  ['--html <file>', 'Write a report for the browser'],
  ['--store <store>', 'Keep the plan in a database: sqlite:plan.db'],
  ['--past-due <rule>', 'Releases before today: keep their dates (default), or clamp to today'],
  ['--bucket <bucket>', 'Net by day (default), or by week counted from the day of planning'],
  ['--explain <order>', 'Print why a planned order is there, instead of the plan'],
] as const;

const padded = (rows: readonly (readonly [string, string])[]): string =>
  rows.map(([name, text]) => `  ${name.padEnd(19)}${text}`).join('\n');

/** The text of --help. */
export const helpText = `kontor-mrp: plans material requirements from files

Usage:
  kontor-mrp plan <folder> [options]     plan and report, shortages first
  kontor-mrp check <folder> [options]    only look for faults in the files

Options:
${padded(inputOptions)}
  --help             This text
  --version          The version

Options of plan:
${padded(planOptions)}

Exit codes:
  0  done, nothing to report
  1  done, with findings: demands that come late, faults found by check
  2  wrong usage, or input that cannot be read or planned
  3  a fault of the tool or the machine
  130  interrupted; nothing half-written is left

Output goes to stdout, progress and errors to stderr. NO_COLOR turns colour off.
`;

/**
 * Reads the arguments (without node and script).
 *
 * @throws CliError CLI_USAGE — an unknown command or option, a missing or wrong value
 */
export function readArguments(argv: readonly string[]): CliRequest {
  const cli = cac('kontor-mrp');
  let request: CliRequest | undefined;
  cli.option('-h, --help', '').option('-v, --version', '');
  const check = cli.command('check <folder>', '');
  const plan = cli.command('plan <folder>', '');
  for (const [name, text] of inputOptions) {
    check.option(name, text);
    plan.option(name, text);
  }
  for (const [name, text] of planOptions) plan.option(name, text);
  check.action((folder: string | number, options: Options) => {
    request = { command: 'check', ...inputRequest(folder, options, argv) };
  });
  plan.action((folder: string | number, options: Options) => {
    request = { command: 'plan', ...planRequest(folder, options, argv) };
  });
  parse(() => cli.parse(['node', 'kontor-mrp', ...argv], { run: false }));
  if (cli.options['help'] === true || argv.length === 0) return { command: 'help' };
  if (cli.options['version'] === true) return { command: 'version' };
  if (cli.matchedCommand === undefined) throw usage(unknownCommand(cli.args[0]));
  parse(() => cli.runMatchedCommand());
  return request!;
}

type Options = Readonly<Record<string, unknown>>;

const usage = (fault: string): CliError => new CliError('CLI_USAGE', { fault });

const unknownCommand = (name: string | undefined): string =>
  name === undefined
    ? 'Give a command: plan or check'
    : `'${name}' is no command: give plan or check`;

/** What cac refuses is wrong usage. */
function parse(step: () => unknown): void {
  try {
    step();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'CACError') throw error;
    throw new CliError(
      'CLI_USAGE',
      { fault: error.message.replaceAll('`', "'") },
      { cause: error },
    );
  }
}

function inputRequest(
  folder: string | number,
  options: Options,
  argv: readonly string[],
): InputRequest {
  return {
    input: asWritten(folder, argv),
    format: oneOf(options, 'format', ['csv', 'frepple']) ?? 'csv',
    today: dayOption(options),
    json: options['json'] === true,
    progress: options['progress'] === true,
  };
}

function planRequest(
  folder: string | number,
  options: Options,
  argv: readonly string[],
): PlanRequest {
  const text = (name: string): string | undefined => {
    const value = single(options, name);
    return value === undefined ? undefined : asWritten(value, argv);
  };
  const store = text('store');
  if (store !== undefined && !/^sqlite:./.test(store)) {
    throw usage(`--store is '${store}': give sqlite: and a file, for example sqlite:plan.db`);
  }
  return {
    ...inputRequest(folder, options, argv),
    out: text('out'),
    html: text('html'),
    sqliteFile: store?.slice('sqlite:'.length),
    pastDue: oneOf(options, 'pastDue', ['keep', 'clamp']) ?? 'keep',
    bucketDays: oneOf(options, 'bucket', ['day', 'week']) === 'week' ? 7 : 1,
    explain: text('explain'),
  };
}

/** cac turns what looks like a number into one: `--out 007` meant the folder 007. */
function asWritten(value: string | number, argv: readonly string[]): string {
  if (typeof value !== 'number') return String(value);
  const values = argv.map((argument) => argument.replace(/^--?[\w-]+=/, ''));
  return values.find((text) => text !== '' && Number(text) === value) ?? String(value);
}

function single(options: Options, name: string): string | number | undefined {
  const value = options[name];
  if (!Array.isArray(value)) return value as string | number | undefined;
  throw usage(`--${dashed(name)} is there ${value.length} times: give it once`);
}

const dashed = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function oneOf<Choice extends string>(
  options: Options,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = single(options, name);
  if (value === undefined) return undefined;
  const choice = choices.find((choice) => choice === value);
  if (choice !== undefined) return choice;
  throw usage(`--${dashed(name)} is '${String(value)}': give ${choices.join(' or ')}`);
}

function dayOption(options: Options): string | undefined {
  const value = single(options, 'today');
  if (value === undefined) return undefined;
  try {
    day(String(value));
    return String(value);
  } catch (cause) {
    const fault = `--today is '${String(value)}': give a day as YYYY-MM-DD`;
    throw new CliError('CLI_USAGE', { fault }, { cause });
  }
}
