#!/usr/bin/env node
/**
 * kontor-mrp: the planner from a command line. All it does is cli/run-cli.ts; here is the process.
 */
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CliStream } from './cli/cli-io.ts';
import { runCli } from './cli/run-cli.ts';

/** A stream of the process: waits when a slow reader asks for it. */
function streamOf(stream: NodeJS.WriteStream): CliStream {
  // A reader that has seen enough (`| head`) closes the pipe; the rest of the output is not missed.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    isTerminal: stream.isTTY,
    write: (text) =>
      new Promise((resolve) => {
        if (stream.destroyed || text === '') resolve();
        else stream.write(text, () => resolve());
      }),
  };
}

/** The package's version: its package.json lies one folder above this script, built or not. */
function version(): string {
  const file = join(dirname(realpathSync(process.argv[1]!)), '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

const interrupt = new AbortController();
// Once: a second Ctrl-C ends the process at once, as everywhere.
process.once('SIGINT', () => interrupt.abort(new Error('interrupted')));

void runCli(process.argv.slice(2), {
  stdout: streamOf(process.stdout),
  stderr: streamOf(process.stderr),
  cwd: process.cwd(),
  env: process.env,
  now: () => new Date(),
  version: version(),
  signal: interrupt.signal,
}).then((code) => {
  process.exitCode = code;
});
