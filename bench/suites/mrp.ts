/**
 * Planning, measured: a whole run against its slow twin and against its target, and netting alone.
 */
import { decimal } from '@kontor/kernel';
import { checkModel, type Model, type Plan, plan } from '@kontor/mrp';
import { generateWorkload, type WorkloadSize } from '../../packages/mrp/bench/generate.ts';
import { nextLot } from '../../packages/mrp/src/lot-size/order-modifiers.ts';
import { type NettingRow, netRequirements } from '../../packages/mrp/src/net.ts';
import { type SlowOrder, slowPlan } from '../../packages/mrp/test/oracle/slow-plan.ts';
import { compare, measure, type Row, type Suite, type SuiteOptions } from '../suite.ts';

type Decimal = ReturnType<typeof decimal>;

/** The rows of `@kontor/mrp`. */
export const suite: Suite = {
  engine: 'mrp',
  async run(options) {
    return [
      await planAgainstTwin(options),
      await compileAgainstTarget(options),
      await planAgainstTarget(options),
      await peggingAgainstTarget(options),
      await nettingAgainstTwin(options),
    ];
  },
};

function workload(size: WorkloadSize): { model: Model; today: string } {
  const { model, today } = generateWorkload(size);
  return { model: checkModel(model), today };
}

const inWords = ({ items, levels, weeks }: WorkloadSize): string =>
  `${items.toLocaleString('en')} items × ${levels} levels × ${weeks} weeks`;

/** The same plan, order for order. The twin takes seconds, so it is timed once, after a warm-up. */
async function planAgainstTwin(options: SuiteOptions): Promise<Row> {
  const size = { items: options.quick ? 100 : 1000, levels: 6, weeks: 52, seed: 42 };
  const { model, today } = workload({ ...size, multiples: true });
  slowPlan(workload({ ...size, items: 50 }).model, { today });
  const before = process.cpuUsage();
  const slow = slowPlan(model, { today });
  const { user, system } = process.cpuUsage(before);
  const peer = (user + system) / 1e6;
  const ours = await measure(() => plan(model, { today }), options);
  return {
    name: 'plan with lot multiples, order for order',
    size: `${inWords(size)}, ${slow.length.toLocaleString('en')} orders`,
    ours,
    peer,
    peerName: 'slow twin (decimal.js and maps)',
    ratio: peer / ours,
    unit: 'CPU s',
    resultsEqual: ordersEqual(plan(model, { today }), slow),
  };
}

const textOf = (order: SlowOrder): string =>
  [order.item, order.location, order.need, order.quantity, order.due, order.release].join(' ');

function ordersEqual(ours: Plan, slow: readonly SlowOrder[]): boolean {
  const mine = ours.orders().map(textOf).toSorted();
  const theirs = slow.map(textOf).toSorted();
  return mine.length === theirs.length && mine.every((text, at) => text === theirs[at]);
}

/** What checking and compiling, and the large plan with its pegging, may take, in CPU seconds. */
const TARGET_SECONDS = 1;

/** Checking compiles: a run of the checked model begins with netting. */
async function compileAgainstTarget(options: SuiteOptions): Promise<Row> {
  const size = { items: options.quick ? 1000 : 10_000, levels: 6, weeks: 52, seed: 42 };
  const { model: input } = generateWorkload(size);
  const ours = await measure(() => checkModel(input), options);
  const { items, demands } = checkModel(input);
  return {
    name: 'check and compile a model',
    size: inWords(size),
    ours,
    peer: TARGET_SECONDS,
    peerName: 'none: our target of 1 CPU s',
    ratio: TARGET_SECONDS / ours,
    unit: 'CPU s',
    resultsEqual: items.length === size.items && demands.length === input.demands?.length,
  };
}

/** Every share of every node of the large plan, as columns. */
async function peggingAgainstTarget(options: SuiteOptions): Promise<Row> {
  const size = { items: options.quick ? 1000 : 10_000, levels: 6, weeks: 52, seed: 42 };
  const { model, today } = workload(size);
  const ours = await measure(() => plan(model, { today }).peggingColumns(), options);
  const planned = plan(model, { today });
  const shares = planned.peggingColumns().quantity;
  return {
    name: 'plan and full pegging',
    size: `${inWords(size)}, ${shares.length.toLocaleString('en')} shares`,
    ours,
    peer: TARGET_SECONDS,
    peerName: 'none: our target of 1 CPU s',
    ratio: TARGET_SECONDS / ours,
    unit: 'CPU s',
    resultsEqual: shares.length >= planned.orderCount,
  };
}

