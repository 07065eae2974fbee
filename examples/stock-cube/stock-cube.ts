/**
 * The cube: flows that add up over time, and a stock that does not.
 */
import { calendar, closing, cubeOf, last, levels, opening, ratio, sum, window } from '@kontor/olap';
import type { StockDay } from './stock-days.ts';

const along = 'time';
// One function for all measures of it: they share one column.
const onHand = (row: StockDay): number => row.onHand;

/** An empty cube of stock. */
export const openStockCube = () =>
  cubeOf<StockDay>()({
    dimensions: {
      // The lowest level is the day, because rows are of days.
      time: calendar((row) => row.day, ['year', 'quarter', 'month', 'day']),
      warehouse: levels({ name: (row) => row.warehouse }),
      item: levels({ name: (row) => row.item }),
    },
    measures: {
      received: sum((row) => row.received),
      issued: sum((row) => row.issued),
      opening: opening(onHand, { along }),
      closing: closing(onHand, { along }),
      /** Only of the last day itself: empty where nothing moved on it. */
      last: last(onHand, { along }),
      /** What adding up says; wrong, and shown for that. */
      added: sum(onHand),
    },
    calculated: {
      meanStock: window('closing', { along, periods: 12, as: 'mean' }),
      issuedAMonth: window('issued', { along, periods: 3, as: 'mean' }),
      monthsOfCover: ratio('closing', 'issuedAMonth'),
    },
  });
