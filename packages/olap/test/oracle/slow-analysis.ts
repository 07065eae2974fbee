/**
 * Trend, season and price–volume–mix by their definitions: the slow, obvious twins of
 * `src/analysis`.
 */

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const middle = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : mean([sorted[half - 1]!, sorted[half]!]);
};

/** Slope and intercept of least squares by the normal equations, x counted from 1. */
export function slowLine(series: readonly (number | null)[]): [slope: number, intercept: number] {
  const points = series.flatMap((y, index) => (y === null ? [] : [{ x: index + 1, y }]));
  const n = points.length;
  const sum = (of: (point: { x: number; y: number }) => number): number =>
    points.reduce((total, point) => total + of(point), 0);
  const slope =
    (n * sum(({ x, y }) => x * y) - sum(({ x }) => x) * sum(({ y }) => y)) /
    (n * sum(({ x }) => x * x) - sum(({ x }) => x) ** 2);
  return [slope, (sum(({ y }) => y) - slope * sum(({ x }) => x)) / n];
}

/** Theil and Sen's slope, from the list of all slopes. */
export function slowSlope(series: readonly (number | null)[]): number {
  const slopes: number[] = [];
  series.forEach((a, i) => {
    series.forEach((b, j) => {
      if (a !== null && b !== null && j > i) slopes.push((b - a) / (j - i));
    });
  });
  return middle(slopes);
}

/** Median and median distance from it. */
export function slowMad(values: readonly number[]): [median: number, mad: number] {
  const median = middle(values);
  return [median, middle(values.map((value) => Math.abs(value - median)))];
}

/** The mean about a place over whole seasons: two plain means half a step apart where even. */
export function slowCentredMean(
  series: readonly (number | null)[],
  index: number,
  season: number,
): number | null {
  const meanFrom = (start: number): number | null => {
    const window = Array.from({ length: season }, (_, step) => series[start + step] ?? null);
    return window.includes(null) ? null : mean(window as number[]);
  };
  if (season % 2 === 1) return meanFrom(index - (season - 1) / 2);
  const [early, late] = [meanFrom(index - season / 2), meanFrom(index - season / 2 + 1)];
  return early === null || late === null ? null : (early + late) / 2;
}

/** A product's units and prices, old and new. */
export interface SlowProduct {
  readonly unitsFrom: number;
  readonly priceFrom: number;
  readonly unitsTo: number;
  readonly priceTo: number;
}

/** Volume, mix and price, each by its own sum over products that all have an old price. */
export function slowEffects(
  products: readonly SlowProduct[],
): [volume: number, mix: number, price: number] {
  const sum = (of: (product: SlowProduct) => number): number =>
    products.reduce((total, product) => total + of(product), 0);
  const [from, to] = [sum((p) => p.unitsFrom), sum((p) => p.unitsTo)];
  const priceMean = sum((p) => p.unitsFrom * p.priceFrom) / from;
  return [
    (to - from) * priceMean,
    sum((p) => (p.unitsTo - (p.unitsFrom / from) * to) * p.priceFrom),
    sum((p) => p.unitsTo * (p.priceTo - p.priceFrom)),
  ];
}
