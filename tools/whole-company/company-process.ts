/**
 * The company as a process of its own, to be killed.
 *
 * It is bundled once: to load all engines from their sources takes a process longer than to run the
 * story.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';

const source = fileURLToPath(new URL('company-child.ts', import.meta.url));
// Within the project, where the drivers are found.
const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));

/** The program, in one file; and its removal. */
export interface CompanyProgram {
  readonly file: string;
  remove(): void;
}

/** Bundles the program. */
export async function bundleCompany(): Promise<CompanyProgram> {
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(join(cache, 'whole-company-'));
  await build({
    entry: { company: source },
    outDir,
    config: false,
    silent: true,
    format: 'esm',
    target: 'node20',
    noExternal: [/^(?!pg$|node-sqlite3-wasm$)/],
    external: ['pg', 'node-sqlite3-wasm'],
    esbuildOptions: (options) => {
      options.conditions = process.env['KONTOR_DIST'] === undefined ? ['@kontor/source'] : [];
    },
  });
  return {
    file: join(outDir, 'company.js'),
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  };
}

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

  constructor({ file }: CompanyProgram, { driver, at, tenant }: CompanyPlace) {
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
