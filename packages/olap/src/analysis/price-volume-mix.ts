/**
 * Why revenue changed: by more units, by other prices, or by another mix of products.
 *
 * Volume is the change of units at the old mean price. Mix is what the products' shares of units
 * changed, at old prices. Price is the change of prices on the units sold now. The three add up to
 * the change of revenue, whatever the figures: with A the new units at old prices, they are
 * (U₁ − U₀)·p̄₀, A − U₁·p̄₀ and R₁ − A.
 *
 * A product that is new has no old price; the one it sells at stands in, so all of it is mix. One
 * that is gone is mix as well.
 *
 * @source C. Horngren et al., "Cost Accounting", sales-quantity, sales-mix and price variances
 */
import { type Decimal, type DecimalInput, decimal } from '@kontor/kernel';
import { OlapError } from '../errors.ts';

/** Units and revenue of a product in two periods. */
export interface ProductSales {
  readonly from: UnitsSold;
  readonly to: UnitsSold;
}

/** Units sold and what they brought. */
export interface UnitsSold {
  readonly units: DecimalInput;
  readonly revenue: DecimalInput;
}

/** The parts of a change of revenue, in its currency; worked out to 40 digits. */
export interface PriceVolumeMix {
  readonly change: Decimal;
  readonly volume: Decimal;
  readonly mix: Decimal;
  readonly price: Decimal;
}

/**
 * Takes a change of revenue apart; null where nothing was sold before, so that there is no old
 * price.
 *
 * @throws OlapError OLAP_INVALID_QUERY — units below 0, or revenue without units
 * @throws KernelError KERNEL_BAD_DECIMAL — a figure that is no finite decimal
 * @example
 * priceVolumeMix([{ from: { units: 10, revenue: 100 }, to: { units: 12, revenue: 132 } }])
 *   ?.price.toFixed() // => '12'
 */
export function priceVolumeMix(products: readonly ProductSales[]): PriceVolumeMix | null {
  const from = products.map((product, index) => soldOf(product.from, index, 'from'));
  const to = products.map((product, index) => soldOf(product.to, index, 'to'));
  const unitsFrom = sumOf(from.map(({ units }) => units));
  const unitsTo = sumOf(to.map(({ units }) => units));
  if (unitsFrom.isZero()) return null;
  const revenueFrom = sumOf(from.map(({ revenue }) => revenue));
  const revenueTo = sumOf(to.map(({ revenue }) => revenue));
  const priceMean = revenueFrom.dividedBy(unitsFrom);
  const atOldPrices = sumOf(to.map((sold, index) => atOldPrice(from[index]!, sold)));
  return {
    change: revenueTo.minus(revenueFrom),
    volume: unitsTo.minus(unitsFrom).times(priceMean),
    mix: atOldPrices.minus(unitsTo.times(priceMean)),
    price: revenueTo.minus(atOldPrices),
  };
}

interface Sold {
  readonly units: Decimal;
  readonly revenue: Decimal;
}

/** What the new units bring at the old price; a new product has its new one. */
function atOldPrice(from: Sold, to: Sold): Decimal {
  if (from.units.isZero()) return to.revenue;
  return to.units.times(from.revenue).dividedBy(from.units);
}

function soldOf(sold: UnitsSold, index: number, period: 'from' | 'to'): Sold {
  const units = decimal(sold.units, `products.${index}.${period}.units`);
  const revenue = decimal(sold.revenue, `products.${index}.${period}.revenue`);
  const path = ['products', index, period, 'units'];
  if (units.lt(0)) {
    const reason = 'units below 0 have no price: net returns against what was sold first';
    throw new OlapError('OLAP_INVALID_QUERY', { path, reason });
  }
  if (units.isZero() && !revenue.isZero()) {
    const reason = 'revenue without units has no price: leave such lines out and show them apart';
    throw new OlapError('OLAP_INVALID_QUERY', { path, reason });
  }
  return { units, revenue };
}

const sumOf = (values: readonly Decimal[]): Decimal =>
  values.reduce((total, value) => total.plus(value), decimal(0));
