/**
 * Whole models that nobody here wrote: frePPLe's chair maker and tennis retailer, planned end to
 * end.
 *
 * The files lie in the folder `KONTOR_CONFORMANCE` (`mrp-real/` below it). No expected plan is
 * given; what every run must hold is: quantities are kept, every demand is served or reported, the
 * plan is the same twice, and it is the slow twin's.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decimal } from '@kontor/kernel';
import { checkModel, type Model, type Plan, plan } from '@kontor/mrp';
import { describe, expect, test, vi } from 'vitest';
import { type FreppleModel, readFrepple } from '../src/files/frepple.ts';
import { type SlowOrder, slowPlan } from './oracle/slow-plan.ts';

// The slow twin plans whole models here.
vi.setConfig({ testTimeout: 60_000 });

const beside = fileURLToPath(new URL('../../../../shared/conformance', import.meta.url));
const folder = join(process.env['KONTOR_CONFORMANCE'] ?? beside, 'mrp-real');
const isThere = existsSync(folder);

if (!isThere) {
  console.warn(
    `\n*** SKIPPED: the real planning models are not in ${folder}. ***\n` +
      `*** Nothing about them is proved by this run: set KONTOR_CONFORMANCE to their folder. ***\n`,
  );
}

const manufacturing = join(folder, 'frepple-manufacturing_demo.json');
const distribution = join(folder, 'frepple-distribution_demo.json.gz');

/** The files, and the retailer's sales of a year planned as if they were still to come. */
const RUNS: readonly [string, () => Promise<FreppleModel>][] = [
  ['chair maker', () => readFrepple(manufacturing)],
  ['tennis retailer', () => readFrepple(distribution)],
  [
    'tennis retailer, the year 2020 replayed',
    () => readFrepple(distribution, { today: '2020-01-06', history: 'replay' }),
  ],
];

interface Run {
  readonly model: Model;
  readonly today: string;
  readonly planned: Plan;
}

async function runOf(read: () => Promise<FreppleModel>): Promise<Run> {
  const { model: input, today } = await read();
  const model = checkModel(input);
  return { model, today, planned: plan(model, { today, pastDueRelease: 'keep' }) };
}

type Decimal = ReturnType<typeof decimal>;

const total = (quantities: readonly string[]): Decimal =>
  quantities.reduce((sum, quantity) => sum.plus(quantity), decimal(0));

const termsOf = (order: SlowOrder): string =>
  [
    order.kind,
    order.item,
    order.location,
    order.quantity,
    order.need,
    order.due,
    order.release,
    order.source,
  ].join('|');

/** All that an item at a site must deliver, added up from the model and the orders that need it. */
function issuesOf({ model, planned }: Run, item: string, location: string): Decimal {
  const isHere = (row: { item: string; location: string }): boolean =>
    row.item === item && row.location === location;
  let sum = total(model.demands.filter(isHere).map((row) => row.quantity));
  for (const row of model.receipts) {
    if (row.ship !== undefined && row.item === item && row.origin === location) {
      sum = sum.plus(row.quantity);
    }
  }
  for (const order of planned.orders()) {
    if (order.kind === 'transfer' && order.item === item && order.origin === location) {
      sum = sum.plus(order.quantity);
    }
    if (order.kind !== 'make') continue;
    const bill = model.boms.find(
      (row) => row.item === order.item && row.location === order.location,
    )!;
    for (const line of bill.lines) {
      if (line.component !== item || (line.location ?? order.location) !== location) continue;
      sum = sum.plus(decimal(order.quantity).times(line.quantityPer).div(bill.outputQuantity));
    }
  }
  return sum;
}

describe.skipIf(!isThere).each(RUNS)('%s', (_, read) => {
  test('quantities are kept: opening, receipts and orders are issues and closing', async () => {
    const run = await runOf(read);
    for (const { item, location } of run.planned.nodes()) {
      const record = run.planned.record(item, location);
      const orders = run.planned.orders({ item, location }).map((order) => order.quantity);
      const isHere = (row: { item: string; location: string }): boolean =>
        row.item === item && row.location === location;
      const came = total([
        ...run.model.stock.filter(isHere).map((row) => row.quantity),
        ...run.model.receipts.filter(isHere).map((row) => row.quantity),
        ...orders,
      ]);
      const closing = decimal(record.balance.at(-1)!);
      expect(issuesOf(run, item, location).plus(closing).toFixed()).toBe(came.toFixed());
      expect(closing.gte(0)).toBe(true);
    }
  });

  test('every demand is pegged in full, and what is late is reported with its cause', async () => {
    const { model, planned, today } = await runOf(read);
    const served = planned.demandShares();
    expect(served.map((row) => row.demand).toSorted()).toEqual(
      model.demands.map((row) => row.id).toSorted(),
    );
    for (const { quantity, shares, short } of served) {
      expect(short).toBe('0');
      expect(total(shares.map((share) => share.quantity)).toFixed()).toBe(quantity);
    }
    const reported = new Set(planned.shortages().map((row) => row.demand));
    for (const row of model.demands) if (row.due < today) expect(reported).toContain(row.id);
    expect(planned.messages().filter((message) => message.code === 'NO_SOURCE')).toEqual([]);
  });

  test('the same plan twice, byte for byte, and it is the slow twin’s', async () => {
    const { model, planned, today } = await runOf(read);
    expect(JSON.stringify((await runOf(read)).planned.orders())).toBe(
      JSON.stringify(planned.orders()),
    );
    const bare = planned.orders().map(termsOf).toSorted();
    const slow = slowPlan(model, { today }).map(termsOf).toSorted();
    expect(bare).toEqual(slow);
  });
});

describe.skipIf(!isThere)('what the files hold', () => {
  test('the chair maker: every table is read, 16 open demands, 7 open orders', async () => {
    const { model, today, notes } = await readFrepple(manufacturing);
    expect(today).toBe('2021-01-01');
    expect(model.items).toHaveLength(11);
    expect(model.locations).toHaveLength(4);
    expect(model.demands).toHaveLength(16);
    expect(model.receipts).toHaveLength(7);
    expect(model.boms).toHaveLength(7);
    expect(model.calendars!.map((row) => row.id)).toEqual(['Working Days']);
    expect(notes.some((note) => note.includes("status 'closed' are not planned (204 rows)"))).toBe(
      true,
    );
  });

  test('the retailer: history only, so nothing is to be ordered; replayed, a year is', async () => {
    const open = await runOf(() => readFrepple(distribution));
    expect(open.model.demands).toEqual([]);
    expect(open.planned.orderCount).toBe(0);
    const replayed = await runOf(RUNS[2]![1]);
    expect(replayed.model.demands.length).toBeGreaterThan(1000);
    expect(replayed.planned.orders({ kind: 'buy' }).length).toBeGreaterThan(100);
    expect(replayed.planned.orders({ kind: 'transfer' }).length).toBeGreaterThan(100);
  });
});
