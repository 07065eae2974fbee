/**
 * Planning in quantities, measured: against its slow twin, beside the plan with orders, against its
 * targets, and that its cost is linear in cells.
 */
import {
  checkModel,
  type ModelQuantityNetwork,
  type Plan,
  plan,
  planQuantities,
  quantityNetwork,
  type QuantityNetwork,
} from '@kontor/mrp';
import {
  generateQuantities,
  type QuantityWorkload,
} from '../../packages/mrp/bench/generate-quantities.ts';
import { generateWorkload } from '../../packages/mrp/bench/generate.ts';
import { slowQuantities } from '../../packages/mrp/test/oracle/slow-quantities.ts';
import { compare, measure, type Row, type Suite, type SuiteOptions } from '../suite.ts';

/** The rows of planning in quantities. */
export const suite: Suite = {
  engine: 'mrp',
  async run(options) {
    const rows = [
      await againstTwin(options),
      await besideOrders(options),
      await againstTarget(options, false),
      await againstTarget(options, true),
    ];
    const sizes = options.quick ? [1000, 10_000] : [1000, 10_000, 100_000, 1_000_000];
    for (const items of sizes) rows.push(await linear(options, items));
    return rows;
  },
};

const RECIPE = { levels: 6, weeks: 52, seed: 42 };
const count = (value: number): string => value.toLocaleString('en');
const cellsOf = ({ nodeCount, bucketCount }: QuantityNetwork): number => nodeCount * bucketCount;
const isSame = (ours: Float64Array, theirs: Float64Array): boolean =>
  ours.length === theirs.length && ours.every((cell, at) => cell === theirs[at]);

/** What the twin releases, cell by cell. */
const slowReleases = (network: QuantityNetwork): Float64Array =>
  Float64Array.from(
    slowQuantities(network).flatMap(({ releases }) => releases),
    Number,
  );

/** Plans into one array again and again, as a simulation would. */
function planner(network: QuantityNetwork): () => Float64Array {
  const plannedReleases = new Float64Array(cellsOf(network));
  return () => planQuantities(network, { plannedReleases }).plannedReleases;
}

/** The same cells as the twin, whose time is taken once. */
async function againstTwin(options: SuiteOptions): Promise<Row> {
  const items = options.quick ? 100 : 1000;
  const network = generateQuantities({ ...RECIPE, items, bucketDays: 1, multiples: true });
  slowReleases(generateQuantities({ ...RECIPE, items: 50, bucketDays: 1, multiples: true }));
  const before = process.cpuUsage();
  const slow = slowReleases(network);
  const { user, system } = process.cpuUsage(before);
  const peer = (user + system) / 1e6;
  const ours = await measure(planner(network), options);
  return {
    name: 'quantities with lot multiples, cell for cell',
    size: `${count(items)} items × ${network.bucketCount} days`,
    ours,
    peer,
    peerName: 'slow twin (bigint and maps)',
    ratio: peer / ours,
    unit: 'CPU s',
    resultsEqual: isSame(planQuantities(network).plannedReleases, slow),
  };
}

/** Beside the plan with orders of the same model. */
async function besideOrders(options: SuiteOptions): Promise<Row> {
  const items = options.quick ? 100 : 1000;
  const { model: input, today } = generateWorkload({ ...RECIPE, items, multiples: true });
  const model = checkModel(input);
  const network = quantityNetwork(model, { today });
  return compare<{ cells(): Float64Array }>(
    {
      name: 'quantities of a model, beside its orders',
      size: `${count(items)} items × ${network.bucketCount} days, from a compiled network`,
      peerName: 'plan with orders',
      ours: () => {
        const { plannedReleases } = planQuantities(network);
        return { cells: () => plannedReleases };
      },
      peer: () => {
        const planned = plan(model, { today });
        return { cells: () => sumsOf(planned, network) };
      },
      equal: (ours, peer) => isSame(ours.cells(), peer.cells()),
    },
    options,
  );
}

