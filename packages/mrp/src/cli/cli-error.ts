/**
 * What can go wrong around the planner when it is called from a command line, by code.
 */
import { type CodedError, codedErrors } from '@kontor/kernel';

/** The tool's codes and what each one carries. All are exit code 2. */
export type CliErrorDetails = {
  /** An unknown command or option, a missing or a wrong value. */
  CLI_USAGE: { fault: string };
  /** No SQLite driver for --store. */
  CLI_NO_SQLITE_DRIVER: { tried: readonly string[] };
  /** A database or an output that cannot be opened or written. */
  CLI_CANNOT_WRITE: { path: string; reason: string };
};

/** The tool's error. Match it with `CliError.is(error, code)`. */
export const CliError = codedErrors<CliErrorDetails>('CliError', {
  CLI_USAGE: ({ fault }) => `${fault} (kontor-mrp --help shows the usage)`,
  CLI_NO_SQLITE_DRIVER: ({ tried }) =>
    `--store needs a SQLite driver and found none (tried ${tried.join(', ')}): ` +
    `use Node 22.13 or later, or install one: npm install node-sqlite3-wasm`,
  CLI_CANNOT_WRITE: ({ path, reason }) =>
    `'${path}' cannot be written (${reason}): check the path, and that you may write there.`,
});

/** An error of the tool, typed by its code. */
export type CliError<Code extends keyof CliErrorDetails = keyof CliErrorDetails> = CodedError<
  CliErrorDetails,
  Code
>;
