/**
 * Looks once at a quantity network as it was handed over: shapes, whole numbers, no way round.
 *
 * The arrays come from a caller's own program, so the first fault ends the run, named by the place
 * where it stands. Reading every figure once costs a few hundredths of what planning costs.
 */
import { findCycles } from '../cycles.ts';
import { checkWhole, refuseFigure } from '../given-figures.ts';
import { lowLevelCodes, type PlanningOrder } from '../low-level-code.ts';
import type { BucketRows, QuantityNetwork, QuantityUses } from './quantity-network.ts';

/**
 * The order in which the nodes of a sound network are planned.
 *
 * @throws MrpError MRP_BAD_FIGURE — an array of another length, a figure that is no whole number,
 * a child or bucket that is not there, a node that needs itself
 */
export function checkQuantities(network: QuantityNetwork): PlanningOrder {
  const { nodeCount, bucketCount, pastBuckets, uses } = network;
  checkWhole(nodeCount, 'nodeCount');
  checkWhole(bucketCount, 'bucketCount', 1);
  checkWhole(pastBuckets, 'pastBuckets');
  if (pastBuckets >= bucketCount) refuseFigure('pastBuckets', pastBuckets, 'less than bucketCount');
  const cells = nodeCount * bucketCount;
  if (cells >= 2 ** 31) refuseFigure('nodeCount × bucketCount', cells, 'less than 2^31 cells');
  checkFigures(network.leadTimeBuckets, 'leadTimeBuckets', nodeCount);
  for (const name of ['onHand', 'safetyStock', ...lotFields] as const) {
    const figures = network[name];
    if (figures !== undefined) checkFigures(figures, name, nodeCount);
  }
  checkLots(network);
  checkRows(network, network.grossRequirements, 'grossRequirements');
  checkRows(network, network.scheduledReceipts, 'scheduledReceipts');
  checkStart(uses.start, 'uses.start', nodeCount, uses.child.length);
  checkIndexes(uses.child, 'uses.child', nodeCount);
  checkFigures(uses.quantityPer, 'uses.quantityPer', uses.child.length, 1);
  return planningOrder(nodeCount, uses);
}

const lotFields = ['lotSizeMin', 'lotSizeMultiple', 'lotSizeMax'] as const;

function planningOrder(nodeCount: number, { start, child }: QuantityUses): PlanningOrder {
  const graph = { nodeCount, start, supplier: child };
  const order = lowLevelCodes(graph);
  if (order !== null) return order;
  const [round] = findCycles(graph);
  return refuseFigure('uses', `${round!.join(' → ')}, a way round`, 'uses without one');
}

function checkLots({ lotSizeMin, lotSizeMultiple, lotSizeMax, nodeCount }: QuantityNetwork): void {
  if (lotSizeMax === undefined) return;
  for (let node = 0; node < nodeCount; node++) {
    const max = lotSizeMax[node]!;
    if (max === 0) continue;
    const least = Math.max(lotSizeMin?.[node] ?? 0, lotSizeMultiple?.[node] ?? 0);
    if (max < least)
      refuseFigure(`lotSizeMax.${node}`, max, 'at least lotSizeMin and lotSizeMultiple');
  }
}

function checkRows(
  { nodeCount, bucketCount }: QuantityNetwork,
  rows: BucketRows,
  name: string,
): void {
  if ('cells' in rows) {
    checkFigures(rows.cells, `${name}.cells`, nodeCount * bucketCount);
    return;
  }
  checkStart(rows.start, `${name}.start`, nodeCount, rows.bucket.length);
  checkIndexes(rows.bucket, `${name}.bucket`, bucketCount);
  checkFigures(rows.quantity, `${name}.quantity`, rows.bucket.length);
}

/** Offsets from 0 to `length`, never falling. */
function checkStart(start: Int32Array, name: string, rows: number, length: number): void {
  checkLength(start, name, rows + 1);
  let before = 0;
  for (let row = 0; row <= rows; row++) {
    const offset = start[row]!;
    if (offset < before || (row === 0 && offset !== 0)) {
      refuseFigure(`${name}.${row}`, offset, 'offsets that begin with 0 and never fall');
    }
    before = offset;
  }
  if (before !== length)
    refuseFigure(`${name}.${rows}`, before, `the length of the rows, ${length}`);
}

function checkIndexes(indexes: Int32Array, name: string, count: number): void {
  for (let at = 0; at < indexes.length; at++) {
    const index = indexes[at]!;
    if (index < 0 || index >= count) refuseFigure(`${name}.${at}`, index, `0 to ${count - 1}`);
  }
}

function checkFigures(
  figures: Float64Array | Int32Array,
  name: string,
  length: number,
  least = 0,
): void {
  checkLength(figures, name, length);
  for (let at = 0; at < length; at++) {
    const value = figures[at]!;
    // Number.isSafeInteger, spelt out: the call costs more than the planning of the cell.
    if (!(value >= least && value <= Number.MAX_SAFE_INTEGER && Math.floor(value) === value)) {
      checkWhole(value, `${name}.${at}`, least);
    }
  }
}

function checkLength(array: { readonly length: number }, name: string, length: number): void {
  if (array.length !== length) refuseFigure(`${name}.length`, array.length, String(length));
}
