/** Starts posting-child.ts as a process of its own, on the TypeScript sources, and listens. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Command, Outcome } from '../src/entry.ts';

const child = fileURLToPath(new URL('posting-child.ts', import.meta.url));
const conditions = process.env['KONTOR_DIST'] === undefined ? ['-C', '@kontor/source'] : [];

/** Where a child posts, and under which ids. */
export interface PosterPlan {
  readonly driver: string;
  readonly place: string;
  readonly tenant: string;
  readonly prefix: string;
}

/** A batch that a child sent, and what it was told of it, if it was. */
export interface SentBatch {
  readonly commands: readonly Command[];
  outcomes: readonly Outcome[] | undefined;
}

/** A process that posts. */
export class Poster {
  /** What it sent, by name, in order. */
  readonly sent = new Map<string, SentBatch>();
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;
  #told = 0;
  #hasEnded = false;
  #ring: () => void = () => undefined;

  constructor({ driver, place, tenant, prefix }: PosterPlan) {
    const terms = ['--import', 'tsx', ...conditions, child, driver, place, tenant, prefix];
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

  /** Lets it begin; resolves when it was told of so many batches, or has ended. */
  async postUntilTold(batches: number): Promise<void> {
    this.#process.stdin!.write('go\n');
    while (this.#told < batches && !this.#hasEnded) {
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
    const { name, commands, outcomes } = said;
    if (line.startsWith('sent ')) this.sent.set(name, { commands, outcomes: undefined });
    if (line.startsWith('told ')) {
      this.sent.get(name)!.outcomes = outcomes;
      this.#told++;
    }
    this.#ring();
  }
}

interface Said extends SentBatch {
  readonly name: string;
}

/** The last line may be cut off by the kill: then it was not said. */
function readLine(text: string): Said | undefined {
  try {
    return JSON.parse(text) as Said;
  } catch {
    return undefined;
  }
}
