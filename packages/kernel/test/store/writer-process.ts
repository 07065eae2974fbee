/** Starts writer-child.ts as a process of its own, on the TypeScript sources. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { WriterPlan, WriterProcess } from '@kontor/kernel/testing';

const child = fileURLToPath(new URL('writer-child.ts', import.meta.url));
const conditions = process.env['KONTOR_DIST'] === undefined ? ['-C', '@kontor/source'] : [];

/**
 * Starts a child on the database; what it prints to stderr is shown, so a failure explains itself.
 */
export function startWriter(
  driver: string,
  place: string,
  plan: WriterPlan,
  onLine: (line: string) => void,
): WriterProcess {
  const writer = spawn(
    process.execPath,
    ['--import', 'tsx', ...conditions, child, driver, place, JSON.stringify(plan)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: writer.stdout });
  lines.on('line', onLine);
  const ended = new Promise<void>((resolve) => {
    writer.on('exit', () => resolve());
    writer.on('error', () => resolve());
  });
  const read = new Promise<void>((resolve) => {
    lines.on('close', () => resolve());
  });
  return {
    kill: () => {
      writer.kill('SIGKILL');
    },
    exited: Promise.all([ended, read]).then(() => undefined),
  };
}