/** The large plan. No peer of this size runs in this process: it stands beside its target. */
async function planAgainstTarget(options: SuiteOptions): Promise<Row> {
  const size = { items: options.quick ? 1000 : 10_000, levels: 6, weeks: 52, seed: 42 };
  const { model, today } = workload(size);
  const ours = await measure(() => plan(model, { today }), options);
  const planned = plan(model, { today });
  const orders = planned.orderCount.toLocaleString('en');
  const rate = Math.round(planned.orderCount / ours).toLocaleString('en');
  return {
    name: 'plan lot for lot',
    size: `${inWords(size)}, ${orders} orders, ${rate} a CPU second`,
    ours,
    peer: TARGET_SECONDS,
    peerName: 'none: our target of 1 CPU s',
    ratio: TARGET_SECONDS / ours,
    unit: 'CPU s',
    resultsEqual: isKept(model, planned),
  };
}

const sum = (row: readonly string[]): number => row.reduce((all, text) => all + Number(text), 0);

/** Whether sold items keep their quantities: opening and orders are demand and closing. */
function isKept(model: Model, planned: Plan): boolean {
  const sold = [...new Set(model.demands.map((row) => row.item))].slice(0, 100);
  return sold.every((item) => {
    const record = planned.record(item, 'plant');
    const ofItem = model.demands.filter((row) => row.item === item);
    const demand = sum(ofItem.map((row) => row.quantity));
    const came = Number(record.onHand) + sum(record.plannedReceipts);
    return sum(record.gross) === demand && came - demand === Number(record.balance.at(-1));
  });
}

const NETTING = { buckets: 100_000, onHand: 5_000_000, lot: 250_000 };
/** Quantities are thousandths of a unit. */
const STEPS = 1000;

const exact = (steps: number): Decimal => decimal(steps).div(STEPS);

/** One long row with a lot size, both sides from numbers already read. */
async function nettingAgainstTwin(options: SuiteOptions): Promise<Row> {
  const cells = (of: (bucket: number) => number): Float64Array =>
    Float64Array.from({ length: NETTING.buckets }, (_, bucket) => of(bucket) * 1000);
  const row: NettingRow = {
    gross: cells((bucket) => (7919 * bucket) % 1000),
    receipts: cells((bucket) => (104_729 * bucket) % 900),
    required: new Float64Array(NETTING.buckets),
    marked: new Uint8Array(NETTING.buckets),
    first: 0,
    last: NETTING.buckets - 1,
    rebuild: -1,
  };
  const gross = Array.from(row.gross, exact);
  const receipts = Array.from(row.receipts, exact);
  return compare<ArrayLike<number | Decimal>>(
    {
      name: 'net with a lot size',
      size: '100,000 buckets',
      peerName: 'decimal.js twin',
      ours: () => netScaled(row),
      peer: () => netExact(gross, receipts),
      equal: (scaled, decimals) =>
        Array.from(decimals).every((lot, at) => decimal(lot).times(STEPS).eq(scaled[at]!)),
    },
    options,
  );
}

/** Planned receipts per bucket, by the planner's sweep. */
function netScaled(row: NettingRow): Float64Array {
  const planned = new Float64Array(NETTING.buckets);
  const modifiers = { min: 0, multiple: NETTING.lot, max: 0 };
  netRequirements(row, NETTING.onHand, (bucket, net) => {
    const lot = nextLot(net, modifiers);
    planned[bucket] = lot;
    return lot;
  });
  return planned;
}

/** The same in decimals. */
function netExact(gross: readonly Decimal[], receipts: readonly Decimal[]): Decimal[] {
  const zero = decimal(0);
  const lot = exact(NETTING.lot);
  let balance = exact(NETTING.onHand);
  return gross.map((demand, bucket) => {
    balance = balance.plus(receipts[bucket]!).minus(demand);
    if (!balance.isNegative()) return zero;
    const planned = balance.negated().div(lot).ceil().times(lot);
    balance = balance.plus(planned);
    return planned;
  });
}
