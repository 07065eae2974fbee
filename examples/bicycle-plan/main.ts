/**
 * A bicycle maker's half year: read the planner's files, plan, keep the plan, look at what matters.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { day, formatDay, manualClock, seededRandom, startOfIsoWeek, ulids } from '@kontor/kernel';
import { sqliteStore } from '@kontor/kernel/sqlite';
import { type Plan, type PlannedOrder, Planner, type PlanningRecord } from '@kontor/mrp';
import { loadCsvFolder } from '@kontor/mrp/files';
import { htmlReport } from '@kontor/mrp/report';
import { openDatabase } from './open-database.ts';

// The day is fixed, so that everybody sees the same plan.
const today = '2026-01-05';
const data = fileURLToPath(new URL('./data', import.meta.url));
const out = fileURLToPath(new URL('./out', import.meta.url));
rmSync(out, { recursive: true, force: true });
mkdirSync(out);

const model = await loadCsvFolder(data);

const database = await openDatabase(`${out}/plan.db`);
const clock = manualClock(Date.parse(`${today}T06:00:00Z`));
const store = sqliteStore(database);
const planner = new Planner({
  store,
  clock,
  ids: ulids(clock, seededRandom(1)),
});
await planner.prepare();
const { plan } = await planner.planAndStore(model, { today });

printHeadline(plan);
printShortages(plan);
printRootCauses(plan);
printOrdersByWeek(plan);
printRecord(plan.record('FK-29', 'muenster', { bucket: 'week' }));
printPromise(plan, 'BK-200', 'dc-hamburg');
printFromStore();
writeFileSync(`${out}/report.html`, await htmlReport(plan, model, { title: 'Bicycle plan' }));
console.log('The report with charts: examples/bicycle-plan/out/report.html');
await store.close();
database.close();

function printHeadline(plan: Plan): void {
  const { items, locations, demands } = model;
  const { forecasts } = plan.forecasts();
  const sum = (of: 'gross' | 'consumed' | 'dropped' | 'planned'): number =>
    forecasts.reduce((total, forecast) => total + Number(forecast[of]), 0);
  console.log(`Bicycle plan of ${plan.today}`);
  console.log(`  ${items.length} items, ${locations.length} sites, ${demands.length} demands`);
  console.log(
    `  forecast of ${sum('gross')} bikes: ${sum('consumed')} ordered already, ` +
      `${sum('dropped')} too near to count, ${sum('planned')} planned`,
  );
  console.log(`  ${plan.orderCount} planned orders over ${plan.nodes().length} items at sites`);
  const late = plan.shortages().length;
  console.log(`  ${demands.length - late} demands on their day, ${late} late\n`);
}

function printShortages(plan: Plan): void {
  console.log('Shortages, latest first');
  const rows = plan
    .shortages()
    .map((shortage) => [
      shortage.demand,
      shortage.item,
      shortage.location,
      shortage.due,
      shortage.quantity,
      `${shortage.lateDays ?? '–'} days late`,
    ]);
  printTable(['demand', 'item', 'site', 'due', 'quantity', ''], rows.slice(0, 12));
  if (rows.length > 12) console.log(`  … and ${rows.length - 12} more`);
  const causes = new Set(plan.shortages().map(({ cause }) => cause.text));
  for (const cause of causes) console.log(`  because: ${cause}`);
  console.log('');
}

/** One late purchase order may stand behind many messages: what to do first. */
function printRootCauses(plan: Plan): void {
  const groups = plan.messageGroups();
  const causes = groups.filter(({ consequences }) => consequences.length > 0);
  console.log('What to do first');
  const rows = causes.map(({ consequences, demands, message }) => [
    `${consequences.length}`,
    `${demands.length}`,
    message.text,
  ]);
  printTable(['late orders', 'demands', ''], rows);
  for (const { text } of plan.messages({ code: 'EXPIRES' })) console.log(`  and: ${text}`);
  console.log(`  … and ${groups.length - causes.length} more messages in the report\n`);
}

