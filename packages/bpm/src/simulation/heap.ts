/** A binary heap: the first of many, by an order that is handed in. */

/** Whether one goes before another; never both ways. */
export type GoesBefore<Item> = (a: Item, b: Item) => boolean;

/** Items in a heap. */
export class Heap<Item> {
  readonly #items: Item[] = [];
  readonly #isBefore: GoesBefore<Item>;

  constructor(isBefore: GoesBefore<Item>) {
    this.#isBefore = isBefore;
  }

  /** The first; undefined: there is none. */
  get first(): Item | undefined {
    return this.#items[0];
  }

  /** Puts an item in. */
  add(item: Item): void {
    const items = this.#items;
    let index = items.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(item, items[parent]!)) break;
      items[index] = items[parent]!;
      index = parent;
    }
    items[index] = item;
  }

  /** Takes the first out; there must be one. */
  removeFirst(): void {
    const items = this.#items;
    const last = items.pop()!;
    if (items.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= items.length) break;
      const right = items[child + 1];
      if (right !== undefined && this.#isBefore(right, items[child]!)) child++;
      if (!this.#isBefore(items[child]!, last)) break;
      items[index] = items[child]!;
      index = child;
    }
    items[index] = last;
  }
}
