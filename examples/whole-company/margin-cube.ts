/**
 * The cube: margin by product line, region and channel, against the quarter before, from the facts
 * of the books.
 *
 * A line of the books is a fact as it stands. Sales count with their sign turned, their cost as it
 * is; units are those of the cost lines, whose currency is the item.
 */
import type { FactRowOf } from '@kontor/kernel';
import { calendar, cubeOf, growth, levels, money, ratio, shift, subtract, sum } from '@kontor/olap';
import { columnRows } from '@kontor/olap/files';
import type { Ledger, LedgerFacts } from '@kontor/ledger';
import { accounts, functional } from './books.ts';

/** A line of the books. */
type BookLine = FactRowOf<LedgerFacts>;

const quarterBefore = { along: 'time', level: 'quarter', by: -1 } as const;
const inCents = { currency: functional, isScaled: true } as const;

const isCost = ({ account }: BookLine): boolean => account === accounts.costOfSales;

const emptyCube = () =>
  cubeOf<BookLine>()({
    dimensions: {
      time: calendar((row) => row.day, ['year', 'quarter', 'month']),
      product: levels({ line: (row) => row['dims.line']! }),
      region: levels({ name: (row) => row['dims.region']! }),
      channel: levels({ name: (row) => row['dims.channel']! }),
      entry: levels({ id: (row) => row.entry }),
      account: levels({ id: (row) => row.account }),
    },
    measures: {
      units: sum((row) => (isCost(row) ? row.amount : 0)),
      revenue: money((row) => (isCost(row) ? 0 : -row.base), inCents),
      cost: money((row) => (isCost(row) ? row.base : 0), inCents),
    },
    calculated: {
      margin: subtract('revenue', 'cost'),
      marginBefore: shift('margin', quarterBefore),
      change: growth('margin', 'marginBefore'),
      rate: ratio('margin', 'revenue'),
      rateBefore: shift('rate', quarterBefore),
      price: ratio('revenue', 'units'),
      priceBefore: shift('price', quarterBefore),
      unitsBefore: shift('units', quarterBefore),
      lost: subtract('marginBefore', 'margin'),
    },
  });

/** The cube of all sales in the books. */
export async function openMarginCube(ledger: Ledger) {
  const lines: readonly BookLine[] = columnRows(await ledger.facts());
  const sales = new Set<string>([accounts.ownProducts, accounts.merchandise, accounts.costOfSales]);
  const cube = emptyCube();
  cube.add(lines.filter(({ account }) => sales.has(account)));
  return cube;
}
