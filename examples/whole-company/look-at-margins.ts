/**
 * The figures, and why: margins of the quarter against the one before, the cell that lost most, and
 * the entries that it is made of.
 */
import { facts, type ProcessEngine } from '@kontor/bpm';
import { type Decimal, roundDecimal } from '@kontor/kernel';
import { marginIn } from './book-figures.ts';
import type { Company } from './company.ts';
import { openMarginCube } from './margin-cube.ts';
import { orderId } from './start-the-order.ts';
import { table, type Told } from './told.ts';
import { quoteId } from './win-a-deal.ts';

const thisQuarter = { 'time.quarter': '2026-Q1' } as const;

const cellOf = ['product.line', 'region.name', 'channel.name'] as const;
const entryOf = ['time.month', 'entry.id', 'account.id'] as const;

type Cube = Awaited<ReturnType<typeof openMarginCube>>;

/** Looks at the quarter through the cube. */
export async function lookAtMargins({ ledger, bpm }: Company): Promise<Told> {
  const cube = await openMarginCube(ledger);
  const [all] = cube.query({ measures: ['margin'] }).rows;
  const { margin } = marginIn(await ledger.trialBalance());
  const both = `margin of all in the cube ${euro(all!.margin)}, in the books ${margin}`;
  const { worst, lines } = followTheMargin(cube);
  return {
    title: 'Why the margin is what it is: 2026-Q1 against 2025-Q4',
    gist: `${both}; most was lost in ${worst}`,
    lines: [
      ...marginTable(cube),
      both,
      '',
      ...lines,
      '',
      `the order waited for ${await waitsOf(bpm)}`,
    ],
  };
}

function marginTable(cube: Cube): string[] {
  const { rows } = cube.query({
    by: [...cellOf],
    measures: ['units', 'revenue', 'margin', 'marginBefore', 'change', 'rate', 'rateBefore'],
    where: thisQuarter,
    totals: [[...cellOf], ['product.line'], []],
  });
  return table(
    ['line', 'region', 'channel', 'units', 'revenue', 'margin', 'before', 'change', '%', 'before'],
    rows.map((row) => [
      row['product.line'] ?? 'all',
      row['region.name'] ?? '',
      row['channel.name'] ?? '',
      String(row.units),
      euro(row.revenue),
      euro(row.margin),
      euro(row.marginBefore),
      percent(row.change),
      percent(row.rate),
      percent(row.rateBefore),
    ]),
  );
}

/** From the cell whose margin fell most down to the entries behind it. */
function followTheMargin(cube: Cube): { readonly worst: string; readonly lines: string[] } {
  const [cell] = cube.query({
    by: [...cellOf],
    measures: ['lost', 'price', 'priceBefore', 'units', 'unitsBefore'],
    where: thisQuarter,
    top: { count: 1, by: 'lost' },
  }).rows;
  const where = Object.fromEntries(cellOf.map((level) => [level, cell![level]!]));
  const behind = cube.drillThrough({ where: { ...thisQuarter, ...where } });
  const rows = behind.map((fact) => [
    ...[...entryOf, 'units'].map((name) => String(fact[name])),
    ...['revenue', 'cost'].map((name) => euro(fact[name] as Decimal)),
  ]);
  const worst = cellOf.map((level) => cell![level]!).join(', ');
  return {
    worst,
    lines: [
      `Most margin is lost in ${worst}: ${euro(cell!.lost)}`,
      `  units  ${String(cell!.unitsBefore)} before, ${String(cell!.units)} now`,
      `  price  ${euro(cell!.priceBefore)} before, ${euro(cell!.price)} now`,
      'The cell is made of these lines of the books:',
      ...table(['month', 'entry', 'account', 'units', 'revenue', 'cost'], rows).map(
        (row) => `  ${row}`,
      ),
    ],
  };
}

/** What the order waited for, by the facts of its process. */
async function waitsOf(bpm: ProcessEngine): Promise<string> {
  const { node, durationMs } = facts(await bpm.history(orderId(quoteId)), () => 'order');
  return node
    .flatMap((name, at) => {
      const hours = Math.round(durationMs[at]! / 3_600_000);
      return hours === 0 ? [] : [`${name} ${Math.floor(hours / 24)} d ${hours % 24} h`];
    })
    .join(', ');
}

const euro = (value: Decimal | null): string =>
  value === null ? '' : roundDecimal(value, 2, 'halfEven').toFixed(2);

const percent = (value: Decimal | null): string =>
  value === null ? '' : `${roundDecimal(value.times(100), 1, 'halfEven').toFixed(1)} %`;
