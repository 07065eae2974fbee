/**
 * What the package exports.
 */
import { expect, test } from 'vitest';
import * as olap from '@kontor/olap';

test('a cube is written, filled and asked with what the index exports', () => {
  const cube = olap.cubeOf<{ shop: string; cents: number }>()({
    dimensions: { shop: olap.levels({ name: (row) => row.shop }) },
    measures: { revenue: olap.money((row) => row.cents, { currency: 'EUR', isScaled: true }) },
  });
  cube.add([
    { shop: 'a', cents: 1999 },
    { shop: 'a', cents: 1 },
  ]);
  const [row] = cube.query({ by: ['shop.name'], measures: ['revenue'] }).rows;
  expect([row!['shop.name'], row!.revenue!.toFixed(2)]).toEqual(['a', '20.00']);
});
