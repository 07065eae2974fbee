/** Starts shop-child.ts, bundled, as a process of its own, and listens. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Program } from '../../../kernel/test/store/bundle-program.ts';

/** The source of the program. */
export const shopProgram = fileURLToPath(new URL('shop-child.ts', import.meta.url));

/** A database that a shop is on. */
export interface ShopPlace {
  readonly driver: 'node-sqlite3-wasm' | 'postgres';
  /** A file, or a connection string. */
  readonly at: string;
  readonly tenant: string;
}

/**
 * What a process does: `orders` and `parcels` begin such without end and work; `work` only works.
 */
export type ShopRole = 'orders' | 'parcels' | 'work';

/** A process with an engine in it. */
export class ShopProcess {
  /** Orders by what it said of them, in order. */
  readonly said = { sent: [] as string[], told: [] as string[], done: [] as string[] };
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;
  #hasEnded = false;
  #ring: () => void = () => undefined;

  constructor(
    { file }: Program,
    { driver, at, tenant }: ShopPlace,
    prefix: string,
    role: ShopRole,
  ) {
    const terms = [file, driver, at, tenant, prefix, role];
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

  /** Lets it begin. */
  begin(): void {
    this.#process.stdin!.write('go\n');
  }

  /** Resolves when so many things of a kind were said, or it has ended. */
  async until(what: 'told' | 'done', count: number): Promise<void> {
    while (this.said[what].length < count && !this.#hasEnded) {
      await new Promise<void>((resolve) => {
        this.#ring = resolve;
      });
    }
  }

  /**
   * Ends it at once, without a chance to tidy up; resolves when all that it said has been heard.
   */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }

  #take(line: string): void {
    const [what = '', order] = line.split(' ');
    if (order !== undefined && what in this.said) this.said[what as 'told'].push(order);
    this.#ring();
  }
}
