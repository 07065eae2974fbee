/**
 * The cubes of FoodMart give the figures that others found.
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { oracles, runFoodmart } from './foodmart.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const data = resolve(root, process.env['KONTOR_CONFORMANCE'] ?? '../shared/conformance');

test('every figure of FoodMart is met', (context) => {
  const outcome = runFoodmart(data);
  if ('absent' in outcome) {
    console.warn(`\n*** SKIPPED: ${outcome.absent}: set KONTOR_CONFORMANCE to its folder. ***\n`);
    context.skip();
    return;
  }
  expect(outcome.misses).toEqual([]);
  expect(outcome.passed).toBe(oracles.length);
});
