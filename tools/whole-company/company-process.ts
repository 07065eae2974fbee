/** The company as a process of its own, to be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Program } from '../../packages/kernel/test/store/bundle-program.ts';

/** The source of the program. */
export const companyProgram = fileURLToPath(new URL('company-child.ts', import.meta.url));

/** A database that a company is on. */
export interface CompanyPlace {
  readonly driver: 'sqlite' | 'postgres';
  /** A file, or a connection string. */
  readonly at: string;
  readonly tenant: string;
}

/** A running company. */
export class CompanyProcess {
  readonly #process: ChildProcess;
  /** Its exit code; null where it was killed. */
  readonly #ended: Promise<number | null>;
  #commits = 0;
  #isDone = false;
  #hasEnded = false;
  #ring: () => void = () => undefined;

  constructor({ file }: Program, { driver, at, tenant }: CompanyPlace) {
    const words = [file, driver, at, tenant];
    this.#process = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: this.#process.stdout! });
    lines.on('line', (line) => {
      if (line === 'done') this.#isDone = true;
      else this.#commits++;
      this.#ring();
    });
    const read = new Promise((resolve) => {
      lines.on('close', resolve);
    });
    const exited = new Promise<number | null>((resolve, reject) => {
      this.#process.on('exit', resolve);
      this.#process.on('error', reject);
    });
    this.#ended = Promise.all([exited, read]).then(([code]) => {
      this.#hasEnded = true;
      this.#ring();
      return code;
    });
  }

  /** Resolves when it has sent so many commits, or has ended. */
  async untilCommits(count: number): Promise<void> {
    while (this.#commits < count && !this.#hasEnded) {
      await new Promise<void>((resolve) => {
        this.#ring = resolve;
      });
    }
  }

  /**
   * Ends it at once.
   *
   * @returns whether the story was over before
   * @throws Error — it had ended by itself, and not well
   */
  async kill(): Promise<boolean> {
    this.#process.kill('SIGKILL');
    const code = await this.#ended;
    if (code === null || code === 0) return this.#isDone;
    throw new Error(`the company ended by itself: ${code}`);
  }
}
