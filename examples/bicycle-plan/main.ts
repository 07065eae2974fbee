/**
 * A bicycle maker's half year: read the planner's files, plan, keep the plan, look at what matters.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { day, formatDay, manualClock, seededRandom, startOfIsoWeek, ulids } from '@kontor/kernel';
import { sqliteStore } from '@kontor/kernel/sqlite';
import { type Plan, Planner, type PlanningRecord } from '@kontor/mrp';
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
printOrdersByWeek(plan);
printRecord(plan.record('FK-29', 'muenster', { bucket: 'week' }));
printFromStore();
writeFileSync(`${out}/report.html`, await htmlReport(plan, model, { title: 'Bicycle plan' }));
console.log('The report with charts: examples/bicycle-plan/out/report.html');
await store.close();
database.close();

function printHeadline(plan: Plan): void {
  const { items, locations, demands } = model;
  console.log(`Bicycle plan of ${plan.today}`);
  console.log(`  ${items.length} items, ${locations.length} sites, ${demands.length} demands`);
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

function printOrdersByWeek(plan: Plan): void {
  const weeks = new Map<string, Record<string, number>>();
  for (const { release, kind } of plan.orders()) {
    const week = formatDay(startOfIsoWeek(day(release)));
    const counts = weeks.get(week) ?? { make: 0, buy: 0, transfer: 0 };
    counts[kind]! += 1;
    weeks.set(week, counts);
  }
  const rows = [...weeks]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([week, { make, buy, transfer }]) => [week, `${make}`, `${buy}`, `${transfer}`]);
  console.log('Planned orders by week of release');
  printTable(['week of', 'make', 'buy', 'transfer'], rows.slice(0, 13));
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

/** The plan is rows in a database: any SQL client can ask it. */
function printFromStore(): void {
  const sql = `
    select supplier, count(*) as orders, min(release) as next
    from mrp_planned_order_v
    where kind = 'buy'
    group by supplier
    order by orders desc, supplier
    limit 5`;
  console.log('Suppliers with the most orders, by plain SQL from the store');
  const rows = database.all(sql).map((row) => Object.values(row).map(String));
  printTable(['supplier', 'orders', 'next release'], rows);
  console.log('');
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
