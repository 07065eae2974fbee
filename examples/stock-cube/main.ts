/**
 * A year of stock: what was there at the end of each month, what came and went, how long it lasts,
 * and what a sum would have said.
 */
import { figure, printTable } from './print.ts';
import { openStockCube } from './stock-cube.ts';
import { allStockDays } from './stock-days.ts';

const cube = openStockCube();
cube.add(allStockDays());

printMonths();
printYear();
printCover();
printRules();

/** Closing stock by warehouse and month; months make the columns. */
function printMonths(): void {
  console.log('Stock at the end of the month, in kg');
  const cells = cube.query({
    by: ['warehouse.name', 'time.month'],
    measures: ['closing'],
    where: { 'time.year': 2026 },
    totals: [['warehouse.name', 'time.month'], ['time.month']],
  });
  const pivot = cells.pivot(['time.month']);
  printTable(
    ['warehouse', ...pivot.columns.map(([month]) => String(month).slice(5))],
    pivot.rows.map(([warehouse], row) => [
      String(warehouse ?? 'All'),
      ...pivot.columns.map((_, column) => figure(pivot.at(row, column, 'closing'))),
    ]),
  );
}

/** Opening + received − issued = closing, in every row and every total. */
function printYear(): void {
  console.log('The year 2026, in kg');
  const { rows } = cube.query({
    by: ['warehouse.name', 'item.name'],
    measures: ['opening', 'received', 'issued', 'closing'],
    where: { 'time.year': 2026 },
    totals: 'rollup',
  });
  printTable(
    ['warehouse', 'item', 'opening', 'received', 'issued', 'closing'],
    rows.map((row) => [
      row['warehouse.name'] ?? 'All',
      row['item.name'] ?? 'All',
      ...[row.opening, row.received, row.issued, row.closing].map((value) => figure(value)),
    ]),
  );
}

/** How long it lasts, at what was issued in the last three months; longest first. */
function printCover(): void {
  console.log('At the end of December: mean stock of the year, issues a month, months of cover');
  const { rows } = cube.query({
    by: ['time.month', 'warehouse.name', 'item.name'],
    measures: ['closing', 'meanStock', 'issuedAMonth', 'monthsOfCover'],
    where: { 'time.month': '2026-12' },
    totals: [['time.month', 'warehouse.name', 'item.name'], ['time.month']],
    // What did not move in December is there all the same.
    nonEmpty: false,
  });
  const there = rows.filter((row) => row.closing !== null);
  printTable(
    ['warehouse', 'item', 'stock', 'mean', 'a month', 'cover'],
    there.map((row) => [
      row['warehouse.name'] ?? 'All',
      row['item.name'] ?? 'All',
      figure(row.closing),
      figure(row.meanStock),
      figure(row.issuedAMonth),
      row.monthsOfCover === null ? 'not asked for' : figure(row.monthsOfCover, 1),
    ]),
  );
}

/** The same quarter by three rules, of which one has no meaning. */
function printRules(): void {
  console.log('The fourth quarter by rule, in kg');
  const { rows } = cube.query({
    by: ['warehouse.name'],
    measures: ['closing', 'last', 'added'],
    where: { 'time.quarter': '2026-Q4' },
    totals: 'rollup',
  });
  printTable(
    ['warehouse', 'closing', 'of 31 December', 'added up'],
    rows.map((row) => [
      row['warehouse.name'] ?? 'All',
      ...[row.closing, row.last, row.added].map((value) => figure(value)),
    ]),
  );
}
