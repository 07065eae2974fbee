/**
 * The planner: plan a model and keep the plan. The only part of the engine that sees a store or a
 * clock.
 *
 * A plan is kept as rows that SQL users can read: a document per planned order, per message and per
 * shortage, and one for the run. One that fits a batch is one commit. A larger one is written in
 * several, and the commit that names the new run as the current one comes last: a reader who starts
 * from `mrp_current_run` sees the old plan or the new one, never a part.
 */
import type { Clock, Ids } from '@kontor/kernel';
import { type Collection, type Store, type Transaction, transact } from '@kontor/kernel/store';
import type { Model } from './model.ts';
import { planInSteps, type PlanOptions, type RunControl } from './plan.ts';
import type { Plan } from './plan-view.ts';
import {
  currentRuns,
  type PlanRow,
  type PlanRun,
  planCollections,
  rowCollections,
  planRows,
  planRuns,
} from './plan-collections.ts';

/** What a planner is given. */
export interface PlannerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A plan and the run it is kept under. */
export interface StoredPlan {
  readonly run: PlanRun;
  readonly plan: Plan;
}

/**
 * Plans models and keeps their plans in a store.
 *
 * @example
 * const planner = new Planner({ store, clock: systemClock, ids: ulids(systemClock) });
 * await planner.prepare();
 * const { run, plan } = await planner.planAndStore(model, { today: '2026-01-05' });
 */
export class Planner {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor({ store, clock, ids }: PlannerOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Creates the tables; returns the statements, empty for stores without SQL. */
  prepare(): Promise<readonly string[]> {
    return this.#store.prepare(planCollections);
  }

  /**
   * Plans the model and keeps the plan as the current one of its name.
   *
   * @param name - plans of different names live side by side; `main` when left out
   * @throws what `plan` throws, and KernelError KERNEL_CONFLICT — another planner kept winning
   */
  async planAndStore(
    model: Model,
    options: PlanOptions,
    { name = 'main', ...control }: RunControl & { readonly name?: string | undefined } = {},
  ): Promise<StoredPlan> {
    const plan = await planInSteps(model, options, control);
    const run: PlanRun = {
      id: this.#ids.next(),
      name,
      today: plan.today,
      storedAt: new Date(this.#clock.now()).toISOString(),
      orderCount: plan.orderCount,
      shortageCount: plan.shortages().length,
    };
    await this.#keep(run, plan, control.signal);
    return { run, plan };
  }

  /** The current run of a name; undefined before the first. */
  async currentRun(name = 'main'): Promise<PlanRun | undefined> {
    const [current] = await this.#store.get(currentRuns, [name]);
    if (current === undefined) return undefined;
    const [run] = await this.#store.get(planRuns, [current.document.run]);
    return run?.document;
  }

  async #keep(run: PlanRun, plan: Plan, signal: AbortSignal | undefined): Promise<void> {
    const room = this.#store.capabilities.maxBatch - 2;
    const rows = planRows(run.id, plan);
    const pages = Math.max(1, Math.ceil(rows.length / room));
    const page = (number: number): readonly PlanRow[] =>
      rows.slice(number * room, (number + 1) * room);
    for (let number = 0; number < pages - 1; number++) {
      await transact(this.#store, async (tx) => putRows(tx, page(number)), { signal });
    }
    const before = await transact(
      this.#store,
      async (tx) => {
        const current = await tx.get(currentRuns, run.name);
        putRows(tx, page(pages - 1));
        tx.insert(planRuns, run);
        tx.put(currentRuns, { name: run.name, run: run.id });
        return current?.run;
      },
      { signal },
    );
    if (before !== undefined) await this.#forget(before);
  }

  /** Removes the rows of a run that is no longer current. */
  async #forget(run: string): Promise<void> {
    const rows: readonly Collection[] = rowCollections;
    for (const of of rows) {
      const range = { index: 'byRun', equals: [run] };
      for await (const page of this.#store.scan(of, range)) {
        await transact(this.#store, async (tx) => {
          for (const { id } of page) tx.remove(of, id);
        });
      }
    }
    await transact(this.#store, async (tx) => tx.remove(planRuns, run));
  }
}

function putRows(tx: Transaction, rows: readonly PlanRow[]): void {
  for (const { collection, document } of rows) tx.put(collection, document);
}
