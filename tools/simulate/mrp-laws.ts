/**
 * The laws of kept plans: whoever starts from the current run sees all of its plan, at any time; a
 * plan that was acknowledged was the current one; each became so in the place of the one before it;
 * and when the faults have stopped, nothing is left of any other.
 */
import {
  type Plan,
  planCollections,
  type PlanKept,
  type PlanRun,
  storedOrders,
  storedShortages,
} from '@kontor/mrp';
import type { Collection, Store } from '@kontor/kernel/store';
import { law } from './simulation.ts';

/** What planners and the messenger were told. */
export interface MrpTold {
  /** Acknowledged plans by their runs. */
  readonly kept: Map<string, Plan>;
  /** Events that were told outside, by their ids. */
  readonly delivered: Map<string, PlanKept>;
}

const [currentRuns, planRuns] = planCollections as readonly [
  Collection<{ readonly name: string; readonly run: string }>,
  Collection<PlanRun>,
];

/** Whoever reads from the current run, and finds it current still, has seen the whole plan. */
export async function checkCurrent(store: Store, { kept }: MrpTold): Promise<void> {
  const id = await currentIn(store);
  if (id === undefined) return;
  const [run] = await store.get(planRuns, [id]);
  const orders = await rowsOf(store, storedOrders, id);
  const shortages = await rowsOf(store, storedShortages, id);
  if ((await currentIn(store)) !== id) return;
  law(run?.document.state === 'stored', `current run ${id} is ${run?.document.state}`);
  const { orderCount, shortageCount } = run!.document;
  law(orders.length === orderCount, `${orders.length} orders of ${orderCount} in ${id}`);
  law(shortages.length === shortageCount, `${shortages.length} of ${shortageCount} in ${id}`);
  const plan = kept.get(id);
  if (plan === undefined) return;
  const told = [...plan.orders()].map(
    ({ id: order, quantity, due }) => `${order} ${quantity} ${due}`,
  );
  const stored = orders.map(({ order, quantity, due }) => `${order} ${quantity} ${due}`);
  law(told.sort().join() === stored.sort().join(), `orders of ${id} are ${stored.join()}`);
}

/** Checks every law; throws when one is broken. */
export async function checkMrpLaws(store: Store, told: MrpTold): Promise<void> {
  await checkCurrent(store, told);
  checkHistory(told);
  const current = await currentIn(store);
  const last = [...told.kept.keys()].at(-1);
  law(current !== undefined && current === last, `the last plan, ${last}, is not ${current}`);
  for (const of of planCollections.slice(1)) {
    for await (const page of store.scan(of)) {
      for (const { document } of page as readonly { readonly document: object }[]) {
        const { run, id } = document as { readonly run?: string; readonly id: string };
        law((run ?? id) === current, `${of.name} still has ${JSON.stringify(document)}`);
      }
    }
  }
}

/** Each run took the place of the one before it: none was lost on the way, none came twice. */
function checkHistory({ kept, delivered }: MrpTold): void {
  const events = [...delivered.values()].map(({ data }) => data);
  const runs = new Set(events.map(({ run }) => run));
  law(runs.size === events.length, 'each run is told of by one event');
  for (const run of kept.keys()) law(runs.has(run), `${run} was acknowledged, and never told of`);
  const replaced = events.map((event) => event.replaced);
  law(new Set(replaced).size === events.length, `runs were replaced twice: ${replaced.join()}`);
  for (const run of replaced) law(run === undefined || runs.has(run), `${run} was never told of`);
}

async function currentIn(store: Store): Promise<string | undefined> {
  const [current] = await store.get(currentRuns, ['main']);
  return current?.document.run;
}

async function rowsOf<Row extends object>(
  store: Store,
  of: Collection<Row>,
  run: string,
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of store.scan(of, { index: 'byRun', equals: [run] })) {
    rows.push(...page.map(({ document }) => document));
  }
  return rows;
}