function printOrdersByWeek(plan: Plan): void {
  const kinds = ['make', 'subcontract', 'buy', 'transfer'] as const;
  const weeks = new Map<string, PlannedOrder[]>();
  for (const order of plan.orders()) {
    const week = formatDay(startOfIsoWeek(day(order.release)));
    weeks.set(week, [...(weeks.get(week) ?? []), order]);
  }
  const rows = [...weeks]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([week, orders]) => [
      week,
      ...kinds.map((kind) => `${orders.filter((order) => order.kind === kind).length}`),
    ]);
  console.log('Planned orders by week of release');
  printTable(['week of', ...kinds], rows.slice(0, 13));
  console.log(`  … and ${rows.length - 13} more weeks\n`);
}

/** The planner's classic grid, the weeks across. */
function printRecord(record: PlanningRecord): void {
  const { item, location, onHand, safetyStock } = record;
  console.log(`${item} at ${location}: on hand ${onHand}, safety stock ${safetyStock}`);
  const weeks = record.buckets.map((_, at) => at).slice(0, 16);
  const row = (name: string, cells: readonly string[]): string[] => [
    name,
    ...weeks.map((at) => (cells[at] === '0' ? '.' : cells[at]!)),
  ];
  printTable(
    ['week of', ...weeks.map((at) => record.buckets[at]!.slice(5))],
    [
      row('gross requirements', record.gross),
      row('scheduled receipts', record.receipts),
      row('planned receipts', record.plannedReceipts),
      row('planned releases', record.plannedReleases),
      row('projected balance', record.balance),
    ],
  );
  console.log('');
}

/** What a seller may still say yes to: supply less the orders that customers have placed. */
function printPromise(plan: Plan, item: string, location: string): void {
  const promise = plan.availableToPromise(item, location, { bucket: 'week' });
  console.log(`${item} at ${location}: what can be promised, by week`);
  const weeks = promise.buckets.map((_, at) => at).slice(0, 12);
  const row = (name: string, cells: readonly string[]): string[] => [
    name,
    ...weeks.map((at) => (cells[at] === '0' ? '.' : cells[at]!)),
  ];
  printTable(
    ['week of', ...weeks.map((at) => promise.buckets[at]!.slice(5))],
    [
      row('supply', promise.supply),
      row('customer orders', promise.orders),
      row('can be promised until then', promise.cumulative),
    ],
  );
  const { onHandDays } = plan.daysOfCover(item, location);
  console.log(`  the stock by itself lasts ${onHandDays} days\n`);
}

/** The plan is rows in a database: any SQL client can ask it. */
function printFromStore(): void {
  const shares = `
    select supplier, count(*) as orders, sum(cast(quantity as integer)) as tyres
    from mrp_planned_order_v
    where item like 'TY-%'
    group by supplier
    order by tyres desc`;
  console.log('Tyres by supplier, agreed 60 to 40, by plain SQL from the store');
  printTable(['supplier', 'orders', 'tyres'], rowsOf(shares));
  console.log('');
  const sql = `
    select supplier, count(*) as orders, min(release) as next
    from mrp_planned_order_v
    where kind = 'buy'
    group by supplier
    order by orders desc, supplier
    limit 5`;
  console.log('Suppliers with the most orders');
  printTable(['supplier', 'orders', 'next release'], rowsOf(sql));
  console.log('');
}

function rowsOf(sql: string): string[][] {
  return database.all(sql).map((row) => Object.values(row).map(String));
}

function printTable(headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = headings.map((heading, at) =>
    Math.max(heading.length, ...rows.map((row) => row[at]!.length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (isNumber(cell) ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd();
  for (const cells of [headings, ...rows]) console.log(`  ${line(cells)}`);
}

function isNumber(text: string): boolean {
  return /^-?[\d.]+$/.test(text);
}
