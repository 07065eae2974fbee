/**
 * The cube: what sales are told apart by, what is added up, and what is compared with what.
 */
import {
  calendar,
  classes,
  cubeOf,
  distinct,
  growth,
  levels,
  money,
  ratio,
  share,
  shift,
  subtract,
  sum,
  toDate,
  window,
} from '@kontor/olap';
import type { Sale } from './sales.ts';

const along = 'time';
const yearBefore = { along, level: 'year', by: -1 } as const;
const inCents = { currency: 'EUR', isScaled: true } as const;

/** An empty cube of sales. */
export const openSalesCube = () =>
  cubeOf<Sale>()({
    dimensions: {
      time: calendar((row) => row.day, ['year', 'quarter', 'month']),
      product: levels({ line: (row) => row.line, name: (row) => row.product }),
      region: levels({ name: (row) => row.region }),
      coupon: levels({ code: (row) => row.coupon }),
      receipt: levels({ number: (row) => row.receipt }),
    },
    measures: {
      units: sum((row) => row.units),
      revenue: money((row) => row.revenue, inCents),
      cost: money((row) => row.cost, inCents),
      customers: distinct((row) => row.customer),
    },
    calculated: {
      revenueBefore: shift('revenue', yearBefore),
      change: growth('revenue', 'revenueBefore'),
      margin: ratio(subtract('revenue', 'cost'), 'revenue'),
      marginBefore: shift('margin', yearBefore),
      part: share('revenue', { total: 'grand', members: 'visible' }),
      toDate: toDate('revenue', { along, level: 'year' }),
      toDateBefore: shift('toDate', yearBefore),
      ofThreeMonths: window('revenue', { along, periods: 3, as: 'mean' }),
      abc: classes('revenue', [
        { name: 'A', upTo: '0.8' },
        { name: 'B', upTo: '0.95' },
        { name: 'C', upTo: '1' },
      ]),
    },
  });
