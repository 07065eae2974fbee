/**
 * The review of a year: what changed against last year, what carries the shop, and where a margin
 * went.
 */
import { euro, percent, printTable } from './print.ts';
import { allSales } from './sales.ts';
import { openSalesCube } from './sales-cube.ts';

const cube = openSalesCube();
const { added } = cube.add(allSales());
console.log(`${added} lines of 2025 and 2026\n`);

const thisYear = { 'time.year': 2026 } as const;

printLines();
printMonths();
printBest();
printClasses();
followTheMargin();

/** Product lines and regions against last year, with totals of each line and of all. */
function printLines(): void {
  console.log('2026 against 2025, by product line and region');
  const { rows } = cube.query({
    by: ['product.line', 'region.name'],
    measures: ['revenue', 'revenueBefore', 'change', 'margin', 'marginBefore', 'customers'],
    where: thisYear,
    totals: 'rollup',
  });
  printTable(
    ['line', 'region', 'revenue', '2025', 'change', 'margin', '2025', 'customers'],
    rows.map((row) => [
      row['product.line'] ?? 'All',
      row['region.name'] ?? 'All',
      euro(row.revenue),
      euro(row.revenueBefore),
      percent(row.change),
      percent(row.margin),
      percent(row.marginBefore),
      String(row.customers),
    ]),
  );
}

/** Months: to date, to date a year ago, and a mean that is not as nervous. */
function printMonths(): void {
  console.log('2026 by month');
  const { rows } = cube.query({
    by: ['time.month'],
    measures: ['revenue', 'change', 'toDate', 'toDateBefore', 'ofThreeMonths'],
    where: thisYear,
  });
  printTable(
    ['month', 'revenue', 'change', 'to date', '2025', 'mean of 3'],
    rows.map((row) => [
      String(row['time.month']),
      euro(row.revenue),
      percent(row.change),
      euro(row.toDate),
      euro(row.toDateBefore),
      euro(row.ofThreeMonths),
    ]),
  );
}

/** The five best products and one row for all others, whose customers are counted, not added. */
function printBest(): void {
  console.log('The best five products');
  const { rows } = cube.query({
    by: ['product.name'],
    measures: ['units', 'revenue', 'part', 'margin', 'customers'],
    where: thisYear,
    top: { count: 5, by: 'revenue', others: true },
    totals: 'rollup',
  });
  printTable(
    ['product', 'units', 'revenue', 'share', 'margin', 'customers'],
    rows.map((row) => [
      row.isOthers ? 'all others' : (row['product.name'] ?? 'All'),
      String(row.units),
      euro(row.revenue),
      percent(row.part),
      percent(row.margin),
      String(row.customers),
    ]),
  );
}

/** Which products make the first 80 % of the revenue, the next 15, the rest. */
function printClasses(): void {
  const { rows } = cube.query({
    by: ['product.name'],
    measures: ['revenue', 'abc'],
    where: thisYear,
    order: [{ by: 'revenue', descending: true, breakHierarchy: true }],
  });
  console.log('Products by class');
  for (const name of ['A', 'B', 'C']) {
    const members = rows.filter((row) => row.abc === name);
    console.log(`  ${name}  ${members.map((row) => row['product.name']).join(', ')}`);
  }
  console.log('');
}

/** From the margin that fell most down to the lines of receipts that did it. */
function followTheMargin(): void {
  const { rows } = cube.query({
    by: ['product.line', 'region.name'],
    measures: ['margin', 'marginBefore', 'lost'],
    calculated: { lost: { op: 'subtract', of: ['marginBefore', 'margin'] } },
    where: thisYear,
    top: { count: 1, by: 'lost' },
  });
  const [worst] = rows;
  const [line, region] = [worst!['product.line']!, worst!['region.name']!];
  console.log(`The margin fell most for ${line} in ${region}. By quarter:`);
  const there = { 'product.line': line, 'region.name': region, 'time.year': 2026 } as const;
  const quarters = cube.query({
    by: ['time.quarter', 'coupon.code'],
    measures: ['units', 'revenue', 'margin'],
    where: there,
  });
  printTable(
    ['quarter', 'coupon', 'units', 'revenue', 'margin'],
    quarters.rows.map((row) => [
      String(row['time.quarter']),
      row['coupon.code'] ?? '(none)',
      String(row.units),
      euro(row.revenue),
      percent(row.margin),
    ]),
  );
  console.log('The first lines of receipts with the coupon');
  const facts = cube.drillThrough({ where: { ...there, 'coupon.code': 'AUTUMN40' }, limit: 4 });
  printTable(
    ['receipt', 'product', 'revenue', 'cost'],
    facts.map((fact) => [
      String(fact['receipt.number']),
      String(fact['product.name']),
      String(fact['revenue']),
      String(fact['cost']),
    ]),
  );
}
