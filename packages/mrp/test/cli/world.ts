/**
 * A world for the tool to run in: streams that remember, a clock that stands, a folder of its own.
 */
import { runCli } from '../../src/cli/run-cli.ts';
import type { CliIo, CliStream } from '../../src/cli/cli-io.ts';

/** What a run of the tool came to. */
export interface CliOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the tool in `cwd`; stdout and stderr are no terminals unless `isTerminal` says so. */
export async function runIn(
  cwd: string,
  argv: readonly string[],
  world: Partial<CliIo> & { readonly isTerminal?: boolean } = {},
): Promise<CliOutcome> {
  const { isTerminal = false, ...io } = world;
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr'): CliStream => ({
    isTerminal,
    write: async (text) => {
      written[name] += text;
    },
  });
  const code = await runCli(argv, {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    cwd,
    env: {},
    now: () => new Date(2026, 0, 5, 9),
    version: '1.2.3',
    signal: new AbortController().signal,
    ...io,
  });
  return { code, ...written };
}
