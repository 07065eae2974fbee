/**
 * A cube of all booked lines, kept current from the ledger's outbox.
 *
 * Events are let go only after the snapshot that has them is kept, and lines are put by their key:
 * so a follower that dies anywhere loses nothing, and counts nothing twice. Several follow side by
 * side; whoever is overtaken begins with what the other has kept.
 */
import type { Store, TryOptions } from '@kontor/kernel/store';
import type { Ledger } from '@kontor/ledger';
import { cubeOf, levels, OlapError, rows, sum } from '@kontor/olap';
import { loadSnapshot, saveSnapshot } from '@kontor/olap/store';

/** A booked line, as the cube counts it. */
export interface BookedLine {
  /** `<entry>/<place>`. */
  readonly line: string;
  readonly account: string;
  readonly currency: string;
  /** In the currency's minor units. */
  readonly amount: number;
}

const openCube = () =>
  cubeOf<BookedLine>()({
    key: (row) => row.line,
    dimensions: {
      account: levels({ account: (row) => row.account }),
      currency: levels({ currency: (row) => row.currency }),
    },
    measures: { amount: sum((row) => row.amount), lines: rows() },
  });

/** The figures of booked lines, a text a row. */
export function figuresOf(cube: ReturnType<typeof openCube>): string[] {
  const { rows: cells } = cube.query({
    by: ['account.account', 'currency.currency'],
    measures: ['amount', 'lines'],
  });
  return cells.map((row) => JSON.stringify(row)).sort();
}

/** The same figures, of a cube that is made anew. */
export function figuresOfLines(lines: readonly BookedLine[]): string[] {
  const cube = openCube();
  cube.add(lines);
  return figuresOf(cube);
}

/** Follows the books. */
export class CubeFollower {
  readonly #store: Store;
  readonly #ledger: Ledger;
  readonly #trying: TryOptions;
  #cube = openCube();
  /** How often each event was told, by its id. */
  readonly told = new Map<string, number>();

  constructor(store: Store, ledger: Ledger, trying: TryOptions) {
    this.#store = store;
    this.#ledger = ledger;
    this.#trying = trying;
  }

  /** As after a crash: nothing is known but what the snapshot has. */
  async startAnew(): Promise<void> {
    const cube = openCube();
    await loadSnapshot(this.#store, 'books', cube, this.#trying);
    this.#cube = cube;
  }

  /** Takes some events in; false where there are none. */
  async refresh(): Promise<boolean> {
    const events = await this.#ledger.events({ limit: 3 });
    if (events.length === 0) return false;
    for (const { id, data } of events) {
      this.told.set(id, (this.told.get(id) ?? 0) + 1);
      for (const { id: entry } of data.entries) this.#cube.put(await this.#linesOf(entry));
    }
    try {
      await saveSnapshot(this.#store, 'books', this.#cube, this.#trying);
    } catch (error) {
      if (!OlapError.is(error, 'OLAP_SNAPSHOT_OVERTAKEN')) throw error;
      await this.startAnew();
      return true;
    }
    await this.#ledger.removeEvents(events.map(({ id }) => id));
    return true;
  }

  /** What the cube answers. */
  figures(): string[] {
    return figuresOf(this.#cube);
  }

  async #linesOf(id: string): Promise<BookedLine[]> {
    const entry = await this.#ledger.entry(id);
    return (entry?.lines ?? []).map(({ account, currency, amount }, place) => ({
      line: `${id}/${place}`,
      account,
      currency,
      amount: Math.round(Number(amount) * 100),
    }));
  }
}
