/**
 * Two years of receipts, as the tills and the web shop would hand them over: drawn, but always the
 * same. Spring sells bicycles; the web grows; and in the autumn of 2026 somebody in the North gives
 * a coupon on helmets that nobody else knows of.
 */
import { type Day, dateParts, day, formatDay } from '@kontor/kernel';
import { type Product, type ProductLine, products } from './products.ts';

/** Where it was sold. */
export type Region = 'North' | 'South' | 'West' | 'Web';

/** A line of a receipt. Amounts are in cents. */
export interface Sale {
  readonly receipt: string;
  readonly day: string;
  readonly region: Region;
  readonly line: ProductLine;
  readonly product: string;
  readonly customer: string;
  readonly units: number;
  readonly revenue: number;
  readonly cost: number;
  /** Null without one. */
  readonly coupon: string | null;
}

const regions: readonly Region[] = ['Web', 'North', 'South', 'West'];
const firstDay = day('2025-01-01');
const lastDay = day('2026-12-31');
/** Receipts of a day by month. */
const busy = [4, 4, 7, 9, 10, 9, 7, 6, 6, 5, 5, 8];

/** Every line of both years, in order of time. */
export function allSales(): Sale[] {
  const draw = drawing(42);
  const sales: Sale[] = [];
  for (let today = firstDay; today <= lastDay; today++) {
    const receipts = Math.floor(busy[dateParts(today).month - 1]! * (0.5 + draw()));
    for (let number = 1; number <= receipts; number++) {
      const receipt = `${formatDay(today)}/${number}`;
      sales.push(...receiptLines(receipt, today, draw));
    }
  }
  return sales;
}

function receiptLines(receipt: string, today: Day, draw: () => number): Sale[] {
  const isSecondYear = today >= day('2026-01-01');
  // A third of the receipts comes from the web, in the second year nearly half.
  const region =
    draw() < (isSecondYear ? 0.45 : 0.33) ? 'Web' : regions[1 + Math.floor(3 * draw())]!;
  const customer = `C${String(Math.floor(600 * draw() ** 2)).padStart(3, '0')}`;
  const count = 1 + Math.floor(2 * draw());
  const bought = new Set(Array.from({ length: count }, () => products[drawnProduct(draw)]!));
  return [...bought].map((product) => {
    const units = product.line === 'Parts' ? 1 + Math.floor(3 * draw()) : 1;
    return { receipt, region, customer, ...saleOf(product, today, region, units) };
  });
}

/** Cheap things are bought more often than bicycles. */
function drawnProduct(draw: () => number): number {
  const isBicycle = draw() < 0.18;
  return isBicycle ? Math.floor(5 * draw()) : 5 + Math.floor(13 * draw());
}

type Priced = Pick<Sale, 'day' | 'line' | 'product' | 'units' | 'revenue' | 'cost' | 'coupon'>;

function saleOf(product: Product, today: Day, region: Region, units: number): Priced {
  const { line, name } = product;
  // Prices and costs rose with the new year: prices by 3 %, costs by 4 %.
  const isSecondYear = today >= day('2026-01-01');
  const price = isSecondYear ? Math.round((product.price * 103) / 100) : product.price;
  const cost = isSecondYear ? Math.round((product.cost * 104) / 100) : product.cost;
  const hasCoupon = line === 'Helmets' && region === 'North' && today >= day('2026-09-01');
  const paid = hasCoupon ? Math.round(price * 0.6) : price;
  return {
    day: formatDay(today),
    line,
    product: name,
    units,
    revenue: paid * units,
    cost: cost * units,
    coupon: hasCoupon ? 'AUTUMN40' : null,
  };
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
