/**
 * Marks for many layers in one piece of memory: one for each layer would keep the collector busy.
 */
import type { Diagram } from './diagram.ts';

/** Room for a mark of every node and of every joint of a diagram, handed out in pieces, all 0. */
export class Slab {
  readonly #cells: Uint8Array;
  #used = 0;

  constructor({ nodes, joints }: Diagram) {
    this.#cells = new Uint8Array(nodes + joints);
  }

  take(count: number): Uint8Array {
    const start = this.#used;
    this.#used += count;
    return this.#cells.subarray(start, this.#used);
  }
}
