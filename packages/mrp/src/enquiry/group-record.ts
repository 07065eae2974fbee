/**
 * The planning record of an item over a group of sites: what the group as a whole needs, gets and
 * has.
 *
 * Rows are the sums of the members'. A transfer from one member to another is no need and no supply
 * of the group: it is taken out of both sides, and while under way it is in transit. So on every
 * day: balance + in transit = what was there and in transit at the start + receipts + planned
 * receipts - gross requirements. A net requirement counts as far as no member answers it.
 *
 * Sums are bigints: those of many sites may pass 2^53.
 *
 * @source APICS Dictionary, "material requirements planning record", "in-transit inventory"
 */
import { formatDay } from '@kontor/kernel';
import type { Draft } from '../draft.ts';
import { MrpError } from '../errors.ts';
import type { Network } from '../network.ts';
import { requiredOn } from '../node-policy.ts';
import { type RecordCells, recordCells } from '../planning-record.ts';
import { type BucketOf, type DayGrid, dayGrid } from './day-grid.ts';
import { type MemberTransfer, memberTransfers } from './member-transfers.ts';

/** Which sites, and how to cut time. */
export interface GroupOptions {
  /** All sites where the item is planned, when left out. Each counts with all its segments. */
  readonly locations?: readonly string[] | undefined;
  /** `day` (default) or ISO weeks from Monday. */
  readonly bucket?: BucketOf | undefined;
}

/** One cell per bucket in every row, as decimal text in the item's stocking unit. */
export interface GroupRecord {
  readonly item: string;
  /** The members, by id. */
  readonly locations: readonly string[];
  readonly onHand: string;
  readonly safetyStock: string;
  /** Shipped from one member to another before the plan, and not there yet. */
  readonly inTransitAtStart: string;
  /** The first day of each bucket. */
  readonly buckets: readonly string[];
  /** What leaves the group. */
  readonly gross: readonly string[];
  readonly receipts: readonly string[];
  readonly net: readonly string[];
  /** Planned orders by due day, but for those between members. */
  readonly plannedReceipts: readonly string[];
  /** Planned orders by release day, but for those between members. */
  readonly plannedReleases: readonly string[];
  /**
   * Under way between members at the end of the bucket; below 0 where the plan counts on goods
   * before they are shipped.
   */
  readonly inTransit: readonly string[];
  /** Projected available balance of all members at the end of the bucket. */
  readonly balance: readonly string[];
}

/** Rows that are sums, one cell per bucket. */
const SUMMED = ['gross', 'receipts', 'net', 'plannedReceipts', 'plannedReleases'] as const;

/** The rows of a group in steps. */
type GroupCells = Readonly<Record<(typeof SUMMED)[number], bigint[]>> & {
  /** What the balance and the goods in transit change by. */
  readonly balance: bigint[];
  readonly inTransit: bigint[];
};

/**
 * The record of an item over a group of sites.
 *
 * @throws MrpError MRP_UNKNOWN_NODE — the item is not planned at one of the sites
 */
export function groupRecord(
  network: Network,
  draft: Draft,
  item: string,
  { locations, bucket = 'day' }: GroupOptions = {},
): GroupRecord {
  const members = membersOf(network, item, locations);
  const records = members.map((node) => recordCells(network, draft, node, 'day'));
  const transfers = memberTransfers(network, draft, members);
  const grid = gridOf(records, transfers, bucket);
  const cells = openCells(grid);
  members.forEach((node, at) => addMember(cells, grid, records[at]!, node, transfers));
  for (const transfer of transfers) takeOut(cells, grid, transfer);
  const text = (steps: number | bigint): string => network.index.units.format(item, steps);
  const texts = (row: readonly bigint[]): string[] => row.map(text);
  const onHand = sum(members.map((node) => network.onHand[node]!));
  const atStart = sum(
    transfers.filter(({ ship }) => ship === undefined).map(({ quantity }) => quantity),
  );
  const { today } = network.terms;
  return {
    item,
    locations: [...new Set(members.map((node) => network.nodes.at(node).location))],
    onHand: text(onHand),
    safetyStock: text(sum(members.map((node) => requiredOn(network.policies[node]!, today)))),
    inTransitAtStart: text(atStart),
    buckets: grid.buckets.map(formatDay),
    gross: texts(cells.gross),
    receipts: texts(cells.receipts),
    net: texts(cells.net),
    plannedReceipts: texts(cells.plannedReceipts),
    plannedReleases: texts(cells.plannedReleases),
    inTransit: texts(running(cells.inTransit, atStart)),
    balance: texts(running(cells.balance, onHand)),
  };
}

