/**
 * What the shop sold, and what came in for it: plain rows, as another program would hand them over.
 */

/** An order that was shipped, and is to be invoiced; below zero it is a credit note. */
export interface Order {
  readonly id: string;
  readonly date: string;
  readonly customer: string;
  readonly market: 'nl' | 'uk' | 'us';
  readonly currency: string;
  /** Whether prices are before tax or include it. */
  readonly prices: 'net' | 'gross';
  /** Euro for one unit, where it is not the day's: a credit note takes that of its invoice. */
  readonly rate?: string;
  readonly lines: readonly OrderLine[];
}

/** So many of one article. */
export interface OrderLine {
  readonly article: 'print' | 'book';
  readonly quantity: number;
  readonly unitPrice: string;
  readonly taxCode: string;
}

/** What came in for an invoice, in its currency: money, or the credit note that goes against it. */
export interface Payment {
  readonly id: string;
  readonly date: string;
  readonly order: string;
  readonly amount: string;
  /** What the customer kept for paying early, tax included. */
  readonly discount?: string;
}

/** What one of an article stands at in stock, in euro. */
export const unitCost = { print: '6.40', book: '11.20' } as const;

const line = (
  article: OrderLine['article'],
  quantity: number,
  unitPrice: string,
  taxCode: string,
): OrderLine => ({ article, quantity, unitPrice, taxCode });

/** January's orders. */
export const orders: readonly Order[] = [
  {
    id: 'S-1001',
    date: '2026-01-08',
    customer: 'museum shop, Utrecht',
    market: 'nl',
    currency: 'EUR',
    prices: 'net',
    lines: [line('print', 40, '18.50', 'NL21'), line('book', 12, '24.95', 'NL9')],
  },
  {
    id: 'S-1002',
    date: '2026-01-12',
    customer: 'gallery, Boston',
    market: 'us',
    currency: 'USD',
    prices: 'net',
    lines: [line('print', 60, '21.00', 'ZERO'), line('book', 25, '29.50', 'ZERO')],
  },
  {
    id: 'S-1003',
    date: '2026-01-14',
    customer: 'bookshop, Leeds',
    market: 'uk',
    currency: 'GBP',
    prices: 'net',
    lines: [line('print', 33, '17.23', 'UK20'), line('book', 50, '19.90', 'ZERO')],
  },
  {
    id: 'S-1004',
    date: '2026-01-15',
    customer: 'web, Delft',
    market: 'nl',
    currency: 'EUR',
    prices: 'gross',
    lines: [line('print', 3, '24.95', 'NL21'), line('book', 1, '32.50', 'NL9')],
  },
  {
    id: 'C-1003',
    date: '2026-01-21',
    customer: 'bookshop, Leeds',
    market: 'uk',
    currency: 'GBP',
    prices: 'net',
    rate: '1.1530',
    lines: [line('print', -3, '17.23', 'UK20')],
  },
];

/** What came in, in the order in which it came. */
export const payments: readonly Payment[] = [
  { id: 'B-01', date: '2026-01-15', order: 'S-1004', amount: '107.35' },
  { id: 'B-02', date: '2026-01-16', order: 'S-1001', amount: '1197.31', discount: '24.44' },
  { id: 'B-03', date: '2026-01-26', order: 'S-1002', amount: '1000.00' },
  { id: 'B-04', date: '2026-02-09', order: 'S-1003', amount: '1615.28' },
  { id: 'B-05', date: '2026-02-18', order: 'S-1002', amount: '997.50' },
];
