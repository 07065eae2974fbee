/**
 * Records of a cell that more rows come into than a limb takes without a carry.
 */
import { expect, test } from 'vitest';
import { openCuboid } from '../../src/cuboid.ts';
import { BLOCK_ROWS, moveToRun, openBlock } from '../../src/row-block.ts';
import { ExactFloatSums } from '../../src/states/exact-float-sum.ts';
import { SumLanes } from '../../src/states/sum-lanes.ts';
import { pushValues, valueColumn } from '../../src/value-column.ts';

/** Half a unit of the lower limbs nearly, and a bit at the end that would be lost first. */
const VALUE = 2 ** -1 - 2 ** -33 - 2 ** -54;

/** So many halves of 2^32 units are more than 2^53 units, which a double adds exactly. */
const ROWS = 5 * 2 ** 20;

test('five million rows into one cell', () => {
  const column = valueColumn('rate', undefined);
  pushValues(column, new Float64Array(ROWS).fill(VALUE));
  const cuboid = openCuboid([], new Map([['floatSum:rate', () => new ExactFloatSums(column)]]));
  const lanes = SumLanes.forRows(cuboid, ROWS);
  expect(lanes.rest.length).toBe(0);
  lanes.clear(1);
  const block = openBlock();
  for (let start = 0; start < ROWS; start += BLOCK_ROWS) {
    moveToRun(block, start, BLOCK_ROWS);
    lanes.addRows(block, new Int32Array(BLOCK_ROWS));
  }
  lanes.write(lanes.read(1, null));
  const sums = cuboid.states.get('floatSum:rate') as ExactFloatSums;
  expect(sums.at(0)).toBe(Number(BigInt(VALUE * 2 ** 54) * BigInt(ROWS)) / 2 ** 54);
});
