/**
 * The planner: plan a model and keep the plan. The only part of the engine that sees a store or a
 * clock.
 *
 * A plan is kept as rows that SQL users can read: a document per planned order, per message and per
 * shortage, and one for the run. One that fits a batch is one commit. A larger one is written in
 * several, and the commit that names the new run as the current one comes last: a reader who starts
 * from `mrp_current_run` sees the old plan or the new one, never a part.
 */
import { type Clock, type Ids, inSpan, type Trace } from '@kontor/kernel';
import {
  type Collection,
  type Store,
  type Transaction,
  transact,
  type TryOptions,
} from '@kontor/kernel/store';
import { MrpError } from './errors.ts';
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
import { planEvents, type PlanKept, planKeptEvent } from './plan-events.ts';

/** What a planner is given. */
export interface PlannerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** A span for each phase: load, net (with explosion), peg, save. */
  readonly trace?: Trace | undefined;
  /** How commits are tried again; simulations hand in chance and waiting. */
  readonly trying?: TryOptions | undefined;
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
  readonly #trace: Trace | undefined;
  readonly #trying: TryOptions;

  constructor({ store, clock, ids, trace, trying = {} }: PlannerOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#ids = ids;
    this.#trying = trying;
    this.#trace = trace;
  }

  /** Creates the tables; returns the statements, empty for stores without SQL. */
  prepare(): Promise<readonly string[]> {
    return this.#store.prepare([...planCollections, planEvents]);
  }

  /**
   * Plans the model and keeps the plan as the current one of its name.
   *
   * @param name - plans of different names live side by side; `main` when left out
   * @throws what `plan` throws, and KernelError KERNEL_CONFLICT — another planner kept winning
   * @throws MrpError MRP_PLAN_OVERTAKEN — a newer plan of the name was kept meanwhile
   */
  async planAndStore(
    model: Model,
    options: PlanOptions,
    { name = 'main', ...control }: RunControl & { readonly name?: string | undefined } = {},
  ): Promise<StoredPlan> {
    return inSpan(this.#trace, 'kontor.mrp.plan', { name, today: options.today }, () =>
      this.#planAndStore(model, options, name, { trace: this.#trace, ...control }),
    );
  }

  async #planAndStore(
    model: Model,
    options: PlanOptions,
    name: string,
    control: RunControl,
  ): Promise<StoredPlan> {
    const plan = await planInSteps(model, options, control);
    const run: PlanRun = {
      id: this.#ids.next(),
      name,
      today: plan.today,
      storedAt: new Date(this.#clock.now()).toISOString(),
      orderCount: plan.orderCount,
      shortageCount: plan.shortages().length,
      state: 'stored',
    };
    const rows = inSpan(this.#trace, 'kontor.mrp.peg', { orders: run.orderCount }, () =>
      planRows(run.id, plan),
    );
    await inSpan(this.#trace, 'kontor.mrp.save', { rows: rows.length }, () =>
      this.#keep(run, rows, control.signal),
    );
    return { run, plan };
  }

  /** The current run of a name; undefined before the first. */
  async currentRun(name = 'main'): Promise<PlanRun | undefined> {
    const [current] = await this.#store.get(currentRuns, [name]);
    if (current === undefined) return undefined;
    const [run] = await this.#store.get(planRuns, [current.document.run]);
    return run?.document;
  }

  /**
   * Events that are still to be delivered, the oldest first.
   *
   * @param limit - at most so many; 100 when left out
   */
  async events({ limit = 100 }: { readonly limit?: number } = {}): Promise<PlanKept[]> {
    const events: PlanKept[] = [];
    for await (const page of this.#store.scan(planEvents, { index: 'byTime' }, { limit })) {
      events.push(...page.map(({ document }) => document.event));
    }
    return events;
  }

  /** Removes events that were delivered, by their ids. */
  async removeEvents(ids: readonly string[]): Promise<void> {
    const most = this.#store.capabilities.maxBatch;
    for (let at = 0; at < ids.length; at += most) {
      await transact(
        this.#store,
        async (tx) => {
          for (const id of ids.slice(at, at + most)) tx.remove(planEvents, id);
        },
        this.#trying,
      );
    }
  }

  async #keep(
    run: PlanRun,
    rows: readonly PlanRow[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const room = this.#store.capabilities.maxBatch - 3;
    const pages = Math.max(1, Math.ceil(rows.length / room));
    const page = (number: number): readonly PlanRow[] =>
      rows.slice(number * room, (number + 1) * room);
    const trying = { ...this.#trying, signal, trace: this.#trace };
    if (pages > 1) await this.#begin(run, trying);
    for (let number = 0; number < pages; number++) {
      const isLast = number === pages - 1;
      const isKept = await transact(
        this.#store,
        async (tx) => {
          // A page that came after a newer plan was kept would never be removed.
          if (pages > 1 && (await tx.get(planRuns, run.id))?.state !== 'writing') return false;
          putRows(tx, page(number));
          if (isLast) await this.#makeCurrent(tx, run);
          return true;
        },
        trying,
      );
      if (isKept) continue;
      await this.#removeRows(run.id);
      throw new MrpError('MRP_PLAN_OVERTAKEN', { name: run.name });
    }
    await this.#forgetOthers(run);
  }

  async #makeCurrent(tx: Transaction, run: PlanRun): Promise<void> {
    const before = await tx.get(currentRuns, run.name);
    tx.put(planRuns, run);
    tx.put(currentRuns, { name: run.name, run: run.id });
    const event = planKeptEvent(run, before?.run, this.#store.tenant);
    tx.put(planEvents, { id: event.id, storedAt: run.storedAt, event });
  }

  /** Says that a run is being written, so that whoever plans next finds what a crash leaves. */
  async #begin(run: PlanRun, trying: TryOptions): Promise<void> {
    const begun: PlanRun = { ...run, state: 'writing' };
    await transact(this.#store, async (tx) => tx.insert(planRuns, begun), trying);
  }

  /** Removes the runs before this one, and those that a crash left half-written or half-removed. */
  async #forgetOthers({ id, name, storedAt }: PlanRun): Promise<void> {
    const others: string[] = [];
    for await (const page of this.#store.scan(planRuns, { index: 'byName', equals: [name] })) {
      for (const { document } of page) {
        if (document.id !== id && document.storedAt <= storedAt) others.push(document.id);
      }
    }
    for (const other of others) await this.#forget(name, other);
  }

  async #forget(name: string, id: string): Promise<void> {
    const isOver = await transact(
      this.#store,
      async (tx) => {
        const [run, current] = [await tx.get(planRuns, id), await tx.get(currentRuns, name)];
        if (run === undefined || current?.run === id) return false;
        // Whoever is still writing it is told at his last commit.
        tx.put(planRuns, { ...run, state: 'forgotten' });
        return true;
      },
      this.#trying,
    );
    if (isOver) await this.#removeRows(id);
  }

  async #removeRows(id: string): Promise<void> {
    const rows: readonly Collection[] = rowCollections;
    for (const of of rows) {
      for await (const page of this.#store.scan(of, { index: 'byRun', equals: [id] })) {
        await transact(
          this.#store,
          async (tx) => {
            for (const row of page) tx.remove(of, row.id);
          },
          this.#trying,
        );
      }
    }
    await transact(this.#store, async (tx) => tx.remove(planRuns, id), this.#trying);
  }
}

function putRows(tx: Transaction, rows: readonly PlanRow[]): void {
  for (const { collection, document } of rows) tx.put(collection, document);
}
