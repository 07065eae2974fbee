/**
 * What the shop sells: product, list price and cost in cents.
 */

/** A line of products. */
export type ProductLine = 'Bicycles' | 'Parts' | 'Helmets' | 'Clothing';

/** A product. */
export interface Product {
  readonly line: ProductLine;
  readonly name: string;
  readonly price: number;
  readonly cost: number;
}

const lines: Readonly<Record<ProductLine, readonly (readonly [string, number, number])[]>> = {
  Bicycles: [
    ['City 3', 649_00, 431_00],
    ['City 8', 899_00, 588_00],
    ['Touring', 1_349_00, 902_00],
    ['Kids 20', 329_00, 236_00],
    ['Folding', 749_00, 541_00],
  ],
  Parts: [
    ['Chain', 24_90, 9_80],
    ['Tyre 28', 31_50, 14_20],
    ['Inner tube', 6_90, 1_90],
    ['Brake pads', 12_50, 4_10],
    ['Saddle', 49_00, 22_50],
    ['LED light', 39_90, 16_40],
  ],
  Helmets: [
    ['Helmet Urban', 69_00, 33_00],
    ['Helmet Road', 119_00, 61_00],
    ['Helmet Kids', 44_90, 22_10],
  ],
  Clothing: [
    ['Rain jacket', 89_00, 41_00],
    ['Gloves', 24_50, 9_90],
    ['Rain trousers', 59_00, 28_50],
    ['Vest', 29_90, 10_20],
  ],
};

/** All products, line by line. */
export const products: readonly Product[] = Object.entries(lines).flatMap(([line, of]) =>
  of.map(([name, price, cost]) => ({ line: line as ProductLine, name, price, cost })),
);