/** Orders of a plan at one site, added up by item and day of release. */
function sumsOf(planned: Plan, network: ModelQuantityNetwork): Float64Array {
  const { nodes, bucketCount, bucketStarts } = network;
  const nodeOf = new Map(nodes.map(({ item }, node) => [item, node]));
  const bucketOf = new Map(bucketStarts.map((first, bucket) => [first, bucket]));
  const sums = new Float64Array(nodes.length * bucketCount);
  for (const { item, release, quantity } of planned.orders()) {
    sums[nodeOf.get(item)! * bucketCount + bucketOf.get(release)!]! += Number(quantity);
  }
  return sums;
}

/** What the large plan in quantities may take, in CPU seconds. */
const TARGET_SECONDS = 0.15;

/** The large workload, from a compiled network, held to the twin's cells. */
async function againstTarget(options: SuiteOptions, multiples: boolean): Promise<Row> {
  const items = options.quick ? 1000 : 10_000;
  const network = generateQuantities({ ...RECIPE, items, bucketDays: 1, multiples });
  const ours = await measure(planner(network), options);
  const fresh = await measure(() => planQuantities(network), options);
  const rate = count(Math.round(cellsOf(network) / ours / 1e6));
  return {
    name: `quantities ${multiples ? 'with lot multiples' : 'lot for lot'}`,
    size:
      `${count(items)} items × ${network.bucketCount} days, ${rate} million cells a CPU second; ` +
      `${fresh.toFixed(3)} CPU s into new memory`,
    ours,
    peer: TARGET_SECONDS,
    peerName: `none: our target of ${TARGET_SECONDS} CPU s`,
    ratio: TARGET_SECONDS / ours,
    unit: 'CPU s',
    resultsEqual: isSame(planQuantities(network).plannedReleases, slowReleases(network)),
  };
}

/** What a million items by weeks may take, in CPU seconds; smaller ones in proportion. */
const MILLION_SECONDS = 5;

/** Weekly buckets at a size; all sizes have the same number of uses an item. */
async function linear(options: SuiteOptions, items: number): Promise<Row> {
  const network = generateQuantities({ ...RECIPE, items, bucketDays: 7 });
  const run = planner(network);
  const ours = await measure(run, options);
  const bytes = bytesOf(network) + 8 * cellsOf(network);
  const peer = (MILLION_SECONDS * items) / 1_000_000;
  const cells = cellsOf(network);
  return {
    name: 'quantities by weeks',
    size:
      `${count(items)} items × ${network.bucketCount} weeks, ` +
      `${((ours / cells) * 1e9).toFixed(0)} ns a cell, ` +
      `${count(Math.ceil(bytes / 1e6))} MB in and out`,
    ours,
    peer,
    peerName: `none: our target of ${MILLION_SECONDS} CPU s a million`,
    ratio: peer / ours,
    unit: 'CPU s',
    resultsEqual: isKept(network, run()),
  };
}

/** The memory of all arrays in an object. */
const bytesOf = (of: object): number =>
  Object.values(of).reduce((sum: number, value: unknown) => {
    if (ArrayBuffer.isView(value)) return sum + value.byteLength;
    return typeof value === 'object' && value !== null ? sum + bytesOf(value) : sum;
  }, 0);

/** Whether a thousand nodes release what their parents' releases need of them, less stock. */
function isKept(network: QuantityWorkload, cells: Float64Array): boolean {
  const { nodeCount, bucketCount, uses, grossRequirements } = network;
  const step = Math.ceil(nodeCount / 1000);
  const needed = new Float64Array(nodeCount);
  const total = (from: number): number =>
    cells.subarray(from, from + bucketCount).reduce((sum, cell) => sum + cell, 0);
  for (let node = 0; node < nodeCount; node++) {
    for (let at = grossRequirements.start[node]!; at < grossRequirements.start[node + 1]!; at++) {
      needed[node]! += grossRequirements.quantity[at]!;
    }
    for (let at = uses.start[node]!; at < uses.start[node + 1]!; at++) {
      if (uses.child[at]! % step !== 0) continue;
      needed[uses.child[at]!]! += uses.quantityPer[at]! * total(node * bucketCount);
    }
  }
  for (let node = 0; node < nodeCount; node += step) {
    const expected = Math.max(0, needed[node]! - network.onHand[node]!);
    if (total(node * bucketCount) !== expected) return false;
  }
  return true;
}
