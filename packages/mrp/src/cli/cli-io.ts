/**
 * What the command line tool sees of the world: handed in, so that a test can be the world.
 */

/** A place to write text. */
export interface CliStream {
  /** Resolves when the text is taken and more may come. */
  write(text: string): Promise<void>;
  /** A person is looking: colour and progress make sense. */
  readonly isTerminal: boolean;
}

/** Everything that a run of the tool may touch, beside the files named by its arguments. */
export interface CliIo {
  readonly stdout: CliStream;
  readonly stderr: CliStream;
  /** Relative paths count from here. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Of the package, for --version. */
  readonly version: string;
  /** Aborted by Ctrl-C: nothing half-written is left. */
  readonly signal: AbortSignal;
}

/** What the tool's exit code says. */
export const exitCodes = {
  /** Done, and nothing to report. */
  ok: 0,
  /** Done, with findings: shortages in a plan, faults in a checked model. */
  findings: 1,
  /** Wrong usage, or input that cannot be read or planned. */
  badInput: 2,
  /** A fault of the tool or of the machine. */
  internal: 3,
  /** Ctrl-C. */
  interrupted: 130,
} as const;
