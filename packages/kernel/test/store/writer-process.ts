/** Starts writer-child.ts, bundled, as a process of its own. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { WriterPlan, WriterProcess } from '@kontor/kernel/testing';
import type { Program } from './bundle-program.ts';

/** The source of the program. */
export const writerProgram = fileURLToPath(new URL('writer-child.ts', import.meta.url));

/**
 * Starts the program on the database; what it prints to stderr is shown, so a failure explains itself.
 */
export function startWriter(
  { file }: Program,
  driver: string,
  place: string,
  plan: WriterPlan,
  onLine: (line: string) => void,
): WriterProcess {
  const terms = [file, driver, place, JSON.stringify(plan)];
  const writer = spawn(process.execPath, terms, { stdio: ['ignore', 'pipe', 'inherit'] });
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
