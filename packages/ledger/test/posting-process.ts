/** Starts posting-child.ts, bundled, as a process of its own, and listens. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Program } from '../../kernel/test/store/bundle-program.ts';
import type { Command, Outcome } from '../src/entry.ts';

/** The source of the program. */
export const postingProgram = fileURLToPath(new URL('posting-child.ts', import.meta.url));

/** A database to post to. */
export interface PostingPlace {
  readonly driver: 'node-sqlite3-wasm' | 'postgres';
  /** A file, or a connection string. */
  readonly at: string;
}

/** A batch that a child sent, and what it was told of it, if it was. */
export interface SentBatch {
  readonly name: string;
  readonly commands: readonly Command[];
  outcomes: readonly Outcome[] | undefined;
}

/** A process that posts. */
export class Poster {
  readonly #sent = new Map<string, SentBatch>();
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;
  #hasEnded = false;
  #ring: () => void = () => undefined;

  constructor({ file }: Program, { driver, at }: PostingPlace, tenant: string, prefix: string) {
    const terms = [file, driver, at, tenant, prefix];
    this.#process = spawn(process.execPath, terms, { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: this.#process.stdout! });
    lines.on('line', (line) => this.#take(line));
    const read = new Promise((resolve) => {
      lines.on('close', resolve);
    });
    const exited = new Promise((resolve) => {
      this.#process.on('exit', resolve);
      this.#process.on('error', resolve);
    });
    this.#ended = Promise.all([read, exited]).then(() => {
      this.#hasEnded = true;
      this.#ring();
    });
  }

  /** What it sent, in order. */
  get sent(): SentBatch[] {
    return [...this.#sent.values()];
  }

  /** Lets it begin; resolves when it was told of so many batches, or it has ended. */
  async postUntilTold(batches: number): Promise<void> {
    this.#process.stdin!.write('go\n');
    const told = (): number => this.sent.filter(({ outcomes }) => outcomes !== undefined).length;
    while (told() < batches && !this.#hasEnded) {
      await new Promise<void>((resolve) => {
        this.#ring = resolve;
      });
    }
  }

  /** Ends it at once, without a chance to tidy up; resolves when all that it said has been heard. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }

  #take(line: string): void {
    const said = readLine(line.slice('sent '.length));
    if (said === undefined) return;
    if (line.startsWith('sent ')) this.#sent.set(said.name, { ...said, outcomes: undefined });
    if (line.startsWith('told ')) this.#sent.get(said.name)!.outcomes = said.outcomes;
    this.#ring();
  }
}

/** The last line may be cut off by the kill: then it was not said. */
function readLine(text: string): SentBatch | undefined {
  try {
    return JSON.parse(text) as SentBatch;
  } catch {
    return undefined;
  }
}