/** The nodes of the item at the sites, all segments, by number. */
function membersOf(
  { nodes }: Network,
  item: string,
  locations: readonly string[] | undefined,
): number[] {
  const wanted = locations === undefined ? undefined : new Set(locations);
  const members: number[] = [];
  const found = new Set<string>();
  for (let node = 0; node < nodes.count; node++) {
    const at = nodes.at(node);
    if (at.item !== item || wanted?.has(at.location) === false) continue;
    members.push(node);
    found.add(at.location);
  }
  const missing = locations === undefined ? ['*'] : [...locations].filter((at) => !found.has(at));
  if (members.length === 0 || (locations !== undefined && missing.length > 0)) {
    throw new MrpError('MRP_UNKNOWN_NODE', { item, location: missing[0] ?? '*' });
  }
  return members;
}

function gridOf(
  records: readonly RecordCells[],
  transfers: readonly MemberTransfer[],
  bucket: BucketOf,
): DayGrid {
  let first = Number.MAX_SAFE_INTEGER;
  let last = Number.MIN_SAFE_INTEGER;
  for (const { buckets } of records) {
    first = Math.min(first, buckets[0]!);
    last = Math.max(last, buckets.at(-1)!);
  }
  for (const { arrival } of transfers) last = Math.max(last, arrival);
  return dayGrid(first, last, bucket);
}

function openCells({ buckets }: DayGrid): GroupCells {
  const row = (): bigint[] => buckets.map(() => 0n);
  return {
    gross: row(),
    receipts: row(),
    net: row(),
    plannedReceipts: row(),
    plannedReleases: row(),
    balance: row(),
    inTransit: row(),
  };
}

/** Adds a member's rows, its transfers with other members still on both sides. Writes `cells`. */
function addMember(
  cells: GroupCells,
  grid: DayGrid,
  record: RecordCells,
  node: number,
  transfers: readonly MemberTransfer[],
): void {
  const answered = new Map<number, number>();
  for (const { kind, into, need, quantity } of transfers) {
    if (kind !== 'planned' || into !== node) continue;
    answered.set(need, (answered.get(need) ?? 0) + quantity);
  }
  record.buckets.forEach((day, at) => {
    const cell = grid.at(day);
    for (const row of SUMMED) {
      if (row !== 'net') cells[row][cell]! += BigInt(record[row][at]!);
    }
    cells.net[cell]! += BigInt(Math.max(0, record.net[at]! - (answered.get(day) ?? 0)));
    cells.balance[cell]! +=
      BigInt(record.receipts[at]!) +
      BigInt(record.plannedReceipts[at]!) -
      BigInt(record.gross[at]!);
  });
}

/** Takes a transfer between members out of both its sides, and shows it in transit. */
function takeOut(cells: GroupCells, grid: DayGrid, transfer: MemberTransfer): void {
  const { kind, ship, arrival, release } = transfer;
  const quantity = BigInt(transfer.quantity);
  if (kind === 'open') cells.receipts[grid.at(arrival)]! -= quantity;
  else {
    cells.plannedReceipts[grid.at(arrival)]! -= quantity;
    cells.plannedReleases[grid.at(release)]! -= quantity;
  }
  cells.inTransit[grid.at(arrival)]! -= quantity;
  if (ship === undefined) return;
  cells.gross[grid.at(ship)]! -= quantity;
  cells.inTransit[grid.at(ship)]! += quantity;
}

/** The running sum of a row of changes. */
function running(changes: readonly bigint[], opening: bigint): bigint[] {
  let level = opening;
  return changes.map((change) => (level += change));
}

const sum = (quantities: readonly number[]): bigint =>
  quantities.reduce((total, quantity) => total + BigInt(quantity), 0n);
