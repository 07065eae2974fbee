/**
 * Planning, measured: a whole run against its slow twin and against its target, and netting alone.
 *
 * Figures are processor time of this process, the best of a few runs, so that other work on the machine
 * tells least. Every row checks what it measured.
 */
import { decimal } from '@kontor/kernel';
import { checkModel, type Model, type Plan, plan } from '@kontor/mrp';
import { generateWorkload, type WorkloadSize } from '../../packages/mrp/bench/generate.ts';
import { nextLot } from '../../packages/mrp/src/lot-size/order-modifiers.ts';
import { type NettingRow, netRequirements } from '../../packages/mrp/src/net.ts';
import { type SlowOrder, slowPlan } from '../../packages/mrp/test/oracle/slow-plan.ts';
import type { Row, Suite } from '../suite.ts';

type Decimal = ReturnType<typeof decimal>;

/** The rows of `@kontor/mrp`. */
export const suite: Suite = {
  engine: 'mrp',
  run({ signal, quick }) {
    const rows: Row[] = [];
    for (const measure of [planAgainstTwin, planAgainstTarget, nettingAgainstTwin]) {
      signal?.throwIfAborted();
      rows.push(measure(quick));
    }
    return rows;
  },
};

export default suite;

interface Measured<Result> {
  readonly result: Result;
  readonly milliseconds: number;
}

/** The least processor time of so many runs, and the last result. */
function best<Result>(runs: number, work: () => Result): Measured<Result> {
  let milliseconds = Number.POSITIVE_INFINITY;
  let result = work();
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage();
    result = work();
    const { user, system } = process.cpuUsage(before);
    milliseconds = Math.min(milliseconds, (user + system) / 1000);
  }
  return { result, milliseconds };
}

function workload(size: WorkloadSize): { model: Model; today: string } {
  const { model, today } = generateWorkload(size);
  return { model: checkModel(model), today };
}

const inWords = ({ items, levels, weeks }: WorkloadSize): string =>
  `${items.toLocaleString('en')} items × ${levels} levels × ${weeks} weeks`;

function planAgainstTwin(quick: boolean): Row {
  const size = { items: quick ? 200 : 1000, levels: 6, weeks: quick ? 12 : 52, seed: 42 };
  const { model, today } = workload({ ...size, multiples: true });
  const ours = best(quick ? 2 : 5, () => plan(model, { today }));
  // The twin takes seconds: it runs once, not warmed up, which it would not feel.
  const before = process.cpuUsage();
  const slow = slowPlan(model, { today });
  const { user, system } = process.cpuUsage(before);
  const peer = (user + system) / 1000;
  return {
    name: 'plan, orders equal to the slow twin’s',
    size: `${inWords(size)}, lot multiples`,
    ours: ours.milliseconds,
    peer,
    peerName: 'slow twin (decimals and maps)',
    ratio: peer / ours.milliseconds,
    unit: 'ms of processor time',
    resultsEqual: ordersEqual(ours.result, slow),
  };
}

const key = (order: SlowOrder): string =>
  [order.item, order.location, order.need, order.quantity, order.due, order.release].join(' ');

function ordersEqual(ours: Plan, slow: readonly SlowOrder[]): boolean {
  const mine = ours.orders().map(key).toSorted();
  const theirs = slow.map(key).toSorted();
  return mine.length === theirs.length && mine.every((text, at) => text === theirs[at]);
}

/** The target of the full plan, in milliseconds. */
const TARGET = 1000;

function planAgainstTarget(quick: boolean): Row {
  const size = { items: quick ? 1000 : 10_000, levels: 6, weeks: 52, seed: 42 };
  const { model, today } = workload(size);
  const { result, milliseconds } = best(quick ? 1 : 3, () => plan(model, { today }));
  const perSecond = Math.round(result.orderCount / (milliseconds / 1000));
  return {
    name: `plan, ${perSecond.toLocaleString('en')} orders per second of processor time`,
    size: `${inWords(size)}, lot for lot, ${result.orderCount.toLocaleString('en')} orders`,
    ours: milliseconds,
    peer: TARGET,
    peerName: 'no peer: the target of one second',
    ratio: TARGET / milliseconds,
    unit: 'ms of processor time',
    resultsEqual: isKept(model, result),
  };
}

const sum = (row: readonly string[]): number => row.reduce((all, text) => all + Number(text), 0);

/** Whether sold items keep their quantities: opening and orders are demand and closing. */
function isKept(model: Model, result: Plan): boolean {
  const sold = new Set(model.demands.map((row) => row.item));
  return [...sold].slice(0, 100).every((item) => {
    const record = result.record(item, 'plant');
    const demand = model.demands
      .filter((row) => row.item === item)
      .reduce((all, row) => all + Number(row.quantity), 0);
    const came = Number(record.onHand) + sum(record.plannedReceipts);
    return sum(record.gross) === demand && came - demand === Number(record.balance.at(-1));
  });
}

const NETTING = { buckets: 100_000, onHand: 5_000_000, lot: 250_000 };
/** Quantities are thousandths of a unit. */
const STEPS = 1000;

const exact = (steps: number): Decimal => decimal(steps).div(STEPS);

function nettingAgainstTwin(quick: boolean): Row {
  const row: NettingRow = {
    gross: Float64Array.from({ length: NETTING.buckets }, (_, i) => ((7919 * i) % 1000) * 1000),
    receipts: Float64Array.from(
      { length: NETTING.buckets },
      (_, i) => ((104_729 * i) % 900) * 1000,
    ),
    first: 0,
    last: NETTING.buckets - 1,
  };
  const grossExact = Array.from(row.gross, exact);
  const receiptsExact = Array.from(row.receipts, exact);
  const ours = best(quick ? 5 : 30, () => netScaled(row));
  const peer = best(quick ? 1 : 5, () => netExact(grossExact, receiptsExact));
  const isEqual = peer.result.every((lot, at) => lot.times(STEPS).eq(ours.result[at]!));
  return {
    name: 'scaled netting with a lot size',
    size: '100,000 buckets',
    ours: ours.milliseconds,
    peer: peer.milliseconds,
    peerName: 'decimal.js twin',
    ratio: peer.milliseconds / ours.milliseconds,
    unit: 'ms of processor time',
    resultsEqual: isEqual,
  };
}

/** Planned receipts per bucket, by the planner's sweep. */
function netScaled(row: NettingRow): Float64Array {
  const planned = new Float64Array(NETTING.buckets);
  const modifiers = { min: 0, multiple: NETTING.lot, max: 0 };
  netRequirements(row, NETTING.onHand, 0, 0, (bucket, net) => {
    const lot = nextLot(net, modifiers);
    planned[bucket] = lot;
    return lot;
  });
  return planned;
}

/** The same in decimals. */
function netExact(gross: readonly Decimal[], receipts: readonly Decimal[]): Decimal[] {
  const zero = decimal(0);
  const lot = decimal(NETTING.lot / STEPS);
  let balance = decimal(NETTING.onHand / STEPS);
  return gross.map((demand, bucket) => {
    balance = balance.plus(receipts[bucket]!).minus(demand);
    if (!balance.isNegative()) return zero;
    const planned = balance.negated().div(lot).ceil().times(lot);
    balance = balance.plus(planned);
    return planned;
  });
}
